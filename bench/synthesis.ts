import { deepStrictEqual } from 'node:assert';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { handWritten } from './hand-written';
import { manyWorkspaces, oneWorkspace } from './library';

/**
 * Synthesis through the library against the same resources written by hand, in the same run.
 * Goals: at most 1.15 times the baseline; growth in proportion to the number of subnets.
 */
type Build = (stack: TerraformStack, subnets: number) => void;

const folder = mkdtempSync(join(tmpdir(), 'bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

function synthesize(build: Build, subnets: number): number {
  (globalThis as { gc?: () => void }).gc?.();
  const start = process.cpuUsage();
  const app = new App({ outdir: folder });
  const stack = new TerraformStack(app, 'bench');
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  new LocalBackend(stack, { path: 'terraform.tfstate' });
  build(stack, subnets);
  app.synth();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** The resources without their addresses, so that the two ways can be compared. */
function resources(build: Build): unknown {
  synthesize(build, 2);
  const { resource } = JSON.parse(readFileSync(join(folder, 'stacks/bench/cdk.tf.json'), 'utf8')) as {
    resource: Record<string, Record<string, object>>;
  };
  return Object.fromEntries(Object.entries(resource).map(([type, all]) => [type, Object.values(all).map((one) => {
    const text = JSON.stringify({ ...one, '//': undefined });
    return JSON.parse(text.replace(/\$\{azurerm_\w+\.\w+\.id\}/g, 'id')) as unknown;
  })]));
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

deepStrictEqual(resources(oneWorkspace), resources(handWritten));
deepStrictEqual(resources(manyWorkspaces), resources(handWritten));
process.stdout.write('Synthesis, CPU milliseconds, median (all ways give equal resources)\n');
let previous: { subnets: number; ms: number } | undefined;
for (const [subnets, runs] of [[1, 31], [100, 15], [1000, 5]] as const) {
  const ways = [handWritten, oneWorkspace, manyWorkspaces];
  const times = new Map<Build, number[]>(ways.map((way) => [way, []]));
  for (let run = 0; run <= runs; run++) {
    // The order changes from run to run, so that no way always meets the warmer machine.
    for (let i = 0; i < ways.length; i++) {
      const way = ways[(run + i) % ways.length]!;
      const ms = synthesize(way, subnets);
      if (run > 0) {
        times.get(way)!.push(ms);
      }
    }
  }
  const baseline = times.get(handWritten)!;
  const ratio = (way: Build): string => median(times.get(way)!.map((ms, i) => ms / baseline[i]!)).toFixed(3);
  const ms = median(times.get(oneWorkspace)!);
  const growth = previous === undefined
    ? ''
    : `; growth from ${previous.subnets}: ${(ms / previous.ms / (subnets / previous.subnets)).toFixed(2)} of linear`;
  process.stdout.write(
    `${String(subnets).padStart(5)} subnets: by hand ${median(baseline).toFixed(1)}, one workspace ${ms.toFixed(1)} (ratio ` +
      `${ratio(oneWorkspace)}), ` +
      `a workspace each ${median(times.get(manyWorkspaces)!).toFixed(1)} (ratio ${ratio(manyWorkspaces)}); goal 1.15${growth}\n`,
  );
  previous = { subnets, ms };
}
