import { isBelow } from '../../azure/host-domains';
import { storageAccountOf } from '../../azure/storage-hosts';
import { Network, Subnet } from '../../network/network';
import { writtenText } from '../../network/unknown';
import { PathStep } from '../answers';
import type { SeenZones } from '../seen-zones';
import { Target } from './target';

/** What service endpoint policies make of traffic that takes a service endpoint. */
interface HeldStorage {
  readonly result: PathStep['result'];
  /** Empty, or what to add to the text of the step. */
  readonly note: string;
  readonly conditions: readonly string[];
}

/**
 * What policies of a subnet do with traffic to storage by a service endpoint: they drop what goes to accounts that none of them lists.
 * Source: virtual network service endpoint policies overview, configuration.
 */
export function heldByPolicies({ serviceEndpointPolicies: policies = [] }: Subnet, endpoint: string, target: Target): HeldStorage {
  if (policies.length === 0 || !endpoint.startsWith('Microsoft.Storage')) {
    return { result: 'allow', note: '', conditions: [] };
  }
  const names = policies.map(({ name }) => writtenText(name)).join(', ');
  const host = target.kind === 'host' || target.kind === 'url' ? target.host.toLowerCase() : undefined;
  const account = host === undefined ? undefined : storageAccountOf(host);
  const all = policies.map(({ lists }) => lists);
  if (account !== undefined && all.some((lists) => lists?.accounts.includes(account))) {
    return { result: 'allow', note: `, whose policies list the account ${account}`, conditions: [] };
  }
  const read = all.filter((lists) => lists !== undefined);
  if (account === undefined || account === '*' || read.length < all.length) {
    const condition = `the service endpoint policies of the subnet list the storage that it is for: ${names}`;
    return { result: 'allow', note: '', conditions: [condition] };
  }
  const wider = [...new Set(read.flatMap((lists) => lists.wider))];
  return wider.length > 0
    ? { result: 'unknown', conditions: [], note:
      `: the service endpoint policies of the subnet (${names}) list ${wider.join(', ')}, and whether that includes the account ` +
      `${account} is not in the files` }
    : { result: 'deny', conditions: [`${host} is at no private address`], note:
      `, and the service endpoint policies of the subnet (${names}) do not list the account ${account}: it is dropped` };
}

/**
 * Whether all traffic to a host of storage goes by the service endpoint, where a subnet has policies: with them it takes storage of all
 * regions. A host in a private DNS zone that the subnet sees, or whose addresses are stated, may have an address of the network.
 * Source: virtual network service endpoint policies overview, configuration: the scope gets upgraded from regional to global.
 */
export function areAllHeld(
  { serviceEndpointPolicies: policies = [] }: Subnet, { seen }: SeenZones, { unknownPrivateZones: ends = [] }: Network,
  stated: ReadonlyMap<string, unknown> = new Map(),
): ((host: string) => boolean) | undefined {
  return policies.length === 0 ? undefined
    : (host) => !host.startsWith('*') && ends.length === 0 && !stated.has(host) &&
      !seen.some((zone) => isBelow(host, zone));
}
