/** Security groups of network interfaces, which filter beside those of their subnets. */
import { Endpoint, Ports, Requirement, RequirementSet } from '../../../lib';
import { Cloud } from '../../../lib';
import { readExports } from '../../../lib/azure-exports/read-exports';
import { joinNetworks } from '../../../lib/network/join';
import { Network } from '../../../lib/network/network';
import { networkOf } from '../../../lib/terraform/read-network';
import { Explanation } from '../../../lib/verification/explain';
import { explainInNetwork } from '../../../lib/verification/verify-network';
import { explainFlow } from '../../../lib/verification/explain';
import { parseFlow } from '../../../lib/verification/flow';
import { verify } from '../../../lib/verification/verify';
import { requirementSet } from '../../constructs/synthesis';

interface Body { [name: string]: unknown }

const ROOT = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network';
const RG = { resource_group_name: 'rg' };
const rule = (priority: number, access: string, direction: string, port: string, other: string): Body => ({
  name: `${access}-${direction}-${priority}`, priority, access, direction, protocol: 'Tcp', source_port_range: '*',
  destination_port_range: port,
  source_address_prefix: direction === 'Inbound' ? other : '*', destination_address_prefix: direction === 'Inbound' ? '*' : other,
});
const CLOSED = [rule(4096, 'Deny', 'Inbound', '*', '*'), rule(4096, 'Deny', 'Outbound', '*', '*')];

interface Given {
  /** Rules of the group of the interface. */
  readonly own: readonly Body[] | string;
  /** Of the group of its subnet. */
  readonly subnet?: readonly Body[];
  /** Its address; undefined where Azure gives it one. */
  readonly address?: string;
  readonly more?: Body;
  readonly in?: string;
}

/** A machine with an interface in the subnet `data`, or in another one, beside the subnet `training`. */
function network({ own, subnet = [], address, more = {}, in: where = 'd' }: Given): Network {
  const group = (name: string, rules: unknown): Body => ({ ...RG, name, security_rule: rules });
  return networkOf([{ file: 'main.tf.json', json: { resource: {
    azurerm_virtual_network: { v: { ...RG, location: 'westeurope', name: 'vnet', address_space: ['10.1.0.0/16'] } },
    azurerm_subnet: {
      t: { ...RG, name: 'training', virtual_network_name: 'vnet', address_prefixes: ['10.1.1.0/24'] },
      d: { ...RG, name: 'data', virtual_network_name: 'vnet', address_prefixes: ['10.1.2.0/24'] },
    },
    azurerm_network_security_group: { s: group('nsg-data', subnet), n: group('nsg-vm', own) },
    azurerm_subnet_network_security_group_association: {
      a: { subnet_id: `\${azurerm_subnet.${where}.id}`, network_security_group_id: '${azurerm_network_security_group.s.id}' },
    },
    azurerm_network_interface: { n: {
      ...RG, name: 'vm-nic', ip_configuration: [{
        name: 'c', subnet_id: `\${azurerm_subnet.${where}.id}`, private_ip_address_allocation: address === undefined ? 'Dynamic' : 'Static',
        ...(address !== undefined && { private_ip_address: address }),
      }],
    } },
    azurerm_network_interface_security_group_association: { a: {
      network_interface_id: '${azurerm_network_interface.n.id}', network_security_group_id: '${azurerm_network_security_group.n.id}',
    } },
    ...more,
  } } }]);
}

const explained = (given: Given, flow: string): Explanation => explainFlow(network(given), parseFlow(flow, Cloud.PUBLIC), {
  subnets: [{
    name: 'training', subnetId: `${ROOT}/virtualNetworks/vnet/subnets/training`, addressPrefixes: [], requirements: requirementSet().only(),
    networkTraffic: 'virtual-network',
  }],
});
const ALLOW_SQL = [rule(100, 'Allow', 'Inbound', '1433', '10.1.1.0/24'), ...CLOSED];
const TO_SQL = 'training outbound tcp 1433 10.1.2.8';

