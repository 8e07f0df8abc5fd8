import { basename } from 'node:path';
import { printable } from '../azure/errors';
import { ServiceTagFile } from '../input/service-tag-file';
import { STANDARD_INPUT } from '../input/text';
import { RequirementSet } from '../requirements/requirement-set';
import { Notation, WIDENS } from './host-notations';

/** Where lists come from, so that a reader can tell how old they are. */
export interface ListHeader {
  /** Name of the deployment. */
  readonly deployment: string;
  readonly edition: string;
  readonly cloud: string;
  readonly region: string;
  /** Articles that the edition links to, with the dates of their lists. */
  readonly linkedLists: readonly { readonly article: string; readonly date: string }[];
  readonly serviceTagFile?: { readonly file: string; readonly date?: string; readonly changeNumber: number };
  readonly wildcards: Notation;
  /** What the notation opens beyond the requirements. */
  readonly widerThanDocumented?: string;
}

export function headerOf(
  deployment: string, set: RequirementSet, article: string, tags: ServiceTagFile | undefined, wildcards: Notation,
): ListHeader {
  const linked = new Map<string, { article: string; date: string }>();
  for (const { citation } of set.all) {
    if (citation !== undefined && citation.article !== article && citation.date !== undefined) {
      linked.set(`${citation.article} ${citation.date}`, { article: citation.article, date: citation.date });
    }
  }
  const widens = WIDENS[wildcards];
  return {
    deployment, edition: set.edition, cloud: set.cloud, region: set.region,
    linkedLists: [...linked.values()].sort((a, b) => (`${a.article} ${a.date}` < `${b.article} ${b.date}` ? -1 : 1)),
    ...(tags !== undefined && { serviceTagFile: { file: fileName(tags.path), ...dateOf(tags.path), changeNumber: tags.changeNumber } }),
    wildcards,
    ...(widens !== undefined && { widerThanDocumented: widens }),
  };
}

/** A line break in the name would end the comment that it stands in. */
function fileName(path: string): string {
  return path === STANDARD_INPUT ? 'standard input' : printable(basename(path));
}

/** The weekly files have their date in their name (`ServiceTags_Public_20251110.json`), and nowhere else. */
function dateOf(path: string): { date?: string } {
  const [, year, month, day] = /_(\d{4})(\d{2})(\d{2})\.json$/.exec(path) ?? [];
  return year === undefined ? {} : { date: `${year}-${month}-${day}` };
}

/** The header as lines for the head of a list. */
export function headerLines(title: string, header: ListHeader): string[] {
  const { serviceTagFile: tags } = header;
  return [
    `Azure Machine Learning: ${title}`,
    `deployment ${header.deployment}, edition ${header.edition}, cloud ${header.cloud}, region ${header.region}`,
    ...header.linkedLists.map(({ article, date }) => `linked list ${article}, ${date}`),
    ...(tags === undefined
      ? []
      : [`service tag file ${tags.file}, change number ${tags.changeNumber}${tags.date === undefined ? '' : `, ${tags.date}`}`]),
    `wildcards ${header.wildcards}${header.widerThanDocumented === undefined ? '' : `: ${header.widerThanDocumented}`}`,
  ];
}
