import { Gap } from './record-gap';

/** Where a scanner hands what it found. */
export interface ScannerTarget {
  /** A record as JSON, in bytes from one place to another. */
  record(bytes: Buffer, from: number, to: number): void;
  /** Takes a record that is known to end where it is thought to, because one like it was read. @returns whether it is */
  known(bytes: Buffer, from: number, to: number): boolean;
  /** The list of columns of a table, as JSON text; rows after it are of these columns. */
  columns(text: string): void;
  /** A row of a table, as JSON text. */
  row(text: string): void;
  /** The error of an answer that has rows too. */
  error(text: string): void;
  broken(why: string, text: string): void;
  /** Called at the end of a file in which nothing was found. @param isWhole whether all of it is JSON, as an empty answer is */
  nothing(isWhole: boolean, text: string): void;
}

const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST, COLON, COMMA, NEWLINE] = [34, 92, 123, 125, 91, 93, 58, 44, 10];
/** A line that begins like JSON: a message of an Event Hub, or one of many lines of a record. */
const JSON_LINE = /^\s*(?:\{"records"|"\w+": |[}\]],?\s)/;
const JSON_BEGIN = 80;

/** Keys of lists of records: blobs and Event Hubs, REST and the Portal, `Invoke-AzOperationalInsightsQuery`. */
export const RECORD_LISTS: readonly string[] = ['records', 'value', 'results'];

/** Anything longer than this is not a line of a log. */
const MAX_RECORD = 64 << 20;
const SAMPLE = 80;

/**
 * Finds records in JSON that is not one record a line, without holding more than one of them: a list of records, an object with such a list
 * (flow logs, messages of Event Hubs), the tables of an answer of Log Analytics or Data Explorer, and records one after another over
 * several lines. Keys may have capitals or not.
 * A file that is still being written has no end, and a part of one begins with a comma; both give the records that they have.
 */
export class JsonScanner {
  /** What is open: `{` or `[` with the key that it stands under. */
  private readonly stack: { readonly isList: boolean; readonly key: string }[] = [];
  private key = '';
  private carried: Buffer = Buffer.alloc(0);
  /** Bytes of these that were looked at. */
  private scanned = 0;
  private isEnd = false;
  /** A line that begins here or later is too short to be told what it is. */
  private told = 0;
  /** Where the value that is being captured begins, in the current buffer; -1 if nothing is captured. */
  private begin = -1;
  /** Where an object at the top begins, which is a record unless it turns out to hold a list of records; -1 if there is no such object. */
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
  /** The beginning of what was read, while nothing was found. */
  private first = '';

  private readonly gap = new Gap();

  constructor(private readonly target: ScannerTarget) {}

  public push(chunk: Buffer): void {
    const buffer = this.carried.length > 0 ? Buffer.concat([this.carried, chunk]) : chunk;
    if (!this.isFound && this.first.length < SAMPLE) {
      this.first += chunk.toString('latin1', 0, SAMPLE);
    }
    const to = this.scan(buffer, this.scanned);
    const keep = Math.min(...[this.whole, this.begin, this.textBegin].filter((one) => one >= 0), to);
    if (buffer.length - keep > MAX_RECORD) {
      this.isFound = true;
      this.target.broken(`a record of more than ${MAX_RECORD >> 20} MB`, buffer.toString('latin1', keep, keep + 80));
      this.reset();
      this.carried = Buffer.alloc(0);
      this.scanned = 0;
      return;
    }
    this.carried = Buffer.from(buffer.subarray(keep));
    this.scanned = to - keep;
    this.whole = this.whole < 0 ? -1 : this.whole - keep;
    this.begin = this.begin < 0 ? -1 : this.begin - keep;
    this.textBegin = this.textBegin < 0 ? -1 : this.textBegin - keep;
  }

