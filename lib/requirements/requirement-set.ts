import { Cloud } from '../azure/clouds';
import { InputError, quote, suggesting } from '../azure/errors';
import { isReference } from '../azure/references';
import { instanceOf, listOf, text, words } from '../azure/argument-shapes';
import { Edition } from './edition';
import { checkEndpoint, Endpoint } from './endpoint';
import { Placeholders } from './fill';
import { NameResolution } from './name-resolution';
import { sortedPorts } from './port-range';
import { Ports } from './ports';
import { OWN_SLOTS, Requirement, RuleIdentity } from './requirement';

/** A documented requirement that is not part of a set, and why. */
export interface LeftOutRequirement {
  /** Id of the requirement. */
  readonly id: string;
  /** The ports that are left out: all of its ports, or those whose condition does not hold. */
  readonly ports: string[];
  /** Why it is left out. */
  readonly reason: string;
  /** Whether you left it out, rather than a condition or the cloud. */
  readonly byUser: boolean;
}

/** A documented need that exists in this cloud too, but without a documented way to meet it. */
export interface DocumentationGap {
  /** Id of the requirement. */
  readonly id: string;
  /** What the documentation asks for in other clouds, in one line. */
  readonly need: string;
  /** The ports of it. */
  readonly ports: string[];
  /** Why there is no requirement for it. */
  readonly reason: string;
  /** What to do instead. */
  readonly remedy: string;
  /** What else to know about it. */
  readonly notes: string[];
}

/** Where the rule for a need stands, when the catalog has that need. */
export interface KnownNeed {
  readonly slot: number;
  readonly rule: RuleIdentity;
  /** Why data can leave through it. */
  readonly dataExfiltration?: string;
}

interface SetState {
  readonly edition: Edition;
  readonly placeholders: Placeholders;
  readonly requirements: readonly Requirement[];
  readonly leftOut: readonly LeftOutRequirement[];
  readonly gaps: readonly DocumentationGap[];
  /** Who resolves host names; undefined where no fact says so. */
  readonly nameResolution?: NameResolution;
  /** Whether data exfiltration protection is switched on. */
  readonly dataExfiltrationProtection: boolean;
  /** Whether the facts say that nodes of an attached cluster and its control plane talk through konnectivity-agent. */
  readonly konnectivityAgent: boolean;
  /** Finds the catalog entry that asks for the same, so that a requirement of the user takes over its place. */
  readonly knownNeed: (need: string) => KnownNeed | undefined;
}

/**
 * The requirements that apply to one workspace: what the catalog lists, filtered by conditions and with placeholders
 * filled, and what you added. Immutable: `plus`, `without` and `only` give new sets.
 */
export class RequirementSet {
  /**
   * Makes a set from catalog entries, whose placeholders are filled.
   * @internal
   */
  public static _of(state: SetState): RequirementSet {
    return new RequirementSet(state);
  }

  /** The cloud that the set is for. */
  public readonly cloud: Cloud;
  /** The region that the set is for, such as `westus2`. */
  public readonly region: string;
  /** The edition of the article that the set follows. */
  public readonly edition: Edition;
  /** What applies, in the order of slots. */
  public readonly all: Requirement[];
  /** Requirements of sections that are on, but that do not apply or that you left out. */
  public readonly leftOut: LeftOutRequirement[];
  /** Needs without a requirement, because the documentation has no name for them in this cloud. */
  public readonly gaps: DocumentationGap[];

  /**
   * Whether data exfiltration protection is switched on.
   * @internal
   */
  public readonly _dataExfiltrationProtection: boolean;
  /**
   * Whether nodes of an attached cluster and its control plane talk through konnectivity-agent; false where no fact says so.
   * @internal
   */
  public readonly _konnectivityAgent: boolean;

  /**
   * Who resolves host names; undefined where no fact says so.
   * @internal
   */
  public readonly _nameResolution?: NameResolution;

  private readonly state: SetState;

  private constructor(state: SetState) {
    checkUnique(state.requirements);
    this.state = state;
    this.cloud = state.placeholders.cloud;
    this.region = state.placeholders.region;
    this.edition = state.edition;
    this._dataExfiltrationProtection = state.dataExfiltrationProtection;
    this._konnectivityAgent = state.konnectivityAgent;
    this._nameResolution = state.nameResolution;
    this.all = [...state.requirements].sort((a, b) => a.slot - b.slot || (a.id < b.id ? -1 : 1));
    this.leftOut = [...state.leftOut];
    this.gaps = [...state.gaps];
    Object.freeze(this.all);
    Object.freeze(this.leftOut);
    Object.freeze(this.gaps);
  }

