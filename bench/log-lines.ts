/**
 * Logs as large as those of a busy day, made while they are read. Lines differ from one another: other clients, ports, hosts, times and
 * decisions. What is written is what Azure writes; nothing is shared with the readers.
 */

/** A part of a log, and the JSON in it, each record or line by itself. */
export interface Part {
  readonly bytes: Buffer;
  readonly texts: readonly string[];
}

export interface LogForm {
  readonly name: string;
  /** What stands before the first, and between records. */
  readonly head: string;
  readonly separator: string;
  /** Lines or flows in a record. */
  readonly lines: number;
  record(): string;
}

const CHUNK = 1 << 20;
const HOSTS = 3000;
const RESOURCE = '/SUBSCRIPTIONS/11111111-2222-3333-4444-555555555555/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.NETWORK/AZUREFIREWALLS/FW';

let seed = 12345;
function random(limit: number): number {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
  return (seed >>> 8) % limit;
}

let now = Date.UTC(2026, 10, 24);
function time(): string {
  now += random(20);
  return `${new Date(now).toISOString().slice(0, 23)}4567+00:00`;
}

/** What was decided, and by which rule. */
function decision(isAllowed: boolean): string {
  const rule = isAllowed ? '"Policy":"fwp","RuleCollectionGroup":"rcg","RuleCollection":"rc","Rule":"r1","ActionReason":""'
    : '"Policy":"","RuleCollectionGroup":"","RuleCollection":"","Rule":"","ActionReason":"Default Action"';
  return `"Action":"${isAllowed ? 'Allow' : 'Deny'}",${rule}`;
}

/** The columns of a line, and its table. */
function columns(): [table: string, columns: string] {
  const client = `"SourceIp":"10.1.1.${random(250)}","SourcePort":${1024 + random(60000)}`;
  const which = random(6);
  const host = `host-${random(HOSTS)}.example.org`;
  const decided = decision(random(10) > 0);
  return which > 1
    ? ['ApplicationRule', `"Protocol":"HTTPS",${client},"DestinationPort":443,"Fqdn":"${host}","TargetUrl":"",${decided},` +
        '"IsTlsInspected":false,"WebCategory":"","IsExplicitProxyRequest":false']
    : which > 0
    ? ['NetworkRule', `"Protocol":"TCP",${client},"DestinationIp":"203.0.113.${random(250)}","DestinationPort":8443,${decided}`]
    : ['DnsQuery', `${client},"QueryId":${random(65536)},"QueryType":"A","QueryClass":"IN","QueryName":"${host}.","Protocol":"udp",` +
        '"RequestSize":46,"DnssecOkBit":false,"EDNS0BufferSize":512,"ResponseCode":"NOERROR","ResponseFlags":"qr,rd,ra",' +
        `"ResponseSize":145,"RequestDurationSecs":0.00${1 + random(9999)},"ErrorNumber":0,"ErrorMessage":""`];
}

function structured(): string {
  const [table, properties] = columns();
  return `{"category":"AZFW${table}","properties":{${properties}},"resourceId":"${RESOURCE}","time":"${time()}"}`;
}

function message(): [category: string, text: string] {
  const client = `10.1.1.${random(250)}:${1024 + random(60000)}`;
  const which = random(6);
  const host = `host-${random(HOSTS)}.example.org`;
  const rule = random(10) > 0 ? 'Action: Allow. Policy: fwp. Rule Collection Group: rcg. Rule Collection: rc. Rule: r1'
    : 'Action: Deny. ';
  return which > 1 ? ['ApplicationRule', `HTTPS request from ${client} to ${host}:443. ${rule}`]
    : which > 0 ? ['NetworkRule', `TCP request from ${client} to 203.0.113.${random(250)}:8443. ${rule}`]
    : ['DnsProxy', `DNS Request: ${client} - ${random(65536)} A IN ${host}. udp 46 false 512 NOERROR qr,rd,ra 145 0.00${random(9999)}s`];
}

function older(): string {
  const [category, text] = message();
  return `{"category":"AzureFirewall${category}","operationName":"AzureFirewall${category}Log","properties":{"msg":"${text}"},` +
    `"resourceId":"${RESOURCE}","time":"${time()}"}`;
}

/** Flows of a rule, most of them to few other sides. */
function tuples(count: number, network: string, others: number, isAllowed: boolean): string {
  return Array.from({ length: count }, () => {
    now += random(40);
    const other = random(random(others) + 1);
    const port = [443, 443, 443, 80, 5831][other % 5]!;
    const head = `${now},10.1.1.${random(250)},${network}.${other >> 8}.${other & 255},${1024 + random(60000)},${port},6,O`;
    const isEnd = random(2) > 0;
    return isAllowed && isEnd ? `"${head},E,NX,${1 + random(90)},${100 + random(90000)},${1 + random(90)},${100 + random(900000)}"`
      : `"${head},${isAllowed ? 'B' : 'D'},NX,0,0,0,0"`;
  }).join(',');
}

/** A minute of a network interface. */
function minute(): string {
  const group = (rule: string, flows: string): string => `{"rule":"${rule}","flowTuples":[${flows}]}`;
  const groups = [
    group('UserRule_web', tuples(20, '203.0', 700, true)), group('UserRule_aml', tuples(8, '20.51', 250, true)),
    group('DefaultRule_DenyAllOutBound', tuples(2, '198.51', 40, false)),
  ];
  return `{"time":"${time()}","flowLogVersion":4,"flowLogGUID":"eeee0000-0000-4000-8000-000000000002","macAddress":"002248AABB01",` +
    `"category":"FlowLogFlowEvent","flowLogResourceID":"${RESOURCE}","targetResourceID":"${RESOURCE}","operationName":"FlowLogFlowEvent",` +
    `"flowRecords":{"flows":[{"aclID":"aaaa0000-0000-4000-8000-000000000001","flowGroups":[${groups.join(',')}]}]}}`;
}

const EVENTS = 50;
const LINES: Pick<LogForm, 'head' | 'separator'> = { head: '', separator: '\n' };
const LIST: Pick<LogForm, 'head' | 'separator'> = { head: '{"records":[', separator: ',' };

function event(record: () => string): string {
  return `{"records":[${Array.from({ length: EVENTS }, record).join(',')}]}`;
}

export const FIREWALL: LogForm = { name: 'firewall, a record a line', ...LINES, lines: 1, record: structured };
export const FLOWS: LogForm = { name: 'flow log of a virtual network', ...LIST, lines: 30, record: minute };
export const OTHERS: readonly LogForm[] = [
  { name: 'firewall, events of an Event Hub', ...LINES, lines: EVENTS, record: () => event(structured) },
  { name: 'firewall, one list', ...LIST, lines: 1, record: structured },
  { name: 'older messages, a record a line', ...LINES, lines: 1, record: older },
  { name: 'older messages, events of an Event Hub', ...LINES, lines: EVENTS, record: () => event(older) },
];

/** Parts of a log with so many lines. */
export function* parts({ head, separator, lines, record }: LogForm, count: number): Generator<Part> {
  for (let made = 0; made < count; ) {
    const isFirst = made === 0;
    const texts: string[] = [];
    for (let length = 0; length < CHUNK && made < count; made += lines) {
      const text = record();
      texts.push(text);
      length += text.length;
    }
    yield { bytes: Buffer.from(`${isFirst ? head : separator}${texts.join(separator)}`), texts };
  }
}
