import { partsOf, replaced } from '../deployment/documents';
import fc from '../support/fast-check';
import type { Network } from '../../lib/network/network';
import { networkOf } from '../../lib/terraform/read-network';
import { NETWORK, rule } from './networks';
import { block, planOf } from './plans';

const ASSOCIATION = { subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: '${azurerm_network_security_group.g.id}' };
const NAMES = { resource_group_name: '${azurerm_resource_group.r.name}' };

/** A configuration with something of everything. */
const CONFIGURATION = {
  provider: { azurerm: [{ features: [{}], subscription_id: '${local.subscription}' }] },
  terraform: { backend: { local: { path: 'a.tfstate' } } },
  locals: { subscription: '00000000-0000-0000-0000-000000000001', map: { a: ['${var.x}'] } },
  variable: { x: { default: 'y' } },
  data: {
    terraform_remote_state: { hub: { backend: 'local', config: { path: 'b.tfstate' } } },
    azurerm_ip_group: { d: { ...NAMES, name: 'ipg' } },
  },
  output: { o: { value: '${azurerm_subnet.s.id}' } },
  resource: {
    azurerm_resource_group: { r: { name: 'rg' } },
    azurerm_virtual_network: { v: { ...NAMES, name: 'v', address_space: ['10.0.0.0/16'] }, w: {
      ...NAMES, name: 'w', address_space: ['10.9.0.0/16'],
      subnet: [{ name: 'inline', address_prefixes: ['10.0.9.0/24'], security_group: '${azurerm_network_security_group.g.id}' }],
    } },
    azurerm_subnet: { s: {
      ...NAMES, name: 's', virtual_network_name: '${azurerm_virtual_network.v.name}', address_prefixes: ['10.0.1.0/24'],
      service_endpoint: [{ service: 'Microsoft.Storage' }],
    } },
    azurerm_subnet_network_security_group_association: {
      a: ASSOCIATION, b: { ...ASSOCIATION, subnet_id: `${NETWORK}/virtualNetworks/v/subnets/other` },
    },
    azurerm_network_security_group: {
      g: { ...NAMES, name: 'g', security_rule: [rule(), rule({ name: 'b', priority: 200, source_address_prefix: '${local.map.a[0]}' })] },
    },
    azurerm_network_security_rule: { r: {
      ...rule({ name: 'r' }), resource_group_name: '${element(split("/", var.id), 4)}',
      network_security_group_name: '${element(split("/", var.id), 8)}',
    } },
    azurerm_route_table: { t: { ...NAMES, name: 't', route: [{
      name: 'd', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance',
      next_hop_in_ip_address: '${azurerm_firewall.f.ip_configuration[0].private_ip_address}',
    }] } },
    azurerm_firewall_policy: {
      p: { ...NAMES, name: 'p', base_policy_id: `${NETWORK}/firewallPolicies/base`, dns: { proxy_enabled: true } },
    },
    azurerm_firewall: { f: {
      ...NAMES, name: 'f', sku_tier: 'Standard', firewall_policy_id: '${azurerm_firewall_policy.p.id}', ip_configuration: [{ name: 'x' }],
    } },
    azurerm_firewall_policy_rule_collection_group: { g: {
      name: 'g', priority: 100, firewall_policy_id: '${azurerm_firewall_policy.p.id}',
      network_rule_collection: [{ name: 'n', priority: 100, action: 'Allow', rule: [{
        name: 'n', protocols: ['TCP'], source_ip_groups: ['${data.azurerm_ip_group.d.id}'], destination_addresses: ['Storage'],
        destination_ports: ['443'],
      }] }],
      application_rule_collection: [{
        name: 'a', priority: 100, action: 'Deny',
        rule: [{ name: 'a', source_addresses: ['*'], destination_fqdns: ['pypi.org'], protocols: [{ type: 'Https', port: 443 }] }],
      }],
    } },
    azurerm_firewall_network_rule_collection: {
      c: { ...NAMES, name: 'c', azure_firewall_name: 'classic', priority: 100, action: 'Allow', rule: [] },
    },
  },
};

