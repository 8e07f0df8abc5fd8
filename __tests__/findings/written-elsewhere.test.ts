import { Cloud, Edition, MachineLearning } from '../../lib';
import { suggest } from '../../lib/review/suggest';
import { suggestionsText } from '../../lib/review/suggestions-text';
import { groupMessage, groupTitle, byCause } from '../../lib/review/finding-groups';
import { networkOf } from '../../lib/terraform/read-network';
import { verify } from '../../lib/verification/verify';

// Slips and habits of networks that others wrote.

interface Body { [name: string]: unknown }
type Resources = Readonly<Record<string, Readonly<Record<string, Body>>>>;

const RG = { resource_group_name: 'rg' };
const REQUIREMENTS = MachineLearning.requirements({
  cloud: Cloud.PUBLIC, region: 'westeurope', edition: Edition.E2026_03_19,
  workspace: { privateEndpoint: true }, compute: { publicIp: false },
});
const SUBNET = '${azurerm_subnet.s.id}';
const IN_NETWORK = 'virtual-network' as const;

function verified(resource: Resources, more: Body = {}, addressPrefixes: readonly string[] = []) {
  const network = networkOf([{ file: 'main.tf.json', json: { resource, ...more } }]);
  const options = { subnets: [
    { name: 's', subnetId: 'azurerm_subnet.s', addressPrefixes, requirements: REQUIREMENTS, networkTraffic: IN_NETWORK },
  ] };
  const { answers, findings } = verify(network, options);
  return {
    outcome: (id: string) => answers.find(({ requirementId }) => requirementId === id)!.outcome,
    all: findings.map(({ id, subject, message }) => `${id} | ${subject} | ${message}`),
    groups: byCause(findings).map((group) => `${group.first.id} | ${groupTitle(group)} | ${groupMessage(group)}`),
    suggestions: () => suggestionsText(suggest({ network, options }), { lineOf: () => undefined, isList: () => false }),
  };
}

const rule = (name: string, priority: number, tag: string, more: Body = {}): Body => ({
  name, priority, access: 'Allow', direction: 'Outbound', protocol: 'Tcp', source_port_range: '*', destination_port_range: '443',
  source_address_prefix: '*', destination_address_prefix: tag, ...more,
});
const DENY = rule('Deny-All', 4000, '*', { access: 'Deny', protocol: '*', destination_port_range: '*' });

const base = (rules: readonly Body[], more: Resources = {}): Resources => ({
  azurerm_virtual_network: { v: { ...RG, name: 'vnet', address_space: ['10.3.0.0/16'] } },
  azurerm_subnet: {
    s: { ...RG, name: 's', virtual_network_name: 'vnet', address_prefixes: ['10.3.1.0/24'] },
    f: { ...RG, name: 'AzureFirewallSubnet', virtual_network_name: 'vnet', address_prefixes: ['10.3.0.0/26'] },
  },
  azurerm_network_security_group: { g: { ...RG, name: 'nsg', security_rule: rules } },
  azurerm_subnet_network_security_group_association: {
    a: { subnet_id: SUBNET, network_security_group_id: '${azurerm_network_security_group.g.id}' },
  },
  ...more,
});

/** A firewall that all traffic of the subnet goes through. */
const behind = (networkRule: Body, applicationHosts: readonly string[] = []): Resources => base([], {
  azurerm_public_ip: { p: { ...RG, name: 'pip' } },
  azurerm_firewall_policy: { p: { ...RG, name: 'fwp', sku: 'Standard', dns: { proxy_enabled: true } } },
  azurerm_firewall: { f: { ...RG, name: 'fw', firewall_policy_id: '${azurerm_firewall_policy.p.id}', ip_configuration: {
    name: 'c', subnet_id: '${azurerm_subnet.f.id}', public_ip_address_id: '${azurerm_public_ip.p.id}',
  } } },
  azurerm_firewall_policy_rule_collection_group: { g: {
    name: 'rcg', priority: 500, firewall_policy_id: '${azurerm_firewall_policy.p.id}',
    network_rule_collection: { name: 'c', priority: 100, action: 'Allow', rule: {
      name: 'r', source_addresses: ['10.3.1.0/24'], protocols: ['TCP'], destination_ports: ['443'], ...networkRule,
    } },
    ...(applicationHosts.length > 0 && { application_rule_collection: { name: 'a', priority: 200, action: 'Allow', rule: {
      name: 'r', source_addresses: ['10.3.1.0/24'], destination_fqdns: applicationHosts, protocols: [{ type: 'Https', port: 443 }],
    } } }),
  } },
  azurerm_route_table: { t: { ...RG, name: 'rt', route: {
    name: 'd', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance',
    next_hop_in_ip_address: '${azurerm_firewall.f.ip_configuration[0].private_ip_address}',
  } } },
  azurerm_subnet_route_table_association: { a: { subnet_id: SUBNET, route_table_id: '${azurerm_route_table.t.id}' } },
});

