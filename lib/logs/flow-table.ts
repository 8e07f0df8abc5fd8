import { isIP } from 'node:net';
import { contains, parseAddressRange } from '../azure/addresses';
import { Layer, LogEvent, Unreadable } from './event';
import { FlowCount } from './flow-count';
import { AlikeFlows, FlowKind } from './flow-kind';
import { ipv4Text } from './line-places';
import { ADDRESS, BYTES, LINE, PORT, TIME } from './line-numbers';
import { MachineSets } from './machine-sets';
import { NameJoin } from './name-join';
import { Repeats } from './repeats';
import { MAX_SAMPLES, ResolvedNames } from './resolved-names';
import { OPEN_MACHINES, OPEN_SAMPLES, Tallies } from './tallies';

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
/** Addresses whose machines are found without their text. */
const NEAR = 1 << 12;
/** Flows that are counted at a time. */
const WAITING = 256;
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
  public readonly layers = new Set<Layer>();
  private readonly repeats = new Repeats(WAITING);
  private readonly flows = new Map<string, FlowCount[]>();
  private readonly all: FlowCount[] = [];
  private readonly tallies = new Tallies();
  private readonly machineSets = new MachineSets();
  private readonly ranges: readonly { readonly name: string; readonly range: ReturnType<typeof parseAddressRange> }[];
  private readonly machines = new Map<string, Machine>();
  /** Machines by address as a number, the last for each of some places. */
  private readonly nearAddresses = new Float64Array(NEAR).fill(-1);
  private readonly nearMachines = new Array<Machine>(NEAR).fill(NO_MACHINE);
  private nextNumber = 0;
  /** Flows that wait. */
  private waiting = 0;
  private readonly kinds = new Array<FlowKind | undefined>(WAITING).fill(undefined);
  private readonly lines = new Float64Array(LINE * WAITING);
  private readonly machinesWaiting = new Array<Machine>(WAITING).fill(NO_MACHINE);

  constructor(subnets: readonly TableSubnet[]) {
    this.ranges = subnets.flatMap(({ name, addressPrefixes }) =>
      addressPrefixes.map((prefix) => ({ name, range: parseAddressRange(prefix) })),
    );
  }

  public get counts(): readonly FlowCount[] {
    return [...this.flows.values()].flat();
  }

  /** NaN where no event has a time. */
  public get first(): number {
    return this.all.reduce((least, { first }) => (least <= first || first !== first ? least : first), NaN);
  }

  public get last(): number {
    return this.all.reduce((most, { last }) => (most >= last || last !== last ? most : last), NaN);
  }

  /** Machines in no subnet that have most events, the first of them first. */
  public get machinesElsewhere(): readonly string[] {
    const all = [...this.machines.values()].filter(({ elsewhere }) => elsewhere > 0);
    return all.sort((a, b) => b.elsewhere - a.elsewhere || (a.address < b.address ? -1 : 1)).slice(0, MAX_ELSEWHERE)
      .map(({ address }) => address);
  }

  /** @returns why the event says nothing, where it has no address of a machine */
  public add(event: LogEvent): Unreadable | undefined {
    this.settle();
    const machine = event.machine === '' ? NO_MACHINE : this.machineOf(event.machine);
    if (machine === NO_ADDRESS && event.verdict !== 'resolved') {
      return new Unreadable('the source, or the machine that is reached, is not an address');
    }
    this.wait(new FlowKind(event), -1, event.clientPort, event.time, event.bytes);
    this.machinesWaiting[0] = machine;
    this.settle();
    return undefined;
  }

  public again(kind: FlowKind, address: number, clientPort: number, time: number, bytes: number): void {
    if (this.waiting === WAITING) {
      this.settle();
    }
    this.wait(kind, address, clientPort, time, bytes);
  }

  private wait(kind: FlowKind, address: number, clientPort: number, time: number, bytes: number): void {
    const { kinds, lines } = this;
    const at = LINE * this.waiting;
    kinds[this.waiting++] = kind;
    lines[at + ADDRESS] = address;
    lines[at + PORT] = clientPort;
    lines[at + TIME] = time;
    lines[at + BYTES] = bytes;
  }

  /**
   * Counts flows that wait. Where each is looked for lies far apart in memory, so all of these places are looked at first, none of which
   * waits for another. Times and bytes stay in their list, because a number of this size that is handed on costs an object.
   */
  public settle(): void {
    const { waiting, kinds, machinesWaiting, lines, repeats } = this;
    this.waiting = 0;
    for (let i = 0; i < waiting; i++) {
      const at = LINE * i;
      const address = lines[at + ADDRESS]!;
      const machine = address < 0 ? machinesWaiting[i]! : this.machineNear(address);
      machinesWaiting[i] = machine;
      repeats.expect(i, kinds[i]!, machine.number, lines, at);
    }
    repeats.touch(waiting);
    for (let i = 0; i < waiting; i++) {
      this.put(kinds[i]!, machinesWaiting[i]!, i);
    }
  }

  private machineNear(address: number): Machine {
    const slot = (address ^ (address >>> 12)) & (NEAR - 1);
    return this.nearAddresses[slot] === address ? this.nearMachines[slot]! : this.machineOfNumber(address, slot);
  }

  private put(kind: FlowKind, machine: Machine, i: number): void {
    const { lines } = this;
    const { subnet, number } = machine;
    const at = LINE * i;
    if (kind.isResolved) {
      this.resolved.add(number, kind.side, lines[at + TIME]!);
      return;
    }
    if (subnet === undefined) {
      this.elsewhere++;
      machine.elsewhere++;
      return;
    }
    if (this.repeats.has(i)) {
      this.repeated++;
      return;
    }
    this.events++;
    const row = kind.row >= 0 && kind.subnet === subnet ? kind.row : this.rowOf(kind, subnet, number);
    if (kind.join !== 'nothing') {
      this.names.add(kind, number, lines, at);
    }
    if (lines[at + TIME] !== lines[at + TIME]) {
      this.untimed++;
    }
    const open = this.tallies.add(row, kind.begins, kind.ends, number, lines, at);
    if (open > 0) {
      this.addToOpen(row, open, number, lines[at + TIME]!);
    }
  }

  /** Keeps which machines flows come from, and the first flows, as long as there are few. */
  private addToOpen(row: number, open: number, machine: number, time: number): void {
    if ((open & OPEN_SAMPLES) > 0 && time === time && this.all[row]!.samples.push({ machine, time }) >= MAX_SAMPLES) {
      this.tallies.close(row, OPEN_SAMPLES);
    }
    if ((open & OPEN_MACHINES) > 0 && this.machineSets.add(row, machine)) {
      const count = this.all[row]!;
      if (++count.machines >= MAX_MACHINES) {
        count.isManyMachines = true;
        this.tallies.close(row, OPEN_MACHINES);
      }
    }
  }

  private rowOf(kind: FlowKind, subnet: string, machine: number): number {
    const { event } = kind;
    const { host, address, row } = this.find(event, subnet, machine);
    const isKept = host === event.host && address === event.address; // else it is beyond the limit, and each such event is counted
    kind.row = isKept ? row : -1;
    kind.subnet = subnet;
    kind.side = isKept ? (address === '' ? host : address) : kind.side;
    return row;
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
    if (this.all.length >= MAX_FLOWS && (host !== '' || event.address !== '')) {
      this.beyondLimit++;
      return this.find({ ...event, host: '', address: '', url: '' }, subnet, machine);
    }
    const row = this.tallies.begin(machine, OPEN_MACHINES | (host === '' ? OPEN_SAMPLES : 0));
    const isNew = machine >= 0 && this.machineSets.add(row, machine);
    const count = new FlowCount({ ...event, url: url.slice(0, MAX_URL) }, subnet, isNew ? 1 : 0, this.tallies, row);
    this.all.push(count);
    this.layers.add(event.layer);
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
        this.nearAddresses.fill(-1);
      }
      machine = isIP(address) === 0 ? NO_ADDRESS : { address, subnet: this.subnetOf(address), number: this.nextNumber++, elsewhere: 0 };
      this.machines.set(address, machine);
    }
    return machine;
  }

  private machineOfNumber(address: number, slot: number): Machine {
    const machine = this.machineOf(ipv4Text(address));
    this.nearAddresses[slot] = address;
    this.nearMachines[slot] = machine;
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
