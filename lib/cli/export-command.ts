import { join } from 'node:path';
import { ARTICLE } from '../catalog/entry';
import { InputError } from '../azure/errors';
import { Deployment } from '../deployment/deployment';
import { ServiceTagFile } from '../input/service-tag-file';
import { headerOf, listsCsv, listsJson, listText, plainLists } from '../review/firewall-list-texts';
import { Notation } from '../review/host-notations';
import { firewallLists } from '../rules/firewall-lists';
import { replaceFiles } from './list-files';
import { sayNotCarried } from './notices';
import type { Output } from './program';

/** Forms of the lists. */
export const LIST_FORMATS = ['lists', 'csv', 'json'] as const;

export interface ExportOptions {
  readonly deployment: string;
  readonly serviceTags?: string;
  readonly format: (typeof LIST_FORMATS)[number];
  readonly wildcards: Notation;
  readonly out?: string;
  readonly header: boolean;
}

/** Writes what a deployment needs as lists for a firewall without service tags. What they do not carry goes to standard error. */
export function exportCommand(options: ExportOptions, output: Output): void {
  const { format, wildcards, out } = options;
  if (format !== 'lists' && (out !== undefined || !options.header)) {
    throw new InputError(`${out === undefined ? '--no-header' : '--out'}: is for plain lists; ${format} goes to standard output as a whole`);
  }
  if (!options.header && out === undefined) {
    throw new InputError('--no-header: without headers it is not seen where a list ends; give --out, which writes a file for each');
  }
  const { requirements } = Deployment.fromFile(options.deployment);
  const tags = options.serviceTags === undefined ? undefined : ServiceTagFile.fromFile(options.serviceTags);
  const lists = firewallLists(requirements, tags);
  const header = headerOf(requirements, ARTICLE, tags, wildcards);
  if (format === 'csv') {
    output.out(listsCsv(lists, header));
  } else if (format === 'json') {
    output.out(listsJson(lists, header));
  } else {
    const texts = plainLists(lists, wildcards).map((list) => ({ name: `${list.name}.txt`, text: listText(list, options.header ? header : undefined) }));
    if (out === undefined) {
      output.out(texts.map(({ name, text }) => (options.header ? `# ${name}\n${text}` : text)).join('\n'));
    } else {
      const { written, removed } = replaceFiles(out, texts);
      written.forEach((name) => output.out(`${join(out, name)}\n`));
      removed.forEach((name) => output.err(`removed: ${join(out, name)}: no requirement needs this list any more; remove it from the firewall too\n`));
    }
  }
  sayNotCarried(lists.unexpressed, output);
  if (header.widerThanDocumented !== undefined) {
    output.err(`wider than documented: ${header.widerThanDocumented}\n`);
  }
}
