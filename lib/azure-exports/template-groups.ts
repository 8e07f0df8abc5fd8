/** One template, by what its expressions and those of others name. */
export interface TemplateNames {
  /** What stands for `/subscriptions/<id>/resourceGroups/<name>`, in lower case. */
  readonly base: string;
  /** Type and name of the resources in it, in lower case: `microsoft.network/routetables/rt-egress`. */
  readonly defined: ReadonlySet<string>;
  /** The same of what it names in its own group. */
  readonly named: ReadonlySet<string>;
}

/** What is to stand in for a base: the id of the group, or the base of another file of the same group. */
export type Groups = ReadonlyMap<string, string>;

const OF_GROUP = /^(\/subscriptions\/[^/]+\/resourcegroups\/[^/]+)\/providers\/([^/]+\/[^/]+\/[^/]+)/;

/** The group of an id and what is named in it, in lower case. */
export function splitId(id: string): { readonly base: string; readonly name: string } | undefined {
  const [, base, name] = OF_GROUP.exec(id.toLowerCase()) ?? [];
  return base === undefined || name === undefined ? undefined : { base, name };
}

/**
 * Finds the groups that templates were exported from, which they do not say. Two files are of one group where one names what
 * only the other has; the group is that of an id, in any other file, of something that only these have.
 *
 * @param ids ids that are written out, in any case
 */
export function templateGroups(templates: readonly TemplateNames[], ids: Iterable<string>): Groups {
  const groups = new Map(templates.map(({ base }) => [base, base]));
  const isOwn = new Set(groups.keys());
  for (const template of templates) {
    for (const name of template.named) {
      const others = template.defined.has(name) ? [] : templates.filter(({ defined }) => defined.has(name));
      const [other] = others;
      if (other !== undefined && others.length === 1) {
        join(groups, template.base, other.base);
      }
    }
  }
  const definedBy = new Map<string, Set<string>>();
  templates.forEach(({ base, defined }) => defined
    .forEach((name) => definedBy.set(name, (definedBy.get(name) ?? new Set()).add(groups.get(base)!))));
  const found = new Map<string, Set<string>>();
  for (const id of ids) {
    const { base, name } = splitId(id) ?? {};
    const [owner, ...more] = name === undefined ? [] : definedBy.get(name) ?? [];
    if (base !== undefined && owner !== undefined && more.length === 0 && !isOwn.has(base)) {
      found.set(owner, (found.get(owner) ?? new Set()).add(base));
    }
  }
  return new Map([...groups].map(([base, first]) => {
    const [group, ...more] = found.get(first) ?? [];
    return [base, group !== undefined && more.length === 0 ? group : first];
  }));
}

/** Of files of one group the first stands for all. */
function join(groups: Map<string, string>, a: string, b: string): void {
  const [first, second] = [groups.get(a)!, groups.get(b)!].sort();
  groups.forEach((group, base) => {
    if (group === second) {
      groups.set(base, first!);
    }
  });
}
