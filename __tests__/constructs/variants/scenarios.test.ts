import { Scenario } from '../../../lib';
import { ALL, SCENARIOS, VARIANTS, added, basicLines, byVariants, changed, linesOf, synthesized } from './variants';

const basic = basicLines();

const alone = new Map(Object.entries(SCENARIOS).map(([name, changes]) => [
  name, new Map(VARIANTS.map((variant) => [variant, added(basic.get(variant)!, variant, changes)])),
]));

// What Kubernetes adds has files of its own.
test.each([...alone].filter(([name]) => !name.startsWith('kubernetes')))('what %s adds', (_, byVariant) => {
  expect(byVariants((variant) => byVariant.get(variant)!)).toMatchSnapshot();
});

test('what data-exfiltration-protection adds, and takes away', () => {
  const changes = { scenarios: [Scenario.DATA_EXFILTRATION_PROTECTION, Scenario.STORAGE_FIREWALL] };
  expect(byVariants((variant) => changed(basic.get(variant)!, variant, changes))).toMatchSnapshot();
});

test.each(VARIANTS)('all scenarios together are the sum of each alone: $cloud $edition $destinations', (variant) => {
  const sum = new Set([...basic.get(variant)!, ...[...alone.values()].flatMap((byVariant) => byVariant.get(variant)!)]);
  expect([...new Set(linesOf(synthesized(variant, ALL)))].sort()).toEqual([...sum].sort());
});
