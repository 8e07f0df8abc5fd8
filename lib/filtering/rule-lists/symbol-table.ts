import { AddressInterval } from '../../network/network';
import { IntervalSet, WHOLE_FAMILIES } from '../../network/interval-set';
import { Symbols } from './list-rule';

/** A symbol whose addresses are not known. */
interface UnknownSymbol {
  readonly name: string;
  /** Numbers of the symbols that hold all of it, itself among them. */
  readonly wider: readonly number[];
  /** All addresses that it may have. */
  readonly domain: readonly AddressInterval[];
}

/** Numbers for symbols without known addresses, in the order that they are met. */
export class SymbolTable {
  private readonly numbers = new Map<string, number>();
  private readonly names: string[] = [];
  private readonly symbols: (UnknownSymbol | undefined)[] = [];
  private readonly known = new Map<string, readonly AddressInterval[] | undefined>();

  public constructor(private readonly source: Symbols) {}

  /** How many there are, wider symbols that no rule names among them. */
  public get count(): number {
    return this.names.length;
  }

  public intervalsOf(symbol: string): readonly AddressInterval[] | undefined {
    if (!this.known.has(symbol)) {
      this.known.set(symbol, this.source.intervalsOf(symbol));
    }
    return this.known.get(symbol);
  }

  public numberOf(symbol: string): number {
    let number = this.numbers.get(symbol);
    if (number === undefined) {
      number = this.names.push(symbol) - 1;
      this.numbers.set(symbol, number);
    }
    return number;
  }

  public symbol(number: number): UnknownSymbol {
    return (this.symbols[number] ??= this.read(number));
  }

  private read(number: number): UnknownSymbol {
    const name = this.names[number]!;
    const seen = new Set([name]);
    const wider: number[] = [];
    let families: readonly (4 | 6)[] = [4, 6];
    let known: IntervalSet | undefined;
    // The set grows while it is read: what is wider than a wider symbol is wider too.
    for (const symbol of seen) {
      const intervals = this.intervalsOf(symbol);
      if (intervals !== undefined) {
        const set = IntervalSet.of(intervals);
        known = known === undefined ? set : known.and(set);
        continue;
      }
      wider.push(this.numberOf(symbol));
      const those = this.source.familiesOf(symbol);
      families = families.filter((family) => those.includes(family));
      this.source.widerOf(symbol).forEach((one) => seen.add(one));
    }
    const whole = families.map((family) => WHOLE_FAMILIES[family]);
    return {
      name, wider: wider.sort((a, b) => a - b), domain: known === undefined ? whole : known.and(IntervalSet.of(whole)).intervals,
    };
  }
}
