import { createReadStream, Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { InputError, printable, quote } from '../azure/errors';
import { isFolder, unreadable } from '../input/paths';
import { STANDARD_INPUT } from '../input/text';
import { isGzip, PackingError, unpacked } from './gzip';

/** A file of logs, or standard input. */
export interface LogSource {
  /** For messages. */
  readonly name: string;
  /** What it holds, unpacked. Reading begins when the first part is asked for. */
  chunks(): AsyncIterable<Buffer>;
}

/** As standard input comes. Larger parts are no faster, and more of them wait to be freed. */
const CHUNK = 1 << 16;
/** A storage account of logs has a folder for each part of a resource id and of the time. */
const MAX_DEPTH = 64;

/** The files that paths stand for: a folder stands for all files in it, at any depth, in the order of their names. */
export function logSources(paths: readonly string[]): LogSource[] {
  const files = paths.flatMap((path) => (path === STANDARD_INPUT ? [path] : filesAt(path)));
  const twice = paths.find((path, i) => paths.indexOf(path) !== i);
  if (twice !== undefined) {
    throw new InputError({
      argument: 'FILE', given: twice, problem: 'is given twice, so its lines would count twice', allowed: 'give it once',
    });
  }
  // A file that is given by itself and in its folder, or by a link too, is read once.
  const once = new Map(files.map((path) => [path === STANDARD_INPUT ? path : realPathOf(path), path]));
  return [...once.values()].map((path) => ({
    name: path === STANDARD_INPUT ? 'standard input' : printable(path), chunks: () => chunksOf(path),
  }));
}

/** The file that a path leads to. Where it is unknown, reading says why. */
function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) {
      return path;
    }
    throw error;
  }
}

function filesAt(path: string): string[] {
  if (!isFolder(path)) {
    return [path];
  }
  const files = filesIn(path, 0);
  if (files.length === 0) {
    throw new InputError({
      argument: 'FILE', given: path, problem: 'is a folder without files', allowed: 'give log files, or a folder with some',
    });
  }
  return files;
}

function filesIn(folder: string, depth: number): string[] {
  if (depth > MAX_DEPTH) {
    throw new InputError({
      argument: 'FILE', given: folder, problem: 'is nested too deeply', allowed: `at most ${MAX_DEPTH} levels are read`,
    });
  }
  const entries = entriesIn(folder);
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    // A link to a folder may lead back to it, so only links to files are followed.
    const isFile = entry.isFile() || (entry.isSymbolicLink() && leadsToFile(path));
    return entry.isDirectory() ? filesIn(path, depth + 1) : isFile && !basename(path).startsWith('.') ? [path] : [];
  });
}

function entriesIn(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw unreadable(folder, error);
  }
}

/** A link may lead to nothing, or in a circle; then there is no file to read. */
function leadsToFile(link: string): boolean {
  try {
    return statSync(link).isFile();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes((error as NodeJS.ErrnoException).code!)) {
      return false;
    }
    throw unreadable(link, error);
  }
}

async function* chunksOf(path: string): AsyncIterable<Buffer> {
  const file: Readable = path === STANDARD_INPUT ? process.stdin : createReadStream(path, { highWaterMark: CHUNK });
  const chunks = (file as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  try {
    const { done, value } = await chunks.next();
    if (done !== true) {
      yield* isGzip(value) ? unpacked(joined(value, chunks), CHUNK) : joined(value, chunks);
    }
  } catch (error) {
    throw error instanceof InputError ? error : cannotRead(path, error);
  } finally {
    file.destroy();
  }
}

async function* joined(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
    yield next.value;
  }
}

function cannotRead(path: string, error: unknown): InputError {
  const { message } = error as Error;
  const isPacked = error instanceof PackingError;
  if (!isPacked && path !== STANDARD_INPUT) {
    return unreadable(path, error);
  }
  return new InputError({
    problem: `${path === STANDARD_INPUT ? 'standard input' : quote(path)} cannot be ${isPacked ? 'unpacked to its end' : 'read'}`,
    detail: printable(message),
  });
}
