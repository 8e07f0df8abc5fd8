import { FlowKind } from './flow-kind';

/** Kinds that are kept at a time. */
const MAX_KINDS = 1 << 15;
/** Half of the places stay free, so that the way to one is short. */
const SLOTS = 2 * MAX_KINDS;

/** Numbers of each place: address, port, decision, and which kind, counted from 1; 0 where there is none. */
const STRIDE = 4;

/** Kinds of flows by the address and port of the other side, and a number for what was decided. They are numbers, so no text is made. */
export class KnownFlows {
  private readonly numbers = new Int32Array(STRIDE * SLOTS);
  private kinds: FlowKind[] = [];

  /** @param address an IPv4 address */
  public of(address: number, port: number, decision: number): FlowKind | undefined {
    const kind = this.numbers[this.placeOf(address | 0, port, decision) + 3]!;
    return kind === 0 ? undefined : this.kinds[kind - 1];
  }

  public keep(address: number, port: number, decision: number, kind: FlowKind): void {
    const { numbers } = this;
    if (this.kinds.length === MAX_KINDS) {
      numbers.fill(0);
      this.kinds = [];
    }
    const place = this.placeOf(address | 0, port, decision);
    numbers[place] = address;
    numbers[place + 1] = port;
    numbers[place + 2] = decision;
    numbers[place + 3] = this.kinds.push(kind);
  }

  /** Where a kind is, or would be. */
  private placeOf(address: number, port: number, decision: number): number {
    const { numbers } = this;
    let hash = Math.imul(address ^ Math.imul(port, 0x9e3779b1) ^ Math.imul(decision, 0x85ebca6b), 0x01000193);
    hash ^= hash >>> 15;
    let slot = hash & (SLOTS - 1);
    for (;;) {
      const place = STRIDE * slot;
      const isSame = numbers[place] === address && numbers[place + 1] === port && numbers[place + 2] === decision;
      if (isSame || numbers[place + 3] === 0) {
        return place;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
  }
}
