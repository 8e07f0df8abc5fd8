import { Cloud, Edition, Endpoint, MachineLearning, Ports, Requirement, RequirementSet } from '../../lib';
import { Outcome } from '../../lib/filtering/answers';
import { networkOf } from '../../lib/terraform/read-network';
import { explainFlow } from '../../lib/verification/explain';
import { parseFlow } from '../../lib/verification/flow';
import { verify } from '../../lib/verification/verify';

// Terraform JSON as people write it, by hand.
interface Body { [name: string]: unknown }

const SUBNET_ID =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet/subnets/s';
const NOTHING = MachineLearning.requirements({
  cloud: Cloud.PUBLIC, region: 'westus2', edition: Edition.E2026_03_19, workspace: { privateEndpoint: true }, compute: { publicIp: false },
})
  .only('basic.virtual-network').without('basic.virtual-network', 'Not looked at here');

function needing(endpoint: Endpoint, port = 443): RequirementSet {
  return NOTHING.plus(Requirement.outbound({ id: 'need', slot: 2000, endpoint, ports: Ports.tcp(port), purpose: 'Looked at' }));
}

function securityRule(name: string, priority: number, access: string, direction: string, to: Body): Body {
  return {
    name, priority, access, direction, protocol: 'Tcp', source_port_range: '*', destination_port_range: '443', source_address_prefix: '*',
    destination_address_prefix: '*', ...to,
  };
}

const DENY = ['Inbound', 'Outbound']
  .map((direction) => ({ ...securityRule(`Deny-${direction}`, 4096, 'Deny', direction, { destination_port_range: '*' }), protocol: '*' }));
const TO_FIREWALL = { name: 'default', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: '10.0.1.4' };
const TO_NOWHERE = { name: 'default', address_prefix: '0.0.0.0/0', next_hop_type: 'None' };

function network(rules: readonly Body[], routes: readonly Body[], subnet: Body = {}): { [type: string]: { [name: string]: Body } } {
  return {
    azurerm_virtual_network: { v: { name: 'vnet', resource_group_name: 'rg', address_space: ['10.1.0.0/16'] } },
    azurerm_subnet: {
      s: { name: 's', resource_group_name: 'rg', virtual_network_name: 'vnet', address_prefixes: ['10.1.1.0/24'], ...subnet },
    },
    azurerm_network_security_group: { n: { name: 'n', resource_group_name: 'rg', security_rule: [...rules, ...DENY] } },
    azurerm_route_table: { t: { name: 't', resource_group_name: 'rg', route: routes } },
    azurerm_subnet_network_security_group_association: {
      a: { subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: '${azurerm_network_security_group.n.id}' },
    },
    azurerm_subnet_route_table_association: { a: { subnet_id: '${azurerm_subnet.s.id}', route_table_id: '${azurerm_route_table.t.id}' } },
  };
}

function firewall(sku: string, collections: Body, name = 'fw'): { [type: string]: { [name: string]: Body } } {
  return {
    azurerm_firewall_policy: { [name]: {
      name, resource_group_name: 'rg', sku, dns: [{ proxy_enabled: true }],
      tls_certificate: [{ name: 'ca', key_vault_secret_id: 'https://kv-hub.vault.azure.net/secrets/ca' }],
    } },
    azurerm_firewall: { [name]: {
      name, resource_group_name: 'rg', firewall_policy_id: `\${azurerm_firewall_policy.${name}.id}`,
      ip_configuration: [{ name: 'a', private_ip_address: '10.0.1.4' }],
    } },
    azurerm_firewall_policy_rule_collection_group: {
      [name]: { name, priority: 500, firewall_policy_id: `\${azurerm_firewall_policy.${name}.id}`, ...collections },
    },
  };
}

function networkRules(addresses: readonly string[]): Body {
  return { network_rule_collection: [{
    name: 'n', priority: 100, action: 'Allow',
    rule: [{ name: 'r', protocols: ['TCP'], source_addresses: ['*'], destination_ports: ['443'], destination_addresses: addresses }],
  }] };
}

