import { LogEvent } from './event';
import { FlowCount } from './flow-count';
import { kindKey } from './repeats';

/** What lines have in common that differ in nothing but the client, its port and the time. */
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
