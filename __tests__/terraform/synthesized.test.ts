import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DefaultRoute, Scenario, SecuredSubnet, type SecuredSubnetProps } from '../../lib';
import type { FirewallRule, Network, NetworkSecurityGroup } from '../../lib/network/network';
import { networkOf, readTerraform } from '../../lib/terraform/read-network';
import { Fields, firewallLines, IDS, lines, PLACE, requirementSet, resources, synth } from '../constructs/synthesis';
import { firewallLine, only, onlyTable, problems, routeLines, securityLine, text } from './networks';

const root = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'azureml-network-synthesized-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const props: SecuredSubnetProps = {
  requirements: requirementSet({ compute: { publicIp: true }, scenarios: [Scenario.RSTUDIO, Scenario.PYTHON_PACKAGES] }),
  subnetId: IDS.subnet, subnetAddressPrefixes: ['10.1.1.0/24', '10.1.2.0/24'],
  securityGroup: { name: 'nsg', ...PLACE, hostNameTraffic: 'filtered-by-firewall' as never },
  routeTable: { name: 'rt', ...PLACE, defaultRoute: DefaultRoute.throughFirewall('10.0.1.4') },
};

function secured(changes: Partial<SecuredSubnetProps>): { json: Fields; network: Network } {
  const json = synth((stack) => new SecuredSubnet(stack, 'Training', { ...props, ...changes }));
  return { json, network: networkOf([{ file: 'cdk.tf.json', json }]) };
}

/** Rules of one direction as the independent reader of the tests of constructs has them. */
function securityLines({ rules }: NetworkSecurityGroup, direction: string): string[] {
  return rules.filter((rule) => rule.direction === direction).map((rule) =>
    securityLine(rule).replace(` ${direction}`, '').replace(/:0-65535/g, ':*').replace(':* ->', ' ->'));
}

const rulesOf = (network: Network): FirewallRule[] =>
  network.firewalls.flatMap(({ levels }) => levels.flat().flatMap(({ collections }) => collections.flatMap(({ rules }) => rules)));

/** `TCP AzureMonitor:443`, `pypi.org Https:443`. */
function lineOf(rule: FirewallRule): string {
  const [, line] = firewallLine(rule).split(' -> ') as [string, string];
  return rule.kind === 'network' ? line.replace(':0-65535', ':*') : line.split(' ').reverse().join(' ');
}

test.each<[name: string, changes: Partial<SecuredSubnetProps>]>([
  ['a policy', { firewallPolicyRules: { firewallPolicyId: IDS.policy, name: 'ml', priority: 500 } }],
  ['classic collections', { firewallRuleCollections: { firewallId: IDS.firewall, name: 'ml', priority: 500 } }],
  ['a group and a table that exist', {
    securityGroup: undefined, securityGroupRules: { securityGroupId: IDS.securityGroup, hostNameTraffic: 'filtered-by-firewall' as never },
    routeTable: undefined, egressRoutes: { routeTableId: IDS.routeTable, defaultRoute: DefaultRoute.throughFirewall('10.0.1.5') },
  }],
])('what the constructs write is read whole: %s', (_, changes) => {
  const { json, network } = secured(changes);
  expect(problems(network)).toEqual([]);
  const group = only(network.securityGroups.values());
  for (const direction of ['Inbound', 'Outbound'] as const) {
    expect(lines(json, direction).length).toBeGreaterThan(0);
    expect(securityLines(group, direction)).toEqual(lines(json, direction));
  }
  expect(group.incomplete).toBe(changes.securityGroupRules !== undefined ? 'a network security group that is not made here' : undefined);
  const routes = [...resources(json, 'route_table').flatMap(({ route }) => route as Fields[]), ...resources(json, 'route')];
  expect(routes.length).toBeGreaterThan(0);
  expect(routeLines(onlyTable(network)).sort()).toEqual(
    routes.map((route) => [route.address_prefix, route.next_hop_type, route.next_hop_in_ip_address].filter(Boolean).join(' ')).sort(),
  );
  const expected = [...firewallLines(json, 'network'), ...firewallLines(json, 'application')];
  expect(rulesOf(network).map(lineOf)).toEqual(expected);
  expect(expected.length > 0).toBe(!('securityGroup' in changes));
  const [subnet] = network.subnets;
  expect([network.subnets.length, subnet]).toEqual([1, expect.objectContaining({
    key: IDS.subnet.toLowerCase(), path: 'rg-network/vnet/training', securityGroup: group.key, routeTable: onlyTable(network).key,
  })]);
});

