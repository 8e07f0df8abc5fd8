import { deepStrictEqual } from 'node:assert';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { AddressCover } from '../lib/azure/address-cover';
import { ServiceTagFile } from '../lib/input/service-tag-file';
import { sampleFile } from './service-tag-sample';

/**
 * Service tag files against what a program of one's own would use: `JSON.parse`, and `cidr-tools` for the ranges.
 * Goals: reading and finding tags by name at most 1.5 times `JSON.parse` of the same text; the ranges of all prefixes together no
 * slower than cidr-tools, which does not check them. SERVICE_TAG_FILES names files to measure, with colons between
 * them; else it is a made-up one.
 */
// An ES module, which only require loads from here.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { mergeCidr } = require('cidr-tools') as { mergeCidr: (prefixes: readonly string[]) => string[] };

interface Entry {
  readonly name: string;
  readonly properties: { readonly addressPrefixes: string[] };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** CPU milliseconds of each way, in the order of the ways, for each of some runs. */
function measure(runs: number, ...ways: (() => unknown)[]): number[][] {
  const times = ways.map((): number[] => []);
  for (let run = 0; run <= runs; run++) {
    // The order changes from run to run, so that no way always meets the warmer machine.
    for (let i = 0; i < ways.length; i++) {
      const index = (run + i) % ways.length;
      (globalThis as { gc?: () => void }).gc?.();
      const start = process.cpuUsage();
      ways[index]!();
      const { user, system } = process.cpuUsage(start);
      if (run > 0) {
        times[index]!.push((user + system) / 1000);
      }
    }
  }
  return times;
}

function report(what: string, names: readonly string[], times: readonly number[][], goal = ''): void {
  const [ours, ...baselines] = times as [number[], ...number[][]];
  const against = baselines.map((baseline, i) =>
    `${names[i]} ${median(baseline).toFixed(1)} (ratio ${median(ours.map((ms, run) => ms / baseline[run]!)).toFixed(2)})`);
  process.stdout.write(`  ${what}: ${median(ours).toFixed(1)}, ${against.join(', ')}${goal}\n`);
}

function bench(path: string): void {
  const text = readFileSync(path, 'utf8');
  const { values } = JSON.parse(text) as { values: Entry[] };
  const all = values.flatMap(({ properties }) => properties.addressPrefixes);
  process.stdout.write(`${basename(path)}: ${text.length} bytes, ${values.length} tags, ${all.length} prefixes\n`);
  const lists = [all, ...values.map(({ properties }) => properties.addressPrefixes)];
  deepStrictEqual(lists.map((list) => AddressCover.of(list).ranges()), lists.map((list) => mergeCidr(list)));
  report('read and index', ['JSON.parse', 'reading and JSON.parse'],
    measure(31, () => ServiceTagFile.fromFile(path), () => JSON.parse(text) as unknown, () =>
      JSON.parse(readFileSync(path, 'utf8')) as unknown),
    '; goal 1.5 of JSON.parse');
  report(
    'ranges of all prefixes together', ['cidr-tools'], measure(15, () => AddressCover.of(all).ranges(), () => mergeCidr(all)), '; goal 1',
  );
  const largest = [...values].sort((a, b) => b.properties.addressPrefixes.length - a.properties.addressPrefixes.length)[0]!;
  const { name, properties: { addressPrefixes } } = largest;
  report(`ranges of the largest tag, ${name} (${addressPrefixes.length} prefixes)`, ['cidr-tools'],
    measure(31, () => AddressCover.of(addressPrefixes).ranges(), () => mergeCidr(addressPrefixes)));
  report('ranges of each tag by itself', ['cidr-tools'],
    measure(7, () => values.forEach((one) => AddressCover.of(one.properties.addressPrefixes).ranges()), () =>
      values.forEach((one) => mergeCidr(one.properties.addressPrefixes))));
}

const folder = mkdtempSync(join(tmpdir(), 'bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.stdout.write('Service tag files, CPU milliseconds, median (all tags give the ranges that cidr-tools gives)\n');
const given = (process.env['SERVICE_TAG_FILES'] ?? '').split(':').filter((path) => path !== '');
if (given.length === 0) {
  const path = join(folder, 'made-up.json');
  writeFileSync(path, sampleFile());
  given.push(path);
}
given.forEach(bench);
