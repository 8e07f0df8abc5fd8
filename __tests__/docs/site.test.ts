import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

test('every page of docs/ is in the sidebar of the site', () => {
  const sidebar = readFileSync(join(ROOT, 'site', 'sidebars.js'), 'utf8');
  const pages = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md')).map((name) => name.replace(/\.md$/, ''));
  expect(pages.length).toBeGreaterThan(30);
  expect(pages.filter((page) => !sidebar.includes(`'${page}'`))).toEqual([]);
});
