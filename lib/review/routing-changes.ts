import { SubnetPair } from '../filtering/paths/changed-flows';
import { SubnetView } from '../filtering/paths/subnet-view';
import { intervalText, termText } from '../network/address-text';
import { Route } from '../network/network';
import { isUnknown } from '../network/unknown';

/** Routes of a subnet, or the resolvers of its virtual network, that are others; flows may fare alike. */
export interface RoutingChange {
  readonly subnet: string;
  readonly kind: 'routes' | 'resolvers';
  /** What the base alone has. */
  readonly before: readonly string[];
  /** What the head alone has. */
  readonly after: readonly string[];
}

/** What changes of where the traffic of a subnet is led to and of who resolves its names, whatever routes are called. */
export function routingChanges(subnet: string, { before, after }: SubnetPair): RoutingChange[] {
  if (before === undefined || after === undefined) {
    return [];
  }
  const changes = ([['routes', routesOf], ['resolvers', resolversOf]] as const).map(([kind, textsOf]): RoutingChange => {
    const [was, is] = [textsOf(before), textsOf(after)];
    return { subnet, kind, before: was.filter((one) => !is.includes(one)), after: is.filter((one) => !was.includes(one)) };
  });
  return changes.filter((one) => one.before.length + one.after.length > 0);
}

function routesOf({ table }: SubnetView): string[] {
  return (table?.routes ?? []).map(routeText);
}

function routeText({ prefix, nextHop, nextHopAddress: address }: Route): string {
  const to = isUnknown(nextHop) ? nextHop.unknown : nextHop;
  const at = address === undefined ? '' : ` ${isUnknown(address) ? address.unknown : address}`;
  return `${prefix.kind === 'interval' ? intervalText(prefix.interval) : termText(prefix)} to ${to}${at}`;
}

/** Without servers, and where the files do not say so, Azure resolves. */
function resolversOf({ subnet: { dnsServers = [] } }: SubnetView): string[] {
  return dnsServers.length === 0 ? ['Azure'] : dnsServers.map((one) => (isUnknown(one) ? one.unknown : one));
}
