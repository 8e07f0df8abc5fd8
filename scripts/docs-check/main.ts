import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Flaw, flawsOf } from './prose';
import { flawsOfSource } from './source';

/** Prints wordings that pages, comments and messages avoid, as `FILE:LINE: what to write`, and fails when there is one. */
const ROOT = join(__dirname, '..', '..');
const markdownOf = (folder: string): string[] => readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.md'))
  .map((name) => join(folder, name));

const pages = [...markdownOf('.').filter((name) => name !== 'API.md'), ...markdownOf('docs')];
const sources = readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).sort()
  .map((name) => join('lib', name));
const flawsIn = (paths: readonly string[], check: (text: string) => Flaw[]): string[] => paths.flatMap((path) =>
  check(readFileSync(join(ROOT, path), 'utf8')).map(({ line, text }) => `${path}:${line}: ${text}`));
const flaws = [...flawsIn(pages, flawsOf), ...flawsIn(sources, flawsOfSource)];
process.stdout.write(flaws.map((flaw) => `${flaw}\n`).join(''));
process.exitCode = flaws.length === 0 ? 0 : 1;
