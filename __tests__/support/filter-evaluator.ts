import { PortInterval } from '../../lib/azure/port-sets';
import { AddressInterval } from '../../lib/network/network';
import { Access, ListRule, Symbols, Term } from '../../lib/filtering/rule-lists/list-rule';
import { LAST } from './filter-rules';

/** An address, and the symbols without known addresses that it is in. */
export interface Endpoint {
  readonly family: 4 | 6;
  readonly address: bigint;
  readonly symbols: ReadonlySet<string>;
}

export interface Flow {
  readonly protocol: string;
  readonly source: Endpoint;
  readonly sourcePort: number;
  readonly destination: Endpoint;
  readonly destinationPort: number;
}

const holds = (intervals: readonly AddressInterval[], { family, address }: Endpoint): boolean =>
  intervals.some((one) => one.family === family && one.first <= address && address <= one.last);
const holdsPort = (intervals: readonly PortInterval[], port: number): boolean =>
  intervals.some(({ first, last }) => first <= port && port <= last);

export function matchesTerm(term: Term, endpoint: Endpoint, symbols: Symbols): boolean {
  if (term.kind === 'any') {
    return true;
  }
  if (term.kind === 'interval') {
    return holds([term.interval], endpoint);
  }
  const intervals = symbols.intervalsOf(term.symbol);
  return intervals === undefined ? endpoint.symbols.has(term.symbol) : holds(intervals, endpoint);
}

export function matches(rule: Omit<ListRule, 'access'>, flow: Flow, symbols: Symbols): boolean {
  return rule.protocols.includes(flow.protocol) && holdsPort(rule.sourcePorts, flow.sourcePort) &&
    holdsPort(rule.destinationPorts, flow.destinationPort) &&
    rule.sources.some((term) => matchesTerm(term, flow.source, symbols)) &&
    rule.destinations.some((term) => matchesTerm(term, flow.destination, symbols));
}

/** What the rules decide for one flow. */
export function decides(rules: readonly ListRule[], flow: Flow, symbols: Symbols, defaultAccess: Access = 'deny'): Access {
  return rules.find((rule) => matches(rule, flow, symbols))?.access ?? defaultAccess;
}

/** Whether an address can be in these symbols and no others. */
export function isPossible({ family, address, symbols: inside }: Endpoint, symbols: Symbols): boolean {
  return [...inside].every((name) => symbols.familiesOf(name).includes(family) && symbols.widerOf(name).every((wider) => {
    const intervals = symbols.intervalsOf(wider);
    return intervals === undefined ? inside.has(wider) : holds(intervals, { family, address, symbols: inside });
  }));
}

/** One endpoint for each way of being in intervals and symbols that rules can tell apart: all bounds, each with all sets of symbols. */
export function endpoints(termLists: readonly (readonly Term[])[], names: readonly string[], symbols: Symbols): Endpoint[] {
  const intervals = [
    ...termLists.flat().flatMap((term) => (term.kind === 'interval' ? [term.interval] : [])),
    ...names.flatMap((name) => symbols.intervalsOf(name) ?? []),
  ];
  const unknown = names.filter((name) => symbols.intervalsOf(name) === undefined);
  const sets = Array.from({ length: 2 ** unknown.length }, (_, bits) => new Set(unknown.filter((_name, i) => (bits & (1 << i)) !== 0)));
  return ([4, 6] as const).flatMap((family) => {
    const bounds = new Set([0n, ...intervals.flatMap((one) => (one.family === family ? [one.first, one.last + 1n] : []))]);
    return [...bounds].filter((address) => address <= LAST[family])
      .flatMap((address) => sets.map((set) => ({ family, address, symbols: set })).filter((endpoint) => isPossible(endpoint, symbols)));
  });
}

/**
 * For every flow that the rules can tell apart, whatever the addresses of symbols, the rules that match it, as bits. Each such set
 * once. Source and destination are looked at one by one, since a rule asks nothing about both.
 */
export function matchSets(rules: readonly ListRule[], names: readonly string[], symbols: Symbols): number[] {
  const bits = (test: (rule: ListRule) => boolean): number => rules.reduce((set, rule, i) => (test(rule) ? set | (1 << i) : set), 0);
  const side = (termsOf: (rule: ListRule) => readonly Term[]): Set<number> => new Set(endpoints(rules.map(termsOf), names, symbols)
    .map((endpoint) => bits((rule) => termsOf(rule).some((term) => matchesTerm(term, endpoint, symbols)))));
  const ports = (portsOf: (rule: ListRule) => readonly PortInterval[]): Set<number> =>
    new Set([0, ...rules.flatMap((rule) => portsOf(rule).flatMap(({ first, last }) => [first, last + 1]))].filter((one) => one <= 65535)
      .map((one) => bits((rule) => holdsPort(portsOf(rule), one))));
  const protocols = new Set(rules.flatMap((rule) => rule.protocols).map((name) => bits((rule) => rule.protocols.includes(name))));
  const dimensions = [
    side((rule) => rule.sources), side((rule) => rule.destinations), ports((rule) => rule.sourcePorts),
    ports((rule) => rule.destinationPorts),
  ];
  return [...dimensions.reduce((sets, more) => new Set([...sets].flatMap((set) => [...more].map((other) => set & other))), protocols)];
}
