import { dirname } from 'node:path';
import { printable } from '../azure/errors';
import { DEPLOYMENT } from './admin-types';
import { bodyValues, hasDynamic } from './dynamic-blocks';
import type { Environment } from './environment';
import { Evaluation } from './evaluation';
import { EvaluationRun } from './evaluation-run';
import { Instances } from './evaluation-scope';
import { instancesFrom } from './instances';
import { GivenText, givenToModules, isGiven, ModuleScope } from './given-to-modules';
import { withoutIgnored } from './ignored-changes';
import { ModuleFolder } from './module-folder';
import { ModuleCalls, ModuleCount, ModuleInstance, repeatedBy } from './module-calls';
import { isOverride, overridden } from './override-files';
import { ownerTexts } from './owners';
import { isCrossStackOutput, type RemoteStates } from './remote-states';
import { missingVariables, VariableScope } from './missing-variables';
import { ReportProblem } from '../network/network';
import { isRegional, readPart } from './read-part';
import type { Resource, SourceDocument } from './resource';
import { isMarkedSensitive, SecretTexts } from './sensitive-texts';
import { holdsMark, Sensitive, withoutMarks } from './sensitivity';
import { plain } from './resource-values';
import { shown } from '../network/shown';
import { described, Fields, isFields, member } from '../network/fields';
import { entries, itemsOf, NotEvaluated, Unresolved } from './values';
import { ValuesFile, Variables } from './variables';

interface Block {
  readonly file: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly address: string;
  readonly body: Fields;
}

/** What a module takes from the configuration that calls it, directly or through other modules. */
interface Caller {
  readonly configuration: Configuration;
  readonly instance: ModuleInstance;
}

/** The configuration JSON of one folder, which Terraform takes as one module. */
export class Configuration implements ModuleScope {
  public readonly locals = new Map<string, unknown>();
  public readonly outputs = new Map<string, Fields>();
  /** What is sensitive of what was evaluated so far. */
  public readonly secrets: SecretTexts;
  private readonly blocks = new Map<string, Block>();
  /** Bodies as they are written, which override files change. */
  private readonly written = new Map<string, Fields>();
  private readonly subscriptions = new Map<string, string | undefined>();
  private readonly known = new Map<string, { readonly value: Instances; readonly conditions: readonly string[] }>();
  private readonly calls: ModuleCalls<Configuration>;
  private readonly variables: Variables;
  private readonly evaluation: Evaluation;
  /** What addresses begin with. */
  private readonly prefix: string;
  private readonly root: Configuration;
  private deploys: boolean | undefined;
  private readonly count: ModuleCount;
  private givenByModules: ReadonlyMap<ModuleScope, readonly GivenText[]> | undefined;
  /** What is evaluated, for errors. */
  private where: string;

  /**
   * @param documents its files
   * @param values files with values of its variables, in the order that Terraform takes them
   * @param from where it is called, for a module
   */
  constructor(
    public readonly group: string, public readonly documents: readonly SourceDocument[], private readonly remoteStates: RemoteStates,
    private readonly report: ReportProblem, values: readonly ValuesFile[] = [], private readonly from?: Caller,
  ) {
    this.where = documents[0]!.file;
    this.prefix = from === undefined ? '' : `${from.instance.address}.`;
    this.root = from?.configuration.root ?? this;
    this.secrets = from?.configuration.secrets ?? new SecretTexts();
    this.count = from?.configuration.count ?? { made: 0 };
    this.variables = new Variables(values, report, from && ((name) => from.configuration.argument(from.instance, name)));
    this.calls = new ModuleCalls(
      group, this.prefix, this.count, (args) => this.evaluation.run.resting(() => this.instancesOf(args)),
      (instance) => new Configuration(group, instance.documents, remoteStates, report, [], { configuration: this, instance }),
    );
    const { folder } = this.root.documents[0]!;
    const run = from?.configuration.evaluation.run ??
      new EvaluationRun({ hide: (value) => this.secrets.hide(value), show: (value) => this.secrets.show(value) });
    this.evaluation = new Evaluation({
      group, prefix: this.prefix, locals: this.locals,
      variable: (name) =>
        this.variables.get(name, (expression) => (expression.kind === 'literal' ? expression.value : this.evaluation.constant(expression))),
      body: (address) => this.blocks.get(address)?.body,
      files: folder === undefined ? undefined
        : new ModuleFolder(folder, dirname(this.root.documents[0]!.file), dirname(documents[0]!.file)),
      isRepeated: (address) => repeatedBy(this.blocks.get(address)?.body) !== undefined,
      instances: (address) => this.instances(address),
      module: (name) => this.calls.value(name),
      remoteOutput: (address, output) => this.remoteOutput(address, output),
      sensitiveArgument: (value) => this.secrets.hideArgument(value, this.where),
      tooLarge: (text) => report(
        { file: documents[0]!.file, resource: 'configuration' },
        `the value of ${shown(text)} grows past what is evaluated here; give the JSON of a plan`,
      ),
    }, run);
    for (const document of [...documents.filter((one) => !isOverride(one)), ...documents.filter(isOverride)]) {
      this.collect(document);
    }
  }

