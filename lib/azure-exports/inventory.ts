import { isItem, ExportDocument } from './documents';
import { ArmId, nameIn, parseArmId, withoutSlash } from './arm-id';
import { flat, mergedResources } from './flat';
import { described, Fields, isFields, member } from '../network/fields';
import { LEFT_OPEN } from './left-open';
import { CutOff, Members } from './members';
import type { Place, ReportProblem, UnreadPart } from '../network/network';
import { shown } from '../network/shown';
import { sayRepeated, UnreadItems, withParsedProperties } from './unread-items';

/** Parts that a resource has inline and that are resources as well, by the member that holds them. */
const INLINE: Readonly<Record<string, readonly string[]>> = {
  'microsoft.network/networksecuritygroups': ['securityRules'],
  'microsoft.network/routetables': ['routes'],
  'microsoft.network/virtualnetworks': ['subnets', 'virtualNetworkPeerings'],
};

/** Parts that people know by ids of their own. */
const OWN_PLACES: ReadonlySet<string> = new Set(['microsoft.network/virtualnetworks/subnets',
  'microsoft.network/firewallpolicies/rulecollectiongroups']);

/** A resource, with all that the files say of it. */
export interface Listed {
  readonly id: ArmId;
  /** Name as it is written. */
  readonly name: string;
  /** Where it stands; a part of another resource stands there. */
  readonly place: Place;
  readonly fields: Fields;
  /** Members that hold parts, and that a file lists. */
  readonly lists: ReadonlySet<string>;
  /** Why it cannot be read as a whole. */
  readonly gaps: readonly string[];
}

interface ListedDraft extends Listed {
  /** Files that have it. */
  readonly files: Set<string>;
  fields: Fields;
  readonly lists: Set<string>;
  readonly gaps: string[];
}

/** What the files list, each resource once. */
export class Inventory {
  private readonly drafts = new Map<string, ListedDraft>();
  /** Made when it is asked for, after all is added. */
  private byType: Map<string, ListedDraft[]> | undefined;
  private readonly owners = new Map<string, ReadonlyMap<string, Listed[]>>();
  private readonly listed = new Map<string, ReadonlySet<string>>();
  private readonly partialTypes = new Map<string, string>();
  private readonly unreadTypes = new Map<string, UnreadPart>();
  /** Why a list of parts may be longer, by the id of their owner and their type. */
  private readonly partial = new Map<string, string>();

  constructor(private readonly report: ReportProblem) {}

  /** Adds the items of a document. Ids can be put instead of what stands for them. */
  public add({ file }: Pick<ExportDocument, 'file'>, items: readonly unknown[], text?: (written: string) => unknown): void {
    const unread = new UnreadItems();
    const read = (written: string): unknown =>
      (unread.isCut(written) ? new CutOff(written) : text === undefined ? written : text(written));
    items.forEach((given, i) => {
      const item = isItem(given) ? withParsedProperties(given) : given;
      const fields = isItem(item) ? flat(item, read) as Fields : undefined;
      const id = fields === undefined ? undefined : member(fields, 'id');
      const parsed = typeof id === 'string' ? parseArmId(id) : undefined;
      if (fields === undefined || parsed === undefined) {
        const problem = fields === undefined ? `it is ${described(item)}; it takes an object`
          : `its id is ${described(id)}; it takes the id of a resource`;
        this.report({ file, resource: `[${i}]` }, `${problem}, so it is left out`);
        const type = fields === undefined ? undefined : member(item, 'type');
        const types = typeof type === 'string' ? LEFT_OPEN.filter((one) => type.toLowerCase() === one) : LEFT_OPEN;
        types.forEach((one) => this.setUnreadType(one, { place: { file, resource: `[${i}]` }, why: `[${i}] is left out: ${problem}` }));
        return;
      }
      // A subnet of which nothing is known is not one without a security group.
      if (!unread.isBare(parsed, item as Fields, fields) || parsed.parent === undefined) {
        this.put(parsed, withoutSlash(id as string), fields, file);
      }
    });
    unread.say(file, this.report);
  }

  /** Says that more parts of a type may be there than a document lists. */
  public setPartial(owner: string, type: string, why: string): void {
    this.partial.set(`${owner} ${type}`, why);
  }

  /** The same for all owners. */
  public setPartialType(type: string, why: string): void {
    this.partialTypes.set(type, why);
  }

  /** Says that a file has resources of a type that are not read, and may be part of any other. */
  public setUnreadType(type: string, unread: UnreadPart): void {
    this.unreadTypes.set(type, unread);
  }

  public whyUnread(type: string): UnreadPart | undefined {
    return this.unreadTypes.get(type);
  }

  /** All of a type, in the order of their ids. */
  public all(type: string): readonly Listed[] {
    if (this.byType === undefined) {
      this.byType = new Map();
      for (const draft of [...this.drafts.values()].sort((a, b) => (a.id.key < b.id.key ? -1 : 1))) {
        const those = this.byType.get(draft.id.type);
        if (those === undefined) {
          this.byType.set(draft.id.type, [draft]);
        } else {
          those.push(draft);
        }
      }
    }
    return this.byType.get(type) ?? [];
  }

  public find(key: string): Listed | undefined {
    return this.drafts.get(withoutSlash(key).toLowerCase());
  }