  /** @returns whether the JSON came to its end */
  public end(): boolean {
    this.isEnd = true;
    this.push(Buffer.alloc(0));
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

  /** @returns how far it came; the bytes behind it say too little */
  private scan(buffer: Buffer, from: number): number {
    let i = from;
    const { length } = buffer;
    this.told = this.isEnd ? length : length - JSON_BEGIN;
    while (i < length) {
      if (buffer[i] === NEWLINE && i >= this.told) {
        return i;
      }
      if (this.begin >= 0) {
        i = this.capture(buffer, i);
        continue;
      }
      if (this.isText) {
        i = this.skipText(buffer, i);
        continue;
      }
      const code = buffer[i]!;
      if (code === QUOTE) {
        this.isText = true;
        this.textBegin = i;
      } else if (code === OPEN || code === OPEN_LIST) {
        this.open(code === OPEN_LIST, i);
        i = this.begin === i && this.captured === 'record' ? this.passKnown(buffer, i) : i;
      } else if ((code === CLOSE || code === CLOSE_LIST) && !this.closes(code === CLOSE_LIST)) {
        this.skipped++;
      } else if (code === CLOSE || code === CLOSE_LIST) {
        this.stack.pop();
        if (this.stack.length === 0 && this.whole >= 0) {
          this.found('record', buffer, this.whole, i + 1);
          this.whole = -1;
        }
      } else if (code === NEWLINE && this.stack.length > 0 && isMessage(buffer, i + 1)) {
        this.breakOff('a message that does not end', buffer, i);
      } else if (code !== COLON && code !== COMMA && code > 32 && this.stack.length === 0) {
        this.skipped++;
      }
      i++;
    }
    return length;
  }

  /** Whether a bracket closes what is open; after a part of a file, there are some for what was opened before that part. */
  private closes(isList: boolean): boolean {
    const top = this.stack[this.stack.length - 1];
    return top === undefined || top.isList === isList;
  }

  /** Takes a record whose end can be told without looking at all of it. @returns its last byte; its first where that is not known */
  private passKnown(buffer: Buffer, from: number): number {
    const end = this.gap.endOf(buffer, from);
    if (end < 0) {
      return from;
    }
    const isKnown = this.target.known(buffer, from, end);
    this.gap.tell(isKnown);
    if (!isKnown) {
      return from;
    }
    this.isFound = true;
    this.begin = -1;
    this.depth = 0;
    return end - 1;
  }

  /** Goes on to the end of what is captured, looking at quotes and brackets alone. @returns where that is, or the end of the buffer */
  private capture(buffer: Buffer, from: number): number {
    const { length } = buffer;
    let { depth, isText } = this;
    let i = this.isEscaped ? from + 1 : from;
    this.isEscaped = false;
    for (; i < length; i++) {
      const code = buffer[i]!;
      if (isText) {
        if (code === BACKSLASH) {
          i++;
          this.isEscaped = i === length;
        }
        if (code === NEWLINE) {
          if (i >= this.told) {
            break;
          }
          if (isLineOfJson(buffer, i + 1)) {
            return this.breakOff('a text that does not end', buffer, i);
          }
        }
        isText = code !== QUOTE;
      } else if (code === QUOTE) {
        isText = true;
      } else if (code === NEWLINE) {
        if (i >= this.told) {
          break;
        }
        if (isMessage(buffer, i + 1)) {
          return this.breakOff('a record that does not end', buffer, i);
        }
      } else if (code >= OPEN_LIST) {
        if (code === OPEN || code === OPEN_LIST) {
          depth++;
        } else if ((code === CLOSE || code === CLOSE_LIST) && --depth === 0) {
          this.depth = 0;
          this.isText = false;
          this.found(this.captured, buffer, this.begin, i + 1);
          this.begin = -1;
          return i + 1;
        }
      }
    }
    this.depth = depth;
    this.isText = isText;
    return Math.min(i, length);
  }

  /** Gives up a value that does not end where it should, so that what follows is read. No text of JSON holds a line break. */
  private breakOff(why: string, buffer: Buffer, at: number): number {
    const begun = [this.begin, this.whole, this.textBegin].filter((one) => one >= 0);
    const from = Math.min(...begun, at);
    this.isFound = true;
    this.target.broken(why, buffer.toString('latin1', from, Math.min(at, from + SAMPLE)));
    this.reset();
    return at;
  }

  private found(kind: JsonScanner['captured'], buffer: Buffer, from: number, to: number): void {
    this.isFound ||= kind !== 'columns';
    if (kind === 'record') {
      this.gap.learn(buffer, from, to);
      this.target.record(buffer, from, to);
    } else {
      this.target[kind](buffer.toString('utf8', from, to));
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
          this.key = buffer.toString('latin1', this.textBegin + 1, Math.min(i, this.textBegin + 40)).toLowerCase();
          this.textBegin = -1;
        }
        return i + 1;
      }
      if (code === NEWLINE && i >= this.told) {
        return i;
      }
      if (code === NEWLINE && isLineOfJson(buffer, i + 1)) {
        return this.breakOff('a text that does not end', buffer, i);
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
    } else if (level === 1 && isList && (this.key === 'tables' || RECORD_LISTS.includes(this.key))) {
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
      const isRecord = !isList && (level === 1 || (level === 2 && RECORD_LISTS.includes(top.key)));
      return isRecord ? 'record' : isList && top.key === 'rows' ? 'row' : undefined;
    }
    if (top !== undefined && isList && this.key === 'columns' && level > 1 && this.whole < 0) {
      return 'columns';
    }
    return top !== undefined && !isList && this.key === 'error' && level === 1 && this.whole < 0 ? 'error' : undefined;
  }
}

function isLineOfJson(buffer: Buffer, at: number): boolean {
  return JSON_LINE.test(buffer.toString('latin1', at, at + JSON_BEGIN));
}

/** A message of an Event Hub begins on a line of its own. */
function isMessage(buffer: Buffer, at: number): boolean {
  return buffer[at] === OPEN && buffer[at + 1] === QUOTE && isLineOfJson(buffer, at);
}
