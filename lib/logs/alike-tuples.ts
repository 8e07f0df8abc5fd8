import { Cells } from './cells';
import { Emit, LogEvent, Unreadable } from './event';
import { AlikeFlows, FlowKind } from './flow-kind';
import { readTuple, Refuse, TupleRule, tuplesOf } from './flow-logs';
import { KnownFlows } from './known-flows';
import { KnownRecords, partsWithoutTime } from './known-records';
import { ipv4Text } from './line-places';
import { viewOf } from './line-shape';
import { lineText } from './lines';
import { readRecord } from './record';
import { epochTime } from './time';
import { TupleFields } from './tuple-fields';

const KEY = Buffer.from('"flowTuples"');
const [QUOTE, COMMA, COLON, OPEN_LIST, CLOSE_LIST, BLANK] = [34, 44, 58, 91, 93, 32];
/** If there are more rules, all are forgotten. Networks have fewer. */
const MAX_RULES = 5000;

/** A rule, and what it decided: for the number of each flags, twice a number of the decision, and one more for what comes from outside. */
interface KnownRule {
  readonly rule: TupleRule;
  readonly decisions: (number | undefined)[];
}

/** What came of a record. */
export interface Taken {
  readonly problem: Unreadable | undefined;
}

/** Takes what is read of a record. */
interface TupleTarget {
  readonly bytes: Buffer;
  readonly emit: Emit;
  readonly refuse: Refuse;
}

/** The tuples of a record, whose lists are cut out of it. */
interface Cut {
  /** What is left of the record: where each part begins and ends. */
  readonly parts: number[];
  /** The first tuple of each list, and the end of the last. */
  readonly firsts: number[];
}

/**
 * Reads the tuples of flow logs from their bytes. A log has few rules and other sides, and very many flows of each. A tuple that differs
 * from one before in nothing but time, machine, its port and counters is counted without becoming text. Any other is read as text.
 */
export class AlikeTuples {
  private readonly fields = new TupleFields();
  private readonly rules = new Map<string, KnownRule>();
  private decisions = 0;
  private readonly known = new KnownFlows();
  /** The rules of the lists of records. */
  private readonly records = new KnownRecords<readonly KnownRule[]>();
  /** The bytes that were looked at last. */
  private bytes: Buffer = KEY;
  private view = viewOf(KEY);

  constructor(private readonly flows: AlikeFlows) {}

  /** @returns what came of a record with tuples; undefined where nothing was taken, so that it must be read as text */
  public take(bytes: Buffer, from: number, to: number, emit: Emit, refuse: Refuse): Taken | undefined {
    const first = bytes.subarray(from, to).indexOf(KEY);
    if (first < 0) {
      return undefined;
    }
    this.view = bytes === this.bytes ? this.view : viewOf(bytes);
    this.bytes = bytes;
    const cut = this.cut(bytes, from, from + first, to);
    if (cut === undefined) {
      return undefined;
    }
    const target = { bytes, emit, refuse };
    const parts = partsWithoutTime(bytes, cut.parts);
    const rules = parts && this.records.of(this.view, parts);
    if (rules === undefined) {
      return this.readRest(target, cut, parts);
    }
    rules.forEach((rule, i) => this.put(target, cut.firsts[i]!, cut.firsts[i + 1]!, rule));
    return { problem: undefined };
  }

  /** Reads the lists of tuples; undefined where something else is in one of them. @param first the first key */
  private cut(bytes: Buffer, from: number, first: number, to: number): Cut | undefined {
    const parts = [from];
    const firsts = [0];
    this.fields.begin(this.view);
    for (let key = first; key >= 0 && key < to; key = bytes.indexOf(KEY, parts[parts.length - 1])) {
      const colon = passBlanks(bytes, key + KEY.length);
      const open = bytes[colon] === COLON ? passBlanks(bytes, colon + 1) : -1;
      const close = bytes[open] === OPEN_LIST ? this.readList(bytes, open) : -1;
      if (close < 0) {
        return undefined;
      }
      firsts.push(this.fields.size);
      parts.push(open, close + 1);
    }
    parts.push(to);
    return parts[parts.length - 2]! > to ? undefined : { parts, firsts };
  }

  /** Reads a list of tuples. @returns where its bracket is; -1 where something else is in it */
  private readList(bytes: Buffer, open: number): number {
    const { fields } = this;
    let at = passBlanks(bytes, open + 1);
    if (bytes[at] === CLOSE_LIST) {
      return at;
    }
    while (bytes[at] === QUOTE) {
      const close = fields.read(bytes, at + 1);
      if (close < 0) {
        return -1;
      }
      at = passBlanks(bytes, close + 1);
      if (bytes[at] === CLOSE_LIST) {
        return at;
      }
      at = bytes[at] === COMMA ? passBlanks(bytes, at + 1) : -1;
    }
    return -1;
  }

