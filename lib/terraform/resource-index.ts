import type { Place, ReportProblem, Unknown, UnreadPart } from '../network/network';
import type { WithOpenNames } from '../network/open-names';
import { isKnown, placeOf } from './arguments';
import { namesBesideSubscription } from './ids-of-expressions';
import { ResourceKind, KIND_OF_TYPE, KINDS } from './kinds';
import { endsOf, mayBeSame } from './name-ends';
import type { Resource } from './resource';
import { idIn, idOf, isId, pathKey, namesPath } from './resource-paths';
import { shown } from '../network/shown';
import { described } from '../network/fields';
import { KnownLater, ReferenceTarget, Unresolved } from './values';

/** A resource that others name: one that is made here, or one that is only named. */
export interface ResourceEntry {
  readonly kind: ResourceKind;
  /** Its id in lower case where that is known, and its group and address otherwise. */
  readonly key: string;
  readonly name: string;
  /** Of its own, or of what names it. */
  readonly place: Place;
  /** Resource group and names in lower case, or what stands for them; undefined when one is not known at all. */
  readonly path?: readonly string[];
  /** The same as they are given, for what may be the same; undefined when nothing is known of them. */
  readonly names?: readonly unknown[];
  /** The resource; undefined when it is not made here, or when it is several. */
  readonly resource?: Resource;
  /** The data source that finds it, where it is not made here. */
  readonly foundBy?: Resource;
  /** Why nothing is known of it but its name. */
  readonly elsewhere?: string;
  /** Whether it is made here, in a number that only Terraform evaluates. */
  readonly isRepeated?: boolean;
  /** Whether it is made here as a part of another resource. */
  readonly isPart?: boolean;
  /** What its id names above it, where that says more than its names. */
  readonly parent?: ResourceEntry;
}

/** What is made here and may be something that is named. */
interface Twin extends UnreadPart {
  readonly key: string;
}

/** The provider of what names a resource. */
type ByProvider = { readonly [P in 'provider' | 'subscription']?: Resource[P] | undefined };

/** `/subscriptions/<id>/resourceGroups/<name>/providers/Microsoft.Network/<type>/<name>`, and perhaps one type and name more. */
const ID = /^\/subscriptions\/[^/]+\/resourcegroups\/([^/]+)\/providers\/(microsoft\.network\/[^/]+)\/([^/]+)(?:\/([^/]+)\/([^/]+))?$/;

/** Finds the resource that an id or a name means, in whichever document and in whichever way it is written. */
export class ResourceIndex {
  private readonly all = new Map<string, ResourceEntry>();
  private readonly byAddress = new Map<string, ResourceEntry>();
  private readonly byId = new Map<string, ResourceEntry>();
  private readonly byPath = new Map<string, ResourceEntry[]>();

  constructor(resources: readonly Resource[], private readonly report: ReportProblem) {
    const named = resources.filter(({ type }) => KIND_OF_TYPE.has(type));
    named.filter(({ mode }) => mode === 'managed').forEach((resource) => this.addMade(resource));
    named.filter(({ mode }) => mode === 'data').forEach((resource) => this.addData(resource));
  }

  /** What there is of a kind, with what was only named until now. */
  public entries(kind: ResourceKind): ResourceEntry[] {
    return [...this.all.values()].filter((entry) => entry.kind === kind);
  }

  /** Adds what is made as a part of another resource. */
  public add(entry: ResourceEntry, group: string): ResourceEntry {
    const known = this.all.get(entry.key);
    if (known !== undefined) {
      return known;
    }
    this.all.set(entry.key, entry);
    if (isId(entry.key)) {
      this.byId.set(entry.key, entry);
    }
    if (entry.path !== undefined) {
      for (const path of [pathKey(entry.kind, entry.path), pathKey(entry.kind, entry.path, group)]) {
        const list = this.byPath.get(path);
        if (list === undefined) {
          this.byPath.set(path, [entry]);
        } else {
          list.push(entry);
        }
      }
    }
    return entry;
  }

  /** The entry of a resource. */
  public entryOf(resource: Resource): ResourceEntry {
    return this.byAddress.get(`${resource.group} ${resource.address}`)!;
  }

  /** The entry of what has an address, with its index where it has one. */
  public entryAt({ group, address }: ReferenceTarget): ResourceEntry | undefined {
    return this.byAddress.get(`${group} ${address}`);
  }

  /** What an id means; undefined where none is given. */
  public byIdOf(value: unknown, kind: ResourceKind, place: Place): ResourceEntry | Unknown | undefined {
    if (value === undefined) {
      return undefined;
    }
    if (typeof value === 'string') {
      return this.literal(value, kind, place);
    }
    return value instanceof Unresolved
      ? this.referenced(value, kind, place)
      : this.refused(place, `it is ${described(value)}; it takes the id of ${KINDS[kind].what}`);
  }

