import { TerraformStack, Testing } from 'cdktf';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hubAndSpoke } from '../__tests__/support/hub-and-spoke';
import { planOfStack } from '../__tests__/support/plan-of-stack';
import * as library from '../dist';
import { readTerraform } from '../dist/terraform/read-network';
import { verify } from '../dist/verification/verify';

/**
 * Verification of the plan of a hub and spokes, from the file to the findings, in this process: the first run of it and the median
 * of more. Goal: less than a second for 50 subnets. Baseline, in the same run: JSON.parse of the same file.
 */
const RUNS = 15;
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

function elapsed(action: () => void): number {
  const start = process.hrtime.bigint();
  action();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

process.stdout.write('Verification of a plan of a hub and spokes, wall milliseconds\n');
let previous: number | undefined;
for (const count of [5, 50]) {
  const stack = new TerraformStack(Testing.app(), 'hub');
  const { requirements, subnets } = hubAndSpoke(stack, count, library as never);
  const path = join(folder, `${count}.json`);
  writeFileSync(path, JSON.stringify(planOfStack(JSON.parse(Testing.synth(stack)) as Record<string, unknown>)));
  const options = { subnets: subnets.map(({ name, subnetId, prefix, space }) =>
    ({ name, subnetId, addressPrefixes: [prefix], requirements: requirements as never, networkTraffic: [space, '10.0.0.0/16'] })) };
  let isGood = true;
  const run = (): void => {
    const { answers, findings } = verify(readTerraform(path), options);
    isGood &&= answers.length === count * requirements.all.length && answers.every(({ outcome }) => outcome === 'met') &&
      findings.length === 0;
  };
  const first = elapsed(run);
  const whole = median(Array.from({ length: RUNS }, () => elapsed(run)));
  const reading = median(Array.from({ length: RUNS }, () => elapsed(() => readTerraform(path))));
  const parsing = median(Array.from({ length: RUNS }, () => elapsed(() => JSON.parse(readFileSync(path, 'utf8')) as unknown)));
  const growth = previous === undefined ? '' : `; growth for ten times the subnets: ${(whole / previous).toFixed(1)}`;
  process.stdout.write(
    `${count} subnets: first ${first.toFixed(0)}, then ${whole.toFixed(0)}, of it reading ${reading.toFixed(0)}; JSON.parse ` +
      `${parsing.toFixed(1)} (ratio ${(whole / parsing).toFixed(1)}); ` +
      `${isGood ? 'all requirements met' : 'NOT ALL MET'}; goal 1000${growth}\n`,
  );
  process.exitCode = isGood ? process.exitCode : 1;
  previous = whole;
}