  /**
   * This set with further requirements. A requirement that asks for the same as an entry of the catalog replaces that entry, so there is
   * one rule.
   * @param requirements your requirements, whose placeholders are filled with the names of the workspace
   * @throws when an id is taken, or a placeholder has nothing to fill it
   */
  public plus(...requirements: Requirement[]): RequirementSet {
    listOf(instanceOf(() => Requirement, 'Requirement'))('requirements', requirements);
    const added = requirements.map((requirement) => {
      const filled = fill(requirement, this.state.placeholders);
      const known = this.state.knownNeed(filled.need);
      return known === undefined ? filled : filled._inPlaceOf(known);
    });
    return new RequirementSet({ ...this.state, requirements: [...this.state.requirements, ...added] });
  }

  /**
   * This set without one requirement.
   * @param id id of the requirement, or of an entry of the catalog that stands for several, such as `aks.custom-dns`
   * @param reason why it is not needed, which stays visible in reports
   * @throws when no requirement of the set has the id, or no reason is given
   */
  public without(id: string, reason: string): RequirementSet {
    text('id', id);
    words('reason', reason);
    if (reason.trim() === '') {
      throw new InputError({ argument: `requirement ${quote(id)}`, problem: 'say why it is left out' });
    }
    const gap = this.gaps.find((one) => one.id === id);
    if (gap !== undefined) {
      const { gaps, leftOut } = this.state;
      return new RequirementSet({
        ...this.state, gaps: gaps.filter((one) => one !== gap), leftOut: [...leftOut, { id, ports: [...gap.ports], reason, byUser: true }],
      });
    }
    this.checkId(id);
    return this.kept((requirement) => !isNamed(requirement, [id]), reason);
  }

  /**
   * This set with only the named requirements. The others are listed as left out.
   * @param ids ids of the requirements to keep
   * @throws when no requirement of the set has one of the ids
   */
  public only(...ids: string[]): RequirementSet {
    listOf(text)('ids', ids);
    ids.forEach((id) => this.checkId(id));
    return this.kept((requirement) => isNamed(requirement, ids), 'only other requirements were kept');
  }

  /**
   * The same set with other texts instead of its endpoints and resolvers, such as what a reference leads to. Nothing is
   * checked anew.
   * @internal
   */
  public _withTexts(change: (text: string) => string): RequirementSet {
    const changeOf = (text: string): string => (isReference(text) ? change(text) : text);
    const { nameResolution: resolution } = this.state;
    const isResolverChanged = resolution?._servers.some((server) => changeOf(server) !== server) === true;
    const requirements = this.state.requirements.map((requirement) => {
      const { kind, value, isUnlisted } = requirement.endpoint;
      const changed = changeOf(value);
      return changed === value ? requirement : requirement._withEndpoint(Endpoint._of(kind, changed, isUnlisted));
    });
    return !isResolverChanged && requirements.every((one, i) => one === this.state.requirements[i]) ? this : new RequirementSet({
      ...this.state, requirements, ...(isResolverChanged && { nameResolution: resolution!._withTexts(changeOf) }),
    });
  }

  /**
   * The same set with the resolver of host names, and the way to it.
   * @internal
   */
  public _resolvedBy(nameResolution: NameResolution, ways: readonly Requirement[]): RequirementSet {
    return new RequirementSet({ ...this.state, nameResolution, requirements: [...this.state.requirements, ...ways] });
  }

  /**
   * What this set or one of some others asks for, such as those of the subnets behind one firewall. What one of them leaves out and
   * another has is not left out.
   * @internal
   */
  public _with(others: readonly RequirementSet[]): RequirementSet {
    const sets = [...new Set<RequirementSet>([this, ...others])];
    if (sets.length === 1) {
      return this;
    }
    const requirements = new Map<string, Requirement>();
    for (const requirement of sets.flatMap(({ all }) => all)) {
      const known = requirements.get(requirement.id);
      requirements.set(requirement.id, known === undefined ? requirement : joined(known, requirement));
    }
    const leftOut = new Map<string, LeftOutRequirement>();
    for (const { ports, ...one } of sets.flatMap((set) => set.leftOut)) {
      const kept = requirements.get(one.id)?.ports.ranges ?? [];
      const rest = ports.filter((port) => !kept.includes(port));
      if (rest.length > 0 && !leftOut.has(`${one.id} ${rest.join()}`)) {
        leftOut.set(`${one.id} ${rest.join()}`, { ...one, ports: rest });
      }
    }
    const gaps = new Map(sets.flatMap((set) => set.gaps).filter(({ id }) => !requirements.has(id)).map((gap) => [gap.id, gap]));
    return new RequirementSet({
      ...this.state, requirements: [...requirements.values()], leftOut: [...leftOut.values()], gaps: [...gaps.values()],
    });
  }

