/** Ends of flows that everybody knows more of than the files say: public addresses, application security groups, IPv6. */
import { Cloud } from '../../../lib';
import { networkOf } from '../../../lib/terraform/read-network';
import { Explanation, explainFlow } from '../../../lib/verification/explain';
import { parseFlow } from '../../../lib/verification/flow';
import { requirementSet } from '../../constructs/synthesis';

interface Body { [name: string]: unknown }

const ID =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet/subnets/s';
const rule = (priority: number, access: string, to: string, more: Body = {}): Body => ({
  name: `r${priority}`, priority, access, direction: 'Outbound', protocol: '*', source_port_range: '*', destination_port_range: '443',
  source_address_prefix: '*', destination_address_prefix: to, ...more,
});
const DENY = rule(4096, 'Deny', '*');
const TO_ASG = {
  destination_address_prefix: undefined, destination_application_security_group_ids: ['${azurerm_application_security_group.a.id}'],
};
const FIREWALL = { name: 'default', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: '10.1.0.4' };

interface Given {
  readonly rules?: readonly Body[];
  readonly routes?: readonly Body[];
  readonly space?: readonly string[];
  readonly policy?: Body;
}

/** A subnet with a group and routes, and a firewall that lets AzureMonitor through. */
function explained({ rules = [], routes = [], space = ['10.1.0.0/16'], policy = {} }: Given, flow: string): Explanation {
  const names = { resource_group_name: 'rg' };
  const resource = {
    azurerm_virtual_network: { v: { ...names, name: 'vnet', address_space: space } },
    azurerm_subnet: { s: { ...names, name: 's', virtual_network_name: 'vnet', address_prefixes: ['10.1.1.0/24'] } },
    azurerm_network_security_group: { n: { ...names, name: 'n', security_rule: rules } },
    azurerm_subnet_network_security_group_association: {
      a: { subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: '${azurerm_network_security_group.n.id}' },
    },
    azurerm_route_table: { t: { ...names, name: 't', route: routes } },
    azurerm_subnet_route_table_association: { a: { subnet_id: '${azurerm_subnet.s.id}', route_table_id: '${azurerm_route_table.t.id}' } },
    azurerm_firewall_policy: { p: { ...names, name: 'p', ...policy } },
    azurerm_firewall: { f: {
      ...names, name: 'f', firewall_policy_id: '${azurerm_firewall_policy.p.id}',
      ip_configuration: [{ name: 'a', private_ip_address: '10.1.0.4' }],
    } },
    azurerm_firewall_policy_rule_collection_group: { g: {
      name: 'g', priority: 500, firewall_policy_id: '${azurerm_firewall_policy.p.id}', network_rule_collection: [{
        name: 'c', priority: 200, action: 'Allow', rule: [{
          name: 'r', protocols: ['TCP'], source_addresses: ['*'], destination_addresses: ['AzureMonitor'], destination_ports: ['443'],
        }],
      }],
    } },
  };
  const subnet =
    { name: 's', subnetId: ID, addressPrefixes: [], requirements: requirementSet().only(), networkTraffic: 'virtual-network' as const };
  const network = networkOf([{ file: 'main.tf.json', json: { resource } }]);
  return explainFlow(network, parseFlow(`s ${flow}`, Cloud.PUBLIC), { subnets: [subnet] });
}

const ON_INTERNET = '8.8.8.8 is on the Internet, and in no network that this one is connected to';

test.each<[what: string, given: Given, flow: string, outcome: string]>([
  ['a firewall without a rule for a public address', { routes: [FIREWALL] }, 'outbound udp 53 8.8.8.8', 'deny'],
  ['the default rules for one from outside', {}, 'inbound tcp 443 8.8.8.8', 'deny'],
  ['an allow for the tag VirtualNetwork', { rules: [rule(100, 'Allow', 'VirtualNetwork'), DENY] }, 'outbound tcp 443 8.8.8.8', 'deny'],
])('%s denies it, on the condition that it is one', (_, given, flow, outcome) => {
  const found = explained(given, flow);
  expect([found.outcome, found.conditions]).toEqual([outcome, [ON_INTERNET]]);
});

