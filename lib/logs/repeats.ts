import { LogEvent } from './event';

/** Events that are remembered, so that one of them is known again; a later one takes the place of an earlier one. */
const SLOTS = 1 << 19;

/**
 * Recognizes an event that came before, from another file or in another form: exports overlap, storage repeats blocks, and flow logs of a
 * network and of its subnet have the same flows. Two events are the same when client, its port, the other side, its port, the decision and
 * the time are. What has no client port or no time cannot be told apart from another of its kind, and is never taken for a repetition.
 */
export class Repeats {
  /** Time and key of each event, side by side, because most of what this costs is the way to memory. */
  private readonly slots = new Int32Array(2 * SLOTS);

  /**
   * @param key what the event is, apart from client, port, time and bytes
   * @param machine a number of the machine, the same for the same address
   */
  public has({ layer, verdict }: LogEvent, key: number, machine: number, clientPort: number, at: number, bytes: number): boolean {
    const time = layer === 'firewall' ? at : Math.floor(at / 1000); // one kind of flow log has seconds alone
    if (clientPort <= 0 || time !== time || verdict === 'unresolved') {
      return false; // a client asks for two kinds of address of one name at once
    }
    const whole = mixed(mixed(mixed(key, Math.max(bytes, 0)), machine), clientPort);
    const moment = time | 0; // its last 32 bits
    const slot = 2 * (mixed(whole, moment) & (SLOTS - 1));
    if (this.slots[slot] === moment && this.slots[slot + 1] === whole) {
      return true;
    }
    this.slots[slot] = moment;
    this.slots[slot + 1] = whole;
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
