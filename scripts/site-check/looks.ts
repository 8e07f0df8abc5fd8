import { Browser } from 'playwright-core';
import { Faults } from '../browser/faults';
import { fitsTheScreen, isAccessibleBy } from '../browser/page';
import { openRoute } from './site';

/** A page of each kind. */
const LOOKED_AT = [
  '/', '/first-subnet', '/deployment-file', '/command-line', '/findings', '/catalog/basic', '/schemas/deployment', '/api/SecuredSubnet',
];
const DESKTOP = 1280;
const PHONE = 390;
const RULES = ['wcag2a', 'wcag2aa', 'wcag22aa'];
/** The size in pixels below which nobody reads the words of a picture. */
const LEGIBLE = 8;

/** What a person would see at once, as texts. It runs in the browser. */
const UNTIDY = `(() => {
  const boxOf = (selector) => document.querySelector(selector)?.getBoundingClientRect();
  const [title, search] = [boxOf('.navbar__title'), boxOf('.navbar input[type=search]')];
  const titleText = document.querySelector('.navbar__title');
  const cells = [...document.querySelectorAll('main td code')];
  const isBroken = (code) => code.getClientRects().length > 1;
  const wide = [...document.querySelectorAll('main .table')].filter((region) => region.scrollWidth > region.clientWidth);
  const cut = [...document.querySelectorAll('main .picture')].filter((region) => region.scrollWidth > region.clientWidth);
  const small = [...document.querySelectorAll('main svg .nodeLabel')].filter((label) => label.getBoundingClientRect().height < ${LEGIBLE});
  return [
    ...(title && search && title.right > search.left && title.width > 0 ? ['the title is under the search'] : []),
    ...(titleText && titleText.scrollWidth > titleText.clientWidth ? ['the title is cut'] : []),
    ...cells.filter((code) => /^(\\w+|--[\\w-]+)$/.test(code.textContent)).filter(isBroken)
      .map((code) => 'the word ' + code.textContent + ' is cut in two'),
    ...(innerWidth >= ${DESKTOP} ? wide.map((region) => 'a table is wider than the page: ' + region.textContent.slice(0, 60)) : []),
    ...(innerWidth >= ${DESKTOP} ? cut.map(() => 'a picture is wider than the page') : []),
    ...small.slice(0, 1).map((label) => 'the words of a picture are too small to read: ' + label.textContent),
    ...[...document.images].filter((image) => !image.complete || image.naturalWidth === 0).map((image) => 'no picture is at ' + image.src),
  ];
})()`;

/** Looks at pages in light and dark, on a desktop and a phone: contrast, width, and what would catch the eye. */
export async function looksTidy(browser: Browser, faults: Faults): Promise<void> {
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [DESKTOP, PHONE]) {
      for (const route of LOOKED_AT) {
        faults.at(`${route} (${colorScheme}, ${width})`);
        const page = await openRoute(browser, route, { colorScheme, viewport: { width, height: 850 } }, faults);
        await page.waitForTimeout(500); // pictures are drawn a little later
        await isAccessibleBy(page, RULES, faults);
        await fitsTheScreen(page, faults);
        (await page.evaluate(UNTIDY) as string[]).forEach((what) => faults.holds(what, false));
        await page.context().close();
      }
    }
  }
}