  /**
   * What names mean: of the resource group, perhaps of a resource above it, and its own.
   *
   * @param by the provider of what names it, which decides between resources with one name in two subscriptions
   * @param written the attribute that the name is written as, which decides where the resource group is known after apply
   */
  public byNames(
    values: readonly unknown[], kind: ResourceKind, group: string, place: Place,
    { written, ...by }: ByProvider & { readonly written?: ReferenceTarget | undefined } = {},
  ): ResourceEntry | Unknown {
    const name = values.at(-1);
    if (name instanceof Unresolved) {
      const { target, part } = name;
      const found = this.nameOwner(target);
      if (found?.kind === kind) {
        return found;
      }
      if (part !== undefined && part.index === ID_NAME) {
        return this.referenced(part.of, kind, place);
      }
    }
    const path = namesPath(values);
    const owner = path === undefined ? this.nameOwner(written) : undefined;
    if (owner?.kind === kind && owner.names?.at(-1) === name) {
      return owner;
    }
    const named = path === undefined ? [] : this.ofGroup(kind, path, group);
    const ofProvider = named.length < 2 ? [] : named.filter((entry) => this.relation(entry, by) === 'same');
    if (ofProvider.length === 1) {
      return ofProvider[0]!;
    }
    const several = named.filter((entry) => this.relation(entry, by) !== 'other');
    if (path === undefined || several.length > 1) {
      return several.length > 1
        ? { unknown: `several have this name: ${several.map(({ place: { resource } }) => resource).join(', ')}` }
        : {
          unknown: `the name of ${KINDS[kind].what} is not known here: ` +
            `${values.map((value) => (typeof value === 'string' ? shown(value) : described(value))).join(', ')}`,
        };
    }
    const found = this.atPath(kind, path, group);
    const isOther = found !== undefined && this.relation(found, by) === 'other';
    const at = isOther ? ` of the provider ${by.provider ?? ''}` : '';
    const id = values.every((value) => typeof value === 'string') ? idIn(by.subscription, kind, path) : undefined;
    return found !== undefined && !isOther ? found : this.add({
      kind, ...(!isOther && { path }), names: values, key: id ?? `${group} ${KINDS[kind].terraform} ${path.join('/')}${at}`,
      name: nameOf(name), place,
      elsewhere: `${KINDS[kind].what} that is not made here`,
    }, group);
  }

  /**
   * Whether names in the words of one provider mean a resource of another one. Two providers may be set to one subscription, and a name
   * is that of a resource group of one subscription.
   */
  public relation({ resource }: ResourceEntry, { provider, subscription }: ByProvider): 'same' | 'other' | 'maybe' {
    const of = resource?.provider;
    if (of === undefined || provider === undefined || of === provider) {
      return 'same';
    }
    const [a, b] = [resource?.subscription?.toLowerCase(), subscription?.toLowerCase()];
    return a === undefined || b === undefined ? 'maybe' : a === b ? 'same' : 'other';
  }

  /** What names mean, where that is something that is known already. */
  public find(values: readonly unknown[], kind: ResourceKind, group: string): ResourceEntry | undefined {
    const path = namesPath(values);
    return path === undefined ? undefined : this.atPath(kind, path, group);
  }

  /** The virtual network of a subnet, where it is known already. */
  public networkOf({ parent, names }: ResourceEntry, group: string): ResourceEntry | undefined {
    return parent ?? (names === undefined ? undefined : this.find(names.slice(0, -1), 'virtualNetwork', group));
  }

  /**
   * What may be meant by names or an id that do not say it, because an expression has any value: what is made here, and what is
   * made elsewhere and named here.
   *
   * @param names those that are given; undefined when nothing is known of them
   */
  public possible(kind: ResourceKind, names: readonly unknown[] | undefined, besides?: ResourceEntry): ResourceEntry[] {
    const isById = besides !== undefined && isId(besides.key);
    return this.entries(kind).filter((entry) => entry !== besides && !(isById && isId(entry.key)) && mayBeSame(names, entry.names));
  }

  /**
   * What is made here and may be a resource that is only named, by an id for one, because not all of its own names are known, or how
   * many there are of it. The parts of the one are then parts of the other.
   */
  public twinsOf(named: ResourceEntry): Twin[] {
    const { kind, key, names, elsewhere, isRepeated } = named;
    return elsewhere === undefined || isRepeated === true || names === undefined ? [] : this.entries(kind)
      .filter((one) => one !== named && !(isId(key) && isId(one.key)) && isUncertain(one) && mayBeSame(names, one.names))
      .map(({ key: of, place, isRepeated: isOneOfSome }) => ({ key: of, place, why:
        `${place.resource} may be the same ${KINDS[kind].what.replace(/^an? /, '')}: ` +
          `${isOneOfSome === true ? 'how many there are of it' : 'its whole name'} is not known here` }));
  }

