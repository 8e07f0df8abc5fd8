/** How many sets are tried for being inside another, since leaving rows and columns out only saves time. */
const TRIED = 16;

interface TableLine {
  /** Where its point begins. */
  readonly at: number;
  /** Places of its rules, as bits. */
  readonly rules: Uint32Array;
  readonly count: number;
}

/**
 * The rules of a box, and which rows and columns they have. A row or a column that has all rules of another needs no look: what
 * covers the cells of the other covers its cells.
 */
export class RuleTable {
  private readonly places = new Map<number, number>();
  private readonly rules: number[] = [];
  private readonly wholes: number[] = [];
  private readonly rows: { readonly at: number; readonly places: Int32Array }[] = [];
  private columns: TableLine[] = [];

  /**
   * @param whole rules that have all protocols and ports, which they then have in each row
   * @param part the others
   */
  public addRow(at: number, whole: Int32Array, part: Int32Array): void {
    const places = new Int32Array(whole.length + part.length);
    whole.forEach((rule, i) => places[i] = this.placeOf(rule, true));
    part.forEach((rule, i) => places[whole.length + i] = this.placeOf(rule, false));
    this.rows.push({ at, places });
  }

  /** Adds a column. All rows must be there already. */
  public addColumn(at: number, has: (rule: number) => boolean): void {
    const places: number[] = [];
    this.rules.forEach((rule, place) => {
      if (has(rule)) {
        places.push(place);
      }
    });
    this.columns.push(this.line(at, places));
  }

  /**
   * Goes through the cells that no rule with all protocols and ports has, until one is the right one.
   * @param here takes the rules of the cell
   */
  public somePart(here: Int32Array, isRight: (row: number, column: number, count: number) => boolean): boolean {
    const rows = least(this.rows.map(({ at, places }) => this.line(at, places)));
    const columns = least(this.columns);
    const whole = this.line(0, this.wholes).rules;
    return rows.some((row) => columns.some((column) => {
      let count = 0;
      for (let word = 0; word < whole.length; word++) {
        let left = row.rules[word]! & column.rules[word]!;
        if ((left & whole[word]!) !== 0) {
          return false;
        }
        for (; left !== 0; left &= left - 1) {
          here[count++] = this.rules[word * 32 + 31 - Math.clz32(left & -left)]!;
        }
      }
      return isRight(row.at, column.at, count);
    }));
  }

  private placeOf(rule: number, isWhole: boolean): number {
    let place = this.places.get(rule);
    if (place === undefined) {
      place = this.rules.push(rule) - 1;
      this.places.set(rule, place);
      if (isWhole) {
        this.wholes.push(place);
      }
    }
    return place;
  }

  private line(at: number, places: ArrayLike<number>): TableLine {
    const rules = new Uint32Array((this.rules.length + 31) >>> 5);
    for (let i = 0; i < places.length; i++) {
      rules[places[i]! >>> 5]! |= 1 << (places[i]! & 31);
    }
    return { at, rules, count: places.length };
  }
}

/** Without lines that have all rules of another. */
function least(lines: readonly TableLine[]): TableLine[] {
  const kept: TableLine[] = [];
  const seen = new Set<string>();
  for (const line of [...lines].sort((a, b) => a.count - b.count)) {
    const key = line.rules.join();
    if (!seen.has(key)) {
      seen.add(key);
      if (!kept.slice(0, TRIED).some((other) => other.rules.every((word, i) => (word & ~line.rules[i]!) === 0))) {
        kept.push(line);
      }
    }
  }
  return kept;
}
