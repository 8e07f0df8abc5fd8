import { DefaultTokenResolver, Lazy, StringConcat, Token } from 'cdktf';
import fc from '../support/fast-check';
import { newStack } from './synthesis';

/** Tests put a quicker module in front of the one that the framework replaces tokens with. */
const quick = jest.requireActual<Resolver & { readonly framework: Resolver }>('../support/resolve.js');
const own = quick.framework;

interface Resolver {
  readonly resolve: (value: unknown, options: object) => unknown;
}

const texts = fc.oneof(
  fc.constantFrom('plain', '${azurerm_subnet.a.id}', '$${x}', '1e-9', '-1.8e+289', 'String Map Token Value', 'é', '', '#{x}', '10.0.0.0/8'),
  fc.string(),
);
const tokens = fc.oneof(texts.map((text) => Token.asString(text === '' ? 'x' : `\${${text}}`)), fc.constantFrom<unknown>(
  `a ${Token.asString({ resolve: () => 'b' })} c`, `a${Token.asNumber({ resolve: () => 7 })}b`,
  Token.asNumber({ resolve: () => 5 }), Token.asList({ resolve: () => ['x', 'y'] }),
  Token.asStringMap({ resolve: () => ({ k: 'v' }) }), Lazy.anyValue({ produce: () => ({ deep: Token.asString({ resolve: () => 'z' }) }) }),
  Lazy.stringValue({ produce: () => 'later' }), Token.nullValue(), -123456789, () => 1, new Date(0), Number.NaN,
));
const values = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, texts, fc.integer(), fc.boolean(), fc.constantFrom(null, undefined), tokens,
    fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(fc.oneof(texts, fc.constant(`k${Token.asString({ resolve: () => 'y' })}`)),
      tie('value'), { maxKeys: 4 })),
})).value;

function outcome({ resolve }: Resolver, value: unknown, options: object): unknown {
  try {
    return { value: resolve(value, options) };
  } catch (error) {
    return { error: String(error) };
  }
}

test('what stands in for the module of tokens gives what that gives, faults too', () => {
  const stack = newStack();
  const options = { scope: stack, preparing: false, resolver: new DefaultTokenResolver(new StringConcat()) };
  fc.assert(fc.property(values, (value) => {
    expect(outcome(quick, value, options)).toStrictEqual(outcome(own, value, options));
  }), { numRuns: 500 });
  expect(quick.resolve({ a: [stack.node.id] }, options)).toEqual({ a: ['Network'] });
  expect(outcome(quick, { a: [stack] }, options)).toEqual(outcome(own, { a: [stack] }, options));
});
