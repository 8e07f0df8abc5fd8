import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const PAGES = [
  'README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CODE_OF_CONDUCT.md', 'CHANGELOG.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).map((name) => `docs/${name.replaceAll('\\', '/')}`),
].filter((name) => name.endsWith('.md'));

const withoutCode = (text: string): string => text.replace(/^ *```[^]*?^ *```$/gm, '');

/** The anchors of a page, as GitHub makes them of its headings. */
function anchorsOf(path: string): string[] {
  const text = withoutCode(readFileSync(path, 'utf8'));
  const headings = [...text.matchAll(/^#+ +(.*)$/gm)].map(([, heading]) =>
    heading!.toLowerCase().replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'));
  return [...headings, ...[...text.matchAll(/<a [^>]*?\b(?:id|name)="([^"]+)"(?: id="([^"]+)")?/g)].flatMap(([, ...ids]) => ids.map((id) => [id, id])).map(([, id]) => id!)];
}

/** What is wrong with the links of a page to files and headings of this repository. */
function deadLinksOf(page: string, text: string): string[] {
  const links = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)|href="([^"]+)"/g)].map(([, target, address]) => target ?? address!)
    .filter((target) => !/^\w+:/.test(target));
  return links.filter((target) => {
    const [file, anchor] = target.split('#');
    const path = file === '' ? join(ROOT, page) : join(ROOT, dirname(page), file!);
    return relative(ROOT, path).startsWith('..') || !existsSync(path) || (anchor !== undefined && !anchorsOf(path).includes(anchor));
  });
}

test.each(PAGES)('%s links to files and headings that are there', (page) => {
  expect(deadLinksOf(page, readFileSync(join(ROOT, page), 'utf8'))).toEqual([]);
});

test('a missing file and a missing heading are found', () => {
  expect(deadLinksOf('docs/guide.md', '[a](none.md) [b](guide.md#none) [c](guide.md#guide) [d](../README.md)'))
    .toEqual(['none.md', 'guide.md#none']);
});

test('the guide leads to pages, and every page is reached from the README or the guide', () => {
  const text = ['README.md', 'docs/guide.md'].map((page) => readFileSync(join(ROOT, page), 'utf8')).join('\n');
  expect(PAGES.filter((page) => /^docs\/[^/]+$/.test(page)).filter((page) => !text.includes(page.slice('docs/'.length)))).toEqual([]);
});
