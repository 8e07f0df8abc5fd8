import { LogEvent } from './event';
import { BYTES, PORT, TIME } from './line-numbers';

/** Events that are remembered, so that one of them is known again; a later one takes the place of an earlier one. */
const SLOTS = 1 << 19;

/** What tells an event apart from others of the same client, port and time. */
interface Repeatable {
  readonly isFirewall: boolean;
  readonly isUnresolved: boolean;
  readonly key: number;
}

/**
 * Recognizes an event that came before, from another file or in another form: exports overlap, storage repeats blocks, and flow logs of a
 * network and of its subnet have the same flows. Two events are the same when client, its port, the other side, its port, the decision and
 * the time are. What has no client port or no time cannot be told apart from another of its kind, and is never taken for a repetition.
 */
export class Repeats {
  /** Time and key of each event, side by side, because most of what this costs is the way to memory. */
  private readonly slots = new Int32Array(2 * SLOTS);
  /** Where each event is that is expected, its time and key; a place of -1 for one that never counts as a repetition. */
  private readonly places: Int32Array;
  private readonly moments: Int32Array;
  private readonly wholes: Int32Array;
  public touched = 0;

  /** @param most events that are expected at a time */
  constructor(most: number) {
    this.places = new Int32Array(most);
    this.moments = new Int32Array(most);
    this.wholes = new Int32Array(most);
  }

  /**
   * Finds where in memory an event would be.
   *
   * @param kind what the event is, apart from client, port, time and bytes
   * @param machine a number of the machine, the same for the same address
   * @param line where the numbers of the event begin
   */
  public expect(i: number, kind: Repeatable, machine: number, lines: Float64Array, line: number): void {
    const clientPort = lines[line + PORT]!;
    const at = lines[line + TIME]!;
    // A client asks for two kinds of address of one name at once.
    if (!(clientPort > 0) || at !== at || kind.isUnresolved) {
      this.places[i] = -1;
      return;
    }
    const moment = (kind.isFirewall ? at : Math.floor(at / 1000)) | 0; // its last 32 bits; one kind of flow log has seconds alone
    const whole = mixed(mixed(mixed(kind.key, Math.max(lines[line + BYTES]!, 0)), machine), clientPort);
    this.places[i] = 2 * (mixed(whole, moment) & (SLOTS - 1));
    this.moments[i] = moment;
    this.wholes[i] = whole;
  }

  /** Looks at the places of events, none of which waits for another, so that later each is at hand. */
  public touch(count: number): void {
    const { slots, places } = this;
    let all = 0;
    for (let i = 0; i < count; i++) {
      const place = places[i]!;
      all ^= place < 0 ? 0 : slots[place]!;
    }
    this.touched = all; // else nothing would be looked at
  }

  /** Whether an event that is expected came before. */
  public has(i: number): boolean {
    const { slots } = this;
    const place = this.places[i]!;
    if (place < 0) {
      return false;
    }
    const moment = this.moments[i]!;
    const whole = this.wholes[i]!;
    if (slots[place] === moment && slots[place + 1] === whole) {
      return true;
    }
    slots[place] = moment;
    slots[place + 1] = whole;
    return false;
  }
}

/** A number for what an event is, apart from client, port, time and bytes. */
export function kindKey({ layer, verdict, isInbound, host, address, port, count }: LogEvent): number {
  let key = mixed(port, count);
  key = mixed(key, (layer === 'firewall' ? 1 : 0) + (verdict === 'allow' ? 2 : 0) + (isInbound ? 4 : 0));
  const side = host === '' ? address : host;
  for (let i = 0; i < side.length; i++) {
    key = mixed(key, side.charCodeAt(i));
  }
  return key;
}

/** The hash FNV-1a, in steps of numbers. */
function mixed(key: number, value: number): number {
  const next = Math.imul(key ^ value, 0x01000193);
  return next ^ (next >>> 15);
}
