/**
 * The same questions to Z3, which knows nothing of classes of addresses or of bounds.
 */
import { contradictions } from '../../../lib/filtering/rule-lists/contradictions';
import { deadRules } from '../../../lib/filtering/rule-lists/dead-rules';
import { redundantRules } from '../../../lib/filtering/rule-lists/redundant-rules';
import fc, { enough } from '../../support/fast-check';
import { SYMBOLS, SYMBOL_NAMES, widelySpreadRules } from '../../support/filter-rules';
import { FilterSolver, startSolver } from '../../support/filter-solver';

const numRuns = 30;

let solver: FilterSolver;
let stop: () => void;

beforeAll(async () => {
  const z3 = await startSolver();
  solver = z3.solverOf(SYMBOL_NAMES, ['Tcp', 'Udp'], SYMBOLS);
  stop = z3.stop;
});

afterAll(() => stop());

test('dead rules, with those that take their flows', async () => {
  let found = 0;
  await fc.assert(fc.asyncProperty(widelySpreadRules(7), async (rules) => {
    const formulas = rules.map(solver.matches);
    const not = (some: readonly number[]): typeof formulas => some.map((rule) => solver.not(formulas[rule]!));
    const dead = deadRules(rules, SYMBOLS);
    for (const [rule, formula] of formulas.entries()) {
      const by = dead.find((one) => one.rule === rule)?.by;
      expect(await solver.isPossible(formula, ...not([...rules.keys()].slice(0, rule)))).toBe(by === undefined);
      expect(by !== undefined && await solver.isPossible(formula, ...not(by))).toBe(false);
    }
    found += dead.length;
  }), { numRuns });
  expect(found).toBeGreaterThan(enough(20));
});

test('redundant rules, which can go with dead rules or without', async () => {
  let found = 0;
  await fc.assert(fc.asyncProperty(widelySpreadRules(7), async (rules) => {
    const redundant = redundantRules(rules, SYMBOLS, 'deny');
    const dead = deadRules(rules, SYMBOLS).map(({ rule }) => rule);
    const without = (out: readonly number[], stay: readonly number[]): ReturnType<typeof solver.allows> =>
      solver.allows(rules.filter((_, rule) => stay.includes(rule) || !out.includes(rule)), 'deny');
    const allowed = solver.allows(rules, 'deny');
    const out = [...redundant, ...dead];
    const choices = [[], dead, ...dead.map((rule) => [rule])];
    for (const stay of choices) {
      expect(await solver.areDifferent(allowed, without(out, stay))).toBe(false);
    }
    for (const rule of [...rules.keys()].filter((one) => !out.includes(one))) {
      let isNeeded = false;
      for (const stay of choices) {
        isNeeded ||= await solver.areDifferent(allowed, without([...out, rule], stay));
      }
      expect(isNeeded).toBe(true);
    }
    found += redundant.length;
  }), { numRuns });
  expect(found).toBeGreaterThan(enough(20));
});

test('contradictions', async () => {
  let found = 0;
  const twice = fc.tuple(widelySpreadRules(2), fc.boolean()).map(([rules, isNarrower]) =>
    [
      ...rules,
      ...rules.map((one) => ({ ...one, access: 'deny' as const, sources: isNarrower ? one.sources.slice(1) : [...one.sources].reverse() })),
    ]);
  await fc.assert(fc.asyncProperty(twice, async (rules) => {
    const pairs = contradictions(rules, SYMBOLS);
    for (const second of rules.keys()) {
      const formula = solver.matches(rules[second]!);
      let first: number | undefined;
      for (let i = 0; i < second && first === undefined; i++) {
        const isSame = rules[i]!.access !== rules[second]!.access && !await solver.areDifferent(formula, solver.matches(rules[i]!)) &&
          await solver.isPossible(formula);
        first = isSame ? i : undefined;
      }
      expect(pairs.find((pair) => pair.second === second)?.first).toBe(first);
    }
    found += pairs.length;
  }), { numRuns });
  expect(found).toBeGreaterThan(enough(10));
});
