import { Deployment } from '../dist/deployment/deployment';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { AlikeLines } from '../dist/logs/alike-lines';
import { analyse } from '../dist/logs/analysis';
import { FlowTable } from '../dist/logs/flow-table';
import { LogReader } from '../dist/logs/reader';
import { ReadingNotes } from '../dist/logs/reading-notes';

/**
 * A log of a firewall as large as that of a busy day, made while it is read, against `JSON.parse` of each line alone. Its lines have the
 * columns that Azure writes: two thirds are of application rules, the others of network rules and of names that were resolved.
 * Goals: at least half its throughput, and memory that does not grow with the log: at most 200 MB for a run of the command.
 * LOG_BENCH_MB sets the size; a gigabyte without it.
 */
const SIZE = Number(process.env['LOG_BENCH_MB'] ?? 1000) * 1e6;
const CHUNK = 1 << 20;
const MEMORY_GOAL = 200;
const RATIO_GOAL = 0.5;
const HOSTS = 3000;
const RESOURCE = '/SUBSCRIPTIONS/11111111-2222-3333-4444-555555555555/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.NETWORK/AZUREFIREWALLS/FW';

let seed = 12345;
function random(limit: number): number {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
  return (seed >>> 8) % limit;
}

/** What was decided, and by which rule. */
function decision(): string {
  const isAllowed = random(10) > 0;
  const rule = isAllowed ? '"Policy":"fwp","RuleCollectionGroup":"rcg","RuleCollection":"rc","Rule":"r1","ActionReason":""'
    : '"Policy":"","RuleCollectionGroup":"","RuleCollection":"","Rule":"","ActionReason":"Default Action"';
  return `"Action":"${isAllowed ? 'Allow' : 'Deny'}",${rule}`;
}

/** The columns of a line, and its table: other clients, ports and hosts than those of another line. */
function columns(): [table: string, columns: string] {
  const client = `"SourceIp":"10.1.1.${random(250)}","SourcePort":${1024 + random(60000)}`;
  const which = random(6);
  const host = `host-${random(HOSTS)}.example.org`;
  return which > 1
    ? ['ApplicationRule', `"Protocol":"HTTPS",${client},"DestinationPort":443,"Fqdn":"${host}","TargetUrl":"",${decision()},` +
        '"IsTlsInspected":false,"WebCategory":"","IsExplicitProxyRequest":false']
    : which > 0
    ? ['NetworkRule', `"Protocol":"TCP",${client},"DestinationIp":"203.0.113.${random(250)}","DestinationPort":8443,${decision()}`]
    : ['DnsQuery', `${client},"QueryId":${random(65536)},"QueryType":"A","QueryClass":"IN","QueryName":"${host}.","Protocol":"udp",` +
        '"RequestSize":46,"DnssecOkBit":false,"EDNS0BufferSize":512,"ResponseCode":"NOERROR","ResponseFlags":"qr,rd,ra",' +
        `"ResponseSize":145,"RequestDurationSecs":0.00${1 + random(9999)},"ErrorNumber":0,"ErrorMessage":""`];
}

/** Parts of a log that differ from one another. */
function* parts(size: number): Generator<Buffer> {
  let at = Date.UTC(2026, 10, 24);
  let made = 0;
  let lines: string[] = [];
  let length = 0;
  while (made < size) {
    at += random(20);
    const [table, properties] = columns();
    const line = `{"category":"AZFW${table}","properties":{${properties}},"resourceId":"${RESOURCE}","time":"` +
      `${new Date(at).toISOString().slice(0, 23)}4567+00:00"}\n`;
    lines.push(line);
    length += line.length;
    if (length >= CHUNK) {
      const part = Buffer.from(lines.join(''));
      made += part.length;
      yield part;
      lines = [];
      length = 0;
    }
  }
}

/** Seconds by the clock, and of the processor, which what else runs on the machine hardly changes. */
class Time {
  public wall = 0;
  public cpu = 0;

  public of(action: () => void): void {
    const [start, cpu] = [performance.now(), process.cpuUsage()];
    action();
    const { user, system } = process.cpuUsage(cpu);
    this.wall += (performance.now() - start) / 1e3;
    this.cpu += (user + system) / 1e6;
  }
}

const deployment = Deployment.fromFile('examples/own-requirement.yaml');
const table = new FlowTable([{ name: 'training', addressPrefixes: ['10.1.1.0/24'] }]);
const notes = new ReadingNotes();
const reader = new LogReader('log', (event) => void table.add(event), notes, new AlikeLines(table));
const [parsing, reading, analysis] = [new Time(), new Time(), new Time()];
let bytes = 0;
/** Each line alone; making the lines is not part of it. */
function parseAll(part: Buffer): void {
  const texts = part.toString('utf8').split('\n');
  texts.pop();
  parsing.of(() => texts.forEach((text) => void JSON.parse(text)));
}

function readAll(part: Buffer): void {
  reading.of(() => reader.push(part));
}

let isOdd = false;
for (const part of parts(SIZE)) {
  // What one leaves to clean up would always fall on the other.
  const ways = isOdd ? [parseAll, readAll] : [readAll, parseAll];
  ways.forEach((way) => way(part));
  isOdd = !isOdd;
  bytes += part.length;
}
reader.end();
let report: ReturnType<typeof analyse> | undefined;
analysis.of(() => {
  report = analyse(deployment, table, notes, 1);
});
const rate = (time: number): string => `${Math.round(bytes / 1e6 / time)} MB/s`;
const ratios = { wall: parsing.wall / reading.wall, cpu: parsing.cpu / reading.cpu };
process.stdout.write(
  `${Math.round(bytes / 1e6)} MB, ${notes.records} lines, ${report!.rows.length} rows in the report\n` +
  `JSON.parse of each line: ${rate(parsing.wall)} by the clock, ${rate(parsing.cpu)} of the processor\n` +
  `logs: ${rate(reading.wall)} by the clock, ${rate(reading.cpu)} of the processor; analysis: ${Math.round(analysis.cpu * 1000)} ms\n` +
  `ratio: ${ratios.wall.toFixed(2)} by the clock, ${ratios.cpu.toFixed(2)} of the processor (goal ${RATIO_GOAL} of the processor)\n`,
);

/** Most memory of the command, which reads the same log from standard input. */
async function memoryOfCommand(): Promise<number> {
  const script = "process.on('exit', () => process.stderr.write(`\\n${process.resourceUsage().maxRSS}`)); require('./dist/cli/main.js')";
  const args = ['-e', script, 'logs', 'logs', '-', '--deployment', 'examples/own-requirement.yaml', '--format', 'csv'];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text) => {
    said += String(text);
  });
  for (const part of parts(SIZE)) {
    if (!child.stdin.write(part)) {
      await once(child.stdin, 'drain');
    }
  }
  child.stdin.end();
  await once(child, 'close');
  return Number(said.trim().split('\n').pop()) * 1024;
}

void memoryOfCommand().then((memory) => {
  process.stdout.write(`most memory of the command on it: ${Math.round(memory / 1e6)} MB (goal ${MEMORY_GOAL} MB)\n`);
  if (ratios.cpu < RATIO_GOAL || !(memory / 1e6 <= MEMORY_GOAL)) {
    process.exitCode = 1;
  }
});
