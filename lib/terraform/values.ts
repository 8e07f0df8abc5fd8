import { compareTexts } from '../azure/text-order';
import { Fields, isFields, UnsaidValue } from '../network/fields';
import type { Unknown } from '../network/network';
import { shown } from '../network/shown';

/** An attribute of a resource, which a reference names. */
export interface ReferenceTarget {
  /** The file group in which addresses are unique. */
  readonly group: string;
  /** Address of the resource in its group. */
  readonly address: string;
  /** `id`, or `ip_configuration[0].private_ip_address`; empty when Terraform does not say. */
  readonly attribute: string;
}

/** What stands in for a value that the documents do not say. */
export class Unresolved extends UnsaidValue {
  /**
   * @param text the expression, or why the value is not known
   * @param symbol equal for values that are equal for certain
   * @param target the attribute that it will be the value of
   * @param part when it is one of the parts of a text that are separated by `/`: of which value, and which of them
   * @param below when it is an id with the type and the name of something inside: of which value, and what follows it
   * @param ends what the text begins and ends with, as far as that is known
   * @param pieces what the text is made of, one after the other
   * @param instances when it is of one of the instances of a resource, and not known of which
   */
  constructor(
    public readonly text: string,
    public readonly symbol?: string,
    public readonly target?: ReferenceTarget,
    public readonly part?: { readonly of: Unresolved; readonly index: number },
    public readonly below?: { readonly of: Unresolved; readonly rest: string },
    public readonly ends?: { readonly first: string; readonly last: string },
    public readonly pieces?: readonly unknown[],
    public readonly instances?: ReferenceTarget,
  ) {
    super();
  }

  public get unknown(): Unknown {
    const isVariable = /^var\.[\w-]+$/.test(this.text);
    return { unknown: shown(this.text), ...(this.symbol === undefined ? {} : { symbol: this.symbol }), ...(isVariable && { isVariable }) };
  }

  public get words(): string {
    return `the expression ${shown(this.text)}`;
  }
}

/** A value that nobody evaluates here, with the function that is the reason. */
export class NotEvaluated extends Unresolved {
  constructor(text: string, public readonly why: string, public readonly remedy = 'a plan has its value') {
    super(`${text} (${why}; ${remedy})`);
  }
}

/** A value that is written in a way that is not read, with its name in words. */
export class NotRead extends Unresolved {
  public override get words(): string {
    return this.text;
  }
}

/** A value that a plan has only after apply, with the references of the expression that it comes from. */
export class KnownLater extends Unresolved {
  /** @param facts its symbol and target, and what else to say of it */
  constructor(
    private readonly references: readonly string[],
    { symbol, target, note }: { readonly symbol?: string; readonly target?: ReferenceTarget; readonly note?: string },
  ) {
    super(references.length === 0 ? KNOWN_LATER : `${references.join(', ')} (${KNOWN_LATER}${note === undefined ? '' : `, and ${note}`})`,
      symbol, target);
  }

  public override get words(): string {
    return this.references.length === 0 ? `a value ${KNOWN_LATER}` : super.words;
  }
}

/** What stands for a value that is made of one that is not known, with the same reason. */
export function unknownBecause(text: string, cause: unknown, symbol?: string): Unresolved {
  return cause instanceof NotEvaluated ? new NotEvaluated(text, cause.why, cause.remedy) : new Unresolved(text, symbol);
}

/** What a plan says of a value that it does not say. */
export const KNOWN_LATER = 'known after apply';

/** Members as pairs, without the comments that JSON for Terraform holds under `//`, in the order of their keys. */
export function entries(value: unknown): [key: string, value: unknown][] {
  return isFields(value) ? Object.entries(value).filter(([key]) => key !== '//').sort(([a], [b]) => compareTexts(a, b)) : [];
}

/** Blocks of a name, each of which JSON for Terraform writes as an object or as a list of objects. */
export function blocksOf(value: unknown): readonly Fields[] {
  return itemsOf(value).filter(isFields);
}

/** A list, or what stands in for one with a single element. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}