  /** The resource whose name an attribute is. */
  private nameOwner(target: ReferenceTarget | undefined): ResourceEntry | undefined {
    return target?.attribute === 'name' ? this.byAddress.get(`${target.group} ${target.address}`) : undefined;
  }

  private addMade(resource: Resource): void {
    const kind = KIND_OF_TYPE.get(resource.type)!;
    const { repeatedBy } = resource;
    const path = namesPath(KINDS[kind].path.map((argument) => resource.values[argument]));
    const id = idOf(resource, kind, path);
    const entry: ResourceEntry = {
      kind, key: id ?? `${resource.group} ${resource.address}`, name: nameOf(resource.values['name']), place: placeOf(resource),
      ...(path === undefined || repeatedBy !== undefined ? {} : { path }),
      names: KINDS[kind].path.map((argument) => resource.values[argument]),
      ...(repeatedBy === undefined
        ? { resource }
        : { elsewhere: `${shown(resource.address)} is made with ${repeatedBy}, which cannot be evaluated here`, isRepeated: true }),
    };
    const added = this.add(entry, resource.group);
    if (added !== entry) {
      this.report(
        entry.place,
        `it is the same resource as ${added.place.resource} in ${added.place.file}, and one of them makes it; this one is left out`,
      );
    }
    this.byAddress.set(`${resource.group} ${resource.address}`, added);
  }

  /** A data source is the resource that it finds, where that is made here too. */
  private addData(resource: Resource): void {
    const kind = KIND_OF_TYPE.get(resource.type)!;
    const path = namesPath(KINDS[kind].path.map((argument) => resource.values[argument]));
    const id = idOf(resource, kind, path);
    const named = path === undefined || resource.repeatedBy !== undefined ? undefined : this.atPath(kind, path, resource.group);
    const found = (id === undefined ? undefined : this.byId.get(id)) ??
      (named === undefined || this.relation(named, resource) === 'other' ? undefined : named);
    this.byAddress.set(`${resource.group} ${resource.address}`, found ?? this.add({
      kind, key: id ?? `${resource.group} ${resource.address}`, name: nameOf(resource.values['name']), place: placeOf(resource),
      names: KINDS[kind].path.map((argument) => resource.values[argument]),
      ...(path === undefined ? {} : { path }), ...(resource.repeatedBy === undefined && { foundBy: resource }),
      elsewhere: `${shown(resource.address)} finds ${KINDS[kind].what} that is not made here`,
    }, resource.group));
  }

  /** The one at a path, of the same group first; none where several could be meant. */
  private atPath(kind: ResourceKind, path: readonly string[], group: string): ResourceEntry | undefined {
    const [own, any] = [this.byPath.get(pathKey(kind, path, group)), this.byPath.get(pathKey(kind, path))];
    return own?.length === 1 ? own[0] : any?.length === 1 ? any[0] : undefined;
  }

  private ofGroup(kind: ResourceKind, path: readonly string[], group: string): readonly ResourceEntry[] {
    return this.byPath.get(pathKey(kind, path, group)) ?? [];
  }

  private literal(given: string, kind: ResourceKind, place: Place): ResourceEntry | Unknown {
    const id = given.toLowerCase().replace(/(?<=[^/])\/+$/, '');
    const known = this.byId.get(id);
    if (known?.kind === kind) {
      return known;
    }
    const parts = ID.exec(id);
    const [, resourceGroup, type, name, subtype, subname] = parts ?? [];
    if (parts === null || [type, subtype].filter(Boolean).join('/') !== KINDS[kind].azure.toLowerCase()) {
      return this.refused(place, `${JSON.stringify(shown(given))} is not the id of ${KINDS[kind].what}`);
    }
    const path = [resourceGroup!, name!, ...(subname === undefined ? [] : [subname])];
    const same = (this.byPath.get(pathKey(kind, path)) ?? []).filter((entry) => !isId(entry.key));
    const [only] = same;
    if (only !== undefined && same.length === 1) {
      if (only.elsewhere === undefined) {
        this.report(place, `the id ${JSON.stringify(shown(given))} is assumed to mean ${only.place.resource}, which has its names; the ` +
          'files do not state its subscription: set subscription_id of the provider');
      }
      this.byId.set(id, only);
      return only;
    }
    return this.add({
      kind, key: id, name: shown(given.replace(/\/+$/, '').split('/').at(-1)!), place, path, names: path,
      elsewhere: `${KINDS[kind].what} that is not made here`,
    }, '');
  }

