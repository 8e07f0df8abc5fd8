import { Cover } from '../../../lib/filtering/rule-lists/cover';
import { LaterRules } from '../../../lib/filtering/rule-lists/later-rules';
import { RuleList } from '../../../lib/filtering/rule-lists/rule-list';
import { addresses, ANY, port, range, rule, symbol, SYMBOLS } from '../../support/filter-rules';

test('later rules of the other access that have flows in common are not overlooked', () => {
  const rules = Array.from({ length: 300 }, (_, i) => rule(i % 3 === 0 ? 'deny' : 'allow', {
    sources: i % 29 === 0 ? [ANY] : i % 13 === 0 ? [symbol('Storage')] : [range(`10.0.${i * 7 % 40}.0/24`)],
    destinations: i % 31 === 0
      ? [range('10.0.0.0/8')]
      : i % 17 === 0 ? [symbol('Six'), range('10.1.3.0/24')]
      : [range(`10.1.${i * 11 % 40}.0/24`), addresses(6, 5n, 9n)],
    destinationPorts: [port(i % 5, i % 5 + 2)],
  }));
  const list = new RuleList([{ rules, defaultAccess: 'deny' }], SYMBOLS);
  const later = new LaterRules(list, new Cover(list));
  let left = 0;
  for (const one of rules.keys()) {
    const opposed = [...later.opposed(one, list.count)];
    const others = [...Array(list.count).keys()].filter((other) => other > one && list.allows[other] !== list.allows[one]);
    expect(opposed).toStrictEqual(others.filter((other) => opposed.includes(other)));
    expect(others.filter((other) => list.commonBox(one, other) !== undefined && !opposed.includes(other))).toStrictEqual([]);
    left += others.length - opposed.length;
  }
  expect(left).toBeGreaterThan(5000); // that need no look
});