test('where a network has public addresses itself, an address of another one may be in a network beside it', () => {
  const { outcome, steps } = explained({ routes: [FIREWALL], space: ['10.1.0.0/16', '51.1.0.0/16'] }, 'outbound udp 53 8.8.8.8');
  expect(outcome).toBe('unknown');
  expect(steps.at(-1)!.text).toContain('if they are in a network that this one is connected to');
});

test.each<[what: string, given: Given, flow: string, outcome: string]>([
  ['a deny for one is none for a service tag', { rules: [rule(100, 'Deny', '', TO_ASG)] }, 'outbound tcp 443 AzureMonitor', 'allow'],
  ['nor for a public address', { rules: [rule(100, 'Deny', '', TO_ASG)] }, 'outbound tcp 443 8.8.8.8', 'allow'],
  ['an allow for one opens no service tag', { rules: [rule(100, 'Allow', '', TO_ASG), DENY] }, 'outbound tcp 443 AzureMonitor', 'deny'],
  ['it may be for an address of the network', { rules: [rule(100, 'Deny', '', TO_ASG)] }, 'outbound tcp 443 10.1.2.4', 'unknown'],
  ['and for a host that may be there', { rules: [rule(100, 'Deny', '', TO_ASG)] }, 'outbound tcp 443 db.contoso.test', 'unknown'],
])('application security groups: %s', (_, given, flow, outcome) => {
  expect(explained(given, flow).outcome).toBe(outcome);
});

const DROP_IPV6 = { name: 'six', address_prefix: '::/0', next_hop_type: 'None' };

test.each([['AzureMonitor', 'allow'], ['Storage', 'deny'], ['2001:db8::1', 'deny']])(
  'a route that drops IPv6 says nothing of IPv4: %s', (to, outcome) => {
    expect(explained({ routes: [FIREWALL, DROP_IPV6] }, `outbound tcp 443 ${to}`).outcome).toBe(outcome);
  });

test('a rule for the ports that connections are opened from rests on these', () => {
  const ports = { source_port_range: undefined, source_port_ranges: ['1024-49151', '49152-65535'] };
  const { outcome, conditions } = explained({ rules: [rule(100, 'Allow', 'AzureMonitor', ports), DENY] }, 'outbound tcp 443 AzureMonitor');
  expect([outcome, conditions]).toEqual(['allow', ['connections are opened from ports from 1024 on']]);
});

test.each<[host: string, outcome: string, conditions: string[]]>([
  ['pypi.org', 'deny', ['pypi.org is at no private address']],
  ['*.pythonhosted.org', 'deny', ['*.pythonhosted.org is at no private address']],
  ['db.contoso.test', 'unknown', []], // nobody lists it
  ['contoso.blob.core.windows.net', 'unknown', []], // it can have a private endpoint
])('what any edition lists is no private host, whether or not a scenario asks for it: %s', (host, outcome, conditions) => {
  const found = explained({ rules: [rule(100, 'Allow', '10.0.0.0/8'), DENY] }, `outbound tcp 443 ${host}`);
  expect([found.outcome, found.conditions]).toEqual([outcome, conditions]);
});

test.each<[ranges: string[], conditions: string[]]>([
  [['0.0.0.0/0'], ['what network rules of the firewall p let out goes on to something else that translates it: its private ranges are ' +
    '0.0.0.0/0']],
  [['10.0.0.0/8'], []],
])('a firewall with the private ranges %j', (ranges, conditions) => {
  const found = explained({ routes: [FIREWALL], policy: { private_ip_ranges: ranges } }, 'outbound tcp 443 AzureMonitor');
  expect([found.outcome, found.conditions]).toEqual(['allow', conditions]);
});
