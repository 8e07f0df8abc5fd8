import {
  CatalogSection, Direction, EndpointKind, FirewallDestinations, type LeftOutRequirement, Protocol, type Substitution,
  type UnexpressedRequirement,
} from '../../lib';
import { catalog } from '../../lib/catalog/catalog';
import type { CatalogEntry } from '../../lib/catalog/entry';
import type { Network } from '../../lib/network/network';
import { SECTION_OF_SCENARIO } from '../../lib/requirements/scenario';
import { networkOf } from '../../lib/terraform/read-network';
import { annotations, resources, type Fields } from '../constructs/synthesis';
import { filledTag, filledTexts, synthesize, type Deployment, type Synthesized } from './deployments';
import { documentedWorld, endsOf, OWN, SPACE, type End } from './packets/documented';
import { applicationsOn } from './packets/points';
import { firewallAllows, groupAllows, type Site } from './packets/walk';
import { address, range, type Packet, type World } from './packets/world';

/**
 * What becomes of every documented row in the rules that are synthesized: what the constructs say of it, and, apart from that,
 * whether the packets that the row asks for pass.
 */

export type Layer = 'group' | 'firewall' | 'routes';

/** What a construct says of a port of a row. `carried` is what is not said. */
export type Said = 'substituted' | 'unexpressed' | 'out of path' | 'left out';

/** One port of one row, in the rules of one layer. */
export interface Account {
  readonly row: CatalogEntry;
  readonly port: string;
  readonly layer: Layer;
  readonly said: readonly Said[];
  /** Whether annotations name the row for each thing that is said. */
  readonly isAnnotated: boolean;
  /** How many of the packets pass that the documentation asks for; undefined where it does not say which. */
  readonly packets?: { readonly passing: number; readonly denied: readonly string[] };
}

/** Sections of the documentation that facts and scenarios switch on, as the article has it. */
function isOn({ section }: CatalogEntry, { facts: { scenarios = [], compute, workspace, kubernetes } }: Deployment): boolean {
  const hasHosts = scenarios.some((one) => SECTION_OF_SCENARIO[one] === CatalogSection.WITHOUT_SERVICE_TAGS);
  switch (section) {
    case CatalogSection.BASIC:
      return true;
    case CatalogSection.PUBLIC_IP_COMPUTE:
      return compute.publicIp;
    case CatalogSection.HBI_WORKSPACE:
      return workspace.hbi === true;
    case CatalogSection.KUBERNETES:
    case CatalogSection.IN_CLUSTER:
      return kubernetes !== undefined;
    case CatalogSection.AKS:
    case CatalogSection.AKS_EXTENSIONS:
      return kubernetes?.aks !== undefined;
    case CatalogSection.AZURE_ARC:
      return kubernetes?.arc !== undefined;
    default:
      return scenarios.some((one) => SECTION_OF_SCENARIO[one] === section) || (section === CatalogSection.STORAGE_FIREWALL && hasHosts);
  }
}

/** The rows of the documentation that a deployment has to account for, those of other clouds among them. */
export function rowsOf(deployment: Deployment): CatalogEntry[] {
  return catalog().filter((row) => row.editions.includes(deployment.facts.edition) && isOn(row, deployment));
}

/** One thing that a row asks for: an end, and protocols and ports to it. */
interface Asked extends Pick<CatalogEntry, 'direction' | 'protocol'> {
  readonly id: string;
  readonly tag?: string;
  readonly ports: readonly string[];
  readonly ends: readonly End[];
}

/** What rules say of themselves. */
type Speaker = Parameters<typeof annotations>[0] & {
  readonly unexpressed: readonly UnexpressedRequirement[];
  readonly substitutions: readonly Substitution[];
  readonly leftOut: readonly LeftOutRequirement[];
};

/** The same by id. */
interface Saying {
  /** What is said about a port: `basic.storage 443`. */
  readonly said: ReadonlyMap<string, readonly Said[]>;
  /** Ids that annotations name for it. */
  readonly named: Readonly<Record<Said, ReadonlySet<string>>>;
}

const CODES: Readonly<Record<Said, RegExp>> = {
  'out of path': /^info unexpressed:/, unexpressed: /^warn (unexpressed|documentation-gap):/,
  substituted: /^(\w+ substituted|info host-names-opened):/, 'left out': /^info left-out:/,
};

