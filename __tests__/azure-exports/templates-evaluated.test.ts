import { readExports } from '../../lib/azure-exports/read-exports';
import type { Network } from '../../lib/network/network';
import { explainer } from '../../lib/verification/explain';
import { parseFlow } from '../../lib/verification/flow';
import { securityRule } from './open-hub';
import { problems } from './samples';

/* A template as people write it, or as Bicep builds it, with a rule that denies in each place where a resource can stand. */

type Json = Record<string, unknown>;

const SCHEMA = { $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#', contentVersion: '1.0.0.0' };
const FLOW = parseFlow('training outbound tcp 443 20.0.0.1');
const ALLOW = securityRule('all', 200, 'Allow');
const { properties: DENY } = securityRule('deny', 100, 'Deny') as { properties: Json };
const GROUP = 'Microsoft.Network/networkSecurityGroups';

const child = (more: Json = {}): Json => ({ type: `${GROUP}/securityRules`, name: 'nsg/deny', properties: DENY, ...more });
const deployment = (properties: Json, more: Json = {}): Json => ({ type: 'Microsoft.Resources/deployments', name: 'd', ...more,
  properties: { mode: 'Incremental', ...properties } });

function template(more: unknown[], rest: Json = {}, ofGroup: Json = {}): Json {
  return { ...SCHEMA, ...rest, resources: [
    { type: GROUP, name: 'nsg', properties: { securityRules: [ALLOW] }, ...ofGroup },
    { type: 'Microsoft.Network/virtualNetworks', name: 'v', properties: { addressSpace: { addressPrefixes: ['10.9.0.0/16'] },
      virtualNetworkPeerings: [], subnets: [{ name: 'training', properties: { addressPrefix: '10.9.1.0/24',
        networkSecurityGroup: { id: `[resourceId('${GROUP}', 'nsg')]` } } }] } }, ...more,
  ] };
}

const x = (defaultValue: unknown, type = 'bool'): Json =>
  ({ parameters: { x: { type, ...(defaultValue !== undefined && { defaultValue }) } } });
const OTHER = '11111111-2222-3333-4444-555555555555';
const apart = (type: string, name: string): Json => ({ type, name, properties: { securityRules: [{ name: 'deny', properties: DENY }] } });
const when = (condition: unknown, rest: Json = {}): Json => template([child({ condition })], rest);
const inner = (resources: unknown[], more: Json = {}): Json => ({ ...SCHEMA, resources, ...more });
const INNER = { expressionEvaluationOptions: { scope: 'inner' } };

/** A rule whose access, priority or port is an expression. */
const rule = (more: Json, rest: Json = {}): Json => template([], rest, { properties: { securityRules: [
  { name: 'deny', properties: { ...DENY, ...more } }, ALLOW] } });

const loop = (count: unknown, rest: Json = {}): Json => template([child({ name: '[format(\'nsg/deny-{0}\', copyIndex())]',
  copy: { name: 'c', count }, properties: { ...DENY, priority: '[add(100, copyIndex(\'c\'))]' } })], rest);
const looped = (count: unknown, rest: Json = {}): Json => template([], rest, { properties: { copy: [{ name: 'securityRules', count, input: {
  name: '[concat(\'deny-\', copyIndex(\'securityRules\'))]', properties: { ...DENY, priority: '[copyIndex(\'securityRules\', 100)]',
    destinationPortRange: '[variables(\'ports\')[copyIndex(\'securityRules\')]]' } } }] } });

const TEMPLATES: readonly (readonly [what: string, json: Json, outcome: string, said?: RegExp])[] = [
  ['no such rule', template([]), 'allow'],
  ['a rule of its own', template([child()]), 'deny'],
  ['a rule below its group', template([], {}, { resources: [{ type: 'securityRules', name: 'deny', properties: DENY }] }), 'deny'],
  ['a rule below its group, by a symbolic name', template([], {}, { resources: { r: { type: 'securityRules', name: '[toLower(\'DENY\')]',
    properties: DENY } } }), 'deny'],
  ['a condition that is true', when(true), 'deny'], ['a condition that is false', when(false), 'allow'],
  ['a condition by a default', when('[parameters(\'x\')]', x(true)), 'deny'],
  ['a condition by a default that is false', when('[parameters(\'x\')]', x(false)), 'allow'],
  ['a condition without a value', when('[parameters(\'x\')]', x(undefined)), 'unknown', /under a condition that is not known, so it is not/],
  ['a comparison', when('[equals(parameters(\'x\'), \'prod\')]', x('prod', 'string')), 'deny'],
  ['a comparison that fails', when('[equals(parameters(\'x\'), \'prod\')]', x('Prod', 'string')), 'allow'],
  ['several conditions', when('[and(true(), not(empty(parameters(\'x\'))), or(false(), true()))]', x(['a'], 'array')), 'deny'],
  ['a function that is not known', when('[contains(parameters(\'x\'), \'a\')]', x('b', 'string')), 'unknown', /condition that is not known/],
  ['a secure parameter', when('[equals(parameters(\'x\'), \'a\')]', x('a', 'secureString')), 'unknown', /condition that is not known/],
  ['a loop', loop(2), 'deny'], ['a loop without a round', loop(0), 'allow'],
  ['a loop as often as a default says', loop('[length(parameters(\'x\'))]', x(['a'], 'array')), 'deny'],
  ['a loop of a number that is not known', loop('[parameters(\'x\')]', x(undefined, 'int')), 'unknown', /in a loop whose count is not known/],
  ...[-1, 1.5, 'two', 1e9, null].map((count) => [`a loop of ${JSON.stringify(count)} rounds`, loop(count), 'unknown',
    /in a loop whose count is not known/] as const),
  ['a loop over rules', looped(2, { variables: { ports: ['80', '443'] } }), 'deny'],
  ['a loop over rules for other ports', looped(2, { variables: { ports: ['80', '81'] } }), 'allow'],
  ['a loop over rules of a number that is not known', looped('[parameters(\'x\')]', x(undefined, 'int')), 'unknown', /copy of securityRules/],
  ['a choice', rule({ access: '[if(parameters(\'x\'), \'Deny\', \'Allow\')]' }, x(true)), 'deny'],
  ['another choice', rule({ access: '[if(parameters(\'x\'), \'Deny\', \'Allow\')]' }, x(false)), 'allow'],
  ['a member of a parameter', rule({ priority: '[parameters(\'x\').all[1].at]' }, x({ all: [{ at: 1 }, { at: 150 }] }, 'object')), 'deny'],
  ['a member that is not there', rule({ priority: '[parameters(\'x\').rules[7].at]' }, x({ rules: [] }, 'object')), 'unknown'],
  ['a member of every object', rule({ priority: '[parameters(\'x\').constructor]' }, x({}, 'object')), 'unknown'],
  ['a nested deployment', template([deployment({ template: inner([child()]) })]), 'deny'],
  ['a nested deployment that is not made', template([deployment({ template: inner([child()]) }, { condition: false })]), 'allow'],
  ['expressions of the outer template', template([deployment({ template: inner([child({ name: '[concat(parameters(\'x\'), \'/deny\')]' })],
    x('other', 'string')) })], x('nsg', 'string')), 'deny'],
  ['expressions of the inner template', template([deployment({ ...INNER, parameters: { x: { value: '[toLower(\'NSG\')]' } },
    template: inner([child({ name: '[concat(parameters(\'x\'), \'/deny\')]' })], x('other', 'string')) })]), 'deny'],
  ['an inner parameter that is given no known value', template([deployment({ ...INNER, parameters: { x: { value: '[guid(\'a\')]' } },
    template: inner([child({ name: '[concat(parameters(\'x\'), \'/deny\')]' })], x('other', 'string')) })]), 'unknown', /is not evaluated/],
  ['a linked template', template([deployment({ templateLink: { uri: 'https://x' } })]), 'unknown', /a template that is not in the file/],
  ...[{ resourceGroup: '[parameters(\'y\')]' }, { resourceGroup: '[guid(\'a\')]' }, { subscriptionId: OTHER }, { scope: '/' },
    { resourceGroup: 'o', subscriptionId: 'other' }, { resourceGroup: 'a/b' }, { resourceGroup: '<main>' }].map((more) =>
    [`another resource group, by ${JSON.stringify(more)}`, template([deployment({ template: inner([child()]) }, more)]), 'unknown',
      /to another resource group, which is not known/] as const),
  ['the resource group of the template', template([deployment({ template: inner([child()]) }, { resourceGroup: '[resourceGroup().name]',
    subscriptionId: '[subscription().subscriptionId]' })]), 'deny'],
  ['a group of its own in another resource group', template([deployment({ template: inner([apart(GROUP, 'own')]) },
    { resourceGroup: 'o' })]), 'allow'],
  ['another resource group', template([deployment({ template: inner([child()]) }, { resourceGroup: 'o' })]), 'unknown', /to another resource/],
];

const network = (json: unknown): Network => readExports([{ file: 'main.json', json }]);

test.each(TEMPLATES.map(([what, json, outcome, said]) => ({ what, json, outcome, said })))('$what: $outcome', ({ json, outcome, said }) => {
  const found = network(json);
  expect(explainer(found, { subnets: [] })(FLOW).outcome).toBe(outcome);
  expect(problems(found).filter((one) => !one.includes('no value, x for one')).join('\n'))
    .toMatch(said ?? /^$/);
});

test('what rests on the defaults of parameters says so, but for those that an export makes', () => {
  const conditions = (json: Json): readonly string[] | undefined => [...network(json).securityGroups.values()][0]!.conditions;
  expect(conditions(when('[parameters(\'x\')]', x(false)))).toEqual(['main.json was deployed with the defaults of its parameters (x)']);
  expect(conditions(template([]))).toBeUndefined();
  const named = JSON.parse(JSON.stringify(template([])).replaceAll('"nsg"', '"[parameters(\'nsg_name\')]"')) as Json;
  expect(conditions({ ...named, parameters: { nsg_name: { type: 'String', defaultValue: 'nsg' } } })).toBeUndefined();
  expect(conditions(template([deployment({ ...INNER, parameters: { x: { value: 'nsg' } },
    template: inner([child({ name: '[concat(parameters(\'x\'), \'/deny\')]' })], x('other', 'string')) })]))).toBeUndefined();
});

test('loops in loops, and deployments in deployments, end', () => {
  const many = (of: unknown, levels: number): Json => (levels === 0 ? of as Json
    : deployment({ template: inner([many(of, levels - 1)]) }, { copy: { name: `l${levels}`, count: 700 } }));
  expect(explainer(network(template([many(child(), 5)])), { subnets: [] })(FLOW).outcome).toBe('unknown');
  const deep = (of: unknown, levels: number): Json => (levels === 0 ? of as Json : deployment({ template: inner([deep(of, levels - 1)]) }));
  expect(explainer(network(template([deep(child(), 200)])), { subnets: [] })(FLOW).outcome).toBe('unknown');
});

/** A network whose subnet has a group that a deployment to another resource group makes. */
function apartFrom(target: Json, id: unknown, scope: Json = {}, rest: Json = {}): Json {
  return { ...SCHEMA, ...rest, resources: [
    { type: 'Microsoft.Network/virtualNetworks', name: 'v', properties: { addressSpace: { addressPrefixes: ['10.9.0.0/16'] },
      virtualNetworkPeerings: [], subnets: [{ name: 'training', properties: { addressPrefix: '10.9.1.0/24',
        networkSecurityGroup: { id } } }] } },
    deployment({ ...scope, template: inner([apart(GROUP, 'nsg')]) }, target),
  ] };
}

const O = '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/o';

test.each<[what: string, json: Json]>([
  ['its name', apartFrom({ resourceGroup: 'o' }, `[resourceId('O', '${GROUP}', 'nsg')]`)],
  ['its name, with expressions of its own', apartFrom({ resourceGroup: 'o' }, `[resourceId('o', '${GROUP}', 'nsg')]`, INNER)],
  ['a parameter', apartFrom({ resourceGroup: '[parameters(\'x\')]' }, `[resourceId(parameters('x'), '${GROUP}', 'nsg')]`, {},
    x('o', 'string'))],
  ['its subscription', apartFrom({ resourceGroup: 'o', subscriptionId: OTHER }, `[resourceId('${OTHER}', 'o', '${GROUP}', 'nsg')]`)],
  ['its scope', apartFrom({ scope: O }, `${O}/providers/${GROUP}/nsg`)],
])('a group in another resource group, by %s, is the one of the subnet', (_, json) => {
  const found = network(json);
  expect(explainer(found, { subnets: [] })(FLOW).outcome).toBe('deny');
  expect(problems(found)).toEqual([]);
  expect([...found.securityGroups.values()].map(({ path }) => path)).toEqual(['o/nsg']);
});

test('where other files name the group of the template, the other group is in the same subscription', () => {
  const json = apartFrom({ resourceGroup: 'o' }, `[resourceId('o', '${GROUP}', 'nsg')]`);
  const nic = { id: `${O.replace(/o$/, 'main')}/providers/Microsoft.Network/networkInterfaces/n`, name: 'n', properties: {
    ipConfigurations: [{ name: 'c', properties: { subnet: {
      id: `${O.replace(/o$/, 'main')}/providers/Microsoft.Network/virtualNetworks/v/subnets/training` } } }] } };
  const found = readExports([{ file: 'main.json', json }, { file: 'nic.json', json: nic }]);
  expect([...found.securityGroups.keys()]).toEqual([`${O}/providers/${GROUP}/nsg`.toLowerCase()]);
});
