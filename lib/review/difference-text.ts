import { printableLines } from '../azure/errors';
import {
  DifferenceHead, flowsOf, kindText, marksOf, placesText, requirementText, ruleText, sideText, verdictText,
} from './difference-words';
import { FlowChange } from './flow-changes';
import { NetworkDifference } from './network-difference';
import { pathText } from './verification-summary';

/** A difference for a terminal: the verdict first, and last after a long output. */
export function differenceText(head: DifferenceHead, difference: NetworkDifference): string {
  const verdict = verdictText(difference);
  const { flows, requirements, newFindings, goneFindings, rules, notes } = difference;
  const sections = [
    section('Flows', flows.map(flowText)),
    section('Requirements', requirements.map((one) => `${one.subnet}: ${one.requirement} (${one.need}): ${requirementText(one)}\n`)),
    section('New findings', newFindings.map(({ id, subject, message }) => `${id}: ${subject}\n  ${message}\n`)),
    section('Findings that are gone', goneFindings.map(({ id, subject }) => `${id}: ${subject}\n`)),
    section(
      'Rules that are written in another way, without effect', rules.map((one) => `${one.subnet} ${one.direction}: ${ruleText(one)}\n`),
    ),
    section('What is not known', notes.map((note) => `${note}\n`)),
  ].filter((one) => one !== '');
  return [`${verdict}\n${originText(head)}\n`, ...sections, ...(sections.length === 0 ? [] : [`${verdict}\n`])].join('\n');
}

export function originText({ base, head, deployment, baseDeployment }: DifferenceHead): string {
  const asked = deployment === undefined ? 'no deployment file: nothing counts as asked for' : `deployment ${pathText(deployment)}`;
  return `Base ${pathText(base)}, head ${pathText(head)}, ` +
    `${asked}${baseDeployment === undefined ? '' : `, that of the base ${pathText(baseDeployment)}`}.`;
}

function section(title: string, entries: readonly string[]): string {
  return entries.length === 0 ? '' : `${title}\n\n${entries.map(printableLines).join('')}`;
}

function flowText(change: FlowChange): string {
  const { subnet, direction, before, after, example } = change;
  const marks = marksOf(change);
  const lines = [
    `before: ${sideText(before)}`, `after: ${sideText(after)}`,
    ...(example === undefined ? [] : [`example: ${example}`]),
    ...placesText(before.places).map((place) => `base: ${place}`), ...placesText(after.places).map((place) => `head: ${place}`),
  ];
  const title = `${subnet} ${direction}: ${kindText(change)}: ${flowsOf(change)}${marks.length === 0 ? '' : ` [${marks.join('; ')}]`}`;
  return `${title}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}
