import type { Network, Unknown } from '../network/network';
import { distinctZones, PrivateDnsZone, zoneName } from '../network/private-zone';
import { isKnown, placeOf } from './arguments';
import type { Resource } from './resource';
import { plainPath, ResourceIndex } from './resource-index';
import { blocksOf, itemsOf, Unresolved } from './values';
import { ENDPOINT, ZONE, ZONE_LINK, ZONE_NAMED_BY } from './zone-types';

/** A name of a zone as something gives it, with its resource group where it has one. */
interface NamedZone {
  readonly name: unknown;
  readonly resourceGroup?: unknown;
  readonly group: string;
  readonly provider?: string;
}

/** A zone that the files make, with the virtual networks that they link it to. */
interface MadeZone extends NamedZone {
  readonly address: string;
  readonly linkedTo: (string | Unknown)[];
}

/**
 * Names below which hosts may be at private addresses: those of private DNS zones, and of the zones of private endpoints. Of those
 * whose names are not known, what the names end with. A zone that the files make and never link is linked elsewhere: it serves nobody else.
 *
 * @param areAllRead whether all of the files was read, so that a zone that these link has no other links
 */
export function privateZones(
  resources: readonly Resource[], index: ResourceIndex, areAllRead: boolean,
): Pick<Network, 'privateDnsZones' | 'unknownPrivateZones'> {
  const made = resources.filter(({ type, mode, repeatedBy }) => type === ZONE && mode === 'managed' && repeatedBy === undefined)
    .map((resource): MadeZone => ({ ...namedBy(resource, resource.values['name']), address: resource.address, linkedTo: [] }));
  resources.filter(({ type }) => type === ZONE_LINK).forEach((link) => addLink(link, made, index));
  const isMade = (zone: NamedZone): boolean => made.some((one) => areSame(zone, one) === 'yes');
  const others = resources.filter((one) => one.type !== ZONE || one.mode === 'data' || one.repeatedBy !== undefined)
    .flatMap(zonesNamed).filter((zone) => !isMade(zone));
  const names = [...made, ...others].map(({ name }) => name);
  const unknown = unique(names.filter((name) => name instanceof Unresolved)
    .map(({ ends }) => ends?.last.toLowerCase().replace(/^.*privatelink\./, '') ?? ''));
  const zones = distinctZones([
    ...made.flatMap(({ name, linkedTo }): PrivateDnsZone[] => (typeof name !== 'string' ? []
      : [{ name: zoneName(name), ...(areAllRead && linkedTo.length > 0 && { linkedTo }) }])),
    ...others.flatMap(({ name }): PrivateDnsZone[] => (typeof name === 'string' ? [{ name: zoneName(name) }] : [])),
  ]);
  const ends = unique([...unknown, ...(zones.some(({ name }) => name === '') ? [''] : [])]);
  const named = zones.filter(({ name }) => name !== '');
  return { ...(named.length > 0 && { privateDnsZones: named }), ...(ends.length > 0 && { unknownPrivateZones: ends }) };
}

/** Subnets that private endpoints are in. Source: azurerm 4.55, azurerm_private_endpoint. */
export function endpointSubnets(resources: readonly Resource[], index: ResourceIndex): Pick<Network, 'privateEndpointSubnets'> {
  const keys = resources.filter(({ type, mode }) => type === ENDPOINT && mode === 'managed').flatMap((resource) => {
    const subnet = index.byIdOf(resource.values['subnet_id'], 'subnet', placeOf(resource));
    return subnet === undefined || !isKnown(subnet) ? [] : [subnet.key];
  });
  return keys.length === 0 ? {} : { privateEndpointSubnets: unique(keys) };
}

/** Gives a link to the zones that it may be of. */
function addLink(link: Resource, made: readonly MadeZone[], index: ResourceIndex): void {
  const zone = namedBy(link, link.values['private_dns_zone_name']);
  const those = made.map((one) => [areSame(zone, one), one] as const).filter(([same]) => same !== 'no').map(([, one]) => one);
  const network = networkOf(link, index);
  those.forEach(({ linkedTo }) => linkedTo.push(network));
}

/** The virtual network of a link, as the paths of subnets begin. */
function networkOf(link: Resource, index: ResourceIndex): string | Unknown {
  const id = link.values['virtual_network_id'];
  const [, ...literal] = (typeof id === 'string' ? NETWORK_ID.exec(id) : undefined) ?? [];
  const found = literal.length === 0 && id instanceof Unresolved ? index.byIdOf(id, 'virtualNetwork', placeOf(link)) : undefined;
  const path = found === undefined || !isKnown(found) ? undefined : plainPath(found).path;
  return literal.length > 0 ? literal.join('/').toLowerCase() : path ?? { unknown: 'the virtual network of a link is not known here' };
}

const NETWORK_ID = /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Network\/virtualNetworks\/([^/]+)\/*$/i;

/** Whether something names a zone that is made here. */
function areSame({ name, resourceGroup, provider }: NamedZone, zone: MadeZone): Sameness {
  if (name instanceof Unresolved && name.target?.address === zone.address && name.target.group === zone.group) {
    return 'yes';
  }
  const all: Sameness[] = [
    areSameNames(name, zone.name), areSameNames(resourceGroup, zone.resourceGroup),
    provider === zone.provider ? 'yes' : 'maybe', // with another one it may be in another subscription
  ];
  return LEAST.find((one) => all.includes(one))!;
}

type Sameness = 'no' | 'maybe' | 'yes';
const LEAST: readonly Sameness[] = ['no', 'maybe', 'yes'];

function areSameNames(one: unknown, other: unknown): Sameness {
  if (typeof one === 'string' && typeof other === 'string') {
    return one.toLowerCase() === other.toLowerCase() ? 'yes' : 'no';
  }
  const isOneValue = one instanceof Unresolved && other instanceof Unresolved && one.symbol !== undefined && one.symbol === other.symbol;
  return isOneValue ? 'yes' : 'maybe';
}

function namedBy({ values, group, provider }: Resource, name: unknown): NamedZone {
  return { name, resourceGroup: values['resource_group_name'], group, ...(provider !== undefined && { provider }) };
}

/** The zones that a resource names, other than by links of its own. */
function zonesNamed(resource: Resource): NamedZone[] {
  const { type, values } = resource;
  const argument = ZONE_NAMED_BY.get(type);
  if (argument !== undefined) {
    return values[argument] === undefined || values[argument] === null ? [] : [namedBy(resource, values[argument])];
  }
  return type !== ENDPOINT ? []
    : blocksOf(values['private_dns_zone_group']).flatMap(({ private_dns_zone_ids: ids }) => itemsOf(ids)
      .flatMap((id) => zoneOfId(id, resource)));
}

/** The zone of an id. One that is a resource of the files says its name itself. */
function zoneOfId(id: unknown, { group }: Resource): NamedZone[] {
  if (typeof id === 'string') {
    return [{ name: id.slice(id.lastIndexOf('/') + 1), group }];
  }
  return id instanceof Unresolved && /(^|\.)azurerm_private_dns_zone\./.test(id.target?.address ?? '') ? [] : [{ name: id, group }];
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
