import { LogEvent } from './event';
import { Sample } from './resolved-names';
import { Tallies } from './tallies';

/** What lines about flows that are alike have in common. */
type Alike = Pick<LogEvent, 'layer' | 'verdict' | 'isInbound' | 'protocol' | 'host' | 'url' | 'address' | 'port' | 'rule' | 'reason'>;

/** Flows that are alike: the same subnet, other side, port, decision and rule. */
export class FlowCount implements Alike {
  public readonly layer: LogEvent['layer'];
  public readonly verdict: LogEvent['verdict'];
  public readonly isInbound: boolean;
  public readonly protocol: string;
  public readonly host: string;
  public readonly url: string;
  public readonly address: string;
  public readonly port: number;
  public readonly rule: string;
  public readonly reason: LogEvent['reason'];
  /** Whether there are so many machines that no more are told apart. */
  public isManyMachines = false;
  /** The first flows to an address without a name. */
  public readonly samples: Sample[] = [];

  /**
   * @param machines how many machines of the subnet; 0 where the log names none
   * @param row of the counters
   */
  constructor(
    alike: Alike,
    public readonly subnet: string,
    public machines: number,
    private readonly tallies: Tallies,
    public readonly row: number,
  ) {
    this.layer = alike.layer;
    this.verdict = alike.verdict;
    this.isInbound = alike.isInbound;
    this.protocol = alike.protocol;
    this.host = alike.host;
    this.url = alike.url;
    this.address = alike.address;
    this.port = alike.port;
    this.rule = alike.rule;
    this.reason = alike.reason;
  }

  public get begun(): number {
    return this.tallies.begun(this.row);
  }

  public get ended(): number {
    return this.tallies.ended(this.row);
  }

  /** NaN where no line has a time. */
  public get first(): number {
    return this.tallies.first(this.row);
  }

  public get last(): number {
    return this.tallies.last(this.row);
  }

  /** -1 where no line has it. */
  public get bytes(): number {
    return this.tallies.bytes(this.row);
  }
}
