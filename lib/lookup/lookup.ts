import { parseAddressRange } from '../azure/addresses';
import { catalog } from '../catalog/catalog';
import { CatalogEntry } from '../catalog/entry';
import { HostCoverage } from '../catalog/host-coverage';
import { Deployment } from '../deployment/deployment';
import { ServiceTagFile } from '../input/service-tag-file';
import { Edition, EDITIONS } from '../requirements/edition';
import { Direction } from '../requirements/direction';
import { EndpointKind } from '../requirements/endpoint';
import { singlePorts } from '../requirements/port-range';
import { Protocol } from '../requirements/ports';
import { Requirement } from '../requirements/requirement';
import { Explanation } from '../verification/explain';
import { assumptionsOf, isOfNetwork } from './assumptions';
import { Carrier, carriersOf, DeploymentRules, deploymentRules } from './deployment-rules';
import { documented, isMeant, LookupFilter, Near } from './documented';
import { EntryState, stateOf } from './entry-state';
import { successorsOf } from './edition-changes';
import { Query } from './query';
import { COVERING, holdsPort, Relation, relationOf } from './relation';
import { TagHolders } from './tag-holders';

/** A documented requirement that covers what is asked for. */
export interface CoveringRequirement {
  readonly entry: CatalogEntry;
  readonly relation: Relation;
  /** What must be true so that it covers it, and that the endpoint does not show. */
  readonly assumes: readonly string[];
  /** Service tags that together hold its addresses, each with the requirements that ask for it; a rule for them covers the name. */
  readonly throughTags: readonly { readonly tag: string; readonly requirementIds: readonly string[] }[];
  /** What the other editions have in its place; empty when all editions have it. */
  readonly otherEditions: readonly { readonly edition: Edition; readonly requirementIds: readonly string[] }[];
  /** With a deployment: whether it is part of it. */
  readonly state?: EntryState;
}

/** What a deployment has for the endpoint. */
interface InDeployment {
  readonly name: string;
  /** Its requirements that cover the endpoint, those of the user too. */
  readonly requirements: readonly Requirement[];
  /** Those of them that cover a part of it only. */
  readonly inPart: readonly Requirement[];
  /** Its service tags that stand for the host name. */
  readonly throughTags: readonly Requirement[];
  readonly rules: readonly Carrier[];
}

/** All that can be said of one endpoint. */
export interface LookupResult {
  readonly query: Query;
  readonly covering: readonly CoveringRequirement[];
  readonly near: readonly Near[];
  /** For an address: the service tags of the documentation that hold it; undefined without a service tag file. */
  readonly tags?: readonly string[];
  readonly deployment?: InDeployment;
  /** What a network does with it, by subnet. */
  readonly paths: readonly Explanation[];
}

/** Looks up endpoints; what all of them need is made once. */
export class Lookup {
  private readonly holders?: TagHolders;
  private readonly rules?: DeploymentRules;
  private readonly coverage?: HostCoverage;

  /** @param filter where to look; with a deployment, its cloud unless another is said */
  constructor(private readonly filter: LookupFilter, private readonly deployment?: Deployment, serviceTags?: ServiceTagFile) {
    this.holders = serviceTags && new TagHolders(serviceTags);
    this.rules = deployment && deploymentRules(deployment);
    this.coverage = deployment && HostCoverage.ofSet(deployment._requirementsOfAll);
  }

  /** @param explain what a network does with it, where there is one */
  public of(query: Query, explain: (query: Query, requirements: readonly Requirement[]) => Explanation[] = () => []): LookupResult {
    const tags = query.kind === 'address' ? this.holders?.of(parseAddressRange(query.value)) : undefined;
    const cloud = this.filter.cloud ?? this.deployment?.requirements.cloud;
    const filter = { ...this.filter, cloud };
    const all = isOfNetwork(query) ? [...(tags ?? []), 'VirtualNetwork'] : tags;
    const { covering, near } = documented(query, filter, all);
    const inDeployment = this.inDeployment(query, all);
    return {
      query,
      near,
      covering: covering.map(({ entry, relation }) => ({
        entry,
        relation,
        assumes: assumptionsOf(entry, query),
        throughTags: throughTags(entry, query, filter),
        otherEditions: otherEditionsOf(entry),
        ...(this.deployment && { state: stateOf(entry, this.deployment._requirementsOfAll, query, all) }),
      })),
      ...(tags !== undefined && { tags }),
      ...(inDeployment && { deployment: inDeployment }),
      paths: explain(query, inDeployment?.requirements ?? []),
    };
  }

  private inDeployment(query: Query, tags: readonly string[] | undefined): InDeployment | undefined {
    if (this.deployment === undefined) {
      return undefined;
    }
    const { name } = this.deployment;
    const requirements = this.deployment._requirementsOfAll.all;
    const relations = new Map(requirements.map((one) => [one, relationOf(one.endpoint, query, tags)]));
    const covering = requirements.filter(
      (one) => COVERING.includes(relations.get(one)) && holdsPort(one.ports.protocol, one.ports._all, query),
    );
    const inPart = covering.filter((one) => relations.get(one) === 'part');
    const isHost = (query.kind === 'host' || query.kind === 'url') && query.protocol !== 'UDP';
    const throughTags = isHost
      ? portsOf(query)
          .flatMap((port) => this.coverage!.of(query.value, port).by)
          .filter((one) => one.endpoint.kind === EndpointKind.SERVICE_TAG)
      : [];
    const ids = new Set([...covering, ...throughTags].map(({ id }) => id));
    return { name, requirements: covering, inPart, throughTags: [...new Set(throughTags)], rules: carriersOf(this.rules!, ids, query) };
  }
}

/** The service tags that hold the addresses of a documented host; none where one of them is asked for nowhere on its ports. */
function throughTags({ heldBy, protocol, ports }: CatalogEntry, query: Query, filter: LookupFilter): CoveringRequirement['throughTags'] {
  const asked = query.port === undefined ? ports : [String(query.port)];
  const found = heldBy.map((tag) => ({
    tag,
    requirementIds: catalog()
      .filter((entry) => entry.endpoint.kind === EndpointKind.SERVICE_TAG && entry.endpoint.value === tag && isMeant(entry, filter))
      .filter((entry) => entry.direction === Direction.OUTBOUND && !entry.nextHopInternet)
      .filter((entry) => asked.some((port) =>
        holdsPort(entry.protocol, entry.ports, { port: Number(port), protocol: transport(protocol) })))
      .map(({ id }) => id),
  }));
  return found.every(({ requirementIds }) => requirementIds.length > 0) ? found : [];
}

function transport(protocol: Protocol): Query['protocol'] {
  return protocol === Protocol.UDP ? 'UDP' : 'TCP';
}

/** The port that is asked for; without one, those that the documentation has for the name. */
function portsOf(query: Query): number[] {
  if (query.port !== undefined) {
    return [query.port];
  }
  const ports = singlePorts(documented(query).covering.flatMap(({ entry: { ports: all } }) => all));
  return ports.length === 0 ? [443] : ports;
}

function otherEditionsOf(entry: CatalogEntry): CoveringRequirement['otherEditions'] {
  return EDITIONS.filter((edition) => !entry.editions.includes(edition)).map((edition) => ({
    edition,
    requirementIds: successorsOf(entry, edition).map(({ id }) => id),
  }));
}