  private kept(isKept: (requirement: Requirement) => boolean, reason: string): RequirementSet {
    const { requirements, leftOut } = this.state;
    const dropped = requirements.filter((requirement) => !isKept(requirement));
    return new RequirementSet({
      ...this.state,
      requirements: requirements.filter(isKept),
      leftOut: [...leftOut, ...dropped.map(({ id, ports }) => ({ id, ports: [...ports.ranges], reason, byUser: true }))],
    });
  }

  private checkId(id: string): void {
    if (!this.all.some((requirement) => isNamed(requirement, [id]))) {
      const ids = this.all.map((requirement) => requirement.id);
      const known = this.leftOut.find((one) => one.id === id);
      const ofCloud = `${id}-${this.cloud}`; // lists with rows of their own for each cloud
      if (known !== undefined && !ids.includes(ofCloud)) {
        throw new InputError({
          what: 'requirement', given: id, problem: 'is not in this set', allowed: `it is already left out: ${known.reason}`,
        });
      }
      const near = ids.includes(ofCloud) ? { suggestion: ofCloud } : suggesting(id, ids);
      throw new InputError({ what: 'requirement', given: id, problem: 'is not in this set', ...near });
    }
  }
}

/**
 * One requirement of two sets, with the ports of both. What takes a service endpoint in one of them goes past a firewall in that one only.
 */
function joined(a: Requirement, b: Requirement): Requirement {
  const first = a.serviceEndpoint !== undefined && b.serviceEndpoint === undefined ? b : a;
  const both = sortedPorts([...a.ports._all, ...b.ports._all]);
  return both.length === first.ports._all.length ? first : first._withPorts(Ports._of(first.ports.protocol, both));
}

/** Whether a requirement has one of these ids, or is from an entry of the catalog that has. */
function isNamed({ id, _entry }: Requirement, ids: readonly string[]): boolean {
  return ids.includes(id) || ids.includes(_entry);
}

/** A requirement of the user with its placeholders filled, and its endpoint checked. */
function fill(requirement: Requirement, placeholders: Placeholders): Requirement {
  try {
    const endpoint = placeholders.fill(requirement.endpoint, requirement.id);
    checkEndpoint(endpoint, placeholders.cloud);
    return endpoint === requirement.endpoint ? requirement : requirement._withEndpoint(endpoint);
  } catch (error) {
    if (!(error instanceof InputError)) {
      throw error;
    }
    const { argument, what } = error.details;
    const who = `requirement ${quote(requirement.id)}`;
    const isNamed = argument === who || what === 'requirement';
    throw new InputError((isNamed ? error : error.of(who)).details, { part: ['endpoint', requirement.endpoint.kind] });
  }
}

/** Ids are unique; a slot is shared only by requirements that one rule carries. The later one is refused. */
function checkUnique(requirements: readonly Requirement[]): void {
  const ids = new Set<string>();
  const bySlot = new Map<string, Requirement>();
  for (const requirement of requirements) {
    if (ids.has(requirement.id)) {
      throw new InputError({
        what: 'requirement', given: requirement.id, problem: 'is in the set already', allowed: 'give another id',
      }, { part: ['id'] });
    }
    ids.add(requirement.id);
    const key = `${requirement.direction} ${requirement.slot}`;
    const other = bySlot.get(key);
    if (other !== undefined && other._rule.name !== requirement._rule.name) {
      throw new InputError({
        argument: `requirement ${quote(requirement.id)}`, problem: `slot ${requirement.slot} is taken by ${quote(other.id)}`,
        allowed: `give another slot from ${OWN_SLOTS.min} to ${OWN_SLOTS.max}`,
      }, { part: ['slot'] });
    }
    bySlot.set(key, requirement);
  }
}
