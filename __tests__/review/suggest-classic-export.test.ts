import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from '@cdktf/hcl2json';
import { Deployment } from '../../lib/deployment/deployment';
import { requestFromDeployment } from '../../lib/deployment/request-from-deployment';
import { fragmentHcl, fragmentJson } from '../../lib/review/terraform-fragment';
import { applied, Configuration, fragmentsOf, suggestedOf, written } from '../support/suggested';

// A firewall that is deployed, with classic rules, is what an export of Azure has; its rules are written as resources of their own.

const CASE = join(__dirname, '..', 'cases', '26-private-any-rule');
const ADDRESS = '10.1.0.4';
const FIREWALL = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-hub/providers/Microsoft.Network/' +
  'azureFirewalls/fw-hub';
const [NETWORK, APPLICATION] = ['network', 'application'].map((kind) => `azurerm_firewall_${kind}_rule_collection`) as [string, string];

interface Collection { readonly name: string; readonly properties: Readonly<Record<string, unknown>> }

/** The subnets of the case, whose default route leads to a firewall that is not in the configuration. */
function configuration(): Configuration {
  const { resource } = JSON.parse(readFileSync(join(CASE, 'main.tf.json'), 'utf8')) as Configuration;
  const kept = Object.fromEntries(Object.entries(resource).filter(([type]) => !type.startsWith('azurerm_firewall')));
  const table = kept['azurerm_route_table']!['t']!;
  const [route] = table['route'] as Record<string, unknown>[];
  return { resource: {
    ...kept, azurerm_route_table: { t: { ...table, route: [{ ...route, next_hop_in_ip_address: ADDRESS }] } },
  } };
}

const rule = (name: string, tag: string, ports: string[], protocols: string[]): object =>
  ({ name, sourceAddresses: ['10.1.1.0/24'], destinationAddresses: [tag], destinationPorts: ports, protocols });

function collection(name: string, priority: number, type: string, rules: readonly object[]): Collection {
  return { name, properties: { priority, action: { type }, rules } };
}

function exported(networkRuleCollections: readonly Collection[], applicationRuleCollections: readonly Collection[]): object {
  return [{
    id: FIREWALL, name: 'fw-hub', type: 'Microsoft.Network/azureFirewalls', location: 'westeurope', properties: {
      sku: { name: 'AZFW_VNet', tier: 'Standard' }, additionalProperties: { 'Network.DNS.EnableProxy': 'true' },
      ipConfigurations: [{ name: 'c', properties: { privateIPAddress: ADDRESS } }],
      networkRuleCollections, applicationRuleCollections, natRuleCollections: [],
    },
  }];
}

function answered(document: Configuration, firewall: object): ReturnType<typeof suggestedOf> {
  const main = written(document);
  const hub = join(dirname(main), 'hub.json');
  writeFileSync(hub, JSON.stringify(firewall));
  return suggestedOf(requestFromDeployment(Deployment.fromFile(join(CASE, 'deployment.yaml')), { paths: [main, hub] }));
}

const unmet = ({ report }: ReturnType<typeof suggestedOf>): string[] =>
  report.answers.filter(({ outcome }) => outcome !== 'met').map(({ requirementId }) => requirementId);

const MONITOR = rule('monitor', 'AzureMonitor', ['443'], ['TCP']);

test.each<[what: string, firewall: object]>([
  ['without rules', exported([], [])],
  ['with rules for the subnet', exported([collection('net', 200, 'Allow', [MONITOR])], [])],
  ['with a rule that denies', exported([collection('deny', 300, 'Deny', [rule('all', 'AzureMonitor', ['*'], ['Any'])]),
    collection('net', 400, 'Allow', [MONITOR])], [collection('deny-web', 200, 'Deny', [{
    name: 'no', sourceAddresses: ['*'], targetFqdns: ['pypi.org'], protocols: [{ protocolType: 'Https', port: 443 }],
  }])])],
])('a classic firewall %s gets collections, which meet all together with the export', async (_, firewall) => {
  const document = configuration();
  const before = answered(document, firewall);
  expect(unmet(before).length).toBeGreaterThan(5);
  expect(before.suggestions.nothing).toEqual([]);
  const fragments = fragmentsOf(before.suggestions);
  const types = new Set(fragments.map(({ type }) => type));
  expect([...types].sort()).toEqual([APPLICATION, NETWORK]);
  for (const one of fragments) {
    const { azure_firewall_name: name, resource_group_name: group } = one.arguments ?? {};
    expect([name, group]).toEqual(one.arguments === undefined ? [undefined, undefined] : ['fw-hub', 'rg-hub']); // else it is a block of one
    const hcl = await parse('main.tf', fragmentHcl(one)) as Configuration;
    expect(Object.keys(hcl.resource[one.type]!)).toEqual(Object.keys((fragmentJson(one) as Configuration).resource[one.type]!));
  }
  const after = answered(applied(document, before.suggestions), firewall);
  expect(unmet(after)).toEqual([]);
  expect(after.report.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('each new collection has a name and a priority of its own', () => {
  const { suggestions } = answered(configuration(), exported([collection('azureml-network', 100, 'Allow', [MONITOR])], []));
  const made = fragmentsOf(suggestions).filter(({ arguments: args }) => args !== undefined);
  for (const type of [NETWORK, APPLICATION]) {
    const those = made.filter((one) => one.type === type).map(({ arguments: args }) => [args!['name'], args!['priority']]);
    expect(new Set(those.map(([name]) => name)).size).toBe(those.length);
    expect(new Set(those.map(([, priority]) => priority)).size).toBe(those.length);
    expect(those.flat()).not.toContain(type === NETWORK ? 'azureml-network' : '');
    expect(those.map(([, priority]) => priority)).not.toContain(type === NETWORK ? 100 : undefined);
  }
});

test('a collection that is planned for a classic firewall that is there is read with those that it has', () => {
  const document = configuration();
  const firewall = exported([collection('net', 200, 'Allow', [MONITOR])], []);
  const outcome = (planned: Configuration): string | undefined => answered(planned, firewall).report.answers
    .find(({ requirementId }) => requirementId === 'basic.azure-monitor')?.outcome;
  expect(outcome(document)).toBe('met');
  expect(outcome({ resource: { ...document.resource, [NETWORK]: { deny: {
    name: 'deny', azure_firewall_name: 'fw-hub', resource_group_name: 'rg-hub', priority: 100, action: 'Deny', rule: [{
      name: 'r', source_addresses: ['*'], destination_addresses: ['AzureMonitor'], destination_ports: ['*'], protocols: ['Any'],
    }],
  } } } })).toBe('denied');
});
