import { LogEvent } from './event';
import { FlowCount } from './flow-count';
import { kindKey } from './repeats';

/** Counts a flow again that is like one before, from another machine, port and time, with other bytes. */
export interface AlikeFlows {
  /** @param address an IPv4 address of the machine, as a number */
  again(kind: FlowKind, address: number, clientPort: number, time: number, bytes: number): void;
}

/** What lines have in common that differ in nothing but the client, its port, the time and bytes. */
export class FlowKind {
  /** Tells the kind in the memory of repeated events. */
  public readonly key: number;
  /** Where the last of its lines was counted, and for which subnet. */
  public count?: FlowCount;
  public subnet?: string;

  constructor(public readonly event: LogEvent) {
    this.key = kindKey(event);
  }
}
