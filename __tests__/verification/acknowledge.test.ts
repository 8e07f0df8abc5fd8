import { acknowledge } from '../../lib/verification/acknowledge';
import { messageOf } from '../azure/message-of';
import { finding } from './results';

const FOUND = [finding('tag-case', 'nsg storage'), finding('rule-never-matches', 'nsg a'), finding('rule-never-matches', 'nsg b')];
const accepted = (finding_: string, subject: string, reason = 'Because'): { finding: string; subject: string; reason: string } =>
  ({ finding: finding_, subject, reason });

test('marks the finding with the id and the subject, and no other', () => {
  const all = acknowledge(FOUND, [accepted('rule-never-matches', 'nsg b')]);
  expect(all).toEqual([FOUND[0], FOUND[1], { ...FOUND[2], acknowledged: { reason: 'Because' } }]);
  expect(FOUND[2]).not.toHaveProperty('acknowledged');
});

test('without acknowledgements the findings are as they were', () => {
  expect(acknowledge(FOUND, [])).toEqual(FOUND);
});

test('a subject is taken as it is shown', () => {
  const [one] = acknowledge([finding('tag-case', 'a\u202eb')], [accepted('tag-case', 'a\\u202eb')]);
  expect(one!.acknowledged).toEqual({ reason: 'Because' });
});

test.each<[string, ReturnType<typeof accepted>[], string, string]>([
  [
    'of another subject', [accepted('tag-case', 'nsg storag')], 'tag-case nsg storag',
    'The acknowledgement of tag-case for "nsg storag" matches no finding; did you mean "nsg storage"?',
  ],
  [
    'of another id', [accepted('tag-unknown', 'nsg storage')], 'tag-unknown nsg storage',
    'matches no finding; remove it',
  ],
  [
    'given twice', [accepted('tag-case', 'nsg storage', 'One'), accepted('tag-case', 'nsg storage', 'Two')], 'tag-case nsg storage',
    'is given twice; take one away',
  ],
])('one that is %s is a finding', (_, acknowledgements, subject, says) => {
  const unused = acknowledge(FOUND, acknowledgements).filter(({ id }) => id === 'acknowledgement-unused');
  expect(unused).toEqual([expect.objectContaining({ severity: 'warning', subject, message: expect.stringContaining(says) as string })]);
});

test('the first of two is the reason', () => {
  expect(acknowledge(FOUND, [accepted('tag-case', 'nsg storage', 'One'), accepted('tag-case', 'nsg storage', 'Two')])[0]!.acknowledged)
    .toEqual({ reason: 'One' });
});

test('three of the same are one finding, whose subject can be told from others', () => {
  const all = acknowledge([], Array.from({ length: 3 }, () => accepted('tag-case', 'x')));
  expect(all.map(({ subject }) => subject)).toEqual(['tag-case x']);
});

test('an unused one names its place and stands in the order of findings', () => {
  const place = { file: 'deployment.yaml', resource: 'acknowledged[0]' };
  const all = acknowledge(FOUND, [{ ...accepted('tag-unknown', 'x'), place }]);
  expect(all.map(({ id }) => id)).toEqual(['tag-case', 'acknowledgement-unused', 'rule-never-matches', 'rule-never-matches']);
  expect(all[1]!.places).toEqual([place]);
});

test.each<[ReturnType<typeof accepted>, string]>([
  [accepted('rule-never-matchs', 'x'), 'acknowledgement: finding: "rule-never-matchs" is not one of "requirement-denied"'],
  [accepted('rule-never-matchs', 'x'), 'did you mean "rule-never-matches"?'],
  [accepted('tag-case', 'nsg storage', ' \t'), 'acknowledgement of "tag-case" for "nsg storage": say why the finding is accepted'],
  [accepted('tag-case', ''), 'acknowledgement of "tag-case": the subject is empty'],
  [accepted('acknowledgement-unused', 'x'), '"acknowledgement-unused" cannot be acknowledged; remove the acknowledgement'],
])('%j is refused', (acknowledgement, says) => {
  expect(messageOf(() => acknowledge(FOUND, [acknowledgement]))).toContain(says);
});
