import type { Network } from '../network/network';
import { isKnown, placeOf } from './arguments';
import type { Resource } from './resource';
import type { ResourceIndex } from './resource-index';
import { blocksOf, itemsOf, Unresolved } from './values';

/** The argument that names a zone, by type. A forwarding rule sends names to other servers, which may know private ones. */
const NAMED_BY: ReadonlyMap<string, string> = new Map([
  ['azurerm_private_dns_zone', 'name'],
  ['azurerm_private_dns_zone_virtual_network_link', 'private_dns_zone_name'],
  ['azurerm_private_dns_a_record', 'zone_name'],
  ['azurerm_private_dns_aaaa_record', 'zone_name'],
  ['azurerm_private_dns_cname_record', 'zone_name'],
  ['azurerm_private_dns_resolver_forwarding_rule', 'domain_name'],
]);

const ENDPOINT = 'azurerm_private_endpoint';

/** The types of resources that say below which names hosts may be at private addresses. Source: azurerm 4.55. */
export const ZONE_TYPES: readonly string[] = [...NAMED_BY.keys(), ENDPOINT];

/**
 * Names below which hosts may be at private addresses: those of private DNS zones, and of the zones of private endpoints. Of those
 * whose names are not known, what the names end with.
 */
export function privateZones(resources: readonly Resource[]): Pick<Network, 'privateDnsZones' | 'unknownPrivateZones'> {
  const names = resources.flatMap(namesOf);
  const known = unique(names.filter((name) => typeof name === 'string').map(zoneOf));
  const unknown = unique(names.filter((name) => name instanceof Unresolved)
    .map(({ ends }) => ends?.last.toLowerCase().replace(/^.*privatelink\./, '') ?? ''));
  const ofAll = known.includes('') ? [''] : [];
  const zones = known.filter((zone) => zone !== '');
  const ends = unique([...unknown, ...ofAll]);
  return { ...(zones.length > 0 && { privateDnsZones: zones }), ...(ends.length > 0 && { unknownPrivateZones: ends }) };
}

/** Subnets that private endpoints are in. Source: azurerm 4.55, azurerm_private_endpoint. */
export function endpointSubnets(resources: readonly Resource[], index: ResourceIndex): Pick<Network, 'privateEndpointSubnets'> {
  const keys = resources.filter(({ type, mode }) => type === ENDPOINT && mode === 'managed').flatMap((resource) => {
    const subnet = index.byIdOf(resource.values['subnet_id'], 'subnet', placeOf(resource));
    return subnet === undefined || !isKnown(subnet) ? [] : [subnet.key];
  });
  return keys.length === 0 ? {} : { privateEndpointSubnets: unique(keys) };
}

function namesOf({ type, values }: Resource): unknown[] {
  const argument = NAMED_BY.get(type);
  if (argument !== undefined) {
    return [values[argument]];
  }
  return type === ENDPOINT ? blocksOf(values['private_dns_zone_group']).flatMap((group) => idsIn(group['private_dns_zone_ids'])) : [];
}

/** Names in ids of zones. A zone that is a resource of the files says its name itself. */
function idsIn(value: unknown): unknown[] {
  return itemsOf(value).flatMap((id) => (typeof id === 'string' ? [id.slice(id.lastIndexOf('/') + 1)]
    : id instanceof Unresolved && /(^|\.)azurerm_private_dns_zone\./.test(id.target?.address ?? '') ? [] : [id]));
}

function zoneOf(name: string): string {
  return name.toLowerCase().replace(/\.$/, '').replace(/^privatelink\./, '');
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
