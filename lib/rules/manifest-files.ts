import { lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, quote } from '../azure/errors';
import { makeFolder } from '../input/folder';
import { unwritable } from '../input/paths';
import { WRITTEN_BY } from './network-policy-manifests';

interface ManifestFile {
  readonly fileName: string;
  readonly yaml: string;
}

/**
 * Writes manifests to a folder, which is made when it is not there. Everything is checked before anything is written: a file
 * that was not written here is not touched, and one of an earlier run that is no longer part of the manifests is refused,
 * because whoever applies the folder would keep its policy.
 * @returns paths of the files
 */
export function writeManifests(folder: string, files: readonly ManifestFile[]): string[] {
  try {
    makeFolder(folder);
    const names = new Set(files.map(({ fileName }) => fileName));
    const present = readdirSync(folder);
    const foreign = present.filter((name) => names.has(name) && !isOurs(join(folder, name)));
    if (foreign.length > 0) {
      throw new InputError({
        argument: quote(folder),
        problem: `${foreign.map(quote).join(', ')} was not written by this program and is not overwritten`,
        allowed: 'move it, or choose another folder',
      });
    }
    const stale = present.filter((name) => name.endsWith('.yaml') && !names.has(name) && isOurs(join(folder, name)));
    if (stale.length > 0) {
      throw new InputError({
        argument: quote(folder),
        problem: `${stale.map(quote).join(', ')} is from an earlier run and no longer part of the policies`,
        allowed: 'delete it, here and in the cluster, or choose another folder',
      });
    }
    return files.map(({ fileName, yaml }) => {
      const path = join(folder, fileName);
      writeFileSync(path, yaml);
      return path;
    });
  } catch (error) {
    if (error instanceof InputError) {
      throw error;
    }
    throw unwritable(folder, 'manifests', error);
  }
}

/** A link is never ours: writing to it would change a file somewhere else. */
function isOurs(path: string): boolean {
  return lstatSync(path).isFile() && readFileSync(path, 'utf8').startsWith(`${WRITTEN_BY}\n`);
}
