import type { UnreadPart } from './network';

/** A group, table or firewall as if all of it had been read: another file has what is missing. */
export function asRead<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([member]) => member !== 'incomplete' && member !== 'unread')) as T;
}

/** Rules or routes of the plan, with those of Azure whose names the plan does not use: Azure keeps one of a name. */
export function overlaid<T extends { readonly name: string }>(there: readonly T[], plan: readonly T[]): T[] {
  const names = new Set(plan.map(({ name }) => name.toLowerCase()));
  return [...there.filter(({ name }) => !names.has(name.toLowerCase())), ...plan];
}

/** Parts that were not read of the files of a plan, besides what these leave to others. */
export function unreadHere({ unread = [] }: { readonly unread?: readonly UnreadPart[] }): UnreadPart[] {
  return unread.filter(({ isElsewhere }) => isElsewhere !== true);
}

/** The members that say what was not read; none where all was. */
export function withUnread(unread: readonly UnreadPart[]): { incomplete?: string; unread?: readonly UnreadPart[] } {
  return unread.length === 0 ? {} : { incomplete: unread[0]!.why, unread };
}

/** The conditions of what is joined: the result rests on those of each part. */
export function joinedConditions(...all: readonly { readonly conditions?: readonly string[] }[]): { conditions?: readonly string[] } {
  const conditions = [...new Set(all.flatMap((one) => one.conditions ?? []))];
  return conditions.length === 0 ? {} : { conditions };
}
