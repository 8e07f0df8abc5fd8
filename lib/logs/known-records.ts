import { hashOf, isSame, viewOf } from './line-shape';

/** Records that are kept. A network interface has a few in the hour, one for each set of rules that decided in a minute. */
const MAX_RECORDS = 1000;
const MAX_LENGTH = 16 << 10;
const TIME = Buffer.from('"time":"');
const QUOTE = 34;

/** Parts of a record: where each begins and ends. */
export type Parts = readonly number[];

/** Recognizes records that have the same text around their lists, apart from their time. */
export class KnownRecords<T> {
  private readonly records = new Map<number, { readonly view: DataView; readonly lengths: Parts; readonly value: T }>();

  /** @param parts of the record, without the value of its time */
  public of(view: DataView, parts: Parts): T | undefined {
    const known = this.records.get(keyOf(view, parts));
    if (known === undefined || known.lengths.length * 2 !== parts.length) {
      return undefined;
    }
    let at = 0;
    for (let i = 0; i < known.lengths.length; i++) {
      const length = known.lengths[i]!;
      if (parts[2 * i + 1]! - parts[2 * i]! !== length || !isSame(view, parts[2 * i]!, known.view, at, length)) {
        return undefined;
      }
      at += length;
    }
    return known.value;
  }

  public keep(bytes: Buffer, view: DataView, parts: Parts, value: T): void {
    const lengths: number[] = [];
    const texts: Buffer[] = [];
    for (let i = 0; i < parts.length; i += 2) {
      texts.push(bytes.subarray(parts[i], parts[i + 1]));
      lengths.push(parts[i + 1]! - parts[i]!);
    }
    const text = Buffer.concat(texts);
    if (text.length <= MAX_LENGTH) {
      if (this.records.size >= MAX_RECORDS) {
        this.records.clear();
      }
      this.records.set(keyOf(view, parts), { view: viewOf(text), lengths, value });
    }
  }

  public clear(): void {
    this.records.clear();
  }
}

/** Parts without the value of the time, which stands in the first of them; undefined where it does not, or has another form. */
export function partsWithoutTime(bytes: Buffer, parts: Parts): number[] | undefined {
  const [from, to, ...rest] = parts as [number, number, ...number[]];
  const time = bytes.subarray(from, to).indexOf(TIME);
  const begin = from + time + TIME.length;
  let end = begin;
  while (isOfTime(bytes[end]!)) {
    end++;
  }
  return time < 0 || bytes[end] !== QUOTE ? undefined : [from, begin, end, to, ...rest];
}

/** Digits, `T`, `Z` and what stands between them. */
function isOfTime(code: number): boolean {
  return (code >= 43 && code <= 58 && code !== 44) || code === 84 || code === 90;
}

function keyOf(view: DataView, parts: Parts): number {
  let key = 0;
  for (let i = 0; i < parts.length; i += 2) {
    key = Math.imul(key, 31) ^ hashOf(view, parts[i]!, parts[i + 1]!);
  }
  return key;
}
