import { isIP } from 'node:net';
import { contains, parseAddressRange } from '../azure/addresses';
import { Layer, LogEvent, Unreadable } from './event';
import { FlowCount } from './flow-count';
import { AlikeFlows, FlowKind } from './flow-kind';
import { ipv4Text } from './line-places';
import { NameJoin } from './name-join';
import { Repeats } from './repeats';
import { MAX_SAMPLES, ResolvedNames } from './resolved-names';

interface TableSubnet {
  readonly name: string;
  readonly addressPrefixes: readonly string[];
}

/** Distinct flows beyond this are counted without their other side. A log of a day has some thousands. */
const MAX_FLOWS = 60_000;
/** Machines of one flow beyond this are not told apart. */
const MAX_MACHINES = 64;
const MAX_ADDRESSES = 50_000;
/** Flows of one other side beyond this have an index. */
const MANY_FLOWS = 16;
/** A URL is of use up to here, and its sender decides how long it is. */
const MAX_URL = 200;

interface Machine {
  readonly address: string;
  readonly subnet: string | undefined;
  readonly number: number;
  /** Its events, where it is in no subnet. */
  elsewhere: number;
}

const NO_MACHINE: Machine = { address: '', subnet: '', number: -1, elsewhere: 0 };
const NO_ADDRESS: Machine = { ...NO_MACHINE };
/** Machines in no subnet that a report names. */
const MAX_ELSEWHERE = 3;

/**
 * Counts events by what they have in common. What it holds does not grow with the log, but with the number of different flows, up to
 * a limit beyond which the other side is left out; how many that are is said.
 */
export class FlowTable implements AlikeFlows {
  public readonly names = new NameJoin();
  /** Names that machines have asked for, and when. */
  public readonly resolved = new ResolvedNames();
  /** Events of machines that are in no subnet of the deployment. */
  public elsewhere = 0;
  /** Events beyond the limit. */
  public beyondLimit = 0;
  public events = 0;
  public untimed = 0;
  /** Events that came again, from another file or in another form. */
  public repeated = 0;
  public first = NaN;
  public last = NaN;
  public readonly layers = new Set<Layer>();
  private readonly repeats = new Repeats();
  private readonly flows = new Map<string, FlowCount[]>();
  private size = 0;
  private readonly ranges: readonly { readonly name: string; readonly range: ReturnType<typeof parseAddressRange> }[];
  private readonly machines = new Map<string, Machine>();
  private readonly machinesByNumber = new Map<number, Machine>();
  private nextNumber = 0;

  constructor(subnets: readonly TableSubnet[]) {
    this.ranges = subnets.flatMap(({ name, addressPrefixes }) =>
      addressPrefixes.map((prefix) => ({ name, range: parseAddressRange(prefix) })),
    );
  }

  public get counts(): readonly FlowCount[] {
    return [...this.flows.values()].flat();
  }

  /** Machines in no subnet that have most events, the first of them first. */
  public get machinesElsewhere(): readonly string[] {
    const all = [...this.machines.values()].filter(({ elsewhere }) => elsewhere > 0);
    return all.sort((a, b) => b.elsewhere - a.elsewhere || (a.address < b.address ? -1 : 1)).slice(0, MAX_ELSEWHERE)
      .map(({ address }) => address);
  }

  /** @returns why the event says nothing, where it has no address of a machine */
  public add(event: LogEvent): Unreadable | undefined {
    const machine = event.machine === '' ? NO_MACHINE : this.machineOf(event.machine);
    if (machine === NO_ADDRESS && event.verdict !== 'resolved') {
      return new Unreadable('the source, or the machine that is reached, is not an address');
    }
    this.put(new FlowKind(event), machine, event.clientPort, event.time, event.bytes);
    return undefined;
  }

  public again(kind: FlowKind, address: number, clientPort: number, time: number, bytes: number): void {
    const machine = this.machinesByNumber.get(address) ?? this.machineOfNumber(address);
    this.put(kind, machine, clientPort, time, bytes);
  }

  private put(kind: FlowKind, machine: Machine, clientPort: number, time: number, bytes: number): void {
    const { subnet, number } = machine;
    const { event } = kind;
    if (event.verdict === 'resolved') {
      this.resolved.add(number, event.host, time);
      return;
    }
    if (subnet === undefined) {
      this.elsewhere++;
      machine.elsewhere++;
      return;
    }
    if (this.repeats.has(event, kind.key, number, clientPort, time, bytes)) {
      this.repeated++;
      return;
    }
    this.events++;
    const count = this.countOf(kind, subnet, number);
    if (event.verdict !== 'unresolved') {
      this.names.add(event, number, clientPort, time, count);
    }
    this.addTime(count, time);
    if (count.host === '' && count.samples.length < MAX_SAMPLES && time === time) {
      count.samples.push({ machine: number, time });
    }
    if (event.count > 0) {
      count.begun += event.count;
    } else if (event.count === 0) {
      count.ended++;
    }
    if (bytes >= 0) {
      count.bytes = (count.bytes < 0 ? 0 : count.bytes) + bytes;
    }
    if (number !== count.machine && !count.isManyMachines) {
      const machines = (count.machines ??= new Set([count.machine]));
      machines.add(number);
      count.isManyMachines = machines.size >= MAX_MACHINES;
    }
  }

