import { Browser, Page } from 'playwright-core';
import type { ReportRequirement } from '../../lib/review/report/network-report';
import { Faults } from '../browser/faults';
import { LOOKS, open } from './looks';
import { WrittenReport } from './reports';

/** What a page shows: anchors of requirements and rules. */
const SHOWN = `['requirement', 'rule', 'opening'].map((kind) =>
  [...document.querySelectorAll('details.' + kind)].filter((one) => one.checkVisibility()).map((one) => one.firstElementChild.id))`;

const shown = async (page: Page): Promise<[string[], string[], string[]]> => await page.evaluate(SHOWN) as [string[], string[], string[]];
const anchorsOf = (all: readonly { readonly anchor: string }[]): string[] => all.map(({ anchor }) => anchor);

/** Uses a page as a reader does. What should be seen comes from the JSON of the report. */
export async function isUsable(browser: Browser, report: WrittenReport, faults: Faults): Promise<void> {
  faults.at(`${report.name}, in use`);
  const page = await open(browser, report.page, LOOKS.light, faults);
  await filters(page, report, faults);
  await picture(page, report, faults);
  await links(page, report, faults);
  await keyboard(page, report, faults);
  await page.context().close();
  await deepLinks(browser, report, faults);
  const plain = await open(browser, report.page, { ...LOOKS.light, javaScriptEnabled: false }, faults);
  faults.same('shown without JavaScript', await plain.locator('details.requirement').count(), report.data.requirements.length);
  faults.holds('filters show without JavaScript', !await plain.locator('#filters').isVisible());
  await plain.context().close();
}

async function filters(page: Page, { data: { requirements, rules, openings } }: WrittenReport, faults: Faults): Promise<void> {
  const expect = async (what: string, expected: typeof requirements): Promise<void> =>
    faults.same(`requirements with ${what}`, (await shown(page))[0], anchorsOf(expected));
  await expect('no filter', requirements);
  faults.same('rules with no filter', (await shown(page))[1], anchorsOf(rules));
  for (const [name, valueOf] of [
    ['outcome', ({ outcome }: ReportRequirement) => outcome], ['section', ({ section }: ReportRequirement) => section],
    ['kind', ({ endpointKind }: ReportRequirement) => endpointKind], ['subnet', ({ subnet }: ReportRequirement) => subnet],
  ] as const) {
    for (const value of new Set(requirements.map(valueOf))) {
      await page.selectOption(`[name=${name}]`, value);
      const kept = requirements.filter((one) => valueOf(one) === value);
      await expect(`${name} ${value}`, kept);
      const opened = name === 'subnet' ? openings.filter((one) => one.subnet === value) : [];
      faults.same(`openings with ${name} ${value}`, (await shown(page))[2], anchorsOf(opened));
      const those = new Set(anchorsOf([...kept, ...opened]));
      const ofThose = rules.filter((rule) => [...rule.requirementAnchors, ...rule.openingAnchors].some((one) => those.has(one)));
      faults.same(`rules with ${name} ${value}`, (await shown(page))[1], anchorsOf(ofThose));
    }
    await page.click('#all');
  }
  await page.selectOption('[name=outcome]', 'open');
  faults.same('what is open', (await shown(page))[2], anchorsOf(openings));
  await expect('outcome open', []);
  await page.click('#all');
  for (const port of ['443', '8787', '22']) {
    await page.fill('[name=port]', port);
    await expect(`port ${port}`, requirements.filter(({ ports }) => ports.some((range) => {
      const [first, last = first] = range.split('-').map(Number);
      return first! <= Number(port) && Number(port) <= last!;
    })));
  }
  await page.click('#all');
  for (const endpoint of new Set(requirements.map((one) => one.endpoint))) {
    await page.fill('[name=words]', endpoint.toUpperCase());
    const [found] = await shown(page);
    requirements.filter((one) => one.endpoint === endpoint)
      .forEach(({ anchor }) => faults.holds(`${endpoint} finds no ${anchor}`, found.includes(anchor)));
    faults.holds(`${endpoint} finds all`, found.length < requirements.length);
  }
  await page.fill('[name=words]', 'no such thing');
  faults.same('found for what is not there', await shown(page), [[], [], []]);
  faults.holds('the number is not said', (await page.locator('#count').innerText()).startsWith(`0 of ${requirements.length} requirements`));
  await page.click('#all');
  await expect('no filter again', requirements);
}

