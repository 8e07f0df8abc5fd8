import { Cells, numberOf, portOfCell, textOf } from './cells';
import { Emit, LogEvent, Unreadable } from './event';
import { epochTime } from './time';

/*
 * Flow logs of network security groups (versions 1 and 2) and of virtual networks (version 4), and their rows in Traffic Analytics.
 * Sources: "NSG flow logs overview", 2024-10-21; "Virtual network flow logs overview", 2026-02-10; "Traffic analytics schema", 2024-05-03.
 */

/** Called for a part of a record that cannot be read. */
export type Refuse = (problem: Unreadable, text: string) => void;

/** The rule that decided on flows, and in which kind of log. */
export interface TupleRule extends Pick<LogEvent, 'rule' | 'reason'> {
  readonly log: 'group' | 'network';
}

/** Reads the flows of a rule, which are a list of texts. */
export type ReadTuples = (flowTuples: unknown, rule: TupleRule) => void;

/** Reads a flow. */
export function readTuple(tuple: string, rule: TupleRule, emit: Emit, refuse: Refuse): void {
  return rule.log === 'group' ? readGroupTuple(tuple, rule, emit, refuse) : readNetworkTuple(tuple, rule, emit, refuse);
}

function tupleReader(emit: Emit, refuse: Refuse): ReadTuples {
  return (flowTuples, rule) => tuplesOf(flowTuples, refuse).forEach((tuple) => readTuple(tuple, rule, emit, refuse));
}

/** A record of the log of a network security group. */
export function readGroupRecord(record: Cells, emit: Emit, refuse: Refuse, read = tupleReader(emit, refuse)): Unreadable | undefined {
  const properties = record['properties'] as Cells | undefined;
  const rules = properties?.['flows'];
  if (!Array.isArray(rules)) {
    return new Unreadable('a flow log record without a list of flows');
  }
  const version = properties!['Version'] ?? properties!['version'];
  if (version !== 1 && version !== 2) {
    refuse(new Unreadable('an unknown version of flow logs, read by its form', true), textOf(version));
  }
  for (const { rule, flows } of objects(rules, refuse)) {
    const named = { ...groupRule(textOf(rule)), log: 'group' } as const;
    for (const { flowTuples } of objects(flows, refuse)) {
      read(flowTuples, named);
    }
  }
  return undefined;
}

/** A record of the log of a virtual network. */
export function readNetworkRecord(record: Cells, emit: Emit, refuse: Refuse, read = tupleReader(emit, refuse)): Unreadable | undefined {
  const flows = (record['flowRecords'] as Cells | undefined)?.['flows'];
  if (!Array.isArray(flows)) {
    return new Unreadable('a flow log record without a list of flows');
  }
  if (record['flowLogVersion'] !== 4) {
    refuse(new Unreadable('an unknown version of flow logs, read by its form', true), textOf(record['flowLogVersion']));
  }
  for (const { flowGroups } of objects(flows, refuse)) {
    for (const { rule, flowTuples } of objects(flowGroups, refuse)) {
      read(flowTuples, { ...networkRule(textOf(rule)), log: 'network' });
    }
  }
  return undefined;
}

function objects(value: unknown, refuse: Refuse): Cells[] {
  return listOf(value, refuse).filter((one): one is Cells => (typeof one === 'object' && one !== null) || refuseOther(one, refuse));
}

/** The tuples of a list. */
export function tuplesOf(value: unknown, refuse: Refuse): string[] {
  return listOf(value, refuse).filter((one): one is string => typeof one === 'string' || refuseOther(one, refuse));
}

function listOf(value: unknown, refuse: Refuse): readonly unknown[] {
  return Array.isArray(value) ? value as unknown[] : (refuseOther(value, refuse), []);
}

function refuseOther(value: unknown, refuse: Refuse): false {
  refuse(new Unreadable('a part of a flow log record that has another form'), JSON.stringify(value) ?? '');
  return false;
}

type Rule = Pick<LogEvent, 'rule' | 'reason'>;

