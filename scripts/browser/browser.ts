import { existsSync } from 'node:fs';
import { Browser, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/microsoft-edge'];

/** What keeps a browser from asking anything of the network, and lets it run as root. */
const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

/** Path of the browser, which `CHROMIUM` may name; undefined where there is none. */
function browserPath(): string | undefined {
  const { CHROMIUM: named } = process.env;
  return [...(named === undefined ? PLACES : [named])].find((path) => existsSync(path));
}

const NO_BROWSER = 'No browser was found, so nothing was checked. Install Chromium (apt-get install chromium), or set CHROMIUM to ' +
  'its path.';

/** Runs a check in a browser, and ends the process with its exit code. Without a browser, the check fails. */
export function runInBrowser(check: (browser: Browser) => Promise<number>): void {
  run(check).then((code) => { process.exitCode = code; }, (error: unknown) => {
    process.stderr.write(`The check ended early: ${String(error)}\n`);
    process.exitCode = 1;
  });
}

async function run(check: (browser: Browser) => Promise<number>): Promise<number> {
  const executablePath = browserPath();
  if (executablePath === undefined) {
    process.stderr.write(`${NO_BROWSER}\n`);
    return 1;
  }
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  try {
    return await check(browser);
  } finally {
    await browser.close();
  }
}
