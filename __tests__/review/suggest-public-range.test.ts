import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Configuration, fragmentsOf, suggestedFor, applied } from '../support/suggested';

const examples = join(__dirname, '..', '..', 'examples');
const json = JSON.parse(readFileSync(join(examples, 'data', 'hanging-job.tf.json'), 'utf8')) as Configuration;
const DEPLOYMENT = join(examples, 'own-requirement.yaml');

test('a public range is denied, on the condition that it is on the Internet, and the missing rule is suggested', () => {
  const { report, suggestions } = suggestedFor(json, DEPLOYMENT);
  const answer = report.answers.find(({ requirementId }) => requirementId === 'own.licences')!;
  expect(answer.outcome).toBe('denied');
  expect(answer.conditions).toContain('203.0.113.16/28 is on the Internet, and in no network that this one is connected to');
  const text = answer.steps.map((step) => step.text).join();
  expect(text).toContain('no rule matches 203.0.113.16/28, and what no rule matches is denied');
  expect(text.split('no rule matches 203.0.113.16/28').length).toBe(2);
  expect(suggestions.suggested.map(({ requirementId }) => requirementId)).toContain('own.licences');
  expect(JSON.stringify(fragmentsOf(suggestions))).toContain('"203.0.113.16/28"');
  const after = suggestedFor(applied(json, suggestions), DEPLOYMENT);
  expect(after.report.answers.every(({ outcome }) => outcome === 'met')).toBe(true);
});
