import { SubnetPair } from '../filtering/paths/changed-flows';
import { interfacePairs } from '../filtering/paths/changed-interfaces';
import { SubnetView } from '../filtering/paths/subnet-view';
import { isBelow } from '../azure/host-domains';
import { intervalText, termText } from '../network/address-text';
import { Firewall, Peering, Route, Unknown } from '../network/network';
import { isUnknown, writtenText } from '../network/unknown';

/** What a subnet has besides rules. */
export const ROUTING_KINDS = [
  'security group', 'routes', 'resolvers', 'private DNS zones', 'peerings', 'way out', 'service endpoints', 'service endpoint policies',
  'private endpoints', 'network interfaces',
] as const;

/** What a subnet has besides rules and that is another one; flows may fare alike. */
export interface RoutingChange {
  readonly subnet: string;
  readonly kind: (typeof ROUTING_KINDS)[number];
  /** What the base alone has. */
  readonly before: readonly string[];
  /** What the head alone has. */
  readonly after: readonly string[];
}

/** What changes of where the traffic of a subnet is led to, of who resolves its names and of what it has, whatever that is called. */
export function routingChanges(subnet: string, { before, after }: SubnetPair): RoutingChange[] {
  if (before === undefined || after === undefined) {
    return [];
  }
  const changes = ROUTING_KINDS.map((kind): RoutingChange => {
    const [was, is] = [TEXTS[kind](before, after, true), TEXTS[kind](after, before, false)];
    return { subnet, kind, before: was.filter((one) => !is.includes(one)), after: is.filter((one) => !was.includes(one)) };
  });
  return changes.filter((one) => one.before.length + one.after.length > 0);
}

type TextsOf = (view: SubnetView, other: SubnetView, isBase: boolean) => string[];

const TEXTS: Readonly<Record<RoutingChange['kind'], TextsOf>> = {
  // Groups are compared by their rules. A group that changes only its name changes nothing.
  'security group': ({ group, unknownGroup }, other) =>
    (group === undefined ? unknownTexts(unknownGroup) : other.group === undefined ? [group.name] : []),
  routes: (view, other) =>
    [...unknownTexts(view.unknownTable), ...(view.table?.routes ?? []).map((one) => routeText(asIn(other, one, view)))],
  // Without servers, and where the files do not say so, Azure resolves.
  resolvers: ({ subnet: { dnsServers = [] } }) => (dnsServers.length === 0 ? ['Azure'] : dnsServers.map(writtenText)),
  peerings: ({ subnet: { peerings = [] } }) => peerings.map(peeringText),
  'way out': ({ subnet: { natGateway, defaultOutboundAccess } }) => [
    ...(natGateway === undefined ? [] : ['a NAT gateway']), // each form of file has another name for it
    ...(defaultOutboundAccess === undefined || defaultOutboundAccess === true ? []
      : [defaultOutboundAccess === false ? 'no default outbound access' : `default outbound access ${defaultOutboundAccess.unknown}`]),
  ],
  'service endpoints': ({ subnet: { serviceEndpoints = [] } }) => [...serviceEndpoints],
  'service endpoint policies': policiesOf,
  'private endpoints': ({ subnet: { privateEndpointPolicies: policies } }) => (policies === undefined ? []
    : [`network policies for private endpoints: ${writtenText(policies)}`]),
  'private DNS zones': zonesOf,
  'network interfaces': (view, other, isBase) => interfacePairs(isBase ? { before: view, after: other } : { before: other, after: view })
    .flatMap(({ name, address, before, after }) => {
      const one = isBase ? before : after;
      const at = address === undefined ? name : `${name} (${address})`;
      return one === undefined ? [] : [`${at} ${one.securityGroup === undefined ? 'without' : 'with'} a security group of its own`];
    }),
};

/** Names of service endpoint policies. One that is not known yet has the name that the other side has in its place. */
export function policiesOf({ subnet: { serviceEndpointPolicies: own = [] } }: SubnetView, other: SubnetView): string[] {
  const { serviceEndpointPolicies: there = [] } = other.subnet;
  return own.map(({ name }, i) => writtenText(isUnknown(name) && own.length === there.length ? there[i]!.name : name));
}

/** Names below which hosts may be at private addresses, without those below another one of either side: each form lists other ones. */
function zonesOf({ zones: { seen }, whole: { unknownPrivateZones: unknown = [] } }: SubnetView, other: SubnetView): string[] {
  const all = [...seen, ...other.zones.seen];
  return [
    ...seen.filter((zone) => !all.some((one) => one !== zone && isBelow(zone, one))),
    ...unknown.map((end) => (end === '' ? 'zones with names that are not known' : `zones whose names end with ${end}`)),
  ];
}

function unknownTexts(value: Unknown | undefined): string[] {
  return value === undefined ? [] : [value.unknown];
}

/** A route to a firewall whose address is known after apply, with the address that the other side has for the same firewall. */
function asIn(other: SubnetView, route: Route, view: SubnetView): Route {
  const firewall = isUnknown(route.nextHopAddress) ? view.firewallAt(route) : undefined;
  const there = firewall === undefined ? undefined : other.table?.routes.find((one) =>
    prefixText(one) === prefixText(route) && !isUnknown(one.nextHopAddress) && isSameFirewall(firewall, other.firewallAt(one)));
  return there?.nextHopAddress === undefined ? route : { ...route, nextHopAddress: there.nextHopAddress };
}

function isSameFirewall(one: Firewall, other: Firewall | undefined): boolean {
  return other !== undefined &&
    (one.key === other.key || (one.path === undefined || other.path === undefined ? one.name === other.name : one.path === other.path));
}

function prefixText({ prefix }: Route): string {
  return prefix.kind === 'interval' ? intervalText(prefix.interval) : termText(prefix);
}

function routeText(route: Route): string {
  const { nextHop, nextHopAddress: address } = route;
  return `${prefixText(route)} to ${writtenText(nextHop)}${address === undefined ? '' : ` ${writtenText(address)}`}`;
}

/** By the addresses of the other network, where the files have them: the name says nothing. */
function peeringText({ name, remoteAddressSpace, allowsAccess, allowsForwarded }: Peering): string {
  const to = remoteAddressSpace.length === 0
    ? `${name}, to a network that the files do not have`
    : remoteAddressSpace.map((term) => (term.kind === 'interval' ? intervalText(term.interval) : termText(term))).join(' and ');
  const access = allowsAccess === true ? [] : [allowsAccess === false ? 'without access' : `access ${allowsAccess.unknown}`];
  const forwarded = allowsForwarded === undefined || allowsForwarded === false ? []
    : [allowsForwarded === true ? 'with forwarded traffic' : `forwarded traffic ${allowsForwarded.unknown}`];
  const more = [...access, ...forwarded];
  return more.length === 0 ? to : `${to} (${more.join(', ')})`;
}
