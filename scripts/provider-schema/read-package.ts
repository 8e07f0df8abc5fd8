import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Exported, ModuleSources, Written } from './module-sources';
import { DATA_SOURCES, RESOURCES } from './resources';
import { AttributeSchema, BlockSchema, NestedSchema, ProviderSchema, Type } from './schema';

const SIMPLE: Readonly<Record<string, Type>> = {
  string: 'string', number: 'number', boolean: 'bool',
  stringList: 'string', numberList: 'number', stringMap: 'string', booleanMap: 'bool', numberMap: 'number',
};

const READERS: Readonly<Record<string, Type>> = {
  String: 'string', Number: 'number', Boolean: 'bool', List: ['list', 'string'], NumberList: ['list', 'number'],
  StringMap: ['map', 'string'], BooleanMap: ['map', 'bool'], NumberMap: ['map', 'number'],
};

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly cdktf?: { readonly provider: { readonly version: string } };
  readonly cdktn?: { readonly provider: { readonly version: string } };
}

/** The schema that is kept, from the npm package of a provider, whose classes are generated from the provider's own schema. */
export function readPackage(folder: string): ProviderSchema {
  const { name, version, cdktf, cdktn } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageJson;
  const provider = cdktf?.provider.version ?? cdktn?.provider.version;
  if (provider === undefined) {
    throw new Error(`${folder}/package.json does not say which version of the provider it is for`);
  }
  const read = (module: string): BlockSchema => {
    const sources = new ModuleSources(join(folder, 'lib', module));
    const owner = sources.writingClass();
    return new Reader(sources).block(owner, sources.configInterface(owner), owner);
  };
  const all = (types: readonly string[], prefix: string): Record<string, BlockSchema> => Object.fromEntries([...types].sort()
    .map((type) => [type, read(`${prefix}${type.replace(/^azurerm_/, '').replaceAll('_', '-')}`)]));
  return {
    versions: { [provider]: `${name} ${version}` },
    provider: readProvider(join(folder, 'lib', 'provider')),
    resources: all(RESOURCES, ''),
    data_sources: all(DATA_SOURCES, 'data-azurerm-'),
  };
}

function readProvider(folder: string): BlockSchema {
  const sources = new ModuleSources(folder);
  const owner = sources.writingClass();
  const { attributes, block_types: blocks } = new Reader(sources, false).block(owner, sources.configInterface(owner), owner);
  // Terraform itself reads the alias.
  return { attributes: Object.fromEntries(Object.entries(attributes).filter(([argument]) => argument !== 'alias')), block_types: blocks };
}

class Reader {
  constructor(private readonly sources: ModuleSources, private readonly hasExports = true) {}

  /** The block that a class writes, whose arguments an interface declares, and whose values a class exports. */
  public block(writer: string, declaration: string, exporter: string): BlockSchema {
    const attributes: [string, AttributeSchema][] = [];
    const blocks: [string, NestedSchema][] = [];
    const declared = this.sources.declared(declaration);
    const written = this.sources.written(writer);
    for (const argument of written) {
      const { isRequired, isBlock, isMany } = declared.get(argument.name) ?? fail(`${declaration} has no ${argument.name}`);
      if (isBlock) {
        blocks.push([argument.name, this.nested(argument, isRequired, isMany)]);
      } else {
        const use = isRequired ? { required: true as const } : { optional: true as const };
        // The id of a resource is computed. Terraform's plug-in kit makes it optional too.
        const isOwnId = argument.name === 'id' && writer === exporter;
        attributes.push([argument.name, { type: this.type(argument), ...use, ...(isOwnId ? { computed: true } : {}) }]);
      }
    }
    const names = new Set(written.map(({ name }) => name));
    const exported = this.hasExports ? this.sources.exported(exporter) : [];
    const computed = exported.filter(({ name }) => !names.has(name))
      .map((one): [string, AttributeSchema] => [one.name, { type: this.exportedType(one), computed: true }]);
    return { attributes: sorted([...attributes, ...computed]), block_types: sorted(blocks) };
  }

  private nested({ kind, storage }: Written, isRequired: boolean, isMany: boolean): NestedSchema {
    const mode = kind === 'struct' ? 'single' : kind === 'set' ? 'set' : kind === 'list' ? 'list' : fail(`a block of the kind ${kind}`);
    const name = itemOf(storage);
    return {
      nesting_mode: mode,
      ...(isRequired ? { min_items: 1 } : {}),
      ...(mode !== 'single' && !isMany ? { max_items: 1 } : {}),
      block: this.block(name, name, `${name}OutputReference`),
    };
  }

  private type({ kind, storage }: Written): Type {
    const simple = SIMPLE[storage];
    if (kind === 'simple') {
      return simple ?? fail(`a value of the class ${storage}`);
    }
    const collection = kind === 'map' || kind === 'set' || kind === 'list' ? kind : fail(`a value of the kind ${kind}`);
    return [collection, simple ?? this.object(itemOf(storage))];
  }

  /** Terraform takes such an argument as objects, not as blocks. */
  private object(name: string): Type {
    return ['object', Object.fromEntries(this.sources.written(name).map((argument) => [argument.name, this.type(argument)]))];
  }

  private exportedType({ reader, itemClass, isSet }: Exported): Type {
    if (itemClass === undefined) {
      return READERS[reader!] ?? fail(`what ${reader} reads`);
    }
    const fields = this.sources.exported(itemClass).map((one): [string, Type] => [one.name, this.exportedType(one)]);
    return [isSet === true ? 'set' : 'list', ['object', sorted(fields)]];
  }
}

function itemOf(storage: string): string {
  return storage.replace(/List$/, '');
}

function sorted<T>(entries: [string, T][]): Record<string, T> {
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function fail(what: string): never {
  throw new Error(`cannot read ${what}`);
}
