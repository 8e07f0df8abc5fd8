import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Deployment } from '../../lib';
import { requestFromDeployment } from '../../lib/deployment/request-from-deployment';
import { verifyNetwork } from '../../lib/verification/verify-network';

// Networks of the cases, with their virtual networks and subnets as azapi makes them, by hand-written rules.

type Body = Record<string, unknown>;
type Resources = Record<string, Record<string, Body>>;

const CASES = join(__dirname, '../cases');
const NETWORK = 'Microsoft.Network/virtualNetworks@2024-07-01';
const SUBNET = 'Microsoft.Network/virtualNetworks/subnets@2024-07-01';
const PARTS = [
  ['azurerm_subnet_network_security_group_association', 'network_security_group_id', 'networkSecurityGroup'],
  ['azurerm_subnet_route_table_association', 'route_table_id', 'routeTable'],
] as const;

function read(name: string): Resources {
  return (JSON.parse(readFileSync(join(CASES, name, 'main.tf.json'), 'utf8')) as { resource: Resources }).resource;
}

/** The same network, with references to the resources that azapi makes now. */
function withAzapi(resources: Resources): Resources {
  const { azurerm_virtual_network: networks = {}, azurerm_subnet: subnets = {}, ...rest } = resources;
  const body = (properties: object): object => ({ properties });
  const all: Record<string, Body> = {};
  for (const [name, { name: own, resource_group_name: group, address_space: space }] of Object.entries(networks)) {
    const id = `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/${String(group)}`;
    all[`v_${name}`] = { type: NETWORK, name: own, parent_id: id, body: body({ addressSpace: { addressPrefixes: space } }) };
  }
  for (const [name, { name: own, virtual_network_name: network, address_prefixes: prefixes }] of Object.entries(subnets)) {
    const of = /azurerm_virtual_network\.(\w+)\./.exec(String(network))![1]!;
    const parts = PARTS.flatMap(([type, argument, member]) => Object.values(rest[type] ?? {})
      .filter(({ subnet_id: id }) => id === `\${azurerm_subnet.${name}.id}`).map((one) => [member, { id: one[argument] }]));
    all[`s_${name}`] = {
      type: SUBNET, name: own, parent_id: `\${azapi_resource.v_${of}.id}`,
      body: body({ addressPrefixes: prefixes, natGateway: null, ...Object.fromEntries(parts) as object }),
    };
  }
  PARTS.forEach(([type]) => delete rest[type]);
  const text = JSON.stringify({ ...rest, azapi_resource: all }).replace(/\$\{azurerm_subnet\.(\w+)\./g, '${azapi_resource.s_$1.')
    .replace(/\$\{azurerm_virtual_network\.(\w+)\./g, '${azapi_resource.v_$1.');
  return JSON.parse(text) as Resources;
}

/** Answers and findings without the addresses that differ. */
function answersOf(name: string, resource: Resources): object {
  const deployment = Deployment.fromFile(join(CASES, name, 'deployment.yaml'));
  const request = requestFromDeployment(deployment, { documents: [{ file: 'main.tf.json', json: { resource } }] });
  const { answers, findings, verdict } = verifyNetwork(request);
  return {
    verdict, answers: answers.map(({ requirementId, outcome, conditions }) => [requirementId, outcome, conditions]),
    findings: findings.map(({ id, subject, message }) => `${id} ${subject} ${message}`),
  };
}

const NAMES = ['00-all-met', '04b-nsg-INTERNET', '26-private-any-rule', '28-tag-file-text', '29-literal-next-hop', '33-only-443'];

test.each(NAMES)('%s gives the same answers', (name) => {
  const before = read(name);
  expect(Object.keys(before['azurerm_subnet']!).length).toBeGreaterThan(0);
  expect(answersOf(name, withAzapi(before))).toEqual(answersOf(name, before));
});

test('a body can be text without expressions', () => {
  const all = withAzapi(read('00-all-met'));
  const [network, subnet] = ['v_v', 's_fw'].map((name) => all['azapi_resource']![name]!);
  [network, subnet].forEach((one) => { one!['body'] = JSON.stringify(one!['body']); });
  expect(answersOf('00-all-met', all)).toEqual(answersOf('00-all-met', read('00-all-met')));
});

const BODY = ['azapi_resource', 's_training'] as const;
const properties = (all: Resources): Body => (all[BODY[0]]![BODY[1]]!['body'] as { properties: Body }).properties;

/** What is not certain is never met. */
test.each<[string, (all: Resources) => void]>([
  ['a member that nobody knows', (all) => { properties(all)['trafficPolicy'] = 'x'; }],
  ['a group that is not known', (all) => { properties(all)['networkSecurityGroup'] = { id: '${var.group}' }; }],
  ['a group under an unknown condition', (all) => { properties(all)['networkSecurityGroup'] = '${var.x ? { id = "y" } : null}'; }],
  ['a body that is not known', (all) => { all[BODY[0]]![BODY[1]]!['body'] = '${var.body}'; }],
  ['a body that is no JSON', (all) => { all[BODY[0]]![BODY[1]]!['body'] = '{'; }],
  ['changes that are ignored', (all) => { all[BODY[0]]![BODY[1]]!['lifecycle'] = { ignore_changes: ['body'] }; }],
  ['changes of a group that are ignored', (all) => {
    all[BODY[0]]![BODY[1]]!['ignore_body_changes'] = ['properties.networkSecurityGroup'];
  }],
  ['another resource that changes it', (all) => {
    all['azapi_update_resource'] = { u: { type: SUBNET, resource_id: '${azapi_resource.s_training.id}', body: { properties: {} } } };
  }],
])('%s makes the answers unknown', (_, change) => {
  const all = withAzapi(read('00-all-met'));
  change(all);
  const { verdict, answers } = answersOf('00-all-met', { ...all, variable: {} }) as { verdict: string; answers: [string, string][] };
  expect(verdict).not.toBe('met');
  expect(answers.filter(([, outcome]) => outcome === 'met')).toEqual([]);
});

test('a subnet without a group has none', () => {
  const all = withAzapi(read('00-all-met'));
  delete properties(all)['networkSecurityGroup'];
  const { findings } = answersOf('00-all-met', all) as { findings: string[] };
  expect(findings).toContainEqual(expect.stringMatching(/^subnet-without-security-group training/));
});
