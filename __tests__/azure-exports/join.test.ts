import { readExports } from '../../lib/azure-exports/read-exports';
import { joinNetworks } from '../../lib/network/join';
import type { Network } from '../../lib/network/network';
import { networkOf } from '../../lib/terraform/read-network';
import { configured, Resources, rule, term, text } from '../terraform/networks';
import { COMMANDS, HUB, networkOfSamples, sampleJson, SPOKES } from './samples';

const RG = { resource_group_name: 'rg-Spokes' };
const NSG = `${SPOKES}/networkSecurityGroups/nsg-training`;
const TRAINING = `${SPOKES}/virtualNetworks/vnet-aml/subnets/snet-training`;
const deployed = networkOfSamples(COMMANDS);

function joined(resource: Resources, there = deployed): Network {
  return joinNetworks(configured(resource), there);
}

function names(rules: readonly { readonly name: string }[] | undefined): string[] {
  return (rules ?? []).map(({ name }) => name);
}

test('with nothing planned the network is what is deployed', () => {
  expect(joined({})).toEqual(deployed);
});

test('a group that is planned goes before the one that is there, by names where the subscription is not said', () => {
  const network = joined({ azurerm_network_security_group: { g: { ...RG, name: 'NSG-Training',
    security_rule: [rule({ name: 'only' })] } } });
  const [planned, ...others] = [...network.securityGroups.values()].filter(({ name }) => name.toLowerCase() === 'nsg-training');
  expect([names(planned!.rules), others]).toEqual([['only'], []]);
  // What is deployed and names the group means the one that is planned.
  expect(network.subnets.find(({ key }) => key === TRAINING.toLowerCase())!.securityGroup).toBe(planned!.key);
});

test('rules that are planned for a group that is there are added, instead of those of the same name', () => {
  const network = joined({
    azurerm_subnet_network_security_group_association: { a: { subnet_id: TRAINING, network_security_group_id: NSG } },
    azurerm_network_security_rule: { r: { ...rule({ name: 'aml-tcp', access: 'Deny' }), ...RG,
      network_security_group_name: 'nsg-training' }, s: { ...rule({ name: 'more', priority: 900 }), ...RG,
        network_security_group_name: 'nsg-training' } },
  });
  const group = network.securityGroups.get(NSG.toLowerCase())!;
  const before = deployed.securityGroups.get(NSG.toLowerCase())!;
  expect(names(group.rules).sort()).toEqual([...names(before.rules), 'more'].sort());
  expect(group.rules.find(({ name }) => name === 'aml-tcp')!.access).toBe('Deny');
  expect([group.incomplete, group.unread]).toEqual([undefined, undefined]);
});

test('a subnet that is planned keeps what is put on it by others', () => {
  const network = joined({ azurerm_subnet: { s: { ...RG, virtual_network_name: 'vnet-aml', name: 'snet-training',
    address_prefixes: ['10.41.0.0/25'] } } });
  const [subnet, ...others] = network.subnets.filter(({ name }) => name === 'snet-training');
  expect(others).toEqual([]);
  expect(subnet).toMatchObject({ securityGroup: NSG.toLowerCase(), routeTable: `${SPOKES}/routeTables/rt-egress`.toLowerCase() });
  expect([subnet!.addressPrefixes.map(term), subnet!.networkAddressSpace.map(term)]).toEqual([['10.41.0.0/25'], ['10.41.0.0/22']]);
});

test.each([[[]], [undefined]])('a new subnet of a network without subnets has its address space: subnets %j', (subnets) => {
  const vnet = { id: `${SPOKES}/virtualNetworks/vnet-new`, name: 'vnet-new', properties: { provisioningState: 'Succeeded', subnets,
    addressSpace: { addressPrefixes: ['10.77.0.0/22', '10.78.0.0/24'] } } };
  const there = readExports([{ file: 'vnet.json', json: JSON.parse(JSON.stringify(vnet)) as unknown }]);
  const network = joined({ azurerm_subnet: { s: { ...RG, virtual_network_name: 'VNET-new', name: 'new',
    address_prefixes: ['10.77.3.0/24'] } } }, there);
  expect(network.subnets.map(({ networkAddressSpace }) => networkAddressSpace.map(term))).toEqual([['10.77.0.0/22', '10.78.0.0/24']]);
});

test('a new subnet of a network that is there has its address space', () => {
  const network = joined({ azurerm_subnet: { s: { ...RG, virtual_network_name: 'vnet-aml', name: 'new',
    address_prefixes: ['10.41.3.0/24'] } } });
  expect(network.subnets.find(({ name }) => name === 'new')!.networkAddressSpace.map(term)).toEqual(['10.41.0.0/22']);
});

