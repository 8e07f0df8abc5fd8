import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiPages } from './api-pages';

/** Writes the pages of docs/api, from what jsii-docgen says of the build. `npm run docs:api` runs it after a build. */
const ROOT = join(__dirname, '..', '..');
const PARTS = ['package.json', '.jsii', '.jsii.gz'];

/**
 * The build and what it depends on, in a folder of their own. jsii-docgen takes the newest version of a dependency that is anywhere below
 * its folder, and `npm run packages` puts others into `packages`.
 */
function copyOfBuild(): string {
  const copy = mkdtempSync(join(tmpdir(), 'azureml-network-api-'));
  const { peerDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { peerDependencies: Record<string, string> };
  for (const folder of ['', ...Object.keys(peerDependencies).map((name) => join('node_modules', name))]) {
    mkdirSync(join(copy, folder), { recursive: true });
    PARTS.filter((part) => existsSync(join(ROOT, folder, part))).forEach((part) =>
      cpSync(join(ROOT, folder, part), join(copy, folder, part)));
  }
  return copy;
}

const copy = copyOfBuild();
execFileSync(process.execPath, [join(ROOT, 'node_modules', 'jsii-docgen', 'bin', 'jsii-docgen'), '-o', 'API.md'], {
  cwd: copy, stdio: 'inherit',
});
const folder = join(ROOT, 'docs/api');
const pages = apiPages(readFileSync(join(copy, 'API.md'), 'utf8'));
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
pages.forEach((text, name) => writeFileSync(join(folder, name), text));
rmSync(copy, { recursive: true });