  /** Parts of a type, by the ids of their owners. */
  public partsByOwner(type: string): ReadonlyMap<string, Listed[]> {
    const known = this.owners.get(type);
    if (known !== undefined) {
      return known;
    }
    const owners = new Map<string, Listed[]>();
    this.owners.set(type, owners);
    for (const part of this.all(type)) {
      const parts = owners.get(part.id.parent!);
      if (parts === undefined) {
        owners.set(part.id.parent!, [part]);
      } else {
        parts.push(part);
      }
    }
    return owners;
  }

  /** Why parts of a type may be missing; undefined where a file lists them all. */
  public whyPartial(owner: string, type: string): string | undefined {
    return this.partial.get(`${owner} ${type}`) ?? this.partialTypes.get(type);
  }

  /** A resource as members that can be read. */
  public membersOf({ fields, place, gaps }: Listed): Members {
    return new Members(fields, place, this.report, [...gaps]);
  }

  private put(id: ArmId, given: string, fields: Fields, file: string): void {
    const draft = this.drafts.get(id.key) ?? this.draftOf(id, given, file);
    this.drafts.set(id.key, draft);
    this.byType = undefined;
    this.owners.clear();
    const own: Record<string, unknown> = { ...fields, id: draft.fields['id'], name: draft.fields['name'] ?? fields['name'] };
    for (const list of INLINE[id.type] ?? []) {
      const items = own[list];
      if (Array.isArray(items)) {
        this.putParts(draft, list, items, file);
      } else if (items !== undefined) {
        this.lack(draft, list, items, 'a list');
      }
      delete own[list];
    }
    delete own['defaultSecurityRules'];
    if (Object.hasOwn(own, 'properties')) {
      this.lack(draft, 'properties', own['properties'], 'an object');
      delete own['properties'];
    }
    const { value, conflicts } = mergedResources(draft.fields, own, id.type);
    draft.fields = value as Fields;
    if (draft.files.has(file) && conflicts.length > 0) {
      sayRepeated({ ...draft.place, file }, conflicts, this.report);
    } else {
      const files = [...draft.files, file].sort().join(' and ');
      conflicts.forEach((part) => this.report(partOf(draft.place, part),
        `${files} say different things about it, so they are from different times; give only the later one`));
    }
    draft.files.add(file);
  }

  private lack({ place, gaps }: ListedDraft, part: string, value: unknown, takes: string): void {
    const problem = value instanceof CutOff ? value.why : `it is ${described(value)}; it takes ${takes}`;
    if (!(value instanceof CutOff)) {
      this.report(partOf(place, part), problem);
    }
    gaps.push(`${part}: ${problem}`);
  }

  private draftOf(id: ArmId, given: string, file: string): ListedDraft {
    const name = shown(nameIn(given));
    const parts = given.split('/');
    const isPart = id.parent !== undefined && !OWN_PLACES.has(id.type);
    const resource = shown(withoutPlaceholder(isPart ? parts.slice(0, -2).join('/') : given));
    const place: Place = { file, resource, ...(isPart && { part: `${shown(parts.at(-2)!)} ${name}` }) };
    return { id, name, place, fields: { id: given, name }, lists: new Set(), gaps: [], files: new Set() };
  }

  /** Where two files list the parts of one resource, they have to list the same. */
  private putParts(owner: ListedDraft, list: string, items: readonly unknown[], file: string): void {
    const isFirst = !owner.lists.has(list);
    const before = this.listed.get(`${owner.id.key} ${list}`) ?? new Set<string>();
    const now = new Set(items.flatMap((item, i) => {
      const name = member(item, 'name') ?? lastName(member(item, 'id'));
      if (!isFields(item) || typeof name !== 'string' || name === '') {
        const problem = isFields(item) ? 'it has no name' : `it is ${described(item)}; it takes an object`;
        this.report(partOf(owner.place, `${list}[${i}]`), `${problem}, so it is left out`);
        owner.gaps.push(`${list}[${i}]: ${problem}`);
        return [];
      }
      const given = `${String(owner.fields['id'])}/${list}/${name}`;
      const id: ArmId = {
        key: given.toLowerCase(), parent: owner.id.key, resourceGroup: owner.id.resourceGroup,
          type: `${owner.id.type}/${list.toLowerCase()}`,
        names: [...owner.id.names, name.toLowerCase()],
      };
      this.put(id, given, item, file);
      return [id.key];
    }));
    this.listed.set(`${owner.id.key} ${list}`, now);
    if (!isFirst && (now.size !== before.size || [...now].some((key) => !before.has(key)))) {
      const problem = `${file} lists other ${list} than an earlier file, so they are from different times; give one of them`;
      this.report(partOf(owner.place, list), problem);
      owner.gaps.push(problem);
    }
    owner.lists.add(list);
  }
}

function lastName(id: unknown): string | undefined {
  return typeof id === 'string' ? nameIn(id) : undefined;
}

function partOf(place: Place, part: string): Place {
  return { ...place, part: place.part === undefined ? shown(part) : `${place.part}.${shown(part)}` };
}

/** An id in a group that is not known, without what stands for it. */
function withoutPlaceholder(id: string): string {
  return id.replace(/^\/subscriptions\/<[^>]*>\/(?:resourceGroups\/<[^>]*>\/providers\/)?/i, '');
}
