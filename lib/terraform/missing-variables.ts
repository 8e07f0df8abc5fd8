/** What is asked of a configuration, or of a module, about the variables that a value is made of. */
export interface VariableScope {
  readonly locals: ReadonlyMap<string, unknown>;
  /** Whether it is a variable of the root that nobody says the value of. */
  readonly isUnsaid: (name: string) => boolean;
  /** What the call of a module gives to a variable, in the words of its caller; undefined in the root. */
  readonly given: ((name: string) => { readonly value: unknown; readonly scope: VariableScope }) | undefined;
}

const NAMES = /\b(var|local)\.([\w-]+)/g;

/** Names of the variables of the root that a value is made of and that have no value, so that nothing but their value is missing. */
export function missingVariables(value: unknown, scope: VariableScope, seen: ReadonlySet<unknown> = new Set()): string[] {
  if (typeof value !== 'string') {
    return typeof value === 'object' && value !== null && !seen.has(value)
      ? Object.values(value).flatMap((item) => missingVariables(item, scope, new Set([...seen, value]))) : [];
  }
  return [...value.matchAll(NAMES)].flatMap(([, kind, name]) => {
    const key = `${kind} ${name}`;
    if (seen.has(key)) {
      return [];
    }
    if (kind === 'local') {
      return missingVariables(scope.locals.get(name!), scope, new Set([...seen, key]));
    }
    const given = scope.given?.(name!);
    return given !== undefined ? missingVariables(given.value, given.scope) : scope.isUnsaid(name!) ? [name!] : [];
  });
}
