import { at, change, isBlock, isText, Json, MODULES, OVERRIDE, SECOND, set } from './rewriting';

/**
 * Other ways to write the same network. Each of them leaves what is deployed as it is, or takes away that it is known; none of them
 * lets more through.
 */

/** @param pick chooses one of the places */
export type ReExpression = readonly [name: string, apply: (json: Json, pick: number) => void];

const section = (json: Json, name: string): Json => (json[name] ??= {}) as Json;
/** A new name in a section, and its value there. */
function put(json: Json, of: string, value: unknown): string {
  const name = `x${Object.keys(section(json, of)).length}`;
  section(json, of)[name] = value;
  return name;
}
const isPlain = (value: unknown): boolean => isText(value) && !(value as string).includes('${');
const hcl = (value: unknown): string => JSON.stringify(value).replaceAll('${', '$${');
const isPlainDeep = (value: unknown): boolean => !JSON.stringify(value).includes('${');

/** A text as an expression that gives it. */
const text = (name: string, write: (value: string, json: Json, pick: number) => unknown, isTaken = isPlain): ReExpression =>
  [name, (json, pick) => change(isTaken, (all, path, value) => set(all, path, write(value as string, all, pick)))(json, pick)];

const isDigits = (value: unknown): boolean => isText(value) && /^\d+$/.test(value as string);
const isNetwork = (value: unknown): boolean => isText(value) && /^10\.[\d.]+\/\d+$/.test(value as string);

function subnetText(value: string): string {
  const [address, length] = value.split('/') as [string, string];
  const number = address.split('.').reduce((all, byte) => all * 256 + Number(byte), 0);
  const whole = Number(length) - 8;
  return `\${cidrsubnet("10.0.0.0/8", ${whole}, ${Math.floor((number % 2 ** 24) / 2 ** (32 - Number(length)))})}`;
}

const TEXTS: readonly ReExpression[] = [
  text('format', (value) => `\${format("%s%s", ${hcl(value.slice(0, 2))}, ${hcl(value.slice(2))})}`),
  text('join', (value) => `\${join("", [${hcl(value.slice(0, 1))}, ${hcl(value.slice(1))}])}`),
  text('split', (value) => `\${split("|", ${hcl(`a|${value}`)})[1]}`),
  text('jsondecode', (value) => `\${jsondecode(${hcl(JSON.stringify({ a: [value] }))}).a[0]}`),
  text('templatefile', (value) => `\${templatefile("value.tftpl", { value = ${hcl(value)} })}`),
  text('trimspace', (value) => `\${trimspace(${hcl(` ${value} `)})}`),
  text('lookup', (value) => `\${lookup({ a = ${hcl(value)} }, "a", "other")}`),
  text('coalesce', (value) => `\${coalesce(null, "", ${hcl(value)})}`),
  text('a choice by a default', (value, json) =>
    `\${var.${put(json, 'variable', { type: 'bool', default: true })} ? ${hcl(value)} : "other"}`),
  text('a choice that nobody made', (value, json) => `\${var.${put(json, 'variable', { type: 'bool' })} ? ${hcl(value)} : "other"}`),
  text('a member of a local', (value, json) => `\${local.${put(json, 'locals', { a: { b: value } })}["a"].b}`),
  text('a local of a local', (value, json) => `\${local.${put(json, 'locals', `\${local.${put(json, 'locals', value)}}`)}}`),
  text('an optional argument of a variable', (value, json) =>
    `\${var.${put(json, 'variable', { type: `\${object({ a = optional(string, ${hcl(value)}) })}`, default: {} })}.a}`),
  text('a nullable variable', (value, json) => `\${var.${put(json, 'variable', { default: value, nullable: true })}}`),
  text('cidrsubnet', subnetText, isNetwork),
  text('a number in the place of a text', (value) => Number(value), isDigits),
  text('a space at an end', (value, _json, pick) => (pick % 2 === 0 ? `${value} ` : ` ${value}`), isPlain),
  text('another case', (value, _json, pick) => (pick % 2 === 0 ? value.toLowerCase() : value.toUpperCase()), isPlain),
  text('host bits', (value) => value.replace('.0/', '.7/'), isNetwork),
];

/** Any value, also lists and blocks. */
const isValue = (value: unknown): boolean => value !== null && typeof value !== 'undefined' && isPlainDeep(value);
const value = (name: string, write: (value: unknown, json: Json) => unknown): ReExpression =>
  [name, change(isValue, (json, path, one) => set(json, path, write(one, json)))];

