import { Direction } from '../requirements/direction';
import { EndpointKind } from '../requirements/endpoint';
import { Protocol } from '../requirements/ports';
import { Requirement } from '../requirements/requirement';
import { CatalogSection } from '../requirements/catalog-section';

/**
 * Service tags and host names that express the same need.
 *
 * The article gives host names "without service tags" as the other way to write what its tags say. A host of that section
 * and a tag stand for each other when they have the same capability and a port in common.
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
      if (requirement.direction !== Direction.OUTBOUND || requirement.nextHopInternet || (pastServiceEndpoints && requirement.serviceEndpoint !== undefined)) {
        continue;
      }
      if (requirement.endpoint.kind === EndpointKind.SERVICE_TAG) {
        push(this.tags, requirement.capability, requirement);
      } else if (isHostAlternative(requirement)) {
        push(this.hosts, requirement.capability, requirement);
      }
    }
  }

  /** The service tags that carry the capability of a host on one of its ports. */
  public tagsFor(host: Requirement, port: string): Requirement[] {
    return withPort(this.tags.get(host.capability), host, port);
  }

  /** The hosts that stand for a service tag on one of its ports. */
  public hostsFor(tag: Requirement, port: string): Requirement[] {
    return withPort(this.hosts.get(tag.capability), tag, port);
  }
}

/** Whether a requirement is one of the host names that stand for service tags. */
export function isHostAlternative(requirement: Requirement): boolean {
  return requirement.section === CatalogSection.WITHOUT_SERVICE_TAGS;
}

function withPort(candidates: readonly Requirement[] | undefined, asking: Requirement, port: string): Requirement[] {
  return (candidates ?? []).filter(({ ports }) => ports.ranges.includes(port) && sameProtocol(ports.protocol, asking.ports.protocol));
}

/**
 * Any protocol and TCP count as the same: the article writes Azure Batch as TCP in its tag table and as ANY in its host
 * table, and means the same connections.
 */
function sameProtocol(a: Protocol, b: Protocol): boolean {
  const tcp = (protocol: Protocol): Protocol => (protocol === Protocol.ANY ? Protocol.TCP : protocol);
  return tcp(a) === tcp(b);
}

function push(map: Map<string, Requirement[]>, key: string, requirement: Requirement): void {
  const list = map.get(key);
  if (list === undefined) {
    map.set(key, [requirement]);
  } else {
    list.push(requirement);
  }
}
