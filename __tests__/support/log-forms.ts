/**
 * Writes the same flows in every form that Azure has logs in. It shares nothing with the readers: what it writes was laid out by hand
 * from Microsoft's documentation of each form, and what is true of a flow stands in the flow.
 */
export interface TrueFlow {
  readonly at: number;
  readonly machine: string;
  readonly clientPort: number;
  readonly kind: 'application' | 'network' | 'nat' | 'dns';
  readonly protocol: string;
  readonly host?: string;
  readonly url?: string;
  readonly address?: string;
  readonly port?: number;
  readonly allowed?: boolean;
  /** Policy, group, collection, rule; the default when left out. */
  readonly rule?: readonly [string, string, string, string];
  readonly noServerName?: true;
  readonly code?: string;
}

const RESOURCE = '/SUBSCRIPTIONS/11111111-2222-3333-4444-555555555555/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.NETWORK/AZUREFIREWALLS/FW';
const TABLES = { application: 'AZFWApplicationRule', network: 'AZFWNetworkRule', nat: 'AZFWNatRule', dns: 'AZFWDnsQuery' } as const;

type Row = { [column: string]: string | number | boolean };

function names([policy, group, collection, rule]: readonly string[] = ['', '', '', '']): Row {
  return { Policy: policy!, RuleCollectionGroup: group!, RuleCollection: collection!, Rule: rule! };
}

/** The columns of the structured tables. */
export function columns(flow: TrueFlow): Row {
  const { kind, machine, clientPort, protocol, host = '', address = '', port = 0, rule, url = '' } = flow;
  const common = { Protocol: protocol, SourceIp: machine, SourcePort: clientPort };
  const decided = { Action: flow.allowed ? 'Allow' : 'Deny', ...names(rule) };
  const reason = flow.noServerName ? 'SNI TLS extension was missing' : flow.allowed || rule ? '' : 'Default Action';
  switch (kind) {
    case 'application':
      return { ...common, DestinationPort: port, Fqdn: host, TargetUrl: url, ...decided, ActionReason: reason, IsTlsInspected: false };
    case 'network':
      return { ...common, DestinationIp: address, DestinationPort: port, ...decided, ActionReason: reason };
    case 'nat': // the other side comes to the machine by the address of the firewall
      return {
        Protocol: protocol,
        SourceIp: address,
        SourcePort: clientPort,
        DestinationIp: '203.0.113.10',
        DestinationPort: port,
        TranslatedIp: machine,
        TranslatedPort: port,
        ...names(rule),
      };
    case 'dns':
      return {
        SourceIp: machine,
        SourcePort: clientPort,
        QueryId: 1,
        QueryType: 'A',
        QueryClass: 'IN',
        QueryName: `${host}.`,
        Protocol: 'udp',
        RequestSize: 46,
        ResponseCode: flow.code!,
        ResponseFlags: 'qr,rd,ra',
        ResponseSize: 145,
        RequestDurationSecs: 0.0028,
        ErrorNumber: 0,
        ErrorMessage: '',
      };
  }
}

/** The message of the older categories. */
export function message(flow: TrueFlow): string {
  const { kind, machine, clientPort, protocol, host, address, port, rule, url } = flow;
  const named =
    rule === undefined ? '' : `. Policy: ${rule[0]}. Rule Collection Group: ${rule[1]}. Rule Collection: ${rule[2]}. Rule: ${rule[3]}`;
  const action = flow.allowed ? 'Allow' : 'Deny';
  switch (kind) {
    case 'application':
      return flow.noServerName
        ? `${protocol} request from ${machine}:${clientPort}. Action: Deny. Reason: SNI TLS extension was missing.`
        : `${protocol}${protocol === 'HTTP' ? ' ' : ''} request from ${machine}:${clientPort} to ${host}:${port}.${
            url === undefined ? '' : ` Url: ${url}.`
          } ` + `Action: ${action}${named === '' ? '. No rule matched. Proceeding with default action' : named}`;
    case 'network':
      return protocol.startsWith('ICMP')
        ? `${protocol} request from ${machine} to ${address}. Action: ${action}${named || '. '}`
        : `${protocol} request from ${machine}:${clientPort} to ${address}:${port}. Action: ${action}${named || '. '}`;
    case 'nat':
      return `${protocol} request from ${address}:${clientPort} to 203.0.113.10:${port} was DNAT'ed to ${machine}:${port}${named}`;
    case 'dns':
      return `DNS Request: ${machine}:${clientPort} - 1 A IN ${host}. udp 46 false 512 ${flow.code} qr,rd,ra 145 0.002846368s`;
  }
}

