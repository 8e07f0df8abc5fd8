import { Cloud } from '../../../lib';
import { networkOf } from '../../../lib/terraform/read-network';
import { explainFlow } from '../../../lib/verification/explain';
import { parseFlow } from '../../../lib/verification/flow';
import { requirementSet } from '../../constructs/synthesis';
import { IntervalSet } from '../../../lib/network/interval-set';
import { ServiceEndpoints } from '../../../lib/filtering/paths/service-endpoints';
import { partOf, Target } from '../../../lib/filtering/paths/target';
import { intervalOf } from '../../../lib/network/address-text';

const endpoints = new ServiceEndpoints(['Microsoft.Storage'], 'westus2', Cloud.PUBLIC);
const addresses = (tag: string, range: string): Target & { kind: 'addresses' } =>
  ({ kind: 'addresses', set: IntervalSet.of([intervalOf(range)]), side: 'internet', label: tag, tag });

test.each<[string, Target, string[]]>([
  ['the tag by its name', { kind: 'tag', tag: 'Storage.WestUS2', except: [] }, ['service endpoint']],
  ['its addresses', addresses('Storage.WestUS2', '203.0.113.0/24'), ['service endpoint']],
  ['a part of its addresses', { ...addresses('Storage.WestUS2', '203.0.113.0/25'), ...partOf({ label: 'x', tag: 'Storage.WestUS2' }) },
    ['service endpoint']],
  ['perhaps those of all regions', addresses('Storage', '203.0.113.0/24'), ['internet', 'service endpoint']],
  ['not those of another service', addresses('AzureMonitor', '203.0.113.0/24'), ['internet']],
  ['not addresses without a tag',
    { kind: 'addresses', set: IntervalSet.of([intervalOf('203.0.113.0/24')]), side: 'internet' }, ['internet']],
])('a service endpoint takes %s', (_, target, kinds) => {
  const [way] = endpoints.of(target, [{ target, hops: [{ kind: 'internet', text: 'a route' }] }]);
  expect(way!.hops.map(({ kind }) => kind)).toEqual(kinds);
});

test.each<[endpoint: string, host: string, kinds: string[]]>([
  ['Microsoft.KeyVault', 'mine.vault.azure.net', ['appliance', 'service endpoint']],
  ['Microsoft.KeyVault', '*.vault.azure.net', ['appliance', 'service endpoint']],
  ['Microsoft.KeyVault', '*.azure.net', ['appliance', 'service endpoint']],
  ['Microsoft.KeyVault', 'vault.azure.net', ['appliance']],
  ['Microsoft.KeyVault', 'notvault.azure.net', ['appliance']],
  ['Microsoft.KeyVault', 'mine.azurecr.io', ['appliance']],
  ['Microsoft.ContainerRegistry', 'mine.azurecr.io', ['appliance', 'service endpoint']],
  ['Microsoft.Sql', 'mine.database.windows.net', ['appliance', 'service endpoint']],
  ['Microsoft.ServiceBus', 'mine.servicebus.windows.net', ['appliance', 'service endpoint']],
  ['Microsoft.Web', 'mine.azurewebsites.net', ['appliance', 'service endpoint']],
  ['Microsoft.Storage', 'mine.blob.core.windows.net', ['appliance', 'service endpoint']],
  ['Microsoft.Storage', 'mine.vault.azure.net', ['appliance']],
])('the service endpoint %s may take traffic to %s', (endpoint, host, kinds) => {
  const one = new ServiceEndpoints([endpoint], 'westus2', Cloud.PUBLIC);
  const target: Target = { kind: 'host', host, except: [] };
  const [way] = one.of(target, [{ target, hops: [{ kind: 'appliance', text: 'a route' }] }]);
  expect(way!.hops.map(({ kind }) => kind)).toEqual(kinds);
});

const POLICY = 'the service endpoint policies of the subnet list the storage that it is for: only-ours';

test.each([
  ['Storage.WestUS2', ['Microsoft.Storage'], [POLICY]], ['AzureKeyVault', ['Microsoft.Storage', 'Microsoft.KeyVault'], []],
  ['Storage.WestUS2', [], []],
])('what goes to %s by the service endpoints %s rests on their policies', (tag, endpointsOf, conditions) => {
  const names = { resource_group_name: 'rg' };
  const id = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network';
  const network = networkOf([{ file: 'main.tf.json', json: { resource: {
    azurerm_virtual_network: { v: { ...names, name: 'vnet', address_space: ['10.1.0.0/16'] } },
    azurerm_subnet: { s: {
      ...names, name: 's', virtual_network_name: 'vnet', address_prefixes: ['10.1.1.0/24'], service_endpoints: endpointsOf,
      service_endpoint_policy_ids: [`${id}/serviceEndpointPolicies/only-ours`],
    } },
  } } }]);
  const subnet = {
    name: 's', subnetId: `${id}/virtualNetworks/vnet/subnets/s`, addressPrefixes: [], requirements: requirementSet().only(),
    networkTraffic: 'virtual-network' as const,
  };
  const { outcome, conditions: found } = explainFlow(network, parseFlow(`s outbound tcp 443 ${tag}`, Cloud.PUBLIC), { subnets: [subnet] });
  expect([outcome, found]).toEqual(['allow', conditions]);
});
