import { dirname } from 'node:path';
import { printable } from '../azure/errors';
import { isPlain, TerraformSet } from './computed';
import { bodyValues, hasDynamic } from './dynamic-blocks';
import type { Environment } from './environment';
import { Evaluation } from './evaluation';
import { Instances } from './evaluation-scope';
import { withoutIgnored } from './ignored-changes';
import { ownerArguments } from './owners';
import type { RemoteStates } from './remote-states';
import type { ReportProblem, Resource, SourceDocument } from './resource';
import { isMarkedSensitive, SecretTexts } from './sensitive-texts';
import { holdsMark, Sensitive, withoutMarks } from './sensitivity';
import { plain } from './resource-values';
import { described, entries, Fields, isFields, listOf, member, shown, Unresolved } from './values';
import { ValuesFile, Variables } from './variables';

interface Block {
  readonly file: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly address: string;
  readonly body: Fields;
}

/** Instances of one resource: more than any network has make a plan the better thing to give. */
const MAX_INSTANCES = 10_000;

/** The name, the id or the resource group of a resource. */
const REFERENCE = /^\$\{azurerm_\w+\.[\w-]+\.(id|name|resource_group_name|resource_group_id)\}$/;

/** The configuration JSON of one folder, which Terraform takes as one module. */
export class Configuration {
  private readonly blocks = new Map<string, Block>();
  private readonly locals = new Map<string, unknown>();
  private readonly outputs = new Map<string, Fields>();
  private readonly subscriptions = new Map<string, string | undefined>();
  private readonly known = new Map<string, { readonly value: Instances; readonly conditions: readonly string[] }>();
  /** Calls of modules, whose resources are not in the configuration, with their arguments as text. */
  private readonly calls = new Map<string, string>();
  private readonly variables: Variables;
  private readonly evaluation: Evaluation;
  /** What is sensitive of what was evaluated so far. */
  public readonly secrets = new SecretTexts();
  /** What is evaluated, for errors. */
  private where: string;

  /**
   * @param documents its files
   * @param values files with values of its variables, in the order that Terraform takes them
   */
  constructor(
    public readonly group: string, public readonly documents: readonly SourceDocument[], remoteStates: RemoteStates,
    private readonly report: ReportProblem, values: readonly ValuesFile[] = [],
  ) {
    this.where = documents[0]!.file;
    this.variables = new Variables(values, report);
    this.evaluation = new Evaluation({
      group, locals: this.locals,
      variable: (name) =>
        this.variables.get(name, (expression) => (expression.kind === 'literal' ? expression.value : this.evaluation.constant(expression))),
      body: (address) => this.blocks.get(address)?.body,
      isRepeated: (address) => repeatedBy(this.blocks.get(address)?.body) !== undefined,
      instances: (address) => this.instances(address),
      remoteOutput: (address, output) => {
        const body = this.blocks.get(address)?.body;
        return body === undefined
          ? undefined
          : remoteStates.configurationOf(this, address.slice('data.terraform_remote_state.'.length), body)?.output(output);
      },
      secrets: { hide: (value) => this.secrets.hide(value), show: (value) => this.secrets.show(value) },
      sensitiveArgument: (value) => this.secrets.hideArgument(value, this.where),
      tooLarge: (text) => report(
        { file: documents[0]!.file, resource: 'configuration' },
        `the value of ${shown(text)} grows past what is evaluated here; give the JSON of a plan`,
      ),
    });
    for (const document of documents) {
      this.collect(document);
    }
  }

  /** Resources of these types, with their values. */
  public resources(types: ReadonlySet<string>): Resource[] {
    return [...this.blocks.values()].filter(({ type }) => types.has(type)).flatMap((block) => this.ofBlock(block));
  }

  /** Resources of these types that there are none of, as the values of variables are; each stands for all that there could be. */
  public leftOut(types: ReadonlySet<string>): Resource[] {
    return [...this.blocks.values()].filter(({ type, mode }) => types.has(type) && mode === 'managed').flatMap((block) => {
      const { value: count, conditions } = this.evaluation.resting(() => this.countOf(block));
      const resource = count === 0 && conditions.length > 0 ? this.resource(block, block.address, new Map(), conditions) : undefined;
      return resource === undefined ? [] : [resource];
    });
  }

