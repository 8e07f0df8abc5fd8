import type { Place } from '../network/network';
import { Arguments, Gaps, isKnown, placeOf } from './arguments';
import type { Directory, Entry } from './directory';
import type { Kind } from './kinds';
import type { Documents, Report, Resource } from './resource';
import { listOf, member, Unresolved } from './values';

/** Parts that are written as blocks of their owner, or as resources that name it: rules of a group, routes of a table. */
export interface PartForm {
  readonly kind: Kind;
  /** What messages call the parts. */
  readonly what: string;
  readonly block: string;
  readonly type: string;
  readonly ownerName: string;
}

/** An owner with all of its parts. */
export interface Owned {
  readonly entry: Entry;
  readonly parts: readonly Arguments[];
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
  private readonly standalone = new Map<string, Resource[]>();
  private readonly removed = new Map<string, Set<string>>();

  constructor(private readonly form: PartForm, private readonly directory: Directory, private readonly report: Report) {}

  public read({ resources, removed }: Documents): Owned[] {
    const { kind, type, what, ownerName } = this.form;
    for (const resource of resources.filter((candidate) => candidate.type === type && candidate.mode === 'managed')) {
      const place = placeOf(resource);
      const owner = this.directory.byNames(namesOf(resource, ownerName), kind, resource.group, place);
      if (isKnown(owner)) {
        push(this.standalone, owner.key, resource);
      } else {
        this.report(place, `${owner.unknown}, so this is left out of ${what}`);
      }
    }
    for (const resource of removed.filter((candidate) => candidate.type === type)) {
      const owner = this.directory.find(namesOf(resource, ownerName), kind, resource.group);
      if (owner !== undefined) {
        this.removed.set(owner.key, (this.removed.get(owner.key) ?? new Set()).add(String(resource.values['name']).toLowerCase()));
      }
    }
    return this.directory.entries(kind).map((entry) => this.owned(entry));
  }

  private owned(entry: Entry): Owned {
    const gaps: Gaps = entry.elsewhere === undefined ? [] : [entry.elsewhere];
    const parts: Arguments[] = [];
    for (const resource of this.standalone.get(entry.key) ?? []) {
      const { repeatedBy } = resource;
      if (repeatedBy === undefined) {
        parts.push(new Arguments(resource.values, placeOf(resource), this.report, gaps));
      } else {
        gaps.push(`${placeOf(resource).resource} is made with ${repeatedBy}, which cannot be evaluated here`);
      }
    }
    const inline = entry.resource === undefined ? [] : this.inline(entry, entry.resource, gaps, parts);
    return { entry, gaps, parts: [...inline, ...parts] };
  }

  private inline(entry: Entry, resource: Resource, gaps: Gaps, standalone: readonly Arguments[]): Arguments[] {
    const { block, what } = this.form;
    const args = new Arguments(resource.values, placeOf(resource), this.report, gaps);
    const isConfigured = resource.isConfigured(block);
    if (isConfigured === false && args.value(block) instanceof Unresolved) {
      // The user wrote none, or wrote a dynamic block, which a plan does not tell. Who writes resources for them wrote none.
      if (standalone.length === 0) {
        gaps.push(`${args.place.resource}: ${what} of ${block} are known after apply`);
      }
      return [];
    }
    const blocks = args.blocks(block);
    if (isConfigured === true) {
      const [first] = standalone;
      const ignored = listOf(member(member(resource.values, 'lifecycle'), 'ignore_changes'));
      if (ignored.includes(block) || ignored.includes('all')) {
        gaps.push(`${args.place.resource}: changes of ${block} are ignored, so ${what} that are there may be others`);
      } else if (first !== undefined) {
        args.problem(block, `${first.place.resource} stands alone beside the ${what} that are inline; they overwrite each other, so write them in one way`);
      }
      return blocks;
    }
    const names = new Set(standalone.map((part) => part.name().toLowerCase()));
    this.removed.get(entry.key)?.forEach((name) => names.add(name));
    return blocks.filter((part) => !names.has(part.name().toLowerCase()));
  }
}

/** The place of an owner, and why it is not all known. */
export function ownerOf({ entry, gaps }: Owned): { key: string; name: string; place: Place; incomplete?: string; isMadeElsewhere?: boolean } {
  const [incomplete] = gaps;
  return { key: entry.key, name: entry.name, place: entry.place, ...(incomplete === undefined ? {} : { incomplete }), ...(entry.elsewhere === undefined ? {} : { isMadeElsewhere: true }) };
}

function namesOf({ values }: Resource, ownerName: string): unknown[] {
  return [values['resource_group_name'], values[ownerName]];
}

function push<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key);
  if (list === undefined) {
    map.set(key, [item]);
  } else {
    list.push(item);
  }
}
