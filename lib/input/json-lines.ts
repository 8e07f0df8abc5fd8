import { blanksEnd } from './json-characters';
import { JsonPath, placesBelow } from './json-places';

/**
 * Lines of many values in a text that is JSON. Each object and list on the way to one is walked once, however many values are
 * asked for.
 */
export class JsonLines {
  private readonly below = new Map<number, ReadonlyMap<string | number, number>>();
  private readonly begins: readonly number[];

  constructor(private readonly text: string) {
    const begins = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      begins.push(at + 1);
    }
    this.begins = begins;
  }

  /** Line of a value, from 1; undefined when there is none. */
  public lineOf(path: JsonPath): number | undefined {
    let place: number | undefined = blanksEnd(this.text, 0);
    for (const key of path) {
      place = this.placesAt(place).get(key);
      if (place === undefined) {
        return undefined;
      }
    }
    return this.lineAt(place);
  }

  /** How many characters a line has, without the break at its end. */
  public lengthOf(line: number): number {
    const begin = this.begins[line - 1]!;
    return this.text.slice(begin, this.begins[line]).replace(/\r?\n$/, '').length;
  }

  private placesAt(place: number): ReadonlyMap<string | number, number> {
    const found = this.below.get(place) ?? placesBelow(this.text, place);
    this.below.set(place, found);
    return found;
  }

  private lineAt(place: number): number {
    let [low, high] = [0, this.begins.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.begins[middle]! <= place) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low + 1;
  }
}
