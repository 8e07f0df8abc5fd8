import { addTo } from '../azure/groups';
import { Fields, member } from '../network/fields';
import { entries } from './values';

/** A configuration or a module, as far as it is about what modules are given. */
export interface ModuleScope {
  readonly locals: ReadonlyMap<string, unknown>;
  readonly outputs: ReadonlyMap<string, Fields>;
  /** Modules that were not read, with the arguments of their calls. */
  readonly unread: readonly (readonly [name: string, args: unknown])[];
  /** Where it is called itself. */
  readonly caller?: { readonly scope: ModuleScope; readonly args: Fields };
  /** Modules that it calls and that were read. */
  readonly called: (name: string) => readonly ModuleScope[];
  readonly allCalled: readonly ModuleScope[];
}

/** What a module that was not read is given, in the words of one scope. */
export interface GivenText {
  readonly module: string;
  readonly text: string;
}

/** `local.x`, `var.x` and `module.x.y` in the text of an argument. */
const NAMED = /\b(local|var|module)\.([\w-]+)(?:\[[^\]]*\])?(?:\.([\w-]+))?/g;

type Followed = readonly (readonly [scope: ModuleScope, value: unknown])[];

/** What stands for a name, and where. */
const FOLLOW: Readonly<Record<'local' | 'var' | 'module', (scope: ModuleScope, name: string, output: string | undefined) => Followed>> = {
  local: (scope, name) => [[scope, scope.locals.get(name)]],
  var: ({ caller }, name) => (caller === undefined ? [] : [[caller.scope, member(caller.args, name)]]),
  module: (scope, name, output) => scope.called(name).flatMap((inner) => {
    const one = output === undefined ? undefined : inner.outputs.get(output);
    return (one === undefined ? [...inner.outputs.values()] : [one]).map((body) => [inner, member(body, 'value')] as const);
  }),
};

/**
 * What modules that were not read are given, followed through locals, through variables of the modules that call them and through
 * outputs of others. Names of groups are literals where they are evaluated, so this looks at what is written.
 */
export function givenToModules(root: ModuleScope): ReadonlyMap<ModuleScope, readonly GivenText[]> {
  const found = new Map<ModuleScope, GivenText[]>();
  const visit = (scope: ModuleScope, module: string, value: unknown, seen: Map<ModuleScope, Set<unknown>>): void => {
    const before = seen.get(scope) ?? new Set();
    if (value === undefined || before.has(value)) {
      return;
    }
    seen.set(scope, before.add(value));
    const text = JSON.stringify(value);
    addTo(found, scope, { module, text });
    for (const [, kind, name = '', output] of text.matchAll(NAMED)) {
      FOLLOW[kind as keyof typeof FOLLOW](scope, name, output).forEach(([of, next]) => visit(of, module, next, seen));
    }
  };
  const look = (scope: ModuleScope): void => {
    scope.unread.forEach(([module, args]) => {
      const seen = new Map<ModuleScope, Set<unknown>>();
      entries(args).forEach(([, value]) => visit(scope, module, value, seen));
    });
    scope.allCalled.forEach(look);
  };
  look(root);
  return found;
}

/** Whether a text holds the name or the id of a resource, or the resource itself, so that who is given it may add to it. */
export function isGiven(address: string, text: string): boolean {
  const [before, ...after] = text.split(address);
  return before !== undefined && after.some((rest) => /^(\[[^\]]*\])?(\.(name|id)\b|(?![\w.[-]))/.test(rest));
}
