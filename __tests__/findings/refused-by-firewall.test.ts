import type { Network } from '../../lib/network/network';
import { networkOf } from '../../lib/terraform/read-network';
import { explainFlow } from '../../lib/verification/explain';
import { parseFlow } from '../../lib/verification/flow';
import { verify } from '../../lib/verification/verify';
import { setOf } from '../support/needs';

// Firewalls that Azure does not take as they are written, and rules of theirs that it does not take.

type Body = Record<string, unknown>;

const RG = { resource_group_name: 'rg', location: 'westeurope' };
const HTTPS = { name: 'a', source_addresses: ['*'], protocols: [{ type: 'Https', port: 443 }], destination_fqdns: ['pypi.org'] };

const any = { source_port_range: '*', destination_port_range: '*', source_address_prefix: '*', destination_address_prefix: '*' };
const GROUP = [
  { ...any, name: 'web', priority: 100, direction: 'Outbound', access: 'Allow', protocol: 'Tcp', destination_port_range: '443' },
  { ...any, name: 'closed', priority: 4096, direction: 'Outbound', access: 'Deny', protocol: '*' },
  { ...any, name: 'closed-in', priority: 4096, direction: 'Inbound', access: 'Deny', protocol: '*' },
];

const MANAGEMENT = { name: 'm', subnet_id: '${azurerm_subnet.m.id}' };

interface Parts {
  readonly rule?: Body;
  readonly network?: Body;
  readonly firewall?: Body;
  readonly policy?: Body;
  readonly group?: Body;
  readonly route?: Body;
  readonly firewallSubnet?: Body;
  readonly more?: Record<string, Record<string, Body>>;
}

function read({ rule, network, firewall = {}, policy = {}, group = {}, route = {}, firewallSubnet = {}, more = {} }: Parts): Network {
  const subnet = (name: string, prefix: string): Body =>
    ({ name, resource_group_name: 'rg', virtual_network_name: '${azurerm_virtual_network.v.name}', address_prefixes: [prefix] });
  const resource: Record<string, Record<string, Body>> = {
    azurerm_virtual_network: { v: { name: 'vnet', ...RG, address_space: ['10.1.0.0/16'] } },
    azurerm_subnet: {
      s: subnet('s', '10.1.1.0/24'), fw: { ...subnet('AzureFirewallSubnet', '10.1.0.0/26'), ...firewallSubnet },
      m: subnet('AzureFirewallManagementSubnet', '10.1.0.64/26'),
    },
    azurerm_route_table: { t: { name: 't', ...RG, route: [{
      name: 'default', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: '10.1.0.4', ...route,
    }] } },
    azurerm_subnet_route_table_association: { a: { subnet_id: '${azurerm_subnet.s.id}', route_table_id: '${azurerm_route_table.t.id}' } },
    azurerm_network_security_group: { n: { name: 'n', ...RG, security_rule: GROUP } },
    azurerm_subnet_network_security_group_association: {
      n: { subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: '${azurerm_network_security_group.n.id}' },
    },
    azurerm_firewall_policy: { p: { name: 'p', ...RG, dns: { proxy_enabled: true }, ...policy } },
    azurerm_firewall: { f: {
      name: 'f', ...RG, sku_name: 'AZFW_VNet', sku_tier: 'Standard', firewall_policy_id: '${azurerm_firewall_policy.p.id}',
      ip_configuration: { name: 'c', subnet_id: '${azurerm_subnet.fw.id}' }, ...firewall,
    } },
    azurerm_firewall_policy_rule_collection_group: { g: {
      name: 'g', firewall_policy_id: '${azurerm_firewall_policy.p.id}', priority: 500,
      ...(network !== undefined && { network_rule_collection: [{ name: 'n', priority: 200, action: 'Allow', rule: [
        { name: 'n', protocols: ['TCP'], source_addresses: ['*'], destination_ports: ['443'], ...network },
      ] }] }),
      application_rule_collection: [{ name: 'c', priority: 300, action: 'Allow', rule: [{ ...HTTPS, ...rule }] }], ...group,
    } },
  };
  for (const [type, all] of Object.entries(more)) {
    resource[type] = { ...resource[type], ...all };
  }
  return networkOf([{ file: 'main.tf.json', json: { resource } }]);
}

const refused = (parts: Parts): string[] => read(parts).problems.filter(({ isRefused }) => isRefused === true)
  .map(({ place, message }) => `${place.resource} ${place.label ?? place.part ?? ''}: ${message}`);

const explained = (parts: Parts, flow: string) => explainFlow(read(parts), parseFlow(`s ${flow}`), { subnets: [] });

