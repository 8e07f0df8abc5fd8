import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, quote } from '../azure/errors';

/** Names the files that were written here, so that a later run knows which it may replace. */
const CONTENTS = 'contents.json';
const WRITTEN_BY = 'azureml-network export';

export interface ListFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Writes lists to a folder, which is made when it is not there, in place of those of an earlier run. Everything is checked
 * before anything is written: a file that was not written here is not touched.
 */
export function replaceFiles(folder: string, files: readonly ListFile[]): { written: string[]; removed: string[] } {
  try {
    mkdirSync(folder, { recursive: true });
    const ours = ownFiles(folder);
    const present = readdirSync(folder);
    const names = files.map(({ name }) => name);
    const foreign = present.filter((name) => (names.includes(name) || name === CONTENTS) && (!ours.has(name) || !lstatSync(join(folder, name)).isFile()));
    if (foreign.length > 0) {
      throw new InputError(`${folder}: ${foreign.map(quote).join(', ')} was not written by this program and is not overwritten; move it away, or choose another folder`);
    }
    const removed = present.filter((name) => ours.has(name) && name !== CONTENTS && !names.includes(name));
    removed.forEach((name) => rmSync(join(folder, name)));
    files.forEach(({ name, text }) => writeFileSync(join(folder, name), text));
    writeFileSync(join(folder, CONTENTS), `${JSON.stringify({ writtenBy: WRITTEN_BY, files: names }, null, 2)}\n`);
    return { written: names, removed };
  } catch (error) {
    if (error instanceof InputError) {
      throw error;
    }
    throw new InputError(`${quote(folder)}: lists cannot be written: ${(error as Error).message}`);
  }
}

/** The files that an earlier run wrote; none when there was no such run. */
function ownFiles(folder: string): ReadonlySet<string> {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(join(folder, CONTENTS), 'utf8'));
  } catch {
    return new Set();
  }
  const { writtenBy, files } = (content ?? {}) as { writtenBy?: unknown; files?: unknown };
  // A name from the file is used only when it is one of a list.
  return writtenBy === WRITTEN_BY && Array.isArray(files) ? new Set([CONTENTS, ...files.filter((name) => /^[a-z0-9-]+\.txt$/.test(String(name))).map(String)]) : new Set();
}
