import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { InputError, nearest, printable, quote } from '../azure/errors';

/** Paths are longer than what messages show of other values, and what is wrong with one is often at its end. */
const SHOWN = 512;

/** The system takes a path with a slash at its end for that of a folder, whatever is there. */
const SLASH = 'a slash at the end';

/** What is wrong with a path, and what to do, by the code that the system gives. Source: errno(3). */
const PROBLEMS: Readonly<Record<string, { readonly cause: string; readonly allowed?: string }>> = {
  ENOENT: { cause: 'there is no such file or folder' },
  ENOTDIR: { cause: 'a part of the path before its end is a file', allowed: 'end the path with the name of the file' },
  ELOOP: { cause: 'its links form a circle', allowed: 'give the path of the file itself' },
  EACCES: { cause: 'you have no permission', allowed: 'get access to it and to the folders above it' },
  EPERM: { cause: 'the system does not allow it', allowed: 'get access to it and to the folders above it' },
  ENAMETOOLONG: { cause: 'it is longer than the system allows', allowed: 'give a path, not the content of a file' },
  ERR_INVALID_ARG_VALUE: { cause: 'it contains a character that no path can have', allowed: 'give a path as plain text' },
  ENXIO: { cause: 'it is neither a file nor a pipe that can be opened' },
  EISDIR: { cause: 'it is a folder', allowed: 'give the path of a file' },
  [SLASH]: { cause: 'it ends with a slash, as the path of a folder does', allowed: 'give the path of a file' },
  EEXIST: { cause: 'something is there already, such as a link', allowed: 'give another path' },
  EROFS: { cause: 'it is on a read-only file system' },
  ENOSPC: { cause: 'no space is left' },
  EMFILE: { cause: 'too many files are open' },
};

/** The refusal of a path that the system does not open. */
export function unreadable(path: string, error: unknown): InputError {
  return refused(path, 'cannot be read', error);
}

/** The refusal of a file or a folder that the system does not write to. */
export function unwritable(path: string, what: string, error: unknown): InputError {
  const isMissing = path !== '' && (error as NodeJS.ErrnoException).code === 'ENOENT';
  return isMissing ? new InputError({
    given: path, shownLength: SHOWN, problem: `takes no ${what}`, cause: `there is no folder ${quote(dirname(path))}`,
    allowed: 'create it first',
  }) : refused(path, `takes no ${what}`, error);
}

function refused(path: string, verb: string, error: unknown): InputError {
  if (path === '') {
    return new InputError({ given: path, problem: verb, cause: 'the path is empty', allowed: 'give the path of a file or a folder' });
  }
  const { code: ofSystem = '', message } = error as NodeJS.ErrnoException;
  const code = ofSystem === 'EISDIR' && path.endsWith('/') && !existsSync(path) ? SLASH : ofSystem;
  const known = Object.hasOwn(PROBLEMS, code) ? PROBLEMS[code]! : { cause: printable(message) };
  return new InputError({
    given: path, ...(code !== 'ENAMETOOLONG' && { shownLength: SHOWN }), problem: verb, ...known,
    suggestion: nearestPath(path, code),
  });
}

/** Whether a path is that of a folder. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** The names in a folder, sorted. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    throw unreadable(folder, error);
  }
}

/** What is there and was probably meant: a file without the slash after it, or a name that is spelled nearly like that. */
function nearestPath(path: string, code: string): string | undefined {
  if (code === 'ENOTDIR' || code === SLASH) {
    return /[^/]\/+$/.test(path) ? path.replace(/\/+$/, '') : undefined;
  }
  if (code !== 'ENOENT') {
    return undefined;
  }
  const folder = dirname(path);
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) {
      throw error;
    }
    return undefined; // the folder cannot be read either, and the path says which one it is
  }
  const near = nearest(basename(path), names);
  return near === undefined ? undefined : join(folder, near);
}