  /** Resources of these types, with their values. */
  public resources(types: ReadonlySet<string>): Resource[] {
    return [
      ...[...this.blocks.values()].filter(({ type }) => types.has(type)).flatMap((block) => this.ofBlock(block)),
      ...this.calls.all.flatMap((module) => module.resources(types)),
    ];
  }

  /** Resources of these types that do not exist because of values of variables. Each stands for all instances that there could be. */
  public leftOut(types: ReadonlySet<string>): Resource[] {
    const own = [...this.blocks.values()].filter(({ type, mode }) => types.has(type) && mode === 'managed').flatMap((block) => {
      const { value: count, conditions } = this.evaluation.run.resting(() => this.countOf(block));
      return count === 0 && conditions.length > 0 ? [this.resource(block, block.address, new Map(), conditions)] : [];
    });
    const ofModules = this.calls.leftOut.flatMap((module) => [...module.resources(types), ...module.leftOut(types)]);
    return [...own, ...ofModules, ...this.calls.all.flatMap((module) => module.leftOut(types))];
  }

  /** Values of variables that decide whether the module is there. */
  private get conditions(): readonly string[] {
    return this.from === undefined ? [] : [...this.from.configuration.conditions, ...this.from.instance.conditions];
  }

  /** How many there are of a resource; undefined where that is not known. */
  private countOf({ address, body }: Block): number | undefined {
    return this.isEnabled(body) === false ? 0 : repeatedBy(body) === undefined ? 1 : this.instances(address)?.size;
  }

  /** The modules that were not read, with why that is. */
  public get modules(): readonly string[] {
    return [
      ...this.calls.unread.map(({ name, why }) => `${name}${why}`), ...this.calls.all.flatMap((module) => module.modules),
    ];
  }

