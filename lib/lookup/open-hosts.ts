import { isWider } from '../azure/host-names';
import { HostCoverage } from '../catalog/host-coverage';
import { HostRow, hostRows } from '../catalog/host-rows';
import { Deployment } from '../deployment/deployment';
import { RequirementAnswer, PathStep } from '../filtering/answers';
import { answerFor } from '../filtering/paths/answer';
import { listsOf } from '../filtering/paths/firewalls-passed';
import { LayerAlternatives, alternativesByLayer } from '../filtering/paths/required-flows';
import { VerifiedSubnet } from '../filtering/paths/subnet-view';
import { CatalogSection } from '../requirements/catalog-section';
import { Direction } from '../requirements/direction';
import { Endpoint, EndpointKind } from '../requirements/endpoint';
import { Placeholders } from '../requirements/fill';
import { knownPorts } from '../requirements/port-range';
import { Ports, Protocol } from '../requirements/ports';
import { Requirement } from '../requirements/requirement';
import { RequirementSet } from '../requirements/requirement-set';
import { viewsOf } from '../verification/verify';
import { DeploymentNetwork, networkOfDeployment } from './deployment-network';

/** What becomes of a host and TCP port. The last two are for a subnet of which the file makes no rules. */
export type HostResult =
  | 'open'
  /** Hosts below the wildcard that was asked for, and not all of them. */
  | 'partly'
  | 'not-open'
  /** Rules that are not in the file decide. */
  | 'unknown'
  /** The file makes no rules for the subnet, and asks for the host. */
  | 'required'
  /** The file makes no rules for the subnet, and does not ask for the host. */
  | 'not-required';

/** The same for one subnet. */
export interface SubnetHost {
  readonly subnet: string;
  readonly result: HostResult;
  /** The requirements whose rules open it; none where rules hold it that are for something else. */
  readonly by: readonly Requirement[];
  /** Whether the documentation has what is open of a wildcard, which a host of the user alone is not. */
  readonly isDocumented: boolean;
  /** What decides: the layer, and its rule. */
  readonly decidedBy?: Pick<PathStep, 'layer' | 'text'>;
}

/** One host that is asked of a subnet, with the rows of the documentation that are for it. */
interface AskedHost {
  readonly host: string;
  readonly rows: readonly HostRow[];
}

/** A host below a wildcard. */
interface Below {
  readonly asked: AskedHost;
  readonly answer: RequirementAnswer;
  readonly isDocumented: boolean;
}

/**
 * Which hosts the rules of a deployment let a subnet reach, on its whole way: security group, routes, firewall. It is the question that
 * `verify` asks of a requirement, asked of a network that has the rules of the file and no others.
 */
export class OpenHosts {
  private readonly subnets: readonly SubnetHosts[];

  constructor(deployment: Deployment) {
    const made = networkOfDeployment(deployment);
    const { views } = viewsOf(made.network, { subnets: made.subnets });
    this.subnets = views.map((view) => new SubnetHosts(view, made));
  }

  /** What becomes of a host, or of the hosts below a wildcard, in each subnet. */
  public of(host: string, port: number): SubnetHost[] {
    return this.subnets.map((subnet) => subnet.of(host, port));
  }
}

class SubnetHosts {
  private readonly rows: readonly HostRow[];
  private readonly placeholders: Placeholders;
  /** The first ports of runs that no rule and no row divides. */
  private readonly bounds: readonly number[];
  private readonly known = new Map<string, SubnetHost>();
  private readonly ofSet?: HostCoverage;

  constructor(private readonly view: VerifiedSubnet, private readonly made: DeploymentNetwork) {
    const { edition, cloud, region } = this.set;
    // A service tag opens its need for every storage account, so the names of this workspace are not asked for.
    this.placeholders = new Placeholders(cloud, region, {});
    this.rows = hostRows(edition, cloud, this.placeholders);
    const rules = listsOf(view, Direction.OUTBOUND).flat();
    const ports = [
      ...rules.flatMap((rule) => [...rule.ports, ...rule.otherPorts ?? []]),
      ...knownPorts([...this.rows.flatMap(({ entry }) => entry.ports), ...this.set.all.flatMap((one) => one.ports._all)]),
    ];
    this.bounds = [...new Set([0, ...ports.flatMap(({ first, last }) => [first, last + 1])])].sort((a, b) => a - b);
    if (made.withoutRules.has(view.name)) {
      this.ofSet = HostCoverage.ofSet(this.set);
    }
  }

