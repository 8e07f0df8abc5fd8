import { formatRequirements } from '../../lib/cli/requirements-command';
import type { RequirementDocument } from '../../lib/catalog/requirement-documents';

/** No entry of the catalog has these characters today; one that had them would break the table. */
const ODD = {
  id: 'a|b', direction: 'outbound', protocol: 'TCP', ports: ['443'], endpoint: { kind: 'url', value: 'x.com/`|`*' },
  conditions: [{ fact: 'a_b*<c>', is: false }], clouds: ['public'], editions: ['[x](y)'],
} as unknown as RequirementDocument;

test('Markdown keeps what would format or end a cell', () => {
  const [, , row] = formatRequirements([ODD], 'markdown').split('\n');
  expect(row).toBe("| `a\\|b` | outbound | TCP | 443 | `x.com/'\\|'*` | not a\\_b\\*\\<c\\> | public | \\[x\\]\\(y\\) |");
});

test.each([
  ['table', 'Id  Direction  Protocol  Ports  Endpoint  Conditions  Clouds  Editions\n\n0 requirements\n'],
  ['json', '[]\n'],
  [
    'markdown',
    '| Id | Direction | Protocol | Ports | Endpoint | Conditions | Clouds | Editions |\n| --- | --- | --- | --- | --- | --- | ' +
      '--- | --- |\n',
  ],
] as const)('nothing to list, as %s', (format, expected) => {
  expect(formatRequirements([], format)).toBe(expected);
});
