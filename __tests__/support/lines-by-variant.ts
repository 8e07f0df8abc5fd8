/** A line of a snapshot, or what is said of several things, with one of them. */
export type Said = string | { readonly of: string; readonly text: string };

/** Each line once, below the names of the variants that have it, and all of which the same is said in one line. */
export function linesByVariant(variants: readonly (readonly [name: string, said: readonly Said[]])[]): string {
  const holders = new Map<string, { readonly said: Said; readonly names: string[] }>();
  for (const [name, all] of variants) {
    for (const [key, said] of new Map(all.map((one) => [JSON.stringify(one), one]))) {
      holders.set(key, { said, names: [...(holders.get(key)?.names ?? []), name] });
    }
  }
  const groups = new Map<string, Said[]>();
  for (const { said, names } of holders.values()) {
    const head = names.length === variants.length ? '# all' : names.map((name) => `# ${name}`).join('\n');
    groups.set(head, [...(groups.get(head) ?? []), said]);
  }
  return [...groups].map(([head, said]) => `${head}\n${merged(said).join('\n')}`).join('\n\n');
}

function merged(all: readonly Said[]): string[] {
  const of = new Map<string, string[]>();
  for (const said of all) {
    const [text, name] = typeof said === 'string' ? [said, undefined] : [said.text, said.of];
    of.set(text, [...(of.get(text) ?? []), ...(name === undefined ? [] : [name])]);
  }
  return [...of].map(([text, names]) => (names.length === 0 ? text : `${text} [${names.join(', ')}]`));
}