  private get set(): RequirementSet {
    return this.view.requirements;
  }

  public of(host: string, port: number): SubnetHost {
    const key = `${host} ${this.bounds.filter((bound) => bound <= port).length}`;
    const found = this.known.get(key) ?? (this.ofSet === undefined ? this.inRules(host, port) : this.inSet(host, port, this.ofSet));
    this.known.set(key, found);
    return found;
  }

  private inSet(host: string, port: number, coverage: HostCoverage): SubnetHost {
    const { result, by } = coverage.of(host, port);
    return {
      subnet: this.view.name, by, isDocumented: by.some(isDocumented),
      result: ({ open: 'required', partly: 'partly', closed: 'not-required' } as const)[result],
    };
  }

  private inRules(host: string, port: number): SubnetHost {
    const whole = this.answer({ host, rows: this.rowsWith(host, port, (relation) => relation !== 'narrower') }, port);
    const { name: subnet } = this.view;
    const decidedBy = decisive(whole);
    if (whole.outcome === 'met') {
      return { subnet, result: 'open', by: this.openedBy(whole, host, port), isDocumented: true, decidedBy };
    }
    const below = this.below(host, port).filter(({ answer }) => answer.outcome === 'met');
    const by = [...new Set(below.flatMap(({ asked, answer }) => this.openedBy(answer, asked.host, port)))];
    return {
      subnet, by, decidedBy, isDocumented: below.some((one) => one.isDocumented),
      result: below.length > 0 ? 'partly' : isClosed(whole) ? 'not-open' : 'unknown',
    };
  }

  /** The hosts below a wildcard that the documentation or the user has. */
  private below(host: string, port: number): Below[] {
    const rows = this.rowsWith(host, port, (relation) => relation === 'narrower');
    const own = this.set.all.filter((one) => isHostOn(one, port) && isWider(host, one.endpoint.value));
    return [...new Set([...rows.map((row) => row.host), ...own.map(({ endpoint }) => endpoint.value)])].map((name) => {
      const asked = { host: name, rows: this.rowsWith(name, port, (relation) => relation !== 'narrower') };
      return { asked, answer: this.answer(asked, port), isDocumented: rows.some((row) => row.host === name && isOfHostTables(row)) };
    });
  }

  private rowsWith(host: string, port: number, isMeant: (relation: ReturnType<HostRow['relationTo']>) => boolean): HostRow[] {
    return this.rows.filter((row) => {
      const relation = row.hasTcp(port) ? row.relationTo(host) : undefined;
      return relation !== undefined && isMeant(relation);
    });
  }

  /** The best answer: rows may disagree on the service tags that hold a host, and one that is right is enough. */
  private answer({ host, rows }: AskedHost, port: number): RequirementAnswer {
    const held = new Map(rows.map(({ entry }) => [entry.heldBy.join(' '), entry.heldBy]));
    const fqdnTag = rows.find(({ entry }) => entry.fqdnTag !== undefined)?.entry.fqdnTag;
    const answers = [...(held.size === 0 ? [[]] : held.values())].map((tags) => {
      const filled = tags.map((tag) => this.placeholders.fill(Endpoint._of(EndpointKind.SERVICE_TAG, tag), host).value);
      const { requirement, alternatives } = asRequirement(host, port, filled, this.serviceEndpointOf(filled), fqdnTag);
      return answerFor(requirement, this.view, alternatives);
    });
    return OUTCOMES.flatMap((outcome) => answers.filter((one) => one.outcome === outcome))[0]!;
  }

  /** The service endpoint that the traffic to some tags takes; undefined where one of them takes none. */
  private serviceEndpointOf(tags: readonly string[]): string | undefined {
    const found = tags.map((tag) => this.set.all.find(({ endpoint, serviceEndpoint }) =>
      endpoint.kind === EndpointKind.SERVICE_TAG && isTagOf(endpoint.value, tag) && serviceEndpoint !== undefined)?.serviceEndpoint);
    return found[0] !== undefined && found.every((one) => one === found[0]) ? found[0] : undefined;
  }

