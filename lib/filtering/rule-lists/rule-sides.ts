import { AddressInterval } from '../../network/network';
import { AddressClasses, IntervalTable } from './address-classes';
import { Term } from './list-rule';
import { WHOLE_FAMILIES } from '../../network/interval-set';
import { SymbolTable } from './symbol-table';

/** The sources or the destinations of a rule, as classes of addresses and symbols. */
export interface RuleSide {
  /** In order. */
  readonly classes: ClassSet;
  /** Symbols without known addresses, in order, without those that another of them holds. */
  readonly symbols: readonly number[];
}

/** Numbers of classes. */
export class ClassSet {
  /** A bit for each class; only for sets that this takes less room for than the list does. */
  private readonly bits: Uint32Array | undefined;

  /** @param list in order */
  public constructor(public readonly list: Int32Array, private readonly classCount: number) {
    if (list.length > 4 && list.length * 32 >= classCount) {
      this.bits = new Uint32Array((classCount + 31) >>> 5);
      for (const one of list) {
        this.bits[one >>> 5]! |= 1 << (one & 31);
      }
    }
  }

  /** Whether all classes are in it. */
  public get isAll(): boolean {
    return this.list.length === this.classCount;
  }

  /** Whether it has so many classes that it is better not to be found under each of them. */
  public get isWide(): boolean {
    return this.list.length > 8 && this.list.length * 16 > this.classCount;
  }

  public has(one: number): boolean {
    if (this.bits !== undefined) {
      return (this.bits[one >>> 5]! & (1 << (one & 31))) !== 0;
    }
    let [from, to] = [0, this.list.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (this.list[middle]! < one) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return this.list[from] === one;
  }

  /** The classes that are in the other set too. */
  public and(other: ClassSet): Int32Array {
    return other.list.length < this.list.length ? other.list.filter((one) => this.has(one)) : this.list.filter((one) => other.has(one));
  }
}

/** All sides of one kind, each different list of terms once. */
export class SideTable {
  private readonly intervals = new IntervalTable();
  private readonly numbers = new Map<number | string, number>();
  /** Rules that have the same list of terms. */
  private readonly lists = new Map<readonly Term[], number>();
  private readonly sets: { readonly intervals: readonly number[]; readonly symbols: readonly number[] }[] = [];

  public constructor(private readonly symbols: SymbolTable) {}

  public numberOf(terms: readonly Term[]): number {
    let number = this.lists.get(terms);
    if (number === undefined) {
      number = this.numbered(terms);
      this.lists.set(terms, number);
    }
    return number;
  }

  private numbered(terms: readonly Term[]): number {
    const intervals: number[] = [];
    const symbols: number[] = [];
    const known: string[] = [];
    for (const term of terms) {
      switch (term.kind) {
        case 'any':
          this.addIntervals([WHOLE_FAMILIES[4], WHOLE_FAMILIES[6]], intervals);
          break;
        case 'interval':
          this.addInterval(term.interval, intervals);
          break;
        case 'symbol':
          if (this.symbols.intervalsOf(term.symbol) === undefined) {
            symbols.push(this.symbols.numberOf(term.symbol));
          } else {
            known.push(term.symbol);
          }
          break;
      }
    }
    const set = { intervals: distinct(intervals), symbols: distinct(symbols) };
    // The commonest sides by far are one interval.
    const key = terms.length === 1 && intervals.length === 1 ? intervals[0]!
      : `${set.intervals.join()};${set.symbols.join()}${known.length === 0 ? '' : `;${JSON.stringify(known.sort())}`}`;
    let number = this.numbers.get(key);
    if (number === undefined) {
      known.forEach((symbol) => this.addIntervals(this.symbols.intervalsOf(symbol)!, intervals));
      number = this.sets.push(known.length === 0 ? set : { intervals: distinct(intervals), symbols: set.symbols }) - 1;
      this.numbers.set(key, number);
    }
    return number;
  }

  /** The sides, their number being their place, and for each symbol the classes that its addresses can be in. */
  public finish(): { sides: readonly RuleSide[]; domains: readonly ClassSet[]; classes: AddressClasses } {
    const domains: (readonly number[])[] = [];
    // Reading one symbol can give more of them.
    for (let symbol = 0; symbol < this.symbols.count; symbol++) {
      const domain: number[] = [];
      this.addIntervals(this.symbols.symbol(symbol).domain, domain);
      domains.push(domain);
    }
    const classes = this.intervals.classes([...this.sets.map(({ intervals }) => intervals), ...domains]);
    const sets = classes.ofSets.map((list) => new ClassSet(list, classes.count));
    const sides = this.sets.map(({ symbols }, i) => ({ classes: sets[i]!, symbols: this.widest(symbols) }));
    return { sides, domains: sets.slice(this.sets.length), classes };
  }

  private addIntervals(intervals: readonly AddressInterval[], to: number[]): void {
    intervals.forEach((interval) => this.addInterval(interval, to));
  }

  private addInterval(interval: AddressInterval, to: number[]): void {
    if (interval.first <= interval.last) {
      to.push(this.intervals.numberOf(interval));
    }
  }

  /** Without those that another holds; of symbols that hold each other the first stays. */
  private widest(symbols: readonly number[]): readonly number[] {
    const holds = (holder: number, symbol: number): boolean => this.symbols.symbol(symbol).wider.includes(holder);
    return symbols.filter((one) => !symbols.some((other) => other !== one && holds(other, one) && (other < one || !holds(one, other))));
  }
}

/** The numbers in order, each once. The list is put in order too. */
function distinct(numbers: number[]): readonly number[] {
  return numbers.length < 2 ? numbers : numbers.sort((a, b) => a - b).filter((one, i) => one !== numbers[i - 1]);
}
