import { InputError, InputErrors, InputProblem, nearest, choiceOf, printable, quote, refusalOf, refusing } from '../../lib/azure/errors';
import { messageOf } from './message-of';

test.each([
  ['4', ['1', '2', '3'], undefined], ['a', ['A'], 'A'], ['', ['1', 'ab'], undefined], ['xy', ['ab'], undefined], ['ab', ['abc'], 'abc'],
  ['tpc', ['tcp', 'udp'], 'tcp'], ['xyz', ['udp'], undefined], ['Stroage', ['Batch', 'Storage'], 'Storage'],
])('the nearest to %j among %j is %j', (given, candidates, expected) => {
  expect(nearest(given, candidates)).toBe(expected);
});

test('a value of one character gets no suggestion', () => {
  expect(messageOf(() => choiceOf('zone', '4', ['1', '2', '3']))).toBe('zone: "4" is not one of "1", "2", "3"');
});

test.each([
  ['${TfToken[TOKEN.0]}', 'cloud: <reference> is not one of "public" (a reference is known only when Terraform runs'],
  ['#{TfToken[TOKEN.12]}', 'cloud: <reference> is not one of "public" ('],
  ['us-${TfToken[TOKEN.0]}', 'cloud: "us-<reference>" is not one of "public" ('],
  ['${var.cloud}', 'cloud: "${var.cloud}" is not one of "public"'],
])('%s, the mark of a reference, is said as one; an expression is shown', (given, message) => {
  const said = messageOf(() => choiceOf('cloud', given, ['public']));
  expect([said.startsWith(message), said.includes('TfToken')]).toEqual([true, false]);
});

test('what a terminal does not show, or obeys, is escaped', () => {
  const hidden = '\n\u001b\u007f\u009b\u00ad\u200b\u200f\u2028\u202e\u2066\ufeff';
  expect(printable(`a${hidden}\u{e0041}é`))
    .toBe('a\\u000a\\u001b\\u007f\\u009b\\u00ad\\u200b\\u200f\\u2028\\u202e\\u2066\\ufeff\\udb40\\udc41é');
  expect(quote(hidden)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
});

describe('an error in the input', () => {
  test.each<[InputProblem, string]>([
    [{ problem: 'nothing was given' }, 'nothing was given'],
    [{ argument: 'a.b', given: 5, problem: 'is too much', allowed: 'give less' }, 'a.b: 5 is too much; give less'],
    [{ what: 'tag', given: 'x', problem: 'is not known', suggestion: 'y' }, 'tag "x" is not known; did you mean "y"?'],
    [
      { argument: 'a', given: 'x', problem: 'is not one of', allowed: ['y', 'z'], suggestion: 'y' },
      'a: "x" is not one of "y", "z"; did you mean "y"?',
    ],
    [{ argument: 'a', given: undefined, problem: 'is not possible' }, 'a: undefined is not possible'],
    [{ given: 'x'.repeat(200), shownLength: 10, problem: 'is long' }, '"xxxxxx... is long'],
  ])('%j is said in one sentence', (problem, message) => {
    expect(new InputError(problem).message).toBe(message);
  });

  test('keeps its details when somebody adds where it is', () => {
    const details = { argument: 'region', given: 'x', problem: 'is not known' };
    const error = new InputError(details).inPart('aks').inPart('kubernetes').at('[Inner]').at('[Outer]');
    expect(error).toMatchObject({ details, part: ['kubernetes', 'aks'], keys: ['region'], words: '"x" is not known' });
    expect(error.message).toBe('[Outer] [Inner] region: "x" is not known');
    expect(error.about('kubernetes.aks.region').message).toBe('[Outer] [Inner] kubernetes.aks.region: "x" is not known');
    expect(error.of('set').message).toBe('[Outer] [Inner] set: region: "x" is not known');
  });

  test('is told from a fault', () => {
    const fault = (): never => {
      throw new TypeError('x');
    };
    expect(refusalOf(() => undefined)).toBeUndefined();
    expect(refusalOf(() => choiceOf('a', 'x', ['y']))?.details).toMatchObject({ argument: 'a', given: 'x', allowed: ['y'] });
    expect(() => refusalOf(fault)).toThrow(TypeError);
    expect(() => refusing((error) => error.of('set'), fault)).toThrow(TypeError);
    expect(messageOf(() => refusing((error) => error.of('set'), () => choiceOf('a', 'x', ['y'])))).toBe('set: a: "x" is not one of "y"');
  });
});

test('several errors are one, each in a line of its own', () => {
  const errors = new InputErrors([new InputError({ argument: 'a', problem: 'is wrong' }), new InputError({ problem: 'is too' })], '3 more');
  expect([errors.message, errors.details, errors.errors.length])
    .toEqual(['a: is wrong\nis too\n3 more', { argument: 'a', problem: 'is wrong' }, 2]);
});

test('what another program says comes last', () => {
  expect(new InputError({ problem: 'a tab', allowed: 'use spaces', detail: 'YAML: Tabs' }).message).toBe('a tab; use spaces (YAML: Tabs)');
});
