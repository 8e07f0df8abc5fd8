import type { SourceDocument } from '../../lib/terraform/resource';
import fc from '../support/fast-check';
import { graphOfStack } from '../support/graph-of-stack';
import { planOfStack } from '../support/plan-of-stack';
import {
  agrees, at, BASE, change, Change, duplicate, GROUP, isBlock, isMet, isText, Json, remove, run, set, VALUES,
} from '../support/rewriting';
import { stateOfStack } from '../support/state-of-stack';

const CHANGES: readonly Change[] = [remove, duplicate];

/** The same network as a plan, as a state, and as Azure has it after it was applied. */
const FORMS: readonly ((json: Json) => SourceDocument[])[] = [
  (json) => [{ file: 'plan.json', json: planOfStack(json) }], (json) => [{ file: 'state.json', json: stateOfStack(json, '10.0.1.4') }],
  (json) => [{ file: 'export.json', json: graphOfStack(json) }],
];

const section = (json: Json, name: string): Json => (json[name] ??= {}) as Json;

const toVariable = (more: (value: unknown) => object): Change => change(isText, (json, path, value) => {
  const name = `v${Object.keys(section(json, 'variable')).length}`;
  section(json, 'variable')[name] = more(value);
  set(json, path, `\${var.${name}}`);
});
/** The value from a file with values, which overrides a default. */
const toValuesFile: Change = change(isText, (json, path, value) => {
  const name = `f${Object.keys(section(json, VALUES)).length}`;
  section(json, 'variable')[name] = { default: 'other' };
  section(json, VALUES)[name] = value;
  set(json, path, `\${var.${name}}`);
});
const IDS: Readonly<Record<string, string>> = {
  'azurerm_subnet.training': 'virtualNetworks/vnet-ml/subnets/training',
  'azurerm_network_security_group.n': 'networkSecurityGroups/nsg-training',
  'azurerm_route_table.t': 'routeTables/rt', 'azurerm_firewall_policy.p': 'firewallPolicies/fwp',
};
/** An id that is written down in the place of a reference. */
const toId: Change = change((value) => typeof value === 'string' && Object.keys(IDS).some((one) => value === `\${${one}.id}`),
  (json, path, value) => set(json, path, '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-net/providers/' +
    `Microsoft.Network/${IDS[String(value).slice(2, -4)]!}`));
const toModule: Change = change(isText, (json, path) => {
  section(json, 'module')['m'] = { source: './m' };
  set(json, path, '${module.m.value}');
});
/** One resource as one of several, with all that refers to it. */
const toRepeated = (more: Json, index: string, variable?: object): Change => (json, pick) => {
  const resources = Object.entries(json['resource'] as Json).flatMap(([type, of]) => Object.keys(of as Json).map((name) => [type, name]));
  const [type, name] = resources[pick % Math.max(1, resources.length)] ?? [];
  if (type === undefined) {
    return;
  }
  const changed = JSON.parse(JSON.stringify(json).replaceAll(`{${type}.${name!}.`, `{${type}.${name!}[${index}].`)) as Json;
  Object.assign(json, changed);
  Object.assign(at(json, ['resource', type, name!]) as Json, more);
  if (variable !== undefined) {
    section(json, 'variable')['repeat'] = variable;
  }
};
const isOf = (key: string) => (association: Json): boolean => association['subnet_id'] === `\${azurerm_subnet.${key}.id}`;
/** Subnets as blocks of their network, with what is put on them. */
const toInline: Change = (json) => {
  const resource = json['resource'] as Record<string, Record<string, Json> | undefined>;
  const network = Object.values(resource['azurerm_virtual_network'] ?? {})[0];
  const groups = Object.values(resource['azurerm_subnet_network_security_group_association'] ?? {});
  const tables = Object.values(resource['azurerm_subnet_route_table_association'] ?? {});
  if (network === undefined) {
    return;
  }
  network['subnet'] = Object.entries(resource['azurerm_subnet'] ?? {}).map(([key, { name, address_prefixes }]) => ({
    name, address_prefixes, security_group: groups.find(isOf(key))?.['network_security_group_id'],
    route_table_id: tables.find(isOf(key))?.['route_table_id'],
  }));
  for (const type of ['azurerm_subnet', 'azurerm_subnet_network_security_group_association', 'azurerm_subnet_route_table_association']) {
    delete resource[type];
  }
};
/** One rule of the group as a resource of its own, whose owner is named in one of several ways. */
const toStandalone = (owner: string): Change => (json, pick) => {
  const rules = (at(json, GROUP) as Json)['security_rule'];
  if (!Array.isArray(rules) || rules.length === 0) {
    return;
  }
  // Inline and standalone rules do not go together, so all of them go.
  (at(json, GROUP) as Json)['security_rule'] = undefined;
  delete (at(json, GROUP) as Json)['security_rule'];
  const standalone = rules.map((rule: unknown, i) => [`r${i}`, {
    ...rule as Json, resource_group_name: 'rg-net',
    network_security_group_name: i === pick % rules.length ? owner : '${azurerm_network_security_group.n.name}',
  }]);
  section(section(json, 'resource'), 'azurerm_network_security_rule')['x'] = undefined;
  (json['resource'] as Json)['azurerm_network_security_rule'] = Object.fromEntries(standalone);
};
/** The routes of the table as resources of their own, one of which names its owner in one of several ways. */
const toStandaloneRoutes = (owner: string): Change => (json, pick) => {
  const table = at(json, ['resource', 'azurerm_route_table', 't']) as Json | undefined;
  const routes = table?.['route'];
  if (table === undefined || !Array.isArray(routes) || routes.length === 0) {
    return;
  }
  delete table['route'];
  section(json, 'resource')['azurerm_route'] = Object.fromEntries(routes.map((route: unknown, i) => [`r${i}`, {
    ...route as Json, resource_group_name: 'rg-net', route_table_name: i === pick % routes.length ? owner : 'rt',
  }]));
};
/** The rules as a dynamic block, over a local value or over a variable. */
const toDynamic = (over: string, isList: boolean): Change => (json) => {
  const group = at(json, GROUP) as Json;
  const rules = group['security_rule'];
  if (!Array.isArray(rules) || rules.length === 0) {
    return;
  }
  section(json, 'locals')['rules'] = rules;
  const keys = [...new Set(rules.flatMap((rule: unknown) => Object.keys(rule as Json)))];
  const content = Object.fromEntries(keys.map((key) => [key, `\${try(security_rule.value.${key}, null)}`]));
  const block = { for_each: over, content: isList ? [content] : content };
  delete group['security_rule'];
  group['dynamic'] = isList ? [{ security_rule: [block] }] : { security_rule: block };
};

