import { statSync } from 'node:fs';
import { InputError } from '../azure/errors';
import { JsonLines } from '../input/json-lines';
import { JsonPath } from '../input/json-places';
import { readText } from '../input/text';
import { Place } from '../network/network';
import { HclLines } from './hcl-lines';
import type { TextLine } from './sarif';

/** A plan of a large network; what is larger is not read again. */
const TERRAFORM_JSON = { what: 'Terraform JSON', maxBytes: 64 * 1024 * 1024 };

interface ReadFile {
  readonly content: unknown;
  readonly lines: JsonLines;
  /** Paths of the resources of a plan or a state, by their addresses. */
  readonly resources: ReadonlyMap<string, JsonPath>;
}

/**
 * Lines of resources, and of parts of them, in the files that they were read from. Where a file cannot be read again, or does not
 * have the resource, there is no line.
 */
export class ResourceLines {
  private readonly files = new Map<string, ReadFile | HclLines | undefined>();

  /** @param roots where the resources of a plan or a state are looked for: those that are planned before those that are there */
  constructor(private readonly roots: readonly JsonPath[] = [['planned_values', 'root_module'], ['values', 'root_module']]) {}

  /** Line of the part of a place; of its resource when the part is not found. */
  public lineOf({ file, resource, part }: Place): number | undefined {
    const read = this.file(file);
    if (read instanceof HclLines) {
      return read.lineOf(inModule(resource), part === undefined ? [] : partPath(part));
    }
    const path = read && (configurationPath(read.content, inModule(resource)) ?? read.resources.get(resource));
    if (path === undefined) {
      return undefined;
    }
    return (part === undefined ? undefined : read!.lines.lineOf([...path, ...partPath(part)])) ?? read!.lines.lineOf(path);
  }

  /** The same with the length of the line. */
  public spanOf(place: Place): TextLine | undefined {
    const line = this.lineOf(place);
    const read = this.file(place.file);
    return line === undefined ? undefined : { line, length: (read instanceof HclLines ? read : read!.lines).lengthOf(line) };
  }

  /** Whether a file of Terraform's own syntax has the blocks of a resource as a list of objects. */
  public isList({ file, resource }: Place, block: string): boolean {
    const read = this.file(file);
    return read instanceof HclLines && read.isList(inModule(resource), block);
  }

  private file(path: string): ReadFile | HclLines | undefined {
    if (!this.files.has(path)) {
      this.files.set(path, readFile(path, this.roots));
    }
    return this.files.get(path);
  }
}

/** Pipes are not opened: what came through one is gone, and a named one would wait for a writer without end. */
function readFile(path: string, roots: readonly JsonPath[]): ReadFile | HclLines | undefined {
  try {
    if (!statSync(path).isFile()) {
      return undefined;
    }
    const { text } = readText(path, TERRAFORM_JSON);
    if (path.endsWith('.tf')) {
      return new HclLines(text);
    }
    const content = JSON.parse(text) as unknown;
    return { content, lines: new JsonLines(text), resources: resourcePaths(content, roots) };
  } catch (error) {
    if (error instanceof InputError || error instanceof SyntaxError || (error as NodeJS.ErrnoException).code !== undefined) {
      return undefined;
    }
    throw error;
  }
}

/** What the file of a module calls a resource: its address without the modules that it is in. */
function inModule(resource: string): string {
  return resource.replace(/^(?:module\.[\w-]+(?:\[(?:"(?:[^"\\]|\\.)*"|\d+)\])?\.)+/, '');
}

/** `azurerm_subnet.x` in a configuration: `resource`, the type, the name. */
function configurationPath(content: unknown, resource: string): JsonPath | undefined {
  const [type = '', name = '', ...rest] = resource.replace(/\[.*$/s, '').split('.');
  const path = ['resource', type, name];
  return rest.length === 0 && path.reduce(member, content) !== undefined ? path : undefined;
}

/** Resources of `terraform show -json`; the first of an address counts. */
function resourcePaths(content: unknown, roots: readonly JsonPath[]): ReadonlyMap<string, JsonPath> {
  const found = new Map<string, JsonPath>();
  const open = [...roots];
  for (let path = open.shift(); path !== undefined; path = open.shift()) {
    const module = path.reduce(member, content);
    listOf(member(module, 'resources')).forEach((resource, i) => {
      const address = member(resource, 'address');
      if (typeof address === 'string' && !found.has(address)) {
        found.set(address, [...path!, 'resources', i, 'values']);
      }
    });
    open.push(...listOf(member(module, 'child_modules')).map((_, i) => [...path!, 'child_modules', i]));
  }
  return found;
}

/** `security_rule[3]` -> `security_rule`, 3. */
function partPath(part: string): JsonPath {
  return [...part.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([text, index]) => (index === undefined ? text : Number(index)));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function member(value: unknown, key: string | number): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string | number, unknown>)[key]
    : undefined;
}