function found(parts: Parts): { readonly ids: readonly string[]; readonly messages: readonly string[]; readonly outcome: string } {
  const requirements = setOf([{ direction: 'outbound', kind: 'host', value: 'pypi.org', protocol: 'TCP', ports: ['443'] } as never]);
  const network = read(parts);
  const { key: subnetId } = network.subnets.find(({ name }) => name === 's')!;
  const { answers, findings } =
    verify(network, { subnets: [{ name: 's', subnetId, addressPrefixes: [], requirements, networkTraffic: 'virtual-network' }] });
  return { ids: findings.map(({ id }) => id), messages: findings.map(({ message }) => message), outcome: answers[0]!.outcome };
}

test('what is right is not refused', () => {
  expect(refused({})).toEqual([]);
});

test.each<[what: string, parts: Parts, says: string]>([
  ['a policy of a higher tier', { policy: { sku: 'Premium' } },
    'azurerm_firewall.f sku_tier: it is Standard, and the firewall policy is Premium, which Azure takes for a firewall of the tier ' +
    'Premium only'],
  ['a Basic firewall without a management address', { firewall: { sku_tier: 'Basic' }, policy: { sku: 'Basic' } },
    'azurerm_firewall.f management_ip_configuration: it is missing; Azure takes a Basic firewall only with an address in ' +
    'AzureFirewallManagementSubnet'],
  ['a policy for the tiers above Basic', { firewall: { sku_tier: 'Basic', management_ip_configuration: MANAGEMENT } },
    'azurerm_firewall.f sku_tier: it is Basic, and the firewall policy is Standard, which Azure takes for a firewall of the tier ' +
    'Standard or Premium only'],
  ['another subnet', { firewallSubnet: { name: 'firewalls' } },
    'azurerm_firewall.f ip_configuration c.subnet_id: the subnet is firewalls; Azure takes the subnet AzureFirewallSubnet there'],
  ['a subnet that is too small', { firewallSubnet: { address_prefixes: ['10.1.0.0/27'] } },
    'azurerm_firewall.f ip_configuration c.subnet_id: the subnet is smaller than /26, which Azure asks of AzureFirewallSubnet'],
  ['a rule without protocols', { rule: { protocols: [] } },
    'azurerm_firewall_policy_rule_collection_group.g application_rule_collection c.rule a.protocols: it is missing; Azure takes an ' +
    'application rule with one or more protocols'],
  ['a rule that is for nothing', { rule: { destination_fqdns: [] } },
    'azurerm_firewall_policy_rule_collection_group.g application_rule_collection c.rule a.destination_fqdns: it is missing; give one of ' +
    'destination_fqdns, destination_urls, destination_fqdn_tags, web_categories'],
  ['a priority of a group', { group: { priority: 99 } },
    'azurerm_firewall_policy_rule_collection_group.g priority: 99 is not a priority; it takes a whole number from 100 to 65000'],
  ['an address for the Internet', { route: { next_hop_type: 'Internet' } },
    'azurerm_route_table.t route default.next_hop_in_ip_address: only a route to a VirtualAppliance takes it, and this one is to Internet'],
])('%s is refused', (_, parts, says) => {
  expect(refused(parts)).toEqual([says]);
});

test.each<[what: string, parts: Parts]>([
  ['a standard policy and a premium firewall', { firewall: { sku_tier: 'Premium' } }],
  ['rules that a dynamic block makes', { rule: { protocols: undefined, dynamic: { protocols: { for_each: '${var.x}', content: {} } } } }],
  ['protocols that are not known', { rule: { protocols: '${var.protocols}' } }],
  ['a Basic firewall with a management address', {
    firewall: { sku_tier: 'Basic', management_ip_configuration: MANAGEMENT }, policy: { sku: 'Basic' },
  }],
  ['a Basic firewall of a hub', { firewall: { sku_name: 'AZFW_Hub', sku_tier: 'Basic' }, policy: { sku: 'Basic' } }],
  ['a tier that is not known', { firewall: { sku_tier: '${var.tier}' }, policy: { sku: 'Premium' } }],
  ['names that are not known', { rule: { destination_fqdns: '${var.names}' } }],
])('%s is not refused', (_, parts) => {
  expect(refused(parts)).toEqual([]);
});

test.each(['https://pypi.org', 'pypi.org/simple', 'pypi.org:443', ' pypi.org', 'pypi.org.'])(
  '%j among host names lets nothing through, in application and network rules, and the name is said', (host) => {
    const application = found({ rule: { destination_fqdns: [host] } });
    expect([application.outcome, application.ids]).toEqual(['denied', ['requirement-denied']]);
    expect(application.messages.join()).toContain('write pypi.org');
    const network = found({ rule: { destination_fqdns: ['other.org'] }, network: { destination_fqdns: [host] } });
    expect(network.outcome).toBe('denied');
    expect(network.messages.join()).toContain('write pypi.org');
    // Beside the right name, it is what is wrong, and nothing that is open.
    expect(found({ rule: { destination_fqdns: ['pypi.org', host] } }).ids).toEqual(['host-name-not-accepted']);
  },
);

