/**
 * Terraform JSON as lines for a snapshot that people read: one for each resource, and one for each rule, route or other block with a name.
 * What is the same many times stands once. Nothing is left out, so that each change of the JSON changes a line.
 */

type Fields = Readonly<Record<string, unknown>>;

/** Lines of one resource that stand one after the other in another are named, from this many on. */
const REPEATED = 4;

/** An expression of this length that stands several times gets a number. */
const LONG = 80;

export function stackLines(json: Fields): string {
  const { resource = {}, ...rest } = json as Record<string, Record<string, Record<string, Fields>>>;
  const resources = Object.entries(resource).flatMap(([type, all]) => withoutRepeated(
    Object.entries(all).map(([name, body]) => bodyLines(`${type}.${name}`, body, new Map(), ''))));
  return numbered([...Object.entries(rest).map(([key, value]) => `${key} ${JSON.stringify(value)}`), ...resources]).join('\n');
}

/** @param ordinary what the line above says of all such blocks */
function bodyLines(head: string, body: Fields, ordinary: ReadonlyMap<string, string>, indent: string): string[] {
  const { description, ...values } = body;
  const plain = Object.entries(values).filter(([, value]) => !isNamedBlocks(value)).map(([key, value]) => [key, textOf(value)] as const)
    .filter(([key, text]) => ordinary.get(key) !== text).map(([key, text]) => `${key} ${text}`);
  const missing = [...ordinary.keys()].filter((key) => !(key in values)).map((key) => `no ${key}`);
  const line = [`${indent}${head}`, [...plain, ...missing].join(', ')].filter((text) => text !== '').join(': ');
  return [
    'description' in body ? `${line}; ${String(description)}` : line,
    ...Object.entries(values).flatMap(([key, value]) => (isNamedBlocks(value) ? blockLines(key, value, `${indent}  `) : [])),
  ];
}

function blockLines(key: string, blocks: readonly Fields[], indent: string): string[] {
  const ordinary = ordinaryOf(blocks);
  const said = [...ordinary].filter(([, text]) => text !== 'null').map((pair) => pair.join(' '));
  const empty = [...ordinary].filter(([, text]) => text === 'null').map(([name]) => name);
  const nulls = empty.length === 0 ? '' : `; null: ${empty.join(', ')}`;
  const isShort = ordinary.size === 0;
  return [
    ...(isShort ? [] : [`${indent}${key} x ${blocks.length}, unless said otherwise: ${said.join(', ')}${nulls}`]),
    ...blocks.flatMap(({ name, ...block }) =>
      bodyLines(isShort ? `${key} ${String(name)}` : String(name), block, ordinary, isShort ? indent : `${indent}  `)),
  ];
}

/** The values that more than half of at least three blocks have. */
function ordinaryOf(blocks: readonly Fields[]): Map<string, string> {
  const keys = new Set(blocks.flatMap((block) => Object.keys(block)));
  const found = new Map<string, string>();
  for (const key of [...keys].filter((one) => !['name', 'description'].includes(one) && blocks.length > 2)) {
    const texts = blocks.filter((block) => key in block && !isNamedBlocks(block[key])).map((block) => textOf(block[key]));
    const most = texts.find((text) => texts.filter((one) => one === text).length > blocks.length / 2);
    if (most !== undefined) {
      found.set(key, most);
    }
  }
  return found;
}

function isNamedBlocks(value: unknown): value is readonly Fields[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'object' && item !== null && 'name' in item);
}

/** A text without its quotation marks where nothing else can be meant, and JSON otherwise. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(textOf).join(', ')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value).map(([key, item]) => `${key} ${textOf(item)}`).join(', ')}}`;
  }
  return typeof value === 'string' && /^[^\s,;"[\]]+$/.test(value) && !/^(-?\d[\d.]*|true|false|null)$/.test(value)
    ? value : JSON.stringify(value);
}

/** @param all the lines of each resource of a type */
function withoutRepeated(all: readonly (readonly string[])[]): string[] {
  return all.flatMap((lines, i) => {
    const shown: string[] = [];
    for (let at = 0; at < lines.length;) {
      const [count, from] = longestIn(all.slice(0, i), lines.slice(at));
      if (count < REPEATED) {
        shown.push(lines[at]!);
        at++;
      } else {
        shown.push(`${/^ */.exec(lines[at]!)![0]}${count} lines as in ${from}, from ${lines[at]!.trim().replace(/[:;].*/, '')} on`);
        at += count;
      }
    }
    return shown;
  });
}

/** How many of the first lines stand one after the other in a resource before, and in which. */
function longestIn(before: readonly (readonly string[])[], lines: readonly string[]): [count: number, resource: string] {
  let found: [number, string] = [0, ''];
  for (const other of before) {
    const start = other.indexOf(lines[0]!);
    let count = 0;
    while (start >= 0 && count < lines.length && other[start + count] === lines[count]) {
      count++;
    }
    if (count > found[0]) {
      found = [count, other[0]!.replace(/:.*/, '')];
    }
  }
  return found;
}

function numbered(lines: readonly string[]): string[] {
  const counts = new Map<string, number>();
  lines.flatMap((line) => line.match(/\$\{[^{}]+\}/g) ?? []).filter(({ length }) => length >= LONG)
    .forEach((expression) => counts.set(expression, (counts.get(expression) ?? 0) + 1));
  const long = [...counts].filter(([, count]) => count > 1).map(([expression]) => expression);
  return [
    ...long.map((expression, i) => `(${i + 1}) ${expression}`),
    ...lines.map((line) => long.reduce((text, expression, i) => text.replaceAll(expression, `(${i + 1})`), line)),
  ];
}
