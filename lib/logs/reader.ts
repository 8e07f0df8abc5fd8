import { isAscii } from 'node:buffer';
import { StringDecoder } from 'node:string_decoder';
import { quote } from '../azure/errors';
import { Cells, knownColumns } from './cells';
import { CsvReader, isHeader, isPreamble } from './csv-reader';
import { Decoder, decoderOf, otherForm } from './encoding';
import { Emit, Unreadable } from './event';
import { JsonScanner } from './json-scanner';
import { readMessage } from './legacy-message';
import { readRecord } from './record';
import { ReadingNotes } from './reading-notes';

/** Takes a file part by part. */
interface Form {
  push(chunk: Buffer): void;
  end(): void;
}

/** Bytes that tell how text is written. */
const ENCODING = 4;
/** Enough to tell the form of a file; a first line that is longer is no line of a log. */
const HEAD = 1 << 16;
/** A line beyond this is no line of a log. */
const MAX_LINE = 8 << 20;

/** Reads one file of logs, whatever form it is in, part by part. */
export class LogReader {
  private form?: Form;
  private head: Buffer = Buffer.alloc(0);
  /** Undefined until the first bytes tell how the file is written. */
  private decoder?: Decoder | 'none';

  constructor(private readonly name: string, private readonly emit: Emit, private readonly notes: ReadingNotes) {}

  public push(chunk: Buffer): void {
    if (this.decoder !== undefined) {
      this.take(this.decoder === 'none' ? chunk : this.decoder.push(chunk));
      return;
    }
    this.head = this.head.length === 0 ? chunk : Buffer.concat([this.head, chunk]);
    if (this.head.length >= ENCODING) {
      this.decode();
    }
  }

  public end(): void {
    if (this.decoder === undefined) {
      this.decode();
    }
    if (this.decoder !== 'none') {
      this.take(this.decoder!.end());
    }
    if (this.form === undefined) {
      this.begin();
    }
    this.form!.end();
  }

  private decode(): void {
    const first = this.head;
    this.head = Buffer.alloc(0);
    this.decoder = decoderOf(first) ?? 'none';
    this.take(this.decoder === 'none' ? first : this.decoder.push(first));
  }

  /** Takes text in UTF-8. */
  private take(chunk: Buffer): void {
    if (this.form !== undefined) {
      this.form.push(chunk);
      return;
    }
    this.head = this.head.length === 0 ? chunk : Buffer.concat([this.head, chunk]);
    if (this.head.length >= HEAD || this.head.indexOf(10, firstOf(this.head)) >= 0) {
      this.begin();
    }
  }

  private begin(): void {
    this.form = this.formOf(withoutMark(this.head));
    this.form.push(withoutMark(this.head));
    this.head = Buffer.alloc(0);
  }

  private formOf(head: Buffer): Form {
    const other = otherForm(head);
    if (other !== undefined) {
      return this.nothing(new Unreadable(other));
    }
    const at = firstOf(head);
    const end = head.indexOf(10, at);
    const line = head.toString('utf8', at, end < 0 ? head.length : end).trim();
    switch (head[at]) {
      case 123: // {
        return isOneRecord(line) ? new Lines(this.name, (text) => this.json(text), this.notes) : this.scanner();
      case 91: // [
      case 44: // a part of a blob begins with a comma
        return this.scanner();
      case undefined:
        return this.nothing(new Unreadable('an empty file', true));
      case 0:
        return new Lines(this.name, (text) => this.plain(text), this.notes);
      default:
        return isHeader(line) || isPreamble(line) ? this.csv() : new Lines(this.name, (text) => this.plain(text), this.notes);
    }
  }

  /** A file without a record. */
  private nothing(why: Unreadable): Form {
    return { push: () => undefined, end: () => this.notes.add(why, this.name, 1, '') };
  }

