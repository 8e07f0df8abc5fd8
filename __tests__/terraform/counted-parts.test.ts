import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MachineLearning } from '../../lib';
import { Cloud } from '../../lib/azure/clouds';
import { Edition } from '../../lib/requirements/edition';
import { verifyNetwork } from '../../lib/verification/verify-network';

// A rule or a route that `count` makes: what is known without its value is true of every value.

type Body = Record<string, unknown>;
type Resources = Record<string, Record<string, Body>>;

const MET = readFileSync(join(__dirname, '../cases/00-all-met/main.tf.json'), 'utf8');
const requirements = MachineLearning.requirements({
  edition: Edition.E2026_03_19, cloud: Cloud.PUBLIC, region: 'westeurope', workspace: { privateEndpoint: true },
  compute: { publicIp: false },
});

const rule = (values: Body): Resources => ({
  azurerm_network_security_rule: { c: {
    count: '${var.n}', name: 'counted-${count.index}', resource_group_name: 'rg-net',
    network_security_group_name: '${azurerm_network_security_group.n.name}', priority: 110, direction: 'Outbound', access: 'Deny',
    protocol: '*', source_port_range: '*', source_address_prefix: '*', destination_port_range: '*', destination_address_prefix: '*',
    ...values,
  } },
});
const route = (values: Body): Resources => ({
  azurerm_route: { c: {
    count: '${var.n}', name: 'counted-${count.index}', resource_group_name: 'rg-net', route_table_name: '${azurerm_route_table.r.name}',
    address_prefix: 'AzureMonitor', next_hop_type: 'None', ...values,
  } },
});

/** Outcomes by requirement with a value of the variable, or without one. */
function outcomes(parts: Resources, n?: number): Map<string, string> {
  const json = JSON.parse(MET) as { resource: Resources };
  const all = json.resource;
  // Rules of the group become resources of their own, beside which others may stand.
  const [name, group] = Object.entries(all['azurerm_network_security_group']!)[0]!;
  const [table, { route: routes }] = Object.entries(all['azurerm_route_table']!)[0]! as [string, { route: Body[] }];
  const rules = Object.fromEntries((group['security_rule'] as Body[]).map((one, i) => [`r${i}`, {
    ...one, resource_group_name: 'rg-net', network_security_group_name: `\${azurerm_network_security_group.${name}.name}`,
  }]));
  const alone = Object.fromEntries([routes].flat().map((one, i) => [`r${i}`, {
    ...one, resource_group_name: 'rg-net', route_table_name: `\${azurerm_route_table.${table}.name}`,
  }]));
  delete group['security_rule'];
  delete all['azurerm_route_table']![table]!['route'];
  const renamed = JSON.parse(JSON.stringify(parts)
    .replaceAll('azurerm_network_security_group.n.', `azurerm_network_security_group.${name}.`)
    .replaceAll('azurerm_route_table.r.', `azurerm_route_table.${table}.`)) as Resources;
  all['azurerm_network_security_rule'] = { ...rules, ...renamed['azurerm_network_security_rule'] };
  all['azurerm_route'] = { ...alone, ...renamed['azurerm_route'] };
  const variable = { n: n === undefined ? { type: 'number' } : { type: 'number', default: n } };
  const { answers } = verifyNetwork({
    source: { documents: [{ file: 'main.tf.json', json: { ...json, variable } }] },
    subnets: [{ name: 'training', subnetId: 'training', requirements }],
  });
  return new Map(answers.map(({ requirementId, outcome }) => [requirementId, outcome]));
}

test('all is met where there is none', () => {
  expect(new Set(outcomes(rule({}), 0).values())).toEqual(new Set(['met']));
});

test.each<[string, Resources, number]>([
  ['denies all', rule({}), 0],
  ['denies one port', rule({ destination_port_range: '8787' }), 10],
  ['denies a tag', rule({ destination_address_prefix: 'AzureMonitor' }), 1], // by names, others may have its addresses
  ['denies a tag that depends on the index', rule({ destination_address_prefix: '${element(["AzureMonitor", "Sql"], count.index)}' }), 0],
  ['has a priority that depends on the index', rule({ destination_port_range: '8787', priority: '${110 + count.index}' }), 10],
  ['denies after the others', rule({ priority: 4000 }), 11],
  ['is for the other direction', rule({ direction: 'Inbound' }), 11],
  ['allows', rule({ access: 'Allow' }), 11],
  ['drops a tag', route({}), 0],
  ['drops all', route({ address_prefix: '0.0.0.0/1' }), 0],
  ['leads past the firewall', route({ next_hop_type: 'Internet' }), 10],
])('what a part that %s leaves known is true of every number', (_, parts, known) => {
  const unknown = outcomes(parts);
  const [none, one, two] = [0, 1, 2].map((n) => outcomes(parts, n));
  const certain = [...unknown].filter(([, outcome]) => outcome !== 'unknown');
  for (const [id, outcome] of certain) {
    expect([id, none!.get(id), one!.get(id)]).toEqual([id, outcome, outcome]);
    expect([outcome, 'unknown']).toContain(two!.get(id)); // Azure refuses two with one priority, or with one prefix
  }
  expect(certain.length).toBeGreaterThanOrEqual(known);
});
