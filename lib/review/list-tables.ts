import { Requirement } from '../requirements/requirement';
import { Substitution, UnexpressedRequirement } from '../rules/translation-report';
import { FirewallListEntry, FirewallLists } from '../rules/firewall-lists';
import { csv } from './csv-text';
import { inNotation } from './host-notations';
import { ListHeader } from './list-header';

type Column = readonly [title: string, cell: (entry: FirewallListEntry, header: ListHeader) => string];

/** CSV has no place for a header of its own, so what tells lists apart and how old they are stands in columns. */
const COLUMNS: readonly Column[] = [
  ['kind', ({ kind }) => kind],
  ['value', ({ value }, { wildcards }) => inNotation(value, wildcards)],
  ['protocol', ({ protocol }) => protocol],
  ['port', ({ port }) => port.text],
  ['service tag', ({ serviceTag }) => serviceTag ?? ''],
  ['requirements', ({ requirements }) => requirements.map(({ id }) => id).join(' ')],
  ['purpose', ({ requirements }) => each(requirements, ({ purpose }) => purpose)],
  ['way out for data', ({ requirements }) => each(requirements, ({ dataExfiltration }) => dataExfiltration)],
  ['listed in', ({ requirements }) =>
    each(requirements, ({ citation }) => citation && [citation.article, citation.date].filter((text) => text !== undefined).join(' '))],
  ['deployment', (_, { deployment }) => deployment],
  ['edition', (_, { edition }) => edition],
  ['cloud', (_, { cloud }) => cloud],
  ['region', (_, { region }) => region],
  ['service tag file', ({ serviceTag }, { serviceTagFile }) => (serviceTag === undefined ? '' : serviceTagFile!.file)],
  ['service tag date', ({ serviceTag }, { serviceTagFile }) => (serviceTag === undefined ? '' : serviceTagFile!.date ?? '')],
  ['change number', ({ serviceTag }, { serviceTagFile }) => (serviceTag === undefined ? '' : String(serviceTagFile!.changeNumber))],
  ['wildcards', (_, { wildcards }) => wildcards],
];

/** What is said about several requirements, each text once. */
function each(requirements: readonly Requirement[], textOf: (requirement: Requirement) => string | undefined): string {
  return [...new Set(requirements.map(textOf).filter((text) => text !== undefined))].join(' / ');
}

/** All entries as CSV. */
export function listsCsv({ entries }: FirewallLists, header: ListHeader): string {
  return csv(COLUMNS.map(([title]) => title), entries.map((entry) => COLUMNS.map(([, cell]) => cell(entry, header))));
}

/** All entries as documented JSON, with all that the lists do not say. */
export function listsJson({ entries, unexpressed, substitutions }: FirewallLists, header: ListHeader): string {
  return `${JSON.stringify({
    header,
    entries: entries.map(({ kind, value, protocol, port, serviceTag, requirements }) => {
      const ways = each(requirements, ({ dataExfiltration }) => dataExfiltration);
      return {
        kind, value: inNotation(value, header.wildcards), protocol, port: port.text, ...(serviceTag !== undefined && { serviceTag }),
        requirementIds: requirements.map(({ id }) => id), purpose: each(requirements, ({ purpose }) => purpose),
        ...(ways !== '' && { dataExfiltration: ways }),
      };
    }),
    notCarried: unexpressed.filter(({ isOutOfPath, isDocumentationGap }) => !isOutOfPath && !isDocumentationGap).map(unexpressedOf),
    notPassing: unexpressed.filter(({ isOutOfPath }) => isOutOfPath).map(unexpressedOf),
    substitutions: substitutions.map(substitutionOf),
    documentationGaps: unexpressed.filter(({ isDocumentationGap }) => isDocumentationGap).map(unexpressedOf),
  }, null, 2)}\n`;
}

function unexpressedOf({ requirementId, need, reason, remedy }: UnexpressedRequirement): object {
  return { requirementId, need, reason, remedy };
}

function substitutionOf({ requirementId, need, writtenAs, reason, isWider }: Substitution): object {
  return { requirementId, need, writtenAs, reason, isWider };
}
