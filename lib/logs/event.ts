/** Who decided on a flow. A flow that a security group let through may still be denied by the firewall. */
export type Layer = 'firewall' | 'security-group';

/** Why it was decided so. */
export type DecisionReason = 'rule' | 'admin-rule' | 'default' | 'unnamed' | 'no-server-name' | 'not-resolved' | 'encryption' | 'threat';

/** One line of a log, in whatever form it came: what was decided on a flow, or a name that was or was not resolved. */
export interface LogEvent {
  readonly layer: Layer;
  readonly verdict: 'allow' | 'deny' | 'unresolved' | 'resolved';
  readonly isInbound: boolean;
  /** `TCP`, `UDP`, `ICMP`, or the number of another protocol. */
  readonly protocol: string;
  /** The machine of the subnet: the client of an outbound flow, the server of an inbound one. Empty where the log does not say. */
  readonly machine: string;
  /** Port of the client; -1 where the log does not say. It ties lines of several logs together. */
  readonly clientPort: number;
  /** The other side by name; empty where the log has none. */
  readonly host: string;
  /** Host and path; only for HTTP, or where TLS is inspected. */
  readonly url: string;
  /** The other side by address; empty where the log has none. */
  readonly address: string;
  /** Port of the server; -1 where the log does not say. */
  readonly port: number;
  /** The rule, in words; empty where none is named. */
  readonly rule: string;
  readonly reason: DecisionReason;
  /** Milliseconds since 1970; NaN where the log does not say, or not in which time zone. */
  readonly time: number;
  /** Flows that the line stands for; 0 for a line about the end of a flow that begins in another line, -1 for one in between. */
  readonly count: number;
  /** Bytes in both directions; -1 where the log does not say. */
  readonly bytes: number;
}

/** A line that is part of no event, and why. */
export class Unreadable {
  /** @param isKnown whether the line is a known one that says nothing about what was decided */
  constructor(public readonly why: string, public readonly isKnown = false) {}
}

/** What a reader of one record makes of it. */
export type Emit = (event: LogEvent) => void;

interface LoggedRule {
  readonly policy: string;
  readonly group: string;
  readonly collection: string;
  readonly rule: string;
  readonly text: string;
}

/** The last text of each rule: a log has few rules and many lines of each. */
const texts = new Map<string, LoggedRule>();
let last: LoggedRule | undefined;
const MAX_TEXTS = 5000;

/** The rule of a firewall, in words; empty where none is named. */
export function firewallRuleText(policy: string, group: string, collection: string, rule: string): string {
  if (rule === '' && collection === '') {
    return '';
  }
  const known = last !== undefined && last.rule === rule ? last : texts.get(rule);
  last = known;
  if (known !== undefined && known.policy === policy && known.group === group && known.collection === collection) {
    return known.text;
  }
  const parts = [policy && `policy ${policy}`, group && `group ${group}`, collection && `collection ${collection}`, rule && `rule ${rule}`];
  const text = parts.filter((part) => part !== '').join(', ');
  if (texts.size < MAX_TEXTS || known !== undefined) {
    texts.set(rule, { policy, group, collection, rule, text });
  }
  return text;
}