function applicationRules(rule: Body): Body {
  return { application_rule_collection: [{
    name: 'a', priority: 200, action: 'Allow',
    rule: [{ name: 'r', protocols: [{ type: 'Https', port: 443 }], source_addresses: ['*'], ...rule }],
  }] };
}

interface Said {
  readonly outcomes: readonly Outcome[]; readonly findings: readonly string[]; readonly conditions: readonly string[];
  readonly steps: readonly string[];
}

function said(set: RequirementSet, ...resources: readonly { [type: string]: { [name: string]: Body } }[]): Said {
  const resource: { [type: string]: { [name: string]: Body } } = {};
  resources.forEach((one) => Object.entries(one).forEach(([type, ofType]) => resource[type] = { ...resource[type], ...ofType }));
  const { answers, findings } = verify(networkOf([{ file: 'main.tf.json', json: { resource } }]), {
    subnets: [{ name: 's', subnetId: SUBNET_ID, addressPrefixes: [], requirements: set, networkTraffic: 'virtual-network' }],
  });
  return {
    outcomes: answers.map(({ outcome }) => outcome), conditions: [...new Set(answers.flatMap(({ conditions }) => conditions))],
    steps: answers.flatMap(({ steps }) => steps.map(({ text }) => text)),
    findings: findings.filter(({ severity }) => severity !== 'note').map(({ id, subject }) => `${id} ${subject}`),
  };
}

test.each<[string, Outcome, string]>([
  ['*', 'met', 'allow'], ['1024-65535', 'met', 'allow'], ['443', 'denied', 'unknown'], ['80-1023', 'denied', 'unknown'],
  ['1000-2000', 'unknown', 'unknown'], ['${var.ports}', 'unknown', 'unknown'],
])('a rule for connections from port %s: a requirement is %s, and a flow gets %s', (ports, outcome, flow) => {
  const rule = securityRule('r', 200, 'Allow', 'Outbound', { destination_address_prefix: 'AzureMonitor', source_port_range: ports });
  const set = needing(Endpoint.serviceTag('AzureMonitor'));
  expect(said(set, network([rule], [])).outcomes).toEqual([outcome]);
  // Whoever wants to get out can choose the port that it opens a connection from.
  const explained = explainFlow(
    networkOf([{ file: 'main.tf.json', json: { resource: network([rule], []) } }]),
    parseFlow('s outbound tcp 443 AzureMonitor', Cloud.PUBLIC),
    { subnets: [{ name: 's', subnetId: SUBNET_ID, addressPrefixes: [], requirements: set, networkTraffic: 'virtual-network' }] },
  );
  expect(explained.outcome).toBe(flow);
});

test.each([[200, 300, true], [300, 300, false]])(
  'collections with the priorities %i and %i: that a rule never matches is said: %s', (first, second, isSaid) => {
    const collection = (name: string, priority: number, action: string): Body => ({ name, priority, action, rule: [{
      name: action, protocols: ['TCP'], source_addresses: ['*'], destination_ports: [action === 'Deny' ? '*' : '443'],
      destination_addresses: ['AzureMonitor'],
    }] });
    const { findings } = said(needing(Endpoint.serviceTag('AzureMonitor')), network([], [TO_FIREWALL]),
      firewall('Standard', { network_rule_collection: [collection('a', first, 'Deny'), collection('b', second, 'Allow')] }));
    expect(findings.some((one) => one.startsWith('rule-never-matches') && one.endsWith('/Allow'))).toBe(isSaid);
  });

