import { printable, quote } from '../azure/errors';
import { CatalogEntry } from '../catalog/entry';
import { conditionText } from '../catalog/requirement-documents';
import { Carrier } from '../lookup/deployment-rules';
import { EditionChanges, RuleChanges, UnknownOmission } from '../lookup/edition-changes';
import { jsonText } from './json-text';
import { needText } from './lookup-words';
import { code, escapeMarkdown } from './markdown';

/** What changed between two editions, and what that changes in the rules of a deployment. */
interface EditionsDiff {
  readonly from: string;
  readonly to: string;
  readonly changes: EditionChanges;
  readonly deployment?: {
    readonly name: string; readonly rules: RuleChanges; readonly unknownOmissions: readonly UnknownOmission[];
  };
}

type EditionPart = readonly [title: string, lines: readonly string[]];

/** Titles and lines, in plain text. */
function partsOf({ from, to, changes, deployment }: EditionsDiff): EditionPart[] {
  const rules = deployment?.rules;
  const parts: EditionPart[] = [
    [`Only in ${to}`, changes.added.map(entryText)],
    [`Only in ${from}`, changes.removed.map(entryText)],
    ['Changed', changes.changed.map(({ before, after }) => `${entryText(before)}; now ${entryText(after)}`)],
  ];
  if (deployment === undefined || rules === undefined) {
    return parts;
  }
  const none = Object.values(rules).every(({ length }) => length === 0);
  return [
    ...parts,
    [`Rules of ${printable(deployment.name)} that come`, rules.added.map(({ where, rule, text }) => `${rule} in ${where}: ${text}`)],
    [`Rules of ${printable(deployment.name)} that go`, rules.removed.map(({ where, rule, text }) => `${rule} in ${where}: ${text}`)],
    [
      `Rules of ${printable(deployment.name)} that change`,
      rules.changed.map(({ before, after }) => `${after.rule} in ${after.where}: ${before.text}; now ${after.text}`),
    ],
    [
      `Rules of ${printable(deployment.name)} that change only in their description`,
      rules.described.map(({ before, after }) =>
        `${after.rule} in ${after.where}: ${quote(before.description)}; now ${quote(after.description)}`),
    ],
    ...deployment.unknownOmissions.map(({ edition, id }): EditionPart => [
      `Left out in ${printable(deployment.name)}, and not in ${edition}`,
      [`${id}: take it out of leaveOut in a file with edition ${edition}, which is refused with it`],
    ]),
    ...(none ? [[`Rules of ${printable(deployment.name)}`, ['no rule changes']] as const] : []),
  ];
}

function entryText(entry: CatalogEntry): string {
  const { id, section, conditions, citation, clouds } = entry;
  const when = conditions.length === 0 ? '' : `, when ${conditions.map(conditionText).join(' and ')}`;
  return `${id}: ${needText(entry)} (section ${section}, cloud ${clouds.join(', ')}${when}; ${citation.section}, row "${citation.row}")`;
}

export function editionsText(diff: EditionsDiff): string {
  const parts = partsOf(diff).filter(([, lines]) => lines.length > 0);
  const { added, removed, changed } = diff.changes;
  const head = `Edition ${diff.from} to ${diff.to}: ${added.length} added, ${removed.length} removed, ${changed.length} changed`;
  return (
    [head, ...parts.map(([title, lines]) => `\n${title}\n${lines.map((line) => `  ${printable(line)}`).join('\n')}`)].join('\n') + '\n'
  );
}

export function editionsMarkdown(diff: EditionsDiff): string {
  const parts = partsOf(diff).filter(([, lines]) => lines.length > 0);
  return parts
    .map(([title, lines]) => `### ${escapeMarkdown(title)}\n\n${lines.map((line) => `- ${code(printable(line))}\n`).join('')}`)
    .join('\n');
}

function ruleDocument({ where, rule, text }: Carrier): object {
  return { where, rule, text };
}

export function editionsJson({ from, to, changes, deployment }: EditionsDiff): string {
  const document = (entry: CatalogEntry): object => ({
    id: entry.id,
    need: needText(entry),
    section: entry.section,
    clouds: entry.clouds,
    conditions: entry.conditions.map(conditionText),
    citation: entry.citation,
  });
  return jsonText({
    from,
    to,
    added: changes.added.map(document),
    removed: changes.removed.map(document),
    changed: changes.changed.map(({ before, after }) => ({ before: document(before), after: document(after) })),
    ...(deployment && {
      deployment: {
        name: deployment.name,
        rules: {
          added: deployment.rules.added.map(ruleDocument),
          removed: deployment.rules.removed.map(ruleDocument),
          changed: deployment.rules.changed.map(({ before, after }) => ({ before: ruleDocument(before), after: ruleDocument(after) })),
          described: deployment.rules.described.map(({ before, after }) =>
            ({ where: after.where, rule: after.rule, before: before.description, after: after.description })),
        },
        unknownOmissions: deployment.unknownOmissions,
      },
    }),
  });
}
