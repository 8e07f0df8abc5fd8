import { isWider } from '../azure/host-names';
import { Direction } from '../requirements/direction';
import { Endpoint, EndpointKind } from '../requirements/endpoint';
import { Placeholders } from '../requirements/fill';
import { PortRange } from '../requirements/port-range';
import { Protocol } from '../requirements/ports';
import { Requirement } from '../requirements/requirement';
import { RequirementSet } from '../requirements/requirement-set';
import { CatalogSection } from '../requirements/catalog-section';
import { HostRow, hostRows } from './host-rows';

/** What a requirement set asks to open of one host and TCP port, and by which requirements. */
interface HostCover {
  /** `partly`: only hosts below the wildcard that was asked for. */
  readonly result: 'open' | 'partly' | 'closed';
  readonly by: readonly Requirement[];
}

/**
 * Whether what is open is what an answer of the Dependencies API asks for. A suffix such as `core.windows.net` says that hosts
 * below it are needed and not which, so those that the documentation has are an answer to it; a host that only the user has is not.
 * @param suffix what the answer has in place of a host
 */
export function meets({ result, by }: HostCover, suffix: string | undefined): boolean {
  return result === 'open' || (result === 'partly' && suffix !== undefined &&
    by.some(({ endpoint, section }) => endpoint.kind === EndpointKind.SERVICE_TAG || section === CatalogSection.WITHOUT_SERVICE_TAGS));
}

/** What a requirement set lets out: one host name or service tag on some TCP ports. */
interface OpenEndpoint {
  readonly kind: EndpointKind.FQDN | EndpointKind.SERVICE_TAG;
  readonly value: string;
  readonly ports: readonly PortRange[];
  readonly by: readonly Requirement[];
}

/**
 * Which hosts are open: by the host itself, by a wildcard above it, or by all of the service tags that together hold its addresses.
 *
 * What names do not tell opens nothing here: address ranges, the tags `Internet` and those that the host tables
 * have no hosts for, URLs (a path of a host only), names that are references.
 */
export class HostCoverage {
  /** What the requirements of a set ask to open. */
  public static ofSet(set: RequirementSet): HostCoverage {
    return new HostCoverage(set, set.all.flatMap((requirement): OpenEndpoint[] => {
      const { direction, nextHopInternet, ports: { protocol, _all: ports }, endpoint: { kind, value } } = requirement;
      const isFlow = direction === Direction.OUTBOUND && !nextHopInternet && protocol !== Protocol.UDP;
      return isFlow && (kind === EndpointKind.FQDN || kind === EndpointKind.SERVICE_TAG)
        ? [{ kind, value, ports, by: [requirement] }]
        : [];
    }));
  }

  private readonly hosts: readonly OpenEndpoint[];
  private readonly tags: readonly OpenEndpoint[];
  private readonly rows: readonly HostRow[];
  private readonly placeholders: Placeholders;

  /**
   * @param set whose edition and cloud the host tables are of
   * @param open what is open, by requirements of the set
   */
  private constructor(set: RequirementSet, open: readonly OpenEndpoint[]) {
    this.hosts = open.filter(({ kind }) => kind === EndpointKind.FQDN);
    this.tags = open.filter(({ kind }) => kind === EndpointKind.SERVICE_TAG);
    // A service tag opens its need for every storage account, so the names of this workspace are not asked for.
    this.placeholders = new Placeholders(set.cloud, set.region, {});
    this.rows = hostRows(set.edition, set.cloud, this.placeholders).filter(({ entry }) => entry.heldBy.length > 0);
  }

  /** What is open of a host, or of the hosts below a wildcard. */
  public of(host: string, port: number): HostCover {
    const onPort = this.hosts.filter(({ ports }) => hasPort(ports, port));
    const open = onPort.find(({ value }) => value === host) ?? onPort.find(({ value }) => isWider(value, host));
    if (open !== undefined) {
      return { result: 'open', by: open.by };
    }
    const below = new Set(onPort.filter(({ value }) => isWider(host, value)).flatMap(({ by }) => by));
    for (const row of this.rows) {
      const relation = row.hasTcp(port) ? row.relationTo(host) : undefined;
      if (relation !== undefined) {
        const carriers = this.carriersOf(row, port);
        if (carriers.length > 0 && relation !== 'narrower') {
          return { result: 'open', by: carriers };
        }
        carriers.forEach((carrier) => below.add(carrier));
      }
    }
    return { result: below.size > 0 ? 'partly' : 'closed', by: [...below] };
  }

  /** The requirements whose service tags together hold the addresses of a row; none when one of the tags is not open. */
  private carriersOf({ entry: { heldBy, id } }: HostRow, port: number): readonly Requirement[] {
    const found = heldBy.map((tag) => {
      const { value } = this.placeholders.fill(Endpoint._of(EndpointKind.SERVICE_TAG, tag), id);
      return this.tags.find((open) => hasPort(open.ports, port) && holdsTag(open.value, value));
    });
    return found.every((one) => one !== undefined) ? [...new Set(found.flatMap(({ by }) => by))] : [];
  }
}

/** Whether a tag is another, or that one without its region. */
function holdsTag(wide: string, tag: string): boolean {
  return wide === tag || (!tag.startsWith('AzureFrontDoor.') && tag.includes('.') && wide === tag.slice(0, tag.lastIndexOf('.')));
}

function hasPort(ranges: readonly PortRange[], port: number): boolean {
  return ranges.some((range) => range.has(port));
}