  private addTime(count: FlowCount, time: number): void {
    if (time !== time) {
      this.untimed++;
      return;
    }
    if (!(count.first <= time)) {
      count.first = time;
      this.first = this.first <= time ? this.first : time;
    }
    if (!(count.last >= time)) {
      count.last = time;
      this.last = this.last >= time ? this.last : time;
    }
  }

  private countOf(kind: FlowKind, subnet: string, machine: number): FlowCount {
    if (kind.count !== undefined && kind.subnet === subnet) {
      return kind.count;
    }
    const { event } = kind;
    const count = this.find(event, subnet, machine);
    if (count.host === event.host && count.address === event.address) { // else it is beyond the limit, and each such event is counted
      kind.count = count;
      kind.subnet = subnet;
    }
    return count;
  }

  /** Flows of one other side are few, so they are looked through; a sender that uses very many ports gets an index of its own. */
  private find(event: LogEvent, subnet: string, machine: number): FlowCount {
    const { host, url } = event;
    const side = url === '' ? (host === '' ? event.address : host) : `${host}|${url.length > MAX_URL ? url.slice(0, MAX_URL) : url}`;
    let flows = this.flows.get(side);
    let found = flows?.find((flow) => isAlike(flow, event, subnet));
    if (found === undefined && flows !== undefined && flows.length > MANY_FLOWS) {
      const rest = `${side}|${event.port}|${event.address}|${event.reason}|${event.rule}|${event.verdict}|${subnet}|${event.protocol}`;
      flows = this.flows.get(rest) ?? this.begin(rest);
      found = flows.find((flow) => isAlike(flow, event, subnet));
    }
    if (found !== undefined) {
      return found;
    }
    if (this.size >= MAX_FLOWS && (host !== '' || event.address !== '')) {
      this.beyondLimit++;
      return this.find({ ...event, host: '', address: '', url: '' }, subnet, machine);
    }
    const { layer, verdict, isInbound, protocol, address, port, rule, reason } = event;
    const numbers = {
      begun: 0, ended: 0, first: NaN, last: NaN, bytes: -1, machines: undefined, isManyMachines: false, machine, samples: [],
    };
    const count: FlowCount = {
      subnet,
      layer,
      verdict,
      isInbound,
      protocol,
      host,
      url: url.slice(0, MAX_URL),
      address,
      port,
      rule,
      reason,
      ...numbers,
    };
    this.layers.add(layer);
    this.size++;
    (flows ?? this.begin(side)).push(count);
    return count;
  }

  private begin(side: string): FlowCount[] {
    const flows: FlowCount[] = [];
    this.flows.set(side, flows);
    return flows;
  }

  /** The subnet of an address, undefined where it is in none, and a number for the address, -1 where it is no address. */
  private machineOf(address: string): Machine {
    let machine = this.machines.get(address);
    if (machine === undefined) {
      if (this.machines.size >= MAX_ADDRESSES) {
        this.machines.clear();
        this.machinesByNumber.clear();
      }
      machine = isIP(address) === 0 ? NO_ADDRESS : { address, subnet: this.subnetOf(address), number: this.nextNumber++, elsewhere: 0 };
      this.machines.set(address, machine);
    }
    return machine;
  }

  private machineOfNumber(address: number): Machine {
    const machine = this.machineOf(ipv4Text(address));
    this.machinesByNumber.set(address, machine);
    return machine;
  }

  private subnetOf(address: string): string | undefined {
    const parsed = parseAddressRange(address);
    return this.ranges.find(({ range }) => contains(range, parsed))?.name;
  }
}

function isAlike(flow: FlowCount, event: LogEvent, subnet: string): boolean {
  return (
    flow.port === event.port &&
    flow.verdict === event.verdict &&
    flow.reason === event.reason &&
    flow.layer === event.layer &&
    flow.rule === event.rule &&
    flow.subnet === subnet &&
    flow.protocol === event.protocol &&
    flow.isInbound === event.isInbound &&
    flow.address === event.address &&
    flow.host === event.host
  );
}
