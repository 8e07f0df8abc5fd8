import { LogEvent } from './event';
import { Sample } from './resolved-names';

/** What lines about flows that are alike have in common. */
type Alike = Pick<LogEvent, 'layer' | 'verdict' | 'isInbound' | 'protocol' | 'host' | 'url' | 'address' | 'port' | 'rule' | 'reason'>;

/** Flows that are alike: the same subnet, other side, port, decision and rule. */
export interface FlowCount extends Alike {
  readonly subnet: string;
  begun: number;
  ended: number;
  /** NaN where no line has a time. */
  first: number;
  last: number;
  /** -1 where no line has it. */
  bytes: number;
  /** Machines of the subnet; of many, only the number is kept. */
  machines: Set<number> | undefined;
  /** Whether there are so many machines that no more are told apart. */
  isManyMachines: boolean;
  /** The first flows to an address without a name. */
  readonly samples: Sample[];
  /** Number of the first machine; -1 where the log names none. */
  readonly machine: number;
}
