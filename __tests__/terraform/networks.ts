import type {
  AddressTerm, Firewall, FirewallRule, Network, PortTerm, RouteTable, NetworkSecurityGroup, SecurityRule, Subnet, Unknown,
} from '../../lib/network/network';
import { networkOf } from '../../lib/terraform/read-network';

/** Resources by type and name. */
export type Resources = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export const NETWORK = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Network';

/** The network of one configuration. */
export function configured(resource: Resources, more: Readonly<Record<string, unknown>> = {}): Network {
  return networkOf([{ file: 'cdk.tf.json', json: { resource, ...more } }]);
}

/** Place and message in one line, as a report would have them. */
export function problems({ problems: all }: Network): string[] {
  return all.map(({ place, message }) => `${place.resource}${place.part === undefined ? '' : ` ${place.part}`}: ${message}`);
}

export function isUnknown(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null && 'unknown' in value;
}

/** A value in a line: what is unknown stands in brackets, with its symbol where it has one. */
export function text(value: unknown): string {
  return isUnknown(value) ? `<${value.symbol ?? value.unknown}>` : String(value);
}

export function term(value: AddressTerm): string {
  switch (value.kind) {
    case 'any': return '*';
    case 'tag': return value.tag;
    case 'interval': return value.text;
    case 'opaque': return `?${value.text}`;
  }
}

export function port(value: PortTerm): string {
  return isUnknown(value) ? text(value) : value.first === value.last ? `${value.first}` : `${value.first}-${value.last}`;
}

const list = <T>(values: readonly T[], show: (value: T) => string): string => values.map(show).join(',');

/** `100 Outbound Allow Tcp *:0-65535 -> Storage:443`. */
export function securityLine(rule: SecurityRule): string {
  return `${text(rule.priority)} ${rule.direction} ${rule.access} ${text(rule.protocol)} ` +
    `${list(rule.sources, term)}:${list(rule.sourcePorts, port)} -> ${list(rule.destinations, term)}:${list(rule.destinationPorts, port)}`;
}

/** `0.0.0.0/0 VirtualAppliance 10.0.1.4`. */
export function routeLines({ routes }: RouteTable): string[] {
  return routes.map(({ prefix, nextHop, nextHopAddress }) =>
    [term(prefix), text(nextHop), ...(nextHopAddress === undefined ? [] : [text(nextHopAddress)])].join(' '));
}

export function firewallLine(rule: FirewallRule): string {
  const sources = list(rule.sources, term);
  return rule.kind === 'network'
    ? `${sources} -> ${rule.protocols.map(text).join()} ` +
      `${[...rule.destinations.map(term), ...rule.hostNames.map(text)].join()}:${list(rule.destinationPorts, port)}`
    : `${sources} -> ${rule.protocols.map(({ type, port: number }) => `${text(type)}:${text(number)}`).join()} ` +
      `${[...rule.hostNames, ...rule.urls, ...rule.fqdnTags, ...rule.webCategories].map(text).join()}`;
}

/** Names of groups and collections by level: `base: group 100 [a, b]`. */
export function levels({ levels: all }: Firewall): string[][] {
  return all.map((groups) => groups.map(({ name, priority, collections }) =>
    `${name} ${text(priority)} [${collections.map((collection) => `${collection.name} ${text(collection.priority)}`).join(', ')}]`));
}

export function only<T>(items: Iterable<T>): T {
  const all = [...items];
  expect(all).toHaveLength(1);
  return all[0]!;
}

export function onlyGroup(network: Network): NetworkSecurityGroup {
  return only(network.securityGroups.values());
}

export function onlyTable(network: Network): RouteTable {
  return only(network.routeTables.values());
}

export function subnet(network: Network, name: string): Subnet {
  return only(network.subnets.filter((candidate) => candidate.name === name));
}

/** A rule that is right, with changes. */
export function rule(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    name: 'allow', priority: 100, direction: 'Outbound', access: 'Allow', protocol: 'Tcp', source_port_range: '*',
    source_address_prefix: '*',
    destination_port_range: '443', destination_address_prefix: 'Storage', ...changes,
  };
}
