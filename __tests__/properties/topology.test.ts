import { Cloud, Edition, MachineLearning } from '../../lib';
import { SubnetToVerify } from '../../lib/filtering/paths/subnet-view';
import { Network } from '../../lib/network/network';
import { networkOf } from '../../lib/terraform/read-network';
import { explainFlow } from '../../lib/verification/explain';
import { parseFlow } from '../../lib/verification/flow';
import { verify } from '../../lib/verification/verify';
import fc from '../support/fast-check';
import { comesIn, passesAll } from '../support/packets/topology';
import { address, range, World } from '../support/packets/world';

// Networks with peerings, groups of interfaces, NAT gateways and DNAT rules, whose flows are compared with an evaluator of packets.

const RG = { resource_group_name: 'rg', location: 'westeurope' };
const ID = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks';
const [FIREWALL, CLIENT, MACHINE] = ['10.0.1.4', '41.0.0.1', '10.1.1.4'];

interface Shape {
  readonly access: boolean; readonly isMutual: boolean; readonly forwarded: boolean;
  readonly out: readonly (readonly [access: string, to: string])[]; readonly into: readonly (readonly [access: string, from: string])[];
  readonly ofInterface?: string; readonly nat: boolean; readonly isPrivate: boolean; readonly route: string; readonly dnat: string;
}

const ends = fc.constantFrom('*', 'VirtualNetwork', 'Internet', '10.0.0.0/16', '10.0.1.0/26', '10.1.0.0/16', '41.0.0.0/24');
const rules = fc.array(fc.tuple(fc.constantFrom('Allow', 'Deny'), ends), { maxLength: 3 });
const shape: fc.Arbitrary<Shape> = fc.record({
  access: fc.boolean(), isMutual: fc.boolean(), forwarded: fc.boolean(), out: rules, into: rules,
  ofInterface: fc.option(ends, { nil: undefined }), nat: fc.boolean(), isPrivate: fc.boolean(),
  route: fc.constantFrom('', 'firewall', 'None', 'Internet'), dnat: fc.constantFrom('10.1.1.7', '10.1.2.7'),
});

const rule = (direction: string, access: string, end: string, priority: number): object => ({
  name: `r${priority}`, priority, direction, access, protocol: '*', source_port_range: '*', destination_port_range: '*',
  source_address_prefix: direction === 'Inbound' ? end : '*', destination_address_prefix: direction === 'Inbound' ? '*' : end,
});

