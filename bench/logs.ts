import { Deployment } from '../dist/deployment/deployment';
import { analyse } from '../dist/logs/analysis';
import { FlowTable } from '../dist/logs/flow-table';
import { LogReader } from '../dist/logs/reader';
import { ReadingNotes } from '../dist/logs/reading-notes';

/**
 * A log of a firewall as large as that of a busy day, made while it is read, against `JSON.parse` of each line alone.
 * Goals: at least half its throughput, and memory that does not grow with the log: at most 130 MB beyond the loaded
 * program, which keeps a run of the command below 200 MB. LOG_BENCH_MB sets the size; a gigabyte without it.
 */
const SIZE = Number(process.env['LOG_BENCH_MB'] ?? 1000) * 1e6;
const CHUNK = 1 << 20;
const MEMORY_GOAL = 130;
const RATIO_GOAL = 0.5;
const HOSTS = 3000;

/** Parts of a log that differ from one another: other clients, ports, hosts and times. */
function* parts(size: number): Generator<Buffer> {
  let seed = 12345;
  const random = (limit: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return (seed >>> 8) % limit;
  };
  let at = Date.UTC(2026, 10, 24);
  let made = 0;
  let lines: string[] = [];
  let length = 0;
  while (made < size) {
    at += random(20);
    const isAllowed = random(10) > 0;
    const line =
      `{"category":"AZFWApplicationRule","time":"${new Date(at).toISOString().slice(0, 23)}4567Z","properties":{"Protocol":"HTTPS",` +
      `"SourceIp":"10.1.1.${random(250)}","SourcePort":${1024 + random(60000)},"DestinationPort":443,"Fqdn":"host-${random(
        HOSTS,
      )}.example.org",` +
      `"Action":"${isAllowed ? 'Allow' : 'Deny'}","Rule":"${isAllowed ? 'r1' : ''}"}}\n`;
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

/** CPU time of an action, which what else runs on the machine hardly changes. */
function seconds(action: () => void): number {
  const start = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

const deployment = Deployment.fromFile('examples/own-requirement.yaml');
const table = new FlowTable([{ name: 'training', addressPrefixes: ['10.1.1.0/24'] }]);
const notes = new ReadingNotes();
const reader = new LogReader('log', (event) => void table.add(event), notes);
let [parsing, reading, bytes, memory] = [0, 0, 0, 0];
/** Each line alone; making the lines is not part of it. */
function parseAll(part: Buffer): void {
  const texts = part.toString('utf8').split('\n');
  texts.pop();
  parsing += seconds(() => texts.forEach((text) => void JSON.parse(text)));
}

function readAll(part: Buffer): void {
  reading += seconds(() => reader.push(part));
}

// What is loaded, with the compiler of this script, is no part of what reading needs.
const before = process.memoryUsage().rss;
let isOdd = false;
for (const part of parts(SIZE)) {
  // What one leaves to clean up would always fall on the other.
  const ways = isOdd ? [parseAll, readAll] : [readAll, parseAll];
  ways.forEach((way) => way(part));
  isOdd = !isOdd;
  bytes += part.length;
  memory = Math.max(memory, process.memoryUsage().rss - before);
}
reader.end();
let report: ReturnType<typeof analyse> | undefined;
const analysis = seconds(() => {
  report = analyse(deployment, table, notes, 1);
});
const rate = (time: number): string => `${Math.round(bytes / 1e6 / time)} MB/s`;
const ratio = parsing / reading;
const lines = [
  `${Math.round(bytes / 1e6)} MB, ${notes.records} lines, ${report!.rows.length} rows in the report`,
  `JSON.parse of each line: ${rate(parsing)}; logs: ${rate(reading)}; ratio ${ratio.toFixed(2)} (goal ${RATIO_GOAL})`,
  `analysis: ${Math.round(analysis * 1000)} ms; most memory beyond the program: ${Math.round(memory / 1e6)} MB (goal ` +
    `${MEMORY_GOAL} MB)`,
];
process.stdout.write(`${lines.join('\n')}\n`);
if (ratio < RATIO_GOAL || memory / 1e6 > MEMORY_GOAL) {
  process.exitCode = 1;
}
