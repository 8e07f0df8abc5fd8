import { Cloud, Edition, MachineLearning } from '../../lib';
import { readExports } from '../../lib/azure-exports/read-exports';
import { readRequest } from '../../lib/verification/read-request';
import { verify } from '../../lib/verification/verify';

// A NAT gateway lets traffic out by its public addresses, and by nothing else.

const common = { resource_group_name: 'rg' };
const NAT = '${azurerm_nat_gateway.n.id}';
const byAddress = (id = NAT): object => ({ azurerm_nat_gateway_public_ip_association: {
  a: { nat_gateway_id: id, public_ip_address_id: '${azurerm_public_ip.p.id}' },
} });
const requirements = MachineLearning.requirements({
  cloud: Cloud.PUBLIC, region: 'westus2', edition: Edition.E2026_03_19, workspace: { privateEndpoint: true }, compute: { publicIp: false },
}).only('basic.azure-monitor');

const resource = (more: object, gateway: object, subnet: object): object => ({
  azurerm_virtual_network: { v: { ...common, name: 'vnet', address_space: ['10.1.0.0/16'] } },
  azurerm_subnet: { s: {
    ...common, name: 's', virtual_network_name: 'vnet', address_prefixes: ['10.1.1.0/24'], default_outbound_access_enabled: false,
    ...subnet,
  } },
  azurerm_nat_gateway: { n: { ...common, name: 'nat', ...gateway }, other: { ...common, name: 'other' } },
  azurerm_subnet_nat_gateway_association: { a: { subnet_id: '${azurerm_subnet.s.id}', nat_gateway_id: NAT } },
  ...more,
});

test.each<[string, object, object, object, string]>([
  ['no address', {}, {}, {}, 'denied'],
  ['a public address', byAddress(), {}, {}, 'met'],
  ['a range of public addresses', { azurerm_nat_gateway_public_ip_prefix_association: {
    a: { nat_gateway_id: NAT, public_ip_prefix_id: '/x' },
  } }, {}, {}, 'met'],
  ['one that is perhaps its own', byAddress('${var.nat}'), {}, {}, 'unknown'],
  ['one that is there or not', { azurerm_nat_gateway_public_ip_association: {
    a: { count: '${var.on ? 1 : 0}', nat_gateway_id: NAT, public_ip_address_id: '${azurerm_public_ip.p.id}' },
  } }, {}, {}, 'unknown'],
  ['addresses that are a variable', {}, { public_ip_address_ids: '${var.ips}' }, {}, 'unknown'],
  [
    'one that is perhaps its own, and default outbound access', byAddress('${var.nat}'), {}, { default_outbound_access_enabled: true },
    'met if',
  ],
  ['one of another gateway', byAddress('${azurerm_nat_gateway.other.id}'), {}, {}, 'denied'],
  ['its address in the way of azurerm 3', {}, { public_ip_address_ids: ['${azurerm_public_ip.p.id}'] }, {}, 'met'],
  ['no address, and default outbound access', {}, {}, { default_outbound_access_enabled: true }, 'met if'],
])('a NAT gateway with %s', (_, more, gateway, subnet, outcome) => {
  const { network, options } = readRequest({
    source: { documents: [{ file: 'main.tf.json', json: { resource: resource(more, gateway, subnet) } }] },
    subnets: [{ name: 's', subnetId: '${azurerm_subnet.s.id}', requirements }],
  });
  const { answers: [answer] } = verify(network, options);
  const isOnCondition = answer!.conditions.some((one) => one.includes('NAT gateway'));
  expect(`${answer!.outcome}${isOnCondition ? ' if' : ''}`).toBe(outcome);
});

test.each([
  [{ idleTimeoutInMinutes: 4 }, true],
  [{ idleTimeoutInMinutes: 4, publicIpAddresses: null }, true],
  [{ idleTimeoutInMinutes: 4, publicIpPrefixes: [{ id: '/x' }] }, undefined],
  [{ idleTimeoutInMinutes: 4, publicIpAddressesV6: [{ id: '/x' }] }, undefined],
  [{}, undefined], // a name alone says nothing
])('a NAT gateway that Azure says has %j', (properties, isBare) => {
  const base = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network';
  const { subnets: [subnet] } = readExports([{ file: 'all.json', json: { value: [
    { id: `${base}/natGateways/nat`, type: 'Microsoft.Network/natGateways', name: 'nat', properties },
    { id: `${base}/virtualNetworks/vnet`, type: 'Microsoft.Network/virtualNetworks', name: 'vnet', properties: {
      addressSpace: { addressPrefixes: ['10.1.0.0/16'] }, subnets: [{
        id: `${base}/virtualNetworks/vnet/subnets/s`, name: 's',
        properties: { addressPrefix: '10.1.1.0/24', natGateway: { id: `${base}/natGateways/nat` } },
      }],
    } },
  ] } }]);
  expect(subnet!.isNatWithoutAddress).toBe(isBare);
});
