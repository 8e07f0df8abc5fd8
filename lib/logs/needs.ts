import { isIP } from 'node:net';
import { contains, parseAddressRange } from '../azure/addresses';
import { catalogOf } from '../catalog/catalog';
import { CatalogEntry } from '../catalog/entry';
import { HostCoverage } from '../catalog/host-coverage';
import { coveringEntries } from '../lookup/documented';
import { Query } from '../lookup/query';
import { covers, holdsPort } from '../lookup/relation';
import { TagHolders } from '../lookup/tag-holders';
import { ServiceTagFile } from '../input/service-tag-file';
import { Direction } from '../requirements/direction';
import { EndpointKind } from '../requirements/endpoint';
import { singlePorts } from '../requirements/port-range';
import { Requirement } from '../requirements/requirement';
import { RequirementSet } from '../requirements/requirement-set';

/** What asks for a flow. */
export interface Need {
  /** Requirements of the deployment that ask for it. */
  readonly requirements: readonly Requirement[];
  /** Requirements that may ask for it: the log has an address alone, and nothing tells whose it is. */
  readonly candidates: readonly Requirement[];
  /** Documented requirements that the deployment does not have; where nothing told the other side, those that may ask for it. */
  readonly off: readonly CatalogEntry[];
  /** How the other side was told. */
  readonly through: 'name' | 'joined name' | 'service tag file' | 'address' | 'nothing';
}

/** One flow as the log has it. */
interface AskedFlow {
  readonly isInbound: boolean;
  /** Empty for any. */
  readonly protocol: string;
  readonly host: string;
  readonly url: string;
  readonly address: string;
  readonly port: number;
  /** Names that the log itself has for the address. */
  readonly joined: readonly string[];
}

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'].map(parseAddressRange);
const NONE: Need = { requirements: [], candidates: [], off: [], through: 'nothing' };

/** Tells which requirements of a deployment, or which documented ones that it does not have, ask for flows. */
export class Needs {
  private readonly flows: readonly Requirement[];
  private readonly coverage: HostCoverage;
  private readonly holders?: TagHolders;
  private readonly own: ReadonlySet<string>;
  private readonly cache = new Map<string, Need>();

  constructor(private readonly set: RequirementSet, serviceTags: ServiceTagFile | undefined) {
    this.flows = set.all.filter(
      ({ nextHopInternet, endpoint }) =>
        !nextHopInternet && endpoint.kind !== EndpointKind.PODS && endpoint.kind !== EndpointKind.UNSPECIFIED,
    );
    this.coverage = HostCoverage.ofSet(set);
    this.holders = serviceTags && new TagHolders(serviceTags);
    this.own = new Set(set.all.map(({ _entry }) => _entry));
  }

  public of(flow: AskedFlow): Need {
    const key = JSON.stringify(flow);
    let need = this.cache.get(key);
    if (need === undefined) {
      need = this.find(flow);
      this.cache.set(key, need);
    }
    return need;
  }

  private find(flow: AskedFlow): Need {
    const { protocol } = flow;
    if (protocol !== '' && protocol !== 'TCP' && protocol !== 'UDP') {
      return NONE; // the documentation asks for TCP and UDP alone
    }
    const common: Pick<Query, 'port' | 'protocol' | 'notes'> = {
      ...(flow.port >= 0 && { port: flow.port }),
      ...(protocol !== '' && { protocol }),
      notes: [],
    };
    if (flow.host !== '') {
      return isIP(flow.host) === 0
        ? { ...this.byName(queryOf(flow, common), flow.isInbound), through: 'name' }
        : this.byAddress(flow.host, flow, common);
    }
    if (flow.joined.length > 0 && !flow.isInbound) {
      const all = flow.joined.map((host) => this.byName(queryOf({ ...flow, host, url: '' }, common), false));
      return {
        requirements: union(all.map((one) => one.requirements)),
        candidates: [],
        off: union(all.map((one) => one.off)),
        through: 'joined name',
      };
    }
    return isIP(flow.address) === 0 ? { ...NONE, candidates: this.candidates(flow, common) } : this.byAddress(flow.address, flow, common);
  }

  private byName(query: Query, isInbound: boolean): Omit<Need, 'through'> {
    const own = isInbound ? [] : this.outbound(Direction.OUTBOUND).filter((one) => asks(one, query, []));
    const ports = query.protocol === 'UDP' || isInbound ? [] : query.port === undefined ? this.documentedPorts(query) : [query.port];
    const through = ports
      .map((port) => this.coverage.of(query.value, port))
      .filter(({ result }) => result === 'open')
      .flatMap(({ by }) => by.filter(({ endpoint }) => endpoint.kind === EndpointKind.SERVICE_TAG));
    const requirements = union([own, through]);
    return { requirements, candidates: [], off: requirements.length > 0 ? [] : this.off(query, [], isInbound) };
  }

