import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../packages/project';
import { mustFinish } from './language';

/** Where all of this is put together. */
export const LANGUAGES = join(ROOT, 'packages', 'languages');

/** Everything below a folder of this name is generated, one folder for each target. */
const GENERATED = join(LANGUAGES, 'generated');

/**
 * Generates the sources of the packages for some targets of jsii-pacmak. It packs the npm package first, which builds it.
 * @returns the folder of each target
 */
export function generate(targets: readonly string[]): (target: string) => string {
  rmSync(GENERATED, { recursive: true, force: true });
  generateInto(GENERATED, ROOT, targets);
  return (target) => join(GENERATED, target);
}

/** Generates the sources of one npm package that has an assembly of jsii, into a folder for each target. */
export function generateInto(outdir: string, project: string, targets: readonly string[]): void {
  mkdirSync(outdir, { recursive: true });
  const pacmak = join(ROOT, 'node_modules', 'jsii-pacmak', 'bin', 'jsii-pacmak');
  mustFinish(process.execPath, [
    pacmak, project, '--code-only', '--no-npmignore', '--outdir', outdir, ...targets.flatMap((target) => ['--targets', target]),
  ]);
}
