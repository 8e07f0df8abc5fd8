import { Cells, plainCells, textOf, withKnownColumns } from './cells';
import { Emit, Unreadable } from './event';
import { firewallTable } from './firewall-tables';
import { readAnalyticsRow, readGroupRecord, readNetworkRecord, ReadTuples, Refuse } from './flow-logs';
import { readMessage } from './legacy-message';
import { timeOf } from './time';

/**
 * Reads one record of any kind: of a blob, of an event, or a row of a table. Kinds are told by their category, else by their columns.
 *
 * @param read reads the tuples of a flow log, where they are not a list of texts
 */
export function readRecord(record: unknown, emit: Emit, refuse: Refuse, read?: ReadTuples): Unreadable | undefined {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    return new Unreadable('no record, which is an object');
  }
  const given = record as Cells;
  const { category, properties } = given;
  if (typeof category === 'string' && typeof properties === 'object' && properties !== null) {
    const kind = kindOf(category);
    return kind === 'networksecuritygroupflowevent'
      ? readGroupRecord(given, emit, refuse, read)
      : readCells(kind, properties as Cells, timeOf(given['time'] ?? given['TimeGenerated']), category, emit);
  }
  if (given['flowRecords'] !== undefined) {
    return readNetworkRecord(given, emit, refuse, read);
  }
  return readRow(plainCells(given), emit);
}

/** Reads a row of a table. One whose columns are none that are known is tried again with their names in Azure's letters. */
function readRow(row: Cells, emit: Emit): Unreadable | undefined {
  const time = timeOf(row['TimeGenerated'] ?? row['time'] ?? row['FlowStartTime']);
  const name = textOf(row['Category'] ?? row['category']) || textOf(row['Type']);
  const kind = name === '' || /^azurediagnostics$/i.test(name) ? kindByColumns(row) : kindOf(name);
  if (kind === '' && messageOf(row) === undefined) {
    const known = withKnownColumns(row);
    return known === undefined ? readCells(kind, row, time, name, emit) : readRow(known, emit);
  }
  return readCells(kind, row, time, name, emit);
}

const kinds = new Map<string, string>();

/** The name of a category in lower case. There are few of them, in two or three spellings. */
function kindOf(category: string): string {
  let kind = kinds.get(category);
  if (kind === undefined) {
    kind = category.toLowerCase();
    if (kinds.size < 100) {
      kinds.set(category, kind);
    }
  }
  return kind;
}

function readCells(kind: string, row: Cells, time: number, category: string, emit: Emit): Unreadable | undefined {
  const table = firewallTable(kind);
  if (table !== undefined) {
    return table(row, time, emit);
  }
  const message = messageOf(row);
  if (message !== undefined) {
    return readMessage(message, time, emit);
  }
  if (kind === 'ntanetanalytics' || kind === 'azurenetworkanalytics_cl') {
    return readAnalyticsRow(row, time, emit);
  }
  return new Unreadable(category === '' ? 'a record of an unknown kind' : 'a category that is not known');
}

/** The text of the older categories; a long one is found among further fields. */
function messageOf(row: Cells): string | undefined {
  if (typeof row['msg'] === 'string' && row['msg'] !== '') {
    return row['msg'];
  }
  const more = row['AdditionalFields'];
  const fields = typeof more === 'string' && more.startsWith('{') ? parsed(more) : more;
  const message = typeof fields === 'object' && fields !== null ? (fields as Cells)['msg'] ?? (fields as Cells)['msg_s'] : undefined;
  return typeof message === 'string' ? message : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined; // then it is no text of the firewall, which the caller says
    }
    throw error;
  }
}

/** The kind of a row without a name: a query may have left the column out. */
function kindByColumns(row: Cells): string {
  const has = (name: string): boolean => row[name] !== undefined;
  return has('TranslatedIp')
    ? 'azfwnatrule'
    : has('QueryName')
    ? 'azfwdnsquery'
    : has('ThreatDescription')
    ? 'azfwthreatintel'
    : has('SignatureId')
    ? 'azfwidpssignature'
    : has('SourceIp') && has('Action')
    ? 'azfwnetworkrule'
    : has('FlowStatus')
    ? 'ntanetanalytics'
    : '';
}
