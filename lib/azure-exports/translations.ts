import type { DnatRule } from '../network/network';
import { isUnknown } from '../network/unknown';
import type { Inventory } from './inventory';
import type { Members } from './members';

const GROUPS = 'microsoft.network/firewallpolicies/rulecollectiongroups';
const NAT = 'FirewallPolicyNatRuleCollection';

/** DNAT rules of firewalls. Source: Azure REST API specifications, network 2024-07-01, rule collection groups and firewalls. */
export function exportedDnatRules(inventory: Inventory): DnatRule[] {
  const ofGroups = [...inventory.partsByOwner(GROUPS).values()].flat()
    .flatMap((group) => inventory.membersOf(group).parts('ruleCollections'))
    .filter((collection) => collection.value('ruleCollectionType') === NAT);
  const classic = inventory.all('microsoft.network/azurefirewalls')
    .flatMap((firewall) => inventory.membersOf(firewall).parts('natRuleCollections'));
  return [...ofGroups.map((one) => [one, 'ipProtocols'] as const), ...classic.map((one) => [one, 'protocols'] as const)]
    .flatMap(([collection, protocols]) => collection.parts('rules').map((rule) => translation(rule, protocols)));
}

function translation(rule: Members, name: string): DnatRule {
  const port = rule.value('translatedPort');
  const protocols = rule.texts(name).map((one) => (isUnknown(one) ? 'ANY' : one.toUpperCase()));
  const hasAll = protocols.length === 0 || protocols.includes('ANY');
  return {
    name: rule.name(), place: rule.place,
    address: rule.text('translatedAddress') ?? rule.text('translatedFqdn') ?? { unknown: 'it is missing' },
    port: /^\d{1,5}$/.test(String(port)) ? Number(port) : { unknown: 'it is missing' },
    protocols: (['TCP', 'UDP'] as const).filter((one) => hasAll || protocols.includes(one)),
  };
}
