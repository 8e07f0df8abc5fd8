import { compareTexts } from '../azure/text-order';
import { InputError } from '../azure/errors';
import { hasPort, isEveryPort, MAX_PORT, PortInterval, portsHold, portText } from '../azure/port-sets';
import { isReference } from '../azure/references';

const PORT = /^(0|[1-9]\d{0,4})$/;

/** One port or one range of ports that is asked for. Of a reference the numbers are not known before Terraform runs. */
export class PortRange {
  /** Reads `443`, `8704-8710`, or a reference. */
  public static of(text: string): PortRange {
    return new PortRange(text, isKnownLater(text) ? undefined : intervalOf(text));
  }

  private constructor(
    /** As it is written. */
    public readonly text: string,
    /** Undefined for a reference. */
    public readonly interval: PortInterval | undefined,
  ) {}

  public get isAll(): boolean {
    return this.interval !== undefined && isEveryPort(this.interval);
  }

  /** Whether it is one port alone, and this one. */
  public isOnly(port: number): boolean {
    return this.interval?.first === port && this.interval.last === port;
  }

  /** Whether it is one port alone, and one of these. */
  public isOneOf(ports: readonly number[]): boolean {
    return ports.some((port) => this.isOnly(port));
  }

  /** Whether it has a port; of a reference nobody knows, so that it has none. */
  public has(port: number): boolean {
    return this.interval !== undefined && hasPort([this.interval], port);
  }

  /** Whether it has all ports of another; a reference has its own alone. */
  public holds(other: PortRange): boolean {
    return this.equals(other) ||
      (this.interval !== undefined && other.interval !== undefined && portsHold([this.interval], [other.interval]));
  }

  public equals(other: PortRange): boolean {
    return this.text === other.text;
  }

  /** As rules write it: `*` for every port. */
  public get ruleText(): string {
    return this.isAll ? '*' : this.text;
  }

  public toString(): string {
    return this.text;
  }
}

/** The ports and ranges whose numbers are known. */
export function knownPorts(ranges: readonly PortRange[]): PortInterval[] {
  return ranges.flatMap(({ interval }) => (interval === undefined ? [] : [interval]));
}

/** The ports that stand alone, each once. */
export function singlePorts(ranges: readonly PortRange[]): number[] {
  return [...new Set(knownPorts(ranges).flatMap(({ first, last }) => (first === last ? [first] : [])))];
}

/** Each port or range once, in order. */
export function sortedPorts(ranges: readonly PortRange[]): PortRange[] {
  return [...new Map(ranges.map((range) => [range.text, range])).values()].sort(comparePorts);
}

/** By number; what is known later stands behind what is known. */
export function comparePorts(a: PortRange, b: PortRange): number {
  const first = ({ interval }: PortRange): number => interval?.first ?? Number.MAX_SAFE_INTEGER;
  return first(a) - first(b) || compareTexts(a.text, b.text);
}

/** CDKTF encodes a number that is known later as a double far outside the range of ports. */
function isKnownLater(text: string): boolean {
  return isReference(text) || Number(text) < -1e288;
}

function intervalOf(text: string): PortInterval {
  const ends = text.split('-');
  if (ends.length > 2 || !ends.every((end) => PORT.test(end) && Number(end) <= MAX_PORT)) {
    const hint = text === '*' ? '; for all ports write "0-65535"' : '';
    throw new InputError({
      argument: 'ports', given: text, problem: 'is not a port', allowed: `expected "443" or "8704-8710", from 0 to ${MAX_PORT}${hint}`,
    });
  }
  const [first, last = first] = ends.map(Number) as [number, number?];
  if (ends.length === 2 && first >= last) {
    throw new InputError({
      argument: 'ports', given: text, problem: 'must begin below its end', suggestion: portText({ first: last, last: first }),
    });
  }
  return { first, last };
}
