import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inOrder } from '../../lib/findings/order';
import { ACKNOWLEDGEABLE, FindingId, FINDINGS, SEVERITIES, severityOf } from '../../lib/findings/table';
import { finding } from '../verification/results';

/** Ids are written into deployment files and read by programs: one that is here stays. */
const IDS = [
  'requirement-denied', 'requirement-unknown', 'not-evaluated', 'input-not-understood', 'open-beyond-requirements', 'opening-unknown', 'wider-than-required',
  'virtual-network-widened', 'rule-never-matches', 'rule-redundant', 'rules-contradict', 'tag-case', 'tag-spelling', 'tag-unknown', 'retired-requirement',
  'host-name-not-accepted', 'firewall-without-way-out', 'subnet-without-security-group', 'subnet-without-route-table', 'rules-not-read', 'acknowledgement-unused',
];

const PAGE = readFileSync(join(__dirname, '..', '..', 'docs', 'findings.md'), 'utf8');

test('ids are these', () => {
  expect(FINDINGS.map(([id]) => id)).toEqual(IDS);
});

test('deployment files can acknowledge all of them but one', () => {
  expect([...ACKNOWLEDGEABLE, 'acknowledgement-unused'].sort()).toEqual([...IDS].sort());
});

describe('docs/findings.md', () => {
  test('has them in one table, with severity and meaning', () => {
    const rows = [...PAGE.matchAll(/^\| \[`([a-z-]+)`\]\(#([a-z-]+)\) \| (\w+) \| (.*) \|$/gm)].map(([, id, anchor, severity, meaning]) => [id, anchor, severity, meaning]);
    expect(rows).toEqual(FINDINGS.map(([id, severity, meaning]) => [id, id, severity, meaning]));
  });

  test('has the severities', () => {
    expect([...PAGE.matchAll(/^\| (\w+) \| [^|]+ \| [^|]+ \|$/gm)].map(([, severity]) => severity).filter((one) => one !== 'severity' && one !== 'id')).toEqual(SEVERITIES);
  });

  test.each(FINDINGS.map(([id, severity, meaning]) => [id, severity, meaning] as const))('has a section for %s', (id, severity, meaning) => {
    const section = PAGE.split(/^## /m).find((part) => part.startsWith(`${id}\n`))!;
    expect(section).toContain(`Severity: ${severity}. ${meaning}\n`);
    expect([...section.matchAll(/^- ([A-Za-z ]+): /gm)].map(([, title]) => title)).toEqual(['Example', 'What to do', 'To acknowledge']);
  });

  test('has no other sections', () => {
    expect([...PAGE.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual(['Acknowledging', ...IDS]);
  });
});

test('findings are in the order of severity, id and subject', () => {
  const sorted = [finding('requirement-denied', 'b'), finding('tag-case', 'a'), finding('tag-case', 'b'), finding('not-evaluated', 'a'), finding('acknowledgement-unused', 'z'), finding('rule-redundant', 'a')];
  expect(inOrder([...sorted].reverse())).toEqual(sorted);
  expect(IDS.every((id) => SEVERITIES.includes(severityOf(id as FindingId)))).toBe(true);
});
