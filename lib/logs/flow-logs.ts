import { Cells, numberOf, portOfCell, textOf } from './cells';
import { Emit, LogEvent, Unreadable } from './event';
import { epochTime } from './time';

/*
 * Flow logs of network security groups (versions 1 and 2) and of virtual networks (version 4), and their rows in Traffic Analytics.
 * Sources: "NSG flow logs overview", 2024-10-21; "Virtual network flow logs overview", 2026-02-10; "Traffic analytics schema", 2024-05-03.
 */

/** Called for a part of a record that cannot be read. */
export type Refuse = (problem: Unreadable, text: string) => void;

/** A record of the log of a network security group. */
export function readGroupRecord(record: Cells, emit: Emit, refuse: Refuse): Unreadable | undefined {
  const properties = record['properties'] as Cells | undefined;
  const rules = properties?.['flows'];
  if (!Array.isArray(rules)) {
    return new Unreadable('a flow log record without a list of flows');
  }
  const version = properties!['Version'] ?? properties!['version'];
  if (version !== 1 && version !== 2) {
    refuse(new Unreadable('an unknown version of flow logs, read by its form', true), textOf(version));
  }
  for (const { rule, flows } of objects(rules)) {
    for (const { flowTuples } of objects(flows)) {
      tuples(flowTuples).forEach((tuple) => readGroupTuple(tuple, textOf(rule), emit, refuse));
    }
  }
  return undefined;
}

/** A record of the log of a virtual network. */
export function readNetworkRecord(record: Cells, emit: Emit, refuse: Refuse): Unreadable | undefined {
  const flows = (record['flowRecords'] as Cells | undefined)?.['flows'];
  if (!Array.isArray(flows)) {
    return new Unreadable('a flow log record without a list of flows');
  }
  if (record['flowLogVersion'] !== 4) {
    refuse(new Unreadable('an unknown version of flow logs, read by its form', true), textOf(record['flowLogVersion']));
  }
  for (const { flowGroups } of objects(flows)) {
    for (const { rule, flowTuples } of objects(flowGroups)) {
      tuples(flowTuples).forEach((tuple) => readNetworkTuple(tuple, textOf(rule), emit, refuse));
    }
  }
  return undefined;
}

function objects(value: unknown): Cells[] {
  return Array.isArray(value) ? value.filter((one): one is Cells => typeof one === 'object' && one !== null) : [];
}

function tuples(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

/** Time, source, destination, ports, `T` or `U`, `I` or `O`, `A` or `D`; in version 2 also the state and four counters. */
function readGroupTuple(tuple: string, rule: string, emit: Emit, refuse: Refuse): void {
  const parts = tuple.split(',');
  const [time, source, destination, from, to, protocol, direction, decision, state, ...counters] = parts;
  if (parts.length !== 8 && parts.length !== 13) {
    return refuse(new Unreadable(`a flow of ${parts.length} fields, where 8 or 13 are known`), tuple);
  }
  const transport = protocol === 'T' ? 'TCP' : protocol === 'U' ? 'UDP' : undefined;
  if (transport === undefined || !/^[IO]$/.test(direction!) || !/^[AD]$/.test(decision!)) {
    return refuse(new Unreadable('a flow whose protocol, direction or decision is none that is known'), tuple);
  }
  put(
    tuple,
    { time: time!, source: source!, destination: destination!, from: from!, to: to! },
    {
      protocol: transport,
      isInbound: direction === 'I',
      verdict: decision === 'A' ? 'allow' : 'deny',
      count: state === undefined || state === '' || state === 'B' || decision === 'D' ? 1 : countOf(state),
      counters,
      ...groupRule(rule),
    },
    emit,
    refuse,
  );
}

const PROTOCOLS: Readonly<Record<string, string>> = { '1': 'ICMP', '6': 'TCP', '17': 'UDP', '58': 'ICMP' };

/** Time, source, destination, ports, protocol number, `I` or `O`, state, encryption, four counters. A denial is a state. */
function readNetworkTuple(tuple: string, rule: string, emit: Emit, refuse: Refuse): void {
  const parts = tuple.split(',');
  const [time, source, destination, from, to, protocol, direction, state, , ...counters] = parts;
  if (parts.length !== 13) {
    return refuse(new Unreadable(`a flow of ${parts.length} fields, where 13 are known`), tuple);
  }
  if (!/^\d{1,3}$/.test(protocol!) || !/^[IO]$/.test(direction!) || !/^[BCED]$/.test(state!)) {
    return refuse(new Unreadable('a flow whose protocol, direction or state is none that is known'), tuple);
  }
  const isEncryption = rule === 'unspecified';
  const named = isEncryption ? { rule: 'virtual network encryption', reason: 'encryption' as const } : groupRule(rule);
  put(
    tuple,
    { time: time!, source: source!, destination: destination!, from: from!, to: to! },
    {
      protocol: PROTOCOLS[protocol!] ?? protocol!,
      isInbound: direction === 'I',
      verdict: state === 'D' ? 'deny' : 'allow',
      count: countOf(state!),
      counters,
      // The log of a virtual network has rules of network managers too, by their bare names.
      ...(isEncryption || /^(User|Default)Rule_/.test(rule) ? named : { rule, reason: 'admin-rule' as const }),
    },
    emit,
    refuse,
  );
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

interface Ends {
  readonly time: string;
  readonly source: string;
  readonly destination: string;
  readonly from: string;
  readonly to: string;
}

interface Rest extends Pick<LogEvent, 'protocol' | 'isInbound' | 'verdict' | 'rule' | 'reason'> {
  readonly count: number;
  readonly counters: readonly string[];
}

function put(
  tuple: string,
  { time, source, destination, from, to }: Ends,
  { counters, ...rest }: Rest,
  emit: Emit,
  refuse: Refuse,
): void {
  const clientPort = portOfCell(from);
  const port = portOfCell(to);
  if (Number.isNaN(clientPort) || Number.isNaN(port)) {
    return refuse(new Unreadable('a port is not a number from 0 to 65535'), tuple);
  }
  const [, sent = '', , received = ''] = counters;
  const hasBytes = sent !== '' || received !== '';
  emit({
    layer: 'security-group',
    ...rest,
    machine: rest.isInbound ? destination : source,
    address: rest.isInbound ? source : destination,
    clientPort,
    host: '',
    url: '',
    port: rest.protocol === 'ICMP' ? -1 : port,
    time: epochTime(Number(time)),
    bytes: hasBytes ? (numberOf(sent) || 0) + (numberOf(received) || 0) : -1,
  });
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
  return { address, count: count > 0 ? count : 1, bytes: sent === '' ? -1 : (numberOf(sent) || 0) + (numberOf(received) || 0) };
}

function bytesOf(row: Cells): number {
  const [sent, received] = [numberOf(row['BytesSrcToDest']), numberOf(row['BytesDestToSrc'])];
  return sent < 0 && received < 0 ? -1 : (sent || 0) + (received || 0);
}
