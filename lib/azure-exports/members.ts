import { withoutSlash } from './arm-id';
import { described, Fields, isFields, member, UnsaidValue } from '../network/fields';
import type { Place, ReportProblem, Unknown } from '../network/network';
import { shown } from '../network/shown';
import { isUnknown } from '../network/unknown';

/** An expression of a template whose value the file does not say. */
export class Unevaluated extends UnsaidValue {
  constructor(public readonly text: string) {
    super();
  }

  public get unknown(): Unknown {
    return { unknown: shown(this.text) };
  }

  public get words(): string {
    return `the expression ${shown(this.text)}`;
  }

  /** Why it is not known, as a sentence of its own. */
  public get why(): string {
    return `${this.words} is not evaluated`;
  }
}

/** What files say different things of. */
export class Contradicted extends Unevaluated {
  public override get words(): string {
    return 'not the same in all files';
  }

  public override get why(): string {
    return shown(this.text);
  }
}

/** What PowerShell left out because it is nested deeply. A message says so once for the file. */
export class CutOff extends Unevaluated {
  public override get words(): string {
    return 'cut by PowerShell';
  }

  public override get why(): string {
    return 'PowerShell cut it';
  }
}

/** A resource, or a part of one, each member read as the type that it has. */
export class Members {
  constructor(private readonly fields: Fields, public readonly place: Place, private readonly report: ReportProblem,
    public readonly gaps: string[] = []) {}

  public has(name: string): boolean {
    return this.value(name) !== undefined;
  }

  public value(name: string): unknown {
    return member(this.fields, name);
  }

  public text(name: string): string | Unknown | undefined {
    const value = this.value(name);
    return value === undefined || value === '' ? undefined : this.asText(name, value);
  }

  public texts(name: string): (string | Unknown)[] {
    return this.list(name).map((item, i) => this.asText(`${name}[${i}]`, item ?? undefined));
  }

  /** The name of it, as far as it is known, for tables and messages. */
  public name(): string {
    const name = this.text('name');
    return name === undefined ? '' : shown(isUnknown(name) ? name.unknown : name);
  }

  public integer(name: string): number | Unknown {
    const value = this.value(name);
    return typeof value === 'number' && Number.isSafeInteger(value) ? value : this.wrong(name, value, 'a whole number');
  }

  public flag(name: string): boolean | Unknown | undefined {
    const value = this.value(name);
    return value === undefined || typeof value === 'boolean' ? value : this.wrong(name, value, 'true or false');
  }

  /** One of some words. Azure writes them in more than one case. */
  public choice<T extends string>(name: string, allowed: readonly T[]): T | Unknown {
    return this.asChoice(name, this.value(name), allowed);
  }

  public choices<T extends string>(name: string, allowed: readonly T[]): (T | Unknown)[] {
    return this.list(name).map((item, i) => this.asChoice(`${name}[${i}]`, item, allowed));
  }

  /** The id in a reference; a whole resource can stand in its place. */
  public reference(name: string): string | Unknown | undefined {
    const value = this.value(name);
    return value === undefined ? undefined : this.idOf(name, value);
  }

  public references(name: string): (string | Unknown)[] {
    return this.list(name).map((item, i) => this.idOf(`${name}[${i}]`, item));
  }

  /** Objects of a list, each with its name in the place. */
  public parts(name: string): Members[] {
    const list = this.list(name);
    return (Array.isArray(this.value(name)) ? list : []).flatMap((item, i) => {
      if (!isFields(item)) {
        this.lacks(`${name}[${i}]`, item, 'an object');
        return [];
      }
      const own = member(item, 'name');
      const part = typeof own === 'string' && own !== '' ? `${name} ${shown(own)}` : `${name}[${i}]`;
      return [new Members(item, this.partOf(part), this.report, this.gaps)];
    });
  }

  /** An object in a member. */
  public part(name: string): Members | undefined {
    const value = this.value(name);
    if (value === undefined) {
      return undefined;
    }
    if (!isFields(value)) {
      this.lacks(name, value, 'an object');
      return undefined;
    }
    return new Members(value, this.partOf(name), this.report, this.gaps);
  }

  /** Reports that a part could not be read, and keeps that what was read is not all. */
  public gap(part: string, message: string): void {
    this.problem(part, message);
    this.gaps.push(`${part}: ${message}`);
  }

  public problem(part: string, message: string): void {
    this.report(this.partOf(part), message);
  }

  /** Reports a part of another type than it takes. */
  private lacks(part: string, value: unknown, takes: string): void {
    if (value instanceof CutOff) {
      this.gaps.push(`${part}: ${value.why}`);
    } else {
      this.gap(part, value instanceof Unevaluated ? value.why : `it is ${described(value)}; it takes ${takes}`);
    }
  }

  private list(name: string): readonly unknown[] {
    const value = this.value(name);
    if (value === undefined || Array.isArray(value)) {
      return value ?? [];
    }
    this.lacks(name, value, 'a list');
    return [value instanceof Unevaluated ? value : new Unevaluated(`${name}: not a list`)];
  }

  private idOf(name: string, value: unknown): string | Unknown {
    const id = isFields(value) ? member(value, 'id') : value;
    return typeof id === 'string' && id.startsWith('/') ? withoutSlash(id) : id instanceof Unevaluated ? id.unknown
      : this.wrong(name, id, 'an object with the id of a resource');
  }

  private partOf(part: string): Place {
    const { place } = this;
    return { ...place, part: place.part === undefined ? part : `${place.part}.${part}` };
  }

  private asText(name: string, value: unknown): string | Unknown {
    return typeof value === 'string' ? value : value instanceof Unevaluated ? value.unknown : this.wrong(name, value, 'a text');
  }

  private asChoice<T extends string>(name: string, value: unknown, allowed: readonly T[]): T | Unknown {
    if (value instanceof Unevaluated) {
      return value.unknown;
    }
    const lower = typeof value === 'string' ? value.toLowerCase() : undefined;
    return allowed.find((word) => word.toLowerCase() === lower) ?? this.wrong(name, value,
      `one of ${allowed.map((word) => `"${word}"`).join(', ')}`);
  }

  private wrong(name: string, value: unknown, allowed: string): Unknown {
    if (value instanceof Unevaluated) {
      return value.unknown;
    }
    const message = `it is ${described(value)}; it takes ${allowed}`;
    this.problem(name, message);
    return { unknown: `${name}: ${message}` };
  }
}
