import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MachineLearning } from '../../lib';
import { Cloud } from '../../lib/azure/clouds';
import { Finding } from '../../lib/findings/finding';
import { Edition } from '../../lib/requirements/edition';
import { byCause, groupMessage } from '../../lib/review/finding-groups';
import { verifyNetwork } from '../../lib/verification/verify-network';

type Body = Record<string, unknown>;
type Resources = Record<string, Record<string, Body>>;

const MET = readFileSync(join(__dirname, '../cases/00-all-met/main.tf.json'), 'utf8');
const GROUP = 'azurerm_firewall_policy_rule_collection_group';
const ASSOCIATION = 'azurerm_subnet_network_security_group_association';
const requirements = MachineLearning.requirements({
  edition: Edition.E2026_03_19, cloud: Cloud.PUBLIC, region: 'westeurope', workspace: { privateEndpoint: true },
  compute: { publicIp: false },
});

/** What is found in the network in which all is met, changed in one respect. */
function found(change: (all: Resources) => void, ...subnets: string[]): readonly Finding[] {
  const json = JSON.parse(MET) as { resource: Resources };
  change(json.resource);
  return verifyNetwork({
    source: { documents: [{ file: 'main.tf.json', json }] },
    subnets: (subnets.length === 0 ? ['training'] : subnets).map((name) => ({ name, subnetId: name, requirements })),
  }).findings;
}

const rulesOf = (all: Resources): Body[] => all['azurerm_network_security_group']!['n']!['security_rule'] as Body[];
const entries = (findings: readonly Finding[]): string[] =>
  byCause(findings).map((group) => `${group.members.length} ${group.first.id}: ${groupMessage(group)}`);

test('security rules that may be others are one cause of all that they make unknown', () => {
  const all = found((resources) => {
    resources['azurerm_network_security_group']!['n']!['lifecycle'] = { ignore_changes: ['security_rule'] };
  });
  const unknown = byCause(all).filter(({ first: { id } }) => id === 'requirement-unknown');
  expect(unknown.map(({ members }) => members.length)).toEqual([11]);
  expect(groupMessage(unknown[0]!)).toMatch(/a rule that was not read may deny it: .* changes of security_rule are ignored.*\. Give what was not read\.$/);
  expect(new Set(all.map(({ id, subject }) => `${id} ${subject}`)).size).toBe(all.length);
});

describe('a list whose changes are ignored', () => {
  const ID = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-net/providers/Microsoft.Network';
  const several = (rule: Body, name: string): unknown => rule[name] ?? [];

  /** A group as Azure prints it, with some of the rules. */
  function deployed(rules: readonly Body[]): Body {
    return {
      id: `${ID}/networkSecurityGroups/nsg-training`, name: 'nsg-training', type: 'Microsoft.Network/networkSecurityGroups',
      location: 'westeurope', resourceGroup: 'rg-net', provisioningState: 'Succeeded', defaultSecurityRules: [],
      securityRules: rules.map((rule) => ({
        id: `${ID}/networkSecurityGroups/nsg-training/securityRules/${String(rule['name'])}`, name: rule['name'],
        priority: rule['priority'], direction: rule['direction'], access: rule['access'], protocol: rule['protocol'],
        provisioningState: 'Succeeded', sourcePortRange: '*', sourcePortRanges: [],
        sourceAddressPrefix: rule['source_address_prefix'], sourceAddressPrefixes: [],
        destinationAddressPrefix: rule['destination_address_prefix'], destinationAddressPrefixes: [],
        destinationPortRange: rule['destination_port_range'] ?? null, destinationPortRanges: several(rule, 'destination_port_ranges'),
      })),
    };
  }

  /** Outcomes with the rules that are deployed, whatever the files say of them. */
  function outcomes(isDeployed: (rule: Body) => boolean, written: (rule: Body) => boolean, beside: Resources = {}): string[] {
    const json = JSON.parse(MET) as { resource: Resources };
    const group = json.resource['azurerm_network_security_group']!['n']!;
    const rules = group['security_rule'] as Body[];
    Object.assign(group, { security_rule: rules.filter(written), lifecycle: { ignore_changes: ['security_rule'] } });
    Object.assign(json.resource, beside);
    const { answers } = verifyNetwork({
      source: { documents: [{ file: 'main.tf.json', json }, { file: 'nsg.json', json: [deployed(rules.filter(isDeployed))] }] },
      subnets: [{ name: 'training', subnetId: 'training', requirements }],
    });
    return answers.filter(({ outcome }) => outcome !== 'met').map(({ requirementId, outcome }) => `${requirementId} ${outcome}`);
  }

  const forMonitor = ({ destination_address_prefix: to }: Body): boolean => to === 'AzureMonitor';

  test('is as it is deployed, where that is given too', () => {
    expect(outcomes(() => true, () => true)).toEqual([]);
    expect(outcomes(() => true, () => false)).toEqual([]);
    expect(outcomes((rule) => !forMonitor(rule), () => true)).toEqual(['basic.azure-monitor denied']);
  });

  test('has the rules that are resources of their own', () => {
    const rule = rulesOf((JSON.parse(MET) as { resource: Resources }).resource).find(forMonitor)!;
    expect(outcomes((one) => !forMonitor(one), () => false, {
      azurerm_network_security_rule: { r: {
        ...rule, name: 'own', resource_group_name: 'rg-net', network_security_group_name: '${azurerm_network_security_group.n.name}',
      } },
    })).toEqual([]);
  });
});

