import { Cloud, Endpoint, Ports, Requirement } from '../../../lib';
import { networkOf } from '../../../lib/terraform/read-network';
import { explainFlow } from '../../../lib/verification/explain';
import { parseFlow } from '../../../lib/verification/flow';
import { resolvedHosts } from '../../../lib/verification/resolved-hosts';
import { verify, VerifyOptions } from '../../../lib/verification/verify';
import { requirementSet } from '../../constructs/synthesis';

interface Body { [name: string]: unknown }

const SUBNET_ID =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet/subnets/s';
const NEED = requirementSet().only()
  .plus(Requirement.outbound({ id: 'need', slot: 2000, endpoint: Endpoint.fqdn('pypi.org'), ports: Ports.tcp(443), purpose: 'Need' }));
const TO_FIREWALL = { name: 'default', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: '10.0.1.4' };

function rule(priority: number, access: string, to: string, more: Body = {}): Body {
  return {
    name: `${access}-${priority}`, priority, access, direction: 'Outbound', protocol: '*', source_port_range: '*',
    destination_port_range: '443',
    source_address_prefix: '*', destination_address_prefix: to, ...more,
  };
}

const DENY = rule(4096, 'Deny', '*', { destination_port_range: '*' });

/** A subnet after a firewall that lets pypi.org through. */
function network(rules: readonly Body[], routes: readonly Body[], subnet: Body = {}): ReturnType<typeof networkOf> {
  const resource = {
    azurerm_virtual_network: { v: { name: 'vnet', resource_group_name: 'rg', address_space: ['10.1.0.0/16', 'fd12:1::/32'] } },
    azurerm_subnet: { s: {
      name: 's', resource_group_name: 'rg', virtual_network_name: 'vnet', address_prefixes: ['10.1.1.0/24', 'fd12:1:1::/64'], ...subnet,
    } },
    azurerm_network_security_group: { n: { name: 'n', resource_group_name: 'rg', security_rule: [...rules, DENY] } },
    azurerm_route_table: { t: { name: 't', resource_group_name: 'rg', route: routes } },
    azurerm_subnet_network_security_group_association: {
      a: { subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: '${azurerm_network_security_group.n.id}' },
    },
    azurerm_subnet_route_table_association: { a: { subnet_id: '${azurerm_subnet.s.id}', route_table_id: '${azurerm_route_table.t.id}' } },
    azurerm_firewall_policy: { p: { name: 'p', resource_group_name: 'rg', sku: 'Standard' } },
    azurerm_firewall: { f: {
      name: 'f', resource_group_name: 'rg', firewall_policy_id: '${azurerm_firewall_policy.p.id}',
      ip_configuration: [{ name: 'a', private_ip_address: '10.0.1.4' }],
    } },
    azurerm_firewall_policy_rule_collection_group: { g: {
      name: 'g', priority: 500, firewall_policy_id: '${azurerm_firewall_policy.p.id}',
      application_rule_collection: [{
        name: 'a', priority: 200, action: 'Allow',
        rule: [{ name: 'r', protocols: [{ type: 'Https', port: 443 }], source_addresses: ['*'], destination_fqdns: ['pypi.org'] }],
      }],
    } },
  };
  return networkOf([{ file: 'main.tf.json', json: { resource } }]);
}

const options = (more: Partial<VerifyOptions> = {}): VerifyOptions =>
  ({ subnets: [{ name: 's', subnetId: SUBNET_ID, addressPrefixes: [], requirements: NEED, networkTraffic: 'virtual-network' }], ...more });
const explained = (given: ReturnType<typeof networkOf>, flow: string, more: Partial<VerifyOptions> = {}) =>
  explainFlow(given, parseFlow(`s outbound tcp ${flow}`, Cloud.PUBLIC), options(more));
const opened = (given: ReturnType<typeof networkOf>): string[] =>
  verify(given, options()).findings.filter(({ id }) => id === 'open-beyond-requirements').map(({ message }) => message);

const WEB = rule(200, 'Allow', 'Internet');

describe('a subnet with IPv6 and a route for IPv4', () => {
  const leaking = network([WEB], [TO_FIREWALL]);
  const closed = network([WEB], [TO_FIREWALL, { name: 'ipv6', address_prefix: '::/0', next_hop_type: 'None' }]);

  test('is open past the firewall over IPv6', () => {
    expect(opened(leaking))
      .toEqual([expect.stringMatching(/443.* to the Internet over IPv6 is open \(system route ::\/0 to the Internet\)/)]);
    expect(verify(leaking, options()).answers.map(({ outcome }) => outcome)).toEqual(['met']);
  });

  test('is not where IPv6 is routed, or the subnet has none', () => {
    expect([opened(closed), opened(network([WEB], [TO_FIREWALL], { address_prefixes: ['10.1.1.0/24'] }))]).toEqual([[], []]);
  });

  test('an IPv6 address takes the route for IPv6', () => {
    const { outcome, steps } = explained(network([rule(200, 'Allow', '*')], [TO_FIREWALL]), '443 2603:1000::1');
    expect([outcome, steps.map(({ text }) => text).join()]).toEqual(['allow', expect.stringContaining('system route ::/0')]);
    expect(explained(closed, '443 2603:1000::1').outcome).toBe('deny');
  });

  test('what IPv4 denies is not denied', () => {
    expect([leaking, closed].map((one) => explained(one, '443 example.com').outcome)).toEqual(['unknown', 'deny']);
  });
});

