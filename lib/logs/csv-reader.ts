const [QUOTE, NEWLINE, RETURN] = ['"', '\n', '\r'];
const SEPARATORS = [',', ';', '\t'];

/** Longer rows are not read as rows, and a quote that is still open then is not closed. */
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
  }

  public end(): void {
    this.read(true);
  }

  private read(isEnd: boolean): void {
    const text = this.carried;
    let at = 0;
    while (at < text.length) {
      const end = endOfRow(text, at, this.separator);
      if (end === text.length && !isEnd) {
        if (end - at > MAX_ROW) {
          this.broken(`a row of more than ${MAX_ROW >> 20} MB`, text.slice(at, at + 80), this.line);
          at = end;
        }
        break;
      }
      if (end < 0) {
        if (!isEnd && text.length - at <= MAX_ROW) {
          break;
        }
        at = this.passOver(text, at);
        continue;
      }
      this.put(text, at, end);
      at = end + 1;
    }
    this.carried = text.slice(at);
  }

  private put(text: string, from: number, to: number): void {
    const line = text.slice(from, text[to - 1] === RETURN ? to - 1 : to);
    if (this.line === 1 && isSeparatorLine(line)) {
      this.separator = line[4]!;
    } else if (line !== '' && !(this.line === 1 && isPreamble(line))) {
      this.separator ||= SEPARATORS.find((one) => line.includes(one)) ?? ',';
      this.row(cellsOf(line, this.separator), this.line);
    }
    this.line += newlinesIn(text, from, to) + 1;
  }

  /** A row whose quotes do not close costs one line, and what follows is read again. */
  private passOver(text: string, from: number): number {
    const newline = text.indexOf(NEWLINE, from);
    const end = newline < 0 ? text.length : newline;
    this.broken('a quote that does not close', text.slice(from, Math.min(end, from + 80)), this.line);
    this.line++;
    return end + 1;
  }
}

/**
 * The line break that ends a row, or the end of the text: the first one outside of quotes; -1 where a quote does not close. A quote
 * opens only at the beginning of a cell; in the middle, it is a letter like any other.
 */
function endOfRow(text: string, from: number, separator: string): number {
  let at = from;
  for (;;) {
    const newline = text.indexOf(NEWLINE, at);
    const end = newline < 0 ? text.length : newline;
    const quote = text.indexOf(QUOTE, at);
    if (quote < 0 || quote > end) {
      return end;
    }
    const before = text[quote - 1]!;
    const opens = quote === from || (separator === '' ? SEPARATORS.includes(before) : before === separator);
    const close = opens ? closeOf(text, quote) : quote;
    if (close < 0) {
      return -1;
    }
    at = close + 1;
  }
}

/** The quote that closes another; two in a row are one of the text. -1 where there is none. */
function closeOf(text: string, open: number): number {
  let close = text.indexOf(QUOTE, open + 1);
  while (close >= 0 && text[close + 1] === QUOTE) {
    close = text.indexOf(QUOTE, close + 2);
  }
  return close;
}

function cellsOf(line: string, separator: string): string[] {
  if (!line.includes(QUOTE)) {
    return line.split(separator);
  }
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (line[at] === QUOTE) {
      const close = closeOf(line, at);
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

function newlinesIn(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf(NEWLINE, from); at >= 0 && at < to; at = text.indexOf(NEWLINE, at + 1)) {
    count++;
  }
  return count;
}

/** Whether a first line names the separator, as spreadsheets write it for themselves. */
function isSeparatorLine(line: string): boolean {
  return /^sep=.\r?$/i.test(line);
}

/** Whether a first line stands before the header: the separator, or the type that PowerShell's `Export-Csv` writes. */
export function isPreamble(line: string): boolean {
  return isSeparatorLine(line) || /^"?#TYPE \S+"?\r?$/.test(line);
}

/** Whether a text is the header of a log in CSV. */
export function isHeader(line: string): boolean {
  const columns = 'TimeGenerated|SourceIp|msg_s|FlowStartTime|SrcIp|QueryName|Category|OperationName';
  return new RegExp(`(^|[,;\\t"])(${columns})(?!"?:)`, 'i').test(line.replace(RETURN, ''));
}
