import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

// Copies the pages of the repository to `content`, with links that work on a site, and makes the index for the search.
const SITE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(SITE, '..');
const CONTENT = join(SITE, 'content');
const REPOSITORY = 'https://github.com/cdktf-azureml-network/cdktf-azureml-network/blob/main/';

/** Pages outside docs/, and what they are called on the site. */
const OTHERS = { 'README.md': 'index.md', 'CONTRIBUTING.md': 'contributing.md', 'SECURITY.md': 'security.md', 'CHANGELOG.md': 'changelog.md' };

const pages = new Map([
  ...Object.entries(OTHERS),
  ...readdirSync(join(ROOT, 'docs'), { recursive: true }).filter((name) => name.endsWith('.md'))
    .map((name) => [`docs/${name}`, name.replace(/README\.md$/, 'index.md')]),
]);

/** A link of a page, as one of the site or of the repository on the web. */
function linkOf(source, target) {
  if (/^(\w+:|#)/.test(target)) {
    return target;
  }
  const [path, anchor] = target.split('#');
  const file = posix.normalize(posix.join(posix.dirname(source), path));
  const page = pages.get(file) ?? pages.get(posix.join(file, 'README.md'));
  const hash = anchor === undefined ? '' : `#${anchor}`;
  if (page === undefined) {
    if (!existsSync(join(ROOT, file))) {
      throw new Error(`${source}: nothing is at ${target}`);
    }
    return `${REPOSITORY}${file}${hash}`;
  }
  const from = posix.dirname(pages.get(source));
  const to = relative(from, page).replaceAll('\\', '/');
  return `${to.startsWith('.') ? to : `./${to}`}${hash}`;
}

const outsideOfCode = (text, change) => text.split(/(^ *```[^]*?^ *```$)/m).map((part, i) => (i % 2 === 1 ? part : change(part))).join('');

function converted(source, text) {
  return outsideOfCode(text, (part) => part
    // Badges are pictures from the web, and the site works without it.
    .replace(/^\[!\[[^\]]*\]\([^)]*\)\]\([^)]*\)\n/gm, '')
    .replace(/\]\(([^)\s]+)\)/g, (_, target) => `](${linkOf(source, target)})`)
    .replace(/<a href="([^"]+)">(.*?)<\/a>/g, (_, target, label) => `[${label.replace(/[[\]]/g, '\\$&')}](${linkOf(source, target)})`)
    .replace(/<code>(\[[^]*?\]\([^)]*\))<\/code>/g, '$1'));
}

/** The parts of a page, each with its heading, for the search. Of pages of the API the first part is enough. */
function partsOf(page, text) {
  const url = `/${page.replace(/(^|\/)index\.md$/, '$1').replace(/\.md$/, '').replace(/\/$/, '')}`;
  const plain = (part) => part.replace(/<!--[^]*?-->|<[^>]+>|```\w*|[`*|#]/g, ' ').replace(/\]\([^)]*\)/g, ' ').replace(/[[\]]/g, ' ')
    .replace(/\s+/g, ' ').trim();
  const [first, ...rest] = text.replace(/<a id="[^"]*"><\/a>\n*/g, '').split(/^##? /m).slice(1);
  const title = plain(first.split('\n')[0]);
  const isApi = page.startsWith('api/');
  return [[first, ''], ...(isApi ? [] : rest.map((part) => [part, part.split('\n')[0]]))].map(([part, heading]) => ({
    page: title, heading: plain(heading), url: heading === '' ? url : `${url}#${anchorOf(heading)}`,
    text: plain(part.slice(part.indexOf('\n') + 1)).slice(0, 2000),
  }));
}

function anchorOf(heading) {
  return heading.toLowerCase().replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[^\p{L}\p{N} _-]/gu, '').trim().replaceAll(' ', '-');
}

rmSync(CONTENT, { recursive: true, force: true });
const parts = [];
for (const [source, page] of pages) {
  const text = readFileSync(join(ROOT, source), 'utf8');
  const path = join(CONTENT, page);
  mkdirSync(dirname(path), { recursive: true });
  // The picture of the first page needs the width of the table of contents too.
  const front = page === 'index.md' ? '---\nslug: /\nhide_table_of_contents: true\n---\n\n' : '';
  writeFileSync(path, front + converted(source, text));
  parts.push(...partsOf(page, text));
}
writeFileSync(join(SITE, 'src', 'search-index.json'), JSON.stringify(parts.map((part, id) => ({ id, ...part }))));
cpSync(join(ROOT, 'LICENSE'), join(CONTENT, 'LICENSE'));
