import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Browser } from 'playwright-core';
import { Faults } from './faults';
import { WrittenReport } from './reports';

/** The line that runs in Node 20 pages; the renderer is one file of its package, which is not worth 86 MB in every installation. */
const MERMAID = 'mermaid@11.17.2';

/** Fetches the renderer into a folder; the path of its file. */
export function fetchMermaid(folder: string): string {
  const archive = execFileSync('npm', ['pack', '--silent', MERMAID], { cwd: folder, encoding: 'utf8' }).trim();
  execFileSync('tar', ['xzf', archive, 'package/dist/mermaid.min.js'], { cwd: folder });
  return join(folder, 'package', 'dist', 'mermaid.min.js');
}

/** Parses and draws the pictures of the Markdown, as GitHub does, and holds their texts against what the report has. */
export async function draws(
  browser: Browser, mermaid: string, reports: readonly WrittenReport[], folder: string, faults: Faults,
): Promise<void> {
  const context = await browser.newContext({ offline: true, viewport: { width: 1200, height: 900 } });
  const page = await context.newPage();
  page.on('dialog', (dialog) => { faults.holds('a dialog opens', false); void dialog.dismiss(); });
  await page.setContent('<!DOCTYPE html><html lang="en"><body><div id="out"></div></body></html>');
  await page.addScriptTag({ path: mermaid });
  await page.evaluate(`mermaid.initialize({ startOnLoad: false, securityLevel: 'strict', htmlLabels: false })`);
  for (const { name, markdown, data } of reports) {
    faults.at(`${name}, Mermaid`);
    const pictures = [...markdown.matchAll(/^```mermaid\n([\s\S]*?)^```$/gm)].map(([, text]) => text!);
    faults.same('pictures', pictures.length, data.subnets.length);
    for (const [i, picture] of pictures.entries()) {
      const found = await page.evaluate(`(async () => {
        try {
          await mermaid.parse(${JSON.stringify(picture)});
          const { svg } = await mermaid.render('picture${i}', ${JSON.stringify(picture)});
          document.getElementById('out').innerHTML = svg;
          const count = (selector) => document.querySelectorAll('#out ' + selector).length;
          return { nodes: count('.node'), active: count('script') + count('img') };
        } catch (error) { return { problem: String(error) }; }
      })()`) as { problem?: string; nodes?: number; active?: number };
      faults.same('problem', found.problem, undefined);
      faults.same('nodes', found.nodes, [...picture.matchAll(/^ {2}n\d+\[/gm)].length);
      faults.same('scripts and images', found.active, 0);
      await page.locator('#out').screenshot({ path: join(folder, `${name}-mermaid-${i}.png`) });
    }
  }
  await context.close();
}
