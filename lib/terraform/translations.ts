import type { DnatRule, Unknown } from '../network/network';
import { Arguments, isKnown } from './arguments';
import type { Resource } from './resource';
import { Unresolved } from './values';

const NAT_COLLECTION = 'azurerm_firewall_nat_rule_collection';

/**
 * DNAT rules of firewalls. What is wrong with other parts of their resources is said where these are read.
 * Source: azurerm 4.55, azurerm_firewall_policy_rule_collection_group and azurerm_firewall_nat_rule_collection.
 */
export function dnatRules(resources: readonly Resource[]): DnatRule[] {
  return resources.filter(({ mode }) => mode === 'managed').flatMap((resource) => {
    switch (resource.type) {
      case 'azurerm_firewall_policy_rule_collection_group':
        return read(resource, (args) => args.blocks('nat_rule_collection').flatMap((one) => one.blocks('rule')));
      case NAT_COLLECTION:
        return read(resource, (args) => args.blocks('rule'));
      default:
        return [];
    }
  });
}

function read(resource: Resource, rulesOf: (args: Arguments) => Arguments[]): DnatRule[] {
  const args = Arguments.of(resource, () => undefined);
  const found = rulesOf(args).map(translation);
  const why = resource.repeatedBy === undefined ? args.gaps[0]?.why : `it is made with ${resource.repeatedBy}`;
  const isOfNat = resource.type === NAT_COLLECTION || args.gaps.some(({ place: { part = '' } }) => part.includes('nat_rule_collection'));
  return why === undefined || !isOfNat ? found
    : [...found, { name: args.name(), place: args.place, address: { unknown: why }, port: { unknown: why }, protocols: ['TCP', 'UDP'] }];
}

function translation(rule: Arguments): DnatRule {
  const address = rule.text('translated_address') ?? rule.text('translated_fqdn');
  const protocols = rule.choices('protocols', ['TCP', 'UDP', 'Any', 'ICMP']);
  const hasAll = protocols.length === 0 || protocols.some((one) => !isKnown(one) || one === 'Any');
  return {
    name: rule.name(), place: rule.place, port: portOf(rule),
    address: address === undefined ? { unknown: 'it is missing' } : address instanceof Unresolved ? address.unknown : address,
    protocols: (['TCP', 'UDP'] as const).filter((one) => hasAll || protocols.includes(one)),
  };
}

function portOf(rule: Arguments): number | Unknown {
  return rule.integer('translated_port') ?? { unknown: 'it is missing' };
}
