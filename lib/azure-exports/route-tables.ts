import { compareTexts } from '../azure/text-order';
import { NEXT_HOPS, type AddressTerm, type Route, type RouteTable } from '../network/network';
import { isUnknown } from '../network/unknown';
import { isChosenByQuery } from './flat';
import type { Inventory } from './inventory';
import type { Members } from './members';
import { incompleteness, owned } from './owned';
import { exportedAddresses } from './terms';

/** Source: Azure REST API specifications, network 2024-07-01, route tables. */
export function routeTables(inventory: Inventory): RouteTable[] {
  return owned(inventory, 'microsoft.network/routetables', 'routes').map(({ key, name, path, place, parts, unread }) => {
    const routes = parts.map(route).sort((a, b) => compareTexts(a.name, b.name));
    return { key, name, place, ...(path !== undefined && { path }), routes, ...incompleteness(unread), ...refusal(inventory, key) };
  });
}

function refusal(inventory: Inventory, key: string): Pick<RouteTable, 'refusesLearned'> {
  const table = inventory.find(key);
  const unsaid = table === undefined ? 'the export does not have the table' : isChosenByQuery(table.fields)
    ? 'the export does not say whether the table takes routes that gateways learn' : undefined;
  const said = table === undefined ? undefined : inventory.membersOf(table).flag('disableBgpRoutePropagation');
  const refuses = said ?? (unsaid === undefined ? false : { unknown: unsaid });
  return refuses === false ? {} : { refusesLearned: refuses };
}

function route(members: Members): Route {
  const nextHop = members.choice('nextHopType', NEXT_HOPS);
  const address = members.text('nextHopIpAddress');
  const isAppliance = isUnknown(nextHop) || nextHop === 'VirtualAppliance';
  if (isAppliance && address === undefined) {
    members.problem('nextHopIpAddress', 'it is missing; a route to a VirtualAppliance has its address');
  }
  if (!isAppliance && address !== undefined) {
    members.problem('nextHopIpAddress', `only a route to a VirtualAppliance has it, and this one is to ${nextHop}; the export was changed`);
  }
  return { name: members.name(), place: members.place, nextHop, prefix: prefix(members),
    ...(isAppliance && address !== undefined && { nextHopAddress: address }) };
}

function prefix(members: Members): AddressTerm {
  const [term] = exportedAddresses(members, 'addressPrefix', 'route');
  if (term !== undefined) {
    return term;
  }
  const why = 'it is missing; a route has a CIDR range or a service tag';
  members.problem('addressPrefix', why);
  return { kind: 'opaque', text: 'addressPrefix', why };
}
