import { Cloud } from '../../../lib';
import { FilterLists } from '../../../lib/filtering/filter-lists';
import { Knowledge } from '../../../lib/filtering/knowledge';
import { Appliances } from '../../../lib/filtering/paths/appliances';
import { changedFlows } from '../../../lib/filtering/paths/changed-flows';
import { SubnetView } from '../../../lib/filtering/paths/subnet-view';
import { targetText } from '../../../lib/filtering/paths/target';
import type { Subnet } from '../../../lib/network/network';
import { networkOf } from '../../../lib/terraform/read-network';
import { Direction } from '../../../lib/requirements/direction';

// A rule that denies a part of what another rule has open under one name.

type Body = Record<string, unknown>;

const RG = { resource_group_name: 'rg', location: 'westeurope' };
const rule = (priority: number, access: string, to: string, more: Body = {}): Body => ({
  name: `r${priority}`, priority, access, direction: 'Outbound', protocol: 'Tcp', source_port_range: '*', destination_port_range: '443',
  source_address_prefix: '*', destination_address_prefix: to, ...more,
});
const collection = (priority: number, action: string, more: Body): Body => ({
  name: `c${priority}`, priority, action,
  rule: [{ name: 'n', protocols: ['TCP'], source_addresses: ['*'], destination_ports: ['443'], ...more }],
});

interface Parts { readonly rules?: readonly Body[]; readonly collections?: readonly Body[]; readonly isDual?: boolean }

function viewOf({ rules = [], collections, isDual = false }: Parts): SubnetView {
  const resource = {
    azurerm_virtual_network: { v: { name: 'vnet', ...RG, address_space: ['10.1.0.0/16', ...(isDual ? ['fd00::/56'] : [])] } },
    azurerm_subnet: { s: {
      name: 's', resource_group_name: 'rg', virtual_network_name: '${azurerm_virtual_network.v.name}',
      address_prefixes: ['10.1.1.0/24', ...(isDual ? ['fd00::/64'] : [])],
    } },
    azurerm_network_security_group: { n: { name: 'n', ...RG, security_rule: rules } },
    azurerm_subnet_network_security_group_association: {
      a: { subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: '${azurerm_network_security_group.n.id}' },
    },
    ...(collections !== undefined && {
      azurerm_route_table: { t: { name: 't', ...RG, route: [
        { name: 'd', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: '10.1.0.4' },
      ] } },
      azurerm_subnet_route_table_association: { a: { subnet_id: '${azurerm_subnet.s.id}', route_table_id: '${azurerm_route_table.t.id}' } },
      azurerm_firewall_policy: { p: { name: 'p', ...RG, dns: { proxy_enabled: true } } },
      azurerm_firewall: { f: {
        name: 'f', ...RG, firewall_policy_id: '${azurerm_firewall_policy.p.id}', sku_tier: 'Standard',
        ip_configuration: { name: 'c', private_ip_address: '10.1.0.4' },
      } },
      azurerm_firewall_policy_rule_collection_group: { g: {
        name: 'g', firewall_policy_id: '${azurerm_firewall_policy.p.id}', priority: 500, network_rule_collection: collections,
      } },
    }),
  };
  const network = networkOf([{ file: 'main.tf.json', json: { resource } }]);
  const knowledge = new Knowledge(Cloud.PUBLIC);
  const [subnet] = network.subnets;
  const query = { name: 's', subnetId: subnet!.key, addressPrefixes: [], networkTraffic: 'virtual-network' as const };
  return new SubnetView(query, subnet!, network, new Appliances(network, new Map(), new FilterLists(knowledge)), knowledge);
}

const changes = (before: Parts, after: Parts): string[] => [Direction.OUTBOUND, Direction.INBOUND].flatMap((direction) =>
  changedFlows({ before: viewOf(before), after: viewOf(after) }, direction)).filter(({ protocol }) => protocol === 'TCP')
  .map(({ kind, ports, target, own, isPossible }) => {
    const text = `${kind} ${ports.first}-${ports.last} ${targetText(target)}${own === undefined ? '' : ` of ${targetText(own)}`}`;
    return isPossible ? `perhaps ${text}` : text;
  });

const ALL = collection(300, 'Allow', { destination_addresses: ['*'] });

