import { printable } from '../azure/errors';
import { groupBy } from '../azure/groups';
import { Place } from '../network/network';
import { jsonText } from './json-text';
import { code, escapeMarkdown } from './markdown';
import type { ResourceLines } from './resource-lines';
import { placeDocument } from './verification-json';
import { Suggestion, Suggestions } from './suggestion';
import { Fragment, fragmentHcl, fragmentJson } from './terraform-fragment';

/** What is known of files of Terraform from their texts. */
type WrittenLines = Pick<ResourceLines, 'lineOf' | 'isList'>;

/** In the style of the file: where it has a list of objects, a block next to it is refused. */
function hclOf(fragment: Fragment, at: Place, lines: WrittenLines): string {
  return fragmentHcl(fragment, fragment.blocks !== undefined && lines.isList(at, fragment.blocks.of));
}

/**
 * What is missing, for a terminal: Terraform JSON and HCL of each, and what nothing is suggested for.
 *
 * @param lines lines of resources in their files
 */
export function suggestionsText({ suggested, nothing }: Suggestions, lines: WrittenLines): string {
  const sections = [
    ...(suggested.length === 0 ? [] : [`Suggested\n\n${suggested.map((one) => suggestionText(one, lines)).join('\n')}`]),
    ...(nothing.length === 0 ? [] : [`Nothing more is suggested for\n\n${byReason(nothing).map(({ what, why }) =>
      `${what.map((one) => `${printable(one)}\n`).join('')}  ${printable(why)}\n`).join('')}`]),
  ];
  return sections.length === 0 ? 'There is nothing to suggest: all requirements are met.\n' : sections.join('\n');
}

function suggestionText({ subnet, requirementId, otherRequirementIds, proposals }: Suggestion, lines: WrittenLines): string {
  const lineText = (line: number | undefined): string => (line === undefined ? '' : `, line ${line}`);
  return proposals.map(({ kind, owner, fragments, notes }) => [
    `${printable(`${subnet} ${requirementId}`)}: a ${kind} for ${printable(owner.resource)} in ` +
      `${printable(owner.file)}${lineText(lines.lineOf(owner))}\n`,
    ...alsoMet(otherRequirementIds).map((line) => `  ${line}\n`),
    ...notes.map((note) => `  ${printable(note)}\n`),
    ...fragments.map((fragment) => {
      const at = fragment.at ?? owner;
      const [json, hcl] = [jsonText(fragmentJson(fragment)), `${hclOf(fragment, at, lines)}\n`];
      const where = at.file === owner.file ? '' : `  In ${printable(at.file)}${lineText(lines.lineOf(at))}:\n`;
      return `\n${where}${(at.file.endsWith('.tf') ? [hcl, json] : [json, hcl]).join('\n')}`; // the syntax of the file first
    }),
  ].join('')).join('\n');
}

/** The same for a pull request. */
export function suggestionsMarkdown({ suggested, nothing }: Suggestions, lines: WrittenLines): string {
  return [
    ...suggested.flatMap(({ subnet, requirementId, otherRequirementIds: others, proposals }) => proposals.flatMap((proposal) => {
      const { kind, owner, fragments, notes } = proposal;
      const line = lines.lineOf(owner);
      const place = `${code(printable(owner.resource))} in ${code(printable(owner.file))}${line === undefined ? '' : `, line ${line}`}`;
      return [
        `**${escapeMarkdown(printable(`${subnet} ${requirementId}`))}**: a ${kind} for ${place}\n`,
        ...alsoMet(others).map((line) => `${escapeMarkdown(line)}\n`),
        ...notes.map((note) => `${escapeMarkdown(printable(note))}\n`),
        ...fragments.flatMap((fragment) => {
          const { file } = fragment.at ?? owner;
          return [
            ...(file === owner.file ? [] : [`In ${code(printable(file))}:\n`]),
            file.endsWith('.tf') ? block('hcl', hclOf(fragment, fragment.at ?? owner, lines))
              : block('json', jsonText(fragmentJson(fragment)).trimEnd()),
          ];
        }),
      ];
    })),
    ...byReason(nothing).map(({ what, why }) =>
      `Nothing more is suggested for ${escapeMarkdown(printable(what.join('; ')))}. The reason: ${escapeMarkdown(printable(why))}\n`),
  ].join('\n');
}

/** What else a suggestion is for, in one line where there is something. */
function alsoMet(ids: readonly string[]): string[] {
  return ids.length === 0 ? [] : [`With it and what is suggested before it, these are met too: ${printable(ids.join(', '))}.`];
}

/** A reason that several have in common is said once, with a line for each subnet. */
function byReason(nothing: Suggestions['nothing']): { readonly what: readonly string[]; readonly why: string }[] {
  return [...groupBy(nothing, ({ reason }) => reason)].map(([why, those]) => ({
    why, what: [...groupBy(those, ({ subnet }) => subnet)].map(([subnet, ofSubnet]) =>
      `${subnet}: ${ofSubnet.map(({ requirementId }) => requirementId).join(', ')}`),
  }));
}

/** A fence longer than any in the text. */
function block(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}\n`;
}

/** The same for programs. */
export function suggestionsDocument({ suggested, nothing }: Suggestions, lines: WrittenLines): object {
  return {
    suggestions: suggested.flatMap(({ proposals, subnet, requirementId, otherRequirementIds }) =>
      proposals.map(({ kind, owner, fragments, notes }) => ({
        subnet, requirementId, otherRequirementIds, kind, for: placeDocument(owner), notes,
        fragments: fragments.map((one) => {
          const at = one.at ?? owner;
          return { at: placeDocument(at), json: fragmentJson(one), hcl: hclOf(one, at, lines) };
        }),
      }))),
    notSuggested: nothing,
  };
}
