import { networkOf } from '../../lib/terraform/read-network';
import { verify } from '../../lib/verification/verify';
import { setOf } from '../support/needs';

// What a rule lets through to something that is not known may be the very thing that requirements ask for. It is not open beyond them for
// certain, as long as they ask for something on these ports.

type Body = Record<string, unknown>;
const rule = (more: Body): Body => ({
  name: 'r', priority: 100, direction: 'Outbound', access: 'Allow', protocol: 'Tcp', source_port_range: '*', source_address_prefix: '*',
  destination_port_range: '443', destination_address_prefix: '${var.to}', ...more,
});
const CLOSED = ['Outbound', 'Inbound'].map((direction) => rule({
  name: `closed-${direction}`, priority: 4096, direction, access: 'Deny', protocol: '*', destination_port_range: '*',
  destination_address_prefix: '*',
}));

function openings(more: Body, networkTraffic: 'none' | 'virtual-network'): string[] {
  const network = networkOf([{ file: 'main.tf.json', json: { variable: { to: {} }, resource: {
    azurerm_subnet: { s: { name: 's', resource_group_name: 'rg', virtual_network_name: 'v', address_prefixes: ['10.1.1.0/24'] } },
    azurerm_application_security_group: { a: { name: 'a', resource_group_name: 'rg' } },
    azurerm_network_security_group: { n: { name: 'n', resource_group_name: 'rg', security_rule: [rule(more), ...CLOSED] } },
    azurerm_subnet_network_security_group_association: {
      a: { subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: '${azurerm_network_security_group.n.id}' },
    },
  } } }]);
  const requirements = setOf([{ direction: 'outbound', kind: 'tag', value: 'AzureMonitor', protocol: 'TCP', ports: ['443'] } as never]);
  return verify(network, {
    subnets: [{ name: 's', subnetId: network.subnets[0]!.key, addressPrefixes: [], requirements, networkTraffic }],
  }).findings.filter(({ id }) => id.startsWith('open')).map(({ id, subject }) => `${id} ${subject}`);
}

test.each<[what: string, more: Body, traffic: 'none' | 'virtual-network', expected: string[]]>([
  ['a variable on a port that is asked for', {}, 'none', ['opening-unknown s outbound TCP 443 var.to']],
  ['a variable on a port that nothing asks for', { destination_port_range: '22' }, 'none',
    ['open-beyond-requirements s outbound TCP 22 var.to']],
  ['a variable that may be in the network', { destination_port_range: '22' }, 'virtual-network',
    ['opening-unknown s outbound TCP 22 var.to']],
  ['a variable inbound, which may be that of health probes', {
    direction: 'Inbound', source_address_prefix: '${var.to}', destination_address_prefix: '*',
  }, 'none',
    ['opening-unknown s inbound TCP 443 var.to']],
  ['a tag that is known', { destination_address_prefix: 'Sql' }, 'none', ['open-beyond-requirements s outbound TCP 443 Sql']],
])('open to %s', (_, more, traffic, expected) => {
  expect(openings(more, traffic)).toEqual(expected);
});
