import { Layer, LogEvent, Reason } from './event';
import { Sample } from './resolved-names';

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
  machines: Set<number> | undefined;
  /** Whether there are so many machines that no more are told apart. */
  isManyMachines: boolean;
  /** The first flows to an address without a name. */
  readonly samples: Sample[];
  /** Number of the first machine; -1 where the log names none. */
  readonly machine: number;
}