test.each([
  ['MicrosoftContainerRegistry', 'MicrosoftContainerRegistry'], ['Frontdoor.FirstParty', 'AzureFrontDoor.FirstParty'],
  ['Storage.WestEurope', 'Storage.WestEurope'],
])('a service tag among host names is said to be one: %s', (name, tag) => {
  const { all } = verified(behind({ destination_fqdns: [name, 'pypi.org'] }));
  const said = all.filter((line) => line.startsWith('host-name-not-accepted'));
  expect(said).toHaveLength(1);
  expect(said[0]).toContain(`it is a service tag, and no host has that name; the destination_addresses of a network rule take ${tag}.`);
});

test('a host name that is spelled like a service tag is a host name', () => {
  const { all } = verified(behind({ destination_fqdns: ['storage', 'storage.contoso.com'] }));
  expect(all.filter((line) => line.includes('service tag,'))).toEqual([]);
});

test('what does not exist is not open: a misspelled tag is one finding', () => {
  const { all } = verified(behind({ destination_addresses: ['Keyvault.WestEurope'] }));
  const said = all.filter((line) => line.includes('Keyvault'));
  expect(said).toEqual([expect.stringMatching(/^tag-unknown .*did you mean "AzureKeyVault\.WestEurope"/)]);
});

describe('a tag with a region that is not known', () => {
  const data = { data: { azurerm_resource_group: { d: { name: 'rg' } } } };
  const rules = (access: string, base = 'Storage'): Resources => baseOf([
    rule('Regional', 200, `${base}.\${data.azurerm_resource_group.d.location}`, { access }), rule('Monitor', 300, 'AzureMonitor'), DENY,
  ]);
  const baseOf = (all: readonly Body[]): Resources => base(all);

  test('holds no more than the tag without a region', () => {
    const { outcome } = verified(rules('Allow'), data);
    expect(outcome('basic.storage')).toBe('unknown');
    expect(outcome('basic.front-door-frontend')).toBe('denied');
    expect(outcome('basic.azure-monitor')).toBe('met');
  });

  test('may deny what is of the tag, and other tags of which addresses may be in common', () => {
    const { outcome } = verified(rules('Deny'), data);
    expect(outcome('basic.azure-monitor')).not.toBe('met');
  });

  test('may be anything where the beginning is no tag with regions', () => {
    const { outcome } = verified(rules('Allow', 'AzureFrontDoor'), data);
    expect(outcome('basic.front-door-frontend')).toBe('unknown');
  });

  test('the way out is said', () => {
    const { groups } = verified(rules('Allow'), data);
    const unknown = groups.filter((line) => line.startsWith('requirement-unknown'));
    expect(unknown).toEqual([expect.stringContaining('ive what is not known: a values file (--var-file), or the JSON of a plan.')]);
  });
});

test('a region by its display name is said how to write', () => {
  const { all } = verified(base([rule('r', 100, 'Storage.West Europe')]));
  const said = all.find((line) => line.startsWith('input-not-understood'));
  expect(said).toContain('write "Storage.WestEurope", as service tags write regions');
});

describe('count of a variable without a value', () => {
  const resources = base([], {
    azurerm_route_table: { t: { ...RG, name: 'rt' }, u: { ...RG, name: 'other' } },
    azurerm_subnet_route_table_association: {
      a: { count: '${var.own ? 1 : 0}', subnet_id: SUBNET, route_table_id: '${azurerm_route_table.t.id}' },
      b: { count: '${var.own ? 0 : 1}', subnet_id: SUBNET, route_table_id: '${azurerm_route_table.u.id}' },
    },
  });
  const { all, suggestions } = verified(resources, { variable: { own: { type: 'bool' } } });

  test('names the variable and the values file, once', () => {
    const said = all.filter((line) => line.includes('--var-file'));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('the variable own has no value here: give a values file with --var-file, or give the JSON of a plan');
  });

  test('one or the other is not two', () => {
    expect(all.join('\n')).not.toContain('a subnet has one of each kind');
    expect(all.filter((line) => line.startsWith('not-evaluated'))).toEqual([expect.stringMatching(
      /azurerm_subnet_route_table_association\.a and azurerm_subnet_route_table_association\.b are made with count/,
    )]);
  });

  test('a reason that many requirements have is said once', () => {
    const reasons = suggestions().split('\n').filter((line) => line.startsWith('  '));
    expect(new Set(reasons).size).toBe(reasons.length);
    const rest = suggestions().split('Nothing more is suggested for\n\n')[1]!.split('\n');
    expect(rest.filter((line) => line.startsWith('s: ')).length).toBe(rest.filter((line) => line.startsWith('  ')).length);
    expect(rest.find((line) => line.startsWith('s: '))).toContain('basic.azure-active-directory, basic.azure-machine-learning-tcp');
  });

  test('a variable of the root is found through a local and a module', () => {
    const module = { documents: [{ file: 'm/main.tf.json', json: {
      variable: { several: {} }, resource: { azurerm_route: { r: { count: '${var.several}', ...RG, route_table_name: 'rt' } } },
    } }] };
    const network = networkOf([{ file: 'main.tf.json', modules: new Map([['m', module]]), json: {
      variable: { own: {} }, locals: { n: '${var.own}' }, module: { m: { source: './m', several: '${local.n + 1}' } },
    } }]);
    expect(network.problems.map(({ message }) => message).join()).toContain('the variable own has no value here');
  });
});

