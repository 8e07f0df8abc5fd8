import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Browser, Page } from 'playwright-core';
import { Faults } from '../browser/faults';
import { openPage } from '../browser/page';

const INDEX = pathToFileURL(join(__dirname, '..', '..', 'site', 'build', 'index.html')).href;

/** Opens the page of the built site that has this route, such as `/first-subnet`. */
export async function openRoute(browser: Browser, route: string, look: object, faults: Faults): Promise<Page> {
  const page = await openPage(browser, `${INDEX}#${route}`, look, faults);
  await page.waitForSelector('main h1');
  return page;
}
