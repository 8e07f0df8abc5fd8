import { networkDifference } from '../../lib/review/network-difference';

// Rules that are split, merged, renamed or in another order change nothing, even where it is not known what becomes of the flows.

const at = { resource_group_name: 'rg', location: 'westeurope' };

interface Rule {
  readonly access: 'Allow' | 'Deny';
  readonly to: readonly string[];
  readonly ports?: readonly string[];
  readonly from?: readonly string[];
  readonly protocol?: string;
}
const allow = (to: readonly string[], more: Partial<Rule> = {}): Rule => ({ access: 'Allow', to, ...more });
const deny = (to: readonly string[], more: Partial<Rule> = {}): Rule => ({ access: 'Deny', to, ...more });

/** A subnet whose routes lead a service tag to a firewall of which the files have nothing. */
function stack(name: string, rules: readonly Rule[]): object {
  return { resource: {
    azurerm_virtual_network: { v: { ...at, name: 'v', address_space: ['10.1.0.0/16'] } },
    azurerm_subnet: { s: {
      name: 's', resource_group_name: 'rg', virtual_network_name: '${azurerm_virtual_network.v.name}', address_prefixes: ['10.1.1.0/24'],
    } },
    azurerm_route_table: { t: { ...at, name: 't', route: [
      { name: 'tag', address_prefix: 'Storage', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: '10.1.0.4' },
    ] } },
    azurerm_subnet_route_table_association: {
      a: { subnet_id: '${azurerm_subnet.s.id}', route_table_id: '${azurerm_route_table.t.id}' },
    },
    azurerm_network_security_group: { n: { ...at, name: 'n', security_rule: rules.map(
      ({ access, to, ports = ['443'], from = ['*'], protocol = '*' }, i) => ({
        name: `${name}${i}`, priority: 100 + i, direction: 'Outbound', access, protocol, source_port_range: '*',
        ...(from[0] === '*' ? { source_address_prefix: '*' } : { source_address_prefixes: from }),
        destination_port_ranges: ports, ...(to.length === 1 ? { destination_address_prefix: to[0] } : { destination_address_prefixes: to }),
      })) } },
    azurerm_subnet_network_security_group_association: {
      a: { subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: '${azurerm_network_security_group.n.id}' },
    },
  } };
}

function changes(before: readonly Rule[], after: readonly Rule[]): string[] {
  const request = (json: object): Parameters<typeof networkDifference>[1] =>
    ({ subnets: [], source: { documents: [{ file: 'x.tf.json', json }] } });
  return networkDifference(request(stack('a', before)), request(stack('b', after))).flows
    .map(({ kind, isPossible, traffic, endpoints }) => `${isPossible ? 'may be ' : ''}${kind}: ${traffic} ${endpoints.join()}`);
}

const HALVES = ['10.1.1.0/25', '10.1.1.128/25'];

test.each<readonly [string, readonly Rule[], readonly Rule[]]>([
  ['a range beside all addresses', [allow(['20.1.0.0/24', '0.0.0.0/0'])], [allow(['20.1.0.0/24']), allow(['0.0.0.0/0'])]],
  ['two tags', [allow(['AzureMonitor', 'Sql']), deny(['*'])], [allow(['Sql']), allow(['AzureMonitor']), deny(['*'])]],
  ['ports of a denial, for protocols that have none', [deny(['20.1.0.0/24'], { ports: ['22', '8000-8443'] })],
    [deny(['20.1.0.0/24'], { ports: ['22'] }), deny(['20.1.0.0/24'], { ports: ['8000-8443'] })]],
  ['ranges of a denial for half of the subnet', [deny(['20.1.0.0/24', '30.1.0.0/24'], { from: [HALVES[0]!] })],
    [deny(['30.1.0.0/24'], { from: [HALVES[0]!] }), deny(['20.1.0.0/24'], { from: [HALVES[0]!] })]],
  ['halves of the subnet', [deny(['20.1.0.0/24'], { from: HALVES, ports: ['22'] }), allow(['20.1.0.0/24'])],
    [...HALVES.map((half) => deny(['20.1.0.0/24'], { from: [half], ports: ['22'] })), allow(['20.1.0.0/24'])]],
  ['a range in two that hold it', [deny(['20.1.0.0/24'], { ports: ['22'] })],
    [deny(['20.1.0.0/25'], { ports: ['22'] }), deny(['20.1.0.128/25'], { ports: ['22'] })]],
  ['rules for other ends change places', [allow(['20.1.0.0/24']), deny(['30.1.0.0/24'], { ports: ['22'] }), allow(['Sql'])],
    [allow(['Sql']), allow(['20.1.0.0/24']), deny(['30.1.0.0/24'], { ports: ['22'] })]],
])('%s, split or merged: nothing changes', (_, one, other) => {
  expect([changes(one, other), changes(other, one)]).toEqual([[], []]);
});

test.each<readonly [string, readonly Rule[], readonly Rule[]]>([
  ['a denial for another range', [deny(['20.1.0.0/24'], { ports: ['22'] })], [deny(['20.1.0.0/25'], { ports: ['22'] })]],
  ['a denial for all ports', [deny(['20.1.0.0/24'], { ports: ['22'] })],
    [deny(['20.1.0.0/24'], { ports: ['0-65535'] })]],
  ['a tag that may hold some of what is allowed', [allow(['20.1.0.0/24']), deny(['Sql'])], [deny(['Sql']), allow(['20.1.0.0/24'])]],
  ['a denial for a part of the subnet', [deny(['20.1.0.0/24'], { from: HALVES, ports: ['22'] })],
    [deny(['20.1.0.0/24'], { from: [HALVES[0]!], ports: ['22'] })]],
])('%s is said to change', (_, one, other) => {
  expect(changes(one, other)).not.toEqual([]);
  expect(changes(other, one)).not.toEqual([]);
});
