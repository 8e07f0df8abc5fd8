import {
  NEXT_HOPS, ReportProblem, type AddressInterval, type AddressTerm, type Place, type Route, type RouteTable, type Subnet,
} from '../network/network';
import { readAddressTerm } from '../network/read-terms';
import { isUnknown } from '../network/unknown';
import type { ExportDocument } from './documents';
import { isFields } from '../network/fields';
import { Members } from './members';

/** The routes of one network interface, which the answer does not name. */
interface EffectiveRoutes {
  readonly file: string;
  /** Address space of its network, as the system routes have it. */
  readonly space: readonly AddressTerm[];
  /** Routes that somebody wrote, in force or not. */
  readonly written: readonly Route[];
  /** Routes in force that the system does not have of itself: those that were written, and those that a gateway learned. */
  readonly inForce: readonly Route[];
  readonly learned: readonly Route[];
}

/** A network with what is in force in it. */
interface RoutedParts {
  readonly subnets: readonly Subnet[];
  readonly routeTables: ReadonlyMap<string, RouteTable>;
}

/**
 * Puts the routes in force on the subnet that they are of. Their answer names neither the network interface nor the subnet, so
 * that it has to be the only one that they fit: by the address space of the network, and by the routes that somebody wrote. Where they fit
 * none in a network of these addresses, the files are of different times, and the tables that they can be of are not known.
 * Source: Azure REST API specifications, network 2024-07-01, effectiveRouteTable.
 */
export function withEffectiveRoutes(listed: RoutedParts, documents: readonly ExportDocument[], report: ReportProblem):
{ subnets: Subnet[]; routeTables: Map<string, RouteTable> } {
  const routed = new RoutedNetwork(listed);
  for (const document of documents.filter(({ form }) => form === 'effective routes')) {
    const routes = read(document, report);
    const fitting = listed.subnets.filter((subnet) => fits(subnet, routes, listed.routeTables));
    const [subnet, ...more] = fitting;
    const place = { file: document.file, resource: 'effective routes' };
    const isOneTable = more.every((one) => typeof one.routeTable === 'string' && one.routeTable === subnet?.routeTable);
    if (subnet !== undefined && isOneTable) {
      routed.put(fitting, routes, place);
      continue;
    }
    const before = 'the answer does not name its network interface, and ';
    if (subnet !== undefined) {
      const why = `${before}several subnets have (${fitting.map(({ name }) => name).join(', ')}) such routes`;
      report(place, `${why}, so it is left out; ${GIVE_RULES}`);
      routed.doubt(routes.learned.length > 0 ? fitting : [], `${why}, of which some are learned from a gateway`);
      continue;
    }
    const [those, differing] = mayBe(listed, routes);
    const why = `${before}no subnet in the files has such routes`;
    report(place, those.length === 0 ? `${why}, so it is left out; ${GIVE_RULES}`
      : `${why}: ${differing}, so the files are from different times; give only the later ones`);
    routed.doubt(those, `the routes in force (${document.file}) are others: ${differing}, so the files are from different times`);
  }
  return routed.result();
}

const GIVE_RULES = 'give the list of the effective security groups of the same interface too, and nothing from other interfaces';

/** Subnets and tables, with what the routes in force add to them. */
class RoutedNetwork {
  private readonly subnets: Map<string, Subnet>;
  private readonly tables: Map<string, RouteTable>;
  /** Tables of routes in force, by the subnets that they were put on. */
  private readonly placed = new Map<string, string>();

  constructor(private readonly listed: RoutedParts) {
    this.subnets = new Map(listed.subnets.map((subnet) => [subnet.key, subnet]));
    this.tables = new Map(listed.routeTables);
  }

  /** Routes of the subnets that they fit, which have one table. */
  public put(fitting: readonly Subnet[], { file, inForce, learned, space }: EffectiveRoutes, place: Place): void {
    const [first] = fitting;
    const known = typeof first!.routeTable === 'string' ? this.listed.routeTables.get(first!.routeTable) : undefined;
    if (known !== undefined && learned.length === 0) {
      return; // the table says all of it
    }
    const before = this.tables.get(this.placed.get(first!.key) ?? '');
    const key = `${known?.key ?? 'effective routes'} (${file})`;
    fitting.forEach((one) => this.placed.set(one.key, key));
    this.tables.set(key, { key, name: known?.name ?? 'effective routes', place: known?.place ?? place, routes: known === undefined
      ? inForce : [...known.routes, ...learned] });
    fitting.forEach((one) => this.subnets.set(one.key, { ...one, routeTable: key, networkAddressSpace: one.networkAddressSpace.length > 0
      ? one.networkAddressSpace : space }));
    if (before !== undefined && differing(before.routes, this.tables.get(key)!.routes).length > 0) {
      this.doubt(fitting, `the routes in force at two network interfaces are not the same, the later ones in ${file}; give one of the ` +
        'answers');
    }
  }

  /** Tables of subnets as not known. */
  public doubt(those: readonly Subnet[], why: string): void {
    for (const subnet of those) {
      const now = this.subnets.get(subnet.key)!;
      const table = typeof now.routeTable === 'string' ? this.tables.get(now.routeTable) : undefined;
      if (table === undefined) {
        this.subnets.set(now.key, { ...now, routeTable: { unknown: why } });
      } else {
        this.tables.set(table.key, { ...table, incomplete: why, unread: [{ place: table.place, why }] });
      }
    }
  }