test.each<[what: string, given: Given, flow: string, outcome: string]>([
  ['its group denies', { own: CLOSED, address: '10.1.2.8' }, TO_SQL, 'deny'],
  ['both allow', { own: ALLOW_SQL, subnet: ALLOW_SQL, address: '10.1.2.8' }, TO_SQL, 'allow'],
  ['the group of the subnet alone denies', { own: ALLOW_SQL, subnet: CLOSED, address: '10.1.2.8' }, TO_SQL, 'unknown'],
  ['another address', { own: CLOSED, address: '10.1.2.9' }, TO_SQL, 'allow'],
  ['Azure gives the address', { own: CLOSED }, TO_SQL, 'unknown'],
  ['Azure gives the address, and another interface has this one', { own: CLOSED, more: { azurerm_network_interface: {
    n: { ...RG, name: 'vm-nic', ip_configuration: [{ subnet_id: '${azurerm_subnet.d.id}' }] },
    other: { ...RG, name: 'other', ip_configuration: [{ subnet_id: '${azurerm_subnet.d.id}', private_ip_address: '10.1.2.8' }] },
  } } }, TO_SQL, 'allow'],
  ['all of its subnet is asked for', { own: CLOSED }, 'training outbound tcp 1433 10.1.2.0/24', 'deny'],
  ['a part of its subnet, where a part is denied', { own: [{ ...rule(100, 'Deny', 'Inbound', '*', '*'),
    destination_address_prefix: '10.1.2.0/25' }] }, 'training outbound tcp 1433 10.1.2.0/24', 'unknown'],
  ['from a machine that sends nothing', { own: CLOSED, address: '10.1.2.8' }, 'training inbound tcp 1433 10.1.2.8', 'deny'],
  ['rules that are not read', { own: '${var.rules}', address: '10.1.2.8' }, TO_SQL, 'unknown'],
  ['of a machine itself', { own: CLOSED, address: '10.1.2.8' }, '10.1.2.8 outbound tcp 443 Storage', 'deny'],
  ['of a machine itself that is let out', { own: [], address: '10.1.2.8' }, '10.1.2.8 outbound tcp 443 Storage', 'allow'],
  ['of another machine in the subnet', { own: CLOSED, address: '10.1.2.8' }, '10.1.2.9 outbound tcp 443 Storage', 'allow'],
  ['of a machine that may have the interface', { own: CLOSED }, '10.1.2.9 outbound tcp 443 Storage', 'unknown'],
  ['into a machine itself', { own: CLOSED, address: '10.1.2.8' }, '10.1.2.8 inbound tcp 1433 10.1.1.4', 'deny'],
  ['to the host of the machine', { own: CLOSED, address: '10.1.2.8' }, '10.1.2.8 outbound udp 53 168.63.129.16', 'allow'],
  ['to the host of the machine, by its tag', {
    own: [{ ...rule(100, 'Deny', 'Outbound', '53', 'AzurePlatformDNS'), protocol: '*' }], address: '10.1.2.8',
  }, '10.1.2.8 outbound udp 53 168.63.129.16', 'deny'],
])('%s', (_, given, flow, outcome) => {
  const found = explained(given, flow);
  expect([found.outcome, found.steps.map(({ text }) => text)]).toEqual([outcome, expect.any(Array)]);
});

test('a denial names the interface and its rule', () => {
  expect(explained({ own: CLOSED, address: '10.1.2.8' }, TO_SQL).steps.at(-1)).toMatchObject({
    result: 'deny', isAtOtherEnd: true,
    text: 'security group nsg-vm of the network interface vm-nic: 10.1.1.0/24 is denied by rule Deny-Inbound-4096 (priority 4096)',
  });
});

const NEED = requirementSet().only().plus(Requirement.outbound({
  id: 'need', slot: 2000, endpoint: Endpoint.serviceTag('Storage'), ports: Ports.tcp(443), purpose: 'Need',
}));
const answered = (given: Given, requirements: RequirementSet = NEED): string[] => {
  const { answers: [answer], findings } = verify(network(given), { subnets: [{
    name: 'training', subnetId: `${ROOT}/virtualNetworks/vnet/subnets/training`, addressPrefixes: [], requirements, networkTraffic: 'none',
  }] });
  return [answer!.outcome, ...answer!.conditions, ...findings.filter(({ id }) => id === 'rules-not-read').map(({ subject }) => subject)];
};

test('what is asked of a subnet is asked of the compute of the service, and not of a machine with an interface of its own', () => {
  const condition = 'the machine of the network interface vm-nic is not meant, whose own security group denies it';
  expect(answered({ own: CLOSED, in: 't' })).toEqual(['met', condition]);
  expect(answered({ own: [], in: 't' })).toEqual(['met']);
  expect(answered({ own: CLOSED, in: 'd' })).toEqual(['met']);
  expect(answered({ own: '${var.rules}', in: 't' })).toEqual(['met', condition.replace('denies', 'may deny')]);
});

