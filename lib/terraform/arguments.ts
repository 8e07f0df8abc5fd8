import type { Place, ReadingProblem, ReportProblem, Unknown, UnreadPart } from '../network/network';
import { madeBy } from './dynamic-blocks';
import type { Resource } from './resource';
import { shown } from '../network/shown';
import { described, Fields, isFields, member } from '../network/fields';
import { elementKey } from './set-elements';
import { itemsOf, KnownLater, Unresolved } from './values';

/** Parts of a resource that were not read, so that what was read of it is not all. */
export type Gaps = UnreadPart[];

/**
 * Arguments of a resource or of one of its blocks, each read as the type that it has.
 *
 * Terraform turns numbers and truth values into texts and back, so both are taken. Null, and the empty text that a plan has
 * for what is not set, are nothing.
 */
export class Arguments {
  constructor(
    private readonly fields: Fields, public readonly place: Place, public readonly report: ReportProblem, public readonly gaps: Gaps = [],
  ) {}

  public static of(resource: Resource, report: ReportProblem): Arguments {
    return new Arguments(resource.values, placeOf(resource), report);
  }

  /** Equal for blocks that are one element of a set; undefined where a value is not known. */
  public get elementKey(): string | undefined {
    return elementKey(this.fields);
  }

  /** The value as it stands there. */
  public value(name: string): unknown {
    const value = member(this.fields, name);
    return value === '' ? undefined : value;
  }

  public text(name: string): string | Unresolved | undefined {
    const value = this.value(name);
    return value === undefined ? undefined : this.asText(name, value);
  }

  /** A list of texts; one unresolved text where the list is not known. */
  public texts(name: string): readonly (string | Unresolved)[] {
    const value = this.value(name);
    if (value === undefined) {
      return [];
    }
    if (Array.isArray(value)) {
      return value.map((item: unknown, i) => this.asText(`${name}[${i}]`, item === null ? undefined : item));
    }
    return [value instanceof Unresolved ? value : this.wrong(name, value, 'a list of texts')];
  }

  /** A name, as far as it is known, for tables and messages. */
  public name(): string {
    const name = this.text('name');
    return name === undefined ? '' : shown(typeof name === 'string' ? name : name.text);
  }

  public integer(name: string): number | Unknown | undefined {
    const value = this.value(name);
    if (value === undefined) {
      return undefined;
    }
    const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
    if (typeof number === 'number' && Number.isSafeInteger(number)) {
      return number;
    }
    return (number instanceof Unresolved ? number : this.wrong(name, value, 'a whole number')).unknown;
  }

  /** A number that has to be there. */
  public requiredInteger(name: string): number | Unknown {
    return this.integer(name) ?? this.wrong(name, undefined, 'a whole number').unknown;
  }

  public flag(name: string): boolean | Unknown | undefined {
    const value = this.value(name);
    if (value === undefined || typeof value === 'boolean') {
      return value;
    }
    if (value === 'true' || value === 'false') {
      return value === 'true';
    }
    return (value instanceof Unresolved ? value : this.wrong(name, value, 'true or false')).unknown;
  }

  /** One of some words. Azure and the provider compare letter for letter; what is meant is read, and said. */
  public choice<T extends string>(name: string, allowed: readonly T[]): T | Unknown {
    return this.asChoice(name, this.value(name), allowed);
  }

  public choices<T extends string>(name: string, allowed: readonly T[]): readonly (T | Unknown)[] {
    return this.texts(name).map((text, i) => this.asChoice(`${name}[${i}]`, text, allowed));
  }

  /** Blocks of a name, given as a list or, where there is one, as itself. */
  public blocks(name: string): Arguments[] {
    if (itemsOf(member(this.fields, 'dynamic')).some((block) => !isFields(block) || member(block, name) !== undefined)) {
      this.gap(`dynamic "${name}"`, 'a dynamic block cannot be evaluated here; give the JSON of a plan');
    }
    const value = this.value(name);
    const list: readonly unknown[] = value === undefined ? [] : Array.isArray(value) ? value as unknown[] : [value];
    return list.flatMap((item, i) => {
      if (isFields(item)) {
        const by = madeBy(item);
        const place = { ...this.partOf(`${name}[${i}]`, labelOf(name, i, item)), ...(by !== undefined && { madeBy: by }) };
        return [new Arguments(item, place, this.report, this.gaps)];
      }
      const part = Array.isArray(value) ? `${name}[${i}]` : name;
      this.gap(part, item instanceof Unresolved
        ? `${described(item)} cannot be evaluated here${item instanceof KnownLater ? '' : '; give the JSON of a plan'}`
        : `it is ${described(item ?? undefined)}; it takes an object`);
      return [];
    });
  }

  /** Reports that a part could not be read, and keeps that what was read is not all. */
  public gap(part: string, message: string): void {
    const place = this.partOf(part);
    this.report(place, message);
    this.gaps.push({ place, why: `${place.resource}: ${part}: ${message}` });
  }

  /** Reports what is wrong with an argument. */
  public problem(name: string, message: string, more: Omit<ReadingProblem, 'place' | 'message'> = {}): void {
    this.report(this.partOf(name), message, more);
  }

  private partOf(part: string, label = part): Place {
    const { file, resource, part: own, label: ownLabel = own } = this.place;
    const whole = own === undefined ? part : `${own}.${part}`;
    const named = ownLabel === undefined ? label : `${ownLabel}.${label}`;
    return { file, resource, part: whole, ...(named !== whole && { label: named }) };
  }

  private asText(name: string, value: unknown): string | Unresolved {
    if (typeof value === 'string' || value instanceof Unresolved) {
      return value;
    }
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : this.wrong(name, value, 'a text');
  }

  private asChoice<T extends string>(name: string, value: unknown, allowed: readonly T[]): T | Unknown {
    if (value instanceof Unresolved) {
      return value.unknown;
    }
    if (allowed.includes(value as T)) {
      return value as T;
    }
    const choices = `one of ${allowed.map((word) => `"${word}"`).join(', ')}`;
    const meant = typeof value === 'string' ? allowed.find((word) => word.toLowerCase() === value.toLowerCase()) : undefined;
    if (meant === undefined) {
      return this.wrong(name, value, choices).unknown;
    }
    this.problem(name, `it is ${described(value)}; it takes ${choices}, and is read as "${meant}"`);
    return meant;
  }

  private wrong(name: string, value: unknown, allowed: string): Unresolved {
    const message = `it is ${described(value)}; it takes ${allowed}`;
    this.problem(name, message);
    return new Unresolved(`${name}: ${message}`);
  }
}

/** A block by its name, which stays when others come before it. */
function labelOf(block: string, index: number, fields: Fields): string {
  const name = member(fields, 'name');
  return typeof name === 'string' && name !== '' ? `${block} ${shown(name)}` : `${block}[${index}]`;
}

/** Where a resource stands. */
export function placeOf({ file, address }: Pick<Resource, 'file' | 'address'>): Place {
  return { file, resource: shown(address) };
}

/** Whether a value of the model is known. */
export function isKnown<T>(value: T | Unknown): value is T {
  return typeof value !== 'object' || value === null || !Object.hasOwn(value, 'unknown');
}
