import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { InputError } from '../azure/errors';
import { anything, boolean, Check, instanceOf, listOf, mapOf, number, optional, plainText, propertiesOf, PropertyChecks, text } from '../azure/shapes';
import { ServiceTagFile } from '../input/service-tag-file';
import { REQUIREMENT_SET } from '../requirements/shapes';
import { IntraNetworkTraffic } from '../rules/intra-network-traffic';
import { DataExfiltrationProtectionProps } from './data-exfiltration-protection';
import { EgressRouteTableOptions, EgressRouteTableProps } from './egress-route-table';
import { FirewallPolicyRulesOptions, FirewallPolicyRulesProps } from './firewall-policy-rules';
import { FirewallRuleCollectionsOptions, FirewallRuleCollectionsProps } from './firewall-rule-collections';
import type { FirewallRulesOptions } from './firewall-options';
import { ManagedNetworkRulesProps } from './managed-network-rules';
import { NatEgress, NatEgressProps } from './nat-egress';
import { DefaultRoute, EgressRoute } from './network-settings';
import { SecuredSubnetProps } from './secured-subnet';
import { SecurityGroupOptions, SecurityGroupProps } from './security-group';

// Values of enums are checked where they are used, with the nearest one.
const CHOICE = anything;
const texts = optional(listOf(text));
const made = { name: optional(text), location: optional(text), resourceGroupName: optional(text), tags: optional(mapOf(text)) };

const GROUP: PropertyChecks<SecurityGroupOptions> = {
  ...made, securityGroupId: optional(text), hostNameTraffic: CHOICE, intraNetworkTraffic: optional(instanceOf(() => IntraNetworkTraffic, 'IntraNetworkTraffic')),
  denyOtherOutbound: optional(boolean), firstPriority: optional(number), subnetAddressPrefixes: texts, subnets: optional(mapOf(text, plainText)),
};

const TABLE: PropertyChecks<EgressRouteTableOptions> = {
  ...made, routeTableId: optional(text), defaultRoute: instanceOf(() => DefaultRoute, 'DefaultRoute'), routes: optional(listOf(instanceOf(() => EgressRoute, 'EgressRoute'))),
  serviceTagFile: optional(instanceOf(() => ServiceTagFile, 'ServiceTagFile')), bgpRoutePropagation: optional(boolean), privateSubnet: optional(boolean),
  subnets: optional(mapOf(text, plainText)),
};

const FIREWALL: PropertyChecks<FirewallRulesOptions> = { sources: texts, sourceIpGroupIds: texts, destinations: CHOICE, sku: CHOICE, dnsProxy: optional(boolean) };

const POLICY: PropertyChecks<FirewallPolicyRulesOptions> = {
  ...FIREWALL, firewallPolicyId: text, name: text, priority: number, tlsInspection: optional(boolean), maxGroupBytes: optional(number), maxGroupsPerPolicy: optional(number),
};

const CLASSIC: PropertyChecks<FirewallRuleCollectionsOptions> = { ...FIREWALL, firewallId: text, name: text, priority: number };

const requirements = REQUIREMENT_SET;

export const SECURITY_GROUP: Check = propertiesOf<SecurityGroupProps>({ ...GROUP, requirements });
export const EGRESS_ROUTE_TABLE: Check = propertiesOf<EgressRouteTableProps>({ ...TABLE, requirements });
export const FIREWALL_POLICY_RULES: Check = propertiesOf<FirewallPolicyRulesProps>({ ...POLICY, requirements });
export const FIREWALL_RULE_COLLECTIONS: Check = propertiesOf<FirewallRuleCollectionsProps>({ ...CLASSIC, requirements });

export const NAT_EGRESS: Check = propertiesOf<NatEgressProps>({
  ...made, requirements, natGatewayId: optional(text), idleTimeoutMinutes: optional(number), zone: optional(text), publicIpCount: optional(number), publicIpName: optional(text),
  publicIpIds: texts, publicIpPrefixIds: texts, subnets: optional(mapOf(text, plainText)),
});

export const DATA_EXFILTRATION_PROTECTION: Check = propertiesOf<DataExfiltrationProtectionProps>({
  requirements, name: text, location: text, resourceGroupName: text, tags: made.tags, storageAccountIds: listOf(text),
});

export const MANAGED_NETWORK_RULES: Check = propertiesOf<ManagedNetworkRulesProps>({ requirements, workspaceId: text, regionalTags: CHOICE });

export const SECURED_SUBNET: Check = propertiesOf<SecuredSubnetProps>({
  requirements, subnetId: text, subnetAddressPrefixes: texts, securityGroup: propertiesOf(GROUP), routeTable: optional(propertiesOf(TABLE)),
  firewallPolicyRules: optional(propertiesOf(POLICY)), firewallRuleCollections: optional(propertiesOf(CLASSIC)), natGateway: optional(instanceOf(() => NatEgress, 'NatEgress')),
});

/** Checks the first two arguments of a construct of this library, which has its place in a stack. */
export function placed(kind: string, scope: Construct, id: string): [scope: Construct, id: string] {
  checkScope(kind, scope);
  if (!scope.node.scopes.some((one) => TerraformStack.isStack(one))) {
    throw new InputError({ argument: `${kind}.scope`, problem: `${JSON.stringify(scope.node.path)} is in no stack`, allowed: 'give a TerraformStack, or a construct in one' });
  }
  plainText(`${kind}.id`, id);
  if (id === '') {
    throw new InputError({ argument: `${kind}.id`, problem: 'is empty', allowed: 'give a name, unique in its scope' });
  }
  return [scope, id];
}

/** Checks that a construct is given. */
export function checkScope(kind: string, scope: unknown): void {
  if (!Construct.isConstruct(scope)) {
    throw new InputError({ argument: `${kind}.scope`, problem: scope === undefined ? 'is missing' : 'is no construct', allowed: 'give the construct that this one is a part of' });
  }
}
