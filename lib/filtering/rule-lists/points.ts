import { ClassSet, RuleSide } from './rule-sides';

/**
 * Where a flow can come from or go to, as three numbers each: the class of its address, and at most two symbols without known
 * addresses that the address is in (else -1). It is then also in all wider symbols, and in no other.
 *
 * Two symbols are enough. Whatever is asked of rules here is whether there is a flow that one or two rules match (the rule, and one
 * that would decide otherwise), and some others do not. A rule that matches a flow also matches one that is in more symbols. So if
 * there is such a flow at all, there is one whose address is in no more symbols than the two rules need.
 */
export type Points = Int32Array;

/** Numbers that a point takes. */
export const POINT = 3;

/** From how many classes on those are left out that others stand for. */
const MANY = 4;

/** How many sets are tried for being inside another, since leaving points out only saves time. */
const TRIED = 8;

/** All sides of one kind, and the points that stand for what is in one of them, or in two. */
export class Dimension {
  private readonly ofSide: (Points | undefined)[];
  private readonly identities: (number | undefined)[];
  private readonly descriptions = new Map<string, number>();
  private readonly everything: boolean[];
  private classOrder: ClassOrder | undefined;

  public constructor(
    public readonly sides: readonly RuleSide[],
    private readonly domains: readonly ClassSet[],
    private readonly wider: readonly (readonly number[])[],
    public readonly classCount: number,
  ) {
    this.ofSide = new Array<Points | undefined>(sides.length);
    this.identities = new Array<number | undefined>(sides.length);
    this.everything = sides.map(({ classes }) => classes.isAll);
  }

  /** Long lists of rules for one address each ask for none. */
  private get order(): ClassOrder {
    return (this.classOrder ??= new ClassOrder(this.sides.map(({ classes }) => classes), this.classCount));
  }

  /** Symbols that hold all of a symbol, itself among them. */
  public widerOf(symbol: number): readonly number[] {
    return this.wider[symbol]!;
  }

  /** Whether a side has the point that begins at a place. */
  public holds(side: number, points: Points, at: number): boolean {
    const { classes, symbols } = this.sides[side]!;
    return classes.has(points[at]!) ||
      (symbols.length > 0 && (this.isIn(points[at + 1]!, symbols) || this.isIn(points[at + 2]!, symbols)));
  }

  /** Points such that who has all of them has all of the side. */
  public of(side: number): Points {
    return (this.ofSide[side] ??= this.common(side, side));
  }

