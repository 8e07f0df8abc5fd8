import { AddressInterval } from '../../lib/network/network';
import { Access, ListRule, Symbols, Term } from '../../lib/filtering/rule-lists/list-rule';
import fc from './fast-check';

/** The end of each family. */
export const LAST = { 4: (1n << 32n) - 1n, 6: (1n << 128n) - 1n } as const;

export const ANY: Term = { kind: 'any' };
export const symbol = (name: string): Term => ({ kind: 'symbol', symbol: name });
export const addresses = (family: 4 | 6, first: bigint, last: bigint): Term => ({ kind: 'interval', interval: { family, first, last } });
export const ALL_PORTS = [{ first: 0, last: 65535 }];
export const port = (first: number, last = first): { first: number; last: number } => ({ first, last });

/** A CIDR range of IPv4. */
export function range(text: string): Term {
  const [address, length] = text.split('/') as [string, string];
  const first = BigInt(address.split('.').reduce((value, byte) => value * 256 + Number(byte), 0));
  return addresses(4, first, first + (1n << BigInt(32 - Number(length))) - 1n);
}

export const WHOLE_4 = range('0.0.0.0/0');
export const WHOLE_6 = addresses(6, 0n, LAST[6]);

/** A rule for TCP from any port, and from and to anywhere, but for what is given. */
export function rule(access: Access, parts: Partial<ListRule> = {}): ListRule {
  return { access, protocols: ['Tcp'], sources: [ANY], sourcePorts: ALL_PORTS, destinations: [ANY], destinationPorts: ALL_PORTS, ...parts };
}

interface KnownOfSymbol {
  readonly intervals?: readonly AddressInterval[];
  readonly wider?: readonly string[];
  readonly families?: readonly (4 | 6)[];
}

/** Symbols, with both families unless told otherwise. */
export function symbolsOf(known: Readonly<Record<string, KnownOfSymbol>>): Symbols {
  return {
    intervalsOf: (name) => known[name]?.intervals, widerOf: (name) => known[name]?.wider ?? [],
    familiesOf: (name) => known[name]?.families ?? [4, 6],
  };
}

const KNOWN = {
  'Storage': {},
  'Storage.WestUS2': { wider: ['Storage'], families: [4] },
  'Storage.WestUS2.One': { wider: ['Storage.WestUS2'] },
  'Six': { families: [6] },
  'Listed': { intervals: [{ family: 4, first: 2n, last: 4n }, { family: 6, first: 0n, last: 3n }] },
  'Listed.Part': { wider: ['Listed'] },
  'Nowhere': { families: [] },
  'Twin': { wider: ['Other twin'] },
  'Other twin': { wider: ['Twin'] },
} as const satisfies Readonly<Record<string, KnownOfSymbol>>;

/** Symbols of all kinds for generated rules, and their names. */
export const SYMBOLS = symbolsOf(KNOWN);
export const SYMBOL_NAMES: readonly string[] = Object.keys(KNOWN);

/** What generated rules are made from. */
interface Universe {
  /** Addresses that intervals begin at; they end before a later one, or at the end of the family. */
  readonly begins: number;
  /** How many of these an interval goes over at most. */
  readonly longest: number;
  readonly symbols: number;
}

function interval(family: 4 | 6, { begins, longest }: Universe): fc.Arbitrary<Term> {
  return fc.tuple(fc.nat(begins - 1), fc.nat(longest - 1)).map(([from, more]) => {
    const last = from + more + 1 < begins ? BigInt(3 * (from + more + 1) - 1) : LAST[family];
    return addresses(family, BigInt(3 * from), last);
  });
}

const sidesOf = (universe: Universe): fc.Arbitrary<readonly Term[]> => fc.array<Term>(fc.oneof(
  { weight: 1, arbitrary: fc.constant(ANY) }, { weight: 6, arbitrary: interval(4, universe) },
  { weight: 2, arbitrary: interval(6, universe) },
  { weight: 4, arbitrary: fc.constantFrom(...SYMBOL_NAMES.slice(0, universe.symbols)).map(symbol) },
), { minLength: 1, maxLength: 3, size: 'max' });

const PORT_BEGINS = [0, 10, 20, 30];
const ports =
  fc.array(fc.tuple(fc.nat(3), fc.nat(3)).map(([from, to]) => port(PORT_BEGINS[from]!, (PORT_BEGINS[from + 1 + to] ?? 65536) - 1)),
    { minLength: 1, maxLength: 2 });

