import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv';
import { run } from '../../lib/cli/program';
import { differenceSchema } from '../../lib/review/difference-json';

/* eslint-disable @typescript-eslint/no-explicit-any -- JSON of Terraform and of the command, changed in place */

// What the person reads who approves a change: two subnets of a spoke behind the firewall of a hub.

const folder = mkdtempSync(join(tmpdir(), 'azureml-network-diff-review-'));
afterAll(() => rmSync(folder, { recursive: true }));

const AT = { resource_group_name: 'rg', location: 'northeurope' };
const rule = (name: string, priority: number, access: string, to: string, ports: string[], more: object = {}): any => ({
  name, priority, direction: 'Outbound', access, protocol: 'Tcp', source_port_range: '*', source_address_prefix: '*',
  destination_address_prefix: to, destination_port_ranges: ports, ...more,
});
const IN = { direction: 'Inbound', source_address_prefix: '203.0.113.0/24' };
const subnet = (name: string, network: string, range: string): object =>
  ({ name, resource_group_name: 'rg', virtual_network_name: network, address_prefixes: [range] });
const peering = (of: string, to: string): object => ({
  name: `to-${to}`, resource_group_name: 'rg', virtual_network_name: of, remote_virtual_network_id: `\${azurerm_virtual_network.${to}.id}`,
});
const ofBoth = (type: string, id: string): object => Object.fromEntries(['jobs', 'scoring'].map((name) =>
  [name, { subnet_id: `\${azurerm_subnet.${name}.id}`, [id]: `\${${type}.one.id}` }]));

function network(): any {
  return {
    azurerm_virtual_network: {
      spoke: { ...AT, name: 'spoke', address_space: ['10.40.0.0/16'] }, hub: { ...AT, name: 'hub', address_space: ['10.30.0.0/16'] },
    },
    azurerm_subnet: {
      jobs: subnet('jobs', 'spoke', '10.40.1.0/24'), scoring: subnet('scoring', 'spoke', '10.40.2.0/24'),
      fw: subnet('AzureFirewallSubnet', 'hub', '10.30.0.0/26'),
    },
    azurerm_virtual_network_peering: { there: peering('spoke', 'hub'), back: peering('hub', 'spoke') },
    azurerm_network_security_group: { one: { ...AT, name: 'nsg', security_rule: [
      rule('storage', 200, 'Allow', 'Storage.NorthEurope', ['443', '445']), rule('web', 300, 'Allow', 'Internet', ['80', '443']),
      rule('rest', 4096, 'Deny', '*', ['0-65535'], { protocol: '*' }),
      rule('in', 4096, 'Deny', '*', ['0-65535'], { protocol: '*', direction: 'Inbound' }),
    ] } },
    azurerm_subnet_network_security_group_association: ofBoth('azurerm_network_security_group', 'network_security_group_id'),
    azurerm_route_table: { one: { ...AT, name: 'rt', route: [
      { name: 'default', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: '10.30.0.4' },
    ] } },
    azurerm_subnet_route_table_association: ofBoth('azurerm_route_table', 'route_table_id'),
    azurerm_firewall_policy: { one: { ...AT, name: 'policy' } },
    azurerm_firewall: { one: {
      ...AT, name: 'fw', sku_name: 'AZFW_VNet', sku_tier: 'Standard', firewall_policy_id: '${azurerm_firewall_policy.one.id}',
      ip_configuration: [{ name: 'c', subnet_id: '${azurerm_subnet.fw.id}' }],
    } },
    azurerm_firewall_policy_rule_collection_group: { one: {
      name: 'group', firewall_policy_id: '${azurerm_firewall_policy.one.id}', priority: 500,
      network_rule_collection: [{ name: 'net', priority: 300, action: 'Allow', rule: [{
        name: 'storage', protocols: ['TCP'], source_addresses: ['*'], destination_addresses: ['Storage.NorthEurope'],
        destination_ports: ['443', '445'],
      }] }],
      application_rule_collection: [{ name: 'app', priority: 400, action: 'Allow', rule: [{
        name: 'images', source_addresses: ['*'], destination_fqdns: ['mcr.microsoft.com'], protocols: [{ type: 'Https', port: 443 }],
      }] }],
    } },
  };
}