  /** Whether a side has all of another. */
  public contains(holder: number, side: number): boolean {
    if (holder === side || this.everything[holder]!) {
      return true;
    }
    const points = this.of(side);
    for (let at = 0; at < points.length; at += POINT) {
      if (!this.holds(holder, points, at)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Points such that who has all of them has all that is in both sides.
   * @param withAll whether to have a point for each class of addresses that both sides have
   */
  public ofBoth(one: number, other: number, withAll = false): Points {
    return withAll
      ? this.common(one, other, true)
      : one === other || this.everything[other]! ? this.of(one)
      : this.everything[one]! ? this.of(other)
      : this.common(one, other);
  }

  /** Whether something can be in both sides. */
  public mayMeet(one: number, other: number): boolean {
    const [a, b] = [this.sides[one]!, this.sides[other]!];
    if (a.symbols.length > 0 || b.symbols.length > 0) {
      return this.ofBoth(one, other).length > 0;
    }
    const [few, many] = a.classes.list.length < b.classes.list.length ? [a.classes, b.classes] : [b.classes, a.classes];
    return few.list.some((one) => many.has(one));
  }

  /** Equal for sides that have the same flows, and for no others. */
  public identity(side: number): number {
    return (this.identities[side] ??= this.numberOf(this.describe(this.sides[side]!)));
  }

  private numberOf(description: string): number {
    const number = this.descriptions.get(description) ?? this.descriptions.size;
    this.descriptions.set(description, number);
    return number;
  }

  private describe({ classes, symbols }: RuleSide): string {
    const needed = symbols.filter((symbol) => this.domains[symbol]!.list.some((one) => !classes.has(one)));
    // Of symbols that hold each other, one stands for all.
    const names = needed.map((symbol) => this.wider[symbol]!.find((other) => this.wider[other]!.includes(symbol))!);
    return `${classes.list.join()};${names.sort((a, b) => a - b).join()}`;
  }

  private common(one: number, other: number, withAll = false): Points {
    const [a, b] = [this.sides[one]!, this.sides[other]!];
    const points: number[] = [];
    const add = (classes: Int32Array, first: number, second: number): void => {
      for (const each of classes.length < MANY ? classes : this.order.least(classes)) {
        points.push(each, first, second);
      }
    };
    const both = one === other ? a.classes.list : a.classes.and(b.classes);
    if (withAll) {
      both.forEach((each) => points.push(each, -1, -1));
    } else {
      add(both, -1, -1);
    }
    for (const symbol of a.symbols) {
      const domain = this.domains[symbol]!;
      add((this.isIn(symbol, b.symbols) ? domain.list : domain.and(b.classes)).filter((each) => !a.classes.has(each)), symbol, -1);
    }
    if (one === other) {
      return Int32Array.from(points);
    }
    for (const symbol of b.symbols) {
      const domain = this.domains[symbol]!;
      add((this.isIn(symbol, a.symbols) ? domain.list : domain.and(a.classes)).filter((each) => !b.classes.has(each)), symbol, -1);
    }
    for (const first of a.symbols.filter((symbol) => !this.isIn(symbol, b.symbols))) {
      for (const second of b.symbols.filter((symbol) => !this.isIn(symbol, a.symbols))) {
        add(this.domains[first]!.and(this.domains[second]!).filter((each) => !a.classes.has(each) && !b.classes.has(each)), first, second);
      }
    }
    return Int32Array.from(points);
  }

  private isIn(symbol: number, symbols: readonly number[]): boolean {
    if (symbol < 0 || symbols.length === 0) {
      return false;
    }
    for (const wider of this.wider[symbol]!) {
      if (symbols.includes(wider)) {
        return true;
      }
    }
    return false;
  }
}

/** Which classes are in all sets that others are in. Who is to have them all needs only be asked for the others. */
class ClassOrder {
  /** The classes of fewer sets first. */
  private readonly rank: Int32Array;
  private readonly narrow: ClassSet[][];
  private readonly words: number;
  private readonly wide: Uint32Array;

  public constructor(sets: readonly ClassSet[], classCount: number) {
    const wide = sets.filter((set) => set.isWide);
    this.words = (wide.length + 31) >>> 5;
    this.wide = new Uint32Array(this.words * classCount);
    const weight = new Int32Array(classCount);
    wide.forEach((set, i) => set.list.forEach((one) => {
      this.wide[one * this.words + (i >>> 5)]! |= 1 << (i & 31);
      weight[one]!++;
    }));
    this.narrow = Array.from({ length: classCount }, () => []);
    sets.filter((set) => !set.isWide).forEach((set) => set.list.forEach((one) => {
      this.narrow[one]!.push(set);
      weight[one]!++;
    }));
    this.rank = new Int32Array(classCount);
    Array.from(weight.keys()).sort((a, b) => weight[a]! - weight[b]! || a - b).forEach((one, rank) => {
      this.rank[one] = rank;
    });
  }

  /** Some of the classes, such that each of the others is in all sets that one of these is in. */
  public least(classes: Int32Array): Int32Array {
    const kept: number[] = [];
    for (const one of Int32Array.from(classes).sort((a, b) => this.rank[a]! - this.rank[b]!)) {
      let isLeast = true;
      for (let i = 0; isLeast && i < kept.length && i < TRIED; i++) {
        isLeast = !this.isBelow(kept[i]!, one);
      }
      if (isLeast) {
        kept.push(one);
      }
    }
    return Int32Array.from(kept);
  }

  /** Whether all sets of the first have the second. */
  private isBelow(first: number, second: number): boolean {
    for (let word = 0; word < this.words; word++) {
      if ((this.wide[first * this.words + word]! & ~this.wide[second * this.words + word]!) !== 0) {
        return false;
      }
    }
    return this.narrow[first]!.every((set) => set.has(second));
  }
}
