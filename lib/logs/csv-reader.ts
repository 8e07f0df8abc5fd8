const [QUOTE, NEWLINE, RETURN] = ['"', '\n', '\r'];
const SEPARATORS = [',', ';', '\t'];

/** A row beyond this is one whose quotes do not close. */
const MAX_ROW = 4 << 20;

/** Reads CSV as RFC 4180 has it, with comma, semicolon or tab, from parts that may end anywhere. */
export class CsvReader {
  private carried = '';
  private separator = '';
  private line = 1;

  /**
   * @param row takes the cells of each row, the header too, with the line that it begins on
   * @param broken takes what is no row
   */
  constructor(
    private readonly row: (cells: string[], line: number) => void,
    private readonly broken: (why: string, text: string, line: number) => void,
  ) {}

  public push(text: string): void {
    this.carried += text;
    this.read(false);
    if (this.carried.length > MAX_ROW) {
      this.broken('a quote that does not close', this.carried.slice(0, 80), this.line);
      this.carried = '';
    }
  }

  public end(): void {
    this.read(true);
  }

  private read(isEnd: boolean): void {
    const text = this.carried;
    let at = 0;
    for (;;) {
      const end = endOfRow(text, at);
      if (end < 0 && !(isEnd && at < text.length)) {
        break;
      }
      const stop = end < 0 ? text.length : end;
      const line = text.slice(at, stop).replace(/\r$/, '');
      if (end < 0 && quotesOf(line) % 2 === 1) {
        this.broken('a quote that does not close', line.slice(0, 80), this.line);
      } else if (line !== '') {
        this.separator ||= SEPARATORS.find((one) => line.includes(one)) ?? ',';
        this.row(cellsOf(line, this.separator), this.line);
      }
      this.line += newlinesIn(text, at, stop) + 1;
      at = stop + 1;
    }
    this.carried = text.slice(at);
  }
}

/** The line break that ends a row: the first one outside of quotes; -1 when there is none yet. */
function endOfRow(text: string, from: number): number {
  let end = text.indexOf(NEWLINE, from);
  let quote = text.indexOf(QUOTE, from);
  while (end >= 0 && quote >= 0 && quote < end) {
    const close = text.indexOf(QUOTE, quote + 1);
    if (close < 0) {
      return -1;
    }
    if (close > end) {
      end = text.indexOf(NEWLINE, close);
    }
    quote = text.indexOf(QUOTE, close + 1);
  }
  return end;
}

function cellsOf(line: string, separator: string): string[] {
  if (!line.includes(QUOTE)) {
    return line.split(separator);
  }
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (line[at] === QUOTE) {
      let close = at + 1;
      while ((close = line.indexOf(QUOTE, close)) >= 0 && line[close + 1] === QUOTE) {
        close += 2;
      }
      const stop = close < 0 ? line.length : close;
      cells.push(line.slice(at + 1, stop).replace(/""/g, '"'));
      at = line.indexOf(separator, stop);
    } else {
      const end = line.indexOf(separator, at);
      cells.push(line.slice(at, end < 0 ? line.length : end));
      at = end;
    }
    if (at < 0) {
      return cells;
    }
    at++;
  }
}

function quotesOf(text: string): number {
  return text.split(QUOTE).length - 1;
}

function newlinesIn(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf(NEWLINE, from); at >= 0 && at < to; at = text.indexOf(NEWLINE, at + 1)) {
    count++;
  }
  return count;
}

/** Whether a text is the header of a log in CSV. */
export function isHeader(line: string): boolean {
  return /(^|[,;\t"])(TimeGenerated|SourceIp|msg_s|FlowStartTime|SrcIp|QueryName|Category|OperationName)/i.test(line.replace(RETURN, ''));
}
