/**
 * Questions that other checkers of rule lists were found to answer wrongly, and their like.
 */
import { contradictions } from '../../../lib/filtering/rule-lists/contradictions';
import { deadRules } from '../../../lib/filtering/rule-lists/dead-rules';
import { ListRule } from '../../../lib/filtering/rule-lists/list-rule';
import { redundantRules } from '../../../lib/filtering/rule-lists/redundant-rules';
import { checkRules } from '../../../lib/filtering/rule-lists/rule-check';
import { addresses, ANY, LAST, port, range, rule, symbol, symbolsOf, WHOLE_4, WHOLE_6 } from '../../support/filter-rules';

const SYMBOLS = symbolsOf({
  'Storage.WestUS2': { wider: ['Storage'] },
  'a.contoso.com': { wider: ['*.contoso.com', '*'], families: [4] },
  'b.contoso.com': { wider: ['*.contoso.com', '*'], families: [4] },
  '*.contoso.com': { wider: ['*'], families: [4] },
  '*': { families: [4] },
  'Listed': { intervals: [{ family: 4, first: 0n, last: 9n }] },
});

const from = (...sources: ListRule['sources']): ListRule => rule('allow', { sources });
const to = (...destinations: ListRule['destinations']): ListRule => rule('allow', { destinations });
const onPorts = (...destinationPorts: ListRule['destinationPorts']): ListRule => rule('allow', { destinationPorts });

describe('Rules that decide nothing, and the rules that take their flows', () => {
  test.each<[string, ListRule[], { rule: number; by: number[] }[]]>([
    ['a part of one earlier rule', [from(range('10.0.0.0/8')), from(range('10.1.0.0/16'))], [{ rule: 1, by: [0] }]],
    ['any source over a narrower one', [from(ANY), from(range('10.0.0.0/8'))], [{ rule: 1, by: [0] }]],
    ['a deny under a wider allow', [from(range('10.0.0.0/8')), rule('deny', { sources: [range('10.1.0.0/16')] })], [{ rule: 1, by: [0] }]],
    [
      'two halves of the addresses', [from(range('10.0.0.0/9')), from(range('10.128.0.0/9')), from(range('10.0.0.0/8'))],
      [{ rule: 2, by: [0, 1] }],
    ],
    ['two halves of the ports', [onPorts(port(1, 1023)), onPorts(port(1024, 65535)), onPorts(port(1, 65535))], [{ rule: 2, by: [0, 1] }]],
    ['ports that share an end', [onPorts(port(10, 20)), onPorts(port(20, 30)), onPorts(port(10, 30))], [{ rule: 2, by: [0, 1] }]],
    ['one of two protocols', [rule('allow', { protocols: ['Tcp', 'Udp'] }), rule('allow', { protocols: ['Tcp'] })], [{ rule: 1, by: [0] }]],
    ['two protocols after one of them', [rule('allow', { protocols: ['Tcp'] }), rule('allow', { protocols: ['Tcp', 'Udp'] })], []],
    [
      'two protocols after each of them',
      [rule('allow', { protocols: ['Udp'] }), rule('deny', { protocols: ['Tcp'] }), rule('allow', { protocols: ['Tcp', 'Udp'] })],
      [{ rule: 2, by: [0, 1] }],
    ],
    ['two different host names', [to(symbol('a.contoso.com')), to(symbol('b.contoso.com'))], []],
    ['a host name under a wildcard', [to(symbol('*.contoso.com')), to(symbol('a.contoso.com'))], [{ rule: 1, by: [0] }]],
    ['a wildcard after one of its host names', [to(symbol('a.contoso.com')), to(symbol('*.contoso.com'))], []],
    ['the same kind of ICMP from a narrower source', [
      rule('allow', { protocols: ['Icmp 8'], sources: [range('10.0.0.0/8')] }),
      rule('allow', { protocols: ['Icmp 8'], sources: [range('10.1.0.0/16')] }),
    ], [{ rule: 1, by: [0] }]],
    ['any source after all addresses of both families', [from(WHOLE_4, WHOLE_6), from(ANY)], [{ rule: 1, by: [0] }]],
    ['any source after all addresses of IPv4 only', [from(WHOLE_4), from(ANY)], []],
    ['any source after each family', [from(WHOLE_4), from(WHOLE_6), from(ANY)], [{ rule: 2, by: [0, 1] }]],
    ['a regional service tag under the global one', [to(symbol('Storage')), to(symbol('Storage.WestUS2'))], [{ rule: 1, by: [0] }]],
    ['the global service tag after a regional one', [to(symbol('Storage.WestUS2')), to(symbol('Storage'))], []],
    ['a symbol of IPv4 after all of IPv4', [to(WHOLE_4), to(symbol('a.contoso.com'))], [{ rule: 1, by: [0] }]],
    ['a symbol of both families after all of IPv4', [to(WHOLE_4), to(symbol('Storage'))], []],
    [
      'a symbol after all of IPv4 in two rules and all of IPv6',
      [to(range('0.0.0.0/1')), to(range('128.0.0.0/1')), to(WHOLE_6), to(symbol('Storage'))], [{ rule: 3, by: [0, 1, 2] }],
    ],
    ['an interval after symbols', [to(symbol('*'), symbol('Storage')), to(range('10.0.0.0/8'))], []],
    [
      'part of a symbol with known addresses', [to(symbol('Listed')), to(addresses(4, 3n, 9n)), to(addresses(4, 3n, 10n))],
      [{ rule: 1, by: [0] }],
    ],
    [
      'a symbol with known addresses', [to(addresses(4, 0n, 4n)), to(addresses(4, 5n, 20n)), to(symbol('Listed'))],
      [{ rule: 2, by: [0, 1] }],
    ],
    [
      'no addresses, no ports, no protocols',
      [from(), to(), onPorts(), rule('allow', { sourcePorts: [] }), rule('allow', { protocols: [] }), onPorts(port(9, 8))],
      [0, 1, 2, 3, 4, 5].map((empty) => ({ rule: empty, by: [] })),
    ],
    ['a cross of addresses and ports', [
      rule('allow', { sources: [range('10.0.0.0/9')], destinationPorts: [port(80)] }),
      rule('allow', { sources: [range('10.128.0.0/9')], destinationPorts: [port(80, 443)] }),
      rule('allow', { sources: [range('10.0.0.0/10')], destinationPorts: [port(81, 443)] }),
      rule('allow', { sources: [range('10.64.0.0/10')], destinationPorts: [port(70, 500)] }),
      rule('allow', { sources: [range('10.0.0.0/8')], destinationPorts: [port(80, 443)] }),
    ], [{ rule: 4, by: [0, 1, 2, 3] }]],
    ['source ports in two parts', [
      rule('allow', { sourcePorts: [port(0, 999)] }), rule('allow', { sourcePorts: [port(1000, 65535)], destinationPorts: [port(0, 99)] }),
      rule('allow', { sourcePorts: [port(500, 2000)], destinationPorts: [port(50, 99)] }),
      rule('allow', { sourcePorts: [port(500, 2000)], destinationPorts: [port(50, 100)] }),
    ], [{ rule: 2, by: [0, 1] }]],
  ])('%s', (_, rules, dead) => {
    expect(deadRules(rules, SYMBOLS)).toStrictEqual(dead);
  });
});

