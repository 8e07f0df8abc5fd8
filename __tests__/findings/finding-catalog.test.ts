import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FindingId } from '../../lib';
import { inOrder } from '../../lib/findings/finding';
import { ACKNOWLEDGEABLE, FindingName, findingRow, FINDINGS } from '../../lib/findings/finding-catalog';
import { SEVERITIES } from '../../lib/findings/severity';
import { findingsPage } from '../../scripts/reference/findings-page';
import { finding } from '../verification/results';

/** Ids are written into deployment files and read by programs: one that is here stays. */
const IDS = [
  'requirement-denied', 'requirement-unknown', 'not-evaluated', 'refused-by-azure', 'input-not-understood', 'open-beyond-requirements',
  'opening-unknown', 'wider-than-required', 'virtual-network-widened', 'rule-never-matches', 'rule-redundant', 'rules-contradict',
  'tag-case', 'tag-spelling', 'tag-unknown', 'retired-requirement', 'host-name-not-accepted', 'firewall-without-way-out',
  'subnet-without-security-group', 'subnet-without-route-table', 'rules-not-read', 'acknowledgement-unused',
];

const PAGE = readFileSync(join(__dirname, '..', '..', 'docs', 'findings.md'), 'utf8');

test('ids are these', () => {
  expect(FINDINGS.map(({ id }) => id)).toEqual(IDS);
});

test('deployment files can acknowledge all of them but one', () => {
  expect([...ACKNOWLEDGEABLE, 'acknowledgement-unused'].sort()).toEqual([...IDS].sort());
});

describe('docs/findings.md', () => {
  test('is generated from the catalog', () => {
    expect(PAGE).toBe(findingsPage());
  });

  test('has a section for each of them and for acknowledging', () => {
    expect([...PAGE.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual(['Acknowledging', ...IDS]);
  });

  test('has the severities', () => {
    const cells = [...PAGE.matchAll(/^\| (\w+) \| [^|]+ \| [^|]+ \|$/gm)].map(([, severity]) => severity);
    expect(cells.filter((one) => one !== 'severity' && one !== 'id')).toEqual(SEVERITIES);
  });

  test('has links that lead somewhere', () => {
    const pages = [...PAGE.matchAll(/\]\(([a-z-]+\.md)/g)].map(([, page]) => page!);
    expect(pages.filter((page) => !existsSync(join(__dirname, '..', '..', 'docs', page)))).toEqual([]);
  });
});

test.each(FINDINGS.map((row) => [row.id, row] as const))(
  'the texts of %s are sentences', (_, { meaning, detail, example, remedy, acknowledge }) => {
    for (const text of [meaning, detail, example, remedy, acknowledge]) {
      expect(text).toMatch(/^[A-Z`].*\.$/);
    }
    expect(meaning).not.toMatch(/[`[\]]/);
  },
);

test.each(FINDINGS.filter(({ severity }) => severity === 'error' || severity === 'unknown'))(
  'the remedy of $id is plain text, because syntheses fail with it', ({ remedy }) => {
    expect(remedy).not.toMatch(/[`[\]]/);
  },
);

test('every row has a public id, and every public id a row', () => {
  expect(Object.values(FindingId)).toEqual(IDS);
  expect(Object.keys(FindingId)).toEqual(IDS.map((id) => id.toUpperCase().replace(/-/g, '_')));
});

test('findings are in the order of severity, id and subject', () => {
  const sorted = [
    finding('requirement-denied', 'b'), finding('tag-case', 'a'), finding('tag-case', 'b'), finding('not-evaluated', 'a'),
    finding('acknowledgement-unused', 'z'), finding('rule-redundant', 'a'),
  ];
  expect(inOrder([...sorted].reverse())).toEqual(sorted);
  expect(IDS.every((id) => SEVERITIES.includes(findingRow(id as FindingName).severity))).toBe(true);
});
