import { InputError, quote } from './errors';
import { isMark, isReference } from './references';

/** Limits of the tags of a resource. Source: limitations in "Tag resources", ms.date 2022-05-25. */
export const TAG_LIMITS = { perResource: 50, name: 512, value: 256 } as const;

/** What the name of a tag cannot have, as it stands in a class of a regular expression. Source: the same. */
export const NOT_IN_TAG_NAMES = '<>%&\\\\?/';

const WRONG = new RegExp(`[${NOT_IN_TAG_NAMES}]`);

/** Checks the tags of a resource; references pass. Azure ignores the case of names, so two that differ in it alone are one tag. */
export function checkTags(what: string, tags: Readonly<Record<string, string>>): void {
  const entries = Object.entries(tags);
  if (entries.length > TAG_LIMITS.perResource) {
    throw new InputError({
      argument: what, problem: `a resource has at most ${TAG_LIMITS.perResource} tags, and ${entries.length} are given`,
    });
  }
  const names = new Map<string, string>();
  for (const [name, value] of entries) {
    if (!isReference(name) && !isMark(name)) { // a reference to a whole map is the mark of one as a name
      checkTagName(what, name);
      const same = names.get(name.toLowerCase());
      if (same !== undefined) {
        throw new InputError({
          argument: what, problem: `${quote(same)} and ${quote(name)} are one tag, because Azure ignores their case`,
          allowed: 'give one of them',
        });
      }
      names.set(name.toLowerCase(), name);
    }
    if (!isReference(value) && value.length > TAG_LIMITS.value) {
      throw new InputError({
        argument: `${what}[${quote(name)}]`, problem: `has ${value.length} characters`,
        allowed: `the value of a tag has at most ${TAG_LIMITS.value}`,
      });
    }
  }
}

function checkTagName(what: string, name: string): void {
  const isLong = name.length > TAG_LIMITS.name;
  if (name === '' || isLong || WRONG.test(name)) {
    throw new InputError({
      argument: what, what: 'the name', given: name, problem: isLong ? `has ${name.length} characters` : 'is not that of a tag',
      allowed: `expected 1 to ${TAG_LIMITS.name} characters, and none of <, >, %, &, \\, ? and /`,
    });
  }
}
