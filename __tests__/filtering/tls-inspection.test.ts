/** Rules with TLS inspection, as far as the firewall can inspect. */
import { Cloud } from '../../lib';
import { networkOf } from '../../lib/terraform/read-network';
import { explainFlow } from '../../lib/verification/explain';
import { parseFlow } from '../../lib/verification/flow';

interface Body { [name: string]: unknown }

const RG = { resource_group_name: 'rg' };
const CERTIFICATE = { tls_certificate: [{ name: 'ca', key_vault_secret_id: 'https://kv.vault.azure.net/secrets/ca' }] };

function explained(policy: Body, rule: Body, flow: string, parent?: Body): readonly [string, string] {
  const network = networkOf([{ file: 'main.tf.json', json: { resource: {
    azurerm_virtual_network: { v: { ...RG, name: 'vnet', address_space: ['10.1.0.0/16'] } },
    azurerm_subnet: {
      s: { ...RG, name: 's', virtual_network_name: 'vnet', address_prefixes: ['10.1.1.0/24'] },
      f: { ...RG, name: 'AzureFirewallSubnet', virtual_network_name: 'vnet', address_prefixes: ['10.1.0.0/26'] },
    },
    azurerm_route_table: { t: { ...RG, name: 't', route: [
      { name: 'd', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: '10.1.0.4' },
    ] } },
    azurerm_subnet_route_table_association: { a: { subnet_id: '${azurerm_subnet.s.id}', route_table_id: '${azurerm_route_table.t.id}' } },
    azurerm_firewall_policy: {
      p: { ...RG, name: 'p', ...policy, ...(parent !== undefined && { base_policy_id: '${azurerm_firewall_policy.base.id}' }) },
      ...(parent !== undefined && { base: { ...RG, name: 'base', ...parent } }),
    },
    azurerm_firewall: { f: {
      ...RG, name: 'f', sku_tier: 'Premium', firewall_policy_id: '${azurerm_firewall_policy.p.id}',
      ip_configuration: [{ name: 'c', subnet_id: '${azurerm_subnet.f.id}', private_ip_address: '10.1.0.4' }],
    } },
    azurerm_firewall_policy_rule_collection_group: { g: {
      name: 'g', priority: 100, firewall_policy_id: '${azurerm_firewall_policy.p.id}', application_rule_collection: [{
        name: 'c', priority: 100, action: 'Allow', rule: [{
          name: 'r', source_addresses: ['*'], protocols: [{ type: 'Https', port: 443 }], ...rule,
        }],
      }],
    } },
  } } }]);
  const { outcome, steps } = explainFlow(network, parseFlow(flow, Cloud.PUBLIC), { subnets: [] });
  return [outcome, steps.at(-1)!.text];
}

const HOST = { destination_fqdns: ['pypi.org'], terminate_tls: true };
const URL = { destination_urls: ['pypi.org/simple/*'], terminate_tls: true };
const TO_HOST = 's outbound tcp 443 pypi.org';
const TO_URL = 's outbound tcp 443 pypi.org/simple/*';

test.each<[what: string, policy: Body, rule: Body, flow: string, outcome: string, why: RegExp, parent: Body | undefined]>([
  ['Premium with a certificate', { sku: 'Premium', ...CERTIFICATE }, HOST, TO_HOST, 'allow', /./, undefined],
  ['a path there', { sku: 'Premium', ...CERTIFICATE }, URL, TO_URL, 'allow', /./, undefined],
  ['a certificate of the parent', { sku: 'Premium' }, URL, TO_URL, 'allow', /./, { sku: 'Premium', ...CERTIFICATE }],
  ['Premium without a certificate', { sku: 'Premium' }, HOST, TO_HOST, 'unknown', /needs a certificate on the firewall policy/, undefined],
  ['a path without a certificate', { sku: 'Premium' }, URL, TO_URL, 'unknown', /needs a certificate/, undefined],
  ['Standard', CERTIFICATE, HOST, TO_HOST, 'unknown', /needs a Premium firewall, and this one is Standard/, undefined],
  ['no inspection', {}, { ...HOST, terminate_tls: false }, TO_HOST, 'allow', /./, undefined],
  [
    'nothing to inspect', { sku: 'Premium' }, { ...HOST, protocols: [{ type: 'Http', port: 80 }] }, 's outbound tcp 80 pypi.org', 'allow',
    /./, undefined,
  ],
])('%s', (_, policy, rule, flow, outcome, why, parent) => {
  expect(explained(policy, rule, flow, parent)).toEqual([outcome, expect.stringMatching(why) as string]);
});

// What begins with neither HTTP nor TLS shows an application rule no host, whatever the rule says of its port.
test.each<[type: string, port: number, outcome: string]>([
  ['Https', 22, 'deny'], ['Http', 22, 'deny'], ['Https', 1433, 'deny'], ['Mssql', 1433, 'allow'], ['Mssql', 443, 'deny'],
  ['Https', 445, 'deny'], ['Https', 8443, 'allow'], ['Http', 8080, 'allow'], ['Http', 443, 'deny'], ['Https', 443, 'allow'],
])('an application rule for %s on port %d', (type, port, outcome) => {
  const rule = { destination_fqdns: ['git.example.org'], protocols: [{ type, port }] };
  expect(explained({}, rule, `s outbound tcp ${port} git.example.org`)[0]).toBe(outcome);
});
