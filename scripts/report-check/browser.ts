import { existsSync } from 'node:fs';
import { Browser, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/microsoft-edge'];

/** What keeps a browser from asking anything of the network, and lets it run as root. */
const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

/** Path of the browser, which `CHROMIUM` may name; undefined where there is none. */
export function browserPath(): string | undefined {
  const { CHROMIUM: named } = process.env;
  return [...(named === undefined ? PLACES : [named])].find((path) => existsSync(path));
}

export const NO_BROWSER = 'No browser is found, so nothing is checked. Install Chromium (apt-get install chromium), or name one: ' +
  'CHROMIUM=/path/to/chrome npm run report:check';

/** Starts it. */
export function start(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: FLAGS });
}
