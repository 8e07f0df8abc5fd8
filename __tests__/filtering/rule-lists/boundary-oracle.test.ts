/**
 * Every flow that the rules can tell apart, with every possible membership in symbols, decided one by one.
 */
import { contradictions } from '../../../lib/filtering/rule-lists/contradictions';
import { Cover } from '../../../lib/filtering/rule-lists/cover';
import { deadRules, deadRulesOf } from '../../../lib/filtering/rule-lists/dead-rules';
import { Access } from '../../../lib/filtering/rule-lists/list-rule';
import { redundantRules, redundantRulesOf } from '../../../lib/filtering/rule-lists/redundant-rules';
import { RuleList } from '../../../lib/filtering/rule-lists/rule-list';
import fc from '../../support/fast-check';
import { matchSets } from '../../support/filter-evaluator';
import { filterRule, filterRules, manyFilterRules, SYMBOLS, SYMBOL_NAMES } from '../../support/filter-rules';

const RULES = 9;
const numRuns = 1000;

const lowest = (set: number): number => 31 - Math.clz32(set & -set);

/** What the rules of a set decide, of which the first counts. */
function decided(set: number, accesses: readonly Access[], defaultAccess: Access): Access {
  return set === 0 ? defaultAccess : accesses[lowest(set)]!;
}

const bitsOf = (rules: readonly number[]): number => rules.reduce((bits, rule) => bits | (1 << rule), 0);

/** Which dead rules stay when redundant rules go: none, all of them, or one alone. */
function staying(dead: readonly number[]): number[] {
  return [0, bitsOf(dead), ...dead.map((rule) => 1 << rule)];
}

/**
 * Redundant rules can go, whichever dead rules stay. No other rule can go with them: it changes what is decided when none of the
 * dead rules stays, or when one does that it keeps from having an effect.
 */
function expectRedundant(
  redundant: readonly number[], dead: readonly number[], sets: readonly number[], accesses: readonly Access[], defaultAccess: Access,
): void {
  const isSame = (removed: number): boolean =>
    sets.every((set) => decided(set & ~removed, accesses, defaultAccess) === decided(set, accesses, defaultAccess));
  const removed = bitsOf([...redundant, ...dead]);
  expect(staying(dead).filter((stay) => !isSame(removed & ~stay))).toStrictEqual([]);
  const others = [...accesses.keys()].filter((rule) => (removed & (1 << rule)) === 0);
  expect(others.filter((rule) => staying(dead).every((stay) => isSame((removed | (1 << rule)) & ~stay)))).toStrictEqual([]);
}

describe('Rules against all their flows', () => {
  test('dead rules are those that decide no flow', () => {
    let found = 0;
    fc.assert(fc.property(filterRules(RULES), (rules) => {
      const sets = matchSets(rules, SYMBOL_NAMES, SYMBOLS);
      const live = new Set(sets.filter((set) => set !== 0).map(lowest));
      const dead = deadRules(rules, SYMBOLS);
      expect(dead.map(({ rule }) => rule)).toStrictEqual([...rules.keys()].filter((rule) => !live.has(rule)));
      for (const { rule, by } of dead) {
        const flows = sets.filter((set) => (set & (1 << rule)) !== 0);
        const isCoveredBy = (some: readonly number[]): boolean => flows.every((set) => some.some((one) => (set & (1 << one)) !== 0));
        expect(by.every((one) => one < rule)).toBe(true);
        expect(isCoveredBy(by)).toBe(true);
        expect(by.filter((left) => isCoveredBy(by.filter((one) => one !== left)))).toStrictEqual([]);
        expect(by.filter((one) => !flows.some((set) => lowest(set) === one))).toStrictEqual([]);
        found += by.length > 1 ? 1 : 0;
      }
    }), { numRuns });
    expect(found).toBeGreaterThan(40); // by several together
  });

  test('redundant rules can go together, with dead rules or without, and then no other can', () => {
    let found = 0;
    fc.assert(fc.property(filterRules(RULES), fc.constantFrom<Access>('allow', 'deny'), (rules, defaultAccess) => {
      const redundant = redundantRules(rules, SYMBOLS, defaultAccess);
      const dead = deadRules(rules, SYMBOLS).map(({ rule }) => rule);
      expect(new Set([...redundant, ...dead]).size).toBe(redundant.length + dead.length);
      expectRedundant(redundant, dead, matchSets(rules, SYMBOL_NAMES, SYMBOLS), rules.map(({ access }) => access), defaultAccess);
      found += redundant.length;
    }), { numRuns });
    expect(found).toBeGreaterThan(300);
  });

  // With the way for large tables also for small ones.
  test.each([['as it is', undefined], ['with all cells in tables', 0]])('many rules with many addresses, %s', (_, manyCells) => {
    let found = 0;
    fc.assert(fc.property(manyFilterRules, (rules) => {
      const sets = matchSets(rules, SYMBOL_NAMES.slice(0, 3), SYMBOLS);
      const list = new RuleList([{ rules, defaultAccess: 'deny' }], SYMBOLS);
      const cover = new Cover(list, manyCells);
      const dead = deadRulesOf(list, cover).map(({ rule }) => rule);
      const live = new Set(sets.filter((set) => set !== 0).map(lowest));
      expect(dead).toStrictEqual([...rules.keys()].filter((rule) => !live.has(rule)));
      expectRedundant(redundantRulesOf(list, cover, dead), dead, sets, rules.map(({ access }) => access), 'deny');
      found += dead.length;
    }), { numRuns: 400 });
    expect(found).toBeGreaterThan(500);
  });

  test('contradictions are rules with the same flows and different access, each with the first such rule', () => {
    let found = 0;
    const twice = fc.tuple(filterRules(5), filterRule, fc.nat(4)).map(([rules, other, i]) => {
      const one = rules[i % rules.length]!;
      return [
        ...rules, { ...one, access: other.access }, { ...one, sources: other.sources },
        { ...one, access: other.access, sources: [...one.sources, ...one.sources.slice(0, 1)].reverse() },
      ];
    });
    fc.assert(fc.property(twice, (rules) => {
      const sets = matchSets(rules, SYMBOL_NAMES, SYMBOLS);
      const flows = (rule: number): string => sets.filter((set) => (set & (1 << rule)) !== 0).sort((a, b) => a - b).join();
      const expected = [...rules.keys()].flatMap((second) => {
        const first = rules.findIndex(({ access }, i) =>
          i < second && access !== rules[second]!.access && flows(i) === flows(second) && flows(i) !== '');
        return first < 0 ? [] : [{ first, second }];
      });
      expect(contradictions(rules, SYMBOLS)).toStrictEqual(expected);
      found += expected.length;
    }), { numRuns });
    expect(found).toBeGreaterThan(300);
  });
});
