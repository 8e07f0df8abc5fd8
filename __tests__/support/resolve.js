// In place of the module that the framework replaces tokens with, in front of it. It makes four contexts for each word of each rule,
// twice: a third of the time of suites that synthesize. Here what holds no token is copied; all else, and all that is odd, is left to
// the module itself. `__tests__/constructs/resolve.test.ts` compares the two.
const own = require('cdktf/lib/tokens/private/resolve.js');

/** What the framework takes for a number that stands for a token, anywhere in a text. */
const NUMBER = /[-|\d.+]e[-|\d.eE+]/;
const MAP_TOKENS = ['String Map Token Value', 'Any Map Token Value', -123456789];
/** Tokens are numbers far beyond this. */
const LARGEST = 1e200;
const DEEPEST = 100;
const OTHER = Symbol('left to the framework');

exports.RememberingTokenResolver = own.RememberingTokenResolver;
exports.findTokens = own.findTokens;
/** The module of the framework that is tested, CDKTF or CDK Terrain. */
exports.framework = own;
exports.resolve = (value, options) => copied(value, options, options.prefix ?? []);

function copied(value, options, place) {
  const copy = place.length > DEEPEST ? OTHER : copyOf(value, options, place);
  return copy === OTHER ? own.resolve(value, { ...options, prefix: place }) : copy;
}

function copyOf(value, options, place) {
  if (typeof value === 'object' && value !== null) {
    return Array.isArray(value) ? listOf(value, options, place) : objectOf(value, options, place);
  }
  return isPlain(value) ? value : OTHER;
}

/** A token in a list may stand for the whole list. */
function listOf(values, options, place) {
  return values.every((value) => typeof value === 'object' || isPlain(value))
    ? values.map((value, at) => within(value, options, place, `${at}`)).filter((value) => value !== undefined)
    : OTHER;
}

function objectOf(value, options, place) {
  const prototype = Object.getPrototypeOf(value);
  const isData = prototype === null || Object.getPrototypeOf(prototype) === null;
  const keys = Object.keys(value);
  if (!isData || typeof value.resolve === 'function' || !keys.every(isPlain)) {
    return OTHER;
  }
  const result = {};
  for (const key of keys) {
    const copy = within(value[key], options, place, key);
    if (copy !== undefined) {
      result[key] = copy;
    }
  }
  return result;
}

function within(value, options, place, key) {
  return isPlain(value) ? value : copied(value, options, [...place, key]);
}

/** A value without parts that holds no token. */
function isPlain(value) {
  switch (typeof value) {
    case 'string':
      return !value.includes('TfToken[') && !NUMBER.test(value) && !MAP_TOKENS.includes(value);
    case 'number':
      return Math.abs(value) < LARGEST && !MAP_TOKENS.includes(value);
    default:
      return value === undefined || value === null || typeof value === 'boolean';
  }
}
