import type { Outcome } from '../filtering/answers';

/** What a part of a text says to its reader, besides its words. */
export type Tone = 'good' | 'bad' | 'doubtful' | 'title';

/** Gives a text its tone. Whoever does not see it misses nothing that the words do not say. */
export type Paint = (tone: Tone, text: string) => string;

/** Without tones: for all that is not a terminal. */
export const PLAIN: Paint = (_, text) => text;

/** Codes that begin a tone, and that end it. Source: ECMA-48, Select Graphic Rendition. */
const CODES: Readonly<Record<Tone, readonly [begin: number, end: number]>> = {
  good: [32, 39], bad: [31, 39], doubtful: [33, 39], title: [1, 22],
};

/** With colours, for a terminal. */
export const COLOURED: Paint = (tone, text) => {
  const [begin, end] = CODES[tone];
  return `\u001b[${begin}m${text}\u001b[${end}m`;
};

const OWN_CODES = new RegExp(`(\\u001b\\[(?:${[...new Set(Object.values(CODES).flat())].join('|')})m)`);

/** A coloured text in which all but the colours is made harmless. */
export function paintedOutput(text: string, harmless: (part: string) => string): string {
  return text.split(OWN_CODES).map((part, i) => (i % 2 === 1 ? part : harmless(part))).join('');
}

export const TONES: Readonly<Record<Outcome, Tone>> = { met: 'good', denied: 'bad', unknown: 'doubtful' };
