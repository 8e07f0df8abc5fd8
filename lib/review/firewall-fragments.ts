import { intervalOf } from '../network/address-text';
import { AddressTerm, FirewallRule, Place, RuleCollection } from '../network/network';
import { readPortTerm } from '../network/read-terms';
import { Protocol } from '../requirements/ports';
import { FirewallApplicationRule, FirewallNetworkRule } from '../rules/firewall-rule';
import { ArgumentValue, BlockArguments } from './terraform-fragment';

/** Whether rules are those of a firewall policy, or of a firewall without one, whose arguments have other names. */
export type FirewallForm = 'policy' | 'classic';

/** A rule that is missing, and where its traffic comes from. */
export interface WantedRule {
  readonly kind: RuleCollection['kind'];
  readonly rule: FirewallNetworkRule | FirewallApplicationRule;
  readonly sources: SuggestedSources;
}

/** Addresses, or ids of IP groups. */
export interface SuggestedSources {
  readonly addresses: readonly string[];
  readonly ipGroups: readonly string[];
}

/** The arguments of a rule. Source: azurerm 4.55, the rule collection group of a policy and the classic rule collections. */
export function firewallRuleArguments({ rule, sources }: WantedRule, form: FirewallForm): BlockArguments {
  const common = {
    name: rule.name, description: rule.description,
    ...listed('source_addresses', sources.addresses), ...listed('source_ip_groups', sources.ipGroups),
  };
  if ('ports' in rule) {
    return {
      ...common, ...listed('destination_addresses', rule.addresses), ...listed('destination_fqdns', rule.hostNames),
      destination_ports: rule.ports, protocols: [rule.protocol === Protocol.ANY ? 'Any' : rule.protocol],
    };
  }
  const protocols = { blocks: rule.protocols.map(protocolOf).map(({ type, port }) => ({ type, port })) };
  if (form === 'classic') {
    return rule.fqdnTags.length > 0
      ? { ...common, fqdn_tags: rule.fqdnTags } // it takes no protocols: those of the tag apply
      : { ...common, target_fqdns: rule.hostNames, protocol: protocols };
  }
  return {
    ...common, ...listed('destination_fqdns', rule.hostNames), ...listed('destination_fqdn_tags', rule.fqdnTags),
    ...listed('destination_urls', rule.urls), ...(rule.urls.length > 0 && { terminate_tls: true }), protocols,
  };
}

function listed(name: string, values: readonly string[]): Record<string, ArgumentValue> {
  return values.length === 0 ? {} : { [name]: values };
}

/** `Https:443` in its parts. */
function protocolOf(text: string): { readonly type: 'Http' | 'Https'; readonly port: number } {
  const [type, port] = text.split(':') as ['Http' | 'Https', string];
  return { type, port: Number(port) };
}

/** The rule as the readers would read it. */
export function readRule({ rule, sources }: WantedRule, place: Place): FirewallRule {
  const common = {
    name: rule.name, place, sources: [...sources.addresses.map(termOf), ...sources.ipGroups.map((id): AddressTerm =>
      ({ kind: 'opaque', text: id, why: 'it is an IP group', id: id.toLowerCase() }))],
  };
  if ('ports' in rule) {
    return {
      ...common, kind: 'network', protocols: [rule.protocol === Protocol.ANY ? 'Any' : rule.protocol as 'TCP' | 'UDP' | 'ICMP'],
      destinations: rule.addresses.map(termOf), hostNames: rule.hostNames,
      destinationPorts: rule.ports.map((text) => readPortTerm(text).value),
    };
  }
  return {
    ...common, kind: 'application', protocols: rule.protocols.map(protocolOf), hostNames: rule.hostNames, urls: rule.urls,
    fqdnTags: rule.fqdnTags, webCategories: [], destinations: [], terminatesTls: rule.urls.length > 0,
  };
}

/** An address range, a service tag, or anything, as it is written in a rule. */
export function termOf(text: string): AddressTerm {
  if (text === '*') {
    return { kind: 'any' };
  }
  return /^[A-Za-z][A-Za-z0-9.]*$/.test(text) ? { kind: 'tag', tag: text } : { kind: 'interval', text, interval: intervalOf(text) };
}
