import { deepStrictEqual } from 'node:assert';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { handWritten } from './hand-written';
import { withLibrary } from './library';

/**
 * Synthesis through the library against the same resources written by hand, in the same run.
 * Goals: at most 1.15 times the baseline; growth in proportion to the number of subnets.
 */
type Build = (stack: TerraformStack, i: number) => void;

const folder = mkdtempSync(join(tmpdir(), 'bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

function synthesize(build: Build, subnets: number): number {
  (globalThis as { gc?: () => void }).gc?.();
  const start = process.cpuUsage();
  const app = new App({ outdir: folder });
  const stack = new TerraformStack(app, 'bench');
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  new LocalBackend(stack, { path: 'terraform.tfstate' });
  for (let i = 0; i < subnets; i++) {
    build(stack, i);
  }
  app.synth();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** The resources without their addresses, so that the two ways can be compared. */
function resources(build: Build): unknown {
  synthesize(build, 2);
  const { resource } = JSON.parse(readFileSync(join(folder, 'stacks/bench/cdk.tf.json'), 'utf8')) as { resource: Record<string, Record<string, object>> };
  return Object.fromEntries(Object.entries(resource).map(([type, all]) => [type, Object.values(all).map((one) => {
    const text = JSON.stringify({ ...one, '//': undefined });
    return JSON.parse(text.replace(/\$\{azurerm_\w+\.\w+\.id\}/g, 'id')) as unknown;
  })]));
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

deepStrictEqual(resources(withLibrary), resources(handWritten));
process.stdout.write('Synthesis, CPU milliseconds, median (both ways give equal resources)\n');
const previous: { subnets: number; ms: number }[] = [];
for (const [subnets, runs] of [[1, 31], [100, 15], [1000, 7]] as const) {
  const library: number[] = [];
  const baseline: number[] = [];
  for (let run = 0; run <= runs; run++) {
    // The order changes from run to run, so that neither way always meets the warmer machine.
    const pair = run % 2 === 0 ? [withLibrary, handWritten] : [handWritten, withLibrary];
    for (const build of pair) {
      const ms = synthesize(build, subnets);
      if (run > 0) {
        (build === withLibrary ? library : baseline).push(ms);
      }
    }
  }
  const ratio = median(library.map((ms, i) => ms / baseline[i]!));
  const last = previous[previous.length - 1];
  const growth = last === undefined ? '' : `, ${(median(library) / last.ms / (subnets / last.subnets)).toFixed(2)} of linear growth from ${last.subnets}`;
  process.stdout.write(`${String(subnets).padStart(5)} subnets: library ${median(library).toFixed(1)}, by hand ${median(baseline).toFixed(1)}, ` +
    `ratio ${ratio.toFixed(3)} (goal 1.15)${growth}\n`);
  previous.push({ subnets, ms: median(library) });
}