describe('what may be open', () => {
  const ASG =
    '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/applicationSecurityGroups/hosts';
  test.each<[what: string, rule: Body, id: string]>([
    ['to an application security group', securityRule('r', 200, 'Allow', 'Inbound', {
      source_address_prefix: 'Internet', destination_address_prefix: undefined, destination_application_security_group_ids: [ASG],
      destination_port_range: '22',
    }), 'opening-unknown'],
    [
      'on ports that are not known',
      securityRule('r', 200, 'Allow', 'Inbound', { source_address_prefix: 'Internet', destination_port_range: '${var.ports}' }),
      'opening-unknown',
    ],
    ['by a protocol that is not known', securityRule('r', 200, 'Allow', 'Inbound', {
      source_address_prefix: 'Internet', destination_port_range: '22', protocol: '${var.protocol}',
    }), 'opening-unknown'],
    ['at a priority that is not known', {
      ...securityRule('r', 200, 'Allow', 'Inbound', { source_address_prefix: 'Internet', destination_port_range: '22' }),
      priority: '${var.priority}',
    }, 'opening-unknown'],
    ['by a rule of which it is not known what it does', {
      ...securityRule('r', 200, 'Allow', 'Inbound', { source_address_prefix: 'Internet', destination_port_range: '22' }),
      access: '${var.access}',
    }, 'opening-unknown'],
    ['from some source ports is open', securityRule('r', 200, 'Allow', 'Inbound', {
      source_address_prefix: 'Internet', destination_port_range: '3389', source_port_range: '1024-65535',
    }), 'open-beyond-requirements'],
  ])('%s', (_what, rule, id) => {
    expect(said(NOTHING, network([rule], [TO_NOWHERE])).findings.some((one) => one.startsWith(`${id} s inbound`))).toBe(true);
    expect(said(NOTHING, network([], [TO_NOWHERE])).findings).toEqual([]);
  });

  test('where a next hop is not known', () => {
    const rule = securityRule('r', 200, 'Allow', 'Outbound', { destination_address_prefix: 'Storage' });
    const route = { name: 'default', address_prefix: '0.0.0.0/0', next_hop_type: '${var.hop}' };
    expect(said(NOTHING, network([rule], [route])).findings).toContain('opening-unknown s outbound TCP 443 Storage');
  });

  test('through a gateway', () => {
    const rule = securityRule('r', 200, 'Allow', 'Outbound', { destination_address_prefix: 'Storage' });
    expect(said(NOTHING, network([rule], [{ ...TO_NOWHERE, next_hop_type: 'VirtualNetworkGateway' }])).findings)
      .toContain('opening-unknown s outbound TCP 443 Storage');
  });

  test('where two tags may have addresses in common', () => {
    const rule = securityRule('r', 200, 'Allow', 'Outbound', { destination_address_prefix: 'AzureCloud' });
    expect(said(NOTHING, network([rule], [TO_FIREWALL]), firewall('Standard', networkRules(['Storage']))).findings)
      .toContain('opening-unknown s outbound TCP 443 Storage');
  });

  test('not where a tag and private addresses, or two other tags, meet', () => {
    const rule = securityRule('r', 200, 'Allow', 'Outbound', { destination_address_prefix: 'Storage' });
    expect(said(NOTHING, network([rule], [TO_FIREWALL]), firewall('Standard', networkRules(['10.200.0.0/16', 'AzureMonitor']))).findings)
      .toEqual([]);
  });

  test('an FQDN tag that nothing asks for is open', () => {
    const rule = securityRule('r', 200, 'Allow', 'Outbound', { destination_address_prefix: 'Internet' });
    expect(said(
      NOTHING, network([rule], [TO_FIREWALL]), firewall('Standard', applicationRules({ destination_fqdn_tags: ['WindowsUpdate'] })),
    ).findings)
      .toContain('open-beyond-requirements s outbound TCP 443 FQDN tag WindowsUpdate');
  });
});

