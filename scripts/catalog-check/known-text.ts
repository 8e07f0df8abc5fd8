import { createHash } from 'node:crypto';

/** A line of an article that is not known. */
export interface UnknownLine {
  readonly line: number;
  readonly heading: string;
  /** Begin of it. */
  readonly text: string;
}

/** How the text of an article differs from that which the catalog was made from. */
export interface TextChanges {
  readonly unknown: readonly UnknownLine[];
  /** Headings of lines that are gone, with their number. */
  readonly gone: ReadonlyMap<string, number>;
  /** Of each heading whose lines are the same in another order, the first that is at another place: a row may belong to another table. */
  readonly moved: readonly UnknownLine[];
}

/** Of each heading, the digests of its lines: what they say is not ours to copy, and that they changed can be told without it. */
export type KnownText = Readonly<Record<string, readonly string[]>>;

interface Line extends UnknownLine {
  readonly digest: string;
}

const SHOWN = 100;

/** The lines of an article that say anything, with the heading and the tab that they stand under. */
function linesOf(text: string): Line[] {
  let [heading, tab] = ['', ''];
  return text.split(/\r?\n/).flatMap((raw, i) => {
    const line = raw.trim().replace(/\s+/g, ' ');
    const title = /^#{1,6} (.*)$/.exec(line);
    if (line.startsWith('# [')) {
      tab = line;
    } else if (line === '---' && i > 0) {
      tab = '';
    } else if (title !== null) {
      [heading, tab] = [title[1]!.replace(/`/g, ''), ''];
    }
    // An item further to the right belongs to the one above, or is code.
    const level = levelOf(raw);
    const parts = [heading, tab, line, ...(level > 0 ? [String(level)] : [])];
    const digest = createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 10);
    return line === '' ? [] : [{ line: i + 1, heading, text: line.slice(0, SHOWN), digest }];
  });
}

/** How far to the right a line stands, in steps of two columns. */
function levelOf(raw: string): number {
  const [indent] = /^[ \t]*/.exec(raw)!;
  return indent.replace(/\t/g, '    ').length >> 1;
}

/** What is kept of an article, so that a later copy can be held against it line by line. */
export function knownText(text: string): KnownText {
  const known: Record<string, string[]> = {};
  linesOf(text).forEach(({ heading, digest }) => (known[heading] ??= []).push(digest));
  return known;
}

/** Every line that is new, altered or there once more, and how many are gone; of an article of which nothing is kept, all lines. */
export function textChanges(text: string, known: KnownText): TextChanges {
  const left = new Map<string, { heading: string; count: number }>();
  Object.entries(known).forEach(([heading, digests]) => digests.forEach((digest) => {
    const one = left.get(digest) ?? { heading, count: 0 };
    one.count++;
    left.set(digest, one);
  }));
  const lines = linesOf(text);
  const unknown = new Set(lines.filter(({ digest }) => {
    const one = left.get(digest);
    return one === undefined || --one.count < 0;
  }));
  const gone = new Map<string, number>();
  const missing = [...left.values()].filter(({ count }) => count > 0);
  missing.forEach(({ heading, count }) => gone.set(heading, (gone.get(heading) ?? 0) + count));
  const moved = Object.entries(known).flatMap(([heading, digests]) => {
    const here = lines.filter((line) => line.heading === heading && !unknown.has(line));
    const still = here.map(({ digest }) => digest);
    const order = present(digests, still);
    return here.filter((_, i) => still[i] !== order[i]).slice(0, 1);
  });
  return { unknown: [...unknown].map(shown), gone, moved: moved.map(shown) };
}

/** Those of a list that another list has too, each as often as there, in the order of the first. */
function present(all: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  others.forEach((one) => left.set(one, (left.get(one) ?? 0) + 1));
  return all.filter((one) => {
    const count = left.get(one) ?? 0;
    left.set(one, count - 1);
    return count > 0;
  });
}

function shown({ line, heading, text }: Line): UnknownLine {
  return { line, heading, text };
}
