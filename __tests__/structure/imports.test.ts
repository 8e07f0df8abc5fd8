import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

// The order of folders is held by ESLint; these tests hold the rule itself, with imports that must be refused or taken.
const ROOT = join(__dirname, '..', '..');

const REFUSED: [file: string, code: string][] = [
  ['lib/azure/x.ts', "import '../requirements/ports';"],
  ['lib/requirements/x.ts', "import '../catalog/catalog';"],
  ['lib/catalog/x.ts', "import '../rules/routes';"],
  ['lib/rules/x.ts', "import '../deployment/schema';"],
  ['lib/rules/x.ts', "import '../index';"],
  ['lib/rules/x.ts', "import { Token } from 'cdktf';"],
  ['lib/requirements/x.ts', "import { Construct } from 'constructs';"],
  ['lib/verification/x.ts', "import '../deployment/deployment';"],
  ['lib/deployment/x.ts', "import '../constructs/claims';"],
  ['lib/cli/x.ts', "import '../constructs/claims';"],
  ['lib/cli/x.ts', "import { RouteTable } from '@cdktf/provider-azurerm/lib/route-table';"],
  ['lib/constructs/x.ts', "import '../cli/program';"],
  ['lib/constructs/x.ts', "import '../review/verification-text';"],
  ['lib/constructs/x.ts', "import '../jest';"],
  ['lib/constructs/x.ts', "import { routeTable } from '@cdktf/provider-azurerm';"],
  ['lib/constructs/x.ts', "import { resolve } from 'cdktf/lib/tokens/private/resolve';"],
  ['examples/x.ts', "import { routeTable } from '@cdktf/provider-azurerm';"],
  ['__tests__/x.ts', "import * as azurerm from '@cdktf/provider-azurerm';"],
];

const TAKEN: [file: string, code: string][] = [
  ['lib/constructs/x.ts', "import '../review/report/report-format';\nimport '../review/report';"],
  ['lib/requirements/x.ts', "import '../azure/clouds';"],
  ['lib/rules/x.ts', "import '../catalog/catalog';"],
  ['lib/constructs/x.ts', "import { RouteTable } from '@cdktf/provider-azurerm/lib/route-table';\nimport '../rules/routes';"],
];

/** Lints each code as if it were that file, in a process of its own, because ESLint loads its configuration as a module. */
function refusals(cases: [file: string, code: string][]): string[][] {
  const script = `
    const { ESLint } = require('eslint');
    const eslint = new ESLint();
    Promise.all(${JSON.stringify(cases)}.map(([filePath, code]) => eslint.lintText(code, { filePath })))
      .then((all) => console.log(JSON.stringify(all.map(([{ messages }]) => messages.map(({ ruleId }) => ruleId)))));`;
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8' })) as string[][];
}

const rules = refusals([...REFUSED, ...TAKEN]);

test.each(REFUSED.map(([file, code], i) => ({ file, code, found: rules[i]! })))('$file: $code is refused', ({ found }) => {
  expect(found).toContain('no-restricted-imports');
});

test.each(TAKEN.map(([file, code], i) => ({ file, code, found: rules[REFUSED.length + i]! })))('$file: $code is taken', ({ found }) => {
  expect(found).not.toContain('no-restricted-imports');
});

test('the rule knows every folder', () => {
  const folders = readdirSync(join(ROOT, 'lib'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const found = refusals(folders.map((folder) => [`lib/${folder}/x.ts`, "import { routeTable } from '@cdktf/provider-azurerm';"]));
  expect(folders.filter((_, i) => !found[i]!.includes('no-restricted-imports'))).toEqual([]);
  const later = refusals(folders.filter((folder) => folder !== 'constructs' && folder !== 'jest')
    .map((folder) => [`lib/${folder}/x.ts`, "import '../constructs/claims';"]));
  expect(later.every((one) => one.includes('no-restricted-imports'))).toBe(true);
});