let files = 0;
function written(change: (resource: any) => void): string {
  const resource = network();
  change(resource);
  const path = join(folder, `${files++}.tf.json`);
  writeFileSync(path, JSON.stringify({ resource }));
  return path;
}

const BASE = written(() => undefined);
const rulesOf = (resource: any): any[] => resource.azurerm_network_security_group.one.security_rule;

function cli(...args: string[]): string {
  let [out, err] = ['', ''];
  run(['diff', ...args], { out: (text) => { out += text; }, err: (text) => { err += text; } });
  expect(err).toBe('');
  return out;
}

function json(head: (resource: any) => void, base = BASE): any {
  const document = JSON.parse(cli(base, written(head), '--format', 'json')) as any;
  const validate = new Ajv({ strict: false }).compile(differenceSchema());
  expect(validate(document) || validate.errors).toBe(true);
  return document;
}

describe('rules without an effect', () => {
  const labels = ({ rules }: any): string[] => rules.flatMap(({ before, after }: any) => [...before, ...after]);

  test('are not those that are moved behind the rule that denies', () => {
    const document = json((resource) => {
      const [storage, , rest] = rulesOf(resource);
      [storage.priority, rest.priority] = [4096, 4000];
    });
    expect(document.flows).toMatchObject([{ kind: 'no longer allowed', traffic: 'TCP 445' }, { subnet: 'scoring' }]);
    expect(labels(document).filter((one) => one.includes('storage'))).toEqual([]);
  });

  test('are not those that denied what opens', () => {
    const document = json((resource) => { rulesOf(resource).splice(2, 1); });
    expect(document.verdict).toBe('wider-beyond-requirements');
    expect(labels(document)).toEqual([]);
  });

  test('are not those of a firewall that the traffic no longer goes to', () => {
    const document = json((resource) => {
      resource.azurerm_route_table.one.route = [];
    });
    expect(document.rules).toEqual([]);
    expect(document.routing).toMatchObject([{ kind: 'routes', after: [] }, { subnet: 'scoring' }]);
  });

  test('are said to be removed or added where nothing stands for them', () => {
    const dead = rule('dead', 310, 'Allow', 'Internet', ['443']);
    const more = written((resource) => { rulesOf(resource).push(dead); });
    expect(cli(BASE, more)).toContain('jobs, scoring outbound: added: rule dead (priority 310)\n');
    expect(cli(more, BASE)).toContain('jobs, scoring outbound: removed: rule dead (priority 310)\n');
  });
});

test('names that only the firewall of the base allows go past it where routes lead to the Internet', () => {
  const { flows } = json((resource) => {
    resource.azurerm_route_table.one.route[0] = { name: 'default', address_prefix: '0.0.0.0/0', next_hop_type: 'Internet' };
  });
  expect(flows).toContainEqual(expect.objectContaining({
    subnet: 'jobs', kind: 'another way', isWider: true, traffic: 'TCP 443', endpoints: ['mcr.microsoft.com'],
    before: expect.objectContaining({ result: 'allow', hops: ['appliance'] }),
    after: expect.objectContaining({ result: 'allow', hops: ['internet'] }),
  }));
});

describe('a subnet with another name', () => {
  test('is the one that the same resource makes, and that is said', () => {
    const { verdict, flows, notes } = json((resource) => { resource.azurerm_subnet.scoring.name = 'inference'; });
    expect([verdict, flows]).toEqual(['nothing-changed', []]);
    expect(notes).toEqual(['the subnet scoring of the base is assumed to be inference of the head, which has its place']);
  });

  test('is the one with the same addresses of the same network', () => {
    const { flows, notes } = json((resource) => {
      resource.azurerm_subnet.other = { ...resource.azurerm_subnet.scoring, name: 'inference' };
      delete resource.azurerm_subnet.scoring;
      resource.azurerm_subnet_network_security_group_association.scoring.subnet_id = '${azurerm_subnet.other.id}';
      resource.azurerm_subnet_route_table_association.scoring.subnet_id = '${azurerm_subnet.other.id}';
    });
    expect(flows).toEqual([]);
    expect(notes).toHaveLength(1);
  });

  test('is not one with other addresses, made by another resource', () => {
    const { notes } = json((resource) => {
      resource.azurerm_subnet.more = subnet('more', 'spoke', '10.40.3.0/24');
      delete resource.azurerm_subnet.scoring;
      delete resource.azurerm_subnet_network_security_group_association.scoring;
      delete resource.azurerm_subnet_route_table_association.scoring;
    });
    expect(notes).toEqual([
      'only the head has the subnet more: what the base does with its flows is not known',
      'only the base has the subnet scoring: what the head does with its flows is not known',
    ]);
  });
});