test('a firewall that is found by its name is the policy that it has, with its rules and its address', () => {
  const network = joined({}, deployed);
  const found = joinNetworks(configured({}, {
    data: { azurerm_firewall: { hub: { resource_group_name: 'rg-hub', name: 'fw-hub' } } },
    resource: { azurerm_route_table: { t: { ...RG, name: 't',
      route: [{ name: 'd', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance',
        next_hop_in_ip_address: '${data.azurerm_firewall.hub.ip_configuration[0].private_ip_address}' }] } } },
  }), deployed);
  expect(found.firewalls.map(({ key }) => key)).toEqual(network.firewalls.map(({ key }) => key));
  const policy = found.firewalls.find(({ name }) => name === 'fwp-hub')!;
  const [route] = [...found.routeTables.values()].find(({ name }) => name === 't')!.routes;
  expect(policy.privateAddresses.map(text)).toEqual([text(route!.nextHopAddress), '10.40.0.4']);
  expect(policy.levels).toEqual(network.firewalls.find(({ name }) => name === 'fwp-hub')!.levels);
});

describe('a policy that is planned below one that is there', () => {
  const policy = (more: object = {}): Resources => ({
    azurerm_firewall_policy: { p: { ...RG, name: 'own', sku: 'Premium', base_policy_id: `${HUB}/firewallPolicies/fwp-base`, ...more } },
    azurerm_firewall_policy_rule_collection_group: { g: { name: 'own-group', priority: 100,
      firewall_policy_id: '${azurerm_firewall_policy.p.id}', network_rule_collection: [
      { name: 'n', priority: 100, action: 'Allow',
        rule: [{ name: 'r', protocols: ['TCP'], source_ip_groups: [`${HUB}/ipGroups/ipg-aml`], destination_addresses: ['Storage'],
          destination_ports: ['443'] }] },
    ] } },
  });

  test('has the rules of its parent first, and the addresses of IP groups that are there', () => {
    const own = joined(policy()).firewalls.find(({ name }) => name === 'own')!;
    expect(own.levels.map((groups) => names(groups))).toEqual([['rcg-base'], ['own-group']]);
    expect([own.incomplete, own.unread]).toEqual([undefined, undefined]);
    expect(own.levels[1]![0]!.collections[0]!.rules[0]!.sources.map(term)).toEqual(['10.41.0.0/24', '10.41.2.0-10.41.2.31']);
  });

  test('is unknown where the parent is not there', () => {
    const there = readExports([{ file: 'x.json', json: [] }]);
    const own = joinNetworks(configured(policy()), there).firewalls.find(({ name }) => name === 'own')!;
    expect(own.incomplete).toBeDefined();
  });
});

test('a group of rules that is planned for a policy that is there', () => {
  const network = joined({ azurerm_firewall_policy_rule_collection_group: { g: { name: 'RCG-AML', priority: 900,
    firewall_policy_id: `${HUB}/firewallPolicies/FWP-hub` },
      h: { name: 'more', priority: 910, firewall_policy_id: `${HUB}/firewallPolicies/fwp-hub` } } });
  const policy = network.firewalls.find(({ key }) => key === `${HUB}/firewallPolicies/fwp-hub`.toLowerCase())!;
  expect(policy.levels.map((groups) => groups.map(({ name, priority }) => `${name} ${text(priority)}`))).toEqual([['rcg-base 200'],
    ['RCG-AML 900', 'more 910']]);
  expect([policy.incomplete, policy.dnsProxy, policy.sku, policy.privateAddresses]).toEqual([undefined, true, 'Premium', ['10.40.0.4']]);
});

test('what a plan takes away is gone', () => {
  const gone = (address: string, values: object): object => {
    const [type, name] = address.split('.');
    return { address, mode: 'managed', type, name, change: { actions: ['delete'], before: values, after: null } };
  };
  const plan = {
    format_version: '1.2', planned_values: { root_module: {} },
    resource_changes: [
      gone('azurerm_subnet_network_security_group_association.a', { id: TRAINING, subnet_id: TRAINING, network_security_group_id: NSG }),
      gone('azurerm_network_security_rule.r', { id: `${NSG}/securityRules/AML-tcp`, name: 'aml-tcp' }),
      gone('azurerm_route.b', { id: `${SPOKES}/routeTables/rt-egress/routes/batch`, name: 'batch' }),
      gone('azurerm_firewall_policy_rule_collection_group.g',
        { id: `${HUB}/firewallPolicies/fwp-base/ruleCollectionGroups/rcg-base`, name: 'rcg-base' }),
    ],
  };
  const network = joinNetworks(networkOf([{ file: 'plan.json', json: plan }]), deployed);
  const subnet = network.subnets.find(({ key }) => key === TRAINING.toLowerCase())!;
  expect([subnet.securityGroup, subnet.routeTable]).toEqual([undefined, `${SPOKES}/routeTables/rt-egress`.toLowerCase()]);
  expect(names(network.securityGroups.get(NSG.toLowerCase())!.rules)).not.toContain('aml-tcp');
  expect(names(network.routeTables.get(subnet.routeTable as string)!.routes)).toEqual(['black-hole', 'default']);
  expect(network.firewalls.find(({ name }) => name === 'fwp-hub')!.levels.map((groups) => names(groups))).toEqual([[], ['rcg-aml']]);
});

