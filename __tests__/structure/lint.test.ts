import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

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

/** Whether the rules that know types refuse code. A program of these files alone is made in a second, that of the project is not. */
function areRefused(cases: readonly string[]): boolean[] {
  const types = "type Kind = 'a' | 'b' | 'c'; type Two = 'a' | 'b'; export function f(x: { kind: Kind }, two: Two, n: number): number";
  const folder = mkdtempSync(join(tmpdir(), 'kinds-'));
  try {
    const files = cases.map((_, i) => join(folder, `${i}.ts`));
    files.forEach((file, i) => writeFileSync(file, `${types} { ${cases[i]!} }\n`));
    const script = `
      const { ESLint } = require('eslint');
      const { createProgram } = require('typescript');
      const files = ${JSON.stringify(files)};
      import('${pathToFileURL(join(ROOT, 'eslint.types.config.mjs')).href}').then(({ default: configs }) => {
        const parserOptions = { programs: [createProgram(files, { strict: true, types: [] })] };
        const here = configs.map((one) => ({ ...one, files: ['**/*.ts'], languageOptions: { ...one.languageOptions, parserOptions } }));
        return new ESLint({ cwd: ${JSON.stringify(folder)}, overrideConfigFile: true, overrideConfig: here }).lintFiles(files);
      }).then((all) => console.log(JSON.stringify(all.map(({ messages }) => messages))));`;
    const output = execFileSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8' });
    const found = JSON.parse(output) as { readonly ruleId: string | null }[][];
    expect(found.flat().filter(({ ruleId }) => ruleId === null)).toEqual([]);
    return found.map(({ length }) => length > 0);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a chain over kinds, and a switch without one of them, are refused', () => {
  const refused = [
    "return x.kind === 'a' ? 1 : x.kind === 'b' ? 2 : 3;",
    "if (x.kind === 'a' && n > 0) { return 1; } else if (n === 2 || x.kind === 'b') { return 2; } return 3;",
    "switch (x.kind) { case 'a': return 1; case 'b': return 2; } return 3;",
    "switch (x.kind) { case 'a': return 1; case 'b': return 2; case 'c': return 3; default: return 4; }",
  ];
  const taken = [
    "return x.kind === 'a' ? 1 : n === 2 ? 2 : 3;",
    "return two === 'a' ? 1 : two === 'b' ? 2 : 3;",
    "return x.kind === 'a' || x.kind === 'b' ? 1 : 2;",
    "switch (x.kind) { case 'a': return 1; case 'b': case 'c': return 2; }",
    'return { a: 1, b: 2, c: 3 }[x.kind];',
  ];
  expect(areRefused([...refused, ...taken])).toEqual([...refused.map(() => true), ...taken.map(() => false)]);
});
