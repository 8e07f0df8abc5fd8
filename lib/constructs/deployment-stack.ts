import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { AzurermBackend, LocalBackend, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { Cloud } from '../azure/clouds';
import { InputError } from '../azure/errors';
import { instanceOf } from '../azure/argument-shapes';
import { Deployment } from '../deployment/deployment';
import { DescribedFirewallRules, describedFirewallRules, ipv4Of } from '../deployment/described-firewall';
import { describedRoutes } from '../deployment/described-routes';
import { ServiceTagFile } from '../input/service-tag-file';
import {
  DeploymentDescription, FirewallDescription, NatGatewayDescription, RouteTableDescription, SecurityGroupDescription,
  SubnetDescription,
} from '../deployment/description';
import { trafficOf } from '../deployment/request-from-deployment';
import { advise, adviseSourcesOf } from './annotate';
import { DataExfiltrationProtection } from './data-exfiltration-protection';
import { EgressRoutingOptions } from './egress-routing';
import { FirewallPolicyRules } from './firewall-policy-rules';
import { FirewallRuleCollections } from './firewall-rule-collections';
import { NatEgress } from './nat-egress';
import { NatEgressAssociations } from './nat-egress-associations';
import { INatGateway } from './nat-gateway';
import { DefaultRoute } from './default-route';
import { FirewallDestinations } from './firewall-destinations';
import { FirewallSku } from './firewall-sku';
import { HostNameTraffic } from './host-name-traffic';
import { SecuredSubnet, SecuredSubnetProps } from './secured-subnet';
import { SecurityRulesOptions } from './security-rules-options';
import { checkScope } from './construct-shapes';
import { DEPLOYMENTS } from './verified-constructs';

/** Names of the clouds in the provider. Source: azurerm 4.55, argument `environment`. */
const ENVIRONMENTS: Readonly<Record<Cloud, string>> = {
  [Cloud.PUBLIC]: 'public', [Cloud.GOVERNMENT]: 'usgovernment', [Cloud.CHINA]: 'china',
};

/**
 * A stack made from a deployment file: provider, backend, and for each subnet its security group, route table and
 * firewall rules, and a NAT gateway.
 */
export class DeploymentStack extends TerraformStack {
  /** The subnets, by their names in the file. */
  public readonly subnets: { [name: string]: SecuredSubnet };

  /** The NAT gateway, when the file has one. */
  public readonly natGateway?: INatGateway;

  /** The rules of a firewall policy, when the file names the policy of a firewall. */
  public readonly firewallPolicyRules?: FirewallPolicyRules;

  /** The classic firewall rules, when the file names a firewall without a policy. */
  public readonly firewallRuleCollections?: FirewallRuleCollections;

  /** The service endpoint policy, when the file has one. */
  public readonly dataExfiltrationProtection?: DataExfiltrationProtection;

  /**
   * @throws with the file, the line, the column and the key of what cannot be synthesized
   */
  constructor(scope: Construct, deployment: Deployment) {
    super(...ofDeployment(scope, deployment));
    DEPLOYMENTS.set(this, deployment);
    const { backend, cloud, subscriptionId, subnets, firewall, natGateway, serviceEndpointPolicy, region } = deployment._description;
    new AzurermProvider(this, 'azurerm', { features: [{}], environment: ENVIRONMENTS[cloud], subscriptionId });
    if (backend === undefined) {
      throw new InputError({
        argument: `${deployment.path}: backend`, problem: 'is missing', allowed: 'a stack needs to know where Terraform keeps its state',
      });
    }
    if (backend.azurerm !== undefined) {
      new AzurermBackend(this, { ...backend.azurerm, environment: ENVIRONMENTS[cloud] });
    } else {
      new LocalBackend(this, { path: backend.local!.path });
    }
    if (natGateway !== undefined) {
      this.natGateway = deployment._at(['natGateway'], () => this.translate(natGateway, deployment));
    }
    this.subnets = {};
    // By name, so that the order of the file changes nothing.
    for (const [name, subnet] of Object.entries(subnets).sort(([a], [b]) => (a < b ? -1 : 1))) {
      this.subnets[name] = deployment._at(['subnets', name], () => this.secure(name, subnet, deployment));
    }
    if (firewall !== undefined) {
      for (const rules of describedFirewallRules(deployment)) {
        const { owner } = rules;
        if (owner === undefined) {
          const parts = deployment._at(['firewall'], () => this.filterShared(firewall, rules, subnets));
          this.firewallPolicyRules = parts.firewallPolicyRules;
          this.firewallRuleCollections = parts.firewallRuleCollections;
        } else { // no name of a subnet has a dot
          deployment._at(['subnets', owner, 'firewallRules'], () => this.filter(`Firewall.${owner}`, firewall, rules));
        }
      }
    }
    if (serviceEndpointPolicy !== undefined) {
      this.dataExfiltrationProtection =
        deployment._at(['serviceEndpointPolicy'], () => new DataExfiltrationProtection(this, 'ServiceEndpointPolicy', {
          ...serviceEndpointPolicy, location: serviceEndpointPolicy.location ?? region, requirements: deployment.requirements,
        }));
    } else if ([...deployment._requirementsOf.values()].some((one) => one._dataExfiltrationProtection)) {
      advise(
        this, 'warning', 'service-endpoint-policy',
        'data exfiltration protection is on, and the file has no serviceEndpointPolicy: traffic to storage goes past the firewall ' +
          'through the service endpoint, and nothing limits it to named accounts. Add serviceEndpointPolicy, or make the policy where ' +
          'the subnets are made.',
      );
    }
  }

  private translate(natGateway: NatGatewayDescription, deployment: Deployment): INatGateway {
    if (!Object.values(deployment._description.subnets).some(goesOutByNatGateway)) {
      throw new InputError({ problem: 'no subnet uses it', allowed: 'write natGateway: true in a subnet, or leave the gateway out' });
    }
    const { id, idleTimeoutMinutes, zone, publicIpCount, publicIpName, publicIpIds, publicIpPrefixIds } = natGateway;
    const common = { requirements: deployment.requirements, publicIpIds, publicIpPrefixIds };
    const gateway = made(natGateway, deployment._description.region);
    if (gateway !== undefined) {
      return new NatEgress(this, 'NatGateway', { ...common, ...gateway, idleTimeoutMinutes, zone, publicIpCount, publicIpName });
    }
    refuseWithId({ idleTimeoutMinutes, zone, publicIpCount, publicIpName }, 'NAT gateway');
    return new NatEgressAssociations(this, 'NatGateway', { ...common, natGatewayId: id! });
  }

  private secure(name: string, subnet: SubnetDescription, deployment: Deployment): SecuredSubnet {
    const { region } = deployment._description;
    if (subnet.natGateway && this.natGateway === undefined) {
      deployment._at(['subnets', name, 'natGateway'], () => {
        throw new InputError({
          problem: 'the file has no NAT gateway', allowed: 'describe the gateway with the key natGateway at the top of the file',
        });
      });
    }
    if (subnet.subnet !== undefined) {
      deployment._at(['subnets', name, 'subnet'], () => {
        throw new InputError({
          given: subnet.subnet, problem: 'is the name of a subnet, and a stack needs its id', allowed: 'give subnetId and addressPrefixes',
        });
      });
    }
    return new SecuredSubnet(this, name, {
      requirements: deployment._requirementsOf.get(name)!,
      subnetId: subnet.subnetId,
      subnetAddressPrefixes: subnet.addressPrefixes,
      ...deployment._at(['subnets', name, 'securityGroup'], () => securityGroupOf(subnet, region)),
      ...(subnet.routeTable === undefined ? {} : deployment._at(['subnets', name, 'routeTable'], () =>
        routesOf(subnet.routeTable!, region, this.serviceTagFile(name, subnet, deployment)))),
      natGateway: goesOutByNatGateway(subnet) ? this.natGateway : undefined,
    });
  }

  private serviceTagFile(name: string, { routeTable }: SubnetDescription, deployment: Deployment): ServiceTagFile | undefined {
    const path = routeTable?.serviceTagFile;
    return path === undefined
      ? undefined
      : deployment._at(['subnets', name, 'routeTable', 'serviceTagFile'], () => deployment._serviceTagFile(path));
  }

  /** The rules of all subnets that need the same. */
  private filterShared(
    firewall: FirewallDescription, rules: DescribedFirewallRules, subnets: DeploymentDescription['subnets'],
  ): FirewallParts {
    const parts = this.filter('Firewall', firewall, rules);
    if (firewall.sources !== undefined && firewall.sourceIpGroupIds === undefined) {
      const sharing = rules.subnets.map((name) => subnets[name]!);
      adviseSourcesOf((parts.firewallPolicyRules ?? parts.firewallRuleCollections)!, firewall.sources, ipv4Of(sharing));
    }
    return parts;
  }

  private filter(
    id: string, firewall: FirewallDescription, { requirements, name, priority, sources, sourceIpGroupIds }: DescribedFirewallRules,
  ): FirewallParts {
    const { policyId, firewallId, dnsProxy, tlsInspection } = firewall;
    const common = {
      requirements, name, priority, dnsProxy, sources: sources && [...sources],
      sourceIpGroupIds: sourceIpGroupIds && [...sourceIpGroupIds],
      sku: firewall.sku as FirewallSku | undefined, destinations: firewall.destinations as FirewallDestinations | undefined,
    };
    if (policyId !== undefined && firewallId === undefined) {
      return { firewallPolicyRules: new FirewallPolicyRules(this, id, { ...common, firewallPolicyId: policyId, tlsInspection }) };
    }
    if (firewallId !== undefined && policyId === undefined) {
      if (tlsInspection !== undefined) {
        throw new InputError({ problem: 'tlsInspection is for a firewall policy', allowed: 'classic rules do not inspect TLS' });
      }
      return { firewallRuleCollections: new FirewallRuleCollections(this, id, { ...common, firewallId }) };
    }
    throw new InputError({
      problem: 'give either policyId, for a firewall policy, or firewallId, for classic rules',
    });
  }
}

type FirewallParts = Pick<DeploymentStack, 'firewallPolicyRules' | 'firewallRuleCollections'>;

/** Checks the arguments, of which the deployment names the stack. */
function ofDeployment(scope: Construct, deployment: Deployment): [scope: Construct, name: string] {
  checkScope('DeploymentStack', scope);
  instanceOf(() => Deployment, 'Deployment')('DeploymentStack.deployment', deployment);
  return [scope, deployment.name];
}

/** Whether a subnet says that the NAT gateway is its way out. */
function goesOutByNatGateway({ natGateway, routeTable }: SubnetDescription): boolean {
  return natGateway ?? routeTable?.defaultRoute.natGateway ?? false;
}

/** What a resource is made with, or undefined for one that exists. */
function made(description: SecurityGroupDescription | RouteTableDescription | NatGatewayDescription, region: string) {
  const { name, resourceGroupName, tags, id, location } = description;
  if (id !== undefined) {
    if (name !== undefined || resourceGroupName !== undefined || tags !== undefined || location !== undefined) {
      throw new InputError({
        problem: 'give either id, for an existing resource, or name and resourceGroupName, for a new one',
      });
    }
    return undefined;
  }
  if (name === undefined || resourceGroupName === undefined) {
    throw new InputError({
      problem: 'give name and resourceGroupName, for a new resource, or id, for an existing one',
    });
  }
  return { name, resourceGroupName, tags, location: location ?? region };
}

function securityGroupOf(subnet: SubnetDescription, region: string): Pick<SecuredSubnetProps, 'securityGroup' | 'securityGroupRules'> {
  const { securityGroup } = subnet;
  if (securityGroup === undefined) {
    throw new InputError({ problem: 'is missing', allowed: 'a stack needs to know which group gets the rules of the subnet' });
  }
  const { hostNameTraffic, denyOtherOutbound, firstPriority, forSubnetOnly, id } = securityGroup;
  const options: SecurityRulesOptions = {
    hostNameTraffic: hostNameTraffic as HostNameTraffic | undefined,
    intraNetworkTraffic: trafficOf(securityGroup),
    denyOtherOutbound,
    firstPriority,
    subnetAddressPrefixes: forSubnetOnly ? subnet.addressPrefixes : undefined,
  };
  const group = made(securityGroup, region);
  return group === undefined ? { securityGroupRules: { ...options, securityGroupId: id! } } : { securityGroup: { ...options, ...group } };
}

function routesOf(
  description: RouteTableDescription, region: string, serviceTagFile: ServiceTagFile | undefined,
): Pick<SecuredSubnetProps, 'routeTable' | 'egressRoutes'> {
  const { defaultRoute, bgpRoutePropagation, privateSubnet, id } = description;
  const options: EgressRoutingOptions = {
    defaultRoute: defaultRoute.firewall !== undefined ? DefaultRoute.throughFirewall(defaultRoute.firewall)
      : defaultRoute.natGateway ? DefaultRoute.throughNatGateway() : DefaultRoute.none(),
    routes: describedRoutes(description),
    serviceTagFile,
    privateSubnet,
  };
  const table = made(description, region);
  if (table !== undefined) {
    return { routeTable: { ...options, ...table, bgpRoutePropagation } };
  }
  refuseWithId({ bgpRoutePropagation }, 'route table');
  return { egressRoutes: { ...options, routeTableId: id! } };
}

/** Refuses what only the maker of a resource can say. */
function refuseWithId(stated: Readonly<Record<string, unknown>>, what: string): void {
  const contradiction = Object.keys(stated).find((key) => stated[key] !== undefined);
  if (contradiction !== undefined) {
    throw new InputError({
      problem: `${contradiction} is for a new ${what}, and id names an existing one`, allowed: 'give one of them',
    });
  }
}
