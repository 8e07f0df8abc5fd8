import { LogEvent, Unreadable } from './event';
import { kindKey } from './repeats';

/** Counts a flow again that is like one before, from another machine, port and time, with other bytes. */
export interface AlikeFlows {
  /** @param address an IPv4 address of the machine, as a number */
  again(kind: FlowKind, address: number, clientPort: number, time: number, bytes: number): void;
}

/**
 * What lines have in common that differ in nothing but the client, its port, the time and bytes. What counting a line asks for stands here,
 * so that it need not be fetched from far in memory for each line.
 */
export class FlowKind {
  /** Tells the kind in the memory of repeated events. */
  public readonly key: number;
  public readonly isFirewall: boolean;
  public readonly isResolved: boolean;
  public readonly isUnresolved: boolean;
  /** Flows that each of its lines begins, and ends. */
  public readonly begins: number;
  public readonly ends: number;
  /** Port of the server; -1 where the log does not say. */
  public readonly port: number;
  /** What it has of the other side, to join names and addresses. */
  public join: 'nothing' | 'name' | 'address' | 'both';
  /** The name or address. Where it was counted, the text that is kept there, so that no other need be. */
  public side: string;
  /** Where the last of its lines was counted, and for which subnet; -1 where that is not kept. */
  public row = -1;
  public subnet?: string;

  /** @param problem what is said about each of its lines */
  constructor(public readonly event: LogEvent, public readonly problem: Unreadable | undefined = undefined) {
    const { layer, verdict, count, host, address, port } = event;
    this.key = kindKey(event);
    this.isFirewall = layer === 'firewall';
    this.isResolved = verdict === 'resolved';
    this.isUnresolved = verdict === 'unresolved';
    this.begins = Math.max(count, 0);
    this.ends = count === 0 ? 1 : 0;
    this.port = port;
    this.join = joinOf(event);
    this.side = address === '' ? host : address;
  }
}

function joinOf({ verdict, isInbound, host, address, reason }: LogEvent): FlowKind['join'] {
  if (verdict === 'unresolved' || isInbound || (host === '' && address === '' && reason !== 'no-server-name')) {
    return 'nothing';
  }
  return address === '' ? 'name' : host === '' ? 'address' : 'both';
}
