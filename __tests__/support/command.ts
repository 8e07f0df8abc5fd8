import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const root = join(__dirname, '..', '..');

/** The command line in one file, which starts many times faster than one that is compiled at each start. */
export function bundledCommand(): { readonly path: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'azureml-network-command-'));
  const path = join(folder, 'lib', 'cli', 'main.js');
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json')); // its version is read when the command starts
  buildSync({
    entryPoints: [join(root, 'lib', 'cli', 'main.ts')], outfile: path, bundle: true, platform: 'node', target: 'node20', logLevel: 'error',
  });
  return { path, remove: () => rmSync(folder, { recursive: true }) };
}
