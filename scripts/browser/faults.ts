/** What is found wrong. Each check says what it looked at, so that a check which looked at nothing is seen. */
export class Faults {
  public readonly all: string[] = [];
  private where = '';

  /** Names what the next checks are about. */
  public at(where: string): void {
    this.where = where;
  }

  public holds(what: string, isSo: boolean, found: unknown = ''): void {
    if (!isSo) {
      this.all.push(`${this.where}: ${what}${found === '' ? '' : ` (${JSON.stringify(found)})`}`);
    }
  }

  public same(what: string, found: unknown, expected: unknown): void {
    const [one, other] = [JSON.stringify(found), JSON.stringify(expected)];
    this.holds(`${what}: ${one} and not ${other}`, one === other);
  }
}
