import { SubnetNetworkSecurityGroupAssociation } from '@cdktf/provider-azurerm/lib/subnet-network-security-group-association';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { choiceOf } from '../azure/errors';
import { checkRangesOfNetwork, checkSubnetInSpace } from '../azure/network-ranges';
import { isReference } from '../azure/references';
import { Direction } from '../requirements/direction';
import { Protocol } from '../requirements/ports';
import { RequirementSet } from '../requirements/requirement-set';
import { IntraNetworkTraffic } from '../rules/intra-network-traffic';
import { SecurityGroupRule } from '../rules/security-group-rule';
import { SecurityRules, securityRules } from '../rules/security-rules';
import { advise, adviseExpression, adviseLeftOut, advisePublicAddresses } from './annotate';
import { atPath } from './error-context';
import { associationId, checkAssociation } from './check-props';
import { claim } from './claims';
import { HostNameTraffic } from './host-name-traffic';
import { stableList } from './stable-list';
import { checkNothingAssociated } from './subnet-associations';
import { noteRanges, takeSubnet } from './subnets-of-app';
import { verifyWhenAsked } from './verification-hook';
import { TRANSLATIONS } from './verified-constructs';

/** Settings for the rules of a network security group, whether it is made here or exists. */
export interface SecurityRulesOptions {
  /**
   * What to do with requirements that are host names, which a network security group cannot filter.
   * @default - none; an error when a requirement is a host name and no service tag stands for it
   */
  readonly hostNameTraffic?: HostNameTraffic;

  /**
   * Traffic inside the virtual network.
   * @default - the tag `VirtualNetwork`
   */
  readonly intraNetworkTraffic?: IntraNetworkTraffic;

  /**
   * Whether to deny all other outbound traffic, with priority 4096. Without it Azure allows traffic to the Internet.
   * @default true
   */
  readonly denyOtherOutbound?: boolean;

  /**
   * What is added to the slot of a requirement to give its priority: 100 to 1000. Priorities below it, and
   * 4009 to 4089, stay free for rules of your own.
   * @default 1000
   */
  readonly firstPriority?: number;

  /**
   * Address ranges of the subnets that the rules are for. State them for a group that other subnets share.
   * @default - any address: whatever subnet the group is associated with
   */
  readonly subnetAddressPrefixes?: string[];

  /**
   * Ids of the subnets to associate the group with, by names that you choose, which become parts of the Terraform addresses.
   * @default - none; use `associate`
   */
  readonly subnets?: { [name: string]: string };
}

/**
 * Translates the requirements into the rules of one group.
 * @param existingGroup id of the group, where it exists and others may add to it
 */
export function translateRules(
  scope: Construct, set: RequirementSet, options: SecurityRulesOptions, existingGroup?: string,
): SecurityRules {
  verifyWhenAsked(TerraformStack.of(scope));
  const subnets = options.subnetAddressPrefixes ?? [];
  atPath(scope, () => {
    checkRangesOfNetwork('subnetAddressPrefixes', subnets);
    checkSubnetInSpace('subnetAddressPrefixes', subnets, options.intraNetworkTraffic?._addressSpace);
    noteRanges(scope, subnets, existingGroup);
  });
  return atPath(scope, () => securityRules(set, {
    hostNames: hostNames(options.hostNameTraffic),
    intraNetwork: options.intraNetworkTraffic?._addressSpace,
    denyOtherOutbound: options.denyOtherOutbound ?? true,
    firstPriority: options.firstPriority ?? 1000,
    subnets: options.subnetAddressPrefixes,
  }));
}

function hostNames(traffic: HostNameTraffic | undefined): 'closed' | 'filtered' | undefined {
  if (traffic === undefined) {
    return undefined;
  }
  return choiceOf('hostNameTraffic', traffic, Object.values(HostNameTraffic)) === HostNameTraffic.CLOSED ? 'closed' : 'filtered';
}

/** Annotates what the rules do not carry, and what they leave open. */
export function adviseRules(scope: Construct, set: RequirementSet, options: SecurityRulesOptions, rules: SecurityRules): void {
  const { unexpressed, substitutions } = rules;
  advisePublicAddresses(scope, 'subnetAddressPrefixes', options.subnetAddressPrefixes ?? []);
  advisePublicAddresses(scope, 'intraNetworkTraffic', options.intraNetworkTraffic?._addressSpace ?? []);
  const opened = substitutions.filter(({ isWider }) => isWider);
  adviseExpression(scope, unexpressed, substitutions.filter(({ isWider }) => !isWider));
  TRANSLATIONS.set(scope, rules); // what is opened gets an annotation of its own
  if (opened.length > 0) {
    const ids = [...new Set(opened.map(({ requirementId }) => requirementId))];
    advise(scope, 'info', 'host-names-opened', `ports are open to the Internet for host names (${ids.join(', ')}); ` +
      'the firewall that this traffic then reaches must filter them.');
  }
  adviseLeftOut(scope, set);
  if (options.denyOtherOutbound === false) {
    advise(scope, 'warning', 'other-outbound-open', 'other outbound traffic is not denied, so Azure allows all of it to the Internet.');
  }
}

/** Associates a group with a subnet, which has one group at most. */
export function associateGroup(scope: Construct, name: string, subnetId: string, securityGroupId: string): void {
  checkAssociation(scope, name, subnetId);
  atPath(scope, () => {
    takeSubnet(scope, `subnet ${name}`, subnetId);
    claim(scope, `security group of ${subnetId}`, `the network security group of the subnet ${subnetId}`);
  });
  const made =
    new SubnetNetworkSecurityGroupAssociation(scope, associationId(name), { subnetId, networkSecurityGroupId: securityGroupId });
  checkNothingAssociated(scope, made, 'azurerm_subnet_network_security_group_association', subnetId, 'network security group');
}

/** Azure's own words. Source: azurerm 4.55, `network_security_rule`. */
const DIRECTIONS: Readonly<Record<Direction, string>> = { [Direction.INBOUND]: 'Inbound', [Direction.OUTBOUND]: 'Outbound' };
const PROTOCOLS: Readonly<Record<Protocol, string>> = { [Protocol.TCP]: 'Tcp', [Protocol.UDP]: 'Udp', [Protocol.ANY]: '*' };

/** One tag, `*` or range goes into the singular argument, which is the only one that takes tags. */
export function securityRuleArguments(scope: Construct, rule: SecurityGroupRule) {
  const { sources, destinations, destinationPorts: ports } = rule;
  return {
    description: rule.description,
    priority: rule.priority,
    direction: DIRECTIONS[rule.direction],
    access: rule.access,
    protocol: PROTOCOLS[rule.protocol],
    sourcePortRange: '*',
    ...(isOne(ports) ? { destinationPortRange: ports[0]! } : { destinationPortRanges: ports }),
    ...(isOne(sources) ? { sourceAddressPrefix: sources[0]! } : { sourceAddressPrefixes: stableList(scope, sources) }),
    ...(isOne(destinations)
      ? { destinationAddressPrefix: destinations[0]! }
      : { destinationAddressPrefixes: stableList(scope, destinations) }),
  };
}

/** A reference to a list is one text here and any number of values in Terraform. */
function isOne(values: readonly string[]): boolean {
  return values.length === 1 && !(isReference(values[0]!) && values[0]!.startsWith('#{'));
}
