import { StringDecoder } from 'node:string_decoder';
import { quote } from '../azure/errors';
import { AlikeLines } from './alike-lines';
import { Taken } from './alike-tuples';
import { Cells, knownColumns, textOf } from './cells';
import { CsvReader, isHeader, isPreamble } from './csv-reader';
import { Decoder, decoderOf, otherForm } from './encoding';
import { Emit, LogEvent, Unreadable } from './event';
import { JsonScanner, RECORD_LISTS } from './json-scanner';
import { readMessage } from './legacy-message';
import { LineResult, Lines, lineText, SAMPLE } from './lines';
import { readRecord } from './record';
import { ReadingNotes } from './reading-notes';
import { isTableHeader, TableReader } from './table-reader';
import { jsonBehind, unknownForm } from './text-forms';

/** Takes a file part by part. */
interface FormReader {
  push(chunk: Buffer): void;
  end(): void;
}

/** Bytes that tell how text is written. */
const ENCODING = 4;
/** Enough to tell the form of a file; a first line that is longer is no line of a log. */
const HEAD = 1 << 16;

/** Reads one file of logs, whatever form it is in, part by part. */
export class LogReader {
  private form?: FormReader;
  private head: Buffer = Buffer.alloc(0);
  /** Undefined until the first bytes tell how the file is written. */
  private decoder?: Decoder | 'none';

  /** @param alike recognizes lines, which are then counted without being read; without it, each line is read */
  constructor(
    private readonly name: string,
    private readonly emit: Emit,
    private readonly notes: ReadingNotes,
    private readonly alike?: AlikeLines,
  ) {}

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

  private formOf(head: Buffer): FormReader {
    const other = otherForm(head);
    if (other !== undefined) {
      return this.nothing(new Unreadable(other));
    }
    const at = firstOf(head);
    const end = head.indexOf(10, at);
    const line = head.toString('utf8', at, end < 0 ? head.length : end).trim();
    switch (head[at]) {
      case 123: // {
        return isOneRecord(line)
          ? new Lines(this.name, (bytes, from, to) => this.json(bytes, from, to, 'line'), this.notes)
          : this.scanner();
      case 91: // [
      case 44: // a part of a blob begins with a comma
        return this.scanner();
      case undefined:
        return this.nothing(new Unreadable('an empty file', true));
      case 0:
        return this.messages(line);
      default:
        return isTableHeader(line) ? this.table() : isHeader(line) || isPreamble(line) ? this.csv() : this.messages(line);
    }
  }

  private messages(first: string): FormReader {
    const unknown = unknownForm(first);
    return new Lines(this.name, (bytes, from, to) => this.plain(lineText(bytes, from, to), unknown), this.notes);
  }

  private table(): FormReader {
    const table = new TableReader();
    const read = (text: string): Unreadable | undefined => {
      const row = table.row(text);
      return row instanceof Unreadable ? row : readRecord(row, this.emit, this.refuse);
    };
    return new Lines(this.name, (bytes, from, to) => read(lineText(bytes, from, to).trimEnd()), this.notes);
  }

  /** A file without a record. */
  private nothing(why: Unreadable): FormReader {
    return { push: () => undefined, end: () => this.notes.add(why, this.name, 1, '') };
  }

  /** Takes a record as JSON, alone or with others in a list as a message of an Event Hub has them. */
  private json(bytes: Buffer, from: number, to: number, what: 'line' | 'record'): LineResult {
    const known = this.known(bytes, from, to);
    return known === undefined ? this.parsed(bytes, from, to, what) : known.problem;
  }

  /** Takes a record that is like one before. */
  private known(bytes: Buffer, from: number, to: number): Taken | undefined {
    return this.alike?.take(bytes, from, to) ?? this.alike?.tuples.take(bytes, from, to, this.emit, this.refuse);
  }

  private parsed(bytes: Buffer, from: number, to: number, what: 'line' | 'record'): LineResult {
    let value: unknown;
    try {
      value = JSON.parse(lineText(bytes, from, to));
    } catch (error) {
      if (error instanceof SyntaxError) {
        return new Unreadable(`a ${what} that is not JSON`);
      }
      throw error;
    }
    const { records, FrameType: frame } = (value ?? {}) as Cells;
    if (typeof frame === 'string') {
      return this.frame(value as Cells);
    }
    if (!Array.isArray(records)) {
      return this.record(value, bytes, from, to);
    }
    records.forEach((record) => this.note(readRecord(record, this.emit, this.refuse), ''));
    return 'counted';
  }