describe('hosts by the addresses that somebody states', () => {
  const tagged = network(
    [rule(200, 'Allow', '20.1.0.0/16')], [{ ...TO_FIREWALL, next_hop_type: 'Internet', next_hop_in_ip_address: undefined }],
    { address_prefixes: ['10.1.1.0/24'] },
  );
  test.each([
    ['huggingface.co=20.1.0.9', 'allow'], ['huggingface.co=20.2.0.9', 'deny'],
    ['huggingface.co=20.1.0.9,huggingface.co=20.2.0.9', 'unknown'], ['other.com=20.2.0.9', 'unknown'],
  ])('%s', (text, outcome) => {
    expect(explained(tagged, '443 huggingface.co', { resolved: resolvedHosts(text, '--resolve') }).outcome).toBe(outcome);
  });

  test.each(['huggingface.co', 'huggingface.co=', '=20.1.0.1', 'a.com=b', 'a.com=1.2.3.4=5'])('refuses %s', (text) => {
    expect(() => resolvedHosts(text, '--resolve')).toThrow(/--resolve|host name/);
  });
});

test('hosts of others are not at addresses of services that have only Microsoft\'s own endpoints; behind others anybody can be', () => {
  const given = network(
    [rule(200, 'Allow', 'AzureMonitor'), rule(210, 'Allow', 'AzureActiveDirectory')], [{ ...TO_FIREWALL, next_hop_type: 'Internet' }],
    { address_prefixes: ['10.1.1.0/24'] },
  );
  expect(explained(given, '443 huggingface.co').outcome).toBe('deny');
  const behind = explained(
    network([rule(200, 'Allow', 'AzureFrontDoor.Frontend')], [TO_FIREWALL], { address_prefixes: ['10.1.1.0/24'] }), '443 huggingface.co',
  );
  expect(behind.outcome).toBe('deny'); // by the firewall, whatever the group does
  const past = explained(network([rule(200, 'Allow', 'AzureFrontDoor.Frontend')], [{ ...TO_FIREWALL, next_hop_type: 'Internet' }], {
    address_prefixes: ['10.1.1.0/24'],
  }), '443 huggingface.co');
  expect([past.outcome, past.steps.map(({ text }) => text).join()])
    .toEqual(['unknown', expect.stringMatching(/AzureFrontDoor\.Frontend may cover .* a way out for data/)]);
});

test('without default outbound access and a NAT gateway nothing goes out', () => {
  const given = network([WEB], [], { address_prefixes: ['10.1.1.0/24'] });
  const closed = { ...given, subnets: given.subnets.map((subnet) => ({ ...subnet, defaultOutboundAccess: false })) };
  expect([given, closed].map((one) => verify(one, options()).answers[0]!.outcome)).toEqual(['met', 'denied']);
  expect(opened(closed)).toEqual([]);
});

test('a peered network is of the virtual network', () => {
  const given = network([rule(200, 'Allow', 'VirtualNetwork')], [], { address_prefixes: ['10.1.1.0/24'] });
  const peering = (allowsAccess: boolean) => [{ name: 'p', place: given.subnets[0]!.place, allowsAccess, remoteAddressSpace: [
    { kind: 'interval' as const, text: '10.7.0.0/16', interval: { family: 4 as const, first: 0x0a070000n, last: 0x0a07ffffn } },
  ] }];
  const peered = { ...given, subnets: given.subnets.map((subnet) => ({ ...subnet, peerings: peering(true) })) };
  expect(explained(peered, '443 10.7.0.4')).toMatchObject({ outcome: 'allow', conditions: [] });
  expect(explained(given, '443 10.7.0.4').conditions)
    .toEqual(['the virtual network is connected to 10.7.0.4, which the files do not have']);
  const [{ remoteAddressSpace: space }] = peering(true) as [ReturnType<typeof peering>[number]];
  const far = { ...given.subnets[0]!, key: 'far', name: 'far', path: 'rg/far/far', networkAddressSpace: space };
  expect(explained({ ...given, subnets: [...given.subnets, far] }, '443 10.7.0.4').conditions)
    .toEqual(['the virtual network is connected to far, which has 10.7.0.4: the files show no connection']);
});

test('a firewall in the subnet itself gets its own traffic back', () => {
  const route = { ...TO_FIREWALL, next_hop_in_ip_address: '10.1.1.4' };
  const [answer] = verify(network([WEB], [route]), options()).answers;
  expect(answer).toMatchObject({ outcome: 'denied' });
  expect(answer!.steps.at(-1)!.text).toBe(
    'route default (0.0.0.0/0) to VirtualAppliance 10.1.1.4, which is in the subnet itself: its routes lead the traffic back to it',
  );
});
