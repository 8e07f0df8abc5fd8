import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runToEnd } from '../../lib/cli/program';
import { commandExamples } from '../support/command-examples';
import { layFiles } from '../support/files-of-pages';

// Command lines of the pages run as they are printed, in a folder with files of the names that they use.
const ROOT = join(__dirname, '..', '..');
const before = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'pages-'));
beforeAll(() => {
  layFiles(ROOT, folder);
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

/** Those that ask at a terminal, read standard input, or need the package installed. */
const NEEDS_MORE = /^(?:init|synth|completion)\b| - |\$\{?[A-Z]| FILE\.\.\. /;
const lines = [...new Set(commandExamples(ROOT).map(({ args }) => args))].filter((args) => !NEEDS_MORE.test(`${args.join(' ')} `));

test('most command lines of the pages can run here', () => {
  expect(lines.length).toBeGreaterThan(50);
});

test('command lines of the pages have no wrong input', async () => {
  const refused: string[] = [];
  for (const args of lines) {
    let err = '';
    // Each page writes to a folder that is not there yet.
    const written = args.includes('--out') ? args[args.indexOf('--out') + 1]! : 'nothing';
    rmSync(written, { recursive: true, force: true });
    const code = await runToEnd(args, { out: () => undefined, err: (text) => { err += text; } });
    // 2 is for wrong input, and 3 for a fault of the program; all other codes are answers.
    if (code === 2 || code === 3) {
      refused.push(`${args.join(' ')}: ${code}: ${err}`);
    }
  }
  expect(refused).toEqual([]);
});

test('the report that a page writes is there', () => {
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('<h1>');
});
