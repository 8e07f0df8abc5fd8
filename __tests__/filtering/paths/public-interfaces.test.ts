import { readNetwork } from '../../../lib/verification/network-of-source';
import { Explanation, explainFlow } from '../../../lib/verification/explain';
import { parseFlow } from '../../../lib/verification/flow';

// A subnet without default outbound access lets out a machine with a public address of its own, and no other one.

type Body = Record<string, unknown>;
const PROVIDER = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network';
const place = { resource_group_name: 'rg', location: 'westeurope' };

const written = (address: string | null): Body => ({ resource: {
  azurerm_virtual_network: { v: { ...place, name: 'v', address_space: ['10.1.0.0/16'] } },
  azurerm_subnet: { s: {
    name: 's', resource_group_name: 'rg', virtual_network_name: 'v', address_prefixes: ['10.1.1.0/24'],
    default_outbound_access_enabled: false,
  } },
  azurerm_network_interface: { n: { ...place, name: 'vm-nic', ip_configuration: [{
    name: 'c', subnet_id: '${azurerm_subnet.s.id}', private_ip_address_allocation: 'Static', private_ip_address: '10.1.1.9',
    public_ip_address_id: address,
  }] } },
} });

const exported = (address: string | null): Body[] => [
  { id: `${PROVIDER}/virtualNetworks/v`, name: 'v', type: 'Microsoft.Network/virtualNetworks', properties: {
    addressSpace: { addressPrefixes: ['10.1.0.0/16'] }, virtualNetworkPeerings: [], subnets: [{
      id: `${PROVIDER}/virtualNetworks/v/subnets/s`, name: 's', properties: { addressPrefix: '10.1.1.0/24', defaultOutboundAccess: false },
    }],
  } },
  { id: `${PROVIDER}/networkInterfaces/vm-nic`, name: 'vm-nic', type: 'Microsoft.Network/networkInterfaces', properties: {
    ipConfigurations: [{ name: 'c', properties: {
      privateIPAddress: '10.1.1.9', subnet: { id: `${PROVIDER}/virtualNetworks/v/subnets/s` },
      ...(address !== null && { publicIPAddress: { id: address } }),
    } }],
  } },
];

const NONE = 'no load balancer or public address gives the machines of the subnet a way out';
const OTHERS = 'what is asked for has none of the network interfaces with public addresses (vm-nic), and no load balancer';

describe.each<[string, (address: string | null) => unknown]>([
  ['a configuration', written], ['an export', exported],
])('in %s', (_, make) => {
  const explained = (address: string | null, flow: string): Explanation => explainFlow(
    readNetwork({ documents: [{ file: 'network.json', json: make(address) }] }, []).network, parseFlow(flow), { subnets: [] },
  );
  const PUBLIC = `${PROVIDER}/publicIPAddresses/p`;

  test.each<[who: string, address: string | null, outcome: string, conditions: string[]]>([
    ['10.1.1.9', PUBLIC, 'allow', []], ['10.1.1.9', null, 'deny', [NONE]],
    ['10.1.1.10', PUBLIC, 'deny', [OTHERS]], ['s', PUBLIC, 'deny', [OTHERS]], ['s', null, 'deny', [NONE]],
  ])('%s with the public address %s', (who, address, outcome, conditions) => {
    const { outcome: found, conditions: rests } = explained(address, `${who} outbound tcp 443 Storage`);
    expect([found, rests]).toEqual([outcome, conditions]);
  });
});