describe('what a plan takes away, and others still have', () => {
  const taken = (type: string, values: object): Network => joinNetworks(networkOf([{ file: 'plan.json', json: {
    format_version: '1.2', planned_values: { root_module: {} },
    resource_changes: [{ address: `${type}.a`, mode: 'managed', type, name: 'a',
      change: { actions: ['delete'], before: values, after: null } }],
  } }]), deployed);
  const training = ({ subnets }: Network): Network['subnets'][number] | undefined => subnets
    .find(({ key }) => key === TRAINING.toLowerCase());

  test('a group, a table or a gateway of a subnet', () => {
    const why = (name: string): object => ({ unknown: `the plan takes ${name} away, and the subnet still has it` });
    expect(training(taken('azurerm_network_security_group', { id: NSG, name: 'nsg-training' }))!.securityGroup)
      .toEqual(why('nsg-training'));
    expect(training(taken('azurerm_route_table', { id: `${SPOKES}/routeTables/rt-egress`, name: 'rt-egress' }))!.routeTable)
      .toEqual(why('rt-egress'));
  });

  test('the network of a subnet, and the peering to the hub', () => {
    expect(training(taken('azurerm_virtual_network', { id: `${SPOKES}/virtualNetworks/vnet-aml`, name: 'vnet-aml' }))).toBeUndefined();
    const peering = { id: `${SPOKES}/virtualNetworks/vnet-aml/virtualNetworkPeerings/to-hub`, name: 'to-hub' };
    expect(training(taken('azurerm_virtual_network_peering', peering))!.peerings).toEqual([]);
  });

  test('a firewall leaves its policy without an address', () => {
    const { firewalls } = taken('azurerm_firewall', { id: `${HUB}/azureFirewalls/fw-hub`, name: 'fw-hub' });
    const policy = firewalls.find(({ name }) => name === 'fwp-hub')!;
    expect([policy.privateAddresses, policy.addressRanges, policy.instances]).toEqual([[], [], []]);
  });

  test('a group that the plan makes again under its names is the one that the subnet has', () => {
    const change = { actions: ['delete', 'create'], before: { id: NSG, name: 'nsg-training' },
      after: { ...RG, name: 'nsg-training', security_rule: [rule({ name: 'only' })] } };
    const resource = { address: 'azurerm_network_security_group.a', mode: 'managed', type: 'azurerm_network_security_group', name: 'a' };
    const network = joinNetworks(networkOf([{ file: 'plan.json', json: {
      format_version: '1.2', planned_values: { root_module: { resources: [{ ...resource, values: change.after }] } },
      resource_changes: [{ ...resource, change }],
    } }]), deployed);
    expect(names(network.securityGroups.get(training(network)!.securityGroup as string)!.rules)).toEqual(['only']);
  });
});

test('exports of two times are told from each other', () => {
  const vnets = sampleJson('az-network-vnet-list.json') as { name: string; subnets: { name: string }[] }[];
  const later = (change: (subnet: Record<string, unknown>) => void): Network => {
    const json = structuredClone(vnets);
    json.forEach(({ subnets }) => subnets.filter(({ name }) => name === 'snet-training')
      .forEach((subnet) => change(subnet as Record<string, unknown>)));
    return readExports([{ file: 'a.json', json: vnets }, { file: 'b.json', json }]);
  };
  const why = 'a.json and b.json say different things about it, so they are from different times; give only the later one';
  for (const part of ['networkSecurityGroup', 'routeTable']) {
    const network = later((subnet) => { delete subnet[part]; });
    expect(network.problems.map(({ place, message }) => [place.part, message])).toEqual([[part, why]]);
    expect(network.subnets.find(({ name }) => name === 'snet-training')).toMatchObject({
      [part === 'routeTable' ? part : 'securityGroup']: { unknown: `the files say different things about ${part}` },
    });
  }
  expect(later((subnet) => { delete subnet['etag']; }).problems).toEqual([]);
});

test('an IP group that is planned has its new addresses in rules that are there', () => {
  const planned = configured({ azurerm_ip_group: { g: { resource_group_name: 'rg-hub', name: 'ipg-aml', cidrs: ['10.99.0.0/16'] } } });
  const [group] = planned.ipGroups!.values();
  const there = readExports(COMMANDS.map((file) => ({ file, json: sampleJson(file) })),
    { ipGroup: (_, path) => (path === group!.path ? group : undefined) });
  const rules = joinNetworks(planned, there).firewalls.find(({ name }) => name === 'fwp-hub')!.levels[1]![0]!.collections
    .flatMap((collection) => collection.rules);
  expect(rules.find(({ name }) => name === 'aml-tag')!.sources.map(term)).toEqual(['10.99.0.0/16']);
});