/** Synthesizes an example as its user does. */
function example(name: string): string {
  const outdir = join(folder, name);
  mkdirSync(outdir);
  const before = { ...process.env };
  const printed = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  try {
    process.env['CDKTF_OUTDIR'] = outdir;
    process.env['CDKTF_CONTEXT_JSON'] = JSON.stringify({ deployment: join(root, 'examples', name) });
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    jest.isolateModules(() => require(name.endsWith('.ts') ? join(root, 'examples', name) : join(root, 'main.ts')));
  } finally {
    process.env = before;
    printed.mockRestore();
  }
  return outdir;
}

test('a hub and its spokes: the routes of the spokes lead to the firewall whose policy has their rules', () => {
  const outdir = example('hub-and-spoke.ts');
  const network = readTerraform(outdir);
  expect(problems(network)).toEqual([]);
  const firewall = only(network.firewalls);
  expect([firewall.name, firewall.sku, firewall.dnsProxy, firewall.incomplete]).toEqual(['fwp-hub', 'Standard', true, undefined]);
  expect(firewall.levels.map((groups) => groups.map(({ name, priority }) => [name, priority])))
    .toEqual([[['azureml-training', 500], ['azureml-workbench', 600]]]);
  const address = only(firewall.privateAddresses);
  expect(text(address)).toMatch(/stacks\/hub azurerm_firewall\.Firewall\.ip_configuration\[0\]\.private_ip_address>$/);
  const json = JSON.parse(readFileSync(join(outdir, 'stacks', 'spokes', 'cdk.tf.json'), 'utf8')) as Fields;
  for (const [name, range] of [['training', '10.1.1.0/24'], ['workbench', '10.2.1.0/24']] as const) {
    const subnet = only(network.subnets.filter(({ path }) => path === `rg-ml-spokes/vnet-${name}/compute`));
    expect(subnet).toMatchObject({
      name: 'compute', addressPrefixes: [{ text: range }], networkAddressSpace: [{ text: range.replace('1.0/24', '0.0/16') }],
    });
    const group = network.securityGroups.get(subnet.securityGroup as string)!;
    expect(group.name).toBe(`nsg-${name}`);
    const body = only(resources(json, 'network_security_group').filter((candidate) => candidate.name === `nsg-${name}`));
    // The address of the firewall crosses from the other stack as a reference, which is followed.
    const followed = (line: string): string => line.replace(/-> \S*ip_configuration\S*:53$/, '-> the firewall:53');
    expect(securityLines(group, 'Outbound').map(followed))
      .toEqual(lines({ resource: { azurerm_network_security_group: { one: body } } }, 'Outbound').map(followed));
    expect(network.routeTables.get(subnet.routeTable as string)!.routes.map(({ prefix, nextHop, nextHopAddress }) =>
      [prefix.kind === 'interval' && prefix.text, nextHop, text(nextHopAddress)]))
      .toEqual([['0.0.0.0/0', 'VirtualAppliance', text(address)]]);
  }
  // Rules of the two spokes in the order of their groups, and network rules before application rules in each.
  const groups = resources(json, 'firewall_policy_rule_collection_group').sort((a, b) => Number(a.priority) - Number(b.priority));
  expect(rulesOf(network).map(lineOf)).toEqual(groups.flatMap((group) => (['network', 'application'] as const).flatMap((kind) =>
    firewallLines({ resource: { azurerm_firewall_policy_rule_collection_group: { one: group } } }, kind))));
});

test('resources of a landing zone, which the documents name only', () => {
  const network = readTerraform(example('existing-resources.ts'));
  expect(problems(network)).toEqual([]);
  expect(only(network.securityGroups.values())).toMatchObject({
    name: 'nsg-shared',
    incomplete: 'data.azurerm_network_security_group.SecurityGroup finds a network security group that is not made here',
  });
  expect(only(network.securityGroups.values()).rules.length).toBeGreaterThan(5);
  expect(only(network.firewalls))
    .toMatchObject({ name: 'fwp-hub', incomplete: 'data.azurerm_firewall_policy.Policy finds a firewall policy that is not made here' });
  expect(new Set(rulesOf(network).map((rule) => firewallLine(rule).split(' -> ')[0]))).toEqual(new Set(['?ipg-spokes']));
  const table = onlyTable(network);
  expect([table.incomplete, routeLines(table).filter((line) => line.startsWith('0.0.0.0/0')).map((line) => line.replace(/<.* /, '<'))])
    .toEqual(['a route table that is not made here: var.route_table_id', ['0.0.0.0/0 VirtualAppliance <var.firewall_address>']]);
});

test.each(readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.yaml')))(
  'the example %s is read without a problem', (name) => {
    const network = readTerraform(example(name));
    expect(problems(network)).toEqual([]);
  },
);
