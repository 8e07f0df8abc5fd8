import { addTo } from '../azure/groups';
import { Cloud, CLOUDS } from '../azure/clouds';
import { InputError } from '../azure/errors';
import { checkRegion } from '../azure/regions';
import { conditionText } from '../catalog/requirement-documents';
import { Deployment } from '../deployment/deployment';
import { readDependenciesAnswer } from '../input/dependencies-answer';
import { STANDARD_INPUT } from '../input/text';
import { HostResult, OpenHosts, SubnetHost } from '../lookup/open-hosts';
import { Edition, EDITIONS } from '../requirements/edition';
import { factsOf } from '../requirements/facts';
import { Scenario } from '../requirements/scenario';
import { DeploymentEntry, Drift, drift, DriftEntry, DriftSubject } from '../review/drift';
import { code, escapeMarkdown, markdownTable } from '../review/markdown';
import { shownPath } from '../review/verification-summary';
import { EXIT } from './exit';
import { Format, plainTable } from './tables';

/** What the command is asked for. */
export interface DriftOptions {
  readonly deployment?: string;
  readonly edition?: Edition;
  readonly cloud?: Cloud;
  readonly region?: string;
  readonly format: Format;
}

/** Compares an answer, and says by the exit code whether anything differs that matters, or is unknown. */
export function driftCommand(path: string, options: DriftOptions): { readonly text: string; readonly exit: number } {
  const subject = subjectOf(path, options);
  const answer = readDependenciesAnswer(path, 'listed');
  const found = drift(answer, subject);
  const head: Head = {
    answer: answer.name, deployment: options.deployment === undefined ? undefined : shownPath(options.deployment),
    edition: subject.edition, cloud: subject.cloud, region: subject.region,
  };
  return {
    text: FORMATTERS[options.format](head, found),
    exit: found.differences > 0 ? EXIT.differences : found.unknown > 0 ? EXIT.unknown : EXIT.ok,
  };
}

function subjectOf(path: string, { deployment, edition, cloud, region }: DriftOptions): DriftSubject {
  const given = Object.entries({ '--edition': edition, '--cloud': cloud, '--region': region })
    .filter(([, value]) => value !== undefined).map(([option]) => option);
  if (deployment !== undefined) {
    if (given.length > 0) {
      throw new InputError({
        argument: given.join(', '), problem: 'the deployment file says that', allowed: 'give either --deployment or these options',
      });
    }
    if (deployment === STANDARD_INPUT && path === STANDARD_INPUT) {
      throw new InputError({
        argument: '--deployment', problem: 'standard input cannot be the answer and the deployment file',
        allowed: 'give the path of a file for one of them',
      });
    }
    const file = Deployment.fromFile(deployment);
    const { requirements, _description: { workspace, compute, kubernetes, scenarios = [] } } = file;
    const facts = factsOf(workspace, compute, kubernetes, scenarios.includes(Scenario.DATA_EXFILTRATION_PROTECTION));
    return {
      edition: requirements.edition, cloud: requirements.cloud, region: requirements.region, workspace, facts, open: new OpenHosts(file),
    };
  }
  const needed = '; without --deployment, --edition, --cloud and --region say what the answer is compared with';
  if (edition === undefined) {
    throw new InputError({ argument: '--edition', problem: 'is missing', allowed: `give one of ${EDITIONS.join(', ')}${needed}` });
  }
  if (cloud === undefined) {
    throw new InputError({ argument: '--cloud', problem: 'is missing', allowed: `give one of ${CLOUDS.join(', ')}${needed}` });
  }
  if (region === undefined) {
    throw new InputError({ argument: '--region', problem: 'is missing', allowed: `give an ARM name such as westus2${needed}` });
  }
  return { edition, cloud, region: checkRegion(region, cloud), workspace: {} };
}

interface Head {
  readonly answer: string;
  readonly deployment?: string;
  readonly edition: Edition;
  readonly cloud: Cloud;
  readonly region: string;
}

const FORMATTERS: Readonly<Record<Format, (head: Head, found: Drift) => string>> = { json, table, markdown };