  private json(text: string): Unreadable | undefined {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      if (error instanceof SyntaxError) {
        return new Unreadable('a line that is not JSON');
      }
      throw error;
    }
    const records = (value as { records?: unknown } | null)?.records;
    if (!Array.isArray(records)) {
      return readRecord(value, this.emit, this.refuse);
    }
    records.forEach((record) => this.note(readRecord(record, this.emit, this.refuse), ''));
    return undefined;
  }

  /** Messages of the firewall without anything around them, as people paste them. */
  private plain(text: string): Unreadable | undefined {
    if (/^HTTP\/1\.\d 470\b|^Action: Deny\. Reason:/.test(text)) {
      return new Unreadable('the answer of the firewall to a client, which has neither address nor host; the log of the firewall has both');
    }
    const at = messageAt(text);
    return at < 0 ? new Unreadable('a line of no form that is known') : readMessage(text.slice(at), NaN, this.emit);
  }

  private scanner(): Form {
    let columns: string[] = [];
    let rows = 0;
    const parsed = (text: string): unknown => {
      try {
        return JSON.parse(text);
      } catch (error) {
        if (!(error instanceof SyntaxError)) {
          throw error;
        }
        this.note(new Unreadable('a record that is not JSON'), text);
        return undefined;
      }
    };
    const scanner = new JsonScanner({
      record: (text) => {
        const record = parsed(text);
        this.note(record === undefined ? undefined : readRecord(record, this.emit, this.refuse), text);
      },
      columns: (text) => {
        const list = parsed(text);
        columns = Array.isArray(list) ? list.map((one) => String((one as Cells | null)?.['name'] ?? '')) : [];
      },
      row: (text) => {
        const cells = parsed(text);
        rows++;
        this.note(Array.isArray(cells) ? readRecord(rowOf(columns, cells), this.emit, this.refuse) : undefined, text);
      },
      error: () => this.notes.say('incomplete', `${this.name}: the answer says that rows are missing (a partial error)`),
      broken: (why, text) => this.note(new Unreadable(why), text),
    });
    return {
      push: (chunk) => scanner.push(chunk),
      end: () => {
        if (!scanner.end()) {
          this.notes.say('unfinished', `${this.name}: the file has no end; it was being written, or is a part of a file`);
        }
        this.notes.checkRows(this.name, rows);
      },
    };
  }

  private csv(): Form {
    const decoder = new StringDecoder('utf8');
    let columns: string[] | undefined;
    let hasZone = true;
    let rows = 0;
    const reader = new CsvReader(
      (cells, line) => {
        if (columns === undefined) {
          const [zone] = cells.flatMap((cell) => /^(?:TimeGenerated|FlowStartTime|timestamp)\b.*\[(.*)\]$/i.exec(cell.trim())?.[1] ?? []);
          hasZone = zone === undefined || zone === 'UTC';
          columns = knownColumns(cells.map((cell) => withoutZone(cell.trim())));
          if (!hasZone) {
            const which = zone === 'Local Time' ? 'a zone that it does not name' : `the zone ${quote(zone)}`;
            this.notes.say(
              'times', `${this.name}: its times are in ${which}, so they are left out; set the portal to UTC before you export`,
            );
          }
          return;
        }
        rows++;
        const row = rowOf(columns, cells);
        const record = hasZone ? row : { ...row, TimeGenerated: undefined, FlowStartTime: undefined };
        const problem =
          cells.length === columns.length
            ? readRecord(record, this.emit, this.refuse)
            : new Unreadable(`a row of ${cells.length} cells, where the header has ${columns.length}`);
        this.notes.count(problem, this.name, line, problem === undefined ? '' : cells.join(','));
      },
      (why, text, line) => this.notes.count(new Unreadable(why), this.name, line, text),
    );
    return {
      push: (chunk) => reader.push(decoder.write(chunk)),
      end: () => {
        reader.push(decoder.end());
        reader.end();
        this.notes.checkRows(this.name, rows);
      },
    };
  }

  private readonly refuse = (problem: Unreadable, text: string): void => this.notes.add(problem, this.name, 0, text);

  private note(problem: Unreadable | undefined, text: string): void {
    this.notes.count(problem, this.name, 0, text);
  }
}

