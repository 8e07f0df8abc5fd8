import { isIP } from 'node:net';
import { contains, parseAddressRange } from '../azure/addresses';
import { Layer, LogEvent, Reason, Unreadable } from './event';
import { NameJoin } from './name-join';

/** Flows that are alike: the same subnet, other side, port, decision and rule. */
export interface FlowCount {
  readonly subnet: string;
  readonly layer: Layer;
  readonly verdict: LogEvent['verdict'];
  readonly isInbound: boolean;
  readonly protocol: string;
  readonly host: string;
  readonly url: string;
  readonly address: string;
  readonly port: number;
  readonly rule: string;
  readonly reason: Reason;
  begun: number;
  ended: number;
  /** NaN where no line has a time. */
  first: number;
  last: number;
  /** -1 where no line has it. */
  bytes: number;
  /** Machines of the subnet; of many, only the number is kept. */
  machines: Set<string> | undefined;
  machine: string;
}

export interface TableSubnet {
  readonly name: string;
  readonly addressPrefixes: readonly string[];
}

/** Distinct flows beyond this are counted without their other side. A log of a day has some thousands. */
const MAX_FLOWS = 60_000;
const MAX_MACHINES = 256;
const MAX_ADDRESSES = 50_000;
/** A URL is of use up to here, and its sender decides how long it is. */
const MAX_URL = 200;

/**
 * Counts events by what they have in common. What it holds does not grow with the log, but with the number of different flows, up to
 * a limit beyond which the other side is left out; how many that are is said.
 */
export class FlowTable {
  public readonly names = new NameJoin();
  /** Events of machines that are in no subnet of the deployment. */
  public elsewhere = 0;
  /** Events beyond the limit. */
  public beyondLimit = 0;
  public events = 0;
  public untimed = 0;
  public first = NaN;
  public last = NaN;
  public readonly layers = new Set<Layer>();
  /** Flows of the firewall whose log names no client: names that it could not resolve itself. */
  private readonly flows = new Map<string, FlowCount>();
  private readonly ranges: readonly { readonly name: string; readonly range: ReturnType<typeof parseAddressRange> }[];
  private readonly subnets = new Map<string, string | undefined>();

  constructor(subnets: readonly TableSubnet[]) {
    this.ranges = subnets.flatMap(({ name, addressPrefixes }) =>
      addressPrefixes.map((prefix) => ({ name, range: parseAddressRange(prefix) })),
    );
  }

  public get counts(): readonly FlowCount[] {
    return [...this.flows.values()];
  }

  /** @returns why the event says nothing, where it has no address of a machine */
  public add(event: LogEvent): Unreadable | undefined {
    const subnet = event.machine === '' ? '' : this.subnetOf(event.machine);
    if (subnet === undefined) {
      this.elsewhere++;
      return undefined;
    }
    if (subnet === NO_ADDRESS) {
      return new Unreadable('the source, or the machine that is reached, is no address');
    }
    this.events++;
    this.layers.add(event.layer);
    this.names.add(event);
    const count = this.countOf(event, subnet);
    const { time } = event;
    if (time === time) {
      if (!(count.first <= time)) {
        count.first = time;
        this.first = this.first <= time ? this.first : time;
      }
      if (!(count.last >= time)) {
        count.last = time;
        this.last = this.last >= time ? this.last : time;
      }
    } else {
      this.untimed++;
    }
    if (event.count > 0) {
      count.begun += event.count;
    } else {
      count.ended++;
    }
    if (event.bytes >= 0) {
      count.bytes = (count.bytes < 0 ? 0 : count.bytes) + event.bytes;
    }
    if (event.machine !== count.machine) {
      count.machines ??= new Set([count.machine]);
      if (count.machines.size < MAX_MACHINES) {
        count.machines.add(event.machine);
      }
    }
    return undefined;
  }

  private countOf(event: LogEvent, subnet: string): FlowCount {
    const url = event.url.length > MAX_URL ? event.url.slice(0, MAX_URL) : event.url;
    const key = `${event.layer[0]}${event.verdict[0]}${event.isInbound ? 1 : 0}|${event.protocol}|${event.port}|${subnet}|${event.host}|${
      event.address
    }|${event.reason}|${event.rule}|${url}`;
    const found = this.flows.get(key);
    if (found !== undefined) {
      return found;
    }
    if (this.flows.size >= MAX_FLOWS && (event.host !== '' || event.address !== '')) {
      this.beyondLimit++;
      return this.countOf({ ...event, host: '', address: '', url: '' }, subnet);
    }
    const { layer, verdict, isInbound, protocol, host, address, port, rule, reason, machine } = event;
    const count: FlowCount = {
      subnet,
      layer,
      verdict,
      isInbound,
      protocol,
      host,
      url,
      address,
      port,
      rule,
      reason,
      machine,
      begun: 0,
      ended: 0,
      first: NaN,
      last: NaN,
      bytes: -1,
      machines: undefined,
    };
    this.flows.set(key, count);
    return count;
  }

  /** The subnet of an address; undefined where it is in none. Without subnets, all are looked at. */
  private subnetOf(address: string): string | undefined {
    let subnet = this.subnets.get(address);
    if (subnet === undefined && !this.subnets.has(address)) {
      if (this.subnets.size >= MAX_ADDRESSES) {
        this.subnets.clear();
      }
      subnet = this.find(address);
      this.subnets.set(address, subnet);
    }
    return subnet;
  }

  private find(address: string): string | undefined {
    if (isIP(address) === 0) {
      return NO_ADDRESS;
    }
    const parsed = parseAddressRange(address);
    return this.ranges.find(({ range }) => contains(range, parsed))?.name;
  }
}

const NO_ADDRESS = '\u0000';