/** Time, source, destination, ports, `T` or `U`, `I` or `O`, `A` or `D`; in version 2 also the state and four counters. */
function readGroupTuple(tuple: string, rule: Rule, emit: Emit, refuse: Refuse): void {
  const parts = tuple.split(',');
  if (parts.length !== 8 && parts.length !== 13) {
    return refuse(new Unreadable(`a flow of ${parts.length} fields, where 8 or 13 are known`), tuple);
  }
  const transport = parts[5] === 'T' ? 'TCP' : parts[5] === 'U' ? 'UDP' : undefined;
  const decision = parts[7];
  if (transport === undefined || !isDirection(parts[6]) || (decision !== 'A' && decision !== 'D')) {
    return refuse(new Unreadable('a flow whose protocol, direction or decision is unknown'), tuple);
  }
  const state = parts[8] ?? '';
  const count = state === '' || state === 'B' || decision === 'D' ? 1 : countOf(state);
  put(tuple, parts, transport, decision === 'A' ? 'allow' : 'deny', count, parts[10] ?? '', parts[12] ?? '', rule, emit, refuse);
}

const PROTOCOLS: Readonly<Record<string, string>> = { '1': 'ICMP', '6': 'TCP', '17': 'UDP', '58': 'ICMP' };

/** Time, source, destination, ports, protocol number, `I` or `O`, state, encryption, four counters. A denial is a state. */
function readNetworkTuple(tuple: string, rule: Rule, emit: Emit, refuse: Refuse): void {
  const parts = tuple.split(',');
  if (parts.length !== 13) {
    return refuse(new Unreadable(`a flow of ${parts.length} fields, where 13 are known`), tuple);
  }
  const number = parts[5]!;
  const state = parts[7]!;
  const protocol = PROTOCOLS[number] ?? (/^\d{1,3}$/.test(number) ? number : undefined);
  if (protocol === undefined || !isDirection(parts[6]) || (state !== 'B' && state !== 'C' && state !== 'E' && state !== 'D')) {
    return refuse(new Unreadable('a flow whose protocol, direction or state is unknown'), tuple);
  }
  put(tuple, parts, protocol, state === 'D' ? 'deny' : 'allow', countOf(state), parts[10]!, parts[12]!, rule, emit, refuse);
}

function isDirection(text: string | undefined): boolean {
  return text === 'I' || text === 'O';
}

/** The rule of a virtual network's log, which has rules of network managers too, by their bare names. */
function networkRule(rule: string): Rule {
  return rule === 'unspecified' ? { rule: 'virtual network encryption', reason: 'encryption' }
    : /^(User|Default)Rule_/.test(rule) ? groupRule(rule) : { rule, reason: 'admin-rule' };
}

/** A flow that begins, or that is denied, is one; lines about its course and its end are of one that began before. */
function countOf(state: string): number {
  return state === 'B' || state === 'D' ? 1 : state === 'E' ? 0 : -1;
}

/** The rule of a group, which the log writes as `UserRule_name` or `DefaultRule_name`. */
function groupRule(rule: string): Pick<LogEvent, 'rule' | 'reason'> {
  const [, kind, name] = /^(User|Default)Rule_(.*)$/s.exec(rule) ?? [];
  if (kind === undefined) {
    return { rule, reason: rule === '' ? 'unnamed' : 'rule' };
  }
  return kind === 'User' ? { rule: name!, reason: 'rule' } : { rule: name!, reason: 'default' };
}

/** Emits a flow. Its first five parts and its direction are the same in all logs. */
function put(
  tuple: string, parts: readonly string[], protocol: string, verdict: 'allow' | 'deny', count: number, sent: string, received: string,
  { rule, reason }: Rule, emit: Emit, refuse: Refuse,
): void {
  const clientPort = portOfCell(parts[3]);
  const port = portOfCell(parts[4]);
  if (Number.isNaN(clientPort) || Number.isNaN(port)) {
    return refuse(new Unreadable('a port is not a number from 0 to 65535'), tuple);
  }
  const isInbound = parts[6] === 'I';
  emit({
    layer: 'security-group',
    protocol,
    verdict,
    isInbound,
    count,
    rule,
    reason,
    machine: parts[isInbound ? 2 : 1]!,
    address: parts[isInbound ? 1 : 2]!,
    clientPort,
    host: '',
    url: '',
    port: protocol === 'ICMP' ? -1 : port,
    time: epochTime(Number(parts[0])),
    bytes: bothWays(numberOf(sent), numberOf(received)),
  });
}