  /** Reads what is left of a record, with the numbers of its lists in place of them, and keeps it if it is lists and their rules alone. */
  private readRest(target: TupleTarget, { parts, firsts }: Cut, kept: number[] | undefined): Taken | undefined {
    const { bytes, emit } = target;
    let text = '';
    for (let i = 0; i < parts.length; i += 2) {
      text += `${lineText(bytes, parts[i]!, parts[i + 1]!)}${i + 2 < parts.length ? i / 2 : ''}`;
    }
    const record = text.includes('\\') ? undefined : recordOf(text);
    if (record === undefined) {
      return undefined;
    }
    const rules: KnownRule[] = [];
    let isPlain = true;
    const refuse: Refuse = (problem, of) => {
      isPlain = false;
      target.refuse(problem, of);
    };
    const problem = readRecord(record, emit, refuse, (flowTuples, rule) => {
      if (typeof flowTuples !== 'number') {
        tuplesOf(flowTuples, refuse).forEach((tuple) => readTuple(tuple, rule, emit, refuse));
        isPlain = false;
        return;
      }
      const known = this.ruleOf(rule);
      this.put(target, firsts[flowTuples]!, firsts[flowTuples + 1]!, known);
      isPlain &&= flowTuples === rules.length;
      rules.push(known);
    });
    if (isPlain && problem === undefined && kept !== undefined && rules.length === firsts.length - 1) {
      this.records.keep(bytes, this.view, kept, rules);
    }
    return { problem };
  }

  private put(target: TupleTarget, first: number, end: number, { rule, decisions }: KnownRule): void {
    const { fields, known, flows } = this;
    for (let at = first; at < end; at++) {
      const decision = decisions[fields.flagsOf(at)];
      const isInbound = decision !== undefined && (decision & 1) === 1;
      const other = isInbound ? fields.source(at) : fields.destination(at);
      const kind = decision === undefined ? undefined : known.of(other, fields.port(at), decision);
      if (kind === undefined) {
        this.read(target, at, rule, decisions);
      } else {
        const machine = isInbound ? fields.destination(at) : fields.source(at);
        flows.again(kind, machine, fields.sourcePort(at), epochTime(fields.time(at)), fields.bytes(at));
      }
    }
  }

  /** Reads a tuple as text, and keeps what kind of flow it is. */
  private read({ bytes, emit, refuse }: TupleTarget, at: number, rule: TupleRule, decisions: (number | undefined)[]): void {
    const { fields } = this;
    let event: LogEvent | undefined;
    readTuple(bytes.toString('latin1', fields.from(at), fields.to(at)), rule, (one) => {
      event = one;
      emit(one);
    }, refuse);
    const flags = fields.flagsOf(at);
    if (event === undefined || flags < 0 || !this.isTold(event, at)) {
      return;
    }
    const { isInbound } = event;
    const decision = (decisions[flags] ??= 2 * this.decisions++ + (isInbound ? 1 : 0));
    this.known.keep(isInbound ? fields.source(at) : fields.destination(at), fields.port(at), decision, new FlowKind(event));
  }

  /** Whether what was read as text is what the numbers say. */
  private isTold({ isInbound, machine, address, clientPort, time, bytes }: LogEvent, at: number): boolean {
    const { fields } = this;
    const [source, destination] = [ipv4Text(fields.source(at)), ipv4Text(fields.destination(at))];
    return (
      machine === (isInbound ? destination : source) &&
      address === (isInbound ? source : destination) &&
      clientPort === fields.sourcePort(at) &&
      Object.is(time, epochTime(fields.time(at))) &&
      bytes === fields.bytes(at)
    );
  }

  private ruleOf(rule: TupleRule): KnownRule {
    if (this.rules.size >= MAX_RULES) {
      this.rules.clear();
      this.records.clear();
    }
    const key = `${rule.log} ${rule.reason} ${rule.rule}`;
    const known = this.rules.get(key) ?? { rule, decisions: [] };
    this.rules.set(key, known);
    return known;
  }
}

function passBlanks(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === BLANK || (bytes[at]! >= 9 && bytes[at]! <= 13)) {
    at++;
  }
  return at;
}

function recordOf(text: string): Cells | undefined {
  try {
    return JSON.parse(text) as Cells;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined; // the whole record is read as text, and what is wrong is said there
    }
    throw error;
  }
}
