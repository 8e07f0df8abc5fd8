import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version of the package. The bundle of the command line has no package.json next to it; its build puts the version in here. */
export function versionOf(): string {
  return (JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { version: string }).version;
}