function ruleOf(universe: Universe): fc.Arbitrary<ListRule> {
  const terms = sidesOf(universe);
  return fc.record({
    access: fc.constantFrom<Access>('allow', 'deny'),
    protocols: fc.constantFrom<readonly string[]>(['Tcp'], ['Udp'], ['Tcp', 'Udp'], ['Tcp', 'Udp']),
    sources: fc.oneof({ weight: 1, arbitrary: fc.constantFrom([], [ANY]) }, { weight: 9, arbitrary: terms }),
    sourcePorts: fc.oneof({ weight: 4, arbitrary: fc.constant(ALL_PORTS) }, { weight: 1, arbitrary: ports }),
    destinations: fc.oneof({ weight: 1, arbitrary: fc.constant([ANY]) }, { weight: 2, arbitrary: terms }),
    destinationPorts: fc.oneof({ weight: 1, arbitrary: fc.constant(ALL_PORTS) }, { weight: 2, arbitrary: ports }),
  });
}

/** Rules of which some parts are the same in all of them, so that the others matter more. */
function rulesOf(universe: Universe, minLength: number, maxLength: number): fc.Arbitrary<ListRule[]> {
  const terms = sidesOf(universe);
  const shared = fc.record({
    protocols: fc.constant(['Tcp', 'Udp']), sources: terms, sourcePorts: fc.constant(ALL_PORTS), destinations: terms,
    destinationPorts: fc.constant(ALL_PORTS),
  }, { requiredKeys: [] });
  return fc.tuple(fc.array(ruleOf(universe), { minLength, maxLength, size: 'max' }), shared).map(([rules, parts]) =>
    rules.map((one) => ({ ...one, ...parts })));
}

const SMALL: Universe = { begins: 4, longest: 4, symbols: SYMBOL_NAMES.length };

/** Rules over few bounds and all kinds of symbols, so that they overlap, cover and repeat each other often. */
export const filterRule = ruleOf(SMALL);
export const filterRules = (maxLength: number): fc.Arbitrary<ListRule[]> => rulesOf(SMALL, 1, maxLength);

/**
 * As many rules as an evaluator can have in one set, over so many addresses that rules with most of them are treated in
 * another way than those with few.
 */
export const manyFilterRules = rulesOf({ begins: 16, longest: 12, symbols: 3 }, 20, 30);

/** CIDR ranges of a few networks of both families, each of which holds some of the others. */
const networks: fc.Arbitrary<Term> = fc.tuple(
  fc.constantFrom(0n, 8n, 9n, 10n, 12n, 24n, 32n), fc.boolean(), fc.integer({ min: 0, max: 3 }),
).map(([length, isIPv4, part]) => {
  const [family, bits] = isIPv4 ? [4 as const, 32n] : [6 as const, 128n];
  const size = 1n << (bits - length);
  const first = (10n << (bits - 8n)) / size * size + BigInt(part) * size;
  return length === 0n || first + size - 1n > LAST[family]
    ? addresses(family, 0n, LAST[family])
    : addresses(family, first, first + size - 1n);
});

/** Rules over CIDR ranges as they are in use, symbols, and ports from anywhere. */
export function widelySpreadRules(maxLength: number): fc.Arbitrary<ListRule[]> {
  const terms = fc.array<Term>(fc.oneof({ weight: 1, arbitrary: fc.constant(ANY) }, { weight: 6, arbitrary: networks }, {
    weight: 4, arbitrary: fc.constantFrom(...SYMBOL_NAMES).map(symbol),
  }),
    { minLength: 1, maxLength: 3, size: 'max' });
  const anywhere = fc.tuple(fc.constantFrom(0, 80, 443, 1024), fc.constantFrom(0, 1, 363, 1023, 65535))
    .map(([first, more]) => [port(first, Math.min(65535, first + more))]);
  const one = fc.record({
    access: fc.constantFrom<Access>('allow', 'allow', 'deny'), protocols: fc.constantFrom<readonly string[]>(['Tcp'], ['Tcp', 'Udp']),
    sources: fc.oneof(fc.constant([ANY]), terms),
    sourcePorts: fc.oneof({ weight: 4, arbitrary: fc.constant(ALL_PORTS) }, { weight: 1, arbitrary: anywhere }),
    destinations: fc.oneof(fc.constant([ANY]), terms),
    destinationPorts: fc.oneof({ weight: 2, arbitrary: fc.constant(ALL_PORTS) }, { weight: 1, arbitrary: anywhere }),
  });
  return fc.array(one, { minLength: 1, maxLength, size: 'max' });
}