test('a Basic firewall does not filter by web categories, and the others may', () => {
  const rule = { destination_fqdns: [], web_categories: ['News'] };
  const basic = found({ rule, firewall: { sku_tier: 'Basic', management_ip_configuration: MANAGEMENT }, policy: { sku: 'Basic' } });
  expect([basic.outcome, found({ rule }).outcome]).toEqual(['denied', 'unknown']);
  expect(basic.messages.join()).toContain('News: a web category needs a Standard or Premium firewall, and this one is Basic.');
});

test('an address among host names lets nothing through', () => {
  expect(found({ rule: { destination_fqdns: ['pypi.org', '203.0.113.7'] } }).messages)
    .toEqual([expect.stringContaining('203.0.113.7: it is an address; the destination_addresses of a network rule take it.')]);
  expect(explained({ rule: { destination_fqdns: ['203.0.113.7'] } }, 'outbound tcp 443 203.0.113.7').outcome).toBe('deny');
});

describe('an FQDN tag', () => {
  const withTag = (tag: string): Parts => ({ rule: { destination_fqdns: ['pypi.org'], destination_fqdn_tags: [tag] } });

  test.each([
    ['windowsupdate', 'Azure Firewall has no FQDN tag windowsupdate; did you mean WindowsUpdate?'],
    ['AzureKubernetesServices', 'Azure Firewall has no FQDN tag AzureKubernetesServices; did you mean AzureKubernetesService?'],
    ['AzureMachineLearning', 'Azure Firewall has no FQDN tag AzureMachineLearning.'],
  ])('%s is not one, and nothing is open by it', (tag, says) => {
    const { ids, messages } = found(withTag(tag));
    expect(ids).toEqual(['tag-unknown']);
    expect(messages).toEqual([`The application rule a: ${says}`]);
  });

  const real = ['WindowsUpdate', 'MicrosoftIntune', 'Office365.Exchange.Optimize', 'Microsoft365.Common.Default.Required'];
  test.each(real)('%s is one', (tag) => {
    expect(found(withTag(tag)).ids).toEqual(['open-beyond-requirements']);
  });
});

describe('a firewall that is managed apart and has no public address', () => {
  const managed: Body =
    { management_ip_configuration: { name: 'm', subnet_id: '${azurerm_subnet.m.id}', public_ip_address_id: '${x.y.id}' } };
  const toNva = {
    azurerm_route_table: { f: { name: 'f', ...RG, route: [
      { name: 'd', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: '10.1.9.4' },
    ] } },
    azurerm_subnet_route_table_association: { f: { subnet_id: '${azurerm_subnet.fw.id}', route_table_id: '${azurerm_route_table.f.id}' } },
  };

  test('reaches nothing on the Internet', () => {
    expect(found({ firewall: managed }).ids).toEqual(['firewall-without-way-out']);
    expect(explained({ firewall: managed }, 'outbound tcp 443 pypi.org').conditions)
      .toContain('the firewall p has a way out to the Internet: the files give it no public address');
  });

  test('is as any other inside the network', () => {
    const { conditions } = explained({ firewall: managed, network: { destination_addresses: ['10.9.0.4'] } }, 'outbound tcp 443 10.9.0.4');
    expect(conditions.join()).not.toContain('public address');
  });

  test('may send its traffic on to something else', () => {
    expect(found({ firewall: managed, more: toNva }).ids).not.toContain('firewall-without-way-out');
  });

  test('is not without one where another configuration has it', () => {
    const configurations = [{ name: 'a', subnet_id: '${azurerm_subnet.fw.id}' }, { name: 'b', public_ip_address_id: '${x.y.id}' }];
    expect(found({ firewall: { ...managed, ip_configuration: configurations } }).ids).toEqual([]);
  });
});

test('a security group on AzureFirewallSubnet is refused, and filters nothing', () => {
  const denying = { ...any, name: 'd', priority: 100, direction: 'Inbound', access: 'Deny', protocol: '*' };
  const parts: Parts = { more: {
    azurerm_network_security_group: { d: { name: 'd', ...RG, security_rule: [denying] } },
    azurerm_subnet_network_security_group_association: {
      d: { subnet_id: '${azurerm_subnet.fw.id}', network_security_group_id: '${azurerm_network_security_group.d.id}' },
    },
  } };
  expect(refused(parts)).toEqual([
    'azurerm_subnet.fw : Azure takes no security group on AzureFirewallSubnet, and filters nothing there; take it off',
  ]);
  expect(explained(parts, 'outbound tcp 443 10.1.0.4').outcome).toBe('allow');
});
