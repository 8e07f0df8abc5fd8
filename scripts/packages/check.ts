import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { contentsOf, faultsOf } from './contents';
import { ROOT } from './project';
import { tryPackage } from './try-package';

const NPM = join(ROOT, 'packages', 'npm');

/** Looks into the packages that `npm run packages` wrote, and tries the one with the constructs in an empty application. */
function main(): void {
  const tarballs = readdirSync(NPM).filter((name) => name.endsWith('.tgz')).sort().map((name) => join(NPM, name));
  if (tarballs.length === 0) {
    throw new Error('there is no package in packages/npm; run npm run packages');
  }
  const contents = tarballs.map((tarball) => ({ tarball, ...contentsOf(tarball) }));
  const faults = contents.flatMap(faultsOf);
  if (faults.length > 0) {
    throw new Error(faults.join('\n'));
  }
  for (const { name, files, tarball } of contents) {
    process.stdout.write(`${name}: ${files.length} files\n`);
    if (name === 'cdktf-azureml-network') {
      const framework = { core: 'cdktf', provider: '@cdktf/provider-azurerm' };
      const peers = ['cdktf', 'constructs', '@cdktf/provider-azurerm'];
      const lines = tryPackage({ name, tarball, modules: join(ROOT, 'node_modules'), peers, framework });
      process.stdout.write(lines.map((line) => `${line}\n`).join(''));
    }
  }
}

try {
  main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
