import { compareTexts } from '../azure/text-order';
import { dirname } from 'node:path';
import { addTo } from '../azure/groups';
import { printable } from '../azure/errors';
import type { ReportProblem, UnreadPart } from '../network/network';
import { withAzapi } from './azapi-resources';
import { Configuration } from './configuration';
import { contentKind } from './content';
import { NETWORK_TYPES } from './kinds';
import { moduleSources } from './module-sources';
import { plannedResources, stateResources } from './plan';
import { RemoteStates } from './remote-states';
import type { Resource, SourceDocument } from './resource';
import { SecretTexts, sensitiveTexts } from './sensitive-texts';
import { isFields } from '../network/fields';
import type { ValuesFile } from './variables';

/** What the documents give together. */
export interface Documents {
  /** In the order of their groups and addresses. */
  readonly resources: readonly Resource[];
  /** Resources of configurations that there are none of, as the values of variables are. */
  readonly leftOut: readonly Resource[];
  /** What a plan takes away. */
  readonly removed: readonly Resource[];
  readonly configurations: readonly Configuration[];
  /** Where modules come from, by file and address. */
  readonly moduleSources: ReadonlyMap<string, string>;
  /** Plans that do not say all. */
  readonly partial: readonly UnreadPart[];
  /** What nothing may show. */
  readonly secrets: SecretTexts;
}

/** Takes resources out of documents of any kind. */
export function documentsOf(
  sources: readonly SourceDocument[], report: ReportProblem, types: ReadonlySet<string> = NETWORK_TYPES,
): Documents {
  const documents = sources.filter(({ isForAll }) => isForAll !== true).map((one) => ({ ...one, file: printable(one.file) }))
    .sort((a, b) => compareTexts(a.file, b.file));
  const folders = new Map<string, SourceDocument[]>();
  const resources: Resource[] = [];
  const removed: Resource[] = [];
  const partial: UnreadPart[] = [];
  const modules = new Map<string, string>();
  for (const document of documents.filter(({ file }) => !isValuesFile(file))) {
    switch (contentKind(document.file, document.json)) {
      case 'configuration': {
        const folder = dirname(document.file);
        addTo(folders, folder, document);
        break;
      }
      case 'plan': {
        const planned = plannedResources(document, report);
        resources.push(...planned.resources);
        removed.push(...planned.removed);
        moduleSources(document.json).forEach(([address, source]) => modules.set(`${document.file} ${address}`, printable(source)));
        partial.push(...planned.partial === undefined ? [] : [planned.partial]);
        break;
      }
      case 'state':
        resources.push(...stateResources(document));
    }
  }
  const remoteStates = new RemoteStates();
  const configurations = [...folders].map(([folder, files]) =>
    new Configuration(folder === '.' ? files[0]!.file : folder, files, remoteStates, report, valuesFor(folder, documents, sources)));
  configurations.forEach((configuration) => remoteStates.add(configuration));
  resources.push(...configurations.flatMap((configuration) => configuration.resources(types)));
  configurations.flatMap(({ moduleSources }) => moduleSources).forEach(([address, source]) => modules.set(address, source));
  const secrets = configurations.reduce((all, configuration) => all.and(configuration.secrets), sensitiveTexts(sources));
  const isOfTypes = ({ type }: Resource): boolean => types.has(type);
  return {
    resources: withAzapi(resources.filter(isOfTypes).sort(byAddress)), leftOut: configurations.flatMap((one) => one.leftOut(types)),
    removed: removed.filter(isOfTypes), configurations,
    moduleSources: modules, partial, secrets,
  };
}

/** Whether a file has values of variables and nothing else. */
function isValuesFile(file: string): boolean {
  return /\.tfvars(\.json)?$/.test(file);
}

/**
 * The values for the configuration of a folder, in the order that Terraform takes them: those of the folder, then those that were
 * asked for. Source: Terraform 1.11, input variables, variable definition precedence.
 */
function valuesFor(folder: string, documents: readonly SourceDocument[], sources: readonly SourceDocument[]): ValuesFile[] {
  const own = documents.filter(({ file }) => isValuesFile(file) && dirname(file) === folder)
    .map(({ file, json }) => ({ file, values: json }));
  const rank = (file: string): number =>
    (/(^|[/\\])terraform\.tfvars$/.test(file) ? 0 : /(^|[/\\])terraform\.tfvars\.json$/.test(file) ? 1 : 2);
  const loaded = own.filter(({ file }) => rank(file) < 2 || /\.auto\.tfvars(\.json)?$/.test(file)).sort((a, b) =>
    rank(a.file) - rank(b.file));
  const asked = sources.filter(({ isForAll }) => isForAll === true).map(({ file, json }) => ({ file: printable(file), values: json }));
  return [...loaded, ...asked].flatMap(({ file, values }) => (isFields(values) ? [{ file, values }] : []));
}

/** An order that does not depend on that of the documents. */
function byAddress(a: Resource, b: Resource): number {
  return compareTexts(a.group, b.group) || compareTexts(a.address, b.address);
}
