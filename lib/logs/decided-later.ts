import { addTo } from '../azure/groups';
import { FlowCount } from './flow-count';
import { FlowTable } from './flow-table';

/**
 * Flows that a security group let through and that the log of a firewall has too. The firewall's decision is the one that counts, and the
 * flow log knows how many bytes there were.
 */
export class DecidedLater {
  /** What the firewall decided, by subnet, direction, protocol, address and port; undefined where it has decided in several ways. */
  private readonly decisions = new Map<string, FlowCount | undefined>();
  private readonly sizes = new Map<FlowCount, number>();

  constructor(table: FlowTable) {
    const addressesOf = new Map<string, string[]>();
    table.names.names.forEach((names, address) => names.forEach((name) => addTo(addressesOf, name, address)));
    for (const count of table.counts.filter(({ layer, verdict }) => layer === 'firewall' && verdict !== 'unresolved')) {
      if (count.reason === 'no-server-name') {
        table.names.nameless.forEach((server) => this.decide(keyOf({ ...withoutPort(count), ...server }), count));
      }
      [count.address, ...(addressesOf.get(count.host) ?? [])]
        .filter((address) => address !== '')
        .forEach((address) => this.decide(keyOf({ ...withoutPort(count), address, port: count.port }), count));
    }
    table.counts.forEach((count) => this.addBytes(count));
  }

  public has(count: FlowCount): boolean {
    return count.layer === 'security-group' && this.decisions.has(keyOf(count));
  }

  /** Bytes of a flow of the firewall, as far as flow logs tell; -1 where they do not. */
  public bytesOf(count: FlowCount): number {
    return this.sizes.get(count) ?? -1;
  }

  private decide(key: string, count: FlowCount): void {
    const known = this.decisions.get(key);
    this.decisions.set(key, this.decisions.has(key) && (known === undefined || !isSameDecision(known, count)) ? undefined : known ?? count);
  }

  private addBytes(count: FlowCount): void {
    const decision = count.layer === 'security-group' && count.verdict === 'allow' ? this.decisions.get(keyOf(count)) : undefined;
    if (decision !== undefined && count.bytes >= 0) {
      this.sizes.set(decision, (this.sizes.get(decision) ?? 0) + count.bytes);
    }
  }
}

/** Whether flows differ in nothing but the URL. An address may have several names, and then bytes may be of either. */
function isSameDecision(a: FlowCount, b: FlowCount): boolean {
  return a.host === b.host && a.verdict === b.verdict && a.rule === b.rule && a.reason === b.reason;
}

type Key = Pick<FlowCount, 'subnet' | 'isInbound' | 'protocol' | 'address' | 'port'>;

function withoutPort({ subnet, isInbound, protocol }: FlowCount): Omit<Key, 'address' | 'port'> {
  return { subnet, isInbound, protocol };
}

function keyOf({ subnet, isInbound, protocol, address, port }: Key): string {
  return `${subnet} ${String(isInbound)} ${protocol} ${address} ${port}`;
}