describe('a firewall in a hub', () => {
  const without = (...keys: string[]) => (resource: any): void => keys.forEach((key) => {
    delete resource.azurerm_virtual_network_peering[key];
  });

  test.each([[['there', 'back']], [['back']]])('may not be reached without the peerings %j', (keys) => {
    const { flows } = json(without(...keys));
    expect(flows.filter(({ kind, isWider }: any) => isWider || kind !== 'no longer allowed')).toEqual([]);
    expect(flows).toContainEqual(expect.objectContaining({
      subnet: 'jobs', isPossible: true, endpoints: ['mcr.microsoft.com'], before: expect.objectContaining({ result: 'allow' }),
      after: expect.objectContaining({ result: 'unknown', texts: expect.arrayContaining([expect.stringContaining('peering')]) }),
    }));
  });

  test('may be reached newly with a peering', () => {
    const { flows, verdict } = json(() => undefined, written(without('there', 'back')));
    expect(verdict).toBe('wider-beyond-requirements');
    expect(flows).toContainEqual(expect.objectContaining({ kind: 'newly allowed', isPossible: true, endpoints: ['mcr.microsoft.com'] }));
  });

  test('is compared as reached where neither side has a peering, as those of another configuration', () => {
    const base = written(without('there', 'back'));
    expect(json((resource) => {
      without('there', 'back')(resource);
      rulesOf(resource)[0].name = 'other';
    }, base)).toMatchObject({ verdict: 'nothing-changed', flows: [] });
  });
});

describe('another way', () => {
  const routed = (...routes: [string, string][]) => (resource: any): void => {
    resource.azurerm_route_table.one.route = routes.map(([prefix, hop], i) => ({
      name: `r${i}`, address_prefix: prefix, next_hop_type: hop,
      ...(hop === 'VirtualAppliance' && { next_hop_in_ip_address: '10.30.0.4' }),
    }));
  };
  const all = (...changes: ((resource: any) => void)[]) => (resource: any): void => changes.forEach((change) => change(resource));
  const tagsOnly = (resource: any): void => {
    rulesOf(resource).splice(1, 1, rule('sign-in', 300, 'Allow', 'AzureActiveDirectory', ['443']));
  };
  const webOnly = (resource: any): void => { rulesOf(resource).splice(0, 1); };
  const endpoint = (resource: any): void => { resource.azurerm_subnet.jobs.service_endpoints = ['Microsoft.Storage']; };
  const DIRECT = routed(['0.0.0.0/0', 'Internet']);
  const FILTERED = routed(['0.0.0.0/0', 'VirtualAppliance']);
  const PARTLY = routed(['0.0.0.0/0', 'VirtualAppliance'], ['20.0.0.0/8', 'Internet']);
  const lines = (base: (resource: any) => void, head: (resource: any) => void): string[] =>
    json(head, written(base)).flows.filter(({ subnet: name }: any) => name === 'jobs')
      .map(({ kind, isPossible, isWider, endpoints }: any) =>
        `${isPossible ? 'may: ' : ''}${kind}${isWider ? ', wider' : ''}: ${endpoints.join()}`);

  test.each<[string, (resource: any) => void, (resource: any) => void, string[]]>([
    ['a route for a range that goes', all(webOnly, routed(['20.0.0.0/8', 'None'])), all(webOnly, routed()),
      ['newly allowed, wider: 20.0.0.0/8']],
    ['a route for a range that comes', all(webOnly, routed()), all(webOnly, routed(['20.0.0.0/8', 'None'])),
      ['no longer allowed: 20.0.0.0/8']],
    ['a range past the firewall, with rules for tags', all(tagsOnly, FILTERED), all(tagsOnly, PARTLY), [
      'may: another way, wider: Storage.NorthEurope', 'may: newly allowed, wider: AzureActiveDirectory',
      'may: another way, wider: mcr.microsoft.com',
    ]],
    ['a range dropped', all(tagsOnly, FILTERED), all(tagsOnly, routed(['0.0.0.0/0', 'VirtualAppliance'], ['20.0.0.0/8', 'None'])), [
      'may: no longer allowed: Storage.NorthEurope', 'may: no longer allowed: mcr.microsoft.com',
    ]],
    ['a service endpoint instead of the Internet', all(tagsOnly, DIRECT), all(tagsOnly, DIRECT, endpoint),
      ['may: another way: Storage.NorthEurope']],
    ['a service endpoint instead of the firewall', all(tagsOnly, FILTERED), all(tagsOnly, FILTERED, endpoint),
      ['may: another way, wider: Storage.NorthEurope']],
    ['a service endpoint gone, where all goes to the firewall', all(webOnly, FILTERED, endpoint), all(webOnly, FILTERED),
      ['may: no longer allowed: Storage', 'may: no longer allowed: Storage (other than Storage.NorthEurope)']],
  ])('%s', (_, base, head, expected) => {
    expect(lines(base, head)).toEqual(expected);
  });
});

