import { NEXT_HOPS, ReportProblem, type AddressTerm, type Place, type Route, type RouteTable, type Subnet } from '../network/network';
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

/** Next hops that a route table can have. The system has others: peerings, service endpoints, private endpoints. */

/** A network with what is in force in it. */
interface RoutedParts {
  readonly subnets: readonly Subnet[];
  readonly routeTables: ReadonlyMap<string, RouteTable>;
}

/**
 * Puts the routes in force on the subnet that they are of. Their answer names neither the network interface nor the subnet, so
 * that it has to be the only one that they fit: by the address space of the network, and by the routes that somebody wrote.
 * Source: Azure REST API specifications, network 2024-07-01, effectiveRouteTable.
 */
export function withEffectiveRoutes({ subnets, routeTables }: RoutedParts, documents: readonly ExportDocument[],
  report: ReportProblem): { subnets: Subnet[]; routeTables: Map<string, RouteTable> } {
  const [all, tables] = [[...subnets], new Map(routeTables)];
  for (const document of documents.filter(({ form }) => form === 'effective routes')) {
    const routes = read(document, report);
    const fitting = all.filter((subnet) => fits(subnet, routes, tables));
    const [subnet, ...more] = fitting;
    const place = { file: document.file, resource: 'effective routes' };
    const isOneTable = more.every((one) => typeof one.routeTable === 'string' && one.routeTable === subnet?.routeTable);
    if (subnet === undefined || !isOneTable) {
      const names = fitting.map(({ name }) => name).join(', ');
      report(
        place,
        'the answer does not name its network interface, and ' +
          `${fitting.length === 0 ? 'no subnet in the files has' : `several subnets have (${names})`} such routes, so it is left out; ` +
          'give the list of the effective security groups of the same interface too, and nothing from other interfaces',
      );
      continue;
    }
    const known = typeof subnet.routeTable === 'string' ? tables.get(subnet.routeTable) : undefined;
    if (known !== undefined && routes.learned.length === 0) {
      continue; // the table says all of it
    }
    const key = `${known?.key ?? 'effective routes'} (${document.file})`;
    tables.set(key, { key, name: known?.name ?? 'effective routes', place: known?.place ?? place, routes: known === undefined
      ? routes.inForce : [...known.routes, ...routes.learned] });
    fitting.forEach((one) => {
      all[all.indexOf(one)] = { ...one, routeTable: key, networkAddressSpace: one.networkAddressSpace.length > 0 ? one.networkAddressSpace
        : routes.space };
    });
  }
  return { subnets: all, routeTables: tables };
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
  const texts = (terms: readonly AddressTerm[]): string => terms.map((term) => ('text' in term ? term.text : '')).sort().join(' ');
  if (networkAddressSpace.length > 0 && texts(networkAddressSpace) !== texts(space)) {
    return false;
  }
  const table = typeof routeTable === 'string' ? tables.get(routeTable) : undefined;
  if (table === undefined) {
    return routeTable !== undefined || written.length === 0;
  }
  const names = (routes: readonly Route[]): string => [...new Set(routes
    .map(({ name, nextHop, nextHopAddress }) => JSON.stringify([name.toLowerCase(), nextHop, nextHopAddress ?? null])))].sort().join();
  return names(table.routes) === names(written);
}
