import { mkdirSync, Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { InputError, quote } from '../azure/errors';

/**
 * Makes a folder that the user named, with those above it, unless it is there.
 *
 * One by one, because the recursive form of the system call never returns where the parent is there and refuses new
 * entries, as `/proc` does.
 */
export function makeFolder(folder: string): void {
  if (folder === '' || folder === '-') {
    throw new InputError({ given: folder, problem: 'is not a folder', allowed: 'give the path of one' });
  }
  const missing: string[] = [];
  for (let at = resolve(folder); ; at = dirname(at)) {
    const found = statOf(at);
    if (found !== undefined && !found.isDirectory()) {
      throw new InputError({
        argument: quote(folder), problem: `${missing.length === 0 ? '' : `${quote(at)} `}is a file`, allowed: 'give a folder',
      });
    }
    if (found !== undefined || at === dirname(at)) {
      break;
    }
    missing.unshift(at);
  }
  missing.forEach((path) => mkdirSync(path));
}

/** Nothing for what is not there, which below a file is another error. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code!)) {
      return undefined;
    }
    throw error;
  }
}
