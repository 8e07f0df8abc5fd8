import { Cells, knownColumns } from './cells';
import { isHeader } from './csv-reader';
import { Unreadable } from './event';

const HEADER = new Unreadable('the header of a table', true);

/** Whether a first line is the header of a table whose columns are filled up with blanks, as `az ... -o table` prints it. */
export function isTableHeader(line: string): boolean {
  const names = line.trimEnd().split(/ {2,}/);
  return names.length > 1 && names.every((name) => /^\w+$/.test(name)) && names.some((name) => isHeader(name));
}

/** Reads such a table line by line. The line of dashes below the header says where columns begin and end. */
export class TableReader {
  private header?: string;
  private names?: readonly string[];
  private begins: readonly number[] = [];

  /** @returns the row; where the line is none, why */
  public row(text: string): Cells | Unreadable {
    if (this.header === undefined) {
      this.header = text;
      return HEADER;
    }
    if (this.names === undefined) {
      this.begins = [...text.matchAll(/-+/g)].map(({ index }) => index);
      this.names = knownColumns(this.cells(this.header));
      return /^-[- ]*$/.test(text) ? HEADER : new Unreadable('a table without a line of dashes below its header');
    }
    if (this.begins.some((begin) => begin > 0 && (text[begin - 1] ?? ' ') !== ' ')) {
      return new Unreadable('a row of a table whose cells are not below the names of its columns');
    }
    const cells = this.cells(text);
    return Object.fromEntries(this.names.map((name, i) => [name, cells[i]]));
  }

  private cells(text: string): string[] {
    return this.begins.map((begin, i) => text.slice(begin, this.begins[i + 1]).trim());
  }
}