/** Bytes of both directions together; -1 where neither is known. */
function bothWays(sent: number, received: number): number {
  return sent < 0 && received < 0 ? -1 : Math.max(sent || 0, 0) + Math.max(received || 0, 0);
}

/** Rules that every group has. Source: "Network security groups overview", default security rules. */
const DEFAULT_RULES: ReadonlySet<string> = new Set([
  'AllowVnetInBound', 'AllowAzureLoadBalancerInBound', 'DenyAllInBound', 'AllowVnetOutBound', 'AllowInternetOutBound', 'DenyAllOutBound',
]);

/** A row of Traffic Analytics. It has no port of the client, and counts flows over ten minutes or an hour. */
export function readAnalyticsRow(row: Cells, time: number, emit: Emit): Unreadable | undefined {
  const cell = (...names: string[]): unknown => names.map((name) => row[name]).find((value) => value !== undefined && value !== '');
  if (row['SubType'] !== undefined && row['SubType'] !== 'FlowLog') {
    return new Unreadable('a row of Traffic Analytics that is not a flow', true);
  }
  const action = textOf(cell('Action')); // rows of a firewall alone have it, and its reason as a description
  const status = textOf(cell('FlowStatus')) || action;
  const direction = textOf(cell('FlowDirection'));
  if (!/^(a|allow|allowed|d|deny|denied)$/i.test(status) || !/^(i|inbound|o|outbound)$/i.test(direction)) {
    return new Unreadable(action === '' ? 'a row of Traffic Analytics without a direction or a decision'
      : 'a row of Traffic Analytics for a firewall without a direction or a decision; export the tables AZFW* of the firewall instead');
  }
  const isInbound = /^i/i.test(direction);
  const isAllowed = /^a/i.test(status);
  const port = portOfCell(cell('DestPort'));
  if (Number.isNaN(port)) {
    return new Unreadable('a port is not a number from 0 to 65535');
  }
  const publicIps = textOf(isInbound ? cell('SrcPublicIps', 'SrcPublicIPs') : cell('DestPublicIps', 'DestPublicIPs'));
  const own = textOf(isInbound ? cell('DestIp', 'DestIP') : cell('SrcIp', 'SrcIP'));
  const other = textOf(isInbound ? cell('SrcIp', 'SrcIP') : cell('DestIp', 'DestIP'));
  const total = numberOf(cell(`${isAllowed ? 'Allowed' : 'Denied'}${isInbound ? 'In' : 'Out'}Flows`));
  const protocol = textOf(cell('L4Protocol')).toUpperCase();
  const rule = textOf(cell('AclRule', 'NSGRule', 'NsgRule'));
  const flows =
    publicIps === ''
      ? [{ address: other, count: total >= 0 ? total : 1, bytes: bytesOf(row) }]
      : publicIps
          .split(' ')
          .filter((one) => one !== '')
          .map(publicFlow);
  const isDefault = action === '' ? DEFAULT_RULES.has(rule) || /default/i.test(textOf(cell('NSGRuleType', 'NsgRuleType')))
    : /default/i.test(textOf(cell('Description')));
  for (const { address, count, bytes } of flows) {
    emit({
      layer: action === '' ? 'security-group' : 'firewall',
      verdict: isAllowed ? 'allow' : 'deny',
      isInbound,
      protocol: protocol === 'T' ? 'TCP' : protocol === 'U' ? 'UDP' : protocol === 'I' ? 'ICMP' : protocol,
      machine: own,
      clientPort: -1,
      host: '',
      url: '',
      address,
      port: /^ICMP|^I$/.test(protocol) ? -1 : port,
      rule,
      reason: isDefault ? 'default' : rule === '' && action !== '' && !isAllowed ? 'unnamed' : 'rule',
      time,
      count,
      bytes,
    });
  }
  return undefined;
}

/** Address, flows that began and ended, packets and bytes each way. */
function publicFlow(text: string): { address: string; count: number; bytes: number } {
  const [address = '', began = '', , , , sent = '', received = ''] = text.split('|');
  const count = numberOf(began);
  return { address, count: count > 0 ? count : 1, bytes: bothWays(numberOf(sent), numberOf(received)) };
}

function bytesOf(row: Cells): number {
  return bothWays(numberOf(row['BytesSrcToDest']), numberOf(row['BytesDestToSrc']));
}
