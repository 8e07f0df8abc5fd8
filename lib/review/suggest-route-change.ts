import { termText } from '../network/address-text';
import { Network, NextHopKind, Place, Route, RouteTable, Unknown } from '../network/network';
import { isUnknown, writtenText } from '../network/unknown';
import { Proposal } from './suggestion';
import { deployedAt, freeName, localAddress, ROUTE_STYLE, styleNotKnown, whereNotes } from './suggest-owner';
import { ArgumentValue, BlockArguments, Fragment } from './terraform-fragment';

/** Where a route may lead instead, and how that is written. */
interface OtherHop {
  readonly nextHop: NextHopKind;
  /** Of an appliance. */
  readonly address?: string | Unknown;
  readonly written?: ArgumentValue;
}

/** A change of a route that there is, and the network with it; a text that says why it cannot be written. */
export function changeOfRoute(network: Network, table: RouteTable, route: Route, hop: OtherHop): Proposal | string {
  const args = { next_hop_type: hop.nextHop, next_hop_in_ip_address: hop.written ?? null };
  const deployed = deployedRoute(network, table, route, args);
  const fragment = deployed ?? fragmentOf(table, route, args);
  if (typeof fragment === 'string') {
    return fragment;
  }
  const changed: Route = { ...route, nextHop: hop.nextHop, nextHopAddress: hop.address };
  const routeTables = new Map([...network.routeTables].map(([key, one]) =>
    [key, one === table ? { ...one, routes: one.routes.map((other) => (other === route ? changed : other)) } : one]));
  return {
    kind: 'change of a route', owner: table.place, fragments: [fragment], network: { ...network, routeTables },
    notes: [
      `Change the route ${route.name} of ${(deployed === undefined ? route : table).place.resource}, ` +
        `whose next hop is ${writtenText(route.nextHop)}.`,
      ...deployed === undefined ? whereNotes(route.place, network) : [
        'Azure has this route. If Terraform makes it somewhere, change it there; otherwise import it before you apply this, from ' +
          `${table.place.resource}/routes/${route.name}.`,
      ],
    ],
  };
}

/** A route that Azure has, as a resource of Terraform that takes its place; undefined where it cannot be written as one. */
function deployedRoute(network: Network, table: RouteTable, { place, name, prefix }: Route, args: BlockArguments): Fragment | undefined {
  const owner = deployedAt(table.place, ROUTE_STYLE.azureType);
  const address = prefix.kind === 'opaque' ? undefined : termText(prefix);
  if (owner === undefined || address === undefined || localAddress(place) !== undefined) {
    return undefined;
  }
  const taken = new Set([...network.routeTables.values()].flatMap(({ routes }) => routes.map((one) => localName(one.place))));
  const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== null));
  return {
    type: ROUTE_STYLE.type, name: freeName(`${owner.name}-${name}`.replace(/[^A-Za-z0-9_-]/g, '-'), taken),
    arguments: { name, resource_group_name: owner.resourceGroupName, route_table_name: owner.name, address_prefix: address, ...given },
  };
}

function localName(place: Place): string {
  return localAddress(place)?.name.toLowerCase() ?? '';
}

function fragmentOf(table: RouteTable, { place, name }: Route, args: Fragment['arguments'] & object): Fragment | string {
  const address = localAddress(place);
  if (deployedAt(table.place, ROUTE_STYLE.azureType) !== undefined && address === undefined) {
    return `the route ${name} of ${table.place.resource} is deployed, and in no file of Terraform here; ` +
      'change its next hop where it is made';
  }
  if (address === undefined || ![ROUTE_STYLE.type, ROUTE_STYLE.ownerType].includes(address.type)) {
    return styleNotKnown(place);
  }
  if (address.index !== '' || place.madeBy !== undefined) {
    return `the route ${name} of ${place.resource} is made by ${place.madeBy === undefined ? 'count or for_each' : `a ${place.madeBy}`}; ` +
      'change its next hop where that has its values';
  }
  const isInline = place.resource === table.place.resource;
  return {
    type: address.type, name: address.name, isPart: true,
    ...(isInline ? { blocks: { of: ROUTE_STYLE.block, all: [{ name, ...args }], optional: [] } } : { arguments: args }),
  };
}

/**
 * Where a route may lead instead, best first: where the other routes of its table lead, the only firewall there is, the Internet.
 */
export function otherHops({ firewalls }: Network, table: RouteTable, route: Route): OtherHop[] {
  const beside = table.routes.filter((one) => one !== route && one.nextHop === 'VirtualAppliance')
    .flatMap(({ nextHopAddress }) => nextHopAddress ?? []);
  const only = firewalls.length === 1 ? firewalls[0]!.privateAddresses : [];
  const appliances = [...beside, ...only].flatMap((address): OtherHop[] => {
    const written = addressIn(table.place, table.key, address);
    return written === undefined ? [] : [{ nextHop: 'VirtualAppliance', address, written }];
  });
  return [...appliances, { nextHop: 'Internet' }];
}

/** The address of an appliance as it is written next to a route table; undefined where nothing there can name it. */
function addressIn(place: Place, key: string, address: string | Unknown): ArgumentValue | undefined {
  if (!isUnknown(address)) {
    return address;
  }
  const group = key.endsWith(` ${place.resource}`) ? key.slice(0, -place.resource.length) : undefined;
  const expression = group !== undefined && address.symbol?.startsWith(group) === true ? address.symbol.slice(group.length) : undefined;
  const module = localAddress(place)?.module ?? '';
  return expression?.startsWith(module) === true && !expression.slice(module.length).startsWith('module.')
    ? { reference: expression.slice(module.length) }
    : undefined;
}