/** The documented JSON: texts of the answer stand in `host`, `listedAs` and `categories` only. */
function json(head: Head, found: Drift): string {
  const listedAs = (suffix: string | undefined): object => (suffix === undefined ? {} : { listedAs: suffix });
  return `${JSON.stringify({
    ...head,
    differences: found.differences,
    ...(head.deployment !== undefined && { unknown: found.unknown }),
    hosts: found.entries.map(({ host, suffix, port, categories, differs, catalog, deployment }) =>
      ({ host, ...listedAs(suffix), port, categories, differs, catalog, ...(deployment && { deployment: deploymentJson(deployment) }) })),
    withoutPort: found.withoutPort.map(({ host, suffix, categories }) => ({ host, ...listedAs(suffix), categories })),
    emptyCategories: found.emptyCategories,
    onlyInCatalog: found.onlyInCatalog.map(({ conditions, ...row }) => ({ ...row, conditions: conditions.map(conditionText) })),
  }, null, 2)}\n`;
}

function deploymentJson({ result, requirements, subnets }: DeploymentEntry): object {
  return {
    result, requirements,
    subnets: subnets.map(({ subnet, result: own, decidedBy }) =>
      ({ subnet, result: own, ...(decidedBy && { layer: decidedBy.layer, decidedBy: decidedBy.text }) })),
  };
}

interface DriftSection {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns that hold names, ids and texts of the answer, which Markdown shows as code. */
  readonly names: readonly number[];
}

function sectionsOf(found: Drift): DriftSection[] {
  const compared = found.entries.some(({ deployment }) => deployment !== undefined);
  return [
    {
      title: 'Hosts and ports of the answer', columns: ['', 'Host', 'Port', 'Catalog', ...(compared ? ['Deployment'] : []), 'Categories'],
      names: [1, compared ? 5 : 4],
      rows: found.entries.map((entry) => [
        entry.differs ? '!' : '', hostText(entry), String(entry.port), catalogText(entry), ...(compared ? [deploymentText(entry)] : []),
        entry.categories.join(', '),
      ]),
    },
    {
      title: 'Hosts without a port: no rule can be made for them', columns: ['', 'Host', 'Categories'], names: [1, 2],
      rows: found.withoutPort.map((one) => ['!', hostText(one), one.categories.join(', ')]),
    },
    {
      title: 'Categories without a host', columns: ['Category'], names: [0],
      rows: found.emptyCategories.map((category) => [category === '' ? '(no category)' : category]),
    },
    {
      title: 'Only in the catalog, for information: the API names no protocol and does not list everything',
      columns: ['Requirements', 'Host', 'Protocol', 'Ports', 'Reason', 'Conditions'], names: [0, 1],
      rows: found.onlyInCatalog.map(({ requirementIds, host, protocol, ports, reason, conditions }) =>
        [requirementIds.join(', '), host, protocol, ports.join(', '), REASONS[reason], conditions.map(conditionText).join('; ')]),
    },
  ].filter(({ rows }) => rows.length > 0);
}

/** Rows that a cell names. */
const SHOWN = 2;

const REASONS = { host: 'host not listed', ports: 'listed with other ports', protocol: 'the API cannot list UDP' } as const;

function hostText({ host, suffix }: { readonly host: string; readonly suffix?: string }): string {
  return suffix === undefined ? host : `${host} (listed as ${suffix})`;
}

function catalogText({ host, catalog: { result, rows } }: DriftEntry): string {
  const named = (): string => someOf(rows, (row) => row.host, ({ requirementId }) => requirementId);
  const ports = (): string =>
    someOf(rows, (row) => `${row.host === host ? '' : `${row.host} `}${row.protocol} ${row.ports.join(', ')}`, ({ requirementId }) =>
      requirementId);
  switch (result) {
    case 'same':
      return `same: ${rows.map(({ requirementId }) => requirementId).join(', ')}`;
    case 'covered':
      return `covered by ${named()}`;
    case 'conditional':
      return `not for this workspace: ${named()}`;
    case 'partly':
      return `only below: ${named()}`;
    case 'other-section':
      return `other section: ${named()}`;
    case 'other-protocol':
      return `other protocol: ${ports()}`;
    case 'other-ports':
      return `other ports: ${ports()}`;
    case 'only-in-answer':
      return 'only in the answer';
  }
}

