import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiPages } from './api-pages';

/** Splits API.md, which jsii-docgen has written, into the pages of docs/api. `npm run docs:api` runs it after a build. */
const ROOT = join(__dirname, '..', '..');
const folder = join(ROOT, 'docs/api');
const pages = apiPages(readFileSync(join(ROOT, 'API.md'), 'utf8'));
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
pages.forEach((text, name) => writeFileSync(join(folder, name), text));
rmSync(join(ROOT, 'API.md'));