test('an interface in a subnet that the files do not have is said not to be evaluated', () => {
  const elsewhere = { azurerm_network_interface: { n: { ...RG, name: 'vm-nic', ip_configuration: [{ subnet_id: '${var.subnet}' }] } } };
  expect(answered({ own: CLOSED, more: elsewhere })).toEqual([
    'met', 'the machine of the network interface vm-nic is not meant, whose own security group may deny it', 'network interfaces',
  ]); // which subnet that is, is not known
  expect(answered({ own: CLOSED, more: { azurerm_network_interface: {} } })).toEqual(['met', 'network interfaces']);
});

test.each(['azurerm_linux_virtual_machine_scale_set', 'azurerm_windows_virtual_machine_scale_set'])('machines of an %s', (type) => {
  const more = { azurerm_network_interface: {}, azurerm_network_interface_security_group_association: {}, [type]: { s: {
    ...RG, name: 'set', network_interface: [{
      name: 'nic', network_security_group_id: '${azurerm_network_security_group.n.id}',
      ip_configuration: [{ name: 'c', subnet_id: '${azurerm_subnet.d.id}' }],
    }],
  } } };
  const { outcome, steps } = explained({ own: CLOSED, more }, 'training outbound tcp 1433 10.1.2.0/24');
  expect([outcome, steps.at(-1)!.text]).toEqual(['deny', expect.stringContaining('of the network interface set nic') as string]);
});

test('rules of a network manager that always allow pass the group of an interface too', () => {
  const manager = 'azurerm_network_manager';
  const id = (type: string): string => `\${${manager}_${type}.x.id}`;
  const more = {
    [`${manager}_network_group`]: { x: {} }, [`${manager}_static_member`]: { x: {
      network_group_id: id('network_group'), target_virtual_network_id: '${azurerm_virtual_network.v.id}',
    } },
    [`${manager}_security_admin_configuration`]: { x: {} },
    [`${manager}_admin_rule_collection`]: {
      x: { security_admin_configuration_id: id('security_admin_configuration'), network_group_ids: [id('network_group')] },
    },
    [`${manager}_admin_rule`]: { x: {
      name: 'always', admin_rule_collection_id: id('admin_rule_collection'), action: 'AlwaysAllow', priority: 1, direction: 'Inbound',
      protocol: 'Any',
    } },
    [`${manager}_deployment`]: { x: {
      location: 'westeurope', scope_access: 'SecurityAdmin', configuration_ids: [id('security_admin_configuration')],
    } },
  };
  expect(explained({ own: CLOSED, address: '10.1.2.8', more }, TO_SQL)).toMatchObject({ outcome: 'allow' });
});

test('an export says the address that Azure gave, and a plan the group', () => {
  const planned = network({ own: CLOSED });
  const nic = (address: string, name = 'VM-nic'): unknown => ({
    id: `${ROOT}/networkInterfaces/${name}`, name, type: 'Microsoft.Network/networkInterfaces', properties: {
      ipConfigurations: [{ name: 'c', properties: {
        subnet: { id: `${ROOT}/virtualNetworks/vnet/subnets/data` }, privateIPAddress: address,
      } }],
    },
  });
  const outcome = (json: unknown): string => explainFlow(
    joinNetworks(planned, readExports([{ file: 'nics.json', json: { value: [json] } }])), parseFlow(TO_SQL, Cloud.PUBLIC), { subnets: [] },
  ).outcome;
  expect([outcome(nic('10.1.2.8')), outcome(nic('10.1.2.9')), outcome(nic('10.1.2.8', 'other'))]).toEqual(['deny', 'allow', 'allow']);
});

test('an address that no subnet has is refused like a name', () => {
  const read = { network: network({ own: [] }), options: { subnets: [] } };
  const explain = (flow: string): Explanation => explainInNetwork({ source: {}, subnets: [] }, flow, read);
  expect(() => explain('10.9.9.9 outbound tcp 443 Storage')).toThrow('"10.9.9.9" is not a subnet here');
  expect(explain('10.1.2.9 outbound tcp 443 Storage').flow).toBe('10.1.2.9 outbound tcp 443 Storage');
});
