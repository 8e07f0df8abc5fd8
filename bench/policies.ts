import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policyFromJson, sampleRules, storedRules } from './policy-sample';

/**
 * Dead and redundant rules of policies of 100, 1,000 and 10,000 rules, each in a new process that loads the built library: CPU time and
 * memory, and how they grow. Goals: less than 1.5 CPU seconds and 200 MB for 10,000 rules, 0.2 seconds for 1,000.
 * Baseline, in the same process: each rule against each earlier one, as linters look for shadowed rules, which misses those that
 * only several earlier rules together take the flows of.
 *
 * POLICY_BENCH names a folder with policies in the format of `policyFromJson`, and with the rules in them that are dead, in
 * dead-N.txt, one a line; if these are not the ones that are found, the exit code is 1. Else the policies are made up.
 */
const root = join(__dirname, '..');
const RUNS = 5;

interface Figures {
  readonly dead: readonly number[];
  readonly redundant: number;
  readonly pairs: readonly number[];
  readonly cpuMs: number;
  readonly pairsMs: number;
  readonly rssMb: number;
}

/** Reads rules as `storedRules` writes them. The baseline is what one would write in an afternoon, without anything that makes it slow. */
const SCRIPT = `
const isEnd = (key, value) => (key === 'first' || key === 'last') && typeof value === 'string';
const stored = require('node:fs').readFileSync(process.argv[1], 'utf8');
const rules = JSON.parse(stored, (key, value) => isEnd(key, value) ? BigInt(value) : value);
const symbols = { intervalsOf: () => undefined, widerOf: () => [], familiesOf: () => [4, 6] };
const { checkRules } = require('./dist/filtering/rule-lists/rule-check');
const cpu = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
const start = cpu();
const check = checkRules(rules, symbols, 'deny');
const dead = check.dead.map(({ rule }) => rule);
const redundant = check.redundant.length;
const cpuMs = cpu() - start;
const rssMb = process.memoryUsage().rss / 1e6;
const numbers = (term) => term.kind === 'any'
  ? { first: 0, last: Infinity }
  : { first: Number(term.interval.first), last: Number(term.interval.last) };
const plain = rules.map((rule) => ({ ...rule, sources: rule.sources.map(numbers), destinations: rule.destinations.map(numbers) }));
const inside = (some, others) => some.every((one) => others.some((other) => other.first <= one.first && one.last <= other.last));
const begin = cpu();
const pairs = plain.flatMap((rule, i) => {
  for (let j = 0; j < i; j++) {
    const other = plain[j];
    if (rule.protocols.every((one) => other.protocols.includes(one)) &&
      inside(rule.sources, other.sources) && inside(rule.destinations, other.destinations) &&
      inside(rule.sourcePorts, other.sourcePorts) && inside(rule.destinationPorts, other.destinationPorts)) {
      return [i];
    }
  }
  return [];
});
console.log(JSON.stringify({ dead, redundant, pairs, cpuMs, pairsMs: cpu() - begin, rssMb }));
`;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

const folder = mkdtempSync(join(tmpdir(), 'bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const given = process.env['POLICY_BENCH'];
process.stdout.write(
  `Dead and redundant rules of ${given === undefined ? 'made-up policies' : 'given policies'}, a new process each time, median ` +
    `of ${RUNS}\n`,
);
const times: number[] = [];
for (const size of [100, 1000, 10_000]) {
  const { names, rules } = given === undefined
    ? sampleRules(size)
    : policyFromJson(readFileSync(join(given, `policy-${size}.json`), 'utf8'));
  const path = join(folder, `${size}.json`);
  writeFileSync(path, storedRules(rules));
  const runs = Array.from({ length: RUNS }, () =>
    JSON.parse(execFileSync(process.execPath, ['-e', SCRIPT, path], { cwd: root, encoding: 'utf8', maxBuffer: 1e8 })) as Figures);
  const { dead, redundant, pairs } = runs[0]!;
  const [cpuMs, pairsMs, rssMb] = [
    median(runs.map((run) => run.cpuMs)), median(runs.map((run) => run.pairsMs)), median(runs.map((run) => run.rssMb)),
  ];
  times.push(cpuMs);
  process.stdout.write(
    `${rules.length} rules: ${cpuMs.toFixed(0)} CPU ms, ${rssMb.toFixed(0)} MB; ${dead.length} dead, ${redundant} redundant\n` +
      `  each pair: ${pairsMs.toFixed(0)} CPU ms, ratio ${(cpuMs / pairsMs).toFixed(2)}; finds ${pairs.length}, misses ` +
      `${dead.filter((rule) => !pairs.includes(rule)).length}\n`,
  );
  if (pairs.some((rule) => !dead.includes(rule))) {
    process.stdout.write('  NOT EQUAL: each pair finds dead rules that are not found otherwise\n');
    process.exitCode = 1;
  }
  const expected = given === undefined ? '' : join(given, `dead-${size}.txt`);
  if (existsSync(expected)) {
    const isEqual = readFileSync(expected, 'utf8').trim().split('\n').sort().join() === dead.map((rule) => names[rule]!).sort().join();
    process.stdout.write(`  dead rules ${isEqual ? 'equal' : 'NOT EQUAL'} to those in dead-${size}.txt\n`);
    process.exitCode = isEqual ? process.exitCode : 1;
  }
}
process.stdout.write(`Growth for ten times the rules: ${times.slice(1).map((ms, i) => (ms / times[i]!).toFixed(1)).join(', ')}\n`);