function toModule(json: Json, name: string, output: unknown, args: Json = {}): string {
  section(json, 'module')[name] = { source: `./${name}`, ...args };
  section(json, MODULES)[name] = {
    output: { out: { value: output } }, variable: Object.fromEntries(Object.keys(args).map((key) => [key, {}])),
  };
  return `\${module.${name}.out}`;
}
const fresh = (json: Json): string => `m${Object.keys(section(json, MODULES)).length}`;

const VALUES: readonly ReExpression[] = [
  value('a local', (one, json) => `\${local.${put(json, 'locals', one)}}`),
  value('an output of a module', (one, json) => toModule(json, fresh(json), one)),
  value('an input and an output of a module', (one, json) => toModule(json, fresh(json), '${var.in}', { in: one })),
  value('a default of an input of a module', (one, json) => {
    const name = fresh(json);
    const out = toModule(json, name, '${var.in}');
    (section(json, MODULES)[name] as Json)['variable'] = { in: { default: one } };
    return out;
  }),
  value('an output of a module in a module', (one, json) => {
    const inner = fresh(json);
    section(json, MODULES)[inner] = { output: { out: { value: '${var.in}' } }, variable: { in: {} } };
    const outer = fresh(json);
    const out = toModule(json, outer, `\${module.${inner}.out}`, { in: one });
    (section(json, MODULES)[outer] as Json)['module'] = { [inner]: { source: `../${inner}`, in: '${var.in}' } };
    return out;
  }),
  value('an input that nobody gives', (_, json) => toModule(json, fresh(json), '${var.other}')),
  value('jsondecode of a local', (one, json) => `\${jsondecode(local.${put(json, 'locals', JSON.stringify(one))})}`),
  value('one of a concat', (one) => (Array.isArray(one) ? `\${concat(${hcl(one)}, [])}` : one)),
  value('a variable of any type', (one, json) => `\${var.${put(json, 'variable', { type: '${any}', default: one })}}`),
];

/** What a resource of a random type and name is. */
interface Chosen { readonly type: string; readonly name: string; readonly body: Json; readonly address: string }

const resource = (name: string, write: (json: Json, chosen: Chosen, pick: number) => void, isTaken = (_: Chosen): boolean => true):
ReExpression => [name, (json, pick) => {
  const all = Object.entries(json['resource'] as Json).flatMap(([type, of]) => Object.entries(of as Json).map(([key, body]): Chosen =>
    ({ type, name: key, body: body as Json, address: `${type}.${key}` }))).filter(({ body }) => isBlock(body)).filter(isTaken);
  const chosen = all[pick % Math.max(1, all.length)];
  if (chosen !== undefined) {
    write(json, chosen, Math.floor(pick / Math.max(1, all.length)));
  }
}];

/** What refers to a resource refers to something else, in the whole of the configuration. */
function referTo(json: Json, address: string, other: (attribute: string) => string): void {
  const changed = JSON.parse(JSON.stringify(json).replace(new RegExp(`\\$\\{${address.replaceAll('.', '\\.')}\\.([\\w.[\\]]+)\\}`, 'g'),
    (_, attribute: string) => other(attribute))) as Json;
  Object.assign(json, changed);
}
const indexed = (json: Json, address: string, index: string): void =>
  referTo(json, address, (attribute) => `\${${address}[${index}].${attribute}}`);
const bodyOf = (json: Json, { type, name }: Chosen): Json => at(json, ['resource', type, name]) as Json;

const repeated = (name: string, count: (json: Json) => string): ReExpression => resource(name, (json, chosen) => {
  bodyOf(json, chosen)['count'] = count(json);
  indexed(json, chosen.address, '0');
});
const isNamed = ({ body }: Chosen): boolean => isText(body['name']) && isText(body['resource_group_name']);
const copied = (name: string, more: Json): ReExpression => resource(name, (json, chosen) => {
  ((json['resource'] as Json)[chosen.type] as Json)['copy'] = { ...structuredClone(chosen.body), ...more };
});

