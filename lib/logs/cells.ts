/** Cells of one row of a table, by the names of its columns. */
export type Cells = { readonly [column: string]: unknown };

/** Columns of tables that hold custom or mixed data end in a letter for their type. */
const TYPE_SUFFIX = /_(?:s|d|b|t|g)$/;

/** The name of a column without the suffix of its type: `msg_s`, `SourcePort_d`. */
function columnName(name: string): string {
  return name.replace(TYPE_SUFFIX, '');
}

/** Columns that are read, by their names in lower case: queries, databases and people write them in other letters. */
const COLUMNS: ReadonlyMap<string, string> = new Map([
  'TimeGenerated', 'FlowStartTime', 'Category', 'Type', 'TableName', 'AdditionalFields', 'msg', 'Protocol', 'SourceIp',
  'SourcePort', 'DestinationIp', 'DestinationPort', 'Fqdn', 'TargetUrl', 'Url', 'Action', 'Policy', 'RuleCollectionGroup',
  'RuleCollection', 'Rule', 'ActionReason', 'TranslatedIp', 'TranslatedPort', 'ThreatDescription', 'SignatureId', 'Description',
  'ApplicationRuleCount', 'NetworkRuleCount', 'NatRuleCount', 'count_', 'QueryName', 'ResponseCode', 'ResponseSize',
  'ErrorNumber', 'ErrorMessage', 'Error', 'SubType', 'FlowStatus', 'FlowDirection', 'DestPort', 'SrcIp', 'DestIp', 'SrcPublicIps',
  'DestPublicIps', 'L4Protocol', 'AclRule', 'NsgRule', 'NsgRuleType', 'AllowedInFlows', 'AllowedOutFlows', 'DeniedInFlows',
  'DeniedOutFlows', 'BytesSrcToDest', 'BytesDestToSrc',
].map((name) => [name.toLowerCase(), name]));

/** Other names for the columns of time and number. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([['time', 'TimeGenerated'], ['timestamp', 'TimeGenerated'], ['count', 'count_']]);

/** A row with the names of its columns as Azure writes them, whatever their letters; undefined where nothing changes. */
export function withKnownColumns(row: Cells): Cells | undefined {
  const names = Object.keys(row);
  const known = knownColumns(names);
  return known.every((name, i) => name === names[i]) ? undefined : Object.fromEntries(names.map((name, i) => [known[i]!, row[name]]));
}

/** The names of columns as Azure writes them, without the suffix of their type; a name that is none that is read stays. */
export function knownColumns(names: readonly string[]): string[] {
  const known = names.map((name) => COLUMNS.get(columnName(name).toLowerCase()) ?? columnName(name));
  return known.map((name) => {
    const other = OTHER_NAMES.get(name.toLowerCase());
    return other === undefined || known.includes(other) ? name : other;
  });
}

/** A row whose columns have suffixes, or whose cells are texts of Python, as a plain row; the same row where there is nothing to do. */
export function plainCells(row: Cells): Cells {
  const isPython = typeof row['TableName'] === 'string'; // the command line tool of Azure writes every cell as text
  const hasSuffix =
    row['Type'] === 'AzureDiagnostics' ||
    row['Type'] === 'AzureNetworkAnalytics_CL' ||
    'msg_s' in row ||
    'SourceIp_s' in row ||
    'SrcIP_s' in row;
  if (!isPython && !hasSuffix) {
    return row;
  }
  const plain: { [column: string]: unknown } = Object.create(null) as { [column: string]: unknown };
  for (const name of Object.keys(row)) {
    const value = row[name];
    plain[hasSuffix ? columnName(name) : name] = isPython && value === 'None' ? '' : value;
  }
  return plain;
}

/** A cell as text; empty for what is absent or no text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

/** A cell as a whole number that is not negative; -1 for an empty one, NaN for any other. */
export function numberOf(value: unknown): number {
  if (typeof value === 'number') {
    return Number.isInteger(value) && value >= 0 ? value : NaN;
  }
  if (value === undefined || value === null || value === '') {
    return -1;
  }
  return typeof value === 'string' ? numberOfText(value) : NaN;
}

function numberOfText(text: string): number {
  let number = 0;
  for (let i = 0; i < text.length && i < 15; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) {
      return /^\d{1,15}\.0+$/.test(text) ? Number(text) : NaN;
    }
    number = number * 10 + digit;
  }
  return text.length <= 15 ? number : /^\d{1,15}\.0+$/.test(text) ? Number(text) : NaN;
}

/** A cell as a port; NaN where it is none. */
export function portOfCell(value: unknown): number {
  const port = numberOf(value);
  return port > 65535 ? NaN : port;
}
