import { join } from 'node:path';
import { ARTICLE } from '../catalog/entry';
import { InputError, printable } from '../azure/errors';
import { Deployment } from '../deployment/deployment';
import { ServiceTagFile } from '../input/service-tag-file';
import { STANDARD_INPUT } from '../input/text';
import { RequirementSet } from '../requirements/requirement-set';
import { headerOf, ListHeader } from '../review/list-header';
import { listsCsv, listsJson } from '../review/list-tables';
import { listText, plainLists } from '../review/plain-lists';
import { Notation } from '../review/host-notations';
import { FirewallLists, firewallLists } from '../rules/firewall-lists';
import { checkCloud } from '../rules/service-tag-cloud';
import { replaceFiles } from './list-files';
import { sayNotCarried, sayNotPassing, sayWider, sayWritten } from './notices';
import { Output } from './output';

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

/**
 * Writes what a deployment needs as lists for a firewall without service tags. What they do not say goes to standard error.
 * @returns whether the lists carry every requirement whose traffic comes to such a firewall
 */
export function exportCommand(options: ExportOptions, output: Output): boolean {
  checkOptions(options);
  const { _requirementsOfAll: requirements, name } = Deployment.fromFile(options.deployment);
  const tags = options.serviceTags === undefined ? undefined : ServiceTagFile.fromFile(options.serviceTags);
  if (tags !== undefined) {
    checkCloud(tags, requirements.cloud, '--service-tags');
  }
  const lists = firewallLists(requirements, tags);
  const missing = lists.unexpressed.filter(({ isOutOfPath }) => !isOutOfPath);
  if (lists.entries.length === 0 && missing.length > 0) {
    sayNotCarried(missing, output);
    throw new InputError({
      argument: printable(options.deployment),
      problem: `nothing can be written, because none of ${missing.length} requirements can be carried`,
    });
  }
  const header = headerOf(name, requirements, ARTICLE, tags, options.wildcards);
  switch (options.format) {
    case 'csv':
      output.out(listsCsv(lists, header));
      break;
    case 'json':
      output.out(listsJson(lists, header));
      break;
    case 'lists':
      writeLists(requirements, lists, header, options, output);
      break;
  }
  sayNotCarried(lists.unexpressed, output);
  sayNotPassing(lists.unexpressed, output);
  sayWritten(lists.substitutions, output);
  sayWider(lists.substitutions, output);
  if (header.widerThanDocumented !== undefined) {
    output.err(`wider than documented: ${header.widerThanDocumented}\n`);
  }
  return missing.length === 0;
}

function checkOptions({ deployment, serviceTags, format, out, header }: ExportOptions): void {
  if (format !== 'lists' && (out !== undefined || !header)) {
    throw new InputError({
      argument: out === undefined ? '--no-header' : '--out', problem: 'is for plain lists',
      allowed: `${format} goes to standard output as a whole`,
    });
  }
  if (!header && out === undefined) {
    throw new InputError({
      argument: '--no-header', problem: 'without headers, nobody sees where a list ends',
      allowed: 'give --out, which writes a file for each',
    });
  }
  if (deployment === STANDARD_INPUT && serviceTags === STANDARD_INPUT) {
    throw new InputError({
      argument: '--service-tags', problem: 'standard input cannot be both files', allowed: 'give the path of a file for one of them',
    });
  }
}

function writeLists(
  { all: requirements }: RequirementSet, lists: FirewallLists, header: ListHeader, options: ExportOptions, output: Output,
): void {
  const files = plainLists(lists.entries, options.wildcards)
    .map((list) => ({ name: `${list.name}.txt`, text: listText(list, options.header ? header : undefined) }));
  const { out } = options;
  if (out === undefined) {
    output.out(files.map(({ name, text }) => `# ${name}\n${text}`).join('\n'));
    return;
  }
  const without = new Set(lists.unexpressed.map(({ requirementId }) => requirementId));
  const carried = requirements.map(({ id }) => id).filter((id) => !without.has(id));
  const { written, removed } = replaceFiles(out, files, { deployment: header.deployment, carried, unexpressed: lists.unexpressed });
  written.forEach((name) => output.out(`${printable(join(out, name))}\n`));
  removed.forEach((name) =>
    output.err(`removed: ${printable(join(out, name))}: the deployment no longer needs this list; remove it from the firewall too\n`));
}