test.each<[what: string, before: Parts, after: Parts, says: string]>([
  ['behind a default rule', {}, { rules: [rule(100, 'Deny', '203.0.113.0/24')] }, 'no longer allowed 443-443 203.0.113.0/24'],
  ['behind a rule for the Internet', { rules: [rule(200, 'Allow', 'Internet')] }, {
    rules: [rule(100, 'Deny', '203.0.113.0/24'), rule(200, 'Allow', 'Internet')],
  }, 'no longer allowed 443-443 203.0.113.0/24'],
  ['before and no longer behind it', { rules: [rule(200, 'Deny', '203.0.113.0/24'), rule(100, 'Allow', 'Internet')] }, {
    rules: [rule(100, 'Deny', '203.0.113.0/24'), rule(200, 'Allow', 'Internet')],
  }, 'no longer allowed 443-443 203.0.113.0/24'],
  ['on other ports', { rules: [rule(100, 'Deny', '203.0.113.0/24')] }, {
    rules: [rule(100, 'Deny', '203.0.113.0/24', { destination_port_range: '443-444' })],
  }, 'no longer allowed 444-444 203.0.113.0/24'],
  ['no longer', { rules: [rule(100, 'Deny', '203.0.113.0/24')] }, {}, 'newly allowed 443-443 203.0.113.0/24'],
  ['over IPv6', { isDual: true }, { isDual: true, rules: [rule(100, 'Deny', '2603:1000::/32')] },
    'no longer allowed 443-443 2603:1000::/32'],
  ['in a firewall', { collections: [ALL] }, {
    collections: [collection(100, 'Deny', { destination_addresses: ['203.0.113.0/24'] }), ALL],
  }, 'no longer allowed 443-443 203.0.113.0/24'],
  ['of half of the subnet', { collections: [ALL] }, {
    collections: [collection(100, 'Deny', { destination_addresses: ['203.0.113.0/24'], source_addresses: ['10.1.1.0/25'] }), ALL],
  }, 'no longer allowed 443-443 203.0.113.0/24 of 10.1.1.0/25'],
  ['by its name', { collections: [ALL] }, { collections: [collection(100, 'Deny', { destination_fqdns: ['pypi.org'] }), ALL] },
    'no longer allowed 443-443 pypi.org'],
])('a part of the Internet that is denied %s is among the changes', (_, before, after, says) => {
  expect(changes(before, after)).toEqual([says]);
});

test.each<[what: string, before: Parts, after: Parts]>([
  ['is denied twice', { rules: [rule(100, 'Deny', '203.0.113.0/24')] }, {
    rules: [rule(100, 'Deny', '203.0.113.0/24'), rule(110, 'Deny', '203.0.113.0/25')],
  }],
  ['is denied behind the rule that allows it', { rules: [rule(100, 'Allow', 'Internet')] }, {
    rules: [rule(100, 'Allow', 'Internet'), rule(110, 'Deny', '203.0.113.0/24')],
  }],
  ['is denied in two parts', { rules: [rule(100, 'Deny', '203.0.113.0/24')] }, {
    rules: [rule(100, 'Deny', '203.0.113.0/25'), rule(110, 'Deny', '203.0.113.128/25')],
  }],
  ['is denied over IPv6, which the subnet does not have', {}, { rules: [rule(100, 'Deny', '2603:1000::/32')] }],
  ['is denied by its name and was denied before', {
    collections: [collection(100, 'Deny', { destination_addresses: ['*'] }), ALL],
  }, { collections: [
    collection(99, 'Deny', { destination_fqdns: ['pypi.org'] }), collection(100, 'Deny', { destination_addresses: ['*'] }), ALL,
  ] }],
])('nothing changes where a part of the Internet %s', (_, before, after) => {
  expect(changes(before, after)).toEqual([]);
});

test('what is neither on the Internet nor in a network is not said to go to the Internet no longer', () => {
  const open = viewOf({});
  const without = Object.fromEntries(Object.entries(open.subnet).filter(([key]) => key !== 'securityGroup')) as unknown as Subnet;
  const bare = new SubnetView(open.asked, without, open.whole, open.appliances, open.context.knowledge);
  const texts = changedFlows({ before: bare, after: open }, Direction.OUTBOUND).map(({ target }) => targetText(target));
  expect(texts.filter((text) => text.includes('Internet'))).toEqual([]);
});
