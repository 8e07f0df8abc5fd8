import { addTo } from '../azure/groups';
import type { NetworkSecurityGroup, ReportProblem } from '../network/network';
import { Arguments, Gaps, isKnown, placeOf } from './arguments';
import { ResourceIndex, ResourceEntry, plainPath } from './resource-index';
import { isIgnored } from './ignored-changes';
import type { ResourceKind } from './kinds';
import type { Documents } from './documents';
import type { Resource } from './resource';
import { described } from '../network/fields';
import { Unresolved } from './values';

/** Parts that are written as blocks of their owner, or as resources that name it: rules of a group, routes of a table. */
export interface PartForm {
  readonly kind: ResourceKind;
  /** What messages call the parts. */
  readonly what: string;
  readonly block: string;
  readonly type: string;
  readonly ownerName: string;
}

/** A part as it is written, and why it may be one of another owner. */
export interface OwnedPart {
  readonly args: Arguments;
  /** Values of variables that it rests on. */
  readonly conditions?: readonly string[];
  readonly uncertain?: string;
}

/** An owner with all of its parts. */
export interface Owned {
  readonly entry: ResourceEntry;
  readonly parts: readonly OwnedPart[];
  /** Reasons why these are not all; what reads the parts adds to them. */
  readonly gaps: Gaps;
}

/**
 * Brings parts together, of owners that are made here and of those that are not.
 *
 * A state lists all parts with their owner, and so does a plan where the user wrote none there; a resource for a part is then
 * the same part once more, in the form that is to come.
 */
export class PartsOfOwner {
  private readonly standalone = new Map<string, Standalone[]>();
  private readonly removed = new Map<string, Set<string>>();

  constructor(private readonly form: PartForm, private readonly resourceIndex: ResourceIndex, private readonly report: ReportProblem) {}

  public read({ resources, removed }: Documents): Owned[] {
    const { kind, type, ownerName } = this.form;
    for (const resource of resources.filter((candidate) => candidate.type === type && candidate.mode === 'managed')) {
      this.addStandalone(resource);
    }
    for (const resource of removed.filter((candidate) => candidate.type === type)) {
      const owner = this.resourceIndex.find(namesOf(resource, ownerName), kind, resource.group);
      if (owner !== undefined) {
        this.removed.set(owner.key, (this.removed.get(owner.key) ?? new Set()).add(String(resource.values['name']).toLowerCase()));
      }
    }
    return this.resourceIndex.entries(kind).map((entry) => this.owned(entry));
  }

  /** Adds a part to what it names, and to all that it may name. */
  private addStandalone(resource: Resource): void {
    const { kind, ownerName, what } = this.form;
    const place = placeOf(resource);
    const names = namesOf(resource, ownerName);
    const owner = this.resourceIndex.byNames(names, kind, resource.group, place, {
      provider: resource.provider, subscription: resource.subscription, written: resource.written?.(ownerName),
    });
    const named = isKnown(owner) ? owner : undefined;
    const relation = named === undefined ? 'same' : this.resourceIndex.relation(named, resource);
    if (named !== undefined && relation !== 'same') {
      // It is named as an attribute or by its name, in the words of another provider, which may be set to another subscription.
      if (relation === 'maybe') {
        const uncertain = `${place.resource} may be one of its ${what}: ${otherProvider(resource)}`;
        addTo(this.standalone, named.key, { resource, uncertain });
      }
      return;
    }
    if (named !== undefined) {
      addTo(this.standalone, named.key, { resource });
    }
    if (named?.elsewhere === undefined && named !== undefined) {
      return;
    }
    const possible = this.resourceIndex.possible(kind, names, named)
      .filter((one) => this.resourceIndex.relation(one, resource) !== 'other');
    const why = isKnown(owner) ? `${ownerName} is ${described(names.at(-1))}, which may be another one` : owner.unknown;
    possible.forEach((entry) =>
      addTo(this.standalone, entry.key, { resource, uncertain: `${place.resource} may be one of its ${what}: ${why}` }));
    if (named === undefined && possible.length === 0) {
      this.report(place, `${why}, so this is left out of ${what}`);
    }
  }

