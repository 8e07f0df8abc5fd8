import { didYouMean, nearest, oneOf, printable, quote } from '../../lib/azure/errors';
import { messageOf } from './message-of';

test.each([
  ['4', ['1', '2', '3'], undefined], ['a', ['A'], 'A'], ['', ['1', 'ab'], undefined], ['xy', ['ab'], undefined], ['ab', ['abc'], 'abc'],
  ['tpc', ['tcp', 'udp'], 'tcp'], ['xyz', ['udp'], undefined], ['Stroage', ['Batch', 'Storage'], 'Storage'],
])('the nearest to %j among %j is %j', (given, candidates, expected) => {
  expect(nearest(given, candidates)).toBe(expected);
  expect(didYouMean(given, candidates)).toBe(expected === undefined ? '' : `; did you mean "${expected}"?`);
});

test('a value of one character gets no suggestion', () => {
  expect(messageOf(() => oneOf('zone', '4', ['1', '2', '3']))).toBe('zone: "4" is not one of "1", "2", "3"');
});

test('what a terminal does not show, or obeys, is escaped', () => {
  const hidden = '\n\u001b\u007f\u009b\u00ad\u200b\u200f\u2028\u202e\u2066\ufeff';
  expect(printable(`a${hidden}\u{e0041}é`)).toBe('a\\u000a\\u001b\\u007f\\u009b\\u00ad\\u200b\\u200f\\u2028\\u202e\\u2066\\ufeff\\udb40\\udc41é');
  expect(quote(hidden)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
});
