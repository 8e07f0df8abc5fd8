import { Cells, numberOf, portOfCell, textOf } from './cells';
import { Emit, firewallRuleText, DecisionReason, LogEvent, Unreadable } from './event';
import { nameOf, transportOf } from './legacy-message';

/*
 * The tables of Azure Firewall's structured logs. Columns: reference of Azure Monitor, tables AZFW*, 2026-07-27.
 */

/** The reader of a table of the firewall; undefined for a table that is not known. */
export function firewallTable(name: string): RowReader | undefined {
  return TABLES.get(name);
}

type RowReader = (row: Cells, time: number, emit: Emit) => Unreadable | undefined;

const NO_DECISION = (): Unreadable => new Unreadable('a category that says nothing about what was decided', true);

const TABLES: ReadonlyMap<string, RowReader> = new Map<string, RowReader>([
  ['azfwapplicationrule', (row, time, emit) => decision(row, time, emit, summarized(row))],
  ['azfwapplicationruleaggregation', (row, time, emit) => decision(row, time, emit, countOf(row['ApplicationRuleCount']))],
  ['azfwnetworkrule', (row, time, emit) => decision(row, time, emit, summarized(row))],
  ['azfwnetworkruleaggregation', (row, time, emit) => decision(row, time, emit, countOf(row['NetworkRuleCount']))],
  ['azfwnatrule', (row, time, emit) => translation(row, time, emit, summarized(row))],
  ['azfwnatruleaggregation', (row, time, emit) => translation(row, time, emit, countOf(row['NatRuleCount']))],
  ['azfwthreatintel', (row, time, emit) => decision(row, time, emit, 1, textOf(row['ThreatDescription']))],
  ['azfwidpssignature', (row, time, emit) => decision(row, time, emit, 1, textOf(row['Description']))],
  ['azfwdnsquery', query],
  ['azfwinternalfqdnresolutionfailure', resolutionFailure],
  ['azfwfqdnresolvefailure', resolutionFailure], // the name of the category in blobs
  ['azfwflowtrace', NO_DECISION],
  ['azfwfatflow', NO_DECISION],
  ['azfwdnsflowtrace', NO_DECISION],
  ['azfwdnsadditional', NO_DECISION],
]);

function countOf(value: unknown): number {
  const count = numberOf(value);
  return count >= 1 ? count : 1;
}

/** The number of a row of a query that summarizes, whose column has this name unless the query says otherwise. It has no client port. */
function summarized(row: Cells): number {
  return row['SourcePort'] === undefined ? countOf(row['count_'] ?? row['Count']) : 1;
}

function decision(row: Cells, time: number, emit: Emit, count: number, threat?: string): Unreadable | undefined {
  const machine = textOf(row['SourceIp']);
  const action = textOf(row['Action']);
  const port = portOfCell(row['DestinationPort']);
  const clientPort = portOfCell(row['SourcePort']);
  if (machine === '' || action === '') {
    return new Unreadable(machine === '' ? 'the column SourceIp is missing or empty' : 'the column Action is missing or empty');
  }
  if (Number.isNaN(port) || Number.isNaN(clientPort)) {
    return new Unreadable('a port is not a number from 0 to 65535');
  }
  const verdict = verdictOf(action);
  if (verdict === undefined) {
    return /^(alert|log)/i.test(action)
      ? new Unreadable('an alert, which decides nothing', true)
      : new Unreadable('the action is unknown');
  }
  const host = textOf(row['Fqdn']);
  const rule = ruleOf(row);
  emit({
    layer: 'firewall',
    verdict,
    isInbound: false,
    protocol: transportOf(textOf(row['Protocol'])),
    machine,
    clientPort,
    host: host === '' ? '' : nameOf(host),
    url: textOf(row['TargetUrl'] ?? row['Url']),
    address: textOf(row['DestinationIp']),
    port: port === 0 && /^ICMP/i.test(textOf(row['Protocol'])) ? -1 : port,
    rule: threat ?? rule,
    reason: threat === undefined ? reasonOf(rule, textOf(row['ActionReason']), verdict) : 'threat',
    time,
    count,
    bytes: -1,
  });
  return undefined;
}

