import { printable } from '../azure/errors';
import type { IpGroup, Network, ReadingProblem } from '../network/network';
import { compare } from '../network/shown';
import { sayRulesBesideSubnets } from './beside-subnets';
import { documentsIn, ExportDocument, ExportSource } from './documents';
import { withEffectiveRoutes } from './effective-routes';
import { effectiveGroups } from './effective-rules';
import { FirewallReader } from './firewalls';
import { Inventory } from './inventory';
import { IpGroups } from './ip-groups';
import { isFields, Report } from './members';
import { sayMissingPages } from './paging';
import { routeTables } from './route-tables';
import { securityGroups } from './security-groups';
import { sayStates } from './states';
import { subnets } from './subnets';
import { evaluatedTemplate } from './template';
import { Groups, templateGroups } from './template-groups';

/** What is known beside the files. */
export interface Beside {
  /** Ids: exports of resource groups do not say of which group they are. */
  readonly ids?: readonly string[];
  /** IP groups that are going to be made or changed, by id in lower case, or by resource group and name. */
  readonly ipGroup?: (key: string, path?: string) => IpGroup | undefined;
}

/**
 * Reads what Azure says is deployed: answers of Azure Resource Manager and of Resource Graph, what the command line prints of
 * them, and exports of resource groups. Files that are given together are of one network.
 *
 * @param beside what is known from elsewhere
 */
export function readExports(sources: readonly ExportSource[], { ids = [], ipGroup = () => undefined }: Beside = {}): Network {
  const problems = new Map<string, ReadingProblem>();
  const report: Report = (place, message) => {
    // What two readers look at is said once.
    problems.set(JSON.stringify([place.file, place.resource, place.part, message]), { place, message });
  };
  const documents = sources.map(({ file, json }) => ({ file: printable(file), json })).sort((a, b) => compare(a.file, b.file)).flatMap(documentsIn);
  const inventory = inventoryOf(documents, ids, report);
  sayMissingPages(documents, inventory, report);
  sayStates(inventory, report);
  sayRulesBesideSubnets(inventory, report);
  const ipGroups = new IpGroups(inventory, ipGroup);
  const inForce = effectiveGroups(documents, report);
  // What is listed says more than what is in force at one interface.
  const groups = byKey([...inForce.map(({ group }) => group), ...securityGroups(inventory)]);
  const routed = withEffectiveRoutes({ subnets: subnets(inventory, inForce), routeTables: byKey(routeTables(inventory)) }, documents, report);
  const network = {
    ...routed, securityGroups: groups,
    firewalls: new FirewallReader(inventory, ipGroups).read(), ipGroups: ipGroups.groups,
  };
  return { ...network, problems: [...problems].sort(([a], [b]) => compare(a, b)).map(([, problem]) => problem) };
}

function inventoryOf(documents: readonly ExportDocument[], known: readonly string[], report: Report): Inventory {
  const inventory = new Inventory(report);
  const isTemplate = ({ template }: ExportDocument): boolean => template !== undefined;
  const templates = documents.filter(isTemplate).map((document, i) => evaluatedTemplate(document, i, report));
  const others = documents.filter((document) => !isTemplate(document) && !document.form.startsWith('effective'));
  others.forEach((document) => inventory.add(document, document.items));
  if (templates.length > 0) {
    const ids = [...known, ...others.flatMap(({ items }) => idsIn(items)), ...templates.flatMap((template) => template.ids)];
    const groups = templateGroups(templates.map(({ names }) => names), ids);
    templates.forEach((template) => inventory.add(template, template.items, (text) => inGroup(text, groups)));
  }
  return inventory;
}

/** An id with the group that it is in, in the place of what stands for it. */
function inGroup(text: string, groups: Groups): string {
  const [, base] = /^(\/subscriptions\/<[^>]*>\/resourceGroups\/<[^>]*>)\//i.exec(text) ?? [];
  return base === undefined ? text : `${groups.get(base.toLowerCase()) ?? base}${text.slice(base.length)}`;
}

function idsIn(value: unknown): string[] {
  if (typeof value === 'string') {
    return value.startsWith('/subscriptions/') ? [value] : [];
  }
  return Array.isArray(value) ? value.flatMap(idsIn) : isFields(value) ? Object.values(value).flatMap(idsIn) : [];
}

function byKey<T extends { readonly key: string }>(items: readonly T[]): Map<string, T> {
  return new Map([...items].sort((a, b) => compare(a.key, b.key)).map((item) => [item.key, item]));
}
