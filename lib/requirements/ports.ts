import { choiceOf, InputError, quote } from '../azure/errors';
import { listOf, number, text } from '../azure/argument-shapes';
import { PortRange, sortedPorts } from './port-range';

/** Transport protocol of a requirement. */
export enum Protocol {
  /** TCP, which the article means unless it says otherwise. */
  TCP = 'TCP',
  /** UDP. */
  UDP = 'UDP',
  /** Any protocol. */
  ANY = 'ANY',
}

const ALL = '0-65535';

/**
 * Destination ports of one protocol. They are sorted and without repetition, so the same ports are always written the same way.
 */
export class Ports {
  /**
   * Single TCP ports.
   * @param ports port numbers, 0 to 65535
   * @throws when there is no port, or one is not a whole number from 0 to 65535
   */
  public static tcp(...ports: number[]): Ports {
    listOf(number)('ports', ports);
    return new Ports(Protocol.TCP, ports.map((port) => PortRange.of(String(port))));
  }

  /**
   * Single UDP ports.
   * @param ports port numbers, 0 to 65535
   * @throws when there is no port, or one is not a whole number from 0 to 65535
   */
  public static udp(...ports: number[]): Ports {
    listOf(number)('ports', ports);
    return new Ports(Protocol.UDP, ports.map((port) => PortRange.of(String(port))));
  }

  /**
   * Single ports of any protocol.
   * @param ports port numbers, 0 to 65535
   * @throws when there is no port, or one is not a whole number from 0 to 65535
   */
  public static any(...ports: number[]): Ports {
    listOf(number)('ports', ports);
    return new Ports(Protocol.ANY, ports.map((port) => PortRange.of(String(port))));
  }

  /**
   * All ports of a protocol.
   * @param protocol TCP, UDP or any of them
   * @throws when the protocol is not one of `Protocol`
   */
  public static all(protocol: Protocol): Ports {
    return new Ports(protocol, [PortRange.of(ALL)]);
  }

  /**
   * Ports and port ranges as text.
   * @param protocol the transport protocol
   * @param ports `"443"`, or `"8704-8710"` for a range that includes both ends, or a reference
   * @throws when there is no port, one is out of range or not of these forms, two overlap, or the protocol is not one of `Protocol`
   */
  public static of(protocol: Protocol, ports: string[]): Ports {
    listOf(text)('ports', ports);
    return new Ports(protocol, ports.map(PortRange.of));
  }

  /**
   * Ports and ranges that have been read.
   * @internal
   */
  public static _of(protocol: Protocol, ports: readonly PortRange[]): Ports {
    return new Ports(protocol, ports);
  }

  /** The transport protocol. */
  public readonly protocol: Protocol;

  /** Ports and ranges, sorted: `"443"`, `"8704-8710"`. `"0-65535"` is all of them. */
  public readonly ranges: string[];

  /**
   * The same, as numbers where they are known.
   * @internal
   */
  public readonly _all: readonly PortRange[];

  private constructor(protocol: Protocol, ports: readonly PortRange[]) {
    choiceOf('protocol', protocol, Object.values(Protocol));
    if (ports.length === 0) {
      throw new InputError({ argument: 'ports', problem: 'at least one port is needed' });
    }
    this.protocol = protocol;
    this._all = sortedPorts(ports);
    this.ranges = this._all.map(({ text }) => text);
    Object.freeze(this.ranges);
    checkOverlap(this._all);
  }

  /** Whether all ports are meant. */
  public get isAll(): boolean {
    return this._all.some(({ isAll }) => isAll);
  }

  /**
   * Whether the numbers of all are known, and not only when Terraform runs.
   * @internal
   */
  public get _areKnown(): boolean {
    return this._all.every(({ interval }) => interval !== undefined);
  }

  /**
   * Whether a port or a range is one of them, as it is written.
   * @internal
   */
  public _includes(range: PortRange): boolean {
    return this._all.some((one) => one.equals(range));
  }

  /** One stable text: `TCP 443,8787`. */
  public toString(): string {
    return `${this.protocol} ${this.ranges.join(',')}`;
  }
}

/** Overlapping ports would be the same ports with another text. */
function checkOverlap(sorted: readonly PortRange[]): void {
  let previous: PortRange | undefined;
  for (const range of sorted.filter(({ interval }) => interval !== undefined)) {
    if (previous !== undefined && range.interval!.first <= previous.interval!.last) {
      throw new InputError({
        argument: 'ports', problem: `${quote(range.text)} and ${quote(previous.text)} overlap`, allowed: 'give each port once',
      });
    }
    previous = range;
  }
}
