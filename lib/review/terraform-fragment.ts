/** A value of an argument in Terraform. Texts are data; a reference to a resource is marked as one. */
export type ArgumentValue = string | number | readonly string[] | { readonly reference: string };

/** The arguments of a block, in their order. */
export type BlockArguments = Readonly<Record<string, ArgumentValue>>;

/** A part of a configuration: a resource of its own, or blocks that belong into one that is there. */
export interface Fragment {
  readonly type: string;
  readonly name: string;
  /** Of a resource of its own. */
  readonly arguments?: BlockArguments;
  /** Blocks to add to a resource that is there. */
  readonly blocks?: {
    readonly of: string;
    readonly all: readonly BlockArguments[];
    /** Arguments that JSON states as null where a block does not have them. */
    readonly optional: readonly string[];
  };
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
  return { ...jsonArguments(args), ...Object.fromEntries(optional.filter((name) => args[name] === undefined).map((name) => [name, null])) };
}

function jsonArguments(args: BlockArguments): object {
  return Object.fromEntries(Object.entries(args).map(([key, value]) => [key, jsonValue(value)]));
}

function jsonValue(value: ArgumentValue): string | number | readonly string[] {
  if (typeof value === 'string') {
    return literal(value);
  }
  if (typeof value === 'number') {
    return value;
  }
  return 'reference' in value ? `\${${value.reference}}` : value.map(literal);
}

/** A fragment in Terraform's own syntax. */
export function fragmentHcl({ type, name, arguments: args, blocks }: Fragment): string {
  const inside = args === undefined
    ? blocks!.all.map((one) => [`  ${blocks!.of} {`, ...hclArguments(one).map((line) => `  ${line}`), '  }'].join('\n'))
    : hclArguments(args);
  return [`resource ${hclText(type)} ${hclText(name)} {`, ...inside, '}'].join('\n');
}

/** Equals signs stand below each other, as `terraform fmt` writes them. */
function hclArguments(args: BlockArguments): string[] {
  const width = Math.max(...Object.keys(args).map((key) => key.length));
  return Object.entries(args).map(([key, value]) => `  ${key.padEnd(width)} = ${hclValue(value)}`);
}

function hclValue(value: ArgumentValue): string {
  if (typeof value === 'string') {
    return hclText(value);
  }
  if (typeof value === 'number') {
    return String(value);
  }
  return 'reference' in value ? value.reference : `[${value.map(hclText).join(', ')}]`;
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
