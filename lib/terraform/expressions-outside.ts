import type { Place } from '../network/network';
import { isKnown } from './arguments';
import type { Configuration } from './configuration';
import type { ResourceIndex } from './resource-index';
import type { ResourceKind } from './kinds';
import { shown } from '../network/shown';
import { Unresolved } from './values';

/** Is no symbol, so that nothing is equal to it. */
const NO_SYMBOL = '';

/** What is said about such a value is not reported: reading is done. */
const OUTSIDE: Place = { file: '', resource: '' };

/**
 * Values that are given with the files and refer to what is in them, such as `${azurerm_subnet.training.id}`. They become
 * what the network has for the same expression, so that both can be compared.
 */
export class ExpressionsOutside {
  /** What the expressions that were looked at are equal to for certain, by their texts. */
  public readonly symbols = new Map<string, string>();

  /**
   * @param configuration what the expressions refer to; without it, values stay as they are
   * @param keys keys of what was read
   * @param isOnly whether there is no other configuration
   */
  constructor(
    private readonly configuration: Configuration | undefined, private readonly resourceIndex: ResourceIndex,
    private readonly keys: ReadonlySet<string>, private readonly isOnly: boolean,
  ) {}

  /** The text, or the expression as rules have it when its value is not known. */
  public text(given: string): string {
    const value = this.valueOf(given);
    return value instanceof Unresolved ? this.unresolved(value) : typeof value === 'string' ? value : given;
  }

  /** The texts of a list in the same way. A single expression may stand for the list. */
  public texts(given: readonly string[]): readonly string[] {
    return given.flatMap((one) => this.valueOf(one)).map((value, i) =>
      (value instanceof Unresolved ? this.unresolved(value) : typeof value === 'string' ? value : given[i] ?? ''));
  }

  /** The texts of a list; undefined when one is not known. A single expression may stand for the list. */
  public knownTexts(given: readonly string[]): readonly string[] | undefined {
    const values = given.flatMap((one) => this.valueOf(one));
    return values.every((value) => typeof value === 'string') ? values : undefined;
  }

  /** The key of what an id means; where nothing that was read is meant, the id itself. */
  public key(given: string, ...kinds: readonly ResourceKind[]): string {
    const value = this.valueOf(given);
    if (!(value instanceof Unresolved)) {
      return typeof value === 'string' ? value : given;
    }
    for (const kind of kinds) {
      const entry = this.resourceIndex.byIdOf(value, kind, OUTSIDE);
      if (entry !== undefined && isKnown(entry) && this.keys.has(entry.key)) {
        return entry.key;
      }
    }
    return shown(value.text);
  }

  /** An address of a next hop in the form that is equal for equal addresses; undefined where none is. */
  public address(given: string): string | undefined {
    const value = this.valueOf(given);
    return value instanceof Unresolved ? value.symbol && `symbol ${value.symbol}` : typeof value === 'string' ? value : undefined;
  }

  /**
   * The expression as rules have it, of which its symbol is kept. Without one, it is no other expression when
   * there are several configurations.
   */
  private unresolved({ text, symbol }: Unresolved): string {
    const name = shown(text);
    const wanted = symbol ?? (this.isOnly ? undefined : NO_SYMBOL);
    if (wanted !== undefined) {
      this.symbols.set(name, this.symbols.has(name) && this.symbols.get(name) !== wanted ? NO_SYMBOL : wanted);
    }
    return name;
  }

  private valueOf(given: string): unknown {
    return this.configuration === undefined ? given : this.configuration.evaluate(given);
  }
}