function iso(at: number, zone = 'Z'): string {
  return new Date(at).toISOString().replace('Z', `4567${zone}`);
}

function portalTime(at: number): string {
  const date = new Date(at);
  const hour = date.getUTCHours();
  const two = (number: number): string => String(number).padStart(2, '0');
  const day = `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`;
  return `${day}, ${hour % 12 || 12}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}.${String(date.getUTCMilliseconds()).padStart(
    3,
    '0',
  )} ${hour < 12 ? 'AM' : 'PM'}`;
}

function cell(value: unknown): string {
  const text = String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

function csv(rows: readonly Row[]): string {
  const header = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return `\ufeff${[header, ...rows.map((row) => header.map((name) => row[name]))]
    .map((line) => line.map(cell).join(','))
    .join('\r\n')}\r\n`;
}

function structuredLine(flow: TrueFlow, i: number): object {
  return { category: TABLES[flow.kind], properties: columns(flow), resourceId: RESOURCE, time: iso(flow.at, i % 2 === 0 ? 'Z' : '+00:00') };
}

function legacyLine(flow: TrueFlow): object {
  const category = {
    application: 'AzureFirewallApplicationRule',
    network: 'AzureFirewallNetworkRule',
    nat: 'AzureFirewallNetworkRule',
    dns: 'AzureFirewallDnsProxy',
  };
  return {
    category: category[flow.kind],
    operationName: `${category[flow.kind]}Log`,
    properties: { msg: message(flow) },
    resourceId: RESOURCE,
    time: iso(flow.at),
  };
}

function tableRow(flow: TrueFlow): Row {
  return {
    TenantId: 't',
    TimeGenerated: iso(flow.at),
    ...columns(flow),
    SourceSystem: 'Azure',
    Type: TABLES[flow.kind],
    _ResourceId: RESOURCE.toLowerCase(),
  };
}

function legacyRow(flow: TrueFlow): Row {
  return {
    TimeGenerated: iso(flow.at),
    Category: String((legacyLine(flow) as { category: string }).category),
    msg_s: message(flow),
    Type: 'AzureDiagnostics',
  };
}

/** Structured columns that the mode "Azure diagnostics" puts into one table, with the suffixes of their types. */
function suffixed(flow: TrueFlow): Row {
  const suffix = (value: unknown): string => (typeof value === 'number' ? '_d' : typeof value === 'boolean' ? '_b' : '_s');
  const own = Object.entries(columns(flow)).map(([name, value]) => [name + suffix(value), value] as const);
  return { TimeGenerated: iso(flow.at), Category: TABLES[flow.kind], Type: 'AzureDiagnostics', ...Object.fromEntries(own) };
}

function answer(rows: readonly Row[]): object {
  const header = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return {
    tables: [
      {
        name: 'PrimaryResult',
        columns: header.map((name) => ({ name, type: 'string' })),
        rows: rows.map((row) => header.map((name) => row[name] ?? '')),
      },
    ],
  };
}

function asTexts(row: Row): Row {
  const text = (value: unknown): string => (value === true ? 'True' : value === false ? 'False' : String(value));
  return { ...Object.fromEntries(Object.entries(row).map(([name, value]) => [name, text(value)])), TableName: 'PrimaryResult' };
}

/** A row as the portal exports it: the zone of a time stands in the name of its column. */
function portalRow(flow: TrueFlow, row: Row): Row {
  const others = Object.entries(row).filter(([name]) => name !== 'TimeGenerated');
  return { 'TimeGenerated [UTC]': portalTime(flow.at), ...Object.fromEntries(others) };
}

const lines = (all: readonly object[]): string => all.map((one) => `${JSON.stringify(one)}\n`).join('');

/** Every form of the log of a firewall that keeps what was decided and by which rule. */
export const STRUCTURED: Readonly<Record<string, (flows: readonly TrueFlow[]) => string>> = {
  blob: (flows) => lines(flows.map(structuredLine)),
  'Event Hub': (flows) => JSON.stringify({ records: flows.map(structuredLine) }, null, 1),
  'Event Hub, one message a line': (flows) => lines(flows.map((flow, i) => ({ records: [structuredLine(flow, i)] }))),
  'records over several lines': (flows) => flows.map((flow, i) => JSON.stringify(structuredLine(flow, i), null, 2)).join('\n'),
  'answer of Log Analytics': (flows) => JSON.stringify(answer(flows.map(tableRow))),
  'az monitor log-analytics query': (flows) => JSON.stringify(flows.map(tableRow).map(asTexts), null, 2),
  'data export': (flows) => lines(flows.map(tableRow)),
  'mode Azure diagnostics': (flows) => JSON.stringify(flows.map(suffixed)),
  CSV: (flows) =>
    csv(
      flows.map((flow) => {
        return portalRow(flow, tableRow(flow));
      }),
    ),
};

/** Every form of the older messages, which do not tell a default from a rule without a name. */
export const LEGACY: Readonly<Record<string, (flows: readonly TrueFlow[]) => string>> = {
  blob: (flows) => lines(flows.map(legacyLine)),
  'Event Hub': (flows) => JSON.stringify({ records: flows.map(legacyLine) }),
  'answer of Log Analytics': (flows) => JSON.stringify(answer(flows.map(legacyRow))),
  'az monitor log-analytics query': (flows) => JSON.stringify(flows.map(legacyRow).map(asTexts)),
  CSV: (flows) =>
    csv(
      flows.map((flow) => {
        return portalRow(flow, legacyRow(flow));
      }),
    ),
};

/** A flow as a security group sees it. */
export interface GroupFlow {
  readonly at: number;
  readonly from: string;
  readonly to: string;
  readonly clientPort: number;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
  readonly inbound?: true;
  readonly allowed: boolean;
  readonly rule: string;
  readonly bytes?: number;
}

function groupRecord(version: 1 | 2, flows: readonly GroupFlow[]): object {
  const tuple = (flow: GroupFlow): string[] => {
    const head = [
      Math.floor(flow.at / 1000),
      flow.from,
      flow.to,
      flow.clientPort,
      flow.port,
      flow.protocol[0],
      flow.inbound ? 'I' : 'O',
      flow.allowed ? 'A' : 'D',
    ].join(',');
    return version === 1 ? [head] : [`${head},B,,,,`, ...(flow.bytes === undefined ? [] : [`${head},E,1,${flow.bytes},1,0`])];
  };
  return {
    records: [
      {
        time: iso(flows[0]!.at),
        category: 'NetworkSecurityGroupFlowEvent',
        resourceId: RESOURCE,
        operationName: 'NetworkSecurityGroupFlowEvents',
        properties: {
          Version: version,
          flows: flows.map((flow) => ({ rule: flow.rule, flows: [{ mac: '002248AABB01', flowTuples: tuple(flow) }] })),
        },
      },
    ],
  };
}

function networkRecord(flows: readonly GroupFlow[]): object {
  const tuple = (flow: GroupFlow): string[] => {
    const head = [flow.at, flow.from, flow.to, flow.clientPort, flow.port, flow.protocol === 'TCP' ? 6 : 17, flow.inbound ? 'I' : 'O'].join(
      ',',
    );
    return flow.allowed
      ? [`${head},B,NX,0,0,0,0`, ...(flow.bytes === undefined ? [] : [`${head},E,NX,1,${flow.bytes},1,0`])]
      : [`${head},D,NX,0,0,0,0`];
  };
  const groups = flows.map((flow) => ({ rule: flow.rule, flowTuples: tuple(flow) }));
  return {
    records: [
      {
        time: iso(flows[0]!.at),
        flowLogVersion: 4,
        category: 'FlowLogFlowEvent',
        flowRecords: { flows: [{ aclID: 'a', flowGroups: groups }] },
      },
    ],
  };
}

export const FLOW_LOGS: Readonly<Record<string, (flows: readonly GroupFlow[]) => string>> = {
  'version 1': (flows) => JSON.stringify(groupRecord(1, flows)),
  'version 2': (flows) => JSON.stringify(groupRecord(2, flows)),
  'virtual network': (flows) => JSON.stringify(networkRecord(flows)),
  'virtual network, still being written': (flows) => JSON.stringify(networkRecord(flows)).slice(0, -2),
};
