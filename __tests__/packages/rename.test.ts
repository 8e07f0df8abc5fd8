import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from '../../scripts/packages/project';
import { forCdkTerrain } from '../../scripts/packages/rename';

test.each([
  ["import { App } from 'cdktf';", "import { App } from 'cdktn';"],
  ["import { Route } from '@cdktf/provider-azurerm/lib/route';", "import { Route } from '@cdktn/provider-azurerm/lib/route';"],
  ["require('cdktf').Testing.setupJest();", "require('cdktn').Testing.setupJest();"],
  ["type All = typeof import('cdktf/lib/app');", "type All = typeof import('cdktn/lib/app');"],
  ['"types": ["node", "cdktf/lib/testing/adapters/jest"]', '"types": ["node", "cdktn/lib/testing/adapters/jest"]'],
])('%s', (code, renamed) => {
  expect(forCdkTerrain(code)).toBe(renamed);
});

test.each([
  "const PACKAGES = ['@cdktn/hcl2json', '@cdktf/hcl2json'];",
  "import { run } from 'cdktf-azureml-network';",
  "const NAME = 'cdktf';",
  '// The folder cdktf.out of cdktf',
])('%s stays', (code) => {
  expect(forCdkTerrain(code)).toBe(code);
});

test('no source names a module of CDK for Terraform afterwards, and nothing but names of modules changes', () => {
  const files = readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const counts = files.map((file) => {
    const code = readFileSync(join(ROOT, 'lib', file), 'utf8');
    const [before, after] = [code, forCdkTerrain(code)].map((text) =>
      ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName));
    const ofFramework = (name: string): boolean => /^(cdktf|@cdktf\/provider-azurerm)(\/|$)/.test(name);
    expect(after!.filter(ofFramework)).toEqual([]);
    expect(after).toEqual(before!.map((name) => (ofFramework(name) ? name.replace('cdktf', 'cdktn') : name)));
    return before!.filter(ofFramework).length;
  });
  expect(counts.reduce((sum, count) => sum + count)).toBeGreaterThan(30);
});
