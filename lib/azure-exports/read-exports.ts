import { addTo } from '../azure/groups';
import { compareTexts } from '../azure/text-order';
import { printable } from '../azure/errors';
import type { IpGroup, Network, Place, ReadingProblem, ReportProblem } from '../network/network';
import { withoutRefusedGroups } from '../network/refused-groups';
import { shown } from '../network/shown';
import { adminRules, effectiveAdminRules } from './admin-rules';
import { exportedBalancers } from './load-balancers';
import { exportedEndpointSubnets, exportedInterfaces, exportedPrivateZones } from './beside-subnets';
import { documentsIn, ExportDocument, ExportSource, refuseTooDeep } from './documents';
import { withEffectiveRoutes } from './effective-routes';
import { effectiveGroups } from './effective-rules';
import { FirewallExportReader } from './firewalls';
import { Inventory } from './inventory';
import { LEFT_OPEN } from './left-open';
import { IpGroupExports } from './ip-groups';
import { isFields } from '../network/fields';
import { sayMissingPages } from './paging';
import { routeTables } from './route-tables';
import { heldAgainstForce } from './rules-in-force';
import { securityGroups } from './security-groups';
import { sayStates } from './states';
import { exportedConnections, sayHubsWithoutConnections } from './peerings';
import { bareNetworks, subnets } from './subnets';
import { evaluatedTemplate } from './template';
import { PLACEHOLDER } from './template-expressions';
import { Groups, templateGroups } from './template-groups';
import { exportedDnatRules } from './translations';

/** What is known besides the files. */
interface Beside {
  /** Ids: exports of resource groups do not say of which group they are. */
  readonly ids?: readonly string[];
  /** IP groups that are going to be made or changed, by id in lower case, or by resource group and name. */
  readonly ipGroup?: (key: string, path?: string) => IpGroup | undefined;
  /** Whether a plan takes away what has an id, in lower case. */
  readonly isTakenAway?: (key: string) => boolean;
}

/**
 * Reads what Azure says is deployed: answers of Azure Resource Manager and of Resource Graph, what the command line prints of
 * them, and exports of resource groups. Files that are given together are of one network.
 *
 * @param beside what is known from elsewhere
 */
export function readExports(sources: readonly ExportSource[], { ids = [], ipGroup = () => undefined,
  isTakenAway = () => false }: Beside = {}): Network {
  const problems = new Map<string, ReadingProblem>();
  const report: ReportProblem = (place, message, more = {}) => {
    // What two readers look at is said once.
    problems.set(JSON.stringify([place.file, place.resource, place.part, message]), { place, message, ...more });
  };
  sources.forEach(refuseTooDeep);
  const documents = sources.map(({ file, json }) => ({ file: printable(file), json })).sort((a, b) => compareTexts(a.file, b.file))
    .flatMap(documentsIn);
  const { inventory, taken } = inventoryOf(documents, ids, report);
  sayMissingPages(documents, inventory, report);
  sayStates(inventory, report);
  sayHubsWithoutConnections(inventory, report);
  const ofManagers = [...adminRules(inventory), ...effectiveAdminRules(documents, report)];
  const translated = exportedDnatRules(inventory);
  const ipGroups = new IpGroupExports(inventory, ipGroup, isTakenAway);
  const inForce = effectiveGroups(documents, report);
  // What is listed says more than what is in force at one interface.
  const atInterfaces = inForce.map(({ group }) => group);
  const groups = byKey([...atInterfaces, ...heldAgainstForce(securityGroups(inventory), atInterfaces, report)]);
  const listed = withoutRefusedGroups(subnets(inventory, inForce), report);
  const routed = withEffectiveRoutes({ subnets: listed, routeTables: byKey(routeTables(inventory)) }, documents, report);
  const network = {
    ...(ofManagers.length > 0 && { adminRules: ofManagers }), ...(translated.length > 0 && { dnatRules: translated }),
    ...exportedPrivateZones(inventory), ...exportedEndpointSubnets(inventory), ...exportedConnections(inventory),
    ...exportedBalancers(inventory), ...bareNetworks(inventory),
    ...exportedInterfaces(inventory, inForce.flatMap(({ onInterface }) => onInterface ?? [])),
    subnets: routed.subnets.map((subnet) => resting(subnet, taken)), ipGroups: ipGroups.groups,
    securityGroups: byKey([...groups.values()].map((group) => resting(group, taken))),
      routeTables: byKey([...routed.routeTables.values()].map((table) => resting(table, taken))),
    firewalls: new FirewallExportReader(inventory, ipGroups).read().map((firewall) => resting(firewall, taken)),
  };
  return { ...network, problems: [...problems].sort(([a], [b]) => compareTexts(a, b)).map(([, problem]) => problem) };
}