describe('service endpoints', () => {
  const storage = needing(Endpoint.serviceTag('Storage.WestUS2'));
  const rule = securityRule('r', 200, 'Allow', 'Outbound', { destination_address_prefix: 'Storage.WestUS2' });

  test('take the traffic of their region past the routes', () => {
    const found = said(storage, network([rule], [TO_NOWHERE], { service_endpoints: ['Microsoft.Storage'] }));
    expect([found.outcomes, found.findings]).toEqual([['met'], []]);
    expect(found.steps).toContain('service endpoint Microsoft.Storage of the subnet, past its routes');
    expect(said(storage, network([rule], [TO_NOWHERE])).outcomes).toEqual(['denied']);
  });

  test('of another region are not known, and of all regions are', () => {
    const other = needing(Endpoint.serviceTag('Storage.EastUS'));
    const rules = [securityRule('r', 200, 'Allow', 'Outbound', { destination_address_prefix: 'Storage.EastUS' })];
    expect(said(other, network(rules, [TO_NOWHERE], { service_endpoints: ['Microsoft.Storage'] })).outcomes).toEqual(['unknown']);
    expect(said(other, network(rules, [TO_NOWHERE], { service_endpoints: ['Microsoft.Storage.Global'] })).outcomes).toEqual(['met']);
  });

  test('open what the firewall does not', () => {
    const open = securityRule('r', 200, 'Allow', 'Outbound', { destination_address_prefix: 'Internet' });
    expect(said(NOTHING, network([open], [TO_NOWHERE], { service_endpoints: ['Microsoft.Storage'] })).findings)
      .toEqual(['open-beyond-requirements s outbound TCP 443 Storage.WestUS2']);
  });
});

describe('URLs', () => {
  const github = needing(Endpoint.url('github.com/contoso/*'));
  const rule = securityRule('r', 200, 'Allow', 'Outbound', { destination_address_prefix: 'Internet' });
  test.each<[sku: string, terminates: boolean, outcome: Outcome]>([
    ['Standard', true, 'denied'], ['Premium', false, 'denied'], ['Premium', true, 'met'],
  ])('of a %s firewall with TLS inspection %s', (sku, terminates, outcome) => {
    const found = said(
      github, network([rule], [TO_FIREWALL]),
      firewall(sku, applicationRules({ destination_urls: ['github.com/contoso/*'], terminate_tls: terminates })),
    );
    expect(found.outcomes).toEqual([outcome]);
    expect(found.findings.some((one) => one.startsWith('host-name-not-accepted'))).toBe(outcome !== 'met');
  });
});

describe('what there is twice', () => {
  const storage = needing(Endpoint.serviceTag('Storage'));
  const rule = securityRule('r', 200, 'Allow', 'Outbound', { destination_address_prefix: 'Storage' });

  test('firewalls with one address', () => {
    const found = said(
      storage, network([rule], [TO_FIREWALL]), firewall('Standard', networkRules(['Storage'])),
      firewall('Standard', networkRules(['AzureMonitor']), 'other'),
    );
    expect([found.outcomes, found.findings]).toEqual([['unknown'], ['not-evaluated s appliance 10.0.1.4']]);
  });

  test('subnets with one name', () => {
    const documents = ['a', 'b'].map((file) => ({ file: `${file}/main.tf.json`, json: { resource: network([rule], [TO_NOWHERE]) } }));
    const { answers, findings } = verify(networkOf(documents), {
      subnets: [{ name: 's', subnetId: SUBNET_ID, addressPrefixes: [], requirements: storage, networkTraffic: 'virtual-network' }],
    });
    expect(answers.map(({ outcome }) => outcome)).toEqual(['unknown']);
    expect(findings.map(({ id, message }) => `${id} ${message}`)).toContainEqual(
      expect.stringMatching(
        /^not-evaluated Several subnets have the names of .*azurerm_subnet\.s in a\/main\.tf\.json, azurerm_subnet\.s in b\/main\.tf\.json; state subscription_id/,
      ),
    );
  });

  test('IP groups with one name in two resource groups do not contradict each other', () => {
    const group = (name: string): string =>
      `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/${name}/providers/Microsoft.Network/ipGroups/shared`;
    const rules = (action: string, priority: number, name: string): Body => ({ name: action, priority, action, rule: [
      { name: action, protocols: ['TCP'], source_addresses: ['*'], destination_ports: ['443'], destination_ip_groups: [group(name)] },
    ] });
    const contradicting = (other: string): string[] => said(
      NOTHING, network([rule], [TO_FIREWALL]),
      firewall('Standard', { network_rule_collection: [rules('Allow', 100, 'a'), rules('Deny', 200, other)] }),
    )
      .findings.filter((one) => one.startsWith('rules-contradict'));
    expect([contradicting('b').length, contradicting('a').length]).toEqual([0, 1]);
  });
});