function verdictOf(action: string): 'allow' | 'deny' | undefined {
  switch (action) {
    case 'Allow':
      return 'allow';
    case 'Deny':
      return 'deny';
    default:
      return /^allow(ed)?$/i.test(action) ? 'allow' : /^(deny|denied|drop)$/i.test(action) ? 'deny' : undefined;
  }
}

function reasonOf(rule: string, given: string, verdict: 'allow' | 'deny'): DecisionReason {
  if (given !== '' && /SNI/.test(given)) {
    return 'no-server-name';
  }
  if (given !== '' && /resolve/i.test(given)) {
    return 'not-resolved';
  }
  if (rule !== '' || verdict === 'allow') {
    return 'rule';
  }
  return /default/i.test(given) ? 'default' : 'unnamed';
}

/** A destination translation: somebody outside comes to a machine inside. */
function translation(row: Cells, time: number, emit: Emit, count: number): Unreadable | undefined {
  const machine = textOf(row['TranslatedIp']);
  const port = portOfCell(row['TranslatedPort']);
  if (machine === '' || Number.isNaN(port)) {
    return new Unreadable('the translated address or port is missing or wrong');
  }
  emit({
    layer: 'firewall',
    verdict: 'allow',
    isInbound: true,
    protocol: transportOf(textOf(row['Protocol'])),
    machine,
    clientPort: portOfCell(row['SourcePort']),
    host: '',
    url: '',
    address: textOf(row['SourceIp']),
    port,
    reason: 'rule',
    time,
    count,
    bytes: -1,
    rule: ruleOf(row),
  });
  return undefined;
}

function query(row: Cells, time: number, emit: Emit): Unreadable | undefined {
  const name = textOf(row['QueryName']);
  if (name === '') {
    return new Unreadable('the column QueryName is missing or empty');
  }
  const code = textOf(row['ResponseCode']).toUpperCase();
  const error = textOf(row['ErrorMessage']);
  const hasError = error !== '' || numberOf(row['ErrorNumber']) > 0;
  const isResolved = (code === 'NOERROR' || code === '') && !hasError && numberOf(row['ResponseSize']) !== 0;
  emit(resolution(time, {
    verdict: isResolved ? 'resolved' : 'unresolved', protocol: textOf(row['Protocol']).toUpperCase() || 'UDP',
    machine: textOf(row['SourceIp']), clientPort: portOfCell(row['SourcePort']), host: nameOf(name),
    rule: hasError ? error.split(': ').pop()! || 'an error' : code === 'NOERROR' || code === '' ? 'no answer' : code,
  }));
  return isResolved ? new Unreadable('a name that was resolved', true) : undefined;
}

/** The rule of a row, with its policy, group and collection. */
function ruleOf(row: Cells): string {
  return firewallRuleText(textOf(row['Policy']), textOf(row['RuleCollectionGroup']), textOf(row['RuleCollection']), textOf(row['Rule']));
}

/** A host name of a network rule that the firewall itself could not resolve, so that the rule does not match. */
function resolutionFailure(row: Cells, time: number, emit: Emit): Unreadable | undefined {
  const host = textOf(row['Fqdn']);
  if (host === '') {
    return new Unreadable('the column Fqdn is missing or empty');
  }
  const rule = ruleOf(row);
  emit(resolution(time, {
    verdict: 'unresolved', protocol: 'UDP', machine: '', clientPort: -1, host: nameOf(host),
    rule: `${textOf(row['Error']) || 'an error'}${rule === '' ? '' : `; the firewall asked for it in ${rule}`}`,
  }));
  return undefined;
}

/** What is said about a name that is looked up. All fields are in one order: there is one for each row. */
function resolution(
  time: number, { verdict, protocol, machine, clientPort, host, rule }:
  Pick<LogEvent, 'verdict' | 'protocol' | 'machine' | 'clientPort' | 'host' | 'rule'>,
): LogEvent {
  return {
    layer: 'firewall', verdict, isInbound: false, protocol, machine, clientPort, host, url: '', address: '', port: 53,
    reason: 'not-resolved', time, count: 1, bytes: -1, rule,
  };
}
