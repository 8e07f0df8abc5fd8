import { join } from 'node:path';
import { Browser, Page } from 'playwright-core';
import { Faults } from '../browser/faults';
import { fitsTheScreen, isAccessibleBy, openPage } from '../browser/page';
import { WrittenReport } from './reports';

/** How a page is looked at. */
export const LOOKS = {
  light: { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  dark: { colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  phone: { colorScheme: 'light', viewport: { width: 390, height: 844 } },
} as const;
/** The width of a sheet of A4 between its margins, in pixels. */
const PAPER = 718;
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Opens a report. */
export function open(browser: Browser, path: string, look: object, faults: Faults): Promise<Page> {
  return openPage(browser, `file://${path}`, look, faults);
}

/** Looks at a page in light, in dark, on a phone and printed: accessible, not wider than the screen, with screenshots. */
export async function looksWell(browser: Browser, { name, page: path }: WrittenReport, folder: string, faults: Faults): Promise<void> {
  for (const [kind, look] of Object.entries(LOOKS)) {
    faults.at(`${name}, ${kind}`);
    const page = await open(browser, path, look, faults);
    await screenshot(page, join(folder, `${name}-${kind}.png`));
    await isAccessible(page, faults);
    await fitsTheScreen(page, faults);
    await page.context().close();
  }
  faults.at(`${name}, print`);
  const page = await open(browser, path, LOOKS.light, faults);
  await page.emulateMedia({ media: 'print' });
  const closed = await page.evaluate(`[...document.querySelectorAll('details:not([open]) > .body')]
    .filter((body) => body.getBoundingClientRect().height === 0).length`) as number;
  faults.same('details that print nothing', closed, 0);
  await isAccessible(page, faults, ['target-size']); // nobody points at paper
  await page.setViewportSize({ width: PAPER, height: 1000 });
  faults.same('tables that are wider than the paper', await page.evaluate(`[...document.querySelectorAll('table')]
    .filter((table) => table.getBoundingClientRect().right > innerWidth).map((table) => table.caption?.textContent)`), []);
  await page.pdf({ path: join(folder, `${name}.pdf`), format: 'A4' });
  await page.context().close();
}

/** The browser leaves out what is not on the screen, which a screenshot of all would show empty. */
async function screenshot(page: Page, path: string): Promise<void> {
  await page.evaluate(`{
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('details { content-visibility: visible }');
    document.adoptedStyleSheets = [sheet];
  }`);
  await page.screenshot({ path, fullPage: true });
  await page.evaluate('document.adoptedStyleSheets = []');
}

/** Only whether a page is accessible, in light. */
export async function isAccessibleAt(browser: Browser, { name, page: path }: WrittenReport, faults: Faults): Promise<void> {
  faults.at(`${name}, light`);
  const page = await open(browser, path, LOOKS.light, faults);
  await isAccessible(page, faults);
  await page.context().close();
}

/** As it is opened, and with some details open; all of them would take minutes and show the same. */
async function isAccessible(page: Page, faults: Faults, without: readonly string[] = []): Promise<void> {
  for (const isOpen of [false, true]) {
    await page.evaluate(`[...document.querySelectorAll('details')].filter((_, i) => i % 40 < 4)
      .forEach((one) => { one.open = ${isOpen}; })`);
    await isAccessibleBy(page, RULES, faults, without);
  }
}
