import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Browser } from 'playwright-core';
import { runInBrowser } from '../browser/browser';
import { Faults } from '../browser/faults';
import { isAccessibleAt, looksWell } from './looks';
import { draws, fetchMermaid } from './mermaid';
import { writeReports } from './reports';
import { measure } from './speed';
import { isUsable } from './use';

/** Looked at in light alone: to use it takes minutes, and shows what the others show. */
const LARGE = 'thousand';

/** Looks at reports in a browser. The argument is the folder for screenshots; without one, it is a new one of the system. */
async function main(browser: Browser): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'report-check-'));
  const pictures = resolve(process.argv[2] ?? join(folder, 'screenshots'));
  mkdirSync(pictures, { recursive: true });
  const reports = writeReports(folder);
  const faults = new Faults();
  const say = (text: string): void => { process.stdout.write(`${text}\n`); };
  for (const report of reports.filter(({ name }) => name !== LARGE)) {
    const begin = performance.now();
    await looksWell(browser, report, pictures, faults);
    const middle = performance.now();
    await isUsable(browser, report, faults);
    say(`${report.name}: looked at (${seconds(middle - begin)}) and used (${seconds(performance.now() - middle)})`);
  }
  const large = reports.find(({ name }) => name === LARGE)!;
  say(await measure(browser, large, faults));
  await isAccessibleAt(browser, large, faults);
  say(`${LARGE}: looked at`);
  await draws(browser, fetchMermaid(folder), reports.filter(({ name }) => name !== LARGE), pictures, faults);
  say('Mermaid: parsed and drawn');
  say(`Screenshots are in ${pictures}`);
  process.stderr.write(faults.all.map((fault) => `${fault}\n`).join(''));
  return faults.all.length === 0 ? 0 : 1;
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`;
}

runInBrowser(main);
