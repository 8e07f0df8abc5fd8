import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FOLDERS, referencePages } from './pages';

/** Writes the generated pages of the reference, and removes those that are no longer made. `npm run docs:reference` runs it. */
const ROOT = join(__dirname, '..', '..');

async function main(): Promise<void> {
  const pages = await referencePages();
  for (const folder of FOLDERS) {
    mkdirSync(join(ROOT, folder), { recursive: true });
    readdirSync(join(ROOT, folder)).filter((name) => !pages.has(`${folder}/${name}`)).forEach((name) => rmSync(join(ROOT, folder, name)));
  }
  for (const [path, text] of pages) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), text);
  }
}

void main();
