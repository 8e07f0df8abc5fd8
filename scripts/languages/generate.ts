import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../packages/project';
import { Framework } from './framework';
import { mustFinish } from './language';
import { emptyFolder } from './rename';

/**
 * Generates the sources of the packages for some targets of jsii-pacmak. It packs the npm package first; that for CDK for Terraform is
 * built then.
 * @returns the folder of each target
 */
export function generate({ folder, project }: Framework, targets: readonly string[]): (target: string) => string {
  const generated = join(folder, 'generated');
  emptyFolder(generated);
  generateInto(generated, project, targets);
  return (target) => join(generated, target);
}

/** Generates the sources of one npm package that has an assembly of jsii, into a folder for each target. */
export function generateInto(outdir: string, project: string, targets: readonly string[]): void {
  mkdirSync(outdir, { recursive: true });
  const pacmak = join(ROOT, 'node_modules', 'jsii-pacmak', 'bin', 'jsii-pacmak');
  mustFinish(process.execPath, [
    pacmak, project, '--code-only', '--no-npmignore', '--outdir', outdir, ...targets.flatMap((target) => ['--targets', target]),
  ]);
}
