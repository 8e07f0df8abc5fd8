import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './project';

const FOLDER = join(ROOT, 'packages', 'build', 'cdktn-azureml-network');

/** Folders of tests that use the framework. */
const TESTS = ['constructs', 'examples', 'jest'];

/** The version of the provider that a package of classes is made for. */
function providerVersion(modules: string, framework: string): string {
  const path = join(modules, `@${framework}`, 'provider-azurerm', 'package.json');
  const fields = JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, { readonly provider: { readonly version: string } }>>;
  return fields[framework]!.provider.version;
}

/** Runs the tests that use the framework against the package for CDK Terrain. In the snapshots, the version of the provider is its own. */
function main(): void {
  cpSync(join(ROOT, 'README.md'), join(FOLDER, 'README.md'));
  const [recorded, own] = [providerVersion(join(ROOT, 'node_modules'), 'cdktf'), providerVersion(join(FOLDER, 'node_modules'), 'cdktn')];
  for (const folder of TESTS.map((name) => join(FOLDER, '__tests__', name))) {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.snap'))) {
      const path = join(folder, name);
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll(`"version":"${recorded}"`, `"version":"${own}"`));
    }
  }
  const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  const args = [jest, '--ci', ...process.argv.slice(2), ...TESTS.map((name) => `__tests__/${name}/`)];
  process.exitCode = spawnSync(process.execPath, args, { cwd: FOLDER, stdio: 'inherit' }).status ?? 1;
}

main();
