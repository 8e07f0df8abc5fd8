import { readNetwork } from '../../../lib/verification/network-of-source';
import { explainFlow } from '../../../lib/verification/explain';
import { parseFlow } from '../../../lib/verification/flow';

// Without default outbound access, a rule of a public load balancer lets out the machines in its backend pool, and no other ones.

type Body = Record<string, unknown>;
const PROVIDER = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network';
const common = { resource_group_name: 'rg', location: 'westeurope' };
const POOL = '${azurerm_lb_backend_address_pool.p.id}';
const PUBLIC = { public_ip_address_id: '${azurerm_public_ip.p.id}' };

const subnet = (name: string, range: string): Body => ({
  name, resource_group_name: 'rg', virtual_network_name: 'v', address_prefixes: [range], default_outbound_access_enabled: false,
});
const nic = (name: string, where: string, address: string): Body => ({ ...common, name, ip_configuration: [{
  name: 'c', subnet_id: `\${azurerm_subnet.${where}.id}`, private_ip_address_allocation: 'Static', private_ip_address: address,
}] });
const inPool = (which: string, pool = POOL): Body => ({ azurerm_network_interface_backend_address_pool_association: { [which]: {
  network_interface_id: `\${azurerm_network_interface.${which}.id}`, ip_configuration_name: 'c', backend_address_pool_id: pool,
} } });
const OUTBOUND = { azurerm_lb_outbound_rule: { o: {
  name: 'out', loadbalancer_id: '${azurerm_lb.l.id}', protocol: 'All', backend_address_pool_id: POOL,
  frontend_ip_configuration: [{ name: 'f' }],
} } };
const rule = (more: Body): Body => ({ azurerm_lb_rule: { r: {
  name: 'web', loadbalancer_id: '${azurerm_lb.l.id}', protocol: 'Tcp', frontend_port: 443, backend_port: 443,
  frontend_ip_configuration_name: 'f', backend_address_pool_ids: [POOL], ...more,
} } });

const outcomeOf = (who: string, rules: Body, frontend: Body = PUBLIC): string => explainFlow(
  readNetwork({ documents: [{ file: 'main.tf.json', json: { resource: {
    azurerm_virtual_network: { v: { ...common, name: 'v', address_space: ['10.1.0.0/16'] } },
    azurerm_subnet: { s: subnet('s', '10.1.1.0/24'), t: subnet('t', '10.1.2.0/24') },
    azurerm_network_interface: { n: nic('n', 's', '10.1.1.9'), m: nic('m', 't', '10.1.2.9') },
    azurerm_lb: { l: { ...common, name: 'l', sku: 'Standard', frontend_ip_configuration: [{ name: 'f', ...frontend }] } },
    azurerm_lb_backend_address_pool: { p: { name: 'p', loadbalancer_id: '${azurerm_lb.l.id}' } },
    ...rules,
  } } }] }, []).network, parseFlow(`${who} outbound tcp 443 Storage`), { subnets: [] },
).outcome;

test.each<[string, string, Body, Body, string]>([
  ['no rule', 's', inPool('n'), PUBLIC, 'deny'],
  ['an outbound rule whose pool nothing here fills', 's', OUTBOUND, PUBLIC, 'unknown'],
  ['an outbound rule with a machine of the subnet', 's', { ...OUTBOUND, ...inPool('n') }, PUBLIC, 'unknown'],
  ['the same, for that machine', '10.1.1.9', { ...OUTBOUND, ...inPool('n') }, PUBLIC, 'unknown'],
  ['the same, for another machine', '10.1.1.10', { ...OUTBOUND, ...inPool('n') }, PUBLIC, 'deny'],
  ['an outbound rule for a machine of another subnet', 's', { ...OUTBOUND, ...inPool('m') }, PUBLIC, 'deny'],
  ['the same, for that other subnet', 't', { ...OUTBOUND, ...inPool('m') }, PUBLIC, 'unknown'],
  ['a machine that may be in the pool by a variable', 's', { ...OUTBOUND, ...inPool('n', '${var.pool}') }, PUBLIC, 'unknown'],
  ['addresses in the pool', 's', { ...OUTBOUND, ...inPool('m'), azurerm_lb_backend_address_pool_address: { a: {
    name: 'a', backend_address_pool_id: POOL, ip_address: '10.1.1.9', virtual_network_id: '${azurerm_virtual_network.v.id}',
  } } }, PUBLIC, 'unknown'],
  ['a load-balancing rule', 's', rule({}), PUBLIC, 'unknown'],
  ['one without outbound SNAT', 's', rule({ disable_outbound_snat: true }), PUBLIC, 'deny'],
  ['one of an internal load balancer', 's', rule({}), { subnet_id: '${azurerm_subnet.s.id}' }, 'deny'],
])('%s', (_, who, rules, frontend, outcome) => {
  expect(outcomeOf(who, rules, frontend)).toBe(outcome);
});

