import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Network } from '../../lib/network/network';
import { readTerraform } from '../../lib/terraform/read-network';
import { problems, routeLines, securityLine } from './networks';

const folder = mkdtempSync(join(tmpdir(), 'override-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Reads a folder of files, each JSON. */
function read(name: string, files: Readonly<Record<string, object>>): Network {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name, file)), { recursive: true });
    writeFileSync(join(folder, name, file), JSON.stringify(content));
  }
  return readTerraform(join(folder, name));
}

const RULE = {
  name: 'r', priority: 100, direction: 'Outbound', access: 'Allow', protocol: 'Tcp', source_port_range: '*', source_address_prefix: '*',
  destination_port_range: '443', destination_address_prefix: '${var.tag}',
};

const MAIN = {
  variable: { tag: { type: 'string', default: 'Sql' } },
  resource: {
    azurerm_network_security_group: { g: {
      name: 'g', resource_group_name: 'rg', security_rule: [RULE, { ...RULE, name: 's', priority: 200 }],
    } },
    azurerm_route_table: { t: { name: 't', resource_group_name: 'rg', dynamic: { route: {
      for_each: ['10.0.0.0/8'], content: { name: 'a', address_prefix: '${route.value}', next_hop_type: 'None' },
    } } } },
  },
};

test('arguments of an override file take the place of others, and so do all blocks of a type', () => {
  const network = read('a', { 'z.tf.json': MAIN, 'a_override.tf.json': {
    variable: { tag: { default: 'Storage' } },
    resource: {
      azurerm_network_security_group: { g: { name: 'other' } },
      azurerm_route_table: { t: { route: { name: 'b', address_prefix: '10.1.0.0/16', next_hop_type: 'VnetLocal' } } },
    },
  } });
  expect(problems(network)).toEqual([]);
  expect([...network.securityGroups.values()].map(({ name, rules }) => [name, ...rules.map(securityLine)])).toEqual([
    ['other', '100 Outbound Allow Tcp *:0-65535 -> Storage:443', '200 Outbound Allow Tcp *:0-65535 -> Storage:443'],
  ]);
  expect([...network.routeTables.values()].map(routeLines)).toEqual([['10.1.0.0/16 VnetLocal']]);
});

test('dynamic blocks of an override file take the place of those that are written, and later files that of earlier ones', () => {
  const dynamic = (tag: string): object => ({ resource: { azurerm_network_security_group: { g: { dynamic: [{ security_rule: {
    for_each: [tag], content: { ...RULE, destination_address_prefix: '${security_rule.value}' },
  } }] } } } });
  const network = read('b', { 'main.tf.json': MAIN, 'a_override.tf.json': dynamic('A'), 'override.tf.json': dynamic('Storage') });
  expect([...network.securityGroups.values()].map(({ rules }) => rules.map(securityLine))).toEqual([
    ['100 Outbound Allow Tcp *:0-65535 -> Storage:443'],
  ]);
});

test('an override file changes what a module is given', () => {
  const network = read('c', {
    'main.tf.json': { module: { m: { source: './m', name: 'before', group: 'rg' } } },
    'override.tf.json': { module: { m: { name: 'after' } } },
    'm/main.tf.json': {
      variable: { name: {}, group: {} },
      resource: { azurerm_route_table: { t: { name: '${var.name}', resource_group_name: '${var.group}' } } },
    },
  });
  expect([...network.routeTables.values()].map(({ name, path }) => [name, path])).toEqual([['after', 'rg/after']]);
  expect(problems(network)).toEqual([]);
});

test('two files that are no override files still contradict each other', () => {
  const network = read('d', { 'main.tf.json': MAIN, 'more.tf.json': { resource: { azurerm_route_table: { t: { name: 'u' } } } } });
  expect(problems(network)).toEqual([expect.stringContaining('it is there twice')]);
});
