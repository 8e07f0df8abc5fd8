import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { contentsOf, faultsOf } from './contents';
import { ROOT } from './project';
import { Framework, tryPackage } from './try-package';

const NPM = join(ROOT, 'packages', 'npm');

/** The packages with constructs, each with its framework and with where that is installed. */
const FRAMEWORKS: Readonly<Record<string, Framework>> = {
  'cdktf-azureml-network': { core: 'cdktf', provider: '@cdktf/provider-azurerm', modules: join(ROOT, 'node_modules') },
  'cdktn-azureml-network': {
    core: 'cdktn', provider: '@cdktn/provider-azurerm', modules: join(ROOT, 'packages', 'build', 'cdktn-azureml-network', 'node_modules'),
  },
};

/** Looks into the packages that `npm run packages` wrote, and tries those with constructs in an empty application. */
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
    const framework = FRAMEWORKS[name];
    const seen = framework === undefined ? [] : tryPackage({ name, tarball, framework });
    process.stdout.write([`${files.length} files`, ...seen].map((line) => `${name}: ${line}\n`).join(''));
  }
}

try {
  main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
