import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { InputError } from '../azure/errors';
import {
  boolean, Check, checkedWhereUsed, instanceOf, listOf, mapOf, number, optional, plainText, propertiesOf, PropertyChecks, text,
} from '../azure/argument-shapes';
import { checkTags } from '../azure/resource-tags';
import { ServiceTagFile } from '../input/service-tag-file';
import { REQUIREMENT_SET } from '../requirements/requirement-shapes';
import { EgressRoute } from '../rules/egress-route';
import { IntraNetworkTraffic } from '../rules/intra-network-traffic';
import type { DataExfiltrationProtectionProps } from './data-exfiltration-protection';
import type { EgressRouteTableOptions, EgressRouteTableProps } from './egress-route-table';
import type { EgressRoutesOptions, EgressRoutesProps } from './egress-routes';
import type { EgressRoutingOptions } from './egress-routing';
import type { FirewallPolicyRulesOptions, FirewallPolicyRulesProps } from './firewall-policy-rules';
import type { FirewallRuleCollectionsOptions, FirewallRuleCollectionsProps } from './firewall-rule-collections';
import type { FirewallRulesOptions } from './firewall-options';
import type { ManagedNetworkRulesProps } from './managed-network-rules';
import type { NatEgressProps } from './nat-egress';
import type { NatEgressAssociationsProps } from './nat-egress-associations';
import { INatGateway } from './nat-gateway';
import type { NatGatewayAssociationsOptions } from './nat-gateway';
import { DefaultRoute } from './default-route';
import type { SecuredSubnetProps } from './secured-subnet';
import type { SecurityGroupOptions, SecurityGroupProps } from './security-group';
import type { SecurityGroupRulesOptions, SecurityGroupRulesProps } from './security-group-rules';
import type { SecurityRulesOptions } from './security-rules-options';

// Values of enums are checked where they are used, with the nearest one.
const CHOICE = checkedWhereUsed;
const texts = optional(listOf(text));
const resourceTags: Check = (argument, value) => {
  mapOf(text)(argument, value);
  checkTags(argument, value as Readonly<Record<string, string>>);
};
// What is missing of these is said together, with what adds to an existing resource.
const made = { name: optional(text), location: optional(text), resourceGroupName: optional(text), tags: optional(resourceTags) };
const subnets = optional(mapOf(text, plainText));

const RULES: PropertyChecks<SecurityRulesOptions> = {
  hostNameTraffic: CHOICE, intraNetworkTraffic: optional(instanceOf(() => IntraNetworkTraffic, 'IntraNetworkTraffic')),
  denyOtherOutbound: optional(boolean),
  firstPriority: optional(number), subnetAddressPrefixes: texts, subnets,
};
const GROUP: PropertyChecks<SecurityGroupOptions> = { ...made, ...RULES };
const GROUP_RULES: PropertyChecks<SecurityGroupRulesOptions> = { ...RULES, securityGroupId: text };

const ROUTING: PropertyChecks<EgressRoutingOptions> = {
  defaultRoute: instanceOf(() => DefaultRoute, 'DefaultRoute'), routes: optional(listOf(instanceOf(() => EgressRoute, 'EgressRoute'))),
  serviceTagFile: optional(instanceOf(() => ServiceTagFile, 'ServiceTagFile')), privateSubnet: optional(boolean),
  dualStack: optional(boolean), subnets,
};
const TABLE: PropertyChecks<EgressRouteTableOptions> = { ...made, ...ROUTING, bgpRoutePropagation: optional(boolean) };
const ROUTES: PropertyChecks<EgressRoutesOptions> = { ...ROUTING, routeTableId: text };

const ADDRESSES: PropertyChecks<NatGatewayAssociationsOptions> = { publicIpIds: texts, publicIpPrefixIds: texts, subnets };

const FIREWALL: PropertyChecks<FirewallRulesOptions> = {
  sources: texts, sourceIpGroupIds: texts, destinations: CHOICE, sku: CHOICE, dnsProxy: optional(boolean),
};

const POLICY: PropertyChecks<FirewallPolicyRulesOptions> = {
  ...FIREWALL, firewallPolicyId: text, name: text, priority: number, tlsInspection: optional(boolean), maxGroupBytes: optional(number),
  maxGroupsPerPolicy: optional(number),
};

const CLASSIC: PropertyChecks<FirewallRuleCollectionsOptions> = { ...FIREWALL, firewallId: text, name: text, priority: number };

const requirements = REQUIREMENT_SET;

export const SECURITY_GROUP: Check = propertiesOf<SecurityGroupProps>({ ...GROUP, requirements });
export const EGRESS_ROUTE_TABLE: Check = propertiesOf<EgressRouteTableProps>({ ...TABLE, requirements });
export const FIREWALL_POLICY_RULES: Check = propertiesOf<FirewallPolicyRulesProps>({ ...POLICY, requirements });
export const FIREWALL_RULE_COLLECTIONS: Check = propertiesOf<FirewallRuleCollectionsProps>({ ...CLASSIC, requirements });

export const SECURITY_GROUP_RULES: Check = propertiesOf<SecurityGroupRulesProps>({ ...GROUP_RULES, requirements });
export const EGRESS_ROUTES: Check = propertiesOf<EgressRoutesProps>({ ...ROUTES, requirements });

export const NAT_EGRESS: Check = propertiesOf<NatEgressProps>({
  ...made, ...ADDRESSES, requirements, idleTimeoutMinutes: optional(number), zone: optional(text), publicIpCount: optional(number),
  publicIpName: optional(text),
});
export const NAT_EGRESS_ASSOCIATIONS: Check = propertiesOf<NatEgressAssociationsProps>({ ...ADDRESSES, requirements, natGatewayId: text });

export const DATA_EXFILTRATION_PROTECTION: Check = propertiesOf<DataExfiltrationProtectionProps>({
  requirements, name: text, location: text, resourceGroupName: text, tags: made.tags, storageAccountIds: listOf(text),
});

export const MANAGED_NETWORK_RULES: Check = propertiesOf<ManagedNetworkRulesProps>({
  requirements, workspaceId: text, regionalTags: CHOICE,
});

export const SECURED_SUBNET: Check = propertiesOf<SecuredSubnetProps>({
  requirements, subnetId: text, subnetAddressPrefixes: texts, securityGroup: optional(propertiesOf(GROUP)),
  securityGroupRules: optional(propertiesOf(GROUP_RULES)),
  routeTable: optional(propertiesOf(TABLE)), egressRoutes: optional(propertiesOf(ROUTES)),
  firewallPolicyRules: optional(propertiesOf(POLICY)), firewallRuleCollections: optional(propertiesOf(CLASSIC)),
  natGateway: optional(propertiesOf<INatGateway>({ natGatewayId: text })),
});

/** Checks the first two arguments of a construct of this library, which has its place in a stack. */
export function placed(kind: string, scope: Construct, id: string): [scope: Construct, id: string] {
  checkScope(kind, scope);
  if (!scope.node.scopes.some((one) => TerraformStack.isStack(one))) {
    throw new InputError({
      argument: `${kind}.scope`, problem: `${JSON.stringify(scope.node.path)} is in no stack`,
      allowed: 'give a TerraformStack, or a construct in one',
    });
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
    throw new InputError({
      argument: `${kind}.scope`, problem: scope === undefined ? 'is missing' : 'is not a construct',
      allowed: 'give the construct that this one is a part of',
    });
  }
}
