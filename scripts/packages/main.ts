import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeForCdkTerrain } from './cdk-terrain';
import { writeCommandLine } from './command-line';
import { ROOT } from './project';

const PACKAGES = join(ROOT, 'packages');
/** Where the finished packages are. */
const NPM = join(PACKAGES, 'npm');
/** Where they are put together. */
const BUILD = join(PACKAGES, 'build');

/** Packs a folder. npm runs the scripts of its package.json first. */
function pack(folder: string): void {
  execFileSync('npm', ['pack', '--pack-destination', NPM, '--loglevel', 'error'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** All packages for npm, of which the names of some may be given. */
const STEPS: Readonly<Record<string, () => Promise<void>>> = {
  'cdktf-azureml-network': async () => pack(ROOT),
  'azureml-network': async () => {
    const folder = join(BUILD, 'azureml-network');
    await writeCommandLine(folder);
    pack(folder);
  },
  'cdktn-azureml-network': async () => {
    const folder = join(BUILD, 'cdktn-azureml-network');
    writeForCdkTerrain(folder);
    pack(folder);
  },
};

async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !(name in STEPS));
  if (unknown.length > 0) {
    throw new Error(`no such package: ${unknown.join(', ')}; there are ${Object.keys(STEPS).join(', ')}`);
  }
  if (names.length === 0) {
    rmSync(NPM, { recursive: true, force: true });
  }
  mkdirSync(NPM, { recursive: true });
  for (const name of names.length > 0 ? names : Object.keys(STEPS)) {
    await STEPS[name]!();
  }
  for (const file of readdirSync(NPM).sort()) {
    process.stdout.write(`packages/npm/${file}  ${Math.ceil(statSync(join(NPM, file)).size / 1024)} KB\n`);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
