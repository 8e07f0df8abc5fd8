import { deadRules } from '../../../lib/filtering/rule-lists/dead-rules';
import { ListRule, Symbols, Term } from '../../../lib/filtering/rule-lists/list-rule';
import { redundantRules } from '../../../lib/filtering/rule-lists/redundant-rules';

const SYMBOLS: Symbols = { intervalsOf: () => undefined, widerOf: () => [], familiesOf: () => [4, 6] };
const ALL = [{ first: 0, last: 65535 }];
const ANY: readonly Term[] = [{ kind: 'any' }];

function rule(access: ListRule['access'], destinations: readonly Term[] = ANY): ListRule {
  return { access, protocols: ['Tcp'], sources: ANY, sourcePorts: ALL, destinations, destinationPorts: ALL };
}

const INTERNET: readonly Term[] = [{ kind: 'symbol', symbol: 'Internet' }];

// As in a security group: rules of the user, then rules that Azure adds and that nobody can take out.
const OWN = [rule('deny')];
const DEFAULTS = [rule('allow', INTERNET), rule('deny')];

test('a rule is needed that keeps dead rules from doing the opposite, whether they are fixed or not', () => {
  expect(deadRules([...OWN, ...DEFAULTS], SYMBOLS).map(({ rule: index }) => index)).toEqual([1, 2]);
  expect(redundantRules([...OWN, ...DEFAULTS], SYMBOLS, 'deny')).toEqual([]);
  expect(redundantRules([...OWN, ...DEFAULTS], SYMBOLS, 'deny', DEFAULTS.length)).toEqual([]);
});

test('a rule that fixed rules after it decide alike can go, and they stay', () => {
  const list = [rule('allow', INTERNET), ...DEFAULTS];
  expect(redundantRules(list, SYMBOLS, 'deny', DEFAULTS.length)).toEqual([0]);
});