test('a machine of another subnet in a scale set', () => {
  const scaleSet = (where: string): Body => ({ azurerm_linux_virtual_machine_scale_set: { x: { ...common, name: 'x', network_interface: [{
    name: 'n', ip_configuration: [{
      name: 'c', subnet_id: `\${azurerm_subnet.${where}.id}`, load_balancer_backend_address_pool_ids: [POOL],
    }],
  }] } } });
  expect(['s', 't'].map((where) => outcomeOf('s', { ...OUTBOUND, ...scaleSet(where) }))).toEqual(['unknown', 'deny']);
});

test.each<[string, Body, Body, string]>([
  ['no rule', {}, PUBLIC, 'deny'],
  ['an outbound rule', { outboundRules: [{ name: 'o', properties: { backendAddressPool: { id: `${PROVIDER}/loadBalancers/l/p` } } }] },
    PUBLIC, 'unknown'],
  ['one for another subnet', {
    outboundRules: [{ name: 'o', properties: { backendAddressPool: { id: `${PROVIDER}/loadBalancers/l/q` } } }],
  }, PUBLIC, 'deny'],
  ['a load-balancing rule', { loadBalancingRules: [{ name: 'r', properties: {
    backendAddressPools: [{ id: `${PROVIDER}/loadBalancers/l/p` }], frontendIPConfiguration: { id: `${PROVIDER}/loadBalancers/l/f` },
  } }] }, PUBLIC, 'unknown'],
  ['one without outbound SNAT', { loadBalancingRules: [{ name: 'r', properties: { disableOutboundSnat: true } }] }, PUBLIC, 'deny'],
  ['one of an internal load balancer', { loadBalancingRules: [{ name: 'r', properties: {
    backendAddressPools: [{ id: `${PROVIDER}/loadBalancers/l/p` }], frontendIPConfiguration: { id: `${PROVIDER}/loadBalancers/l/f` },
  } }] }, {}, 'deny'],
])('%s in an export', (_, rules, frontend, outcome) => {
  const interfaceIn = (name: string, where: string): Body => ({
    id: `${PROVIDER}/networkInterfaces/${name}`, name, type: 'Microsoft.Network/networkInterfaces', properties: { ipConfigurations: [
      { name: 'c', properties: { subnet: { id: `${PROVIDER}/virtualNetworks/v/subnets/${where}` } } },
    ] },
  });
  const pool = (name: string, of: string): Body => ({ id: `${PROVIDER}/loadBalancers/l/${name}`, name, properties: {
    backendIPConfigurations: [{ id: `${PROVIDER}/networkInterfaces/${of}/ipConfigurations/c` }],
  } });
  const json = [
    { id: `${PROVIDER}/virtualNetworks/v`, name: 'v', type: 'Microsoft.Network/virtualNetworks', properties: {
      addressSpace: { addressPrefixes: ['10.1.0.0/16'] }, virtualNetworkPeerings: [], subnets: [['s', '10.1.1.0/24'], ['t', '10.1.2.0/24']]
        .map(([name, addressPrefix]) => ({
          id: `${PROVIDER}/virtualNetworks/v/subnets/${name}`, name, properties: { addressPrefix, defaultOutboundAccess: false },
        })),
    } },
    interfaceIn('n', 's'), interfaceIn('m', 't'),
    { id: `${PROVIDER}/loadBalancers/l`, name: 'l', type: 'Microsoft.Network/loadBalancers', properties: {
      frontendIPConfigurations: [{ id: `${PROVIDER}/loadBalancers/l/f`, name: 'f', properties: {
        ...('public_ip_address_id' in frontend && { publicIPAddress: { id: `${PROVIDER}/publicIPAddresses/p` } }),
      } }], backendAddressPools: [pool('p', 'n'), pool('q', 'm')], ...rules,
    } },
  ];
  const { network } = readNetwork({ documents: [{ file: 'network.json', json }] }, []);
  expect(explainFlow(network, parseFlow('s outbound tcp 443 Storage'), { subnets: [] }).outcome).toBe(outcome);
});
