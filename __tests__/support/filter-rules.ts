import { AddressInterval } from '../../lib/verification/network';
import { Access, FilterRule, Symbols, Term } from '../../lib/verification/sets/filter-rules';
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
export function rule(access: Access, parts: Partial<FilterRule> = {}): FilterRule {
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
    intervalsOf: (name) => known[name]?.intervals, widerOf: (name) => known[name]?.wider ?? [], familiesOf: (name) => known[name]?.families ?? [4, 6],
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

/** Bounds that generated intervals begin at; they end before one of the later ones, or at the end of the family. */
const BEGINS = [0n, 2n, 5n, 8n];

function interval(family: 4 | 6): fc.Arbitrary<Term> {
  return fc.tuple(fc.nat(3), fc.nat(3)).map(([from, to]) => {
    const last = BEGINS[from + 1 + to];
    return addresses(family, BEGINS[from]!, last === undefined ? LAST[family] : last - 1n);
  });
}

const terms: fc.Arbitrary<readonly Term[]> = fc.array<Term>(fc.oneof(
  { weight: 1, arbitrary: fc.constant(ANY) }, { weight: 6, arbitrary: interval(4) }, { weight: 2, arbitrary: interval(6) },
  { weight: 4, arbitrary: fc.constantFrom(...SYMBOL_NAMES).map(symbol) },
), { minLength: 1, maxLength: 3, size: 'max' });

const PORT_BEGINS = [0, 10, 20, 30];
const ports = fc.array(fc.tuple(fc.nat(3), fc.nat(3)).map(([from, to]) => port(PORT_BEGINS[from]!, (PORT_BEGINS[from + 1 + to] ?? 65536) - 1)),
  { minLength: 1, maxLength: 2 });

/** Rules over few bounds and symbols, so that they overlap, cover and repeat each other often. */
export const filterRule: fc.Arbitrary<FilterRule> = fc.record({
  access: fc.constantFrom<Access>('allow', 'deny'),
  protocols: fc.constantFrom<readonly string[]>(['Tcp'], ['Udp'], ['Tcp', 'Udp'], ['Tcp', 'Udp']),
  sources: fc.oneof({ weight: 1, arbitrary: fc.constantFrom([], [ANY]) }, { weight: 9, arbitrary: terms }), sourcePorts: fc.oneof({ weight: 4, arbitrary: fc.constant(ALL_PORTS) }, { weight: 1, arbitrary: ports }),
  destinations: fc.oneof({ weight: 1, arbitrary: fc.constant([ANY]) }, { weight: 2, arbitrary: terms }),
  destinationPorts: fc.oneof({ weight: 1, arbitrary: fc.constant(ALL_PORTS) }, { weight: 2, arbitrary: ports }),
});

/** Parts that all rules of a policy share, so that the others matter more. */
const shared = fc.record({
  protocols: fc.constant(['Tcp', 'Udp']), sources: terms, sourcePorts: fc.constant(ALL_PORTS), destinations: terms, destinationPorts: fc.constant(ALL_PORTS),
}, { requiredKeys: [] });

export const filterRules = (maxLength: number): fc.Arbitrary<FilterRule[]> =>
  fc.tuple(fc.array(filterRule, { minLength: 1, maxLength, size: 'max' }), shared).map(([rules, parts]) => rules.map((one) => ({ ...one, ...parts })));