  /** The requirements that open a host: those of the rules that let it through, else those that ask for it where a wider rule does. */
  private openedBy({ steps }: RequirementAnswer, host: string, port: number): readonly Requirement[] {
    const last = steps.filter(({ layer }) => layer === 'firewall').concat(steps.filter(({ layer }) => layer === 'security group'))
      .find(({ places }) => places.some((place) => this.made.requirementIds.has(place)));
    const ids = new Set((last?.places ?? []).flatMap((place) => this.made.requirementIds.get(place) ?? []));
    const { all } = this.set;
    const ofRules = this.naming(host, port, all.filter(({ id }) => ids.has(id)));
    return ofRules.length > 0 ? ofRules : this.naming(host, port, all);
  }

  /** Requirements for a host itself, else for a wildcard above it, else for the service tags that hold it. */
  private naming(host: string, port: number, requirements: readonly Requirement[]): readonly Requirement[] {
    const hosts = requirements.filter((one) => isHostOn(one, port));
    const tags = this.rowsWith(host, port, (relation) => relation !== 'narrower').flatMap(({ entry }) => entry.heldBy)
      .map((tag) => this.placeholders.fill(Endpoint._of(EndpointKind.SERVICE_TAG, tag), host).value);
    return [
      hosts.filter(({ endpoint }) => endpoint.value === host), hosts.filter(({ endpoint }) => isWider(endpoint.value, host)),
      requirements.filter((one) =>
        one.endpoint.kind === EndpointKind.SERVICE_TAG && holdsPort(one, port) && tags.some((tag) => isTagOf(one.endpoint.value, tag))),
    ].find((found) => found.length > 0) ?? [];
  }
}

/**
 * Whether no rule is there for a host. A rule for a service tag may cover the address of a host that nothing says to be in the tag; that
 * is chance, and nobody can rest on it.
 */
function isClosed({ outcome, steps }: RequirementAnswer): boolean {
  return outcome === 'denied' || steps.some(({ result, otherwise }) => result === 'unknown' && otherwise === 'deny');
}

const OUTCOMES = ['met', 'unknown', 'denied'] as const;

/** A host as a requirement, and the service tags that hold it as requirements, so that rules for either carry it. */
function asRequirement(
  host: string, port: number, heldBy: readonly string[], serviceEndpoint: string | undefined, fqdnTag: string | undefined,
): { readonly requirement: Requirement; readonly alternatives: LayerAlternatives } {
  const make = (endpoint: Endpoint, section: CatalogSection): Requirement => Requirement._fromCatalog(
    Direction.OUTBOUND, { id: `asked.${endpoint.value}`, slot: 0, endpoint, ports: Ports.tcp(port), purpose: '' }, {
      section, capability: '', rule: { name: '', description: '' }, heldBy, serviceEndpoint, fqdnTag,
    },
  );
  const requirement = make(Endpoint._of(EndpointKind.FQDN, host), CatalogSection.WITHOUT_SERVICE_TAGS);
  const tags = heldBy.map((tag) => make(Endpoint._of(EndpointKind.SERVICE_TAG, tag), CatalogSection.BASIC));
  return { requirement, alternatives: alternativesByLayer([requirement, ...tags]) };
}

function isDocumented({ endpoint, section }: Requirement): boolean {
  return endpoint.kind === EndpointKind.SERVICE_TAG || section === CatalogSection.WITHOUT_SERVICE_TAGS;
}

function isOfHostTables({ entry }: HostRow): boolean {
  return entry.section === CatalogSection.WITHOUT_SERVICE_TAGS;
}

function isHostOn(requirement: Requirement, port: number): boolean {
  return requirement.endpoint.kind === EndpointKind.FQDN && holdsPort(requirement, port);
}

function holdsPort({ direction, nextHopInternet, ports: { protocol, _all: ranges } }: Requirement, port: number): boolean {
  return direction === Direction.OUTBOUND && !nextHopInternet && protocol !== Protocol.UDP &&
    ranges.some((range) => range.has(port));
}

/** Whether a tag is another, or that one without its region. */
function isTagOf(wide: string, tag: string): boolean {
  return wide === tag || (!tag.startsWith('AzureFrontDoor.') && wide === tag.split('.')[0]);
}

/** The step that decides: the one that does not let through, or the last filter that does. */
function decisive({ steps, outcome }: RequirementAnswer): Pick<PathStep, 'layer' | 'text'> | undefined {
  const found = outcome === 'met' ? [...steps].reverse().find(({ layer }) => layer !== 'route') ?? steps[0]
    : steps.find(({ result }) => result === (outcome === 'denied' ? 'deny' : 'unknown'));
  return found && { layer: found.layer, text: found.text };
}
