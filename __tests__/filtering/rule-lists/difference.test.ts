import { difference } from '../../../lib/filtering/rule-lists/difference';
import { ListRule } from '../../../lib/filtering/rule-lists/list-rule';
import fc from '../../support/fast-check';
import { decides, Endpoint, endpoints, Flow, isPossible, matches, matchSets } from '../../support/filter-evaluator';
import { addresses, ANY, filterRules, LAST, port, range, rule, symbol, SYMBOLS, SYMBOL_NAMES } from '../../support/filter-rules';

/** What a flow is in the two lists, whatever is asked of it. */
const allows = (set: number, rules: readonly ListRule[], from: number): boolean => {
  const first = rules.findIndex((_, i) => (set & (1 << (from + i))) !== 0);
  return first >= 0 && rules[first]!.access === 'allow';
};

describe('What one list allows and another does not', () => {
  test('is in the boxes, and nothing else is but for symbols', () => {
    let found = 0;
    fc.assert(fc.property(filterRules(4), filterRules(4), (some, others) => {
      const boxes = difference(some, others, SYMBOLS);
      const inBoxes = boxes.map((box): ListRule => ({ ...box, access: 'allow' }));
      const sets = matchSets([...some, ...others, ...inBoxes].slice(0, 31), SYMBOL_NAMES, SYMBOLS);
      const isDifferent = (set: number): boolean => allows(set, some, 0) && !allows(set, others, some.length);
      if (boxes.length + some.length + others.length <= 31) {
        expect(sets.filter((set) => isDifferent(set) && set >>> (some.length + others.length) === 0)).toStrictEqual([]);
      }
      expect(boxes.length > 0).toBe(sets.some(isDifferent));
      for (const [i, { example, ...box }] of boxes.entries()) {
        const flow: Flow = { ...example, source: endpointOf(example.source), destination: endpointOf(example.destination) };
        expect(isPossible(flow.source, SYMBOLS) && isPossible(flow.destination, SYMBOLS)).toBe(true);
        expect([matches(box, flow, SYMBOLS), decides(some, flow, SYMBOLS), decides(others, flow, SYMBOLS)])
          .toStrictEqual([true, 'allow', 'deny']);
        if (i < 3) {
          // Flows of intervals, without symbols.
          const plain = {
            ...inBoxes[i]!, sources: box.sources.filter(({ kind }) => kind !== 'symbol'),
            destinations: box.destinations.filter(({ kind }) => kind !== 'symbol'),
          };
          expect(matchSets([...some, ...others, plain], SYMBOL_NAMES.filter((name) => SYMBOLS.intervalsOf(name) !== undefined), SYMBOLS)
            .filter((set) => (set & (1 << (some.length + others.length))) !== 0 && !isDifferent(set))).toStrictEqual([]);
        }
      }
      found += boxes.length;
    }), { numRuns: 400 });
    expect(found).toBeGreaterThan(300);
  });

  function endpointOf({ family, address, symbols }: { family: 4 | 6; address: bigint; symbols: readonly string[] }): Endpoint {
    return { family, address, symbols: new Set(symbols) };
  }

  test('has few boxes', () => {
    const wide = [
      rule('deny', { sources: [range('10.1.0.0/16')], destinationPorts: [port(22)] }), rule('allow', { sources: [range('10.0.0.0/8')] }),
    ];
    const narrow = [
      rule('allow', { sources: [range('10.0.0.0/9')], destinationPorts: [port(0, 443)] }),
      rule('allow', { sources: [range('10.0.0.0/9')], destinationPorts: [port(444, 65535)] }),
    ];
    const example = { protocol: 'Tcp', sourcePort: 0, destination: { family: 4, address: 0n, symbols: [] } };
    expect(difference(wide, narrow, SYMBOLS)).toStrictEqual([{
      ...rest(rule('allow', { sources: [range('10.128.0.0/9')] })),
      example: { ...example, source: { family: 4, address: 0x0a800000n, symbols: [] }, destinationPort: 0 },
    }]);
    expect(difference(narrow, wide, SYMBOLS)).toStrictEqual([{
      ...rest(rule('allow', { sources: [range('10.1.0.0/16')], destinationPorts: [port(22)] })),
      example: { ...example, source: { family: 4, address: 0x0a010000n, symbols: [] }, destinationPort: 22 },
    }]);
    expect(difference(wide, [rule('allow')], SYMBOLS)).toEqual([]);
  });

  test('can be where two symbols meet', () => {
    const allow = rule('allow', { destinations: [symbol('Storage')] });
    const deny = rule('deny', { destinations: [symbol('Six')] });
    const [box, ...more] = difference([allow], [deny, allow], SYMBOLS);
    expect(more).toStrictEqual([]);
    expect(box!.destinations).toStrictEqual([symbol('Storage')]);
    expect(box!.example.destination).toStrictEqual({ family: 6, address: 0n, symbols: ['Six', 'Storage'] });
  });

  test('is nothing for equal lists, and all for an empty one', () => {
    const rules = [rule('deny', { sources: [addresses(6, 0n, LAST[6])] }), rule('allow', { destinations: [symbol('Storage'), ANY] })];
    expect(difference(rules, [...rules], SYMBOLS)).toStrictEqual([]);
    expect(difference([rule('allow')], [], SYMBOLS).map(({ sources, destinations }) => [sources, destinations]))
      .toStrictEqual([[[ANY], [ANY]]]);
    expect(difference([], rules, SYMBOLS)).toStrictEqual([]);
    expect(endpoints([], [], SYMBOLS)).toHaveLength(2);
  });

  function rest({ access: _access, ...parts }: ListRule): Omit<ListRule, 'access'> {
    return parts;
  }
});