const EXPRESSIONS: readonly Change[] = [
  toVariable(() => ({})), toVariable((value) => ({ default: value })),
  change(isText, (json, path, value) => {
    section(json, 'locals')[`l${Object.keys(section(json, 'locals')).length}`] = value;
    set(json, path, `\${local.l${Object.keys(section(json, 'locals')).length - 1}}`);
  }),
  change((value, path) => isBlock(value) && typeof path.at(-1) === 'string', (json, path, value) => set(json, path, [value])),
  change((value) => Array.isArray(value) && value.length === 1 && isBlock(value[0]), (json, path, value) =>
    set(json, path, (value as unknown[])[0])),
  toStandalone('nsg-training'), toStandalone('${var.group}'), toStandalone('nsg-${var.suffix}'), toStandalone('${module.m.name}'),
  ...['rt', '${azurerm_route_table.t.name}', '${var.table}', 'r${var.suffix}', '${module.m.name}'].map(toStandaloneRoutes),
  toDynamic('${local.rules}', true), toDynamic('${local.rules}', false), toDynamic('${var.rules}', true),
  toValuesFile, toId, toModule, toInline, toRepeated({ count: 1 }, '0'), toRepeated({ for_each: { a: 'b' } }, '\\"a\\"'),
  toRepeated({ count: '${var.repeat}' }, '0', { default: 1 }), toRepeated({ count: '${var.repeat}' }, '0', { default: 0 }),
  toRepeated({ count: '${var.repeat}' }, '0', {}), toRepeated({ for_each: '${var.repeat}' }, '\\"a\\"', {}),
  (json) => {
    (at(json, GROUP) as Json)['lifecycle'] = [{ ignore_changes: ['security_rule'] }];
  },
];

test('what is taken away or doubled is not met in a plan, a state or an export alone', () => {
  const picks = fc.array(fc.tuple(fc.nat(CHANGES.length - 1), fc.nat()), { maxLength: 3 });
  let [read, definite] = [0, 0];
  fc.assert(fc.property(picks, fc.constantFrom(...FORMS), fc.nat(1000), (changes, form, seed) => {
    const written = structuredClone(BASE);
    changes.forEach(([i, pick]) => CHANGES[i]!(written, pick));
    let documents: SourceDocument[];
    try {
      documents = form(written);
    } catch (error) {
      expect(error).toBeInstanceOf(TypeError); // what is taken away leaves nothing that could be planned or deployed
      return;
    }
    read++;
    const again = run(written, () => documents);
    const literal = run(written);
    // Azure may have filled what a configuration does not say, so that only the answer itself can be held against packets.
    isMet(again).filter((id) => literal.outcomes.get(id) !== 'met').forEach((id) =>
      expect([id, agrees(literal, id, seed) ?? agrees(again, id, seed)]).not.toEqual([id, false]));
    definite += isMet(again).length;
  }), { numRuns: 25 });
  expect([read > 12, definite > 35]).toEqual([true, true]);
});

test('what is taken away, doubled or written in another way is never met by that alone', () => {
  const picks = fc.array(fc.tuple(fc.nat(CHANGES.length - 1), fc.nat()), { maxLength: 3 });
  const forms = fc.array(fc.tuple(fc.nat(EXPRESSIONS.length - 1), fc.nat()), { minLength: 1, maxLength: 3 });
  let definite = 0;
  fc.assert(fc.property(picks, forms, fc.nat(1000), (changes, expressions, seed) => {
    const written = structuredClone(BASE);
    changes.forEach(([i, pick]) => CHANGES[i]!(written, pick));
    const literal = run(written);
    isMet(literal).forEach((id) => expect([id, agrees(literal, id, seed)]).not.toEqual([id, false]));
    const other = structuredClone(written);
    expressions.forEach(([i, pick]) => EXPRESSIONS[i]!(other, pick));
    const again = run(other);
    const gained = isMet(again).filter((id) => literal.outcomes.get(id) !== 'met');
    gained.forEach((id) => expect([id, agrees(literal, id, seed)]).toEqual([id, true]));
    definite += isMet(again).length;
  }), { numRuns: 25 });
  expect(definite).toBeGreaterThan(20); // so that unknown is not the answer to everything
});
