import axe from 'axe-core';
import { join } from 'node:path';
import { Browser, Page } from 'playwright-core';
import { Faults } from './faults';
import { WrittenReport } from './reports';

/** How a page is looked at. */
export const LOOKS = {
  light: { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  dark: { colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  phone: { colorScheme: 'light', viewport: { width: 390, height: 844 } },
} as const;
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Opens a page without a network, and keeps what it says and asks for. */
export async function open(browser: Browser, path: string, look: object, faults: Faults): Promise<Page> {
  const context = await browser.newContext({ ...look, offline: true });
  const page = await context.newPage();
  page.on('console', (message) => faults.holds(`the console has ${message.type()} ${message.text()}`, false));
  page.on('pageerror', (error) => faults.holds(`the page throws ${String(error)}`, false));
  page.on('dialog', (dialog) => { faults.holds('a dialog opens', false); void dialog.dismiss(); });
  page.on('request', (request) => faults.holds('it asks for', request.url().startsWith('file:'), request.url()));
  await page.goto(`file://${path}`);
  return page;
}

/** Looks at a page in light, in dark, on a phone and printed: accessible, not wider than the screen, with screenshots. */
export async function looksWell(browser: Browser, { name, page: path }: WrittenReport, folder: string, faults: Faults): Promise<void> {
  for (const [kind, look] of Object.entries(LOOKS)) {
    faults.at(`${name}, ${kind}`);
    const page = await open(browser, path, look, faults);
    await page.screenshot({ path: join(folder, `${name}-${kind}.png`), fullPage: true });
    await isAccessible(page, faults);
    const [inner, full] = await page.evaluate('[innerWidth, document.documentElement.scrollWidth]') as [number, number];
    faults.holds('it is wider than the screen', full <= inner, { inner, full });
    await page.context().close();
  }
  faults.at(`${name}, print`);
  const page = await open(browser, path, LOOKS.light, faults);
  await page.emulateMedia({ media: 'print' });
  const closed = await page.evaluate(`[...document.querySelectorAll('details:not([open]) > .body')]
    .filter((body) => body.getBoundingClientRect().height === 0).length`) as number;
  faults.same('details that print nothing', closed, 0);
  await isAccessible(page, faults, ['target-size']); // nobody points at paper
  await page.pdf({ path: join(folder, `${name}.pdf`), format: 'A4' });
  await page.context().close();
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
  await page.evaluate(axe.source);
  for (const isOpen of [false, true]) {
    await page.evaluate(`[...document.querySelectorAll('details')].filter((_, i) => i % 40 < 4)
      .forEach((one) => { one.open = ${isOpen}; })`);
    const options = {
      runOnly: RULES, resultTypes: ['violations'], rules: Object.fromEntries(without.map((rule) => [rule, { enabled: false }])),
    };
    const found = await page.evaluate(`axe.run(document, ${JSON.stringify(options)})
      .then(({ violations, passes }) => ({ passes: passes.length, violations: violations.map(({ id, nodes }) =>
        id + ': ' + nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(' ')) }))`) as { passes: number; violations: string[] };
    faults.holds('axe checks little', found.passes > 15, found.passes);
    found.violations.forEach((one) => faults.holds(`axe: ${one}`, false));
  }
}
