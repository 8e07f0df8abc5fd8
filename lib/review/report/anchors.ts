/** Names of places in a page: letters, digits and `-` alone, so that every format takes them as they are. */
export class Anchors {
  private readonly counts = new Map<string, number>();

  /** A name that was not given before; equal words get numbers in the order of the report. */
  public of(kind: string, ...words: readonly string[]): string {
    const text = [kind, ...words].map((word) => word.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 80))
      .filter((word) => word !== '').join('-');
    const count = (this.counts.get(text) ?? 0) + 1;
    this.counts.set(text, count);
    return count === 1 ? text : this.of(text, String(count)); // the number may make a name that is taken
  }
}
