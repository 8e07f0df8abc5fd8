import { parse } from '@cdktf/hcl2json';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyCommand } from '../../lib/cli/verify-command';
import { fragmentHcl } from '../../lib/review/terraform-fragment';
import { ResourceLines } from '../../lib/review/resource-lines';
import { Suggestions } from '../../lib/review/suggestion';
import { Deployment } from '../../lib/deployment/deployment';
import { requestFromDeployment } from '../../lib/deployment/request-from-deployment';
import { graphOfStack } from '../support/graph-of-stack';
import { applied, Configuration, fragmentsOf, suggestedOf, written } from '../support/suggested';

// What is suggested is written where its owner is, or it is said where that is.

type Body = Record<string, unknown>;
const CASES = join(__dirname, '..', 'cases');
const [PLANNED, ONLY_443] = ['43-two-ip-groups', '33-only-443'].map((name) => join(CASES, name)) as [string, string];
const temporary = (name: string, text: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'where-')), name);
  writeFileSync(path, text);
  return path;
};
const suggestedAt = (path: string, folder: string): Suggestions =>
  suggestedOf(requestFromDeployment(Deployment.fromFile(join(folder, 'deployment.yaml')), { paths: [path] })).suggestions;
const notesOf = ({ suggested }: Suggestions): string[] =>
  [...new Set(suggested.flatMap(({ proposals }) => proposals.flatMap(({ notes }) => notes)))];

/** The plan of case 43 without its rules for Azure Monitor, in a module where one is named. */
function plan(source?: string): string {
  const json = JSON.parse(readFileSync(join(PLANNED, 'plan.json'), 'utf8')) as Record<string, Body>;
  const within = (address: unknown): string => `module.net.${address as string}`;
  const root = json['planned_values']!['root_module'] as { resources: { address: string; values: Body }[] };
  for (const { values } of root.resources) {
    for (const collection of [values['network_rule_collection'] ?? []].flat() as { rule: Body[] }[]) {
      collection.rule = collection.rule.filter(({ destination_addresses: to }) => !(to as string[] | null)?.includes('AzureMonitor'));
    }
  }
  if (source !== undefined) {
    const resources = root.resources.map((one) => ({ ...one, address: within(one.address) }));
    json['planned_values']!['root_module'] = { child_modules: [{ address: 'module.net', resources }] } as never;
    json['configuration']!['root_module'] = { module_calls: { net: { source, module: json['configuration']!['root_module'] } } } as never;
    json['resource_changes'] = (json['resource_changes'] as unknown as Body[] | undefined ?? [])
      .map((one) => ({ ...one, address: within(one['address']), module_address: 'module.net' })) as never;
  }
  return temporary('plan.json', JSON.stringify(json));
}

test('a plan is not the place; the configuration that has the resource is', () => {
  const file = plan();
  const suggestions = suggestedAt(file, PLANNED);
  expect(fragmentsOf(suggestions).length).toBeGreaterThan(0);
  expect(notesOf(suggestions)).toContain(
    `${file} is a plan or a state. Write it in the configuration that azurerm_firewall_policy_rule_collection_group.g is in.`);
});

test.each([
  ['./modules/net', 'Write it in that module, where every use of the module gets it.'],
  ['Azure/avm-res-network-firewallpolicy/azurerm',
    'If the module is not yours, write it through the arguments that the module has for it.'],
])('of a module from %s, its source is said, and what to do', (source, what) => {
  const suggestions = suggestedAt(plan(source), PLANNED);
  expect(notesOf(suggestions)).toContain(
    `module.net.azurerm_firewall_policy_rule_collection_group.g is of module.net, whose source is ${source}. ${what}`);
  // Addresses in the module do not have the module in front.
  fragmentsOf(suggestions).forEach((one) => expect(fragmentHcl(one)).not.toContain('module.'));
});

test('what an app writes is changed in the app', () => {
  const file = temporary('cdk.tf.json', readFileSync(join(ONLY_443, 'main.tf.json'), 'utf8'));
  expect(notesOf(suggestedAt(file, ONLY_443))).toContain(`An app writes ${file}, and overwrites it. Write it in the app.`);
});

