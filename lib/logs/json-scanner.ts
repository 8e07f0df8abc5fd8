/** Where a scanner hands what it found. */
interface ScannerTarget {
  /** A record as JSON text. */
  record(text: string): void;
  /** The list of columns of a table, as JSON text; rows after it are of these columns. */
  columns(text: string): void;
  /** A row of a table, as JSON text. */
  row(text: string): void;
  /** The error of an answer that has rows too. */
  error(text: string): void;
  broken(why: string, text: string): void;
  /** Called at the end of a file in which nothing was found. @param isWhole whether it is JSON from begin to end, as an empty answer is */
  nothing(isWhole: boolean, text: string): void;
}

const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST, COLON, COMMA] = [34, 92, 123, 125, 91, 93, 58, 44];

/** A record beyond this is no line of a log. */
const MAX_RECORD = 64 << 20;
const SAMPLE = 80;

/**
 * Finds records in JSON that is not one record a line, without holding more than one of them: a list of records, an object with a list
 * `records` (flow logs, messages of Event Hubs), the tables of a Log Analytics answer, and records one after another over several lines.
 * A file that is still being written has no end, and a part of one begins with a comma; both give the records that they have.
 */
export class JsonScanner {
  /** What is open: `{` or `[` with the key that it stands under. */
  private readonly stack: { readonly isList: boolean; readonly key: string }[] = [];
  private key = '';
  private carried: Buffer = Buffer.alloc(0);
  /** Begin of the value that is being captured, in the buffer that is looked at; -1 when there is none. */
  private begin = -1;
  /** Begin of an object at the top that is a record itself, unless it turns out to hold a list of records; -1 when there is none. */
  private whole = -1;
  private captured: 'record' | 'columns' | 'row' | 'error' = 'record';
  /** Levels that are open inside of what is captured. */
  private depth = 0;
  private isText = false;
  private isEscaped = false;
  private textBegin = -1;
  private skipped = 0;
  /** Whether there was something of which the target was told. */
  private isFound = false;
  /** The begin of what was read, while nothing was found. */
  private first = '';

  constructor(private readonly target: ScannerTarget) {}

  public push(chunk: Buffer): void {
    const buffer = this.carried.length > 0 ? Buffer.concat([this.carried, chunk]) : chunk;
    const from = this.carried.length;
    if (!this.isFound && this.first.length < SAMPLE) {
      this.first += chunk.toString('latin1', 0, SAMPLE);
    }
    this.scan(buffer, from);
    const keep = Math.min(...[this.whole, this.begin, this.textBegin].filter((one) => one >= 0), buffer.length);
    if (buffer.length - keep > MAX_RECORD) {
      this.isFound = true;
      this.target.broken(`a record of more than ${MAX_RECORD >> 20} MB`, buffer.toString('latin1', keep, keep + 80));
      this.reset();
      this.carried = Buffer.alloc(0);
      return;
    }
    this.carried = Buffer.from(buffer.subarray(keep));
    this.whole = this.whole < 0 ? -1 : this.whole - keep;
    this.begin = this.begin < 0 ? -1 : this.begin - keep;
    this.textBegin = this.textBegin < 0 ? -1 : this.textBegin - keep;
  }

  /** @returns whether the JSON came to its end */
  public end(): boolean {
    const isOpen = this.begin >= 0 || this.whole >= 0;
    if (!this.isFound && !isOpen && this.skipped === 0) {
      this.target.nothing(this.stack.length === 0 && !this.isText && /^\s*[[{]/.test(this.first), this.first);
    }
    if (isOpen) {
      this.target.broken('the file ends inside of a record', this.carried.toString('latin1', 0, 80));
    }
    if (this.skipped > 0) {
      this.target.broken('text outside of any record', '');
    }
    return this.stack.length === 0;
  }

  private reset(): void {
    this.stack.length = 0;
    this.whole = -1;
    this.begin = -1;
    this.textBegin = -1;
    this.depth = 0;
    this.isText = false;
    this.isEscaped = false;
  }

  private scan(buffer: Buffer, from: number): void {
    let i = from;
    const { length } = buffer;
    while (i < length) {
      if (this.isText) {
        i = this.skipText(buffer, i);
        continue;
      }
      const code = buffer[i]!;
      if (code === QUOTE) {
        this.isText = true;
        this.textBegin = this.begin >= 0 ? -1 : i;
      } else if (this.begin >= 0) {
        if (code === OPEN || code === OPEN_LIST) {
          this.depth++;
        } else if ((code === CLOSE || code === CLOSE_LIST) && --this.depth === 0) {
          this.isFound ||= this.captured !== 'columns';
          this.target[this.captured](buffer.toString('utf8', this.begin, i + 1));
          this.begin = -1;
        }
      } else if (code === OPEN || code === OPEN_LIST) {
        this.open(code === OPEN_LIST, i);
      } else if (code === CLOSE || code === CLOSE_LIST) {
        this.stack.pop();
        if (this.stack.length === 0 && this.whole >= 0) {
          this.isFound = true;
          this.target.record(buffer.toString('utf8', this.whole, i + 1));
          this.whole = -1;
        }
      } else if (code !== COLON && code !== COMMA && code > 32 && this.stack.length === 0) {
        this.skipped++;
      }
      i++;
    }
  }

  private skipText(buffer: Buffer, from: number): number {
    let i = from;
    if (this.isEscaped) {
      this.isEscaped = false;
      i++;
    }
    for (; i < buffer.length; i++) {
      const code = buffer[i]!;
      if (code === QUOTE) {
        this.isText = false;
        if (this.textBegin >= 0) {
          this.key = buffer.toString('latin1', this.textBegin + 1, Math.min(i, this.textBegin + 40));
          this.textBegin = -1;
        }
        return i + 1;
      }
      if (code === BACKSLASH) {
        if (i + 1 === buffer.length) {
          this.isEscaped = true;
          return i + 1;
        }
        i++;
      }
    }
    return i;
  }

  private open(isList: boolean, at: number): void {
    const top = this.stack[this.stack.length - 1];
    const kind = this.kindOf(isList, top);
    if (kind !== undefined) {
      this.captured = kind;
      this.begin = at;
      this.depth = 1;
      return;
    }
    const level = this.stack.length;
    if (level === 0 && !isList) {
      this.whole = at;
    } else if (level === 1 && isList && (this.key === 'records' || this.key === 'tables')) {
      this.whole = -1;
    }
    this.stack.push({ isList, key: top?.isList === true ? '' : this.key });
    this.key = '';
  }

  /** What a value is captured as; undefined where it is looked into. */
  private kindOf(
    isList: boolean,
    top: { readonly isList: boolean; readonly key: string } | undefined,
  ): JsonScanner['captured'] | undefined {
    const level = this.stack.length;
    if (top?.isList === true) {
      const isRecord = !isList && (level === 1 || (level === 2 && top.key === 'records'));
      return isRecord ? 'record' : isList && top.key === 'rows' ? 'row' : undefined;
    }
    if (top !== undefined && isList && this.key === 'columns' && level > 1 && this.whole < 0) {
      return 'columns';
    }
    return top !== undefined && !isList && this.key === 'error' && level === 1 && this.whole < 0 ? 'error' : undefined;
  }
}
