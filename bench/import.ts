import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Time and memory of importing the library against importing just the provider modules that it uses.
 * Goal: at most 1.25 times the baseline.
 */
const root = join(__dirname, '..');
const constructs = join(root, 'lib', 'constructs');
const MODULES = [...new Set(readdirSync(constructs).flatMap((file) =>
  [...readFileSync(join(constructs, file), 'utf8').matchAll(/from '(@cdktf\/provider-azurerm\/lib\/[a-z-]+)'/g)].map(([, name]) => name!)))]
    .sort();

function measure(modules: readonly string[]): { ms: number; mb: number } {
  const script = `const t = process.hrtime.bigint(); for (const m of ${JSON.stringify(modules)}) require(m);` +
    'console.log(JSON.stringify({ ms: Number(process.hrtime.bigint() - t) / 1e6, mb: process.memoryUsage().rss / 1e6 }))';
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' })) as { ms: number; mb: number };
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

const library = [];
const baseline = [];
for (let run = 0; run < 21; run++) {
  library.push(measure(['./dist/index.js']));
  baseline.push(measure(MODULES));
}
process.stdout.write('Import, a new process each time, median\n');
for (const [unit, what] of [['ms', 'wall milliseconds'], ['mb', 'megabytes of memory']] as const) {
  const ours = median(library.map((one) => one[unit]));
  const theirs = median(baseline.map((one) => one[unit]));
  process.stdout.write(
    `${what}: library ${ours.toFixed(1)}, provider modules ${theirs.toFixed(1)}, ratio ${(ours / theirs).toFixed(3)} (goal 1.25)\n`,
  );
}
