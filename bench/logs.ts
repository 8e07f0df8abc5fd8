import { Deployment } from '../dist/deployment/deployment';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { AlikeLines } from '../dist/logs/alike-lines';
import { analyse } from '../dist/logs/analysis';
import { FlowTable } from '../dist/logs/flow-table';
import { LogReader } from '../dist/logs/reader';
import { ReadingNotes } from '../dist/logs/reading-notes';
import { FIREWALL, FLOWS, LogForm, OTHERS, parts } from './log-lines';

/**
 * Logs as large as those of a busy day, against `JSON.parse` of each line or record alone. Both take the same parts in turn, and what is
 * counted is the time of the processor, which what else runs on the machine changes less than the clock.
 * Goals: at least half its throughput for lines of a firewall, and memory that does not grow with the log: at most 200 MB for a run of the
 * command. LOG_BENCH_LINES sets the number of lines; five million without it, and half of that for the other forms, of which messages
 * are then 1 GB. In a short log, most of the time is what each different line takes when it comes first.
 * Older messages in events of an Event Hub stay below that (0.30 to 0.38): JSON.parse takes a list of 50 of them up to twice as fast as the
 * same messages one by one, and `logs` does not. So do flow logs of security groups (0.44): most of a flow's time is the way to memory.
 */
const LINES = Number(process.env['LOG_BENCH_LINES'] ?? 5_000_000);
const MEMORY_GOAL = 200;
const RATIO_GOAL = 0.5;

/** Seconds of the processor. */
class Time {
  public seconds = 0;

  public of(action: () => void): void {
    const before = process.cpuUsage();
    action();
    const { user, system } = process.cpuUsage(before);
    this.seconds += (user + system) / 1e6;
  }
}

const deployment = Deployment.fromFile('examples/own-requirement.yaml');
const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** @returns the throughput, as a part of that of JSON.parse */
function measure(form: LogForm, lines: number): number {
  const table = new FlowTable([{ name: 'training', addressPrefixes: ['10.1.1.0/24'] }]);
  const notes = new ReadingNotes();
  const reader = new LogReader('log', (event) => void table.add(event), notes, new AlikeLines(table));
  const [parsing, reading, analysis] = [new Time(), new Time(), new Time()];
  let size = 0;
  let isOdd = false;
  for (const { bytes, texts } of parts(form, lines)) {
    const parse = (): void => parsing.of(() => texts.forEach((text) => void JSON.parse(text)));
    const read = (): void => reading.of(() => reader.push(bytes));
    // What one leaves to clean up would always fall on the other.
    (isOdd ? [parse, read] : [read, parse]).forEach((way) => way());
    isOdd = !isOdd;
    size += bytes.length;
  }
  reader.end();
  analysis.of(() => void analyse(deployment, table, notes, 1));
  const ratio = parsing.seconds / reading.seconds;
  const rate = ({ seconds }: Time): string => `${Math.round(size / 1e6 / seconds)} MB/s`;
  print(`${form.name}: ${lines} lines, ${Math.round(size / 1e6)} MB; JSON.parse ${rate(parsing)}, logs ${rate(reading)}, ` +
    `ratio ${ratio.toFixed(2)}; analysis ${Math.round(analysis.seconds * 1000)} ms`);
  return ratio;
}

/** Most memory of the command in MB, which reads the same log from standard input. */
async function memoryOfCommand(form: LogForm, lines: number): Promise<number> {
  const script = "process.on('exit', () => process.stderr.write(`\\n${process.resourceUsage().maxRSS}`)); require('./dist/cli/main.js')";
  const args = ['-e', script, 'logs', 'logs', '-', '--deployment', 'examples/own-requirement.yaml', '--format', 'csv'];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text) => {
    said += String(text);
  });
  for (const { bytes } of parts(form, lines)) {
    if (!child.stdin.write(bytes)) {
      await once(child.stdin, 'drain');
    }
  }
  child.stdin.end();
  await once(child, 'close');
  const memory = Number(said.trim().split('\n').pop()) * 1024 / 1e6;
  print(`${form.name}: most memory of the command ${Math.round(memory)} MB (goal ${MEMORY_GOAL} MB)`);
  return memory;
}

async function main(): Promise<void> {
  const ratio = measure(FIREWALL, LINES);
  measure(FLOWS, LINES);
  OTHERS.forEach((form) => measure(form, LINES / 2));
  const memories = [await memoryOfCommand(FIREWALL, LINES), await memoryOfCommand(FLOWS, LINES)];
  if (ratio < RATIO_GOAL || memories.some((memory) => !(memory <= MEMORY_GOAL))) {
    process.exitCode = 1;
  }
}

void main();
