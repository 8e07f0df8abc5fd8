import axe from 'axe-core';
import { Browser, Page } from 'playwright-core';
import { Faults } from './faults';

/** Opens a page without a network, and keeps what it says and asks for. */
export async function openPage(browser: Browser, url: string, look: object, faults: Faults): Promise<Page> {
  const context = await browser.newContext({ ...look, offline: true });
  const page = await context.newPage();
  page.on('console', (message) => faults.holds(`the console has ${message.type()} ${message.text()}`, false));
  page.on('pageerror', (error) => faults.holds(`the page throws ${String(error)}`, false));
  page.on('dialog', (dialog) => { faults.holds('a dialog opens', false); void dialog.dismiss(); });
  page.on('request', (request) => faults.holds('it asks for', request.url().startsWith('file:'), request.url()));
  await page.goto(url);
  return page;
}

/** Checks a page as it is now against rules of axe, such as `wcag2aa`. */
export async function isAccessibleBy(
  page: Page, rules: readonly string[], faults: Faults, without: readonly string[] = [],
): Promise<void> {
  const options = {
    runOnly: rules, preload: false, resultTypes: ['violations'],
    rules: Object.fromEntries(without.map((rule) => [rule, { enabled: false }])),
  };
  await page.evaluate(axe.source);
  const found = await page.evaluate(`axe.run(document, ${JSON.stringify(options)})
    .then(({ violations, passes }) => ({ passes: passes.length, violations: violations.map(({ id, nodes }) =>
      id + ': ' + nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(' ')) }))`) as { passes: number; violations: string[] };
  faults.holds('axe checks little', found.passes > 15, found.passes);
  found.violations.forEach((one) => faults.holds(`axe: ${one}`, false));
}

/** Whether a page scrolls sideways. */
export async function fitsTheScreen(page: Page, faults: Faults): Promise<void> {
  const [inner, full] = await page.evaluate('[innerWidth, document.documentElement.scrollWidth]') as [number, number];
  faults.holds('it is wider than the screen', full <= inner, { inner, full });
}
