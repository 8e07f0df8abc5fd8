import { networkDifference } from '../../lib/review/network-difference';
import { explainFlow } from '../../lib/verification/explain';
import { parseFlow } from '../../lib/verification/flow';
import { networkOf } from '../../lib/terraform/read-network';

// The example of a change has the answers of the change when `explain` is asked. By names alone, the answer for a tag may be certain where
// it is not known what becomes of a part of the tag; then there is no example.

const at = { resource_group_name: 'rg', location: 'westeurope' };
type Routes = readonly (readonly [prefix: string, hop: string])[];

function stack(to: string, routes: Routes): object {
  return { resource: {
    azurerm_virtual_network: { v: { ...at, name: 'v', address_space: ['10.1.0.0/16'] } },
    azurerm_subnet: { s: {
      name: 's', resource_group_name: 'rg', virtual_network_name: '${azurerm_virtual_network.v.name}', address_prefixes: ['10.1.1.0/24'],
    } },
    azurerm_route_table: { t: { ...at, name: 't', route: routes.map(([prefix, hop], i) =>
      ({ name: `r${i}`, address_prefix: prefix, next_hop_type: hop })) } },
    azurerm_subnet_route_table_association: {
      a: { subnet_id: '${azurerm_subnet.s.id}', route_table_id: '${azurerm_route_table.t.id}' },
    },
    azurerm_network_security_group: { n: { ...at, name: 'n', security_rule: [
      { name: 'yes', priority: 100, access: 'Allow', protocol: 'Tcp', destination_port_range: '443', destination_address_prefix: to },
      { name: 'no', priority: 200, access: 'Deny', protocol: '*', destination_port_range: '*', destination_address_prefix: '*' },
    ].map((rule) => ({ ...rule, direction: 'Outbound', source_port_range: '*', source_address_prefix: '*' })) } },
    azurerm_subnet_network_security_group_association: {
      a: { subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: '${azurerm_network_security_group.n.id}' },
    },
  } };
}

const NONE: Routes = [['0.0.0.0/0', 'None']];

test.each<readonly [string, string, Routes, Routes, readonly string[]]>([
  ['a route for another tag', 'AzureMachineLearning', NONE, [...NONE, ['AzureActiveDirectory', 'Internet']],
    ['may be newly allowed AzureMachineLearning, no example']],
  ['a route for the tag', 'Storage', NONE, [...NONE, ['Storage', 'Internet']], ['newly allowed Storage, s outbound tcp 443 Storage']],
  ['a route for a tag that holds most others', 'Storage', NONE, [...NONE, ['AzureCloud', 'Internet']],
    ['may be newly allowed Storage, s outbound tcp 443 Storage']],
  ['a route for a range', 'Storage', NONE, [...NONE, ['20.0.0.0/8', 'Internet']],
    ['may be newly allowed Storage, s outbound tcp 443 Storage']],
])('%s', (_, to, was, is, said) => {
  const stacks = [stack(to, was), stack(to, is)] as const;
  const request = (json: object): Parameters<typeof networkDifference>[1] =>
    ({ subnets: [], source: { documents: [{ file: 'x.tf.json', json }] } });
  const { flows } = networkDifference(request(stacks[0]), request(stacks[1]));
  expect(flows.map(({ kind, isPossible, endpoints, example = 'no example' }) =>
    `${isPossible ? 'may be ' : ''}${kind} ${endpoints.join()}, ${example}`)).toEqual(said);
  for (const { example, before, after } of flows) {
    const answers = stacks.map((json) => (example === undefined ? undefined
      : explainFlow(networkOf([{ file: 'x.tf.json', json }]), parseFlow(example), { subnets: [] }).outcome));
    expect(example === undefined ? [] : answers).toEqual(example === undefined ? [] : [before.result, after.result]);
  }
});
