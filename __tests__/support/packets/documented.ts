import { EndpointKind, type MachineLearningRequirementsProps } from '../../../lib';
import { catalog } from '../../../lib/catalog/catalog';
import type { AddressInterval } from '../../../lib/network/network';
import { LINKED_LISTS } from '../../catalog/linked-lists';
import { filledTag } from '../deployments';
import type { Site } from './walk';
import { address, type Address, METADATA, PLATFORM, range, type World } from './world';

/**
 * A world that is as the documentation has it and no kinder: a host that a row says tags to hold has an address in each of them, and
 * in no other; where a row names no tag, its host has an address that is in none; a tag of a region is a part of the tag without one.
 */

/** The address space of the virtual network, and the address of the machine that speaks. */
export const SPACE: readonly string[] = ['10.1.0.0/16'];
export const OWN = '10.1.1.4';
const NEIGHBOUR = '10.1.9.9';

type Facts = MachineLearningRequirementsProps;

/** One end of what is asked for. */
export interface End {
  readonly other: Address;
  readonly host?: string;
  readonly path?: string;
  /** Whether traffic goes both ways, as between the nodes of a cluster. */
  readonly isBothWays?: boolean;
}

/** Addresses of tags: `20.<n>.0.0/24`, and the first half of it for the region. */
function tagBlocks(tags: readonly string[]): Map<string, string> {
  const whole = [...new Set(tags.map((tag) => (isRegional(tag) ? tag.split('.')[0]! : tag)))].sort();
  const blocks = new Map(whole.map((tag, i) => [tag, `20.${i}.0.0/24`]));
  tags.filter(isRegional).forEach((tag) => blocks.set(tag, blocks.get(tag.split('.')[0]!)!.replace('/24', '/25')));
  return blocks;
}

/** The parts of Azure Front Door have a dot in their names and no region. */
function isRegional(tag: string): boolean {
  return tag.includes('.') && !tag.startsWith('AzureFrontDoor.');
}

export function documentedWorld(facts: Facts): World {
  const rows = catalog().filter(({ editions }) => editions.includes(facts.edition));
  const named = rows.flatMap((row) => [...row.heldBy, ...(row.endpoint.kind === EndpointKind.SERVICE_TAG ? [row.endpoint.value] : [])]);
  const blocks = tagBlocks([...new Set(named.map((tag) => filledTag(tag, facts)))]);
  const tags = new Map([...blocks].map(([tag, block]) => [tag, [range(block)]]));
  // Several rows may name a host, and one of them no tag.
  const held = [...new Set(rows.flatMap(({ heldBy }) => heldBy))].map((tag) => filledTag(tag, facts));
  const others = new Map<string, Address>();
  const outside = (host: string): Address => {
    others.set(host, others.get(host) ?? address(`40.0.${others.size}.1`));
    return others.get(host)!;
  };
  const addressesOf = (host: string): Address[] => [outside(host), ...held.map((tag) => addressOfTag(tag, { tags }))];
  const servers = [...(facts.kubernetes?.aks?.customDnsServers ?? []), facts.kubernetes?.aks?.apiServerAddress].filter((one) =>
    one !== undefined);
  return {
    tags, addressesOf,
    connected: servers.filter((one) => one.startsWith('10.')).map(range), widenedBy: [],
    opaque: new Map(),
    fqdnTags: new Map([['AzureKubernetesService', facts.cloud === 'public' ? behindFqdnTag(facts) : []]]),
    unreadAppliancesAllow: false, portsHoldIcmp: false, gatewayDelivers: false,
  };
}

/** Source: the list of hosts of Azure Kubernetes Service for public Azure, which the FQDN tag is documented to hold. */
function behindFqdnTag({ region }: Facts): string[] {
  return LINKED_LISTS.filter(([list, cloud]) => list === 'aks-hosts' && cloud === 'public')
    .flatMap(([, , rows]) => rows.map((row) => row.split(' ')[2]!.replace('<location>', region)));
}

/** Both ends of what an endpoint is asked for; none where the documentation does not say who is there. */
export function endsOf({ kind, value }: { kind: EndpointKind; value: string }, heldBy: readonly string[], world: Site): End[] {
  switch (kind) {
    case EndpointKind.FQDN:
    case EndpointKind.URL: {
      const [pattern = '', ...rest] = value.split('/');
      const host = pattern.replace(/^\*/, 'own');
      const path = rest.length === 0 ? undefined : `/${rest.join('/').replace(/\*$/, 'file')}`;
      const addresses = heldBy.length > 0 ? heldBy.map((tag) => addressOfTag(tag, world)) : world.addressesOf(host).slice(0, 1);
      return addresses.map((other) => ({ other, host, path }));
    }
    case EndpointKind.ADDRESS_RANGE:
      return [{ other: address(value) }];
    case EndpointKind.PODS:
      return [{ other: address(NEIGHBOUR), isBothWays: true }];
    case EndpointKind.UNSPECIFIED:
      return [];
    case EndpointKind.SERVICE_TAG: {
      const inside = {
        VirtualNetwork: address(NEIGHBOUR), AzureLoadBalancer: PLATFORM, AzurePlatformDNS: PLATFORM, AzurePlatformIMDS: METADATA,
        Internet: address('41.0.0.1'),
      }[value];
      if (inside !== undefined) {
        return [{ other: inside }];
      }
      return [{ other: addressOfTag(value, world) }];
    }
  }
}

/** An address of a tag: of one without a region an address that the region does not have, so that a rule for the region is not enough. */
function addressOfTag(tag: string, { tags }: Pick<World, 'tags'>): Address {
  const [{ family, first, last }] = tags.get(tag)! as [AddressInterval];
  return { family, value: last - first === 255n ? last - 1n : first + 1n };
}