async function picture(page: Page, { data }: WrittenReport, faults: Faults): Promise<void> {
  const boxes = page.locator('.picture.wide a[data-way]');
  let [count, boxesOpen] = [0, 0];
  for (let i = 0; i < await boxes.count(); i++) {
    const outcome = await boxes.nth(i).getAttribute('class');
    const number = Number(/\((\d+)\)$/.exec(await boxes.nth(i).locator('text').textContent() ?? '')?.[1] ?? 1);
    await boxes.nth(i).click();
    const [found, , opened] = await shown(page);
    if (outcome === 'open') {
      faults.same(`openings of box ${i}`, [found.length, opened.length > 0], [0, true]);
      faults.same('focus after a click', await page.evaluate('document.activeElement.id'), 'open');
      boxesOpen += opened.length;
      await page.click('#only');
      continue;
    }
    faults.same(`requirements of box ${i}`, found.length, number);
    faults.holds(`box ${i} is ${outcome} and has others`, data.requirements.filter(({ anchor }) => found.includes(anchor))
      .some((one) => one.outcome === outcome));
    faults.same('focus after a click', await page.evaluate('document.activeElement.id'), 'requirements');
    count += number;
    await page.click('#only');
  }
  faults.same('requirements of all boxes', count, data.requirements.length);
  faults.same('openings of all boxes', boxesOpen, data.openings.filter(({ acknowledged }) => acknowledged === undefined).length);
  const owners = page.locator('.picture.wide a[data-owner]');
  faults.holds('no station can be chosen', await owners.count() > 0);
  for (let i = 0; i < await owners.count(); i++) {
    const owner = await owners.nth(i).getAttribute('data-owner');
    await owners.nth(i).click();
    const [, found] = await shown(page);
    const names = new Set(owner!.split('\n'));
    const owned = await page.evaluate(`[...document.querySelectorAll('details.rule')].map((one) => one.dataset.owner)`) as string[];
    faults.same(`rules of ${owner}`, found.length, owned.filter((one) => names.has(one)).length);
    faults.holds(`${owner} has no rules`, found.length > 0);
    await page.click('#only');
  }
}

async function links(page: Page, { data }: WrittenReport, faults: Faults): Promise<void> {
  const dead = await page.evaluate(`[...document.querySelectorAll('a[href^="#"]')].map((a) => a.getAttribute('href'))
    .filter((href) => document.getElementById(href.slice(1)) === null)`) as string[];
  faults.same('links that lead nowhere', dead, []);
  const outside = await page.evaluate(`[...document.querySelectorAll('a:not([href^="#"])')].map((a) => a.href)`) as string[];
  const hosts = [
    'https://learn.microsoft.com/', 'https://code.visualstudio.com/', 'https://www.rfc-editor.org/',
    'https://github.com/cdktf-azureml-network/cdktf-azureml-network/blob/main/docs/catalog/',
  ];
  outside.forEach((href) => faults.holds('a link to', hosts.some((host) => href.startsWith(host)), href));
  const served = data.rules.find(({ requirementAnchors }) => requirementAnchors.length > 0)!;
  await page.click(`#${served.anchor}`);
  await page.click(`#${served.anchor} ~ .body a[href="#${served.requirementAnchors[0]!}"]`);
  // The page opens it when the browser has told it of the new address, which is after the click.
  const isOpen = `document.getElementById(${JSON.stringify(served.requirementAnchors[0])}).parentElement.open`;
  faults.holds('a link of a rule opens no requirement', await page.waitForFunction(isOpen).then(() => true, () => false));
}

async function keyboard(page: Page, { page: path }: WrittenReport, faults: Faults): Promise<void> {
  await page.goto('about:blank'); // so that no link of before is in the address
  await page.goto(`file://${path}`);
  const active = async (): Promise<string> => await page.evaluate(
    '[document.activeElement.tagName, document.activeElement.getAttribute("class"), document.activeElement.getAttribute("href")].join(" ")',
  ) as string;
  await page.keyboard.press('Tab');
  faults.same('the first stop', await active(), 'A skip #requirements');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  faults.same('after skipping', await page.evaluate('document.activeElement.name'), 'words');
  const seen = new Set<string>();
  for (let i = 0; i < 60 && !seen.has('SUMMARY'); i++) {
    await page.keyboard.press('Tab');
    seen.add(String(await page.evaluate('document.activeElement.tagName')));
    const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle') as string;
    faults.holds('focus is not seen', outline !== 'none', await active());
  }
  await page.keyboard.press('Enter');
  faults.holds('Enter opens nothing', await page.evaluate('document.activeElement.parentElement.open') === true);
  await page.locator('.picture.wide a[data-way]').first().focus();
  await page.keyboard.press('Enter');
  faults.holds('Enter on a box picks nothing', await page.locator('#only').isVisible());
}

async function deepLinks(browser: Browser, { page: path, data }: WrittenReport, faults: Faults): Promise<void> {
  const page = await open(browser, path, LOOKS.light, faults);
  for (const { anchor } of [...data.openings, ...data.requirements.slice(0, 6), ...data.rules.slice(0, 6), ...data.rules.slice(-2)]) {
    await page.goto('about:blank');
    await page.goto(`file://${path}#${anchor}`);
    const found = await page.evaluate(`[document.getElementById(${JSON.stringify(anchor)})]
      .map((one) => [one.parentElement.open, one === document.activeElement, one.getBoundingClientRect().top < innerHeight])[0]`);
    faults.same(`#${anchor} is open, has the focus and is seen`, found, [true, true, true]);
  }
  await page.fill('[name=words]', 'no such thing');
  await page.evaluate(`location.hash = ${JSON.stringify(data.requirements[0]!.anchor)}`);
  await page.waitForFunction(`document.activeElement.tagName === 'SUMMARY'`);
  faults.holds('a link to what is filtered out shows nothing', await page.locator(`#${data.requirements[0]!.anchor}`).isVisible());
  await page.context().close();
}