describe('Rules that others would stand for', () => {
  const narrow = from(range('10.1.0.0/16'));
  const wide = from(range('10.0.0.0/8'));

  test.each<[string, ListRule[], number[]]>([
    ['a narrow rule before a wide one', [narrow, wide], [0]],
    ['with a deny between them', [narrow, rule('deny', { sources: [range('10.0.0.0/15')] }), wide], []],
    ['with a dead deny between them, which it keeps from having an effect', [narrow, rule('deny', { sources: narrow.sources }), wide], []],
    ['with a deny of something else between them', [narrow, rule('deny', { sources: [range('10.2.0.0/24')] }), wide], [0]],
    [
      'with a deny of a symbol between them, which may have the same addresses',
      [narrow, rule('deny', { sources: [symbol('Storage')] }), wide], [],
    ],
    [
      'with a deny of a symbol of other ports between them',
      [{ ...narrow, destinationPorts: [port(80)] }, rule('deny', { sources: [symbol('Storage')], destinationPorts: [port(81)] }), wide],
      [0],
    ],
    [
      'two of three that overlap',
      [from(range('10.0.0.0/9')), from(range('10.64.0.0/10'), range('10.128.0.0/10')), from(range('10.128.0.0/9'))], [1],
    ],
    ['a deny at the end', [wide, rule('deny')], [1]],
    [
      'a deny of a part that nothing later allows',
      [rule('deny', { sources: [narrow.sources[0]!] }), rule('allow', { sources: [range('11.0.0.0/8')] })], [0],
    ],
    [
      'an allow of a symbol before a deny of another, which may have the same addresses',
      [to(symbol('a.contoso.com')), rule('deny', { destinations: [symbol('b.contoso.com')] }), to(symbol('*.contoso.com'))], [],
    ],
    ['an allow of a host name before one of its wildcard', [to(symbol('a.contoso.com')), to(symbol('*.contoso.com'))], [0]],
  ])('%s', (_, rules, redundant) => {
    expect(redundantRules(rules, SYMBOLS, 'deny')).toStrictEqual(redundant);
  });

  test('depend on what is decided in the end', () => {
    expect(redundantRules([wide, rule('deny')], SYMBOLS, 'allow')).toStrictEqual([]);
    expect(redundantRules([rule('deny', { sources: wide.sources }), rule('allow')], SYMBOLS, 'allow')).toStrictEqual([1]);
  });
});

