import { mayBeOf, PartsOfId, partsOfId } from './ids-of-expressions';
import { KINDS, ResourceKind } from './kinds';
import { mayBeSame } from './name-ends';
import type { ResourceEntry, ResourceIndex } from './resource-index';
import { isId } from './resource-paths';
import { ReferenceTarget, Unresolved } from './values';

/**
 * What may be meant by an id that does not say it: what is made here, and what is made elsewhere and named here. An expression may say
 * parts of the id, or which resource it is of.
 *
 * @param besides what the id means, where it is known as a value
 */
export function possibleById(
  index: ResourceIndex, value: unknown, kind: ResourceKind, besides: ResourceEntry | undefined,
): ResourceEntry[] {
  const all = index.possible(kind, besides?.names, besides);
  if (!(value instanceof Unresolved) || besides?.names !== undefined) {
    return all;
  }
  const { instances } = value;
  if (instances?.attribute === 'id') {
    const those = index.entries(kind).filter((entry) => isInstance(entry, instances));
    return all.filter((entry) => those.includes(entry) || (!isMade(entry) && those.some(({ names }) => mayBeSame(names, entry.names))));
  }
  const parts = partsOfId(value, KINDS[kind].azure, (target) => partsOfEntry(index.entryAt(target)));
  return parts === undefined ? all : all.filter((entry) => mayBeOf(parts, entry));
}

/** Whether it is made here, in whichever number. */
export function isMade({ elsewhere, isRepeated }: ResourceEntry): boolean {
  return elsewhere === undefined || isRepeated === true;
}

function isInstance({ place: { resource } }: ResourceEntry, { address }: ReferenceTarget): boolean {
  return resource === address || (resource.startsWith(`${address}[`) && !resource.slice(address.length).includes('].'));
}

function partsOfEntry(entry: ResourceEntry | undefined): PartsOfId | undefined {
  const subscription = entry === undefined ? undefined : isId(entry.key) ? entry.key.split('/')[2] : entry.resource?.subscription;
  return entry?.names && { ...(subscription !== undefined && { subscription: subscription.toLowerCase() }), names: entry.names };
}
