import { InputError, quote } from '../azure/errors';
import { isReference } from '../azure/references';
import { listOf, number, text } from '../azure/shapes';

/** Transport protocol of a requirement. */
export enum Protocol {
  /** TCP, which the article means unless it says otherwise. */
  TCP = 'TCP',
  /** UDP. */
  UDP = 'UDP',
  /** Any protocol. */
  ANY = 'ANY',
}

const PORT = /^(0|[1-9]\d{0,4})$/;
const ALL = '0-65535';

/**
 * Destination ports of one protocol: a closed value with one text.
 * Ports are sorted and without repetition, so the same ports are always written the same way.
 */
export class Ports {
  /**
   * Single TCP ports.
   * @param ports port numbers, 0 to 65535
   * @throws when there is no port, or one is not a whole number from 0 to 65535
   */
  public static tcp(...ports: number[]): Ports {
    listOf(number)('ports', ports);
    return new Ports(Protocol.TCP, ports.map(String));
  }

  /**
   * Single UDP ports.
   * @param ports port numbers, 0 to 65535
   * @throws when there is no port, or one is not a whole number from 0 to 65535
   */
  public static udp(...ports: number[]): Ports {
    listOf(number)('ports', ports);
    return new Ports(Protocol.UDP, ports.map(String));
  }

  /**
   * Single ports of any protocol.
   * @param ports port numbers, 0 to 65535
   * @throws when there is no port, or one is not a whole number from 0 to 65535
   */
  public static any(...ports: number[]): Ports {
    listOf(number)('ports', ports);
    return new Ports(Protocol.ANY, ports.map(String));
  }

  /**
   * All ports of a protocol.
   * @param protocol TCP, UDP or any of them
   * @throws when the protocol is not one of `Protocol`
   */
  public static all(protocol: Protocol): Ports {
    return new Ports(protocol, [ALL]);
  }

  /**
   * Ports and port ranges as text.
   * @param protocol the transport protocol
   * @param ports `"443"`, or `"8704-8710"` for a range that includes both ends, or a reference
   * @throws when there is no port, one is out of range or not of these forms, two overlap, or the protocol is not one of `Protocol`
   */
  public static of(protocol: Protocol, ports: string[]): Ports {
    listOf(text)('ports', ports);
    return new Ports(protocol, ports);
  }

  /** The transport protocol. */
  public readonly protocol: Protocol;

  /** Ports and ranges, sorted: `"443"`, `"8704-8710"`. `"0-65535"` is all of them. */
  public readonly ranges: string[];

  private constructor(protocol: Protocol, ports: readonly string[]) {
    if (!Object.values(Protocol).includes(protocol)) {
      throw new InputError({ argument: 'protocol', given: protocol, problem: 'is not one of', allowed: Object.values(Protocol) });
    }
    if (ports.length === 0) {
      throw new InputError({ argument: 'ports', problem: 'at least one port is needed' });
    }
    ports.forEach(checkPort);
    this.protocol = protocol;
    this.ranges = [...new Set(ports)].sort((a, b) => sortKey(a) - sortKey(b) || (a < b ? -1 : 1));
    Object.freeze(this.ranges);
    checkOverlap(this.ranges);
  }

  /** Whether all ports are meant. */
  public get isAll(): boolean {
    return this.ranges.includes(ALL);
  }

  /** One stable text: `TCP 443,8787`. */
  public toString(): string {
    return `${this.protocol} ${this.ranges.join(',')}`;
  }
}

function checkPort(text: string): void {
  // CDKTF encodes a number that is known later as a double far outside the range of ports.
  if (isReference(text) || Number(text) < -1e288) {
    return;
  }
  const ends = text.split('-');
  const wellFormed = ends.length <= 2 && ends.every((end) => PORT.test(end) && Number(end) <= 65535);
  if (!wellFormed) {
    const hint = text === '*' ? '; for all ports write "0-65535"' : '';
    throw new InputError({
      argument: 'ports', given: text, problem: 'is not a port', allowed: `expected "443" or "8704-8710", from 0 to 65535${hint}`,
    });
  }
  if (ends.length === 2 && Number(ends[0]) >= Number(ends[1])) {
    const right = ends[0] === ends[1] ? ends[0] : `${ends[1]}-${ends[0]}`;
    throw new InputError({ argument: 'ports', given: text, problem: 'must begin below its end', suggestion: right });
  }
}

/** The ends of a port or of a range of ports that is known: `443` to 443 and 443. */
export function portEnds(text: string): { readonly first: number; readonly last: number } {
  const [first, last = first] = text.split('-').map(Number) as [number, number?];
  return { first, last: last! };
}

/** Whether a port or range is known now, and not only when Terraform runs. */
export function isKnownPort(text: string): boolean {
  return /^\d/.test(text);
}

/** Overlapping ports would be the same ports with another text. */
function checkOverlap(sorted: readonly string[]): void {
  let end = -1;
  let previous = '';
  for (const text of sorted.filter(isKnownPort)) {
    const { first, last } = portEnds(text);
    if (first <= end) {
      throw new InputError({ argument: 'ports', problem: `${quote(text)} and ${quote(previous)} overlap`, allowed: 'give each port once' });
    }
    end = last;
    previous = text;
  }
}

function sortKey(text: string): number {
  const first = text.split('-')[0]!;
  // What is known later stands behind what is known.
  return PORT.test(first) ? Number(first) : Number.MAX_SAFE_INTEGER;
}
