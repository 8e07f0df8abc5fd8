import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { flawsOf } from './prose';

/** Prints wordings that pages avoid, as `FILE:LINE: what to write`, and fails when there is one. `npm run docs:check` runs it. */
const ROOT = join(__dirname, '..', '..');
const markdownOf = (folder: string): string[] => readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.md'))
  .map((name) => join(folder, name));

const pages = [...markdownOf('.').filter((name) => name !== 'API.md'), ...markdownOf('docs')];
const flaws = pages.flatMap((page) => flawsOf(readFileSync(join(ROOT, page), 'utf8')).map(({ line, text }) => `${page}:${line}: ${text}`));
process.stdout.write(flaws.map((flaw) => `${flaw}\n`).join(''));
process.exitCode = flaws.length === 0 ? 0 : 1;
