/** Items by a key, in the order of the first of each. It takes time in proportion to the items, however many one group has. */
export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    addTo(groups, keyOf(item), item);
  }
  return groups;
}

/** Puts an item into the group of a key. */
export function addTo<T, K>(groups: Map<K, T[]>, key: K, item: T): void {
  const group = groups.get(key);
  if (group === undefined) {
    groups.set(key, [item]);
  } else {
    group.push(item);
  }
}

/** What is kept for a key. It is made where nothing is kept yet. */
export function getOrAdd<K, V>(kept: Map<K, V>, key: K, make: () => V): V {
  if (kept.has(key)) {
    return kept.get(key) as V;
  }
  const value = make();
  kept.set(key, value);
  return value;
}
