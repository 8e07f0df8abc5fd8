import { isWider } from '../azure/host-names';
import { Direction } from '../requirements/direction';
import { Endpoint, EndpointKind } from '../requirements/endpoint';
import { Placeholders } from '../requirements/fill';
import { portEnds, Ports, Protocol } from '../requirements/ports';
import { Requirement } from '../requirements/requirement';
import { RequirementSet } from '../requirements/requirement-set';
import { CatalogSection } from '../requirements/catalog-section';
import { catalogOf } from './catalog';
import { HostRow, hostRows } from './host-rows';

/** What a requirement set opens of one host and TCP port, and by which requirements. */
export interface Cover {
  /** `partly`: only hosts below the wildcard that was asked for. */
  readonly result: 'open' | 'partly' | 'closed';
  readonly by: readonly Requirement[];
}

/**
 * Whether what is open is what an answer of the Dependencies API asks for. A suffix such as `core.windows.net` says that hosts
 * below it are needed and not which, so those that the documentation has are an answer to it; a host of the user alone is none.
 * @param suffix what the answer has in place of a host
 */
export function meets({ result, by }: Cover, suffix: string | undefined): boolean {
  return result === 'open' || (result === 'partly' && suffix !== undefined &&
    by.some(({ endpoint, section }) => endpoint.kind === EndpointKind.SERVICE_TAG || section === CatalogSection.WITHOUT_SERVICE_TAGS));
}

/** A service tag of the catalog, with its region. */
interface TagNeed {
  readonly capability: string;
  readonly ports: readonly string[];
  readonly value: string;
}

/**
 * Which hosts a requirement set opens: by the host itself, by a wildcard above it, or by the service tags that carry the
 * same need as the host in the article's host tables.
 *
 * What cannot be told from names opens nothing here: address ranges, the tags `Internet` and those that the host tables
 * have no hosts for, URLs (a path of a host only), names that are references.
 */
export class HostCoverage {
  private readonly hosts: readonly Requirement[];
  private readonly tags: readonly Requirement[];
  private readonly rows: readonly HostRow[];
  private readonly needs: readonly TagNeed[];
  private readonly carriers = new Map<string, readonly Requirement[]>();

  constructor(set: RequirementSet) {
    const flows = set.all.filter(({ direction, nextHopInternet, ports }) =>
      direction === Direction.OUTBOUND && !nextHopInternet && ports.protocol !== Protocol.UDP);
    this.hosts = flows.filter(({ endpoint }) => endpoint.kind === EndpointKind.FQDN);
    this.tags = flows.filter(({ endpoint }) => endpoint.kind === EndpointKind.SERVICE_TAG);
    // A service tag opens its need for every storage account, so the names of this workspace are not asked for.
    const placeholders = new Placeholders(set.cloud, set.region, {});
    this.rows = hostRows(set.edition, set.cloud, placeholders).filter(({ entry }) => entry.section === CatalogSection.WITHOUT_SERVICE_TAGS);
    const capabilities = new Set(this.rows.map(({ entry }) => entry.capability));
    this.needs = catalogOf(set.edition)
      .filter(({ endpoint, capability, direction, clouds, nextHopInternet, protocol }) => endpoint.kind === EndpointKind.SERVICE_TAG && capabilities.has(capability) &&
        direction === Direction.OUTBOUND && clouds.includes(set.cloud) && !nextHopInternet && protocol !== Protocol.UDP)
      .map(({ id, capability, ports, endpoint }) =>
        ({ capability, ports, value: placeholders.fill(Endpoint._of(endpoint.kind, endpoint.value), id).value }));
  }

  /** What is open of a host, or of the hosts below a wildcard. */
  public of(host: string, port: number): Cover {
    const onPort = this.hosts.filter(({ ports }) => hasPort(ports, port));
    const open = onPort.find(({ endpoint }) => endpoint.value === host) ?? onPort.find(({ endpoint }) => isWider(endpoint.value, host));
    if (open !== undefined) {
      return { result: 'open', by: [open] };
    }
    const below = new Set(onPort.filter(({ endpoint }) => isWider(host, endpoint.value)));
    for (const row of this.rows) {
      const relation = row.hasTcp(port) ? row.relationTo(host) : undefined;
      if (relation !== undefined) {
        const carriers = this.carriersOf(row.entry.capability, port);
        if (carriers.length > 0 && relation !== 'narrower') {
          return { result: 'open', by: carriers };
        }
        carriers.forEach((carrier) => below.add(carrier));
      }
    }
    return { result: below.size > 0 ? 'partly' : 'closed', by: [...below] };
  }

  /** The requirements with the service tags that carry a capability on a port: one for each tag, or none when one is missing. */
  private carriersOf(capability: string, port: number): readonly Requirement[] {
    const key = `${capability} ${port}`;
    let carriers = this.carriers.get(key);
    if (carriers === undefined) {
      const values = [...new Set(this.needs.filter((need) => need.capability === capability && need.ports.includes(String(port))).map(({ value }) => value))];
      const found = values.map((value) => this.tags.find(({ endpoint, ports }) => hasPort(ports, port) && holdsTag(endpoint.value, value)));
      carriers = found.includes(undefined) ? [] : found as Requirement[];
      this.carriers.set(key, carriers);
    }
    return carriers;
  }
}

/** Whether a tag is another, or that one without its region. */
function holdsTag(wide: string, tag: string): boolean {
  return wide === tag || (tag.includes('.') && wide === tag.slice(0, tag.lastIndexOf('.')));
}

function hasPort({ ranges }: Ports, port: number): boolean {
  return ranges.some((range) => {
    const { first, last } = portEnds(range);
    return first <= port && port <= last;
  });
}