test('where the rules that are there may be others, nothing is certain', () => {
  const storage = needing(Endpoint.serviceTag('Storage'));
  const resources = network([securityRule('r', 200, 'Allow', 'Outbound', { destination_address_prefix: 'Storage' })], [
    { ...TO_NOWHERE, next_hop_type: 'Internet' },
  ]);
  resources['azurerm_network_security_group']!['n']!['lifecycle'] = { ignore_changes: ['security_rule'] };
  const found = said(storage, resources);
  expect([found.outcomes, found.findings, found.conditions]).toEqual([
    ['unknown'],
    [
      'not-evaluated network security group n', 'opening-unknown s inbound any traffic any address',
      'opening-unknown s outbound any traffic any address', 'requirement-unknown s need',
    ],
    [],
  ]);
});

test('the traffic of a denial is named by its other end', () => {
  const found = said(needing(Endpoint.addressRange('10.50.0.0/24')), network([], [TO_NOWHERE]));
  expect(found.steps).toEqual(['security group n: 10.50.0.0/24 is denied by rule Deny-Outbound (priority 4096)']);
});

describe('terms that Azure never matches', () => {
  const NAMED = { name: 'n', priority: 100, action: 'Allow' };
  const rule = (name: string, to: Body, port = '1433'): Body =>
    ({ name, protocols: ['TCP'], source_addresses: ['*'], destination_ports: [port], ...to });
  const open = securityRule('r', 200, 'Allow', 'Outbound', { destination_address_prefix: 'Internet', destination_port_range: '*' });
  const asked = (set: RequirementSet, ...rules: Body[]): Said =>
    said(set, network([open], [TO_FIREWALL]), firewall('Standard', { network_rule_collection: [{ ...NAMED, rule: rules }] }));
  const database = needing(Endpoint.fqdn('db.contoso.com'), 1433);
  const wild = rule('wild', { destination_fqdns: ['*.contoso.com'] });
  const exact = rule('exact', { destination_fqdns: ['db.contoso.com'] });

  test('a wildcard of a network rule takes nothing from the rule that is needed', () => {
    expect([asked(database, wild, exact).outcomes, asked(database, wild).outcomes]).toEqual([['met'], ['denied']]);
    expect(asked(database, wild, exact).findings).toEqual([expect.stringMatching(/^host-name-not-accepted .*\/wild \*\.contoso\.com$/)]);
  });

  test.each([
    ['INTERNET', 'tag-case'], ['Internet', 'tag-unknown'], ['azuremonitor', 'tag-case'], ['storage.westus2', 'tag-case'],
    ['AzurePlatformDNS', 'tag-unknown'],
  ])('the tag %s of a firewall rule', (tag, id) => {
    const found = asked(
      needing(Endpoint.serviceTag('Storage.WestUS2')), rule('first', { destination_addresses: [tag] }, '443'),
      rule('second', { destination_addresses: ['Storage.WestUS2'] }, '443'),
    );
    expect([found.outcomes, found.findings]).toEqual([['met'], [expect.stringMatching(new RegExp(`^${id} .*/first ${tag}$`))]]);
  });

  test('IPv6 prefixes of a firewall rule keep no rule alive', () => {
    const found = asked(
      needing(Endpoint.addressRange('20.1.0.0/24')), rule('both', { destination_addresses: ['20.1.0.0/24'] }, '443'),
      rule('again', { destination_addresses: ['20.1.0.0/24', '2603:1000::/24'] }, '443'),
    );
    expect(found.findings).toContainEqual(expect.stringMatching(/^rule-never-matches .*\/again$/));
  });
});

describe('tags of security rules in any case', () => {
  const rule = (tag: string): Body => securityRule('r', 200, 'Allow', 'Outbound', { destination_address_prefix: tag });
  test.each(['Storage', 'STORAGE', 'storage'])('%s', (tag) => {
    const found = said(needing(Endpoint.serviceTag('Storage')), network([rule(tag)], [{ ...TO_NOWHERE, next_hop_type: 'Internet' }]));
    expect([found.outcomes, found.findings]).toEqual([['met'], []]);
  });
});