  /** How many there are of a resource; undefined where that is not known. */
  private countOf({ address, body }: Block): number | undefined {
    const isMade = this.isEnabled(body);
    return isMade === false ? 0 : repeatedBy(body) === undefined ? 1 : this.instances(address)?.size;
  }

  /** The modules that are called, with where they come from. */
  public get modules(): readonly string[] {
    return [...this.calls].map(([name, args]) => `${name}${sourceText(args)}`);
  }

  /** A value that stands outside and refers to what is in this configuration. */
  public evaluate(value: unknown): unknown {
    return this.evaluation.evaluate(value);
  }

  /** The value of an output, in the words of this configuration. */
  public output(name: string): unknown {
    const body = this.outputs.get(name);
    const value = body === undefined ? undefined : this.evaluation.computed(body['value']);
    const isSensitive = isMarkedSensitive(body) || holdsMark(value);
    const plainValue = plain(withoutMarks(value), () => undefined);
    return isSensitive && !(plainValue instanceof Unresolved) ? new Sensitive(plainValue) : plainValue;
  }

  private collect({ file, json }: SourceDocument): void {
    this.collectBlocks(file, 'managed', member(json, 'resource'));
    this.collectBlocks(file, 'data', member(json, 'data'));
    for (const body of listOf(member(json, 'locals'))) {
      entries(body).forEach(([name, value]) => this.locals.set(name, value));
    }
    this.variables.declare(file, member(json, 'variable'));
    for (const body of listOf(member(json, 'output'))) {
      entries(body).forEach(([name, value]) => this.outputs.set(name, isFields(listOf(value)[0]) ? listOf(value)[0] as Fields : {}));
    }
    for (const [name, body] of listOf(member(json, 'module')).flatMap(entries)) {
      this.calls.set(printable(`module.${name}`), JSON.stringify(body));
    }
  }