test('rules that are elsewhere come with the command that prints them', () => {
  const all = found((resources) => {
    delete resources['azurerm_network_security_group'];
    resources['azurerm_network_security_rule'] = { r: {
      name: 'own', resource_group_name: 'rg-net', network_security_group_name: 'nsg-shared', priority: 100, direction: 'Outbound',
      access: 'Allow', protocol: '*', source_port_range: '*', destination_port_range: '*', source_address_prefix: '*',
      destination_address_prefix: '*',
    } };
    const [association] = Object.values(resources[ASSOCIATION]!);
    association!['network_security_group_id'] = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-net/providers/' +
      'Microsoft.Network/networkSecurityGroups/nsg-shared';
  });
  expect(all.find(({ id }) => id === 'rules-not-read')!.message)
    .toMatch(/Give the output of "az network nsg show --resource-group rg-net --name nsg-shared" too\.$/);
});

describe('a service tag in an IP group', () => {
  const inGroup = (cidrs: readonly string[]) => (all: Resources): void => {
    all['azurerm_ip_group'] = { i: { name: 'ipg', resource_group_name: 'rg-net', location: 'westeurope', cidrs } };
    const [collection] = all[GROUP]!['g']!['network_rule_collection'] as [{ rule: Body[] }];
    const rule = collection.rule.find(({ destination_addresses: to }) => JSON.stringify(to) === '["AzureMonitor"]')!;
    delete rule['destination_addresses'];
    rule['destination_ip_groups'] = ['${azurerm_ip_group.i.id}'];
  };

  test.each([[['AzureMonitor']], [['AzureMonitor', '10.9.9.9']]])('%j is refused, and matches nothing', (cidrs) => {
    const all = found(inGroup(cidrs)).filter(({ id }) => /^(refused|requirement|input)-/.test(id));
    expect(all.map(({ id, subject }) => `${id} ${subject}`)).toEqual([
      'refused-by-azure azurerm_ip_group.i cidrs', 'requirement-denied training basic.azure-monitor',
    ]);
    expect(all[0]!.message).toBe('Azure refuses "AzureMonitor" in an IP group, which takes addresses only; write service tags into ' +
      'destination_addresses of the rules that name the group');
  });

  test('as a resource of its own', () => {
    const all = found((resources) => {
      inGroup(['192.0.2.1'])(resources);
      resources['azurerm_ip_group_cidr'] = { c: { ip_group_id: '${azurerm_ip_group.i.id}', cidr: 'Storage.WestEurope' } };
    });
    expect(all.filter(({ id }) => id === 'refused-by-azure').map(({ subject }) => subject)).toEqual(['azurerm_ip_group_cidr.c cidr']);
  });

  test('an address is none', () => {
    expect(found(inGroup(['192.0.2.0/24'])).some(({ id }) => id === 'refused-by-azure')).toBe(false);
  });
});

describe('what the default rules of Azure let out', () => {
  const withoutDenial = (resources: Resources): void => {
    const rules = rulesOf(resources);
    rules.splice(0, rules.length, ...rules.filter(({ access }) => access !== 'Deny'));
    delete resources['azurerm_subnet_route_table_association'];
  };

  test('is said of them, and not only of a rule that lets out a part', () => {
    const [internet] = found(withoutDenial).filter(({ subject }) => subject === 'training outbound any traffic Internet');
    expect(internet!.message).toMatch(/The default rule AllowInternetOutBound \(priority 65001\) of Azure allows (a part of )?it\./);
  });

  test('is one cause for the subnets of one group', () => {
    const all = found((resources) => {
      withoutDenial(resources);
      rulesOf(resources).splice(0);
      resources['azurerm_subnet']!['two'] = { ...resources['azurerm_subnet']!['training'], name: 'two', address_prefixes: ['10.1.2.0/24'] };
      resources[ASSOCIATION]!['two'] = {
        subnet_id: '${azurerm_subnet.two.id}', network_security_group_id: '${azurerm_network_security_group.n.id}',
      };
    }, 'training', 'two');
    expect(entries(all).filter((entry) => entry.includes('open-beyond'))).toEqual([
      expect.stringMatching(/^2 open-beyond-requirements: Traffic is open outbound by the default rule AllowInternetOutBound/),
    ]);
  });
});
