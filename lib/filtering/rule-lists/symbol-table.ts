import { AddressInterval } from '../../network/network';
import { IntervalSet, WHOLE_FAMILIES } from '../../network/interval-set';
import { Symbols } from './list-rule';

/** A symbol whose addresses are not known. */
export interface UnknownSymbol {
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
    let domain = IntervalSet.EVERY;
    // The set grows while it is read: what is wider than a wider symbol is wider too.
    for (const symbol of seen) {
      const intervals = this.intervalsOf(symbol);
      domain = domain.and(IntervalSet.of(intervals ?? this.source.familiesOf(symbol).map((family) => WHOLE_FAMILIES[family])));
      if (intervals === undefined) {
        this.source.widerOf(symbol).forEach((wider) => seen.add(wider));
      }
    }
    const wider = [...seen].filter((symbol) => this.intervalsOf(symbol) === undefined).map((symbol) => this.numberOf(symbol));
    return { name, wider: wider.sort((a, b) => a - b), domain: domain.intervals };
  }
}
