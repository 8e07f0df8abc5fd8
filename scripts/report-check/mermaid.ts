import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Browser } from 'playwright-core';
import { alikeSubnets } from '../../lib/review/report/alike-subnets';
import { reportMarkdown } from '../../lib/review/report/report-markdown';
import { Faults } from '../browser/faults';
import { HOSTILE } from './hostile';
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
  await page.evaluate(`mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' })`);
  for (const { name, markdown, data } of reports) {
    faults.at(`${name}, Mermaid`);
    const pictures = [...markdown.matchAll(/^```mermaid\n([\s\S]*?)^```$/gm)].map(([, text]) => text!);
    const alike = alikeSubnets(data);
    faults.same('pictures', pictures.length, alike.length);
    for (const [i, picture] of pictures.entries()) {
      const found = await page.evaluate(`(async () => {
        try {
          await mermaid.parse(${JSON.stringify(picture)});
          const { svg } = await mermaid.render('picture${i}', ${JSON.stringify(picture)});
          document.getElementById('out').innerHTML = svg;
          const count = (selector) => document.querySelectorAll('#out ' + selector).length;
          const labels = [...document.querySelectorAll('#out .node')].map((node) => node.textContent.trim());
          return { nodes: count('.node'), active: count('script') + count('img'), labels };
        } catch (error) { return { problem: String(error) }; }
      })()`) as { problem?: string; nodes?: number; active?: number; labels?: string[] };
      faults.same('problem', found.problem, undefined);
      faults.same('nodes', found.nodes, [...picture.matchAll(/^ {2}n\d+\[/gm)].length);
      faults.same('scripts and images', found.active, 0);
      const { text, names: [first, ...more] } = alike[i]!;
      const { group = '' } = data.subnets.find((one) => one.name === first)!;
      for (const label of [`subnet ${text}`, `group ${group}${more.length === 0 ? '' : ` and ${more.length} more`}`]) {
        faults.holds(`no node is ${label}`, found.labels!.includes(label), found.labels);
      }
      await page.locator('#out').screenshot({ path: join(folder, `${name}-mermaid-${i}.png`) });
    }
  }
  faults.at('hostile names, Mermaid');
  for (const name of HOSTILE) {
    const { data } = reports[0]!;
    const markdown = reportMarkdown({ ...data, subnets: data.subnets.map((subnet) => ({ ...subnet, group: name })) });
    const picture = /^```mermaid\n([\s\S]*?)^```$/m.exec(markdown)![1]!;
    const problem = await page.evaluate(`mermaid.parse(${JSON.stringify(picture)}).then(() => '', String)`);
    faults.same(`problem with ${JSON.stringify(name)}`, problem, '');
  }
  await context.close();
}
