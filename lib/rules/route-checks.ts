import { parseAddressRange } from '../azure/addresses';
import { InputError, quote, refusing } from '../azure/errors';
import { checkName } from '../azure/names';
import { isReference } from '../azure/references';
import { checkTagOfSomeCloud, SECURITY_GROUP_ONLY_TAGS } from '../azure/service-tags';
import { checkNextHop, checkPeerRange } from '../azure/special-ranges';

/** What one route says, whichever cloud it is for. */
interface RouteTexts {
  readonly name: string;
  readonly addressPrefix: string;
  readonly nextHopAddress?: string;
}

/** Checks one route on its own; references pass. */
export function checkRoute({ name, addressPrefix, nextHopAddress }: RouteTexts): void {
  checkName('route', name);
  const where = `route ${quote(name)}`;
  if (isTagPrefix(addressPrefix)) {
    if (SECURITY_GROUP_ONLY_TAGS.includes(addressPrefix)) {
      throw new InputError({
        argument: where, problem: `a route does not take the service tag ${addressPrefix}`, allowed: 'give an address range',
      });
    }
    refusing((error) => error.of(where), () => checkTagOfSomeCloud(addressPrefix));
  } else if (!isReference(addressPrefix)) {
    checkPrefix(where, addressPrefix);
  }
  if (nextHopAddress !== undefined && !isReference(nextHopAddress)) {
    checkNextHop(where, nextHopAddress);
    checkRouteFamily(where, addressPrefix, nextHopAddress);
  }
}

function checkPrefix(where: string, prefix: string): void {
  const range = refusing((error) => error.about(where), () => parseAddressRange(prefix));
  if (!prefix.includes('/')) {
    throw new InputError({
      argument: where, given: prefix, problem: 'has no prefix length', suggestion: `${prefix}/${range.prefixLength}`,
    });
  }
  checkPeerRange(where, range);
}

/** Checks that a route to an IPv4 address is for IPv4 traffic: a machine that has no other address forwards nothing else. */
export function checkRouteFamily(where: string, prefix: string, address: string): void {
  if (prefix.includes(':') && !isReference(prefix)) {
    throw new InputError({
      argument: where, given: prefix, problem: `is an IPv6 range, which does not lead to the IPv4 address ${address}`,
      allowed: 'drop this traffic, or send it elsewhere',
    });
  }
}

/** Whether the prefix of a route is a service tag and not an address range. */
export function isTagPrefix(prefix: string): boolean {
  return /^[A-Za-z][A-Za-z0-9.]*$/.test(prefix);
}
