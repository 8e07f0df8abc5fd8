import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifest, ROOT } from '../packages/project';
import { faultsOfRelease } from './faults';

/** Checks that the tag given may be released. */
const [tag] = process.argv.slice(2);
const faults = tag === undefined ? ['name the tag, for example v0.2.0'] : faultsOfRelease({
  tag, version: manifest().version, changelog: readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8'),
});
process.stderr.write(faults.map((fault) => `${fault}\n`).join(''));
process.exitCode = faults.length > 0 ? 1 : 0;
