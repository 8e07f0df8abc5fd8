import { Browser } from 'playwright-core';
import { Faults } from '../browser/faults';
import { openRoute } from './site';

interface Seen {
  readonly title: string;
  readonly links: readonly string[];
  readonly anchors: readonly string[];
}

/** What a page links to, and what can be linked to in it. It runs in the browser. */
const LOOK_AT = `({
  title: document.querySelector('main h1')?.textContent ?? '',
  links: [...document.querySelectorAll('a[href]')].map((link) => link.getAttribute('href')),
  anchors: [...document.querySelectorAll('[id], [name]')].flatMap((element) => [element.id, element.getAttribute('name')]),
})`;

/** Whether the heading is that of the document, and no longer that of the page before. It runs in the browser. */
const IS_SHOWN = `document.title.startsWith((document.querySelector('main h1')?.textContent ?? '-').trim())`;

/** Follows the links from the first page on, and gives the number of pages that it found. */
export async function followLinks(browser: Browser, faults: Faults): Promise<number> {
  const page = await openRoute(browser, '/', {}, faults);
  const anchors = new Map<string, ReadonlySet<string>>();
  const asked: { readonly from: string; readonly to: string; readonly anchor: string }[] = [];
  const queue = ['/'];
  for (let route = queue.shift(); route !== undefined; route = queue.shift()) {
    if (anchors.has(route)) {
      continue;
    }
    faults.at(route);
    if (route !== '/') {
      // A page is there when it has given the document its title.
      await page.evaluate(`document.title = ''; location.hash = ${JSON.stringify(route)}`);
      await page.waitForFunction('document.title !== ""');
      // Its headings come later than its title, on a busy machine by seconds.
      await page.waitForFunction(IS_SHOWN, undefined, { timeout: 10_000 }).catch(() => faults.holds('its heading is not its title', false));
      await page.waitForTimeout(100);
    }
    const seen = await page.evaluate(LOOK_AT) as Seen;
    anchors.set(route, new Set(seen.anchors));
    faults.holds('nothing is here', seen.title !== '' && seen.title !== 'Page Not Found');
    for (const link of seen.links) {
      const [, to, anchor] = /^#(\/[^#]*)(?:#(.+))?$/.exec(link) ?? [];
      if (to !== undefined) {
        queue.push(to);
        asked.push(...(anchor === undefined ? [] : [{ from: route, to, anchor: decodeURIComponent(anchor) }]));
      } else {
        faults.holds(`the link ${link} leads nowhere`, /^(https:|#$|#__docusaurus_skipToContent_fallback$)/.test(link));
      }
    }
  }
  for (const { from, to, anchor } of asked) {
    faults.at(from);
    faults.holds(`${to} has no anchor ${anchor}`, anchors.get(to)?.has(anchor) === true);
  }
  await page.context().close();
  return anchors.size;
}