  /** Where the modules that were read come from, by the files that they are in and their addresses without an index. */
  public get moduleSources(): readonly (readonly [address: string, source: string])[] {
    const source = member(this.from?.instance.args, 'source');
    const address = this.from?.instance.address.replace(/\[[^\]]*\]/g, '') ?? '';
    return [
      ...(typeof source === 'string' ? this.documents.map(({ file }) => [`${file} ${address}`, printable(source)] as const) : []),
      ...this.calls.all.flatMap((module) => module.moduleSources),
    ];
  }

  /** Variables without a value that decide how many there are of modules that were not read for that. */
  public get missing(): readonly string[] {
    return [
      ...this.calls.unread.flatMap(({ args }) => missingVariables(member(args, repeatedBy(args) ?? ''), this)),
      ...this.calls.all.flatMap((module) => module.missing),
    ];
  }

  public isUnsaid(name: string): boolean {
    return this.variables.isUnsaid(name);
  }

  public get given(): VariableScope['given'] {
    const { from } = this;
    return from && ((name) => ({ value: from.instance.args[name], scope: from.configuration }));
  }

  public get unread(): ModuleScope['unread'] {
    return this.calls.unread.map(({ name, args }) => [name, args] as const);
  }

  public get caller(): ModuleScope['caller'] {
    return this.from && { scope: this.from.configuration, args: this.from.instance.args };
  }

  public called(name: string): readonly Configuration[] {
    return this.calls.of(name);
  }

  public get allCalled(): readonly Configuration[] {
    return this.calls.all;
  }

  /** A value that stands outside and refers to what is in this configuration. */
  public evaluate(value: unknown): unknown {
    return this.evaluation.evaluate(value);
  }

  /** The value of an output of a module, for what calls it; undefined where it has none of that name. */
  public outputValue(name: string): unknown {
    const body = this.outputs.get(name);
    const value = body === undefined ? undefined : this.evaluation.computed(body['value']);
    return isMarkedSensitive(body) ? this.evaluation.run.sensitivity.marked(value) : value;
  }

  /** The value of an output, in the words of this configuration. */
  public output(name: string): unknown {
    const body = this.outputs.get(name);
    const value = body === undefined ? undefined : this.evaluation.computed(body['value']);
    const isSensitive = (isMarkedSensitive(body) && !isCrossStackOutput(name)) || holdsMark(value);
    const plainValue = plain(withoutMarks(value), () => undefined);
    return isSensitive && !(plainValue instanceof Unresolved) ? new Sensitive(plainValue) : plainValue;
  }

  private collect(document: SourceDocument): void {
    const { file, json } = document;
    const isOver = isOverride(document);
    this.collectBlocks(file, 'managed', member(json, 'resource'), isOver);
    this.collectBlocks(file, 'data', member(json, 'data'), isOver);
    for (const body of itemsOf(member(json, 'locals'))) {
      entries(body).forEach(([name, value]) => this.locals.set(name, value));
    }
    this.variables.declare(file, member(json, 'variable'), isOver);
    for (const body of itemsOf(member(json, 'output'))) {
      entries(body).forEach(([name, value]) => this.outputs.set(name, isFields(itemsOf(value)[0]) ? itemsOf(value)[0] as Fields : {}));
    }
    this.calls.add(document);
  }

  /** The value that a call of a module gives to one of its variables. */
  private argument({ args, environment }: ModuleInstance, name: string): { readonly value: unknown } | undefined {
    return Object.hasOwn(args, name) ? { value: this.evaluation.computed(args[name], environment) } : undefined;
  }

  private remoteOutput(address: string, output: string): unknown {
    const body = this.blocks.get(address)?.body;
    return body === undefined
      ? undefined
      : this.remoteStates.configurationOf(this.root, address.slice('data.terraform_remote_state.'.length), body)?.output(output);
  }

  private collectBlocks(file: string, mode: 'managed' | 'data', section: unknown, isOver: boolean): void {
    for (const types of itemsOf(section)) {
      this.expectObject(types, { file, resource: mode === 'data' ? 'data' : 'resource' });
      for (const [type, ofType] of entries(types)) {
        for (const names of itemsOf(ofType)) {
          this.expectObject(names, { file, resource: printable(type) });
          for (const [name, bodies] of entries(names)) {
            this.add({ file, mode, type, address: `${mode === 'data' ? 'data.' : ''}${type}.${name}` }, bodies, isOver);
          }
        }
      }
    }
  }

  private expectObject(value: unknown, place: { file: string; resource: string }): void {
    if (!isFields(value)) {
      this.report(place, `it is ${described(value)}; it takes an object`);
    }
  }

  private add(block: Omit<Block, 'body'>, bodies: unknown, isOver: boolean): void {
    const place = { file: block.file, resource: printable(block.address) };
    const list = itemsOf(bodies);
    const before = this.written.get(block.address);
    if (isOver && before !== undefined && isFields(list[0])) {
      const body = overridden(before, list[0]);
      this.written.set(block.address, body);
      this.blocks.set(block.address, { ...this.blocks.get(block.address)!, body: withoutIgnored(body) });
    } else if (list.length !== 1 || !isFields(list[0])) {
      this.report(place, `it is ${list.length === 1 ? described(list[0]) : `a list of ${list.length}`}; it takes one object`);
    } else if (this.blocks.has(block.address)) {
      this.report(place, 'it is there twice, and Terraform takes each address once; the second is left out');
    } else {
      this.written.set(block.address, list[0]);
      this.blocks.set(block.address, { ...block, body: withoutIgnored(list[0]) });
    }
  }

  /** Each instance of a resource; one that stands for all where it is not known which there are. */
  private ofBlock(block: Block): Resource[] {
    const { address, body } = block;
    const repeated = repeatedBy(body);
    const { value: isMade, conditions: before } = this.evaluation.run.resting(() => this.isEnabled(body));
    if (isMade !== true) {
      return isMade === false ? [] : [{ ...this.resource(block, address, new Map(), []), repeatedBy: 'lifecycle.enabled' }];
    }
    if (repeated === undefined) {
      return [this.resource(block, address, new Map(), before)];
    }
    const { value: instances, conditions } = this.evaluation.run.resting(() => this.instances(address));
    const over = instances === undefined ? this.evaluation.computed(member(body, repeated)) : undefined;
    const missing = instances === undefined ? [...new Set(missingVariables(member(body, repeated), this))] : [];
    return instances === undefined ? [{
      ...this.resource(block, address, new Map(), []), repeatedBy: repeated, ...(over instanceof NotEvaluated && { repeatedWhy: over.why }),
      ...(missing.length > 0 && { missing }),
    }]
      : [...instances].map(([key, environment]) => this.resource(block, `${address}[${JSON.stringify(key)}]`, environment, conditions));
  }

  /** Whether a resource is made; undefined where that is not known. Source: OpenTofu 1.11, the enabled meta-argument. */
  private isEnabled(body: Fields): boolean | undefined {
    const values = itemsOf(member(body, 'lifecycle')).map((block) => member(block, 'enabled')).filter((value) => value !== undefined)
      .map((value) => this.evaluation.computed(value));
    const flags = values.map((value) => (value === 'true' ? true : value === 'false' ? false : value));
    return flags.every((flag) => flag === true) ? true : flags.length === 1 && flags[0] === false ? false : undefined;
  }

  /** Whether regions decide anything: where a network manager deploys its rules. */
  private get hasRegions(): boolean {
    this.deploys ??= [...this.blocks.values()].some(({ type }) => type === DEPLOYMENT);
    return this.deploys || (this.root !== this && this.root.hasRegions);
  }

  private resource(block: Block, address: string, environment: Environment, before: readonly string[]): Resource {
    const { body, ...rest } = block;
    this.where = `${block.file}: ${block.address}`;
    const provider = this.providerOf(member(body, 'provider'));
    const subscription = this.root.subscriptionOf(provider);
    const part = readPart(body, isRegional(block.type) && this.hasRegions);
    const { value: values, conditions } = this.evaluation.run.resting(() => bodyValues(part, environment, this.evaluation));
    const all = [...new Set([...this.conditions, ...before, ...conditions])];
    const { conditions: ownerConditions } = this.evaluation.run.resting(() =>
      ownerTexts(block.type, body).forEach((text) => this.evaluation.evaluate(text, environment)));
    const givenTo = [...new Set(this.givenTexts.filter(({ text }) => isGiven(block.address, text)).map(({ module }) => module))];
    return {
      ...rest, address: `${this.prefix}${address}`, group: this.group, values, provider,
      // A dynamic block over nothing is as one that is not written.
      isConfigured: (argument) =>
        member(body, argument) !== undefined || hasDynamic(values, argument) || (hasDynamic(body, argument) && argument in values),
      ...(subscription === undefined ? {} : { subscription }), ...(all.length > 0 && { conditions: all }),
      ...(givenTo.length > 0 && { givenTo }), ...(ownerConditions.length > 0 && { ownerConditions }),
    };
  }

  /** The instances of a resource with `count` or `for_each`; undefined when the values of these are not known. */
  private instances(address: string): Instances {
    const { run } = this.evaluation;
    let known = this.known.get(address);
    if (known === undefined) {
      this.known.set(address, { value: undefined, conditions: [] }); // while it is evaluated, for one that is made of itself
      known = run.resting(() => this.evaluated(address));
      this.known.set(address, known);
    }
    run.restOn(known.conditions);
    return known.value;
  }

  private evaluated(address: string): Instances {
    return this.instancesOf(this.blocks.get(address)?.body);
  }

  private instancesOf(body: Fields | undefined): Instances {
    const argument = repeatedBy(body);
    const value = argument === undefined ? undefined : this.evaluation.computed(member(body, argument));
    return instancesFrom(argument, value);
  }

  /** Texts that modules which were not read are given. */
  private get givenTexts(): readonly GivenText[] {
    this.root.givenByModules ??= givenToModules(this.root);
    return this.root.givenByModules.get(this) ?? [];
  }

  /** The alias of a provider, in the words of the root; empty for the one without. */
  private providerOf(provider: unknown): string {
    const alias = aliasOf(provider);
    if (this.from === undefined) {
      return alias;
    }
    const { configuration, instance } = this.from;
    const [passed] = itemsOf(member(instance.args, 'providers'));
    const given = member(passed, alias === '' ? 'azurerm' : `azurerm.${alias}`);
    return given === undefined ? alias === '' ? configuration.providerOf(undefined) : alias : configuration.providerOf(given);
  }

  /** The subscription that a provider is set to, as text. */
  private subscriptionOf(key: string): string | undefined {
    const alias = key === '' ? undefined : key;
    if (!this.subscriptions.has(key)) {
      const blocks = this.documents.flatMap(({ json }) => itemsOf(member(json, 'provider'))).flatMap((body) =>
        itemsOf(member(body, 'azurerm')));
      const found = blocks.filter((block) => member(block, 'alias') === alias).map((block) =>
        this.evaluation.evaluate(member(block, 'subscription_id')));
      const [id] = found;
      this.subscriptions.set(key, found.length === 1 && typeof id === 'string' ? id : undefined);
    }
    return this.subscriptions.get(key);
  }

  /** Where relative paths of this configuration begin. */
  public get folder(): string {
    return dirname(this.documents[0]!.file);
  }
}

/** The alias of a provider; empty for the one without. */
function aliasOf(provider: unknown): string {
  return typeof provider === 'string' ? /\bazurerm\.([\w-]+)/.exec(provider)?.[1] ?? '' : '';
}
