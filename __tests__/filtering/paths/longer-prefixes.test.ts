import { Cloud } from '../../../lib';
import { networkOf } from '../../../lib/terraform/read-network';
import { explainFlow } from '../../../lib/verification/explain';
import { parseFlow } from '../../../lib/verification/flow';
import { requirementSet } from '../../constructs/synthesis';

// Of routes for tags, the longest prefix wins, and among equal ones the tag of the service goes before AzureCloud. By names alone, nobody
// knows whether AzureCloud has a longer prefix. Source: user-defined routes overview, service tags.

const RG = { resource_group_name: 'rg' };

function outcomeOf(routes: readonly (readonly [tag: string, hop: string])[]): string {
  const network = networkOf([{ file: 'main.tf.json', json: { resource: {
    azurerm_virtual_network: { v: { ...RG, name: 'v', address_space: ['10.1.0.0/16'] } },
    azurerm_subnet: { s: { ...RG, name: 's', virtual_network_name: 'v', address_prefixes: ['10.1.1.0/24'] } },
    azurerm_route_table: { t: { ...RG, name: 't', route: routes.map(([tag, hop], i) =>
      ({ name: `to${i}`, address_prefix: tag, next_hop_type: hop })) } },
    azurerm_subnet_route_table_association: { a: { subnet_id: '${azurerm_subnet.s.id}', route_table_id: '${azurerm_route_table.t.id}' } },
  } } }]);
  const asked = {
    name: 's', subnetId: network.subnets[0]!.key, addressPrefixes: [], requirements: requirementSet().only(),
    networkTraffic: 'none' as const,
  };
  return explainFlow(network, parseFlow('s outbound tcp 443 Storage.WestUS2', Cloud.PUBLIC), { subnets: [asked] }).outcome;
}

test.each<[what: string, routes: readonly (readonly [tag: string, hop: string])[], outcome: string]>([
  ['a tag and a region of Azure with the same hop', [['Storage.WestUS2', 'Internet'], ['AzureCloud.westus2', 'Internet']], 'allow'],
  ['a tag and a region of Azure', [['Storage.WestUS2', 'Internet'], ['AzureCloud.westus2', 'None']], 'unknown'],
  ['the same in the other order', [['AzureCloud.westus2', 'None'], ['Storage.WestUS2', 'Internet']], 'unknown'],
  ['a tag and all of Azure', [['Storage', 'Internet'], ['AzureCloud', 'None']], 'unknown'],
  ['a tag and one of another service', [['Storage.WestUS2', 'Internet'], ['AzureMonitor', 'None']], 'allow'],
])('%s', (_what, routes, outcome) => {
  expect(outcomeOf(routes)).toBe(outcome);
});
