import { isAscii } from 'node:buffer';
import { fstatSync, openSync, readSync, closeSync } from 'node:fs';
import { InputError, printable } from '../azure/errors';
import { isReference } from '../azure/references';
import { unreadable } from './paths';

/** Stands for standard input where a path is asked for. */
export const STANDARD_INPUT = '-';

/** A text that was read. */
export interface TextSource {
  /** How messages name where it came from: without what a file name may hold and a terminal does not show. */
  readonly name: string;
  readonly text: string;
}

/** What a kind of file is called, and how large it may be. */
export interface TextKind {
  /** With its article: `a deployment file`. */
  readonly what: string;
  readonly maxBytes: number;
  /** What a larger file probably is. */
  readonly larger?: string;
}

const CHUNK = 1 << 16;

/**
 * Reads UTF-8 text, or UTF-16 text with a mark, from a file, or from standard input when the path is `-`.
 *
 * Reading stops at the limit: a file of any size, a device or an endless pipe is refused without being held in memory.
 */
export function readText(path: string, kind: TextKind): TextSource {
  if (isReference(path)) {
    throw new InputError({
      given: path, problem: 'is a reference, not a path',
      allowed: `${kind.what} is read during synthesis, so give its path as plain text`,
    });
  }
  const name = path === STANDARD_INPUT ? 'standard input' : printable(path);
  return { name, text: decode(name, readBytes(path, name, kind)) };
}

function readBytes(path: string, name: string, kind: TextKind): Buffer {
  let file: number | undefined;
  try {
    file = path === STANDARD_INPUT ? 0 : openSync(path, 'r');
    const stat = fstatSync(file);
    if (stat.isDirectory()) {
      throw new InputError({ argument: name, problem: 'is a folder', allowed: `give the path of ${kind.what}` });
    }
    if (stat.size > kind.maxBytes) {
      throw new InputError({
        argument: name, problem: `the file has ${stat.size} bytes`, allowed: `${kind.what} has at most ${kind.maxBytes}${hint(kind)}`,
      });
    }
    return readAll(file, stat.size, name, kind);
  } catch (error) {
    if (error instanceof InputError) {
      throw error;
    }
    if (path === STANDARD_INPUT) {
      throw new InputError({ problem: `${name} cannot be read`, cause: printable((error as Error).message) });
    }
    throw unreadable(path, error);
  } finally {
    if (file !== undefined && file !== 0) {
      closeSync(file);
    }
  }
}

/** The size that the system gives is that of regular files only; a pipe says 0. */
function readAll(file: number, size: number, name: string, kind: TextKind): Buffer {
  const chunks: Buffer[] = [];
  let total = 0;
  let chunk = Buffer.allocUnsafe(Math.max(CHUNK, size + 1));
  for (;;) {
    const count = readChunk(file, chunk);
    if (count === 0) {
      return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
    }
    total += count;
    if (total > kind.maxBytes) {
      throw new InputError({
        argument: name, problem: `has more than ${kind.maxBytes} bytes`, allowed: `${kind.what} has at most that many${hint(kind)}`,
      });
    }
    if (count < chunk.length / 2) {
      chunks.push(Buffer.from(chunk.subarray(0, count))); // a part would keep the whole of a chunk, and a pipe may give a byte at a time
    } else {
      chunks.push(chunk.subarray(0, count));
      chunk = Buffer.allocUnsafe(Math.max(CHUNK, size - total + 1));
    }
  }
}

function hint({ larger }: TextKind): string {
  return larger === undefined ? '' : `; this is probably ${larger}`;
}

function readChunk(file: number, chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(file, chunk, 0, chunk.length, null);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') {
        return 0; // the end of a pipe on Windows
      }
      if (code !== 'EAGAIN') {
        throw error;
      }
      // A terminal or a pipe without data yet; wait a moment instead of asking again and again.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

/** Marks that a text in UTF-16 begins with, as the redirection of older PowerShells writes it. */
const MARKS: readonly (readonly [encoding: string, bytes: readonly [number, number]])[] = [
  ['utf-16le', [0xff, 0xfe]], ['utf-16be', [0xfe, 0xff]],
];

/** Text in UTF-16 whose mark was lost has every other byte empty at its beginning, which no text in UTF-8 has. */
function unmarked([first, second]: Buffer): string {
  return first === undefined || second === undefined || (first === 0) === (second === 0) ? 'utf-8' : second === 0 ? 'utf-16le' : 'utf-16be';
}

function decode(name: string, bytes: Buffer): string {
  const encoding = MARKS.find(([, mark]) => mark[0] === bytes[0] && mark[1] === bytes[1])?.[0] ?? unmarked(bytes);
  if (encoding === 'utf-8' && isAscii(bytes)) {
    return bytes.toString('latin1'); // the same text, in a fraction of the time
  }
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes); // drops a byte order mark
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      throw error;
    }
    throw new InputError({ argument: name, problem: 'the file is not UTF-8 text' });
  }
}
