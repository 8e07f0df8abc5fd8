import { RequirementSet } from '../requirements/requirement-set';

/**
 * A translation that is done once for each requirement set and each choice of options. Sets are immutable, so subnets
 * that share a set share its rules; these are frozen, because everyone gets the same ones.
 */
export function translatedOnce<Options extends object, Result extends object>(
  translate: (set: RequirementSet, options: Options) => Result,
): (set: RequirementSet, options: Options) => Result {
  const results = new WeakMap<RequirementSet, Map<string, Result>>();
  return (set, options) => {
    let bySet = results.get(set);
    if (bySet === undefined) {
      bySet = new Map();
      results.set(set, bySet);
    }
    const key = JSON.stringify(options);
    let result = bySet.get(key);
    if (result === undefined) {
      result = deepFreeze(translate(set, options));
      bySet.set(key, result);
    }
    return result;
  };
}

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value) as unknown[]) {
    if (typeof part === 'object' && part !== null) {
      deepFreeze(part);
    }
  }
  return Object.freeze(value);
}
