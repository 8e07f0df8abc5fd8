import { Cloud } from '../azure/clouds';
import { Edition } from '../requirements/edition';
import { Protocol } from '../requirements/ports';
import { Scenario } from '../requirements/scenario';
import { KubernetesProps } from '../requirements/cluster';
import { ComputeProps, WorkspaceProps } from '../requirements/workspace';
import type { AcknowledgeableId } from '../findings/finding-catalog';

/** The content of a deployment file, in the shape that its schema guarantees. */
export interface DeploymentDescription {
  readonly name: string;
  readonly edition: Edition;
  readonly cloud: Cloud;
  readonly region: string;
  readonly subscriptionId?: string;
  /** Needed to synthesize a stack, and for nothing else. */
  readonly backend?: { readonly local?: { readonly path: string }; readonly azurerm?: AzurermBackendDescription };
  readonly workspace: WorkspaceProps;
  readonly compute: ComputeProps;
  readonly kubernetes?: KubernetesProps;
  readonly scenarios?: Scenario[];
  readonly requirements?: readonly RequirementDescription[];
  readonly nameResolution?: { readonly azure?: true; readonly firewall?: string; readonly servers?: string[] };
  readonly leaveOut?: readonly LeaveOutDescription[];
  readonly subnets: Readonly<Record<string, SubnetDescription>>;
  readonly firewall?: FirewallDescription;
  readonly serviceEndpointPolicy?: ServiceEndpointPolicyDescription;
  readonly networkPolicies?: NetworkPoliciesDescription;
  readonly natGateway?: NatGatewayDescription;
  readonly acknowledged?: readonly AcknowledgementDescription[];
}

export interface LeaveOutDescription {
  readonly id: string;
  readonly reason: string;
}

export interface AcknowledgementDescription {
  readonly finding: AcknowledgeableId;
  readonly subject: string;
  readonly reason: string;
}

export interface AzurermBackendDescription {
  readonly resourceGroupName: string;
  readonly storageAccountName: string;
  readonly containerName: string;
  readonly key: string;
}

export interface RequirementDescription {
  readonly id: string;
  readonly slot: number;
  readonly direction?: 'outbound' | 'inbound';
  readonly endpoint: { readonly serviceTag?: string; readonly fqdn?: string; readonly url?: string; readonly addressRange?: string };
  readonly protocol?: Protocol;
  readonly ports: readonly (string | number)[];
  readonly purpose: string;
}

interface MadeOrExisting {
  readonly name?: string;
  readonly location?: string;
  readonly resourceGroupName?: string;
  readonly tags?: { [key: string]: string };
  readonly id?: string;
}

export interface SecurityGroupDescription extends MadeOrExisting {
  readonly hostNameTraffic?: 'filtered-by-firewall' | 'closed';
  readonly intraNetworkTraffic?: { readonly byServiceTag?: true; readonly addressSpace?: string[]; readonly denied?: true };
  readonly denyOtherOutbound?: boolean;
  readonly firstPriority?: number;
  readonly forSubnetOnly?: boolean;
}

export interface RouteDescription {
  readonly name: string;
  readonly prefix: string;
  readonly nextHop: {
    readonly internet?: true; readonly appliance?: string; readonly virtualNetworkGateway?: true; readonly virtualNetwork?: true;
    readonly none?: true;
  };
}

export interface RouteTableDescription extends MadeOrExisting {
  readonly defaultRoute: { readonly firewall?: string; readonly natGateway?: true; readonly none?: true };
  readonly routes?: readonly RouteDescription[];
  readonly serviceTagFile?: string;
  readonly bgpRoutePropagation?: boolean;
  readonly privateSubnet?: boolean;
}

export interface SubnetDescription {
  /** Where the file has the key `subnet` instead, the same as that. */
  readonly subnetId: string;
  /** How the files that are verified name the subnet. Nothing can be made for it. */
  readonly subnet?: string;
  /** None where the files that are verified say them. */
  readonly addressPrefixes: string[];
  /** Needed to make the rules of the subnet, and for nothing else. */
  readonly securityGroup?: SecurityGroupDescription;
  readonly routeTable?: RouteTableDescription;
  readonly natGateway?: true;
  readonly scenarios?: Scenario[];
  readonly leaveOut?: readonly LeaveOutDescription[];
  readonly firewallRules?: { readonly name: string; readonly priority: number };
}

export interface NatGatewayDescription extends MadeOrExisting {
  readonly idleTimeoutMinutes?: number;
  readonly zone?: string;
  readonly publicIpCount?: number;
  readonly publicIpName?: string;
  readonly publicIpIds?: string[];
  readonly publicIpPrefixIds?: string[];
}

export interface FirewallDescription {
  readonly policyId?: string;
  readonly firewallId?: string;
  readonly name: string;
  readonly priority: number;
  readonly sku?: 'Basic' | 'Standard' | 'Premium';
  readonly dnsProxy?: boolean;
  readonly tlsInspection?: boolean;
  readonly destinations?: 'service-tags' | 'host-names';
  readonly sources?: string[];
  readonly sourceIpGroupIds?: string[];
}

export interface ServiceEndpointPolicyDescription {
  readonly name: string;
  readonly location?: string;
  readonly resourceGroupName: string;
  readonly tags?: { [key: string]: string };
  readonly storageAccountIds: string[];
}

export interface NetworkPoliciesDescription {
  readonly outsideTraffic: {
    readonly filteredElsewhere?: { readonly clusterAddressRanges: string[] }; readonly within?: string[]; readonly unrestricted?: true;
  };
  readonly routerClients?: { readonly within?: { readonly addressRanges: string[]; readonly ports: number[] }; readonly none?: true };
  readonly apiServer?: { readonly addressRanges: string[]; readonly ports: number[] };
  readonly webhookSources?: string[];
  readonly modelNamespaces?: string[];
  readonly modelPodLabels?: { [key: string]: string };
  readonly localDnsAddresses?: string[];
  readonly localDnsLabels?: { [key: string]: string };
  readonly componentsNamespace?: string;
  readonly kubeDnsLabels?: { [key: string]: string };
  readonly konnectivityAgentLabels?: { [key: string]: string };
  readonly routerLabels?: { [key: string]: string };
  readonly identityProxyLabels?: { [key: string]: string };
}
