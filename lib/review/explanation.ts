import { printable } from '../azure/errors';
import { PathStep } from '../filtering/answers';
import { Explanation } from '../verification/explain';
import { jsonText } from './json-text';
import { code, escapeMarkdown, markdownTable } from './markdown';
import { PLAIN, Tone } from './paint';
import { placeDocument } from './verification-json';
import { placeText } from './verification-summary';

const TONES: Readonly<Record<Explanation['outcome'], Tone>> = { allow: 'good', deny: 'bad', unknown: 'doubtful' };
const OUTCOMES: Readonly<Record<Explanation['outcome'], string>> = { allow: 'allowed', deny: 'denied', unknown: 'unknown' };

/** The way of a flow, rule by rule, for a terminal. */
export function explanationText(explanation: Explanation, paint = PLAIN): string {
  const { steps, conditions } = explanation;
  const word = (outcome: Explanation['outcome']): string => paint(TONES[outcome], OUTCOMES[outcome]);
  const lines = steps.map((step, i) => `${i + 1}. ${step.layer}: ${word(step.result)}\n   ` +
    `${printable(step.text)}\n${step.places.map((place) => `   at: ${placeText(place)}\n`).join('')}${rulesText(step)}`);
  const rests = conditions.map((condition) => `rests on: ${printable(condition)}\n`);
  return [
    `${word(explanation.outcome)}: ${printable(explanation.flow)}\n`,
    ...(lines.length === 0 ? [] : [lines.join('')]), ...(rests.length === 0 ? [] : [rests.join('')]),
  ].join('\n');
}

/** The documented JSON. */
export function explanationJson({ flow, outcome, steps, conditions }: Explanation): string {
  return jsonText({
    flow, outcome,
    steps: steps.map(({ layer, result, text, places, rules = [] }) => ({ layer, result, text, places: places.map(placeDocument), rules })),
    conditions,
  });
}

/** The way of a flow as Markdown. */
export function explanationMarkdown({ flow, outcome, steps, conditions }: Explanation): string {
  const row = ({ layer, result, text, places }: PathStep, i: number): string[] =>
    [String(i + 1), layer, OUTCOMES[result], escapeMarkdown(printable(text)), places.map((place) => code(placeText(place))).join('<br>')];
  const rests = conditions.map((condition) => `- rests on: ${escapeMarkdown(printable(condition))}\n`).join('');
  return [
    `**${OUTCOMES[outcome]}**: ${code(printable(flow))}\n`,
    ...(steps.length === 0 ? [] : [markdownTable(['Step', 'Layer', 'Result', 'Why', 'Places'], steps.map(row))]),
    ...steps.flatMap(({ layer, rules = [] }) => (rules.length === 0
      ? []
      : [`Rules of the ${layer} in their order:\n\n${rules.map((rule, n) => `${n + 1}. ${escapeMarkdown(printable(rule))}\n`).join('')}`])),
    ...(rests === '' ? [] : [rests]),
  ].join('\n');
}

/** The rules that were looked at, one a line. */
function rulesText({ rules = [] }: PathStep): string {
  return rules.map((rule) => `   - ${printable(rule)}\n`).join('');
}