  private collectBlocks(file: string, mode: 'managed' | 'data', section: unknown): void {
    for (const types of listOf(section)) {
      this.expectObject(types, { file, resource: mode === 'data' ? 'data' : 'resource' });
      for (const [type, ofType] of entries(types)) {
        for (const names of listOf(ofType)) {
          this.expectObject(names, { file, resource: printable(type) });
          for (const [name, bodies] of entries(names)) {
            this.add({ file, mode, type, address: `${mode === 'data' ? 'data.' : ''}${type}.${name}` }, bodies);
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

  private add(block: Omit<Block, 'body'>, bodies: unknown): void {
    const place = { file: block.file, resource: printable(block.address) };
    const list = listOf(bodies);
    if (list.length !== 1 || !isFields(list[0])) {
      this.report(place, `it is ${list.length === 1 ? described(list[0]) : `a list of ${list.length}`}; it takes one object`);
    } else if (this.blocks.has(block.address)) {
      this.report(place, 'it is there twice, and Terraform takes each address once; the second is left out');
    } else {
      this.blocks.set(block.address, { ...block, body: withoutIgnored(list[0]) });
    }
  }

  /** Each instance of a resource; one that stands for all where it is not known which there are. */
  private ofBlock(block: Block): Resource[] {
    const { address, body } = block;
    const repeated = repeatedBy(body);
    const { value: isMade, conditions: before } = this.evaluation.resting(() => this.isEnabled(body));
    if (isMade !== true) {
      return isMade === false ? [] : [{ ...this.resource(block, address, new Map(), []), repeatedBy: 'lifecycle.enabled' }];
    }
    if (repeated === undefined) {
      return [this.resource(block, address, new Map(), before)];
    }
    const { value: instances, conditions } = this.evaluation.resting(() => this.instances(address));
    return instances === undefined ? [{ ...this.resource(block, address, new Map(), []), repeatedBy: repeated }]
      : [...instances].map(([key, environment]) => this.resource(block, `${address}[${JSON.stringify(key)}]`, environment, conditions));
  }

  /** Whether a resource is made; undefined where that is not known. Source: OpenTofu 1.11, the enabled meta-argument. */
  private isEnabled(body: Fields): boolean | undefined {
    const values = listOf(member(body, 'lifecycle')).map((block) => member(block, 'enabled')).filter((value) => value !== undefined)
      .map((value) => this.evaluation.computed(value));
    const flags = values.map((value) => (value === 'true' ? true : value === 'false' ? false : value));
    return flags.every((flag) => flag === true) ? true : flags.length === 1 && flags[0] === false ? false : undefined;
  }

  private resource(block: Block, address: string, environment: Environment, before: readonly string[]): Resource {
    const { body, ...rest } = block;
    this.where = `${block.file}: ${block.address}`;
    const subscription = this.subscriptionOf(member(body, 'provider'));
    const { value: values, conditions } = this.evaluation.resting(() => bodyValues(body, environment, this.evaluation));
    const all = [...new Set([...before, ...conditions])];
    const { conditions: ownerConditions } = this.evaluation.resting(() =>
      ownerArguments(block.type).map((name) => this.ownerOf(member(body, name), environment)));
    const givenTo = [...this.calls].filter(([, args]) => isGiven(block.address, args)).map(([name]) => name);
    return {
      ...rest, address, group: this.group, values, provider: providerOf(member(body, 'provider')),
      isConfigured: (argument) => member(body, argument) !== undefined || hasDynamic(body, argument),
      ...(subscription === undefined ? {} : { subscription }), ...(all.length > 0 && { conditions: all }),
      ...(givenTo.length > 0 && { givenTo }), ...(ownerConditions.length > 0 && { ownerConditions }),
    };
  }

  /** Evaluates what names an owner. What refers to a resource is of that one, whatever it is called. */
  private ownerOf(value: unknown, environment: Environment): void {
    if (typeof value !== 'string' || !REFERENCE.test(value)) {
      this.evaluation.evaluate(value, environment);
    }
  }

  /** The instances of a resource with `count` or `for_each`; undefined when the values of these are not known. */
  private instances(address: string): Instances {
    const known = this.known.get(address);
    if (known !== undefined) {
      this.evaluation.rest(known.conditions);
      return known.value;
    }
    this.known.set(address, { value: undefined, conditions: [] }); // while it is evaluated, for one that is made of itself
    const found = this.evaluation.resting(() => this.evaluated(address));
    this.known.set(address, found);
    return found.value;
  }

  private evaluated(address: string): Instances {
    const body = this.blocks.get(address)?.body;
    const argument = repeatedBy(body);
    const value = argument === undefined ? undefined : this.evaluation.computed(member(body, argument));
    if (argument === 'count') {
      const count = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
      return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 && count <= MAX_INSTANCES
        ? new Map(Array.from({ length: count }, (_, index) => [index, new Map([['count', { index }]])])) : undefined;
    }
    const pairs = value instanceof TerraformSet
      ? value.items.map((item) => [item, item] as const)
      : isFields(value) && isPlain(value) ? Object.entries(value)
      : undefined;
    return pairs === undefined || pairs.length > MAX_INSTANCES || pairs.some(([key]) => typeof key !== 'string') ? undefined
      : new Map(pairs.map(([key, item]) => [key as string, new Map([['each', { key, value: item }]])]));
  }

  /** The subscription that the provider of a resource is set to, as text. */
  private subscriptionOf(provider: unknown): string | undefined {
    const key = providerOf(provider);
    const alias = key === '' ? undefined : key;
    if (!this.subscriptions.has(key)) {
      const blocks = this.documents.flatMap(({ json }) => listOf(member(json, 'provider'))).flatMap((body) =>
        listOf(member(body, 'azurerm')));
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

/** The source of a module, whose files are not read, wherever they are. */
function sourceText(args: string): string {
  const [body] = listOf(JSON.parse(args) as unknown);
  const source = member(body, 'source');
  return typeof source === 'string' ? ` (source ${shown(source)}, whose files are not read)` : '';
}

function repeatedBy(body: Fields | undefined): 'count' | 'for_each' | undefined {
  return (['count', 'for_each'] as const).find((argument) => member(body, argument) !== undefined);
}

/** Whether arguments of a module hold the name or the id of a resource, or the resource itself, so that the module may add to it. */
function isGiven(address: string, args: string): boolean {
  const [before, ...after] = args.split(address);
  return before !== undefined && after.some((rest) => /^(\[[^\]]*\])?(\.(name|id)\b|(?![\w.[-]))/.test(rest));
}

/** The alias of a provider; empty for the one without. */
function providerOf(provider: unknown): string {
  return typeof provider === 'string' ? /\bazurerm\.([\w-]+)/.exec(provider)?.[1] ?? '' : '';
}