/** A resource in a module of its own: what it refers to are inputs, and what refers to it are outputs. */
function moved(json: Json, chosen: Chosen, call: Json = {}): void {
  const name = fresh(json);
  const args: Json = {};
  const body = JSON.parse(JSON.stringify(chosen.body).replace(/\$\{([a-z]\w*)\.[^}]*\}/g, (reference, kind: string) => {
    if (['each', 'count', 'self'].includes(kind)) {
      return reference;
    }
    const arg = `a${Object.keys(args).length}`;
    args[arg] = JSON.parse(`"${reference}"`) as string;
    return `\${var.${arg}}`;
  })) as Json;
  const { dynamic } = body;
  if (dynamic !== undefined) {
    return; // whose iterators are no references to the outside
  }
  const outputs: Json = {};
  delete (at(json, ['resource', chosen.type]) as Json)[chosen.name];
  referTo(json, chosen.address, (attribute) => {
    const output = attribute.replace(/\W/g, '_');
    outputs[output] = { value: `\${${chosen.address}.${attribute}}` };
    return `\${module.${name}.${output}}`;
  });
  section(json, 'module')[name] = { source: `./${name}`, ...args, ...call };
  section(json, MODULES)[name] = {
    resource: { [chosen.type]: { [chosen.name]: body } }, output: outputs,
    variable: Object.fromEntries(Object.keys(args).map((arg) => [arg, {}])),
  };
}

const RESOURCES: readonly ReExpression[] = [
  repeated('count by a default that is true', (json) => `\${var.${put(json, 'variable', { default: true })} ? 1 : 0}`),
  repeated('count that nobody decides', (json) => `\${var.${put(json, 'variable', {})} ? 1 : 0}`),
  resource('for_each over a set', (json, chosen) => {
    bodyOf(json, chosen)['for_each'] = '${toset(["a"])}';
    indexed(json, chosen.address, '\\"a\\"');
  }),
  resource('for_each with its name', (json, chosen) => {
    Object.assign(bodyOf(json, chosen), { for_each: `\${local.${put(json, 'locals', { a: { n: chosen.body['name'] } })}}`,
      name: '${each.value.n}' });
    indexed(json, chosen.address, '\\"a\\"');
  }, isNamed),
  resource('ignored changes of all', (_, { body }) => {
    body['lifecycle'] = { ignore_changes: 'all' };
  }),
  resource('ignored changes of one argument', (_, { body }, pick) => {
    const names = Object.keys(body);
    body['lifecycle'] = [{ ignore_changes: [names[pick % names.length]] }];
  }),
  resource('prevent_destroy, depends_on and timeouts', (_, { body }) => {
    Object.assign(body, { depends_on: ['azurerm_virtual_network.v'], lifecycle: { prevent_destroy: true }, timeouts: { create: '30m' } });
  }),
  resource('a data source in the place of a resource', (json, chosen) => {
    delete (at(json, ['resource', chosen.type]) as Json)[chosen.name];
    const { name, resource_group_name: group, virtual_network_name: network } = chosen.body;
    section(section(json, 'data'), chosen.type)[chosen.name] = { name, resource_group_name: group,
      ...(network !== undefined && { virtual_network_name: network }) };
    referTo(json, chosen.address, (attribute) => `\${data.${chosen.address}.${attribute}}`);
  }, isNamed),
  resource('a data source beside a resource', (json, chosen) => {
    const { name, resource_group_name: group, virtual_network_name: network } = chosen.body;
    referTo(json, chosen.address, (attribute) => `\${data.${chosen.address}.${attribute}}`);
    section(section(json, 'data'), chosen.type)[chosen.name] = { name, resource_group_name: group,
      ...(network !== undefined && { virtual_network_name: network }) };
  }, isNamed),
  copied('the same in another resource group', { resource_group_name: 'rg-other' }),
  copied('the same by another provider', { provider: 'azurerm.second' }),
  copied('the same once more', {}),
  resource('in a module', (json, chosen) => moved(json, chosen)),
  resource('in a module that is repeated', (json, chosen) => {
    moved(json, chosen, { count: 1 });
    Object.assign(json, JSON.parse(JSON.stringify(json).replace(/\{module\.(m\d+)\.(\w+)\}/g, (all, name: string, output: string) =>
      (((json['module'] as Json)[name] as Json | undefined)?.['count'] === undefined ? all : `{module.${name}[0].${output}}`))) as Json);
  }),
  resource('an argument in an override file', (json, { type, name, body }, pick) => {
    const names = Object.keys(body);
    const argument = names[pick % names.length]!;
    const of = section(section(section(json, OVERRIDE), 'resource'), type);
    of[name] = { ...of[name] as Json | undefined, [argument]: body[argument] };
    body[argument] = isText(body[argument]) ? 'other' : Array.isArray(body[argument]) ? [] : body[argument];
  }),
  resource('in another file', (json, { type, name, body }) => {
    section(section(section(json, SECOND), 'resource'), type)[name] = body;
    delete (at(json, ['resource', type]) as Json)[name];
  }),
];

