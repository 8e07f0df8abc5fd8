import { init } from 'z3-solver';
import type { Bool, Context, Arith } from 'z3-solver';
import { PortInterval } from '../../lib/azure/port-sets';
import { AddressInterval } from '../../lib/network/network';
import { Access, ListRule, Symbols, Term } from '../../lib/filtering/rule-lists/list-rule';
import { LAST } from './filter-rules';

type Name = 'filters';

/** Asks Z3 whether there is a flow that some formula is true of, with any addresses that symbols can have. */
export interface FilterSolver {
  matches(rule: ListRule): Bool<Name>;
  /** Whether the rules allow the flow. */
  allows(rules: readonly ListRule[], defaultAccess: Access): Bool<Name>;
  not(formula: Bool<Name>): Bool<Name>;
  /** Whether there is a flow that one of these is true of and not the other. */
  areDifferent(one: Bool<Name>, other: Bool<Name>): Promise<boolean>;
  isPossible(...formulas: Bool<Name>[]): Promise<boolean>;
}

/** Starts Z3. Its threads have to be stopped when all is done. */
export async function startSolver(): Promise<{
  solverOf: (names: readonly string[], protocols: readonly string[], symbols: Symbols) => FilterSolver; stop: () => void;
}> {
  const { Context: newContext, em } = await init();
  const context = newContext('filters');
  return {
    solverOf: (names, protocols, symbols) => filterSolver(context, names, protocols, symbols),
    stop: () => (em as { PThread: { terminateAllThreads(): void } }).PThread.terminateAllThreads(),
  };
}

interface Side {
  readonly isIPv4: Bool<Name>;
  readonly address: Arith<Name>;
  readonly inside: ReadonlyMap<string, Bool<Name>>;
}

function filterSolver(z3: Context<Name>, names: readonly string[], protocols: readonly string[], symbols: Symbols): FilterSolver {
  const { Int, And, Or, Not, If } = z3;
  const unknown = names.filter((name) => symbols.intervalsOf(name) === undefined);
  const side = (what: string): Side => ({
    isIPv4: z3.Bool.const(`${what} is IPv4`), address: Int.const(`${what} address`),
    inside: new Map(unknown.map((name) => [name, z3.Bool.const(`${what} in ${name}`)])),
  });
  const [source, destination] = [side('source'), side('destination')];
  const [sourcePort, destinationPort, protocol] = [Int.const('source port'), Int.const('destination port'), Int.const('protocol')];

  const isOf = ({ isIPv4 }: Side, family: 4 | 6): Bool<Name> => (family === 4 ? isIPv4 : Not(isIPv4));
  const between = (value: Arith<Name>, first: bigint | number, last: bigint | number): Bool<Name> =>
    And(value.ge(Int.val(first)), value.le(Int.val(last)));
  const any = (formulas: Bool<Name>[]): Bool<Name> => (formulas.length === 0 ? z3.Bool.val(false) : Or(...formulas));
  const inIntervals = (where: Side, intervals: readonly AddressInterval[]): Bool<Name> =>
    any(intervals.map(({ family, first, last }) => And(isOf(where, family), between(where.address, first, last))));
  const inSymbol = (where: Side, name: string): Bool<Name> => {
    const intervals = symbols.intervalsOf(name);
    return intervals === undefined ? where.inside.get(name)! : inIntervals(where, intervals);
  };
  const inTerm = (where: Side, term: Term): Bool<Name> =>
    (term.kind === 'any'
      ? z3.Bool.val(true)
      : term.kind === 'interval' ? inIntervals(where, [term.interval])
      : inSymbol(where, term.symbol));
  const inPorts = (port: Arith<Name>, intervals: readonly PortInterval[]): Bool<Name> =>
    any(intervals.map(({ first, last }) => between(port, first, last)));
  const known = (where: Side): Bool<Name>[] => [
    If(where.isIPv4, between(where.address, 0, LAST[4]), between(where.address, 0, LAST[6])) as Bool<Name>,
    ...unknown.flatMap((name) => [
      z3.Implies(inSymbol(where, name), any(symbols.familiesOf(name).map((family) => isOf(where, family)))),
      ...symbols.widerOf(name).map((wider) => z3.Implies(inSymbol(where, name), inSymbol(where, wider))),
    ]),
  ];
  const facts = [
    ...known(source), ...known(destination), between(sourcePort, 0, 65535), between(destinationPort, 0, 65535),
    between(protocol, 0, protocols.length - 1),
  ];
  const isPossible = async (...formulas: Bool<Name>[]): Promise<boolean> => {
    const solver = new z3.Solver();
    solver.add(...facts, ...formulas);
    const answer = await solver.check();
    if (answer === 'unknown') {
      throw new Error('Z3 does not know');
    }
    return answer === 'sat';
  };
  const matches = (rule: ListRule): Bool<Name> => And(
    any(rule.protocols.map((name) => protocol.eq(Int.val(protocols.indexOf(name))))), any(rule.sources.map((term) => inTerm(source, term))),
    any(rule.destinations.map((term) => inTerm(destination, term))), inPorts(sourcePort, rule.sourcePorts),
    inPorts(destinationPort, rule.destinationPorts),
  );
  return {
    matches, isPossible, not: (formula) => Not(formula),
    allows: (rules, defaultAccess) => [...rules].reverse().reduce<Bool<Name>>(
      (later, rule) => If(matches(rule), z3.Bool.val(rule.access === 'allow'), later) as Bool<Name>,
      z3.Bool.val(defaultAccess === 'allow')),
    areDifferent: (one, other) => isPossible(one.neq(other)),
  };
}