/** `TimeGenerated [UTC]` without its zone. */
function withoutZone(column: string): string {
  const at = column.endsWith(']') ? column.lastIndexOf(' [') : -1;
  return at < 0 ? column : column.slice(0, at);
}

const REQUEST = ' request from ';
/** The longest that stands before a request: `ICMP Type=255`. */
const MAX_PROTOCOL = 40;

/** Where the message of a firewall begins in a line that somebody pasted; -1 where there is none. */
function messageAt(text: string): number {
  const query = text.indexOf('DNS Request: ');
  const request = text.indexOf(REQUEST);
  if (request < 0) {
    return query;
  }
  const from = Math.max(0, request - MAX_PROTOCOL);
  const protocol = /[A-Za-z]+(?: Type=\d+)? *$/.exec(text.slice(from, request));
  return protocol === null ? query : from + protocol.index;
}

/** Lines of a file, each a record. */
class Lines {
  private carried: Buffer = Buffer.alloc(0);
  private line = 0;
  private isSkipping = false;

  constructor(
    private readonly name: string,
    private readonly read: (text: string) => Unreadable | undefined,
    private readonly notes: ReadingNotes,
  ) {}

  public push(chunk: Buffer): void {
    const last = chunk.lastIndexOf(10);
    if (last < 0) {
      this.carry(chunk);
      return;
    }
    const whole = chunk.subarray(0, last);
    const text = textOf(this.carried.length > 0 ? Buffer.concat([this.carried, whole]) : whole);
    this.carried = Buffer.alloc(0);
    let at = 0;
    if (this.isSkipping) {
      this.isSkipping = false;
      at = text.indexOf('\n') + 1 || text.length;
    }
    while (at < text.length) {
      const end = text.indexOf('\n', at);
      const stop = end < 0 ? text.length : end;
      this.one(text, at, stop);
      at = stop + 1;
    }
    this.carry(chunk.subarray(last + 1));
  }

  public end(): void {
    if (this.carried.length > 0 && !this.isSkipping) {
      const text = this.carried.toString('utf8');
      this.one(text, 0, text.length);
    }
  }

  private one(text: string, from: number, to: number): void {
    this.line++;
    const line = text.slice(from, to);
    if (line.length > 1 || line.trim() !== '') {
      this.notes.count(this.read(line), this.name, this.line, line);
    }
  }

  private carry(rest: Buffer): void {
    if (this.isSkipping || rest.length === 0) {
      return;
    }
    this.carried = this.carried.length > 0 ? Buffer.concat([this.carried, rest]) : Buffer.from(rest);
    if (this.carried.length > MAX_LINE) {
      this.notes.count(
        new Unreadable(`a line of more than ${MAX_LINE >> 20} MB`),
        this.name,
        ++this.line,
        this.carried.toString('latin1', 0, 80),
      );
      this.carried = Buffer.alloc(0);
      this.isSkipping = true;
    }
  }
}

/** Text of bytes that are all ASCII, which those of logs mostly are, is read in a fraction of the time. */
function textOf(bytes: Buffer): string {
  return bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8');
}

function firstOf(buffer: Buffer): number {
  let at = buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf ? 3 : 0;
  while (at < buffer.length && buffer[at]! <= 32 && buffer[at]! > 0) {
    at++;
  }
  return at;
}

function withoutMark(buffer: Buffer): Buffer {
  return buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf ? buffer.subarray(3) : buffer;
}

/** Whether a line is a whole record, so that the file has a record a line; a broken first line of such a file ends as one does. */
function isOneRecord(line: string): boolean {
  if (!line.endsWith('}') || !/^\{\s*"(?!records"|tables")/.test(line)) {
    return false;
  }
  try {
    const value = JSON.parse(line) as { records?: unknown; tables?: unknown };
    return value.records === undefined && value.tables === undefined;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return /"(category|time|properties)"\s*:/.test(line);
    }
    throw error;
  }
}

function rowOf(columns: readonly string[], cells: readonly unknown[]): Cells {
  const row: { [column: string]: unknown } = {};
  for (let i = 0; i < columns.length; i++) {
    row[columns[i]!] = cells[i];
  }
  return row;
}