const PLAN = planOf([
  {
    address: 'module.m["a"].azurerm_subnet.s[0]',
    values: { name: 's', resource_group_name: 'rg', virtual_network_name: 'v', address_prefixes: ['10.0.0.0/24'] }, unknown: { id: true },
  },
  { address: 'module.m["a"].azurerm_subnet_route_table_association.a[0]', values: {}, unknown: { subnet_id: true, route_table_id: true } },
  { address: 'azurerm_route_table.t', values: {
    name: 't', resource_group_name: 'rg', route: [{ name: 'd', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance' }],
  }, unknown: { id: true, route: [{ next_hop_in_ip_address: true }] } },
], {
  resources: [block('azurerm_route_table.t', { route: ['azurerm_firewall.f.ip_configuration[0].private_ip_address'] })],
  module_calls: { m: { expressions: { t: { references: ['azurerm_route_table.t.id', 'azurerm_route_table.t'] } }, module: { resources: [
    block('azurerm_subnet.s', {}, { count_expression: {} }),
    block(
      'azurerm_subnet_route_table_association.a', { subnet_id: ['azurerm_subnet.s', 'count.index'], route_table_id: ['var.t'] },
      { count_expression: {} },
    ),
  ] } } },
});

const DOCUMENTS: readonly unknown[] = [CONFIGURATION, PLAN];

/** Reads what there is. Whatever it is, it gives a network, or is refused in words that name the file. */
function readsOrRefuses(documents: readonly unknown[]): Network | undefined {
  try {
    const network = networkOf(documents.map((json, i) => ({ file: `${i}/x.tf.json`, json })));
    // Control characters, marks that do not show, and what JavaScript writes for what is no text.
    const lines = network.problems.map(({ place, message }) => `${place.file} ${place.resource} ${place.part ?? ''} ${message}`);
    expect(lines.filter((line) => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|undefined|\[object|NaN/u.test(line))).toEqual([]);
    return network;
  } catch (error) {
    expect(error).toMatchObject({ name: 'InputError', message: expect.stringMatching(/^\d\/x\.tf\.json: /) as string });
    return undefined;
  }
}

test('the documents have nothing to tell, so that what is told is about the change', () => {
  expect(readsOrRefuses([CONFIGURATION, PLAN])?.problems).toEqual([]);
});

test('any value', () => {
  fc.assert(fc.property(fc.array(fc.jsonValue({ maxDepth: 4 }), { maxLength: 3 }), (documents) => {
    readsOrRefuses(documents);
  }), { numRuns: 200 });
});

test('any value in any place', () => {
  const results = new Set<string>();
  const values = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }), fc.integer(), fc.constant(null),
    fc.constantFrom<unknown>(
      '', '*', '10.0.0.0/33', '::/0', '${', '${x', '${a.b}', '${local.map}', '${local.map.a}', '${azurerm_subnet.s}',
      '${azurerm_subnet.s.id}', '${element(split("/", a.b), 8)}', '__proto__', 'constructor', [], {}, [null], [[]], true, -1, 1e300,
      '\u202e\u0007',
    ),
    fc.constantFrom<unknown>(...DOCUMENTS.flatMap((document) => partsOf(document).map(({ value }) => value))),
  );
  const places = fc.constantFrom(...DOCUMENTS.flatMap((document, index) => partsOf(document).map(({ path }) => ({ index, path }))));
  fc.assert(fc.property(places, values, ({ index, path }, value) => {
    const network = readsOrRefuses([replaced(DOCUMENTS[index], path, value), CONFIGURATION]);
    results.add(network === undefined ? 'refused' : network.problems.length > 0 ? 'told' : 'read');
  }), { numRuns: 500 });
  expect([...results].sort()).toEqual(['read', 'refused', 'told']);
});

test('any text as an expression', () => {
  const parts = fc.constantFrom(
    '${', '}', '"', '[', ']', '.', '0', 'azurerm_subnet', 's', 'id', 'local', 'map', 'a', 'var', 'data', 'each', 'element(split("/", ',
    '), 8)', '%{', '$$', '\\', ' ', '\n', '\u0000',
  );
  fc.assert(fc.property(fc.array(parts, { maxLength: 12 }).map((texts) => texts.join('')), (text) => {
    const network = readsOrRefuses([replaced(CONFIGURATION, ['resource', 'azurerm_subnet', 's', 'name'], text)]);
    expect(network?.subnets.length).toBeGreaterThan(0);
  }), { numRuns: 300 });
});

test('values that are nested very deeply', () => {
  const deep = (depth: number): unknown => JSON.parse(`${'[{"a":'.repeat(depth)}1${'}]'.repeat(depth)}`);
  for (const path of [
    ['resource', 'azurerm_subnet', 's', 'address_prefixes'], ['resource', 'azurerm_network_security_group', 'g', 'security_rule'],
    ['locals', 'map'],
  ]) {
    expect(readsOrRefuses([replaced(CONFIGURATION, path, deep(3000))])).toBeDefined();
  }
  expect(readsOrRefuses([replaced(PLAN, ['planned_values', 'root_module', 'resources', 0, 'values', 'route'], deep(3000))])).toBeDefined();
  expect(readsOrRefuses([replaced(PLAN, ['resource_changes', 0, 'change', 'after_unknown'], deep(3000))])).toBeDefined();
});

/** The same document with the members of all objects in another order. */
function shuffled(value: unknown, order: (keys: string[]) => string[]): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => shuffled(item, order));
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(order(Object.keys(value)).map((key) => [key, shuffled((value as Record<string, unknown>)[key], order)]))
    : value;
}

test('the order of keys, and of documents, does not matter', () => {
  const wrong = replaced(CONFIGURATION, ['resource', 'azurerm_network_security_group', 'g', 'security_rule'], [
    rule({ priority: 'x', protocol: 'tcp' }), rule({ priority: 100 }), rule({ priority: 100, name: 'a' }),
  ]);
  const documents = [...DOCUMENTS, wrong].map((json, i) => ({ file: `${i}/x.tf.json`, json }));
  const expected = networkOf(documents);
  expect(expected.problems).not.toEqual([]);
  fc.assert(fc.property(fc.integer({ min: 1, max: 1 << 30 }), (seed) => {
    let state = seed;
    const order = (keys: string[]): string[] => keys
      .map((key) => ({ key, rank: state = (Math.imul(state, 1103515245) + 12345) >>> 0 })).sort((a, b) => a.rank - b.rank)
        .map(({ key }) => key);
    const network = networkOf([...documents].reverse().map(({ file, json }) => ({ file, json: shuffled(json, order) })));
    expect([network, [...network.securityGroups.keys()], [...network.routeTables.keys()]])
      .toEqual([expected, [...expected.securityGroups.keys()], [...expected.routeTables.keys()]]);
  }), { numRuns: 50 });
});
