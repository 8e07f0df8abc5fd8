import { described } from '../network/fields';
import type { Unknown } from '../network/network';
import { Arguments, isKnown } from './arguments';
import { NAT_ADDRESS_TYPES } from './nat-address-types';
import { possibleById } from './possible-owners';
import type { Resource } from './resource';
import type { ResourceIndex } from './resource-index';
import { Unresolved } from './values';

/** Arguments of azurerm 3 for the same. */
const INLINE = ['public_ip_address_ids', 'public_ip_prefix_ids'];

/**
 * The NAT gateways that are made here and get no public address here, by their keys: true, or why one may be for it.
 * Source: NAT gateway, resources and troubleshooting: it needs a public address or prefix to let traffic out.
 */
export function gatewaysWithoutAddress(index: ResourceIndex, resources: readonly Resource[]): ReadonlyMap<string, true | Unknown> {
  const managed = resources.filter(({ mode }) => mode === 'managed');
  const bare = new Map<string, true | Unknown>();
  for (const resource of managed.filter(({ type, repeatedBy }) => type === 'azurerm_nat_gateway' && repeatedBy === undefined)) {
    const inline = INLINE.map((argument) => resource.values[argument]);
    const later = inline.find((value) => value instanceof Unresolved);
    const module = resource.givenTo?.[0];
    if (inline.every((value) => value instanceof Unresolved || isEmptyList(value)) && module === undefined) {
      bare.set(index.entryOf(resource).key, later === undefined ? true : later.unknown);
    }
  }
  for (const resource of bare.size === 0 ? [] : managed.filter(({ type }) => NAT_ADDRESS_TYPES.includes(type))) {
    giveAddress(bare, resource, index);
  }
  return bare;
}

/** Takes away what has an address by an association. */
function giveAddress(bare: Map<string, true | Unknown>, resource: Resource, index: ResourceIndex): void {
  const args = Arguments.of(resource, () => undefined);
  const id = args.value('nat_gateway_id');
  const owner = index.byIdOf(id, 'natGateway', args.place);
  const named = owner !== undefined && isKnown(owner) ? owner : undefined;
  const isMadeHere = named !== undefined && named.elsewhere === undefined;
  const { repeatedBy } = resource;
  if (isMadeHere && repeatedBy === undefined) {
    bare.delete(named.key);
    return;
  }
  const why = isMadeHere ? `${args.place.resource} is made with ${repeatedBy!}, which cannot be evaluated here`
    : `${args.place.resource} may be for it: nat_gateway_id is ${described(id)}`;
  for (const { key } of isMadeHere ? [named] : possibleById(index, id, 'natGateway', named)) {
    if (bare.has(key)) {
      bare.set(key, { unknown: why });
    }
  }
}

function isEmptyList(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}