  /** What an id means whose subscription alone is an expression: what is made here and has its names, or what is elsewhere. */
  private withoutSubscription(value: Unresolved, symbol: string, kind: ResourceKind, place: Place): ResourceEntry | undefined {
    const path = namesBesideSubscription(value.text, KINDS[kind].azure);
    if (path === undefined) {
      return undefined;
    }
    const [only, ...more] = this.byPath.get(pathKey(kind, path)) ?? [];
    if (only !== undefined && more.length === 0) {
      if (only.elsewhere === undefined) {
        this.report(place, `the id ${JSON.stringify(shown(value.text))} is assumed to mean ${only.place.resource}, which has its names; ` +
          'the value of its subscription is unknown');
      }
      return only;
    }
    const name = shown(value.text.replace(/\/+$/, '').split('/').at(-1)!);
    return this.add({ kind, key: `${symbol} (${KINDS[kind].terraform})`, name, place, path, names: path,
      elsewhere: `${KINDS[kind].what} that is not made here` }, '');
  }

  private referenced(value: Unresolved, kind: ResourceKind, place: Place): ResourceEntry | Unknown {
    const { target, symbol, below } = value;
    const name = kind === 'subnet' ? /^\/subnets\/([^/]+)$/i.exec(below?.rest ?? '')?.[1] : undefined;
    if (below !== undefined && name !== undefined) {
      return this.subnetOf(below.of, name, place);
    }
    if (target === undefined || (target.attribute !== 'id' && target.attribute !== '')) {
      return symbol === undefined ? value.unknown
        : this.withoutSubscription(value, symbol, kind, place) ?? this.named(value, symbol, kind, place);
    }
    const address = `${target.group} ${target.address}`;
    const found = this.byAddress.get(address);
    if (found !== undefined) {
      // A plan tells what an id is made of, which may be the id of something above it.
      return found.kind === kind
        ? found
        : value instanceof KnownLater ? value.unknown
        : this.refused(place, `${shown(value.text)} is ${KINDS[found.kind].what}; it takes the id of ${KINDS[kind].what}`);
    }
    return this.named(value, address, kind, place);
  }

  /** `${azurerm_virtual_network.v.id}/subnets/name`: the way to name a subnet that is a block of its network. */
  private subnetOf(network: Unresolved, name: string, place: Place): ResourceEntry | Unknown {
    const parent = this.referenced(network, 'virtualNetwork', place);
    if (!isKnown(parent)) {
      return parent;
    }
    const path = parent.path === undefined ? undefined : [...parent.path, name.toLowerCase()];
    const found = path === undefined ? undefined : this.atPath('subnet', path, '');
    return found ?? this.add({
      kind: 'subnet', key: `${parent.key}/subnets/${name.toLowerCase()}`, name: shown(name), place, ...(path === undefined ? {} : { path }),
      names: [...parent.names ?? [undefined, undefined], name], parent, elsewhere: 'a subnet that is not made here',
    }, '');
  }

  /** What only an expression names. Equal symbols are one resource. */
  private named(value: Unresolved, symbol: string, kind: ResourceKind, place: Place): ResourceEntry {
    const key = `${symbol} (${KINDS[kind].terraform})`;
    return this.add(
      { kind, key, name: shown(value.text), place, elsewhere: `${KINDS[kind].what} that is not made here: ${shown(value.text)}` }, '',
    );
  }

  private refused(place: Place, message: string): Unknown {
    this.report(place, message);
    return { unknown: message };
  }
}

/** Whether names alone do not tell which resource it is that is made here. */
function isUncertain({ elsewhere, isRepeated, names = [undefined] }: ResourceEntry): boolean {
  return elsewhere === undefined ? names.some((name) => typeof name !== 'string') : isRepeated === true;
}

/** The place of the name among the parts of an id that `/` separates: the first part is empty. */
const ID_NAME = 8;

function nameOf(value: unknown): string {
  return value instanceof Unresolved ? shown(value.text) : typeof value === 'string' ? shown(value) : '';
}

/** The path, where it holds nothing but names, and what is known of names that hold more. */
export function plainPath(entry: ResourceEntry): { path?: string } & WithOpenNames {
  const { path } = entry;
  const plain = path !== undefined && path.every((part) => /^[^\s/"]+$/.test(part)) ? { path: path.join('/') } : {};
  return { ...plain, ...openNames(entry) };
}

/** Nothing of what is made new: a plan says that its id is known after apply, and so it is none of what is there. */
export function openNames({ key, kind, names, resource }: ResourceEntry): WithOpenNames {
  const isNew = resource?.values['id'] instanceof Unresolved;
  const isOpen = names?.length === KINDS[kind].path.length && names.some((name) => typeof name !== 'string');
  return isId(key) || isNew || !isOpen ? {} : { openNames: names.map((name) => endsOf(name) ?? { first: '', last: '' }) };
}