function networkFor(one: Shape): Network {
  const { access, isMutual, forwarded, out, into, ofInterface, nat, isPrivate, route, dnat } = one;
  const peering = (from: string, to: string): object => ({
    ...RG, name: `to-${to}`, virtual_network_name: `\${azurerm_virtual_network.${from}.name}`, allow_forwarded_traffic: forwarded,
    remote_virtual_network_id: `\${azurerm_virtual_network.${to}.id}`, allow_virtual_network_access: access,
  });
  const hop = route === 'firewall' ? { next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: FIREWALL } : { next_hop_type: route };
  return networkOf([{ file: 'main.tf.json', json: { resource: {
    azurerm_virtual_network: {
      hub: { ...RG, name: 'hub', address_space: ['10.0.0.0/16'] }, spoke: { ...RG, name: 'spoke', address_space: ['10.1.0.0/16'] },
    },
    azurerm_virtual_network_peering: { a: peering('spoke', 'hub'), ...(isMutual && { b: peering('hub', 'spoke') }) },
    azurerm_subnet: {
      fw: { ...RG, name: 'AzureFirewallSubnet', virtual_network_name: 'hub', address_prefixes: ['10.0.1.0/26'] },
      s: {
        ...RG, name: 's', virtual_network_name: 'spoke', address_prefixes: ['10.1.1.0/24'],
        default_outbound_access_enabled: !isPrivate,
      },
    },
    azurerm_network_security_group: {
      g: { ...RG, name: 'g', security_rule: [
        ...out.map(([does, to], i) => rule('Outbound', does, to, 100 + i)),
        ...into.map(([does, from], i) => rule('Inbound', does, from, 100 + i)),
      ] },
      n: { ...RG, name: 'n', security_rule: ofInterface === undefined ? [] : [rule('Outbound', 'Deny', ofInterface, 100)] },
    },
    azurerm_subnet_network_security_group_association: { a: {
      subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: '${azurerm_network_security_group.g.id}',
    } },
    ...(ofInterface !== undefined && {
      azurerm_network_interface: { n: {
        ...RG, name: 'n', ip_configuration: [{ name: 'c', subnet_id: '${azurerm_subnet.s.id}', private_ip_address: MACHINE }],
      } },
      azurerm_network_interface_security_group_association: { a: {
        network_interface_id: '${azurerm_network_interface.n.id}', network_security_group_id: '${azurerm_network_security_group.n.id}',
      } },
    }),
    ...(nat && {
      azurerm_nat_gateway: { n: { ...RG, name: 'nat' } },
      azurerm_nat_gateway_public_ip_association: { a: { nat_gateway_id: '${azurerm_nat_gateway.n.id}', public_ip_address_id: '/ip' } },
      azurerm_subnet_nat_gateway_association: { a: { subnet_id: '${azurerm_subnet.s.id}', nat_gateway_id: '${azurerm_nat_gateway.n.id}' } },
    }),
    ...(route !== '' && {
      azurerm_route_table: { t: { ...RG, name: 't', route: [{ name: 'd', address_prefix: '0.0.0.0/0', ...hop }] } },
      azurerm_subnet_route_table_association: { a: { subnet_id: '${azurerm_subnet.s.id}', route_table_id: '${azurerm_route_table.t.id}' } },
    }),
    azurerm_firewall_policy: { p: { ...RG, name: 'fwp' } },
    azurerm_firewall: { f: {
      ...RG, name: 'fw', sku_tier: 'Standard', firewall_policy_id: '${azurerm_firewall_policy.p.id}',
      ip_configuration: [{ name: 'c', subnet_id: '${azurerm_subnet.fw.id}', private_ip_address: FIREWALL }],
    } },
    azurerm_firewall_policy_rule_collection_group: { r: {
      name: 'rcg', firewall_policy_id: '${azurerm_firewall_policy.p.id}', priority: 100,
      network_rule_collection: [{ name: 'c', priority: 100, action: 'Allow', rule: [{
        name: 'web', protocols: ['TCP'], source_addresses: ['*'], destination_addresses: ['41.0.0.0/24'], destination_ports: ['443'],
      }] }],
      nat_rule_collection: [{ name: 'n', priority: 90, action: 'Dnat', rule: [{
        name: 'ssh', protocols: ['TCP'], source_addresses: ['*'], destination_address: '203.0.113.1', destination_ports: ['22'],
        translated_address: dnat, translated_port: 22,
      }] }],
    } },
  } } }]);
}

const world = (widenedBy: readonly string[]): World => ({
  tags: new Map(), connected: [], widenedBy: widenedBy.map(range), opaque: new Map(), addressesOf: () => [], fqdnTags: new Map(),
  unreadAppliancesAllow: false, portsHoldIcmp: false, gatewayDelivers: false,
});
/** A route for all addresses may widen the tag VirtualNetwork, and may not. */
const worldsOf = ({ route }: Shape): World[] => [world([]), ...(route === '' ? [] : [world(['0.0.0.0/0'])])];

const requirements = MachineLearning.requirements({
  cloud: Cloud.PUBLIC, region: 'westeurope', edition: Edition.E2026_03_19, workspace: { privateEndpoint: true },
  compute: { publicIp: false },
});
const subnet: SubnetToVerify =
  { name: 's', subnetId: `${ID}/spoke/subnets/s`, addressPrefixes: [], requirements, networkTraffic: 'virtual-network' };
const FLOWS = [['outbound', 443, CLIENT], ['outbound', 443, '10.0.2.9'], ['outbound', 8080, '10.1.9.9'], ['outbound', 22, '41.0.0.9'],
  ['inbound', 22, '10.0.2.9'], ['inbound', 22, CLIENT]] as const;

