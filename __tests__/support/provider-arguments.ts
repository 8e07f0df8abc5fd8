import { keptSchema } from '../../scripts/provider-schema/files';
import { COMBINATIONS, type Fields } from './provider-combinations';
import { allTypes, readArguments, type Argument, type ArgumentType, type Block, type Section } from './provider-types';
import { PROVIDER_VALUES } from './provider-values';
import { schemaProblems } from './schema-check';
import { conflictProblems } from './stack-conflicts';
import { referenceProblems } from './stack-references';
import { isFields, parseDocument, resourcesOf } from './terraform-document';
import { didYouMean, isReference } from './value-checks';

/** Arguments that Terraform itself reads, whatever the resource. */
const META_ARGUMENTS = ['depends_on', 'count', 'provider', 'lifecycle', 'for_each', 'provisioner', 'connection'];

const SCHEMA = keptSchema('4');

/**
 * Checks every resource and data source of a synthesized document against the types of the provider package
 * and the tables beside this file, and then against the schema that is kept. The document is text or the object read from it.
 */
export function checkTerraformJson(json: unknown): string[] {
  const document = parseDocument(json);
  const problems = typeProblems(document);
  return problems.length > 0 ? problems : schemaProblems(document, SCHEMA);
}

function typeProblems(document: Fields): string[] {
  return (['resource', 'data'] as const).flatMap((section) =>
    resourcesOf(document, section).flatMap(({ type, address, body }) => {
      const block = readArguments(section, type);
      if (block === undefined) {
        return [`${address}: no such ${section} type${didYouMean(type, allTypes(section))}`];
      }
      return new ResourceCheck(section, type, address).run({ kind: 'block', block }, body);
    }));
}

/** As `checkTerraformJson`, and what resources ask of each other: references that lead somewhere, no two that conflict. */
export function checkStack(json: unknown): string[] {
  const document = parseDocument(json);
  return [...checkTerraformJson(document), ...referenceProblems(document), ...conflictProblems(document)];
}

/** `path` is shown to the reader; `key` is the same without indices, as the tables have it. */
interface Place {
  readonly path: string;
  readonly key: string;
}

const within = (place: Place, name: string): Place => ({
  path: place.path === '' ? name : `${place.path}.${name}`,
  key: place.key === '' ? name : `${place.key}.${name}`,
});

class ResourceCheck {
  private readonly problems: string[] = [];

  constructor(private readonly section: Section, private readonly type: string, private readonly address: string) {}

  run(type: ArgumentType, body: unknown): string[] {
    this.checkValue(type, body, { path: '', key: '' });
    return this.problems;
  }

  private report(path: string, message: string): void {
    this.problems.push([this.address, path, message].filter((part) => part !== '').join(': '));
  }

  private checkBlock(block: Block, body: Fields, place: Place): void {
    const fields = withDynamicBlocks(body);
    for (const name of Object.keys(fields)) {
      if (!block.has(name) && name !== '//' && !(place.path === '' && META_ARGUMENTS.includes(name))) {
        this.report(within(place, name).path, `no such argument${didYouMean(name, block.keys())}`);
      }
    }
    for (const argument of block.values()) {
      this.checkArgument(argument, fields[argument.name], within(place, argument.name));
    }
    if (this.section === 'resource') {
      for (const combination of COMBINATIONS[this.type]?.[place.key] ?? []) {
        for (const { path, message } of combination(fields)) {
          this.report(path === '' ? place.path : within(place, path).path, message);
        }
      }
    }
  }

  private checkArgument(argument: Argument, value: unknown, place: Place): void {
    const noBlocks = argument.isBlock && Array.isArray(value) && value.length === 0;
    if (value === undefined || value === null || (argument.required && noBlocks)) {
      if (argument.required) {
        this.report(place.path, 'required, but not set');
      }
    } else if (argument.isBlock && !isFields(value) && !Array.isArray(value)) {
      // Terraform has to know how many blocks there are before it can work out a reference.
      this.report(place.path, `must be a block or a list of blocks, not ${shown(value)}`);
    } else {
      this.checkValue(argument.type, argument.isBlock ? asMany(argument.type, value) : value, place, argument.isBlock);
    }
  }

  private checkValue(type: ArgumentType, value: unknown, place: Place, isBlock = true): void {
    if (isReference(value)) {
      return;
    }
    if (!fits(type, value)) {
      this.report(place.path, `must be ${NEEDED[type.kind]}, not ${shown(value)}`);
      return;
    }
    if (type.kind === 'block') {
      this.checkBlock(type.block, value as Fields, place);
      return;
    }
    if (type.kind === 'list') {
      this.checkItems(type.item, value as unknown[], place, isBlock);
    } else if (type.kind === 'map') {
      for (const [name, element] of Object.entries(value as Fields)) {
        this.checkValue(type.item, element, { path: `${place.path}[${JSON.stringify(name)}]`, key: `${place.key}[]` });
      }
    }
    const problem = this.section === 'resource' ? PROVIDER_VALUES[this.type]?.[place.key]?.(value) : undefined;
    if (problem !== undefined) {
      this.report(place.path, problem);
    }
  }

  private checkItems(item: ArgumentType, list: unknown[], place: Place, isBlock: boolean): void {
    list.forEach((element, index) => {
      const path = `${place.path}[${index}]`;
      this.checkValue(item, element, { path, key: item.kind === 'block' ? place.key : `${place.key}[]` });
      if (item.kind === 'block' && !isBlock && isFields(element)) {
        this.checkAllWritten(item.block, element, path);
      }
    });
  }

  /** Terraform refuses an object in such a list unless it has every key (azurerm issue 30741). */
  private checkAllWritten(block: Block, element: Fields, path: string): void {
    const left = [...block.keys()].filter((name) => element[name] === undefined);
    if (left.length > 0) {
      this.report(path, `must write every key, with null for unset ones: ${left.join(', ')}`);
    }
  }
}

const NEEDED = { string: 'a string', number: 'a number', boolean: 'a boolean', list: 'a list', map: 'an object', block: 'an object' };

function fits(type: ArgumentType, value: unknown): boolean {
  if (type.kind === 'list') {
    return Array.isArray(value);
  }
  return type.kind === 'map' || type.kind === 'block' ? isFields(value) : typeof value === type.kind;
}

/** One block may stand alone or in a list of one, whichever of the two the types have. */
function asMany(type: ArgumentType, value: unknown): unknown {
  if (type.kind === 'list') {
    return Array.isArray(value) ? value : [value];
  }
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}

/** A dynamic block has the arguments of the block it makes, so its content is read as one such block. */
function withDynamicBlocks(body: Fields): Fields {
  const { dynamic, ...others } = body;
  if (!isFields(dynamic)) {
    return body;
  }
  const fields: Record<string, unknown> = others;
  for (const [name, block] of Object.entries(dynamic)) {
    fields[name] = [fields[name] ?? [], isFields(block) ? block.content : block].flat();
  }
  return fields;
}

function shown(value: unknown): string {
  if (value === null || typeof value !== 'object') {
    return value === null ? 'null' : `the ${typeof value} ${JSON.stringify(value)}`;
  }
  return Array.isArray(value) ? 'a list' : 'an object';
}