  /** A part of an answer of Data Explorer, of which one has the rows that were asked for. */
  private frame({ TableKind: kind, Columns: columns, Rows: rows }: Cells): LineResult {
    if (!Array.isArray(columns) || !Array.isArray(rows) || kind !== 'PrimaryResult') {
      return new Unreadable('a part of an answer of Data Explorer that is not its result', true);
    }
    const names = columns.map(columnOf);
    rows.forEach((row) => this.note(Array.isArray(row) ? readRecord(rowOf(names, row), this.emit, this.refuse)
      : new Unreadable('a row of a table that is not a list of cells'), ''));
    return 'counted';
  }

  /** Reads a record, and keeps its line if what it means is one event. */
  private record(value: unknown, bytes: Buffer, from: number, to: number): Unreadable | undefined {
    let [count, last]: [number, LogEvent | undefined] = [0, undefined];
    const emit = (event: LogEvent): void => {
      count++;
      last = event;
      this.emit(event);
    };
    const problem = readRecord(value, emit, this.refuse);
    if (count === 1) {
      this.alike?.keep(bytes, from, to, last!, problem);
    }
    return problem;
  }

  /**
   * Messages of the firewall as people paste them, and records of JSON behind something else.
   *
   * @param unknown why a line that is neither says nothing
   */
  private plain(text: string, unknown: string): Unreadable | undefined {
    if (/^HTTP\/1\.\d 470\b|^Action: Deny\. Reason:/.test(text)) {
      return new Unreadable('the answer of the firewall to a client, which has neither address nor host; the log of the firewall has both');
    }
    const record = jsonBehind(text);
    if (record !== undefined) {
      return readRecord(record, this.emit, this.refuse);
    }
    const at = messageAt(text);
    return at < 0 ? new Unreadable(unknown) : readMessage(text.slice(at), NaN, this.emit);
  }

  private scanner(): FormReader {
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
      record: (bytes, from, to) => {
        const result = this.json(bytes, from, to, 'record');
        if (result !== 'counted') {
          this.noteBytes(result, bytes, from, to);
        }
      },
      known: (bytes, from, to) => {
        const known = this.known(bytes, from, to);
        if (known !== undefined) {
          this.noteBytes(known.problem, bytes, from, to);
        }
        return known !== undefined;
      },
      columns: (text) => {
        const list = parsed(text);
        columns = Array.isArray(list) ? list.map((one) => columnOf(one)) : [];
      },
      row: (text) => {
        const cells = parsed(text);
        rows++;
        if (Array.isArray(cells)) {
          this.note(readRecord(rowOf(columns, cells), this.emit, this.refuse), text);
        }
      },
      error: () => this.notes.say('incomplete', `${this.name}: the answer says that rows are missing (a partial error)`),
      broken: (why, text) => this.note(new Unreadable(why), text),
      nothing: (isWhole, text) =>
        this.refuse(isWhole ? new Unreadable('a file without a record', true) : new Unreadable('a part of a file without a record'), text),
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

  private csv(): FormReader {
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
        if (rows === 0) {
          this.refuse(new Unreadable('a file without a row below its header', true), '');
        }
        this.notes.checkRows(this.name, rows);
      },
    };
  }

  private readonly refuse = (problem: Unreadable, text: string): void => this.notes.add(problem, this.name, 0, text);

  private noteBytes(problem: Unreadable | undefined, bytes: Buffer, from: number, to: number): void {
    this.note(problem, this.notes.isFirst(problem) ? lineText(bytes, from, Math.min(to, from + SAMPLE)) : '');
  }

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

/** Keys of objects that are no record, but hold some. */
const LISTS: readonly string[] = ['tables', ...RECORD_LISTS];

/** The name of a column, which Data Explorer has under another key. */
function columnOf(column: unknown): string {
  const { name, ColumnName } = (column ?? {}) as Cells;
  return textOf(name ?? ColumnName);
}

/** Whether a line is a whole record, so that the file has a record a line; a broken first line of such a file ends as one does. */
function isOneRecord(line: string): boolean {
  if (!line.endsWith('}') || !line.startsWith('{')) {
    return false;
  }
  try {
    const value = JSON.parse(line) as object;
    return !Object.entries(value).some(([key, one]) => Array.isArray(one) && LISTS.includes(key.toLowerCase()));
  } catch (error) {
    if (error instanceof SyntaxError) {
      return !/^\{\s*"(records|tables)"/.test(line) && /"(category|time|properties)"\s*:/.test(line);
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
