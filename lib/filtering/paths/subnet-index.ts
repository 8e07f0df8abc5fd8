import { isIP } from 'node:net';
import { nearest } from '../../azure/errors';
import { addTo } from '../../azure/groups';
import { quoteId } from '../../azure/resource-ids';
import { knownInterval } from '../../network/address-text';
import type { Network, Subnet } from '../../network/network';

/** More than that are counted and not named. */
const LISTED = 20;

const SUBNET_ID = /\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Network\/virtualNetworks\/([^/]+)\/subnets\/([^/]+)$/i;

/** Finds the subnet that is meant, in whatever way it is named: id, `virtual network/subnet`, a name, or an address of Terraform. */
export class SubnetIndex {
  private readonly byKey = new Map<string, Subnet>();
  private readonly byPath = new Map<string, Subnet[]>();
  private readonly byName = new Map<string, Subnet[]>();

  constructor(network: Network) {
    for (const subnet of network.subnets) {
      const { key, path, name, place, networkName = path?.split('/')[1] } = subnet;
      this.byKey.set(key.toLowerCase(), subnet);
      add(this.byPath, path, subnet);
      const names = [
        name.toLowerCase(), place.resource.toLowerCase(), networkName === undefined ? undefined : `${networkName}/${name.toLowerCase()}`,
      ];
      [...new Set(names)].forEach((one) => add(this.byName, one, subnet));
    }
  }

  /** The subnets that have an address. */
  public having(address: string): readonly Subnet[] {
    const interval = isIP(address) === 0 ? undefined : knownInterval(address);
    return interval === undefined ? [] : [...this.byKey.values()].filter(({ addressPrefixes }) =>
      addressPrefixes.some((term) => term.kind === 'interval' && term.interval.family === interval.family &&
        term.interval.first <= interval.first && interval.last <= term.interval.last));
  }

  /** The subnet; several when names are all that the files say, and these are the same. */
  public find(wanted: string): readonly Subnet[] {
    const exact = this.byKey.get(wanted.toLowerCase());
    if (exact !== undefined) {
      return [exact];
    }
    const [, resourceGroup, network, name] = SUBNET_ID.exec(wanted.toLowerCase()) ?? [];
    if (resourceGroup === undefined) {
      return this.byName.get(wanted.toLowerCase()) ?? [];
    }
    const made = this.byPath.get([resourceGroup, network, name].join('/')) ?? [];
    // The resource group of the files may have a generated name.
    return made.length > 0 ? made : (this.byName.get(`${network}/${name}`) ?? []).filter(({ resourceGroupEnds: ends }) =>
      ends !== undefined && resourceGroup.startsWith(ends.first) && resourceGroup.endsWith(ends.last));
  }
}

function add(map: Map<string, Subnet[]>, key: string | undefined, subnet: Subnet): void {
  if (key !== undefined) {
    addTo(map, key, subnet);
  }
}

/** What was not evaluated, after a list of subnets: one that is not in the list may be there. */
export function leftToTerraform(problems: Network['problems']): string {
  return problems.filter(({ isForTerraform }) => isForTerraform === true).map(({ message }) => `; ${message}`).join('');
}

/** Why a subnet cannot be looked at: there is none, or more than one. */
export function whyNotFound(wanted: string, found: readonly Subnet[], { subnets, problems }: Network): string {
  const unevaluated = leftToTerraform(problems);
  if (subnets.length === 0) {
    return 'the files have no subnet at all, neither made there nor associated with a security group or a route table' +
      (unevaluated === '' ? '; give those of the network' : unevaluated);
  }
  if (found.length > 0 && !SUBNET_ID.test(wanted)) {
    return `several subnets are called ${quoteId(wanted)}: ${found.map(subnetName).sort().join(', ')}; give the id, the network with the ` +
      'name, or the address of one';
  }
  if (found.length > 0) {
    const places = found.map(({ place }) => `${place.resource} in ${place.file}`).join(', ');
    return `several subnets have the names of ${quoteId(wanted)}: ${places}; state subscription_id in the providers, or give one stack`;
  }
  const names = subnets.map(subnetName).sort();
  const more = names.length > LISTED ? ` and ${names.length - LISTED} more` : '';
  return `the files have no subnet ${quoteId(wanted)}, neither made there nor associated with a security group or a route table; they ` +
    `have ${names.slice(0, LISTED).join(', ')}${more}${meant(wanted, subnets)}${unevaluated}`;
}

/** The subnet whose name is the nearest, in the form in which one was named. */
function meant(wanted: string, subnets: readonly Subnet[]): string {
  const [, , network, name] = SUBNET_ID.exec(wanted) ?? [];
  const given = network === undefined ? wanted : `${network}/${name}`;
  const groups = network === undefined ? [] : subnets.filter(({ path }) => path?.endsWith(`/${given.toLowerCase()}`) === true)
    .map(({ path }) => quoteId(path!.slice(0, path!.indexOf('/'))));
  if (groups.length > 0) {
    return `; ${quoteId(given)} is in the resource group ${groups.sort().join(' and in ')} there`;
  }
  const found = nearest(given, subnets.flatMap(namesOf));
  return found === undefined ? '' : `; the nearest is ${quoteId(found)}`;
}

function namesOf({ name, path, networkName = path?.split('/')[1], place }: Subnet): string[] {
  return [name, place.resource, ...(networkName === undefined ? [] : [`${networkName}/${name}`])];
}

/** How a subnet can be named to find it again. */
function subnetName({ name, path, networkName = path?.split('/')[1], place }: Subnet): string {
  return `${networkName === undefined ? name : `${networkName}/${name}`} (${place.resource})`;
}