test.each<[string, (resource: any) => void, object]>([
  ['peerings', (resource) => { delete resource.azurerm_virtual_network_peering; }, { before: ['10.30.0.0/16'], after: [] }],
  ['way out', (resource) => {
    resource.azurerm_nat_gateway = { n: { ...AT, name: 'nat' } };
    resource.azurerm_subnet_nat_gateway_association =
      { a: { subnet_id: '${azurerm_subnet.jobs.id}', nat_gateway_id: '${azurerm_nat_gateway.n.id}' } };
  }, { before: [], after: ['a NAT gateway'] }],
  ['service endpoints', (resource) => {
    resource.azurerm_subnet.jobs.service_endpoints = ['Microsoft.Sql'];
  }, { after: ['Microsoft.Sql'] }],
  ['security group', (resource) => { delete resource.azurerm_subnet_network_security_group_association.jobs; }, { before: ['nsg'] }],
  ['resolvers', (resource) => { resource.azurerm_virtual_network.spoke.dns_servers = ['10.30.0.4']; }, { after: ['10.30.0.4'] }],
])('%s that are others are said', (kind, change, sides) => {
  expect(json(change).routing).toContainEqual(expect.objectContaining({ subnet: 'jobs', kind, ...sides }));
});

test('a group with another name alone changes nothing, and nothing is said of it', () => {
  const head = written((resource) => { resource.azurerm_network_security_group.one.name = 'other'; });
  expect(cli(BASE, head)).toMatch(/^Nothing changed\.\n[^\n]+\n$/);
});

