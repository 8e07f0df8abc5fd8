import { Place } from '../network/network';

/** A value of an argument in Terraform. Texts are data; a reference to a resource is marked as one; null is an argument not given. */
export type ArgumentValue = string | number | boolean | null | readonly ListItem[] | Reference | NestedBlocks;

/** An expression that names a resource. */
interface Reference {
  readonly reference: string;
}

/** Blocks in a block. */
interface NestedBlocks {
  readonly blocks: readonly BlockArguments[];
}

type ListItem = string | Reference;

/** The arguments of a block, in their order; blocks in it are the last of them. */
export type BlockArguments = Readonly<{ [name: string]: ArgumentValue }>;

/** A part of a configuration: a resource of its own, or blocks that belong into one that is there. */
export interface Fragment {
  readonly type: string;
  readonly name: string;
  /** Of a resource. */
  readonly arguments?: BlockArguments;
  /** Blocks of a resource that is there. */
  readonly blocks?: {
    readonly of: string;
    readonly all: readonly BlockArguments[];
    /** Arguments that JSON states as null where a block does not have them. */
    readonly optional: readonly string[];
  };
  /**
   * Whether the resource, or its block of that name, is there already: blocks in it are added to those that it has, and its other
   * arguments take the place of those that it has. Without it, the resource or the blocks are new.
   */
  readonly isPart?: boolean;
  /** What it is written into or next to, where that is something else than what it is for. */
  readonly at?: Place;
}

/** A fragment in the JSON syntax of Terraform. */
export function fragmentJson({ type, name, arguments: args, blocks }: Fragment): object {
  const inside = args === undefined ? { [blocks!.of]: blocks!.all.map((one) => withNulls(one, blocks!.optional)) } : jsonArguments(args);
  return { resource: { [type]: { [name]: inside } } };
}

/**
 * These blocks are attributes to Terraform too, and in JSON an object in such a list has to have every member, as the JSON that CDKTF
 * writes does. Source: Terraform, "Attributes as Blocks".
 */
function withNulls(args: BlockArguments, optional: readonly string[]): object {
  return jsonArguments(withEvery(args, optional));
}

function jsonArguments(args: BlockArguments): object {
  return Object.fromEntries(Object.entries(args).map(([key, value]) => [key, jsonValue(value)]));
}

function jsonValue(value: ArgumentValue): unknown {
  if (typeof value === 'string') {
    return literal(value);
  }
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) {
    return value;
  }
  if ('reference' in value) {
    return `\${${value.reference}}`;
  }
  return 'blocks' in value ? value.blocks.map(jsonArguments) : value.map(jsonValue);
}

/**
 * A fragment in Terraform's own syntax.
 *
 * @param isList whether the resource has its blocks as a list of objects, which have every member
 */
export function fragmentHcl({ type, name, arguments: args, blocks }: Fragment, isList = false): string {
  const inside = args !== undefined ? hclArguments(args)
    : isList ? hclList(blocks!.of, blocks!.all.map((one) => withEvery(one, blocks!.optional)))
    : hclBlocks(blocks!.of, blocks!.all);
  return [`resource ${hclText(type)} ${hclText(name)} {`, ...indented(inside), '}'].join('\n');
}

function withEvery(args: BlockArguments, optional: readonly string[]): BlockArguments {
  return { ...args, ...Object.fromEntries(optional.filter((name) => args[name] === undefined).map((name) => [name, null])) };
}

function hclList(name: string, all: readonly BlockArguments[]): string[] {
  return [`${name} = [`, ...all.flatMap((one) => indented(['{', ...indented(hclArguments(one)), '},'])), ']'];
}

function hclBlocks(name: string, all: readonly BlockArguments[]): string[] {
  return all.flatMap((one) => [`${name} {`, ...indented(hclArguments(one)), '}']);
}

/** Equals signs stand below each other, as `terraform fmt` writes them. */
function hclArguments(args: BlockArguments): string[] {
  const values = Object.entries(args).flatMap(([key, value]) => (isNested(value) ? [] : [[key, hclValue(value)] as const]));
  const width = Math.max(...values.map(([key]) => key.length));
  return [
    ...values.map(([key, value]) => `${key.padEnd(width)} = ${value}`),
    ...Object.entries(args).flatMap(([key, value]) => (isNested(value) ? hclBlocks(key, value.blocks) : [])),
  ];
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

function isNested(value: ArgumentValue): value is NestedBlocks {
  return typeof value === 'object' && value !== null && 'blocks' in value;
}

function hclValue(value: Exclude<ArgumentValue, NestedBlocks>): string {
  if (typeof value === 'string') {
    return hclText(value);
  }
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) {
    return String(value);
  }
  return 'reference' in value ? value.reference : `[${value.map(hclValue).join(', ')}]`;
}

/** Both syntaxes evaluate `${` and `%{` in texts; doubled, they are these characters. */
function literal(text: string): string {
  return text.replace(/[$%](?=\{)/g, '$&$&');
}

const ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** What is not printable ASCII is written by its number, so that a terminal shows what Terraform reads. */
function hclText(text: string): string {
  const escaped = literal(text).replace(/["\\]|[^ -~]/gu, (character) => {
    const code = character.codePointAt(0)!;
    const number = code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
    return ESCAPES[character] ?? number;
  });
  return `"${escaped}"`;
}
