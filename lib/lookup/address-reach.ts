import { AddressRange, contains, parseAddressRange } from '../azure/addresses';
import { PLATFORM_SERVICES } from '../azure/platform-services';
import { isPublicRange, specialRangeText } from '../azure/special-ranges';

/**
 * Where an address may be:
 *
 * | reach | meaning |
 * |---|---|
 * | `public` | on the Internet, so that service tags may hold it |
 * | `private` | in the virtual network, in one that is connected to it, or in a network on premises |
 * | `special` | at no machine that a rule for a requirement is about |
 * | `everywhere` | all addresses |
 */
type AddressReach = 'public' | 'private' | 'special' | 'everywhere';

export function reachOf(range: AddressRange): AddressReach {
  if (range.prefixLength === 0) {
    return 'everywhere';
  }
  if (specialRangeText(range) !== undefined) {
    return 'special';
  }
  return isPublicRange(range) ? 'public' : 'private';
}

/** What to say about an address, whatever the documentation has. */
export function addressNotes(range: AddressRange): string[] {
  switch (reachOf(range)) {
    case 'public':
      return [];
    case 'private':
      return ['A private address: only the service tag VirtualNetwork covers it, and only where the networks are connected.'];
    case 'everywhere':
      return ['It is every address.'];
    case 'special':
      return [`It is ${specialRangeText(range)!}.`, ...platformNotes(range)];
  }
}

/** What the host of a machine answers at an address of its own. */
function platformNotes(range: AddressRange): string[] {
  return PLATFORM_SERVICES.filter(({ address }) => address !== undefined && contains(range, parseAddressRange(address))).map(
    ({ tag, what, protocols, port }) =>
      `At ${protocols.join(' and ')} ${port} it gives ${what}, which security groups let through unless a rule names ${tag}.`,
  );
}
