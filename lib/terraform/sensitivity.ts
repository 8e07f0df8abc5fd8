import { isPlain, TerraformSet } from './computed';
import { isFields } from '../network/fields';
import { Unresolved } from './values';

/** A value that nothing may show. What is made of it is one as well. Source: Terraform 1.11, sensitive data in expressions. */
export class Sensitive {
  /** @param value without marks of its own inside */
  constructor(public readonly value: unknown) {}
}

/** Functions that give what is inside of their arguments as it is, so that marks inside stay where they are. */
const REARRANGING: ReadonlySet<string> = new Set([
  'merge', 'concat', 'lookup', 'element', 'slice', 'reverse', 'values', 'keys', 'length', 'one', 'zipmap', 'chunklist', 'coalescelist',
  'tolist', 'tomap', 'flatten',
]);

/** Takes what must not be shown, and what may be shown because somebody says so. */
export interface Secrets {
  readonly hide: (value: unknown) => void;
  readonly show: (value: unknown) => void;
}

/** Marks of sensitive values through expressions, as Terraform carries them. */
export class Sensitivity {
  /** Most configurations have none, and are not searched for any. */
  private isUsed = false;

  constructor(private readonly secrets: Secrets) {}

  /** The value with a mark. What is not known has nothing to show. */
  public marked(value: unknown): unknown {
    if (value === undefined || value === null || value instanceof Unresolved) {
      return value;
    }
    this.isUsed = true;
    const inner = this.opened(value);
    scalars(inner).forEach((one) => this.secrets.hide(one));
    return new Sensitive(inner);
  }

  /** A value that somebody says may be shown. */
  public unmarked(value: unknown): unknown {
    if (!(value instanceof Sensitive)) {
      return value;
    }
    scalars(value.value).forEach((one) => this.secrets.show(one));
    return value.value;
  }

  /** What is computed of values: with a mark where one of them has one, or something inside of one. */
  public lifted(values: readonly unknown[], work: (values: readonly unknown[]) => unknown): unknown {
    return this.isUsed && values.some(holdsMark) ? this.marked(work(values.map((value) => this.opened(value)))) : work(values);
  }

  /** The same for a call of a function. */
  public called(name: string, args: readonly unknown[], work: (values: readonly unknown[]) => unknown): unknown {
    if (!this.isUsed || !REARRANGING.has(name) || (name === 'flatten' && args.some(holdsMarkedList))) {
      return this.lifted(args, work);
    }
    const inner = args.map((arg) => (arg instanceof Sensitive ? arg.value : arg));
    const value = work(inner);
    return args.some((arg) => arg instanceof Sensitive) ? this.marked(value) : value;
  }

  /** What is found inside of a value that has a mark, or not. */
  public inside(value: unknown, work: (value: unknown) => unknown): unknown {
    return value instanceof Sensitive ? this.marked(work(value.value)) : work(value);
  }

  private opened(value: unknown): unknown {
    return this.isUsed && holdsMark(value) ? withoutMarks(value) : value;
  }
}

/** Keys and values of a collection, which have the mark that it has. */
export function openedItems<T>(over: unknown, items: (over: unknown) => readonly (readonly [key: unknown, value: T])[] | undefined,
): readonly (readonly [key: unknown, value: unknown])[] | undefined {
  return over instanceof Sensitive
    ? items(over.value)?.map(([key, value]) => [new Sensitive(key), new Sensitive(value)] as const)
    : items(over);
}

/** Whether there is a mark on a value or inside of it. */
export function holdsMark(value: unknown): boolean {
  return value instanceof Sensitive || insideOf(value).some(holdsMark);
}

function holdsMarkedList(value: unknown): boolean {
  return value instanceof Sensitive ? Array.isArray(value.value) || value.value instanceof TerraformSet : insideOf(value)
    .some(holdsMarkedList);
}

function insideOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value as unknown[] : isFields(value) && isPlain(value) ? Object.values(value) : [];
}

/** A value without the marks on it and inside of it. */
export function withoutMarks(value: unknown): unknown {
  if (value instanceof Sensitive) {
    return value.value;
  }
  if (Array.isArray(value)) {
    return value.map(withoutMarks);
  }
  return isFields(value) && isPlain(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutMarks(item)]))
    : value;
}

/** Texts, numbers and truth values of a value, however deeply they are nested. */
export function scalars(value: unknown): unknown[] {
  const found: unknown[] = [];
  const left: unknown[] = [value];
  while (left.length > 0) {
    const one = left.pop();
    const inner = one instanceof TerraformSet ? one.items : insideOf(one);
    if (typeof one !== 'object' || one === null) {
      found.push(one);
    }
    inner.forEach((item) => left.push(item));
  }
  return found;
}
