import { LIMITS } from '../azure/limits';
import { withCollisions } from '../network/collisions';
import type { AddressTerm, PortTerm, NetworkSecurityGroup, SecurityRule } from '../network/network';
import { byPriority } from '../network/order';
import { isUnknown } from '../network/unknown';
import { nameIn } from './arm-id';
import type { Inventory } from './inventory';
import type { Members } from './members';
import { incompleteness, owned } from './owned';
import { exportedAddresses, exportedPorts, exportedPriority } from './terms';
import { shown } from '../network/shown';

/**
 * Network security groups with the rules of users; the default rules are the same in every group.
 * Source: Azure REST API specifications, network 2024-07-01; network security groups overview, default security rules.
 */
export function securityGroups(inventory: Inventory): NetworkSecurityGroup[] {
  return owned(inventory, 'microsoft.network/networksecuritygroups', 'securityRules').map(({ key, name, path, place, parts, unread }) => {
    const rules = withCollisions(parts.map(securityRule).sort(byPriority), ({ other, message }) =>
      parts.find((part) => part.place === other.place)?.problem('priority', `${message}, so the export was changed, or mixes two exports`));
    return { key, name, place, ...(path !== undefined && { path }), rules, ...incompleteness(unread) };
  });
}

/** A rule as it is deployed. */
function securityRule(members: Members): SecurityRule {
  return { ...ruleInForce(members), priority: exportedPriority(members, LIMITS.securityRulePriority) };
}

/** A rule as it is in force, perhaps a default rule, whose priority is higher. */
export function ruleInForce(members: Members): SecurityRule {
  return { ...exportedFlows(members), access: members.choice('access', ['Allow', 'Deny']) };
}

/** The same without what it does. */
export function exportedFlows(members: Members): Omit<SecurityRule, 'access'> {
  return {
    name: members.name(), place: members.place,
    direction: members.choice('direction', ['Inbound', 'Outbound']),
    priority: members.integer('priority'),
    protocol: protocol(members),
    sources: side(members, 'source'), sourcePorts: ports(members, 'source'),
    destinations: side(members, 'destination'), destinationPorts: ports(members, 'destination'),
  };
}

/** Effective rules say `All` for every protocol. */
function protocol(members: Members): SecurityRule['protocol'] {
  const given = members.choice('protocol', ['*', 'Tcp', 'Udp', 'Icmp', 'Esp', 'Ah', 'All']);
  return given === 'All' ? '*' : given;
}

/** The member for one value and the one for several stand side by side, and hold for each other where one is empty. */
function side(members: Members, of: 'source' | 'destination'): AddressTerm[] {
  const [one, many, groups] = [`${of}AddressPrefix`, `${of}AddressPrefixes`, `${of}ApplicationSecurityGroups`];
  const opaque = members.references(groups).map((id): AddressTerm => ({
    kind: 'opaque', text: shown(isUnknown(id) ? id.unknown : nameIn(id)),
      why: 'the addresses of an application security group are not in the export', isOfNetwork: true,
  }));
  const written = [one, many].flatMap((name) => exportedAddresses(members, name, 'security rule'));
  const terms = [...distinct(written), ...opaque];
  return terms.length > 0 ? terms : [{ kind: 'opaque', text: one, why: missing(members, [one, many, groups]) }];
}

function ports(members: Members, of: 'source' | 'destination'): PortTerm[] {
  const [one, many] = [`${of}PortRange`, `${of}PortRanges`];
  const terms = distinct([...exportedPorts(members, one), ...exportedPorts(members, many)]);
  return terms.length > 0 ? terms : [{ unknown: missing(members, [one, many]) }];
}

/** Effective rules say the first of several values twice. */
function distinct<T>(terms: readonly T[]): T[] {
  const text = (term: T): string => JSON.stringify(term, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  return [...new Map(terms.map((term) => [text(term), term])).values()];
}

function missing(members: Members, names: readonly string[]): string {
  const message = `it is missing; Azure gives one of ${names.join(', ')}`;
  members.problem(names[0]!, message);
  return message;
}
