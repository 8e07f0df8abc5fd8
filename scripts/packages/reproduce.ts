import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './project';
import { differences } from './same-bytes';

const NPM = join(ROOT, 'packages', 'npm');

/** Builds packages from nothing, and gives the SHA-256 of each. */
function build(names: readonly string[]): Map<string, string> {
  rmSync(NPM, { recursive: true, force: true });
  const main = join(ROOT, 'scripts', 'packages', 'main.ts');
  execFileSync(process.execPath, ['-r', './scripts/typescript/register.js', main, ...names], {
    cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'],
  });
  const files = readdirSync(NPM).filter((name) => name.endsWith('.tgz')).sort();
  return new Map(files.map((name) => [name, createHash('sha256').update(readFileSync(join(NPM, name))).digest('hex')]));
}

/** Builds twice and compares. Names of packages may be given. */
function main(names: readonly string[]): void {
  const [first, second] = [build(names), build(names)];
  const faults = differences(first, second);
  if (faults.length > 0) {
    throw new Error(faults.join('\n'));
  }
  for (const [name, digest] of first) {
    process.stdout.write(`${name}: two builds give the same bytes, sha256 ${digest}\n`);
  }
}

try {
  main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
