import { InputError } from '../azure/errors';

/** One row, and the line that it begins in. */
interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Rows of comma-separated values, with cells in quotation marks that may hold commas, line ends and doubled quotation marks.
 * Source: RFC 4180 (2005).
 *
 * @param name how messages name the text
 */
export function csvRows(name: string, text: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let [at, line] = [0, 1];
  while (at < text.length) {
    const begin = line;
    const cells: string[] = [];
    for (let isMore = true; isMore;) {
      const cell = text.charCodeAt(at) === QUOTATION_MARK ? quoted(name, text, at, line) : plain(text, at);
      cells.push(cell.text);
      line += cell.lines;
      at = cell.end;
      isMore = text[at] === ',';
      if (!isMore && at < text.length && text[at] !== '\n' && text[at] !== '\r') {
        throw new InputError({
          argument: `${name}:${line}`,
          problem: 'a cell in quotation marks continues after the closing mark', allowed: 'expected a comma or the end of the line',
        });
      }
      at += isMore ? 1 : 0;
    }
    at += text.startsWith('\r\n', at) ? 2 : 1;
    line++;
    if (cells.length > 1 || cells[0] !== '') {
      rows.push({ line: begin, cells });
    }
  }
  return rows;
}

const QUOTATION_MARK = 34;

interface Cell {
  readonly text: string;
  readonly end: number;
  /** Line ends in it. */
  readonly lines: number;
}

function plain(text: string, begin: number): Cell {
  let end = begin;
  while (end < text.length && text[end] !== ',' && text[end] !== '\n' && text[end] !== '\r') {
    end++;
  }
  return { text: text.slice(begin, end), end, lines: 0 };
}

function quoted(name: string, text: string, begin: number, line: number): Cell {
  for (let at = text.indexOf('"', begin + 1); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text.charCodeAt(at + 1) !== QUOTATION_MARK) {
      const written = text.slice(begin + 1, at);
      return { text: written.replaceAll('""', '"'), end: at + 1, lines: written.split('\n').length - 1 };
    }
  }
  throw new InputError({
    argument: `${name}:${line}`, problem: 'a cell in quotation marks does not end, so the file is cut',
  });
}