/** What is listed, and what was taken for the group of a template, by file. */
interface ExportContents {
  readonly inventory: Inventory;
  readonly taken: ReadonlyMap<string, readonly string[]>;
}

function inventoryOf(documents: readonly ExportDocument[], known: readonly string[], report: ReportProblem): ExportContents {
  const inventory = new Inventory(report);
  const isTemplate = ({ template }: ExportDocument): boolean => template !== undefined;
  const templates = documents.filter(isTemplate).map((document, i) => evaluatedTemplate(document, i, report));
  const others = documents.filter((document) => !isTemplate(document) && !document.form.startsWith('effective'));
  others.forEach((document) => inventory.add(document, document.items));
  const taken = new Map<string, string[]>();
  if (templates.length > 0) {
    const ids = [...known, ...others.flatMap(({ items }) => idsIn(items)), ...templates.flatMap((template) => template.ids)];
    const groups = templateGroups(templates.map(({ names }) => names), ids);
    for (const template of templates) {
      const group = groups.get(template.names.base)!;
      if (!group.includes(PLACEHOLDER)) {
        addTo(taken, template.file,
          `${template.file} is an export of the resource group ${shown(group.slice(group.lastIndexOf('/') + 1))}, which it does not say ` +
            'and other files name');
      }
      if (template.defaults.length > 0) {
        addTo(taken, template.file, `${template.file} was deployed with the defaults of its parameters (${shown(template.defaults
          .slice(0, MAX_NAMED).join(', '))}${template.defaults.length > MAX_NAMED ? ' and more' : ''})`);
      }
      if (template.inBoth !== undefined && group.includes(PLACEHOLDER)) {
        const why = 'it has a deployment to another resource group, which may be its own, as that is not known: both have ' +
          template.inBoth;
        const place = { file: template.file, resource: 'resources' };
        report(place, `${why}; give an export that names the group too`);
        LEFT_OPEN.forEach((type) => inventory.setUnreadType(type, { place, why: `${template.file}: ${why}` }));
      }
      template.unread.forEach((why, type) => inventory.setUnreadType(type, { place: { file: template.file, resource: 'resources' }, why }));
      inventory.add(template, template.items, (text) => inGroup(text, groups));
    }
  }
  return { inventory, taken };
}

/** The same with what was taken for known of its file. */
function resting<T extends { readonly place: Place }>(one: T, taken: ReadonlyMap<string, readonly string[]>): T {
  const conditions = taken.get(one.place.file);
  return conditions === undefined ? one : { ...one, conditions };
}

/** Names in one sentence. */
const MAX_NAMED = 3;

/** An id with the group that it is in, instead of what stands for it. */
function inGroup(text: string, groups: Groups): string {
  const [, base, standIn, name] = /^(\/subscriptions\/(<[^>]*>)\/resourceGroups\/([^/]*))\//i.exec(text) ?? [];
  if (base === undefined || standIn === undefined || name === undefined) {
    return text;
  }
  const own = groups.get(`/subscriptions/${standIn}/resourceGroups/${standIn}`.toLowerCase());
  // Another group that a template names is in its own subscription.
  const found = own === undefined || name === standIn ? own : `/subscriptions/${own.split('/')[2]!}/resourceGroups/${name}`;
  return `${found ?? base}${text.slice(base.length)}`;
}

function idsIn(value: unknown): string[] {
  if (typeof value === 'string') {
    return value.startsWith('/subscriptions/') ? [value] : [];
  }
  return Array.isArray(value) ? value.flatMap(idsIn) : isFields(value) ? Object.values(value).flatMap(idsIn) : [];
}

function byKey<T extends { readonly key: string }>(items: readonly T[]): Map<string, T> {
  return new Map([...items].sort((a, b) => compareTexts(a.key, b.key)).map((item) => [item.key, item]));
}
