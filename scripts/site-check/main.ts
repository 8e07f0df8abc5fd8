import { Browser } from 'playwright-core';
import { runInBrowser } from '../browser/browser';
import { Faults } from '../browser/faults';
import { followLinks } from './links';
import { looksTidy } from './looks';
import { openRoute } from './site';

/** Opens the built site from its folder, without a network: dead links and anchors, errors, the search, and how pages look. */
async function main(browser: Browser): Promise<number> {
  const faults = new Faults();
  const pages = await followLinks(browser, faults);
  await search(browser, faults);
  await looksTidy(browser, faults);
  const all = new Set(faults.all);
  process.stdout.write([...all].map((fault) => `${fault}\n`).join(''));
  process.stdout.write(`${pages} pages, ${all.size} flaws\n`);
  return all.size === 0 ? 0 : 1;
}

async function search(browser: Browser, faults: Faults): Promise<void> {
  faults.at('the search');
  const page = await openRoute(browser, '/', {}, faults);
  await page.fill('input[type=search]', 'rstudio');
  await page.waitForSelector('form[role=search] li a');
  await page.click('form[role=search] li a');
  await page.waitForFunction('location.hash.startsWith("#/catalog/rstudio")');
  await page.context().close();
}

runInBrowser(main);
