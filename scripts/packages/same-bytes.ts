/** What differs between two builds, each the digests of its files by their names. A build without files is a fault too. */
export function differences(first: ReadonlyMap<string, string>, second: ReadonlyMap<string, string>): string[] {
  if (first.size === 0) {
    return ['the first build has no files'];
  }
  const names = [...new Set([...first.keys(), ...second.keys()])].sort();
  return names.filter((name) => first.get(name) !== second.get(name))
    .map((name) => `${name}: the two builds differ: ${first.get(name) ?? 'absent'} and ${second.get(name) ?? 'absent'}`);
}