function sayingOf(construct: Speaker): Saying {
  const said = new Map<string, Said[]>();
  const put = (id: string, ports: readonly string[], what: Said): void => ports.forEach((port) => {
    const key = `${id} ${port}`;
    said.set(key, [...new Set([...said.get(key) ?? [], what])]);
  });
  construct.unexpressed.forEach(({ requirementId, ports, isOutOfPath }) =>
    put(requirementId, ports, isOutOfPath ? 'out of path' : 'unexpressed'));
  construct.substitutions.forEach(({ requirementId, ports }) => put(requirementId, ports, 'substituted'));
  construct.leftOut.forEach(({ id, ports }) => put(id, ports, 'left out'));
  const texts = annotations(construct);
  const namesIn = (code: RegExp): Set<string> =>
    new Set(texts.filter((text) => code.test(text)).flatMap((text) => text.split(/[\s,():]+/)));
  return {
    said, named: {
      'out of path': namesIn(CODES['out of path']), unexpressed: namesIn(CODES.unexpressed), substituted: namesIn(CODES.substituted),
      'left out': namesIn(CODES['left out']),
    },
  };
}

function saidOf(id: string, port: string, { said, named }: Saying): Pick<Account, 'said' | 'isAnnotated'> {
  const all = said.get(`${id} ${port}`) ?? [];
  return { said: all, isAnnotated: all.every((one) => named[one].has(id)) };
}

/**
 * Every port of every row, layer by layer.
 * @param change what happens to the text for Terraform before it is judged
 */
export function accountsOf(deployment: Deployment, change: (text: string) => string = (text) => text): Account[] {
  const synthesized = synthesize(deployment);
  const made: Synthesized = { ...synthesized, json: JSON.parse(change(synthesized.text)) as Fields };
  const { facts, firewall: { destinations: firewallBy } } = deployment;
  const network = networkOf([{ file: 'cdk.tf.json', json: made.json }]);
  const world: Site = { ...documentedWorld(facts), space: SPACE.map(range), opaque: ipGroupsOf(network) };
  const [group] = [...network.securityGroups.values()];
  const [firewall] = network.firewalls;
  const layers: [Layer, Saying, (packet: Packet) => boolean][] = [
    ['group', sayingOf(made.constructs.group!), (packet) => groupAllows(packet, group!, world)],
    ['firewall', sayingOf(made.constructs.firewall!), (packet) => firewallAllows(packet, firewall!, world)],
  ];
  return rowsOf(deployment).flatMap((row): Account[] => {
    const asked = askedBy(row, deployment, made, world);
    const ports = row.ports.map(String);
    if (row.nextHopInternet && row.clouds.includes(facts.cloud)) {
      return ports.flatMap((port) => layers.map(([layer, saying]) => ({ row, port, layer, ...saidOf(row.id, port, saying) })))
        .concat({ row, port: ports[0]!, layer: 'routes', said: [], isAnnotated: true, ...routed(made, filledTexts(row, facts)[0]!) });
    }
    const ids = asked.length === 0 ? [row.id] : asked.map(({ id }) => id);
    return ports.flatMap((port) => layers.flatMap(([layer, saying, passes]) => ids.map((id): Account => {
      const one = asked.find((other) => other.id === id);
      const packets = one === undefined ? [] : packetsOf(one, row.clouds.includes(facts.cloud) ? [port] : one.ports);
      const byHosts = layer === 'firewall' && firewallBy === FirewallDestinations.HOST_NAMES
        ? hostsFor(one, port, deployment, made, world).flatMap((host) =>
          packetsOf(host, [port])) : [];
      const isCarriedByHosts = byHosts.length > 0 && byHosts.every(passes);
      const denied = packets.filter((packet) => !isCarriedByHosts && !passes(packet));
      return {
        row, port, layer, ...saidOf(id, port, saying),
        ...(packets.length > 0 && { packets: { passing: packets.length - denied.length, denied: denied.map(textOf) } }),
      };
    })));
  });
}

/**
 * The host names that the documentation gives for what a service tag is needed for. Rules by host names carry the row of the tag by
 * all of those that are asked for; that is what the user chose, so nothing needs to be said of it.
 */
