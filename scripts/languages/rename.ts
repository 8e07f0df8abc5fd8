import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A text that examples for CDK for Terraform have, and what stands there for another framework. */
export type Rename = readonly [from: string, to: string];

/**
 * Copies the examples of one language, with the names that another framework has.
 * @throws Error where a name to change is in no file, because then the table is out of date
 */
export function copyRenamed(from: string, to: string, renames: readonly Rename[]): void {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true });
  const files = readdirSync(to, { recursive: true, encoding: 'utf8' }).map((name) => join(to, name))
    .filter((path) => statSync(path).isFile());
  const found = new Set<Rename>();
  for (const path of files) {
    writeFileSync(path, renamed(readFileSync(path, 'utf8'), renames, found));
  }
  const unused = renames.filter((rename) => !found.has(rename)).map(([text]) => text);
  if (unused.length > 0) {
    throw new Error(`no example in ${from} has ${unused.join(' or ')}`);
  }
}

/** Each place is renamed once, by the first rename that fits. */
export function renamed(text: string, renames: readonly Rename[], found = new Set<Rename>()): string {
  if (renames.length === 0) {
    return text;
  }
  const pattern = new RegExp(renames.map(([from]) => from.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'g');
  return text.replace(pattern, (match) => {
    const rename = renames.find(([from]) => from === match)!;
    found.add(rename);
    return rename[1];
  });
}

/** Makes a folder anew. */
export function emptyFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}
