import { listCommand, ruleGroupsCommand } from '../azure/az-commands';
import { addTo } from '../azure/groups';
import { ADMIN_RULES } from './admin-rule-type';
import type { ExportDocument } from './documents';
import { parseArmId } from './arm-id';
import type { Inventory } from './inventory';
import { Fields, isFields, member } from '../network/fields';
import { ReportProblem } from '../network/network';

/** Sizes of pages of Resource Graph. Old versions of the command print a page without saying so. */
const PAGE_SIZES: ReadonlySet<number> = new Set([100, 1000]);

/**
 * Says which lists go on in files that are not given, and marks the parts in them as not all.
 *
 * A page names the next one. Of the pages of one list, all but the last do; so where as many files of the same list name a next
 * page as there are files, the last one is missing.
 */
export function sayMissingPages(documents: readonly ExportDocument[], inventory: Inventory, report: ReportProblem): void {
  for (const pages of byList(documents).values()) {
    const open = pages.filter(({ nextLink }) => nextLink !== undefined);
    if (open.length === pages.length && open.length > 0) {
      const { file } = open.at(-1)!;
      mark(pages, inventory, `${file} is one page of a list, and the next one is not given`);
      report({ file, resource: 'nextLink' },
        'the list goes on in a next page, which is not given; give all pages, or use a command of az network, which joins them' +
          commandsFor(pages));
    }
  }
  sayMissingRows(documents.filter(({ form }) => form === 'graph rows' || form === 'graph table'), inventory, report);
  for (const document of documents) {
    const { file, form, items, flaw } = document;
    if (flaw !== undefined) {
      mark([document], inventory, flaw);
      report({ file, resource: 'error' }, flaw);
    }
    if (form === 'list' && PAGE_SIZES.has(items.length) && items.some((item) => isFields(member(item, 'properties')))) {
      mark([document], inventory, `${file} has exactly ${items.length} rows, which is the size of a page`);
      report({ file, resource: `${items.length} rows` },
        'this is the size of a page of Resource Graph, so there may be more; give the pages with --skip-token, or a newer version of the ' +
          'extension, which says so');
    }
    markSingle(document, inventory);
  }
}

/** Lists by their address without the token of the page, or else by what is in them. */
function byList(documents: readonly ExportDocument[]): Map<string, ExportDocument[]> {
  const lists = new Map<string, ExportDocument[]>();
  for (const document of documents.filter(({ form }) => ['list answer', 'effective rules', 'effective routes'].includes(form))) {
    const first = document.items.map(idOf).find((id) => id !== undefined);
    const owner = first?.parent ?? first?.key.split('/').slice(0, 3).join('/') ?? document.file;
    const key = `${document.form} ${owner} ${first?.type ?? ''}`;
    addTo(lists, key, document);
  }
  return lists;
}

/** Pages of one query say how many rows there are in all. */
function sayMissingRows(documents: readonly ExportDocument[], inventory: Inventory, report: ReportProblem): void {
  const queries = new Map<string, ExportDocument[]>();
  for (const document of documents.filter(({ total, isCut, items }) => isCut === true || (total !== undefined && total > items.length))) {
    const key = document.total === undefined ? document.file : String(document.total);
    addTo(queries, key, document);
  }
  for (const pages of queries.values()) {
    const [{ file, total }] = pages as [ExportDocument];
    const rows = pages.reduce((sum, { items }) => sum + items.length, 0);
    // All but the last page say that they are cut.
    if (total === undefined || rows < total || pages.every(({ isCut }) => isCut === true)) {
      const all = total === undefined || rows >= total ? 'more' : `${total}`;
      mark(pages, inventory, `${file} has ${rows} rows of a query that gives ${all}`);
      report({ file, resource: 'data' },
        `the query gives ${all} rows, and the files have ${rows} of them; give all pages (az graph query --skip-token), ` +
          'and sort and project with id, without which a query is cut');
    }
  }
}

/** The commands that print what a list has: ` ("az network nsg list")`. */
function commandsFor(pages: readonly ExportDocument[]): string {
  const ids = pages.flatMap(({ items }) => items.map(idOf));
  const commands = new Set(ids.flatMap((id) => (id === undefined ? []
    : (id.parent === undefined ? listCommand(id.type) : ruleGroupsCommand(id.parent)) ?? [])));
  return commands.size === 0 || commands.size > MAX_COMMANDS ? '' : ` (${[...commands].map((one) => `"${one}"`).join(', ')})`;
}

/** More commands than these are a query. */
const MAX_COMMANDS = 3;

/**
 * Parts in a list that is cut may be missing; what has its parts inline has all of them. Where the list is of several types, what is
 * missing may also go before all rules: those of network managers.
 */
function mark(documents: readonly ExportDocument[], inventory: Inventory, why: string): void {
  for (const { file, form, items } of documents) {
    const isQuery = form.startsWith('graph') || form === 'list' || form.startsWith('template');
    if (isQuery) {
      PART_TYPES.forEach((type) => inventory.setPartialType(type, why));
    }
    if (mayLackFirstRules(items) && !form.startsWith('template')) {
      inventory.setUnreadType(ADMIN_RULES, { place: { file, resource: form }, why });
    }
    for (const id of items.map(idOf)) {
      if (id?.parent !== undefined) {
        inventory.setPartial(id.parent, id.type, why);
      }
    }
  }
}

/** A template has what its resources name, or says that it has not; of a list of one type the others are not asked for. */
function mayLackFirstRules(items: readonly unknown[]): boolean {
  const types = new Set(items.map((item) => idOf(item)?.type));
  return types.size > 1 || FIRST.some((type) => types.has(type));
}

/** What can deny before a group does, or beside it, and is nowhere named. */
const FIRST = ['microsoft.network/networkinterfaces'];

const PART_TYPES = [
  'microsoft.network/networksecuritygroups/securityrules', 'microsoft.network/routetables/routes',
    'microsoft.network/firewallpolicies/rulecollectiongroups',
];

/** Of one part, or of the rows of a query, it is not known whether they are all. */
function markSingle({ file, form, items }: ExportDocument, inventory: Inventory): void {
  const why = form === 'resource' ? `${file} has one of them alone` : form.startsWith('graph')
    ? `${file} has rows of a query, which need not be all` : undefined;
  for (const id of why === undefined ? [] : items.map(idOf)) {
    if (id?.parent !== undefined) {
      inventory.setPartial(id.parent, id.type, why!);
    }
  }
}

function idOf(item: unknown): ReturnType<typeof parseArmId> {
  const id = isFields(item) ? member(item as Fields, 'id') : undefined;
  return typeof id === 'string' ? parseArmId(id) : undefined;
}
