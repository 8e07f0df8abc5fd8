/** The order of texts that is the same on every machine, in capitals and in small letters apart. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
