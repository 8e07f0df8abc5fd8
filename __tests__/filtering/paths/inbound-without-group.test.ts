import { readNetwork } from '../../../lib/verification/network-of-source';
import { explainFlow } from '../../../lib/verification/explain';
import { parseFlow } from '../../../lib/verification/flow';

// A Standard public address is closed to what comes in unless a security group allows it; inside the network nothing is closed.

const common = { resource_group_name: 'rg', location: 'westeurope' };
const CLOSED = expect.stringMatching(/Standard public address/) as string;
const NIC = { azurerm_network_interface: { n: { ...common, name: 'n', ip_configuration: [{
  name: 'c', subnet_id: '${azurerm_subnet.s.id}', private_ip_address: '10.1.1.9', public_ip_address_id: '${azurerm_public_ip.p.id}',
}] } } };
const groupOf = (access: string): object => ({
  azurerm_network_security_group: { g: { ...common, name: 'g', security_rule: [{
    name: 'r', priority: 100, direction: 'Inbound', access, protocol: 'Tcp', source_address_prefix: '*', source_port_range: '*',
    destination_address_prefix: '*', destination_port_range: '22',
  }] } },
  azurerm_network_interface_security_group_association: { a: {
    network_interface_id: '${azurerm_network_interface.n.id}', network_security_group_id: '${azurerm_network_security_group.g.id}',
  } },
});

test.each<[string, string, object, string, string[]]>([
  ['Internet', 's', {}, 'allow', [CLOSED]],
  ['AzureMachineLearning', 's', {}, 'allow', [CLOSED]],
  ['8.8.8.8', 's', {}, 'allow', [CLOSED]],
  ['VirtualNetwork', 's', {}, 'allow', []],
  ['AzureLoadBalancer', 's', {}, 'allow', []],
  ['10.1.2.4', 's', {}, 'allow', []],
  ['Internet', '10.1.1.9', NIC, 'allow', [CLOSED]],
  ['Internet', '10.1.1.9', { ...NIC, ...groupOf('Allow') }, 'allow', []],
  ['Internet', '10.1.1.9', { ...NIC, ...groupOf('Deny') }, 'deny', []],
])('from %s to %s', (source, who, more, outcome, conditions) => {
  const { network } = readNetwork({ documents: [{ file: 'main.tf.json', json: { resource: {
    azurerm_virtual_network: { v: { ...common, name: 'v', address_space: ['10.1.0.0/16'] } },
    azurerm_subnet: { s: { name: 's', resource_group_name: 'rg', virtual_network_name: 'v', address_prefixes: ['10.1.1.0/24'] } },
    ...more,
  } } }] }, []);
  const found = explainFlow(network, parseFlow(`${who} inbound tcp 22 ${source}`), { subnets: [] });
  expect([found.outcome, outcome === 'deny' ? [] : found.conditions]).toEqual([outcome, conditions]);
});