  public result(): { subnets: Subnet[]; routeTables: Map<string, RouteTable> } {
    return { subnets: [...this.subnets.values()], routeTables: this.tables };
  }
}

/**
 * Subnets that routes in force can be of although they do not fit: those of a network with these addresses whose tables have a route of
 * the same name, or all where none has; and which routes are others.
 */
function mayBe({ subnets, routeTables }: RoutedParts, { space, written }: EffectiveRoutes): [readonly Subnet[], string] {
  const ofSpace = subnets.filter(({ networkAddressSpace }) => space.length > 0 && termsText(networkAddressSpace) === termsText(space));
  const names = new Set(written.map(({ name }) => name.toLowerCase()));
  const tableOf = ({ routeTable }: Subnet): RouteTable | undefined => (typeof routeTable === 'string' ? routeTables.get(routeTable)
    : undefined);
  const alike = ofSpace.filter((subnet) => tableOf(subnet)?.routes.some(({ name }) => names.has(name.toLowerCase())));
  const those = alike.length > 0 ? alike : ofSpace;
  const tables = [...new Set(those.map(tableOf))];
  const others = tables.flatMap((table) => differing(table?.routes ?? [], written));
  const some = [...new Set(others)];
  return [those, `${some.slice(0, 3).join(', ')}${some.length > 3 ? ` and ${some.length - 3} more` : ''} in ` +
    `${tables.map((table) => table?.name ?? 'no table').join(', ')}`];
}

/** Names of the routes that one side has alone, or has otherwise. */
function differing(listed: readonly Route[], written: readonly Route[]): string[] {
  const [before, now] = [listed, written].map((routes) => new Set(routes.map(hopText)));
  return [...listed.filter((route) => !now!.has(hopText(route)) || !hasPrefixOf(route, written)), ...written
    .filter((route) => !before!.has(hopText(route)))].map(({ name }) => name);
}

function read({ file, items }: ExportDocument, report: ReportProblem): EffectiveRoutes {
  const routes = items.flatMap((item, i) => {
    const place: Place = { file, resource: 'effective routes', part: `[${i}]` };
    if (!isFields(item)) {
      report(place, 'it is not an object, so it is left out');
      return [];
    }
    const members = new Members(item, place, report);
    const [source, state] = [members.text('source'), members.text('state')];
    return routesOf(members).map((route) => ({ ...route, source: String(source).toLowerCase(), isActive: state === undefined
      || String(state).toLowerCase() === 'active' }));
  });
  const plain = (those: typeof routes): Route[] => those.map(({ source: _, isActive: __, hop: ___, ...route }) => route);
  const active = routes.filter(({ isActive }) => isActive);
  const learned = active.filter(({ source }) => source === 'virtualnetworkgateway');
  const written = routes.filter(({ source }) => source === 'user');
  return {
    file, space: active.filter(({ source, hop }) => source === 'default' && hop === 'vnetlocal').map(({ prefix }) => prefix),
    written: plain(written), learned: plain(learned), inForce: plain([...written.filter(({ isActive }) => isActive), ...learned]),
  };
}

/** One entry has several prefixes, and as many routes. */
function routesOf(members: Members): (Route & { readonly hop: string })[] {
  const hop = String(members.value('nextHopType')).toLowerCase();
  const isKnown = NEXT_HOPS.some((one) => one.toLowerCase() === hop);
  const [address] = members.texts('nextHopIpAddress');
  const name = members.name();
  return members.texts('addressPrefix').map((text, i) => {
    const prefix: AddressTerm = isUnknown(text) ? { kind: 'opaque', text: text.unknown, why: 'it is not a text' }
      : readAddressTerm(text, 'route').value;
    return {
      hop, name: name === '' ? 'of the system' : name, place: { ...members.place,
        part: `${members.place.part!} ${name}.addressPrefix[${i}]` }, prefix,
      nextHop: isKnown ? members.choice('nextHopType', NEXT_HOPS) : { unknown: `the system routes it to ${hop}` },
      ...(address !== undefined && { nextHopAddress: address }),
    };
  });
}

function fits({ networkAddressSpace, routeTable }: Subnet, { space, written }: EffectiveRoutes, tables: ReadonlyMap<string,
  RouteTable>): boolean {
  if (networkAddressSpace.length > 0 && termsText(networkAddressSpace) !== termsText(space)) {
    return false;
  }
  const table = typeof routeTable === 'string' ? tables.get(routeTable) : undefined;
  if (table === undefined) {
    return routeTable !== undefined || written.length === 0;
  }
  return differing(table.routes, written).length === 0;
}

function termsText(terms: readonly AddressTerm[]): string {
  return terms.map((term) => ('text' in term ? term.text : '')).sort().join(' ');
}

function hopText({ name, nextHop, nextHopAddress }: Route): string {
  return JSON.stringify([name.toLowerCase(), nextHop, nextHopAddress ?? null]);
}

/** A tag has the prefixes of one day in force; a range is itself. */
function hasPrefixOf({ name, prefix }: Route, written: readonly Route[]): boolean {
  return prefix.kind !== 'interval' || written.filter((one) => one.name.toLowerCase() === name.toLowerCase())
    .every((one) => one.prefix.kind === 'interval' && isSameInterval(one.prefix.interval, prefix.interval));
}

function isSameInterval(a: AddressInterval, b: AddressInterval): boolean {
  return a.family === b.family && a.first === b.first && a.last === b.last;
}
