import { printable } from '../azure/errors';
import type { Environment } from './environment';
import type { Instances } from './evaluation-scope';
import { isOverride, overridden } from './override-files';
import type { CalledModule, SourceDocument } from './resource';
import { ModuleValue } from './resource-values';
import { shown } from '../network/shown';
import { Fields, isFields, member } from '../network/fields';
import { entries, itemsOf } from './values';

/** Deeper than modules are nested, and what calls itself has no end. */
const MAX_DEPTH = 32;

/** Instances of modules in all. */
const MAX_MODULES = 1000;

/** A module that is made: one instance of a call, with the files of it. */
export interface ModuleInstance {
  /** `module.net["a"]`, with the modules that it is in. */
  readonly address: string;
  readonly args: Fields;
  /** Values of `each` and `count` in the arguments. */
  readonly environment: Environment;
  readonly documents: readonly SourceDocument[];
  /** Values of variables that decide which instances there are. */
  readonly conditions: readonly string[];
}

/** What the modules of one configuration have in common. */
export interface ModuleCount {
  made: number;
}

interface CalledWith {
  readonly args: Fields;
  readonly files: CalledModule;
}

interface Child<T> {
  readonly key?: string | number;
  readonly module: T;
}

interface HasOutputs {
  readonly outputValue: (name: string) => unknown;
}

/** The modules that a configuration, or a module, calls. */
export class ModuleCalls<T extends HasOutputs> {
  private readonly calls = new Map<string, CalledWith>();
  private readonly made = new Map<string, readonly Child<T>[] | undefined>();

  /**
   * @param prefix what addresses of the caller begin with
   * @param instances the instances of a call with `count` or `for_each`; undefined when it is not known which there are
   * @param make makes the configuration of a module
   */
  constructor(
    private readonly group: string, private readonly prefix: string, private readonly count: ModuleCount,
    private readonly instances: (args: Fields) => { readonly value: Instances; readonly conditions: readonly string[] },
    private readonly make: (instance: ModuleInstance) => T,
  ) {}

  /** Adds the calls of a document. */
  public add(document: SourceDocument): void {
    const { json, modules } = document;
    for (const [name, bodies] of itemsOf(member(json, 'module')).flatMap(entries)) {
      const [args] = itemsOf(bodies);
      const before = isOverride(document) ? this.calls.get(name) : undefined;
      const own = isFields(args) ? args : {};
      const isElsewhere = before !== undefined && member(own, 'source') === undefined;
      this.calls.set(name, {
        args: before === undefined ? own : overridden(before.args, own),
        files: isElsewhere ? before.files : modules?.get(name) ?? { why: 'whose files are not read' },
      });
    }
  }

  /** All modules that were read, with their instances. */
  public get all(): readonly T[] {
    return [...this.calls.keys()].flatMap((name) => this.of(name));
  }

  /** The instances of one call; none where it is not read. */
  public of(name: string): readonly T[] {
    return this.children(name)?.map(({ module }) => module) ?? [];
  }

  /** Calls of modules that were not read, with where these come from or why that is. */
  public get unread(): readonly { readonly name: string; readonly args: Fields; readonly why: string }[] {
    return [...this.calls].filter(([name]) => this.children(name) === undefined).map(([name, { args, files }]) => {
      const source = member(args, 'source');
      const repeated = repeatedBy(args);
      const why = 'why' in files
        ? typeof source === 'string' ? ` (source ${shown(source)}, ${files.why})` : ''
        : repeated === undefined ? ' (modules are nested too deeply, or are too many)' : ` (${repeated})`;
      return { name: printable(`${this.prefix}module.${name}`), args, why };
    });
  }

  /** What `module.name` is; undefined when it is not read. */
  public value(name: string): unknown {
    const children = this.children(name);
    const values = children?.map(({ key, module }) =>
      [key, new ModuleValue(this.group, this.addressOf(name, key), (output) => module.outputValue(output))] as const);
    const repeated = repeatedBy(this.calls.get(name)?.args);
    return values === undefined || repeated === undefined ? values?.[0]?.[1]
      : repeated === 'count' ? values.map(([, value]) => value)
      : Object.fromEntries(values);
  }

  private children(name: string): readonly Child<T>[] | undefined {
    if (!this.made.has(name)) {
      this.made.set(name, undefined); // while it is made, for one that is made of itself
      this.made.set(name, this.childrenOf(name));
    }
    return this.made.get(name);
  }

  private childrenOf(name: string): readonly Child<T>[] | undefined {
    const call = this.calls.get(name);
    const documents = call === undefined || 'why' in call.files ? [] : call.files.documents;
    const { value: instances, conditions } = this.instancesOf(call);
    if (call === undefined || documents.length === 0 || instances === undefined || !this.take(instances.size)) {
      return undefined;
    }
    return [...instances].map(([one, environment]) => {
      const key = repeatedBy(call.args) === undefined ? undefined : one;
      const module = this.make({ address: this.addressOf(name, key), args: call.args, environment, documents, conditions });
      return { ...(key !== undefined && { key }), module };
    });
  }

  /** Whether so many may be made, as modules that call themselves have no end. */
  private take(size: number): boolean {
    const isTooMany = this.prefix.split('module.').length > MAX_DEPTH || this.count.made + size > MAX_MODULES;
    this.count.made += isTooMany ? 0 : size;
    return !isTooMany;
  }

  private instancesOf(call: CalledWith | undefined): { readonly value: Instances; readonly conditions: readonly string[] } {
    return call === undefined ? { value: undefined, conditions: [] }
      : repeatedBy(call.args) === undefined ? { value: new Map([['', new Map()]]), conditions: [] }
      : this.instances(call.args);
  }

  /** Modules that do not exist because of values of variables. Each stands for all instances that there could be. */
  public get leftOut(): readonly T[] {
    return [...this.calls].flatMap(([name, call]) => {
      const { value: instances, conditions } = this.instancesOf(call);
      return instances?.size !== 0 || conditions.length === 0 || 'why' in call.files || !this.take(1) ? []
        : [this.make({ address: this.addressOf(name, undefined), args: call.args, environment: new Map(), conditions, ...call.files })];
    });
  }

  private addressOf(name: string, key: string | number | undefined): string {
    return `${this.prefix}module.${name}${key === undefined ? '' : `[${JSON.stringify(key)}]`}`;
  }
}

/** What makes several of a resource or of a module. */
export function repeatedBy(body: Fields | undefined): 'count' | 'for_each' | undefined {
  return (['count', 'for_each'] as const).find((argument) => member(body, argument) !== undefined);
}