describe('Rules with the same flows', () => {
  test('are found however they are written', () => {
    const rules = [
      rule('allow', { sources: [range('10.0.0.0/9'), range('10.128.0.0/9')], destinationPorts: [port(10, 20), port(15, 30)] }),
      rule('deny', { sources: [range('10.0.0.0/8')], destinationPorts: [port(21, 30), port(10, 20)] }),
      rule('deny', { sources: [range('10.0.0.0/8')], destinationPorts: [port(10, 31)] }),
      to(symbol('Storage'), symbol('Storage.WestUS2')), rule('deny', { destinations: [symbol('Storage')] }),
      rule('deny', { destinations: [symbol('Storage.WestUS2')] }),
      from(ANY, symbol('Storage')), rule('deny', { sources: [WHOLE_6, WHOLE_4] }),
    ];
    expect(contradictions(rules, SYMBOLS)).toStrictEqual([{ first: 0, second: 1 }, { first: 3, second: 4 }, { first: 6, second: 7 }]);
  });

  test('name the first rule of the other access', () => {
    const rules = (['allow', 'allow', 'deny', 'allow', 'deny'] as const).map((access) => rule(access));
    expect(contradictions(rules, SYMBOLS)).toStrictEqual([{ first: 0, second: 2 }, { first: 2, second: 3 }, { first: 0, second: 4 }]);
  });

  test('that match nothing do not contradict', () => {
    expect(contradictions([from(), rule('deny', { sources: [] })], SYMBOLS)).toStrictEqual([]);
  });
});

test('more protocols than there is room for', () => {
  const rules = Array.from({ length: 32 }, (_, i) => rule('allow', { protocols: [`Protocol ${i}`] }));
  expect(() => deadRules(rules, SYMBOLS)).toThrow('rules with 32 different protocols, of at most 31');
  expect(deadRules(rules.slice(1), SYMBOLS)).toStrictEqual([]);
  expect(deadRules([...rules.slice(1), rule('deny', { protocols: ['Protocol 31'] })], SYMBOLS)).toStrictEqual([{ rule: 31, by: [30] }]);
});

test('symbols with thousands of addresses', () => {
  const intervals = Array.from({ length: 20_000 }, (_, i) => ({ family: 4 as const, first: BigInt(i * 10), last: BigInt(i * 10 + 4) }));
  const symbols = symbolsOf({ Cloud: { intervals }, Region: { intervals: intervals.slice(0, 5000) } });
  expect(deadRules([
    to(symbol('Region')), to(symbol('Cloud'), symbol('Region')), to(symbol('Region'), symbol('Cloud')),
    to(addresses(4, 199_990n, 199_994n)), to(addresses(4, 0n, LAST[4])), to(WHOLE_4),
  ], symbols))
    .toStrictEqual([{ rule: 2, by: [1] }, { rule: 3, by: [1] }, { rule: 5, by: [4] }]);
});

test('thousands of rules that each overlap many, with rules for everything among them', () => {
  const rules = Array.from({ length: 3000 }, (_, i) => rule(i % 7 === 0 ? 'deny' : 'allow', {
    sources: i % 50 === 0 ? [ANY] : [range(`10.${i % 97}.${(i * 31) % 256}.0/24`)],
    destinations: i % 60 === 0 ? [ANY] : i % 11 === 0 ? [symbol('Storage')] : [range(`10.${(i * 13) % 101}.0.0/16`)],
    destinationPorts: [port(i % 40, i % 40 + i % 9)],
  }));
  const check = checkRules([...rules, rule('deny')], SYMBOLS, 'deny');
  expect(check.redundant).toContain(3000);
  expect(checkRules([...rules, rule('deny')], SYMBOLS, 'deny')).toStrictEqual(check);
  expect({
    dead: deadRules([...rules, rule('deny')], SYMBOLS), redundant: redundantRules([...rules, rule('deny')], SYMBOLS, 'deny'),
    contradictions: contradictions([...rules, rule('deny')], SYMBOLS),
  })
    .toStrictEqual(check);
});
