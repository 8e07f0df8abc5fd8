import { printable } from '../azure/errors';
import { LookupResult } from '../lookup/lookup';
import { explanationText } from './explanation';
import { jsonText } from './json-text';
import {
  adviceFor,
  citationText,
  coverText,
  deploymentLines,
  editionText,
  headline,
  idLink,
  isAskedFor,
  nearText,
  needText,
  stateText,
  throughTagsText,
  whenText,
} from './lookup-words';
import { code, escapeMarkdown } from './markdown';

/** What is said about endpoints, for a terminal. */
export function lookupText(results: readonly LookupResult[]): string {
  return results.map(text).join('\n');
}

function text(result: LookupResult): string {
  const { query, covering, near, tags, deployment, paths } = result;
  const lines = [query.text, `  ${headline(result)}`, ...query.notes.map((note) => `  ${note}`)];
  if (tags !== undefined) {
    lines.push(`  The service tag file has it in ${tags.length === 0 ? 'no service tag that the documentation names' : tags.join(', ')}.`);
  }
  for (const one of covering) {
    const { entry, state } = one;
    const [edition, tagText] = [editionText(one), throughTagsText(one)];
    lines.push(
      '',
      `  ${entry.id}: ${needText(entry)}`,
      `    ${coverText(result, one)}; ${entry.purpose}`,
      `    ${whenText(entry)}`,
      `    ${citationText(entry)}`,
    );
    lines.push(...[tagText, ...entry.notes, edition].filter((line) => line !== undefined).map((line) => `    ${line}`));
    lines.push(...(state === undefined ? [] : [`    ${stateText(state)}`]));
  }
  if (near.length > 0) {
    lines.push(
      '',
      '  Near:',
      ...near.map((one) => `    ${one.entry.id}: ${needText(one.entry)} (${nearText(one)}; section ${one.entry.section})`),
    );
  }
  if (deployment !== undefined) {
    lines.push('', `  Deployment ${printable(deployment.name)}:`, ...deploymentLines(result).map((line) => `    ${line}`));
  }
  const advice = adviceFor(result);
  lines.push(...(advice.length === 0 ? [] : ['', ...advice.map((line) => `  ${line}`)]));
  lines.push(
    ...(paths.length === 0
      ? []
      : [
          '',
          ...paths.flatMap((path) =>
            explanationText(path)
              .trimEnd()
              .split('\n')
              .map((line) => (line === '' ? '' : `  ${line}`)),
          ),
        ]),
  );
  return `${lines.join('\n')}\n`;
}

/** As Markdown, for a ticket. */
export function lookupMarkdown(results: readonly LookupResult[]): string {
  return results.map(markdown).join('\n');
}

function markdown(result: LookupResult): string {
  const { query, covering, near, tags, deployment, paths } = result;
  const lines = [`### ${code(query.text)}`, '', escapeMarkdown(headline(result)), ...query.notes.map(escapeMarkdown)];
  if (tags !== undefined) {
    lines.push('', `Service tags that cover it: ${tags.length === 0 ? 'none that the documentation names' : tags.map(code).join(', ')}.`);
  }
  for (const one of covering) {
    const [edition, tagText] = [editionText(one), throughTagsText(one)];
    lines.push(
      '',
      `- ${idLink(one.entry)}: ${code(needText(one.entry))}, ${escapeMarkdown(`${coverText(result, one)}. ${one.entry.purpose}`)}.`,
      `  - ${escapeMarkdown(whenText(one.entry))}`,
      `  - ${escapeMarkdown(citationText(one.entry))}`,
      ...(tagText === undefined ? [] : [`  - ${escapeMarkdown(tagText)}`]),
      ...one.entry.notes.map((note) => `  - ${escapeMarkdown(note)}`),
      ...(edition === undefined ? [] : [`  - ${escapeMarkdown(edition)}`]),
      ...(one.state === undefined ? [] : [`  - ${escapeMarkdown(stateText(one.state))}`]),
    );
  }
  lines.push(
    ...(near.length === 0
      ? []
      : ['', 'Near:', '', ...near.map((one) => `- ${idLink(one.entry)}: ${code(needText(one.entry))} (${nearText(one)})`)]),
  );
  if (deployment !== undefined) {
    lines.push(
      '',
      `Deployment ${code(printable(deployment.name))}:`,
      '',
      ...deploymentLines(result).map((line) => `- ${escapeMarkdown(line)}`),
    );
  }
  const advice = adviceFor(result);
  lines.push(...(advice.length === 0 ? [] : ['', ...advice.map(escapeMarkdown)]));
  lines.push(...paths.flatMap(({ flow, outcome }) => ['', `${code(printable(flow))}: ${outcome}`]));
  return `${lines.join('\n')}\n`;
}

/** The documented JSON: a list, one entry for each endpoint. */
export function lookupJson(results: readonly LookupResult[]): string {
  return jsonText(
    results.map((result) => ({
      asked: result.query.text,
      kind: result.query.kind,
      ...(result.query.value !== '' && { value: result.query.value }),
      ...(result.query.port !== undefined && { port: result.query.port }),
      ...(result.query.protocol && { protocol: result.query.protocol }),
      isAskedFor: isAskedFor(result),
      headline: headline(result),
      notes: result.query.notes,
      ...(result.tags && { serviceTags: result.tags }),
      requirements: result.covering.map(({ entry, relation, assumes, throughTags, otherEditions, state }) => ({
        id: entry.id,
        relation,
        assumes,
        throughServiceTags: throughTags,
        need: needText(entry),
        purpose: entry.purpose,
        section: entry.section,
        editions: entry.editions,
        clouds: entry.clouds,
        when: whenText(entry),
        citation: { ...entry.citation, date: entry.citation.date ?? entry.editions[entry.editions.length - 1] },
        notes: entry.notes,
        otherEditions,
        ...(state && { deployment: state }),
      })),
      near: result.near.map(({ entry, nearness }) => ({ id: entry.id, need: needText(entry), nearness, section: entry.section })),
      ...(result.deployment && {
        deployment: {
          name: result.deployment.name,
          requirementIds: result.deployment.requirements.map(({ id }) => id),
          partialRequirementIds: result.deployment.inPart.map(({ id }) => id),
          serviceTagRequirementIds: result.deployment.throughTags.map(({ id }) => id),
          rules: result.deployment.rules.map(({ where, rule, text }) => ({ where, rule, text })),
        },
      }),
      paths: result.paths.map(({ flow, outcome, steps }) => ({
        flow,
        outcome,
        steps: steps.map(({ layer, result: what, text: why }) => ({ layer, result: what, text: why })),
      })),
      advice: adviceFor(result),
    })),
  );
}