const HCL = `
resource "azurerm_virtual_network" "v" {
  name                = "vnet-ml"
  resource_group_name = "rg-net"
  address_space       = ["10.1.0.0/16"]
}
resource "azurerm_subnet" "training" {
  name                 = "training"
  resource_group_name  = "rg-net"
  virtual_network_name = azurerm_virtual_network.v.name
  address_prefixes     = ["10.1.1.0/24"]
}
resource "azurerm_network_security_group" "n" {
  name                = "nsg-training"
  resource_group_name = "rg-net"
  security_rule {
    name                       = "deny-out"
    priority                   = 4096
    direction                  = "Outbound"
    access                     = "Deny"
    protocol                   = "*"
    source_port_range          = "*"
    destination_port_range     = "*"
    source_address_prefix      = "*"
    destination_address_prefix = "*"
  }
}
resource "azurerm_subnet_network_security_group_association" "a" {
  subnet_id                 = azurerm_subnet.training.id
  network_security_group_id = azurerm_network_security_group.n.id
}
`;

test('of files in Terraform\'s own syntax, that syntax comes first, and no word is said about another place', () => {
  const file = temporary('main.tf', HCL);
  const suggestions = suggestedAt(file, ONLY_443);
  expect(notesOf(suggestions)).toEqual(['Add it to the security_rule blocks of azurerm_network_security_group.n.']);
  const { text } = verifyCommand([file], { deployment: join(ONLY_443, 'deployment.yaml'), format: 'text', suggest: true }, '0');
  const at = text.indexOf('Suggested');
  expect(text.indexOf('resource "azurerm', at)).toBeLessThan(text.indexOf('"resource": {', at));
  expect(text).toContain(`a security rule for azurerm_network_security_group.n in ${file}, line 13`);
});

test('a list of objects gets an object with every member, and places have the lines of its objects', async () => {
  const members = ['source_port_ranges', 'destination_port_ranges', 'source_address_prefixes', 'destination_address_prefixes',
    'source_application_security_group_ids', 'destination_application_security_group_ids', 'description'];
  const listed = HCL.replace('  security_rule {', '  security_rule = [{')
    .replace(/(destination_address_prefix = "\*"\n)  }/, `$1${members.map((name) => `    ${name} = null\n`).join('')}  }]`);
  const file = temporary('main.tf', listed);
  const { text } = verifyCommand([file], { deployment: join(ONLY_443, 'deployment.yaml'), format: 'text', suggest: true }, '0');
  const at = text.indexOf('resource "azurerm_network_security_group"');
  const fragment = text.slice(at, text.indexOf('\n}\n', at) + 3);
  expect(fragment).toContain('  security_rule = [\n    {\n');
  const read = await parse('main.tf', fragment) as { resource: Record<string, Record<string, { security_rule: Body[] }[]>> };
  const [rule] = read.resource['azurerm_network_security_group']!['n']![0]!.security_rule;
  expect(Object.keys(rule!).sort()).toEqual(expect.arrayContaining([...members].sort()));
  const lines = new ResourceLines();
  const place = { file, resource: 'azurerm_network_security_group.n', part: 'security_rule[0]' };
  const begin = listed.split('\n').indexOf('  security_rule = [{') + 1;
  expect([lines.lineOf(place), lines.isList(place, 'security_rule')]).toEqual([begin, true]);
  const two = { ...place, file: temporary('main.tf', listed.replace(/ {2}}\]/, '  }, {\n    name = "second {"\n  }]')) };
  expect(lines.lineOf({ ...two, part: 'security_rule[1]' })).toBe(listed.split('\n').indexOf('  }]') + 1);
  expect(lines.isList({ file: temporary('main.tf', HCL), resource: place.resource }, 'security_rule')).toBe(false);
});

test('what is deployed gets resources of their own, which meet all together with the export', () => {
  const network = join(__dirname, '../../examples/data/existing-network');
  const folder = join(__dirname, '../../examples');
  const request = (paths: string[]): ReturnType<typeof suggestedOf> =>
    suggestedOf(requestFromDeployment(Deployment.fromFile(join(folder, 'own-requirement.yaml')), { paths }));
  const { report, suggestions } = request([network]);
  const denied = (of: typeof report): string[] =>
    of.answers.filter(({ outcome }) => outcome === 'denied').map(({ requirementId }) => requirementId);
  expect(denied(report).length).toBeGreaterThan(2);
  const main = temporary('main.tf.json', JSON.stringify(applied({ resource: {} }, suggestions)));
  expect(denied(request([network, main]).report)).toEqual([]);
  expect(notesOf(suggestions)[0]).toMatch(/^Azure has \/subscriptions\/.*, to which this adds\. If Terraform makes that somewhere, write it there/);
});

