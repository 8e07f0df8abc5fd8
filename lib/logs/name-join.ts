import { LogEvent } from './event';
import { FlowKind } from './flow-kind';
import { PORT, TIME } from './line-numbers';

/** Places of flows that are remembered; a later flow takes the place of an earlier one. */
const SLOTS = 1 << 14;
const MAX_NAMES = 20_000;
const MAX_NAMES_OF_ADDRESS = 8;
/** The same client and port are another flow after this time, in milliseconds. */
const MAX_APART = 10 * 60_000;
const PORTS = 1 << 16;

/**
 * Joins addresses to host names, from nothing but the log itself: a line may have both, and a line with the name of a server and one with
 * an address are of one flow when client, its port and the port of the server are the same and their times are near. It remembers a fixed
 * number of flows, in whatever order files come.
 */
export class NameJoin {
  /** Names by address. */
  public readonly names = new Map<string, Set<string>>();
  /** Servers that a client did not name, so that the firewall could not tell which they are, by address and port. */
  public readonly nameless = new Map<string, Pick<LogEvent, 'address' | 'port'>>();
  /** Of each flow: its client, its time, and the ports of the server by name and by address; side by side, as they are looked at. */
  private readonly numbers = new Float64Array(4 * SLOTS).fill(-1);
  /** Of each flow: a name, or nothing for a client that named none, and an address; undefined where no line of the kind came. */
  private readonly texts = new Array<string | undefined>(2 * SLOTS).fill(undefined);

  /**
   * @param machine a number of the machine, the same for the same address
   * @param line where the numbers of the line begin
   */
  public add(kind: FlowKind, machine: number, lines: Float64Array, line: number): void {
    const { join, side, port } = kind;
    const clientPort = lines[line + PORT]!;
    const time = lines[line + TIME]!;
    if (join === 'both') {
      this.put(kind.event.address, kind.event.host);
      kind.join = 'nothing'; // again would change nothing
      return;
    }
    if (clientPort <= 0 || time !== time) {
      return;
    }
    const { numbers, texts } = this;
    const client = machine * PORTS + clientPort;
    const slot = (Math.imul(machine, 7919) + clientPort) & (SLOTS - 1);
    const number = 4 * slot;
    const text = 2 * slot;
    const own = join === 'name' ? 0 : 1;
    const other = 1 - own;
    if (numbers[number] !== client || Math.abs(numbers[number + 1]! - time) > MAX_APART) {
      numbers[number] = client;
      numbers[number + 1] = time;
      texts[text + other] = undefined;
    }
    texts[text + own] = side;
    numbers[number + 2 + own] = port;
    if (texts[text + other] !== undefined) {
      this.join(texts[text]!, numbers[number + 2]!, texts[text + 1]!, numbers[number + 3]!);
    }
  }

  /** Names that an address had, in order. */
  public of(address: string): readonly string[] {
    return [...(this.names.get(address) ?? [])].sort();
  }

  private join(host: string, hostPort: number, address: string, port: number): void {
    if (host === '') {
      if (this.nameless.size < MAX_NAMES) {
        this.nameless.set(`${address} ${port}`, { address, port });
      }
    } else if (hostPort === port) {
      this.put(address, host);
    }
  }

  private put(address: string, host: string): void {
    const names = this.names.get(address);
    if (names === undefined) {
      if (this.names.size < MAX_NAMES) {
        this.names.set(address, new Set([host]));
      }
    } else if (names.size < MAX_NAMES_OF_ADDRESS) {
      names.add(host);
    }
  }
}