function hostsFor(asked: Asked | undefined, port: string, { facts }: Deployment, { requirements }: Synthesized, world: Site): Asked[] {
  if (asked?.tag === undefined) {
    return [];
  }
  const { tag, protocol, direction } = asked;
  const hosts = catalog().filter((row) =>
    row.section === CatalogSection.WITHOUT_SERVICE_TAGS && row.editions.includes(facts.edition) && row.clouds.includes(facts.cloud) &&
      row.ports.map(String).includes(port) && (row.protocol === Protocol.UDP) === (protocol === Protocol.UDP) &&
      row.heldBy.map((one) => filledTag(one, facts)).some((one) => one === tag || one.startsWith(`${tag}.`)));
  return hosts.flatMap(({ id, heldBy }) =>
    requirements.filter((one) => one.id === id && one.ports.ranges.includes(port)).map(({ endpoint }) =>
      ({ id, direction, protocol, ports: [port], ends: endsOf(endpoint, heldBy.map((one) => filledTag(one, facts)), world) })));
}

/** The IP groups that rules have for their sources are those of the machine. */
function ipGroupsOf({ firewalls }: Network): World['opaque'] {
  const sources = firewalls.flatMap(({ levels }) =>
    levels.flat().flatMap(({ collections }) => collections.flatMap(({ rules }) => rules.flatMap((rule) => rule.sources))));
  return new Map(sources.flatMap((term) => (term.kind === 'opaque' ? [[term.text, [range(OWN)]] as const] : [])));
}

/** What a row asks for: by the documentation where it is of this cloud, by the requirement that stands for it where it is not. */
function askedBy(row: CatalogEntry, { facts }: Deployment, { requirements }: Synthesized, world: Site): Asked[] {
  const { cloud } = facts;
  // The second requirement of a row has the id of the row with `-2`, and so on.
  const found = requirements.filter(({ id }) => id.startsWith(row.id) && /^(-\d+)?$/.test(id.slice(row.id.length)));
  if (row.clouds.includes(cloud)) {
    return filledTexts(row, facts).map((value, i) => ({
      ...row, ports: row.ports.map(String), id: i === 0 ? row.id : `${row.id}-${i + 1}`,
      ...(row.endpoint.kind === EndpointKind.SERVICE_TAG && { tag: value }),
      ends: endsOf({ kind: row.endpoint.kind, value }, row.heldBy.map((tag) => filledTag(tag, facts)), world),
    }));
  }
  return found.map(({ id, direction, endpoint, ports }) => ({
    id, direction, protocol: ports.protocol, ports: ports.ranges, ends: endsOf(endpoint, [], world),
    ...(endpoint.kind === EndpointKind.SERVICE_TAG && { tag: endpoint.value }),
  }));
}

function routed({ json }: Synthesized, prefix: string): Required<Pick<Account, 'packets'>> {
  const routes = [...resources(json, 'route_table').flatMap(({ route }) => route as Fields[]), ...resources(json, 'route')];
  const isThere = routes.some(({ address_prefix: one, next_hop_type: hop }) => one === prefix && hop === 'Internet');
  return { packets: { passing: Number(isThere), denied: isThere ? [] : [`no route for ${prefix}`] } };
}

function packetsOf({ direction, protocol, ends }: Asked, ports: readonly string[]): Packet[] {
  const protocols = protocol === Protocol.ANY ? ['TCP' as const, 'UDP' as const] : [protocol];
  const numbers = ports.flatMap((port) => [...new Set(port.split('-').map(Number).map((one) => Math.max(one, 1)))]);
  return ends.flatMap(({ other, host, path, isBothWays }) => protocols.flatMap((one) => numbers.flatMap((port) => {
    const ways = isBothWays ? [Direction.OUTBOUND, Direction.INBOUND] : [direction];
    const applications = host === undefined || one === 'UDP' ? [undefined] : applicationsOn(port);
    return ways.flatMap((way) => applications.map((application): Packet =>
      ({ direction: way, own: address(OWN), other, protocol: one, port, sourcePort: 50000, host, path, application })));
  })));
}

function textOf({ direction, protocol, port, host, other, application }: Packet): string {
  return `${direction} ${protocol} ${port} ${host ?? ''} ${other.value.toString(16)} ${application ?? ''}`;
}

/** One word for what becomes of a port, where exactly one thing does. */
export type Fate = Said | 'carried';

export function fateOf({ said: all }: Account): Fate {
  return all[0] ?? 'carried';
}

/** Whether UDP is all that is denied, as of what is written for TCP only. */
export function deniesUdpOnly({ packets }: Account): boolean {
  return packets !== undefined && packets.passing > 0 && packets.denied.every((text) => text.includes(' UDP '));
}
