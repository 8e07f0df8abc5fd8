import { dirname } from 'node:path';
import { printable } from '../azure/errors';
import { Evaluation } from './evaluation';
import { NETWORK_TYPES } from './kinds';
import type { RemoteStates } from './remote-states';
import type { Report, Resource, SourceDocument } from './resource';
import { described, entries, Fields, isFields, listOf, member } from './values';

interface Block {
  readonly file: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly address: string;
  readonly body: Fields;
}

/** The configuration JSON of one folder, which Terraform takes as one module. */
export class Configuration {
  private readonly blocks = new Map<string, Block>();
  private readonly locals = new Map<string, unknown>();
  private readonly outputs = new Map<string, unknown>();
  private readonly subscriptions = new Map<string, string | undefined>();
  private readonly evaluation: Evaluation;

  constructor(public readonly group: string, public readonly documents: readonly SourceDocument[], remoteStates: RemoteStates, private readonly report: Report) {
    this.evaluation = new Evaluation({
      group, locals: this.locals,
      body: (address) => this.blocks.get(address)?.body,
      remoteOutput: (address, output) => {
        const body = this.blocks.get(address)?.body;
        return body === undefined ? undefined : remoteStates.configurationOf(this, address.slice('data.terraform_remote_state.'.length), body)?.output(output);
      },
    });
    for (const document of documents) {
      this.collect(document);
    }
  }

  /** What is about networks, with its values. */
  public resources(): Resource[] {
    return [...this.blocks.values()].filter(({ type }) => NETWORK_TYPES.has(type)).map((block) => this.resource(block));
  }

  /** A value that stands outside and refers to what is in this configuration. */
  public evaluate(value: unknown): unknown {
    return this.evaluation.evaluate(value);
  }

  /** The value of an output, in the words of this configuration. */
  public output(name: string): unknown {
    return this.outputs.has(name) ? this.evaluation.evaluate(this.outputs.get(name)) : undefined;
  }

  private collect({ file, json }: SourceDocument): void {
    this.collectBlocks(file, 'managed', member(json, 'resource'));
    this.collectBlocks(file, 'data', member(json, 'data'));
    for (const body of listOf(member(json, 'locals'))) {
      entries(body).forEach(([name, value]) => this.locals.set(name, value));
    }
    for (const body of listOf(member(json, 'output'))) {
      entries(body).forEach(([name, value]) => this.outputs.set(name, member(listOf(value)[0], 'value')));
    }
    for (const [name] of listOf(member(json, 'module')).flatMap(entries)) {
      this.report({ file, resource: printable(`module.${name}`) }, 'resources of modules are not in configuration JSON; give the JSON of a plan for them');
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
      this.blocks.set(block.address, { ...block, body: list[0] });
    }
  }

  private resource(block: Block): Resource {
    const { body, ...rest } = block;
    const repeatedBy = (['count', 'for_each'] as const).find((argument) => member(body, argument) !== undefined);
    const subscription = this.subscriptionOf(member(body, 'provider'));
    return {
      ...rest, group: this.group, values: this.evaluation.evaluate(body) as Fields,
      isConfigured: (argument) => member(body, argument) !== undefined || member(member(body, 'dynamic'), argument) !== undefined,
      ...(repeatedBy === undefined ? {} : { repeatedBy }), ...(subscription === undefined ? {} : { subscription }),
    };
  }

  /** The subscription that the provider of a resource is set to, as text. */
  private subscriptionOf(provider: unknown): string | undefined {
    const alias = typeof provider === 'string' ? /\bazurerm\.([\w-]+)/.exec(provider)?.[1] : undefined;
    const key = alias ?? '';
    if (!this.subscriptions.has(key)) {
      const blocks = this.documents.flatMap(({ json }) => listOf(member(json, 'provider'))).flatMap((body) => listOf(member(body, 'azurerm')));
      const found = blocks.filter((block) => member(block, 'alias') === alias).map((block) => this.evaluation.evaluate(member(block, 'subscription_id')));
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