test('what a rule of Azure lets out is one cause, whatever the routes', () => {
  const { groups } = verified(base([], {
    azurerm_route_table: { t: { ...RG, name: 'rt', route: [
      { name: 'a', address_prefix: '0.0.0.0/0', next_hop_type: 'Internet' },
      { name: 'b', address_prefix: 'AzureMachineLearning', next_hop_type: 'Internet' },
    ] } },
    azurerm_subnet_route_table_association: { a: { subnet_id: SUBNET, route_table_id: '${azurerm_route_table.t.id}' } },
  }));
  const out = groups.filter((line) => line.startsWith('open-beyond-requirements'));
  expect(out).toEqual([
    'open-beyond-requirements | 2 findings with one cause | Traffic is open outbound by the default rule AllowInternetOutBound ' +
      '(priority 65001) of Azure, and no requirement asks for it.',
  ]);
});

test('what a scenario that is off asks for is said with what is open', () => {
  const { all } = verified(behind({ destination_fqdns: ['pypi.org'] }));
  const of = (lines: readonly string[], host: string): string | undefined => lines.find((line) => line.includes(host));
  expect(of(all, 'pypi.org')).toContain('If you need it, switch on the scenario python-packages or model-catalog.');
  expect(of(verified(behind({ destination_fqdns: ['example.com'] })).all, 'example.com')).not.toContain('scenario');
  expect(of(verified(behind({ destination_fqdns: ['login.microsoftonline.com'] })).all, 'login.microsoftonline.com')).toContain(
    'The article lists it for firewalls without service tags. If you use host names instead of tags, switch on the scenario ' +
      'without-service-tags.',
  );
  expect(verified(base([rule('r', 100, 'Storage.WestEurope', { destination_port_range: '445' }), DENY])).all.join('\n'))
    .toContain('switch on the scenario storage-firewall');
});

test.each([
  // both scenarios list this very pattern
  ['*.vscode-unpkg.net', 'If you need it, switch on the scenario vs-code or vs-code-product.', 'only for part'],
  // scenarios ask for hosts such as pypi.org, and none for all of .org
  ['*.org', 'Scenarios that are off ask only for part of it: ', 'switch on'],
  // vs-code asks for one blob account, without-service-tags for all of them
  ['*.blob.core.windows.net', 'The article lists it for firewalls without service tags.', 'switch on the scenario vs-code'],
  ['*.visualstudio.com', 'ask only for part of it: code.visualstudio.com (vs-code or vs-code-product), update.code.', 'switch on'],
])('a scenario that asks for a part of %s is no reason to open all of it', (host, said, unsaid) => {
  const line = verified(behind({ destination_addresses: ['10.9.9.9'] }, [host])).all.find((one) => one.includes(`to ${host} is open`))!;
  expect(line).toContain(said);
  expect(line).not.toContain(unsaid);
});

describe('an IP group that is empty', () => {
  const groups = { azurerm_ip_group: { e: { ...RG, name: 'empty', cidrs: [] }, f: { ...RG, name: 'full', cidrs: ['10.3.0.0/16'] } } };
  const from = (ids: readonly string[], more: Body = {}): Resources => ({ ...behind({
    source_addresses: [], source_ip_groups: ids, destination_addresses: ['AzureMonitor'], ...more,
  }), ...groups });
  const [empty, full] = ['${azurerm_ip_group.e.id}', '${azurerm_ip_group.f.id}'];

  test('makes its rule match nothing', () => {
    const { outcome, all } = verified(from([empty]));
    expect(outcome('basic.azure-monitor')).toBe('denied');
    expect(all.filter((line) => line.startsWith('rule-never-matches'))).toEqual([expect.stringContaining('matches no traffic at all')]);
    expect(verified(from([full])).outcome('basic.azure-monitor')).toBe('met');
  });

  test('leaves it unknown where other addresses stand beside it, or where addresses may be added to it', () => {
    expect(verified(from([empty], { source_addresses: ['10.9.0.0/16'] })).outcome('basic.azure-monitor')).toBe('unknown');
    expect(verified({ ...from([empty]), azurerm_ip_group_cidr: {
      c: { ip_group_id: empty, cidr: '${azurerm_public_ip.p.ip_address}/32' },
    } }).outcome('basic.azure-monitor')).toBe('unknown');
  });
});

test('address ranges that differ from those of the files are said', () => {
  const { all } = verified(base([]), {}, ['10.3.9.0/24']);
  expect(all.filter((line) => line.includes('address prefixes'))).toEqual([
    'input-not-understood | s address prefixes | The request gives the subnet 10.3.9.0/24, and the files give it 10.3.1.0/24. ' +
      'The answers use those in the files. Correct the ones that are wrong.',
  ]);
  expect(verified(base([]), {}, ['10.3.1.0/25', '10.3.1.128/25']).all.filter((line) => line.includes('address prefixes'))).toEqual([]);
});