function check(one: Shape): void {
  const network = networkFor(one);
  const subnetOf = network.subnets.find(({ name }) => name === 's')!;
  const group = one.ofInterface === undefined ? undefined : [...network.securityGroups.values()].find(({ name }) => name === 'n');
  // What is asked of the subnet is asked of another machine than the one that has the interface.
  const ends = [['s', '10.1.1.5', undefined], [MACHINE, MACHINE, group]] as const;
  for (const [[from, own, ofMachine], [direction, port, other]] of ends.flatMap((end) => FLOWS.map((flow) => [end, flow] as const))) {
    const { outcome, conditions } =
      explainFlow(network, parseFlow(`${from} ${direction} tcp ${port} ${other}`, Cloud.PUBLIC), { subnets: [subnet] });
    const packet = { direction, own: address(own), other: address(other), protocol: 'TCP', port, sourcePort: 50000 } as const;
    for (const of of worldsOf(one)) {
      const passed = passesAll(packet, subnetOf, network, of, ofMachine);
      // Without its peering, the hub is a network that is connected in another way, or none: that is a condition.
      const isAssumed = other.startsWith('10.0.') && !(one.access && one.isMutual);
      if (outcome !== 'unknown' && !isAssumed) {
        expect([from, direction, port, other, outcome]).toEqual([from, direction, port, other, passed ? 'allow' : 'deny']);
      }
      const isMeant = !conditions.some((text) => text.startsWith('the machine of the network interface n is not meant'));
      if (passed && isMeant && outcome === 'allow' && !isAssumed) {
        expect(passesAll({ ...packet, own: address(MACHINE) }, subnetOf, network, of, group)).toBe(true);
      }
    }
  }
  const [dnat] = network.dnatRules!;
  const { findings } = verify(network, { subnets: [subnet] });
  const isSaid = findings.some(({ id, subject }) => id === 'opening-unknown' && subject === 's inbound DNAT ssh');
  const isInside = one.dnat.startsWith('10.1.1.');
  expect(isInside || !isSaid).toBe(true);
  for (const of of isInside ? worldsOf(one) : []) {
    const isOpen = comesIn(dnat!, CLIENT, FIREWALL, subnetOf, network, {
      ...of, connected: one.access && one.isMutual ? of.connected : [range('10.0.0.0/16')],
    });
    expect([isOpen, isOpen && !isSaid]).toEqual([isOpen, false]);
  }
}

test('what is certain of peerings, NAT and DNAT holds for packets', () => {
  fc.assert(fc.property(shape, check), { numRuns: 150 });
});

test.each([['vm.example.com', true], ['${azurerm_network_interface.n.private_ip_address}', true], ['10.9.0.1', false]])(
  'where a DNAT rule to %s leads is said to be unknown: %s', (dnat, isSaid) => {
    const network = networkFor({
      access: true, isMutual: true, forwarded: true, out: [], into: [], nat: false, isPrivate: false, route: 'firewall', dnat,
    });
    const { findings } = verify(network, { subnets: [subnet] });
    expect(findings.some(({ id, subject }) => id === 'rules-not-read' && subject === 'DNAT rules')).toBe(isSaid);
  });

test('answers that a firewall of a peered network forwards rest on its peering', () => {
  const of = (forwarded: boolean): readonly string[] => {
    const network = networkFor({
      access: true, isMutual: true, forwarded, out: [], into: [], nat: false, isPrivate: false, route: 'firewall', dnat: '10.1.2.7',
    });
    return explainFlow(network, parseFlow(`s outbound tcp 443 ${CLIENT}`, Cloud.PUBLIC), { subnets: [subnet] }).conditions;
  };
  const text = 'answers that the firewall fwp forwards come in by the peering to-hub, which does not allow forwarded traffic';
  expect([of(false).includes(text), of(true).includes(text)]).toEqual([true, false]);
});
