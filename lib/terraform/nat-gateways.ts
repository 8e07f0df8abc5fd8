import type { ReportProblem } from '../network/network';
import { Arguments, isKnown } from './arguments';
import type { Resource } from './resource';
import type { ResourceIndex } from './resource-index';

/** What gives a NAT gateway its addresses. Source: azurerm 4.55 and 5.2. */
export const NAT_ADDRESS_TYPES: readonly string[] =
  ['azurerm_nat_gateway_public_ip_association', 'azurerm_nat_gateway_public_ip_prefix_association'];
/** Arguments of azurerm 3 for the same. */
const INLINE = ['public_ip_address_ids', 'public_ip_prefix_ids'];

/**
 * Keys of the NAT gateways that are made here and get no public address here. None, where an association may be for any of them.
 * Source: NAT gateway, resources and troubleshooting: it needs a public address or prefix to let traffic out.
 */
export function gatewaysWithoutAddress(resourceIndex: ResourceIndex, resources: readonly Resource[]): ReadonlySet<string> {
  const silent: ReportProblem = () => undefined;
  const managed = resources.filter(({ mode }) => mode === 'managed');
  const owners = managed.filter(({ type }) => NAT_ADDRESS_TYPES.includes(type)).map((resource) => {
    const args = Arguments.of(resource, silent);
    return resourceIndex.byIdOf(args.value('nat_gateway_id'), 'natGateway', args.place);
  });
  const known = owners.filter((owner) => owner !== undefined).filter(isKnown).filter(({ resource }) => resource !== undefined);
  if (known.length < owners.length) {
    return new Set();
  }
  const given = new Set(known.map(({ key }) => key));
  return new Set(managed.filter(({ type, values, givenTo, repeatedBy }) => type === 'azurerm_nat_gateway' && givenTo === undefined &&
    repeatedBy === undefined && INLINE.every((argument) => isEmptyList(values[argument])))
    .map((resource) => resourceIndex.entryOf(resource).key).filter((key) => !given.has(key)));
}

function isEmptyList(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}
