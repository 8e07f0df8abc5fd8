import { Dimension, POINT, Points } from './points';

/** Finds the rules that have a point on one of their sides. */
export class PointIndex {
  /** Rules whose side has so many classes that they are not listed under them. */
  public readonly wide: Int32Array;
  /** 1 for these rules. */
  public readonly isWide: Uint8Array;
  /** The other rules that have symbols. */
  private readonly symbolic: readonly number[];
  /** Where the rules of a class begin, and with the next class, end. */
  private readonly begins: Int32Array;
  private readonly rules: Int32Array;
  private readonly ofSymbol = new Map<number, number[]>();
  /** The number of the search that met a rule last. */
  private readonly met: Int32Array;
  private search = 0;

  /** @param sideOf the number of the side of each rule */
  public constructor(private readonly dimension: Dimension, private readonly sideOf: Int32Array) {
    const { sides, classCount } = dimension;
    const wide: number[] = [];
    this.begins = new Int32Array(classCount + 1);
    const places = new Int32Array(classCount + 1);
    const narrow: number[] = [];
    const symbolic: number[] = [];
    sideOf.forEach((side, rule) => {
      const { classes, symbols } = sides[side]!;
      if (classes.isWide) {
        wide.push(rule);
        return;
      }
      narrow.push(rule);
      classes.list.forEach((one) => this.begins[one + 1]!++);
      if (symbols.length > 0) {
        symbolic.push(rule);
      }
      symbols.forEach((symbol) => this.ofSymbol.set(symbol, this.ofSymbol.get(symbol) ?? []).get(symbol)!.push(rule));
    });
    for (let one = 0; one < classCount; one++) {
      places[one + 1] = this.begins[one + 1]! += this.begins[one]!;
    }
    this.rules = new Int32Array(this.begins[classCount]!);
    for (const rule of narrow) {
      for (const one of sides[sideOf[rule]!]!.classes.list) {
        this.rules[places[one]!++] = rule;
      }
    }
    this.wide = Int32Array.from(wide);
    this.isWide = new Uint8Array(sideOf.length);
    wide.forEach((rule) => this.isWide[rule] = 1);
    this.symbolic = symbolic;
    this.met = new Int32Array(sideOf.length);
  }

  public has(rule: number, points: Points, at: number): boolean {
    return this.dimension.holds(this.sideOf[rule]!, points, at);
  }

  /** How many rules are listed under some points. */
  public cost(points: Points): number {
    let cost = 0;
    for (let at = 0; at < points.length; at += POINT) {
      cost += this.costAt(points, at);
    }
    return cost;
  }

  /** How many rules are listed under the point that begins at a place. */
  public costAt(points: Points, at: number): number {
    const one = points[at]!;
    let cost = this.begins[one + 1]! - this.begins[one]!;
    for (let i = at + 1; i < at + POINT && points[i]! >= 0; i++) {
      for (const symbol of this.dimension.widerOf(points[i]!)) {
        cost += this.ofSymbol.get(symbol)?.length ?? 0;
      }
    }
    return cost;
  }

  /**
   * Writes the numbers of the rules that have a point, but for those that are not listed, in no order. Of those outside the bounds some
   * may be among them.
   * @param from the first rule that is asked for, and `until` the one after the last
   * @returns how many they are
   */
  public collect(points: Points, at: number, into: Int32Array, from: number, until: number): number {
    let count = 0;
    const one = points[at]!;
    // They are in order.
    for (let i = this.begins[one]!; i < this.begins[one + 1]! && this.rules[i]! < until; i++) {
      if (this.rules[i]! >= from) {
        into[count++] = this.rules[i]!;
      }
    }
    if (points[at + 1]! >= 0) {
      this.search++;
      for (let i = 0; i < count; i++) {
        this.met[into[i]!] = this.search;
      }
      count = this.collectOf(points[at + 1]!, into, count);
      count = points[at + 2]! >= 0 ? this.collectOf(points[at + 2]!, into, count) : count;
    }
    return count;
  }

  /**
   * Writes the numbers of all rules that may have flows in common with a side, and perhaps of some that do not, each once, in no order.
   * @returns how many they are
   */
  public collectMeeting(side: number, into: Int32Array): number {
    this.search++;
    let count = 0;
    const add = (rule: number): void => {
      if (this.met[rule] !== this.search) {
        this.met[rule] = this.search;
        into[count++] = rule;
      }
    };
    this.wide.forEach(add);
    this.symbolic.forEach(add);
    for (const one of this.dimension.sides[side]!.classes.list) {
      for (let i = this.begins[one]!; i < this.begins[one + 1]!; i++) {
        add(this.rules[i]!);
      }
    }
    return count;
  }

  /** How many rules that is at most; all of them for a side with symbols, which any class may meet. */
  public meetingCost(side: number): number {
    const { classes, symbols } = this.dimension.sides[side]!;
    return symbols.length > 0 ? Infinity :
      classes.list.reduce((cost, one) => cost + this.begins[one + 1]! - this.begins[one]!, this.wide.length + this.symbolic.length);
  }

  private collectOf(symbol: number, into: Int32Array, before: number): number {
    let count = before;
    for (const wider of this.dimension.widerOf(symbol)) {
      for (const rule of this.ofSymbol.get(wider) ?? []) {
        if (this.met[rule] !== this.search) {
          this.met[rule] = this.search;
          into[count++] = rule;
        }
      }
    }
    return count;
  }
}
