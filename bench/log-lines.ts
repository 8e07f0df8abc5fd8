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

/** How a flow log writes a tuple: its version, its time, and what stands behind the ports. */
interface TupleForm {
  readonly perSecond: number;
  begin(isInbound: boolean): string;
  denied(isInbound: boolean): string;
  /** What came of a flow since its last tuple. */
  end(isInbound: boolean, state: string): string;
}

const counters = (): string => `${1 + random(90)},${100 + random(90_000)},${1 + random(90)},${100 + random(900_000)}`;
const way = (isInbound: boolean): string => (isInbound ? 'I' : 'O');

const OF_NETWORK: TupleForm = {
  perSecond: 1000,
  begin: (isInbound) => `6,${way(isInbound)},B,NX,0,0,0,0`,
  denied: (isInbound) => `6,${way(isInbound)},D,NX,0,0,0,0`,
  end: (isInbound, state) => `6,${way(isInbound)},${state},NX,${counters()}`,
};
const OF_GROUP: TupleForm = {
  perSecond: 1,
  begin: (isInbound) => `T,${way(isInbound)},A,B,,,,`,
  denied: (isInbound) => `T,${way(isInbound)},D,B,,,,`,
  end: (isInbound, state) => `T,${way(isInbound)},A,${state},${counters()}`,
};

/** A rule, how many tuples it has in a minute, and the other sides of its flows: how many, and where their addresses begin. */
interface Traffic {
  readonly rule: string;
  readonly tuples: number;
  readonly others: number;
  readonly network: string;
  readonly isInbound?: true;
  readonly isDenied?: true;
}

/**
 * What is assumed of a network interface of a training cluster: it has one address, a record in each minute, and some hundred tuples in it.
 * Most flows go to a few hosts (storage, registry, control plane, packages), the rest to a long tail; flows that are denied are tried again
 * and again. A flow begins, goes on in one of eight cases, and ends some tuples later. Clients count their ports up, as Linux does.
 */
const TRAFFIC: readonly Traffic[] = [
  { rule: 'UserRule_web', tuples: 120, others: 700, network: '203.0' },
  { rule: 'UserRule_aml', tuples: 40, others: 250, network: '20.51' },
  { rule: 'DefaultRule_AllowVnetOutBound', tuples: 24, others: 30, network: '10.2' },
  { rule: 'UserRule_batch', tuples: 8, others: 40, network: '20.60', isInbound: true },
  { rule: 'DefaultRule_DenyAllOutBound', tuples: 8, others: 40, network: '198.51', isDenied: true },
];
const TUPLES = TRAFFIC.reduce((sum, { tuples }) => sum + tuples, 0);
const INTERFACES = 100;
/** Flows of an interface and a rule that have begun. */
const open = new Map<string, string[]>();
let client = 0;

function sides(machine: string, { others, network, isInbound }: Traffic): string {
  const other = random(random(others) + 1);
  const address = `${network}.${other >> 8}.${other & 255}`;
  client = (client + 1) % 28_000;
  const port = [443, 443, 443, 80, 5831][other % 5]!;
  return isInbound === true ? `${address},${machine},${32_768 + client},${port}` : `${machine},${address},${32_768 + client},${port}`;
}

function tuple(machine: string, traffic: Traffic, form: TupleForm): string {
  now += random(4);
  const time = Math.floor(now / 1000 * form.perSecond);
  const isInbound = traffic.isInbound === true;
  if (traffic.isDenied === true) {
    return `"${time},${sides(machine, traffic)},${form.denied(isInbound)}"`;
  }
  const key = `${machine} ${traffic.rule}`;
  const begun = open.get(key) ?? [];
  open.set(key, begun);
  if (begun.length < 10 || random(2) > 0) {
    begun.push(sides(machine, traffic));
    return `"${time},${begun[begun.length - 1]!},${form.begin(isInbound)}"`;
  }
  const isEnd = random(8) > 0;
  const flow = isEnd ? begun.shift()! : begun[0]!;
  return `"${time},${flow},${form.end(isInbound, isEnd ? 'E' : 'C')}"`;
}

/** The rules of a minute of a network interface, each with its tuples. */
function rules(which: number, form: TupleForm, write: (rule: string, tuples: string) => string): string {
  const machine = `10.1.1.${4 + which}`;
  const tuplesOf = (traffic: Traffic): string =>
    Array.from({ length: traffic.tuples }, () => tuple(machine, traffic, form)).join(',');
  return TRAFFIC.map((traffic) => write(traffic.rule, tuplesOf(traffic))).join(',');
}

/** An address of hardware. */
const macOf = (which: number): string => `002248AA${(0x1000 + which).toString(16).toUpperCase()}`;

function networkMinute(): string {
  const which = random(INTERFACES);
  const groups = rules(which, OF_NETWORK, (rule, flows) => `{"rule":"${rule}","flowTuples":[${flows}]}`);
  return `{"time":"${time()}","flowLogVersion":4,"flowLogGUID":"eeee0000-0000-4000-8000-000000000002","macAddress":"${macOf(which)}",` +
    `"category":"FlowLogFlowEvent","flowLogResourceID":"${RESOURCE}","targetResourceID":"${RESOURCE}","operationName":"FlowLogFlowEvent",` +
    `"flowRecords":{"flows":[{"aclID":"aaaa0000-0000-4000-8000-000000000001","flowGroups":[${groups}]}]}}`;
}

function groupMinute(): string {
  const which = random(INTERFACES);
  const mac = macOf(which);
  const flows = rules(which, OF_GROUP, (rule, tuples) => `{"rule":"${rule}","flows":[{"mac":"${mac}","flowTuples":[${tuples}]}]}`);
  return `{"time":"${time()}","systemId":"bbbb0000-0000-4000-8000-000000000003","macAddress":"${mac}",` +
    `"category":"NetworkSecurityGroupFlowEvent","resourceId":"${RESOURCE}","operationName":"NetworkSecurityGroupFlowEvents",` +
    `"properties":{"Version":2,"flows":[${flows}]}}`;
}

const EVENTS = 50;
const LINES: Pick<LogForm, 'head' | 'separator'> = { head: '', separator: '\n' };
const LIST: Pick<LogForm, 'head' | 'separator'> = { head: '{"records":[', separator: ',' };

function event(record: () => string): string {
  return `{"records":[${Array.from({ length: EVENTS }, record).join(',')}]}`;
}

export const FIREWALL: LogForm = { name: 'firewall, a record a line', ...LINES, lines: 1, record: structured };
export const FLOWS: LogForm = { name: 'flow log of a virtual network', ...LIST, lines: TUPLES, record: networkMinute };
export const OTHERS: readonly LogForm[] = [
  { name: 'flow log of a security group', ...LIST, lines: TUPLES, record: groupMinute },
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