  /** Ports that the documentation has for a name, for a line that has none. */
  private documentedPorts(query: Query): number[] {
    const { edition, cloud } = this.set;
    return singlePorts(coveringEntries(query, { edition, cloud }).flatMap(({ ports }) => ports));
  }

  private byAddress(address: string, flow: AskedFlow, common: Pick<Query, 'port' | 'protocol' | 'notes'>): Need {
    const parsed = parseAddressRange(address);
    const query: Query = { ...common, text: address, kind: 'address', value: address };
    const isPrivate = PRIVATE.some((range) => contains(range, parsed));
    const tags = [...(isPrivate ? ['VirtualNetwork'] : []), ...(this.holders?.of(parsed) ?? [])];
    const direction = flow.isInbound ? Direction.INBOUND : Direction.OUTBOUND;
    const requirements = this.outbound(direction).filter((one) => asks(one, query, tags));
    const off = requirements.length > 0 ? [] : this.off(query, tags, flow.isInbound);
    const isTold = requirements.length > 0 || off.length > 0;
    const through = this.holders !== undefined && tags.length > (isPrivate ? 1 : 0) ? 'service tag file' : 'address';
    const candidates = isTold || isPrivate ? [] : this.candidates(flow, common);
    return {
      requirements,
      off: isTold || isPrivate || candidates.length > 0 ? off : this.perhapsOff(query, flow.isInbound),
      candidates,
      through: isTold ? through : 'nothing',
    };
  }

  /** Requirements on the port whose addresses are not known here: host names, and service tags without a file. */
  private candidates({ isInbound }: AskedFlow, query: Pick<Query, 'port' | 'protocol'>): Requirement[] {
    return this.outbound(isInbound ? Direction.INBOUND : Direction.OUTBOUND).filter(({ endpoint: { kind, value }, ports }) => {
      return this.isOfUnknownAddress(kind, value) && holdsPort(ports.protocol, ports._all, query);
    });
  }

  /** The same of documented requirements that the deployment does not have. */
  private perhapsOff(query: Query, isInbound: boolean): CatalogEntry[] {
    const direction = isInbound ? Direction.INBOUND : Direction.OUTBOUND;
    const { edition, cloud } = this.set;
    return catalogOf(edition).filter(({ id, clouds, direction: which, endpoint: { kind, value }, nextHopInternet, protocol, ports }) =>
      clouds.includes(cloud) && which === direction && !nextHopInternet && !this.own.has(id) &&
      this.isOfUnknownAddress(kind, value) && holdsPort(protocol, ports, query));
  }

  private isOfUnknownAddress(kind: EndpointKind, value: string): boolean {
    return kind === EndpointKind.FQDN || kind === EndpointKind.URL ||
      (kind === EndpointKind.SERVICE_TAG && this.holders === undefined && value !== 'VirtualNetwork');
  }

  private off(query: Query, tags: readonly string[], isInbound: boolean): CatalogEntry[] {
    const direction = isInbound ? Direction.INBOUND : Direction.OUTBOUND;
    const { edition, cloud } = this.set;
    return coveringEntries(query, { edition, cloud }, tags).filter(
      (entry) => entry.direction === direction && !entry.nextHopInternet && !this.own.has(entry.id),
    );
  }

  private outbound(direction: Direction): readonly Requirement[] {
    return this.flows.filter((one) => one.direction === direction);
  }
}

function asks({ endpoint, ports }: Requirement, query: Query, tags: readonly string[]): boolean {
  return covers(endpoint, query, tags) && holdsPort(ports.protocol, ports._all, query);
}

/** A URL names the host too; where the log has the host alone, a documented path of it asks for the flow. */
function queryOf({ host, url }: AskedFlow, common: Pick<Query, 'port' | 'protocol' | 'notes'>): Query {
  const slash = url.indexOf('/');
  const path = slash < 0 ? undefined : url.slice(slash).replace(/[?#].*$/s, '');
  return {
    ...common,
    text: host,
    kind: path === undefined || path === '/' ? 'host' : 'url',
    value: host,
    ...(path !== undefined && path !== '/' && { path }),
  };
}

function union<T>(lists: readonly (readonly T[])[]): T[] {
  return [...new Set(lists.flat())];
}