  private owned(entry: ResourceEntry): Owned {
    const { elsewhere } = entry;
    const gaps: Gaps = [];
    const parts: OwnedPart[] = [];
    for (const { resource, uncertain } of this.standalone.get(entry.key) ?? []) {
      const { repeatedBy } = resource;
      const place = placeOf(resource);
      const why = repeatedBy === undefined ? uncertain : `${place.resource} is made with ${repeatedBy}, which cannot be evaluated here`;
      // With count, what is written is known of all that there may be; for_each usually chooses it.
      if (repeatedBy === undefined || repeatedBy === 'count') {
        parts.push({
          args: new Arguments(resource.values, place, this.report, gaps), conditions: resource.conditions ?? [],
          ...(why !== undefined && { uncertain: why }),
        });
      } else {
        gaps.push({ place, why: why! });
      }
    }
    const certain = parts.filter(({ uncertain }) => uncertain === undefined).map(({ args }) => args);
    const inline = entry.resource === undefined ? [] : this.inline(entry, entry.resource, gaps, certain);
    entry.resource?.givenTo?.forEach((module) => gaps.push({
      place: entry.place,
      why: `${module} is given ${entry.place.resource} and may add ${this.form.what}; resources of modules are not in a configuration`,
    }));
    // Of what is made elsewhere, the rules that are there are not known; those that are added here are.
    if (elsewhere !== undefined && (certain.length === 0 || entry.isRepeated === true)) {
      gaps.push({ place: entry.place, why: elsewhere, ...(entry.isRepeated !== true && { isElsewhere: true }) });
    }
    gaps.push(...this.resourceIndex.twinsOf(entry).map(({ place, why }) => ({ place, why })));
    return { entry, gaps, parts: [...inline.map((args) => ({ args })), ...parts] };
  }

  private inline(entry: ResourceEntry, resource: Resource, gaps: Gaps, standalone: readonly Arguments[]): Arguments[] {
    const { block, what } = this.form;
    const args = new Arguments(resource.values, placeOf(resource), this.report, gaps);
    const isConfigured = resource.isConfigured(block);
    if (isConfigured === false && args.value(block) instanceof Unresolved) {
      // The user wrote none, or wrote a dynamic block, which a plan does not say. Who writes resources for them wrote none.
      if (standalone.length === 0) {
        gaps.push({ place: args.place, why: `${args.place.resource}: ${what} of ${block} are known after apply` });
      }
      return [];
    }
    const blocks = onceEqual(args.blocks(block));
    if (isConfigured === true) {
      const [first] = standalone;
      if (isIgnored(resource.values, block)) {
        gaps.push({
          place: args.place, isAsDeployed: true,
          why: `${args.place.resource}: changes of ${block} are ignored, so ${what} that are there may be others; ` +
            'give what is deployed too',
        });
      } else if (first !== undefined) {
        args.problem(
          block,
          `${first.place.resource} is a separate resource, and the ${what} are also inline; they overwrite each other, ` +
            'so write them in one way',
        );
      }
      return blocks;
    }
    const names = new Set(standalone.map((part) => part.name().toLowerCase()));
    this.removed.get(entry.key)?.forEach((name) => names.add(name));
    return blocks.filter((part) => !names.has(part.name().toLowerCase()));
  }
}

/** Blocks without those that are equal to one before: the provider keeps them as a set. */
function onceEqual(blocks: readonly Arguments[]): Arguments[] {
  const first = new Map(blocks.map((block) => [block.elementKey ?? block, block] as const).reverse());
  return blocks.filter((block) => first.get(block.elementKey ?? block) === block);
}

/** The place of an owner, and why it is not all known. */
export function ownerOf({ entry, gaps, parts }: Owned): OwnerFacts {
  const { key, name, place, elsewhere } = entry;
  const incomplete = gaps[0]?.why ?? elsewhere ?? parts.find(({ uncertain }) => uncertain !== undefined)?.uncertain;
  const conditions = [...new Set([...entry.resource?.conditions ?? [], ...parts.flatMap((part) => part.conditions ?? [])])];
  return {
    key, name, ...plainPath(entry), place, ...(conditions.length > 0 && { conditions }), ...(incomplete !== undefined && { incomplete }),
    ...(gaps.length > 0 && { unread: gaps }),
    ...(elsewhere !== undefined && { isMadeElsewhere: true }),
  };
}

type OwnerFacts = Pick<
  NetworkSecurityGroup, 'key' | 'name' | 'path' | 'place' | 'conditions' | 'incomplete' | 'unread' | 'isMadeElsewhere'
>;

interface Standalone {
  readonly resource: Resource;
  readonly uncertain?: string;
}

/** Why what names another resource may mean one of another subscription. */
export function otherProvider({ provider = '' }: Resource): string {
  return `its provider is ${provider === '' ? 'the one without an alias' : `azurerm.${provider}`}, which may be of another subscription`;
}

function namesOf({ values }: Resource, ownerName: string): unknown[] {
  return [values['resource_group_name'], values[ownerName]];
}
