import { isIP } from 'node:net';
import { addTo } from '../azure/groups';
import { parseAddressRange } from '../azure/addresses';
import { InputError, refusing } from '../azure/errors';
import { checkHostName } from '../azure/host-names';
import { checkNotMapped } from '../azure/special-ranges';

/**
 * Reads which addresses host names have: `HOST=ADDRESS`, several with commas between them. A host that is given again has both
 * addresses.
 *
 * @param argument how users name what is read, for messages
 * @throws when an entry is not of this form
 */
export function resolvedHosts(text: string, argument: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const entry of text.split(',').map((one) => one.trim())) {
    const [host = '', address, more] = entry.split('=');
    if (address === undefined || more !== undefined || isIP(address) === 0) {
      throw new InputError({
        argument, given: entry, problem: 'is not a host name and its address',
        allowed: 'write HOST=ADDRESS, such as pypi.org=151.101.0.223',
      });
    }
    const range = refusing((error) => error.about(argument), () => parseAddressRange(address));
    checkNotMapped(argument, range);
    const name = host.toLowerCase();
    checkHostName(name);
    addTo(found, name, address);
  }
  return found;
}