test('a firewall policy that is deployed gets a group of its own', () => {
  const network = join(__dirname, '../../examples/data/existing-network');
  const groups = JSON.parse(readFileSync(join(network, 'rule-collection-groups.json'), 'utf8')) as unknown;
  const kept = JSON.parse(JSON.stringify(groups).replaceAll('"AzureResourceManager"', '"AzureBackup"')) as unknown;
  const folder = mkdtempSync(join(tmpdir(), 'where-'));
  writeFileSync(join(folder, 'network.json'), readFileSync(join(network, 'network.json'), 'utf8'));
  writeFileSync(join(folder, 'groups.json'), JSON.stringify(kept));
  const request = (paths: string[]): ReturnType<typeof suggestedOf> =>
    suggestedOf(requestFromDeployment(Deployment.fromFile(join(__dirname, '../../examples/own-requirement.yaml')), { paths }));
  const { report, suggestions } = request([folder]);
  const outcomeOf = ({ answers }: typeof report): string =>
    answers.find(({ requirementId }) => requirementId === 'basic.azure-resource-manager')!.outcome;
  const main = temporary('main.tf.json', JSON.stringify(applied({ resource: {} }, suggestions)));
  expect([outcomeOf(report), outcomeOf(request([folder, main]).report)]).toEqual(['denied', 'met']);
});

test('the id of what is deployed is in the case that the provider takes, whatever the export has', () => {
  const network = join(__dirname, '../../examples/data/existing-network');
  const folder = mkdtempSync(join(tmpdir(), 'where-'));
  for (const name of ['network.json', 'rule-collection-groups.json']) {
    const text = readFileSync(join(network, name), 'utf8').replaceAll('"AzureResourceManager"', '"AzureBackup"');
    writeFileSync(join(folder, name), text.replace(/"\/subscriptions\/[^"]*"/g, (id) => id.toLowerCase()));
  }
  const deployment = Deployment.fromFile(join(__dirname, '../../examples/own-requirement.yaml'));
  const { suggestions } = suggestedOf(requestFromDeployment(deployment, { paths: [folder] }));
  const ids = JSON.stringify(applied({ resource: {} }, suggestions)).match(/"firewall_policy_id":"[^"]*"/g) ?? [];
  expect(ids.length).toBeGreaterThan(0);
  for (const id of ids) {
    expect(id).toMatch(/"\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/firewallPolicies\/[^/]+"$/);
  }
});

test('a deployed route that leads nowhere is written anew, and it is said that it is there', () => {
  const id = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-net/providers/Microsoft.Network';
  const stack = JSON.parse(readFileSync(join(CASES, '29-literal-next-hop', 'main.tf.json'), 'utf8')) as Configuration;
  const table = stack.resource['azurerm_route_table']!['t']!;
  table['route'] = [{ name: 'hole', address_prefix: '0.0.0.0/0', next_hop_type: 'None' }];
  const path = temporary('export.json', JSON.stringify(graphOfStack({ ...stack }, '10.1.0.4')));
  const { requirements } = Deployment.fromFile(join(ONLY_443, 'deployment.yaml'));
  const subnets = [{ name: 's', subnetId: 'vnet-ml/training', addressPrefixes: [], requirements }];
  const { suggestions } = suggestedOf({ source: { paths: [path] }, subnets });
  expect(suggestions.suggested.flatMap(({ proposals }) => proposals).map(({ notes }) => notes)).toEqual([[
    `Change the route hole of ${id}/routeTables/rt, whose next hop is None.`,
    'Azure has this route. If Terraform makes it somewhere, change it there; otherwise import it before you apply this, from ' +
      `${id}/routeTables/rt/routes/hole.`,
  ]]);
  const added = applied({ resource: {} }, suggestions);
  expect(added.resource).toEqual({ azurerm_route: { 'rt-hole': {
    name: 'hole', resource_group_name: 'rg-net', route_table_name: 'rt', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance',
    next_hop_in_ip_address: '10.1.0.4',
  } } });
  const after = suggestedOf({ source: { paths: [path, written(added)] }, subnets }).report;
  expect(after.answers.filter(({ outcome }) => outcome !== 'met')).toEqual([]);
});