const PLURALS = ['source_port_range', 'destination_port_range', 'source_address_prefix', 'destination_address_prefix'];
const isRule = (value: unknown): boolean => isBlock(value) && 'access' in (value as Json);

const BLOCKS: readonly ReExpression[] = [
  ['null and empty lists for what is not set', change(isBlock, (_, __, block) => {
    const body = block as Json;
    ['description', 'source_application_security_group_ids', 'source_ip_groups', 'destination_fqdns'].forEach((name) => {
      body[name] ??= null;
    });
    PLURALS.filter((name) => isText(body[name])).forEach((name) => {
      body[name.endsWith('x') ? `${name}es` : `${name}s`] = [];
    });
  })],
  ['one value as a list of one', change(isRule, (_, __, rule) => {
    const body = rule as Json;
    PLURALS.filter((name) => isText(body[name]) && body[name] !== '*').forEach((name) => {
      body[name.endsWith('x') ? `${name}es` : `${name}s`] = [body[name]];
      delete body[name];
    });
  })],
  ['the same ports twice', change(isRule, (_, __, rule) => {
    const { destination_port_ranges: ports } = rule as Json;
    (rule as Json)['destination_port_ranges'] = Array.isArray(ports) ? [...ports as unknown[], ...ports as unknown[]] : ports;
  })],
  ['a dynamic block over what is written there', dynamic((blocks) => blocks)],
  ['a dynamic block over a map', dynamic((blocks) =>
    Object.fromEntries(blocks.map((block, i) => [`k${String(i).padStart(3, '0')}`, block])))],
  ['a dynamic block with an iterator', dynamic((blocks) => blocks, 'it')],
  ['a dynamic block over an expression', dynamic((blocks, json) => `\${[for one in local.${put(json, 'locals', blocks)} : one]}`)],
];

const RULE = ['name', 'protocols', 'source_addresses', 'destination_addresses', 'destination_ports'];

/** Rules, routes or collections as a dynamic block. */
function dynamic(over: (blocks: unknown[], json: Json) => unknown, iterator?: string): ReExpression[1] {
  return (json, pick) => {
    const bodies = Object.values(json['resource'] as Json).flatMap((all) => Object.values(all as Json)).filter(isBlock) as Json[];
    const lists = bodies.flatMap((body) => ['security_rule', 'route', 'network_rule_collection']
      .filter((key) => Array.isArray(body[key]) && (body[key] as unknown[]).length > 0).map((key) => ({ body, key })));
    const { body, key } = lists[pick % Math.max(1, lists.length)] ?? {};
    if (body === undefined || key === undefined) {
      return;
    }
    const blocks = body[key] as unknown[];
    const keys = [...new Set(blocks.flatMap((block) => Object.keys(block as Json)))];
    delete body[key];
    const name = iterator ?? key;
    const content = Object.fromEntries(keys.filter((one) => one !== 'rule').map((one) => [one, `\${try(${name}.value.${one}, null)}`]));
    const rule = { for_each: `\${${name}.value.rule}`, content: Object.fromEntries(RULE.map((one) => [one, `\${rule.value.${one}}`])) };
    body['dynamic'] = { [key]: [{
      for_each: over(blocks, json), ...(iterator !== undefined && { iterator: `\${${iterator}}` }),
      content: { ...content, ...(keys.includes('rule') && { dynamic: { rule } }) },
    }] };
  };
}

export const RE_EXPRESSIONS: readonly ReExpression[] = [...TEXTS, ...VALUES, ...RESOURCES, ...BLOCKS];

/** Resources as lists of objects with one member each, as Terraform takes them too. It hides the places that others look for. */
export function asLists(json: Json): Json {
  return { ...json, resource: Object.entries(json['resource'] as Json).map(([type, all]) =>
    ({ [type]: Object.entries(all as Json).map(([name, body]) => ({ [name]: body })) })) };
}
