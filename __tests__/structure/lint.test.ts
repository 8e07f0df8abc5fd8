import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

// That no code reads words, and that kinds are matched one by one, is held by ESLint; these tests hold the rules themselves, with code
// that must be refused or taken.
const ROOT = join(__dirname, '..', '..');

const REFUSED = [
  "error.message.startsWith('The file')",
  'error.message.replace(/ at .*/, "")',
  "one.problem.includes('; ')",
  "target.label.split(' ')",
  "carrier.where.endsWith('x')",
  '/position (\\d+)/.exec(error.message)',
  '/^Unexpected/.test(error.message)',
  "if (a) { b(); } else if (kind === 'x') { c(); } else { d(); }",
  "if (a) { b(); } else if (term.kind === 'x' && e) { c(); } else { d(); }",
  "new InputError({ problem: 'is wrong: there is no such file' })",
  "new InputError({ problem: `is wrong; give ${one}` })",
];

const TAKEN = ['error.message.trim()', "path.startsWith('/')", '/^a/.test(name)', 'output.err(error.message)',
  "if (kind === 'x') { c(); }", "new InputError({ problem: 'is wrong', cause: 'there is none: not here', allowed: 'a; b' })",
];

/** Lints each code as if it were in lib, in a process of its own, because ESLint loads its configuration as a module. */
function refusals(cases: readonly string[]): string[][] {
  const script = `
    const { ESLint } = require('eslint');
    const eslint = new ESLint();
    Promise.all(${JSON.stringify(cases)}.map((code) => eslint.lintText(code + ';', { filePath: 'lib/review/x.ts' })))
      .then((all) => console.log(JSON.stringify(all.map(([{ messages }]) => messages.map(({ ruleId }) => ruleId)))));`;
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8' })) as string[][];
}

const found = refusals([...REFUSED, ...TAKEN]);

test.each(REFUSED.map((code, i) => ({ code, rules: found[i]! })))('$code is refused', ({ rules }) => {
  expect(rules).toContain('no-restricted-syntax');
});

test.each(TAKEN.map((code, i) => ({ code, rules: found[REFUSED.length + i]! })))('$code is taken', ({ rules }) => {
  expect(rules).not.toContain('no-restricted-syntax');
});
