import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

// Opens the built site from its folder, without a network, and looks at every page: dead links and anchors, errors, the search,
// and on some pages contrast and the width of a phone. CHROMIUM names the browser.
const SITE = dirname(fileURLToPath(import.meta.url));
const INDEX = pathToFileURL(join(SITE, 'build', 'index.html')).href;
const AXE = createRequire(import.meta.url)('axe-core').source;
const BROWSERS = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].filter((path) => path && existsSync(path));
/** A page of each kind. */
const LOOKED_AT = ['/', '/first-subnet', '/deployment-file', '/findings', '/catalog/basic', '/schemas/deployment', '/api/SecuredSubnet'];

const flaws = [];

async function open(browser, options, route) {
  const context = await browser.newContext({ offline: true, ...options });
  const page = await context.newPage();
  page.on('pageerror', ({ message }) => flaws.push(`error in the page: ${message}`));
  await page.goto(`${INDEX}#${route}`);
  await page.waitForSelector('main h1');
  return page;
}

/** What a page links to, and what can be linked to in it. */
function lookAt() {
  const { hash } = window.location;
  return {
    hash, title: document.querySelector('main h1')?.textContent ?? '',
    links: [...document.querySelectorAll('a[href]')].map((link) => link.getAttribute('href')),
    anchors: [...document.querySelectorAll('[id], [name]')].flatMap((element) => [element.id, element.getAttribute('name')]),
  };
}

async function links(browser) {
  const page = await open(browser, {}, '/');
  const anchors = new Map();
  const asked = [];
  const queue = ['/'];
  while (queue.length > 0) {
    const route = queue.shift();
    if (anchors.has(route)) {
      continue;
    }
    if (route !== '/') {
      // A page is there when it has given the document its title.
      await page.evaluate((to) => { document.title = ''; window.location.hash = to; }, route);
      await page.waitForFunction(() => document.title !== '');
      await page.waitForTimeout(400); // its headings come a little later than its title
    }
    const seen = await page.evaluate(lookAt);
    anchors.set(route, new Set(seen.anchors));
    if (seen.title === '' || seen.title === 'Page Not Found') {
      flaws.push(`nothing is at ${route}`);
    }
    for (const link of seen.links) {
      const [, to, anchor] = /^#(\/[^#]*)(?:#(.+))?$/.exec(link) ?? [];
      if (to !== undefined) {
        queue.push(to);
        asked.push(...(anchor === undefined ? [] : [[route, to, decodeURIComponent(anchor)]]));
      } else if (!/^(https:|#$|#__docusaurus_skipToContent_fallback$)/.test(link)) {
        flaws.push(`${route}: the link ${link} leads nowhere`);
      }
    }
  }
  for (const [route, to, anchor] of asked.filter(([, page_, id]) => !anchors.get(page_)?.has(id))) {
    flaws.push(`${route}: ${to} has no anchor ${anchor}`);
  }
  return anchors.size;
}

async function search(browser) {
  const page = await open(browser, {}, '/');
  await page.fill('input[type=search]', 'rstudio');
  await page.waitForSelector('form[role=search] li a');
  await page.click('form[role=search] li a');
  await page.waitForFunction(() => window.location.hash.startsWith('#/catalog/rstudio'));
}

/** What a person would see at once: parts that lie on each other, words that are cut in two, pictures that are not there. */
function untidy() {
  const boxOf = (selector) => document.querySelector(selector)?.getBoundingClientRect();
  const [title, search_] = [boxOf('.navbar__title'), boxOf('.navbar input[type=search]')];
  const words = [...document.querySelectorAll('main td code')]
    .filter((code) => /^\w+$/.test(code.textContent) && code.getClientRects().length > 1);
  return [
    ...(title && search_ && title.right > search_.left && title.width > 0 ? ['the title lies under the search'] : []),
    ...words.map((code) => `the word ${code.textContent} is cut in two`),
    ...[...document.images].filter((image) => !image.complete || image.naturalWidth === 0).map((image) => `no picture is at ${image.src}`),
  ];
}

async function looks(browser) {
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [1280, 390]) {
      for (const route of LOOKED_AT) {
        const page = await open(browser, { colorScheme, viewport: { width, height: 850 } }, route);
        await page.evaluate(AXE);
        const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] }));
        violations.forEach(({ id, nodes }) => flaws.push(`${route} (${colorScheme}, ${width}): ${id}: ${nodes[0].html.slice(0, 160)}`));
        if (await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)) {
          flaws.push(`${route} is wider than ${width}`);
        }
        flaws.push(...(await page.evaluate(untidy)).map((what) => `${route} (${width}): ${what}`));
        await page.context().close();
      }
    }
  }
}

const browser = await chromium.launch({ executablePath: BROWSERS[0], args: ['--no-sandbox', '--disable-gpu'] });
try {
  const pages = await links(browser);
  await search(browser);
  await looks(browser);
  process.stdout.write([...new Set(flaws)].map((flaw) => `${flaw}\n`).join(''));
  process.stdout.write(`${pages} pages, ${new Set(flaws).size} flaws\n`);
  process.exitCode = flaws.length === 0 ? 0 : 1;
} finally {
  await browser.close();
}
