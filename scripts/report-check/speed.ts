import { Browser } from 'playwright-core';
import { Faults } from '../browser/faults';
import { LOOKS, open } from './looks';
import { WrittenReport } from './reports';

/** Measures how long filters take until the page is laid out again, and prints it. Nothing is asserted on time. */
export async function measure(browser: Browser, { name, page: path, data }: WrittenReport, faults: Faults): Promise<string> {
  faults.at(`${name}, speed`);
  const page = await open(browser, path, LOOKS.light, faults);
  const times = await page.evaluate(`(() => {
    const form = document.getElementById('filters');
    const time = (name, value) => {
      const begin = performance.now();
      form.elements[name].value = value;
      form.elements[name].dispatchEvent(new Event('input', { bubbles: true }));
      document.body.getBoundingClientRect();
      return Math.round(performance.now() - begin);
    };
    return [['words', 'more-5'], ['words', ''], ['port', '443'], ['port', ''], ['outcome', 'denied'], ['outcome', '']]
      .map(([name, value]) => time(name, value));
  })()`) as number[];
  await page.context().close();
  return `${data.requirements.length} requirements and ${data.rules.length} rules are filtered in ${Math.max(...times)} ms at most ` +
    `(${times.join(', ')})`;
}
