import { addTo } from '../azure/groups';
import { Direction } from '../requirements/direction';
import { EndpointKind } from '../requirements/endpoint';
import { PortRange } from '../requirements/port-range';
import { Protocol } from '../requirements/ports';
import { Requirement } from '../requirements/requirement';
import { CatalogSection } from '../requirements/catalog-section';

/**
 * Service tags and host names that express the same need.
 *
 * The article gives host names "without service tags" as the other way to write what its tags say. The catalog states of each of
 * these hosts which tags hold its addresses. Where there are several, all of them are needed: image layers come from another
 * service than the registry.
 */
export class Alternatives {
  private readonly tags = new Map<string, Requirement[]>();
  private readonly hosts = new Map<string, Requirement[]>();

  /**
   * @param pastServiceEndpoints whether the traffic of service endpoints has left the network already, so that a tag whose
   * traffic takes one stands for nothing
   */
  constructor(requirements: readonly Requirement[], pastServiceEndpoints = true) {
    for (const requirement of requirements) {
      if (requirement.direction !== Direction.OUTBOUND || requirement.nextHopInternet) {
        continue;
      }
      const hasLeft = pastServiceEndpoints && requirement.serviceEndpoint !== undefined;
      // A tag of the user's own is there for another need, and may go with it.
      if (requirement.endpoint.kind === EndpointKind.SERVICE_TAG && requirement.section !== undefined && !hasLeft) {
        addTo(this.tags, requirement.endpoint.value, requirement);
      } else if (isHostAlternative(requirement) && !hasLeft) {
        requirement._heldBy.forEach((tag) => addTo(this.hosts, tag, requirement));
      }
    }
  }

  /** The service tags that together carry a host on one of its ports; none when one of them is missing. */
  public tagsFor(host: Requirement, port: PortRange): Requirement[] {
    const found = host._heldBy.map((tag) =>
      withPort([...this.tags.get(tag) ?? [], ...this.tags.get(withoutRegion(tag)) ?? []], host, port)[0]);
    return found.every((one) => one !== undefined) ? found : [];
  }

  /** The hosts that stand for a service tag on one of its ports; none for any protocol, which the hosts do not have. */
  public hostsFor(tag: Requirement, port: PortRange): Requirement[] {
    const { value } = tag.endpoint;
    if (tag.ports.protocol === Protocol.ANY) {
      return [];
    }
    const regional = [...this.hosts.keys()].filter((held) => held !== value && withoutRegion(held) === value);
    return withPort([value, ...regional].flatMap((held) => this.hosts.get(held) ?? []), tag, port);
  }
}

/** Whether a requirement is one of the host names that stand for service tags. */
export function isHostAlternative(requirement: Requirement): boolean {
  return requirement.section === CatalogSection.WITHOUT_SERVICE_TAGS && requirement.endpoint.kind === EndpointKind.FQDN;
}

/** `Storage.WestUS2` to `Storage`, which holds it. The parts of Azure Front Door are tags of their own. */
function withoutRegion(tag: string): string {
  return tag.startsWith('AzureFrontDoor.') ? tag : tag.split('.')[0]!;
}

function withPort(candidates: readonly Requirement[], asking: Requirement, port: PortRange): Requirement[] {
  return candidates.filter(({ ports }) => ports._includes(port) && sameProtocol(ports.protocol, asking.ports.protocol));
}

/**
 * Any protocol and TCP count as the same: the article writes Azure Batch as TCP in its tag table and as ANY in its host
 * table, and means the same connections.
 */
function sameProtocol(a: Protocol, b: Protocol): boolean {
  const tcp = (protocol: Protocol): Protocol => (protocol === Protocol.ANY ? Protocol.TCP : protocol);
  return tcp(a) === tcp(b);
}