describe('what is shown', () => {
  const open = written((resource) => {
    rulesOf(resource).push(rule('ssh', 150, 'Allow', '*', ['22'], IN));
    resource.azurerm_route_table.one.route[0] = { name: 'default', address_prefix: '0.0.0.0/0', next_hop_type: 'Internet' };
    rulesOf(resource)[0].destination_port_ranges = ['443'];
  });

  test('is one line for all subnets of which it is so, and is counted once', () => {
    const out = cli(BASE, open);
    expect(out).toContain('jobs, scoring inbound: newly allowed: TCP 22 from 203.0.113.0/24\n');
    expect(out).toMatch(/^Wider beyond requirements: 3 newly allowed, 2 allowed another way, 1 no longer allowed, 3 ways out for data\.\n/);
    expect(JSON.parse(cli(BASE, open, '--format', 'json')).flows).toHaveLength(12);
  });

  test('has what is wider first, whatever the subnet, and what is narrower last', () => {
    const { flows } = JSON.parse(cli(BASE, open, '--format', 'json')) as any;
    const weights = flows.map(({ isWider, isWayOut }: any) => Number(!isWider) * 2 + Number(!isWayOut));
    expect(weights).toEqual([...weights].sort());
    expect(new Set(flows.slice(-2).map(({ subnet: name }: any) => name))).toEqual(new Set(['jobs', 'scoring']));
  });

  test('does not say that no requirement asks for it where nothing says what is asked for', () => {
    expect(cli(BASE, open)).not.toContain('no requirement asks for it');
    expect(cli(BASE, open, '--format', 'markdown')).not.toContain('no requirement asks for it');
  });

  test('has examples on ports that people know, and no way out to what is not the Internet', () => {
    const { flows } = json((resource) => {
      rulesOf(resource).push(rule('all', 100, 'Allow', '*', ['0-65535']));
      resource.azurerm_firewall_policy_rule_collection_group.one.network_rule_collection[0].rule.push({
        name: 'all', protocols: ['TCP'], source_addresses: ['*'], destination_addresses: ['*'], destination_ports: ['*'],
      });
    });
    const withoutInternet = flows.filter(({ endpoints: [end] }: any) => /^any address \(other than [^)]*Internet/.test(end));
    expect(withoutInternet.length).toBeGreaterThan(0);
    expect(withoutInternet.filter(({ isWayOut, example }: any) => isWayOut || example !== undefined)).toEqual([]);
    expect(flows.filter(({ example }: any) => / tcp 0 /.test(example))).toEqual([]);
  });

  test('names that a log takes for commands are none', () => {
    const head = written((resource) => {
      resource.azurerm_subnet.jobs.name = '::error file=x::y';
      resource.azurerm_subnet.scoring.name = '::stop-commands::##VSO[task.complete result=Succeeded]x';
      rulesOf(resource).push(rule('##[add-mask]x', 150, 'Allow', '*', ['22'], IN));
    });
    const out = cli(BASE, head);
    expect(out).toContain('\\u003a:error file=x::y');
    expect(out).toContain('#\\u0023[add-mask]x');
    expect(out.split('\n').filter((line) => /^\s*::\w+/.test(line) || /##(vso)?\[/i.test(line))).toEqual([]);
  });
});

describe('requirements', () => {
  const JOBS = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/spoke/' +
    'subnets/jobs';
  const deployment = (name: string, scenarios: string): string => {
    const path = join(folder, name);
    writeFileSync(path, [
      'name: x', 'edition: 2026-03-19', 'cloud: public', 'region: northeurope', 'backend: {local: {path: x}}',
      'compute: {publicIp: false}',
      'workspace: {privateEndpoint: true}', `scenarios: [${scenarios}]`, 'subnets:', '  jobs:', `    subnetId: ${JOBS}`,
      '    addressPrefixes: [10.40.1.0/24]', '    securityGroup: {name: nsg, resourceGroupName: rg}',
    ].join('\n'));
    return path;
  };
  const few = deployment('few.yaml', '');
  const more = deployment('more.yaml', 'python-packages');

  test('that are asked for anew are no change of flows, and the title does not deny them', () => {
    const out = cli(BASE, BASE, '--base-deployment', few, '--deployment', more);
    expect(out).toMatch(/^No flow changed: \d+ requirements newly asked for\.\n/);
    expect(cli(BASE, BASE, '--base-deployment', more, '--deployment', few))
      .toMatch(/^No flow changed: \d+ requirements no longer asked for\.\n/);
  });

  test('are counted by their answers', () => {
    const head = written((resource) => {
      resource.azurerm_route_table.one.route = [];
    });
    expect(cli(BASE, head, '--deployment', few)).toMatch(/^Wider beyond requirements: [^;\n]*; \d+ requirements newly met\.\n/);
    expect(cli(head, BASE, '--deployment', few)).toMatch(/^A requirement is lost: [^;\n]*; \d+ requirements newly denied\.\n/);
  });
});