/** `a (id, id), b (id) and 3 more`: enough for a cell. The JSON has all of them. */
function someOf<T>(items: readonly T[], textOf: (item: T) => string, idOf: (item: T) => string): string {
  const ids = new Map<string, string[]>();
  for (const item of items) {
    addTo(ids, textOf(item), idOf(item));
  }
  const shown = [...ids].slice(0, SHOWN).map(([text, those]) => `${text} (${those.join(', ')})`).join(', ');
  return ids.size > SHOWN ? `${shown} and ${ids.size - SHOWN} more` : shown;
}

function deploymentText({ deployment }: DriftEntry): string {
  const { result, requirements, subnets } = deployment!;
  const by = requirements.length === 0
    ? 'rules for something else' : someOf(requirements, ({ endpoint }) => endpoint, ({ id }) => id);
  switch (result) {
    case 'open':
      return `open by ${by}`;
    case 'partly':
      return `open only below: ${by}`;
    case 'required':
      return `asked for by ${by}`;
    case 'not-required':
      return 'not asked for';
    case 'not-open':
    case 'unknown':
    case 'some-subnets':
      return Object.entries(WORDS).flatMap(([word, results]) => {
        const those = subnets.filter((one) => results.includes(one.result));
        return those.length === 0 ? [] : [wordsOf(word, those, those.length === subnets.length)];
      }).join('; ');
  }
}

const WORDS: Readonly<Record<string, readonly HostResult[]>> = {
  'not open': ['not-open'], 'not asked for': ['not-required'], 'not known': ['unknown'], 'open only below': ['partly'], 'open': ['open'],
  'asked for': ['required'],
};

/** `not open from training (security group), batch (firewall)`. */
function wordsOf(word: string, subnets: readonly SubnetHost[], areAll: boolean): string {
  const isOpen = word === 'open';
  const layers = [...new Set(subnets.map(({ decidedBy }) => decidedBy?.layer))];
  const layer = layers.length === 1 && layers[0] !== undefined && !isOpen ? ` (${layers[0]})` : '';
  return areAll && layers.length === 1
    ? `${word}${layer}`
    : `${word} from ${subnets.map(({ subnet, decidedBy }) =>
      (layer === '' && decidedBy !== undefined && !isOpen ? `${subnet} (${decidedBy.layer})` : subnet)).join(', ')}${layer}`;
}

function summaryOf(head: Head, { differences, unknown, entries, withoutPort }: Drift): string {
  const all = entries.length + withoutPort.length;
  const against = head.deployment === undefined ? `the catalog (${head.edition}, ${head.cloud}, ${head.region})` : head.deployment;
  const doubt = unknown === 0 ? '' : ` ${unknown} ${unknown === 1 ? 'is' : 'are'} unknown.`;
  return `${differences} of ${all} ${all === 1 ? 'entry' : 'entries'} of ${head.answer} ${differences === 1 ? 'differs' : 'differ'} from ` +
    `${against}.${doubt} The answer names no protocol, so TCP is assumed.`;
}

function table(head: Head, found: Drift): string {
  return `${sectionsOf(found).map(({ title, columns, rows }) => `${title}\n\n${plainTable(columns, rows)}\n`)
    .join('')}${summaryOf(head, found)}\n`;
}

function markdown(head: Head, found: Drift): string {
  const sections = sectionsOf(found).map(({ title, columns, rows, names }) =>
    `## ${title}\n\n${markdownTable(
      columns, rows.map((row) => row.map((text, i) => (names.includes(i) && text !== '' ? code(text) : escapeMarkdown(text)))),
    )}\n`);
  return `${sections.join('')}${escapeMarkdown(summaryOf(head, found))}\n`;
}
