import { LogEvent } from './event';

/** Places of flows that are remembered; a later flow takes the place of an earlier one. */
const SLOTS = 1 << 16;
const MAX_NAMES = 20_000;
const MAX_NAMES_OF_ADDRESS = 8;
/** The same client and port are another flow after this time, in milliseconds. */
const MAX_APART = 10 * 60_000;

/**
 * Joins addresses to host names, from nothing but the log itself: a line may have both, and a line with the name of a server and one with
 * an address are of one flow when client, its port and the port of the server are the same and their times are near. It remembers a fixed
 * number of flows, in whatever order files come.
 */
export class NameJoin {
  /** Names by address. */
  public readonly names = new Map<string, Set<string>>();
  /** Addresses and ports of servers that a client did not name, so that the firewall could not tell which they are: `203.0.113.7 443`. */
  public readonly nameless = new Set<string>();
  private readonly keys = new Array<string>(SLOTS).fill('');
  private readonly hosts = new Array<string>(SLOTS).fill('');
  private readonly addresses = new Array<string>(SLOTS).fill('');
  private readonly times = new Float64Array(SLOTS);

  public add({ verdict, isInbound, machine, clientPort, host, address, port, time, reason }: LogEvent): void {
    if (isInbound || verdict === 'unresolved' || (host === '' && address === '' && reason !== 'no-server-name')) {
      return;
    }
    if (host !== '' && address !== '') {
      this.put(address, host);
      return;
    }
    if (clientPort <= 0 || time !== time) {
      return;
    }
    const slot = slotOf(machine, clientPort);
    const key = `${machine}:${clientPort}`;
    if (this.keys[slot] !== key || Math.abs(this.times[slot]! - time) > MAX_APART) {
      this.keys[slot] = key;
      this.times[slot] = time;
      this.hosts[slot] = hostText(host, port, reason);
      this.addresses[slot] = address === '' ? '' : `${address} ${port}`;
      return;
    }
    if (address === '') {
      this.hosts[slot] = hostText(host, port, reason);
    } else {
      this.addresses[slot] = `${address} ${port}`;
    }
    const [known, place] = [this.hosts[slot]!, this.addresses[slot]!];
    if (known !== '' && place !== '') {
      const [name, ofPort] = [known.slice(0, known.lastIndexOf(':')), known.slice(known.lastIndexOf(':') + 1)];
      const [at, atPort] = place.split(' ') as [string, string];
      if (name === '' && this.nameless.size < MAX_NAMES) {
        this.nameless.add(place);
      } else if (name !== '' && ofPort === atPort) {
        this.put(at, name);
      }
    }
  }

  /** Names that an address had, in order. */
  public of(address: string): readonly string[] {
    return [...(this.names.get(address) ?? [])].sort();
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

/** A client that named no host is known by its denial. */
function hostText(host: string, port: number, reason: LogEvent['reason']): string {
  return host === '' && reason !== 'no-server-name' ? '' : `${host}:${port}`;
}

function slotOf(machine: string, port: number): number {
  let hash = port * 31;
  for (let i = machine.length - 1; i >= 0 && i >= machine.length - 6; i--) {
    hash = (hash * 31 + machine.charCodeAt(i)) | 0;
  }
  return hash & (SLOTS - 1);
}
