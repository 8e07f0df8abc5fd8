import { readNetwork } from '../../../lib/verification/network-of-source';
import { explainFlow } from '../../../lib/verification/explain';
import { parseFlow } from '../../../lib/verification/flow';

// With service endpoint policies, traffic to storage takes the service endpoint, and Azure drops what goes to accounts that
// no policy lists.

type Body = Record<string, unknown>;
const RG = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg';
const PROVIDER = `${RG}/providers/Microsoft.Network`;
const account = (name: string): string => `${RG}/providers/Microsoft.Storage/storageAccounts/${name}`;
const common = { resource_group_name: 'rg', location: 'westeurope' };

/** The policies of a subnet by their names, each with what it lists; a policy that lists nothing is not in the files. */
type Policies = Record<string, readonly string[] | undefined>;
const made = (policies: Policies): (readonly [string, readonly string[]])[] =>
  Object.entries(policies).flatMap(([name, lists]) => (lists === undefined ? [] : [[name, lists] as const]));

const written = (policies: Policies, services: readonly string[], zone?: string): Body => ({ resource: {
  azurerm_virtual_network: { v: { ...common, name: 'v', address_space: ['10.1.0.0/16'] } },
  azurerm_subnet: { s: {
    name: 's', resource_group_name: 'rg', virtual_network_name: 'v', address_prefixes: ['10.1.1.0/24'], service_endpoints: services,
    service_endpoint_policy_ids: Object.entries(policies).map(([name, lists]) => (lists === undefined
      ? `${PROVIDER}/serviceEndpointPolicies/${name}` : `\${azurerm_subnet_service_endpoint_storage_policy.${name}.id}`)),
  } },
  ...(made(policies).length > 0 && { azurerm_subnet_service_endpoint_storage_policy: Object.fromEntries(made(policies)
    .map(([name, lists]) => [name, { ...common, name, definition: [{ name: 'd', service_resources: lists }] }])) }),
  ...(zone !== undefined && { azurerm_private_dns_zone: { z: { name: zone, resource_group_name: 'rg' } } }),
} });

const exported = (policies: Policies, services: readonly string[]): Body[] => [
  { id: `${PROVIDER}/virtualNetworks/v`, name: 'v', type: 'Microsoft.Network/virtualNetworks', properties: {
    addressSpace: { addressPrefixes: ['10.1.0.0/16'] }, virtualNetworkPeerings: [], subnets: [{
      id: `${PROVIDER}/virtualNetworks/v/subnets/s`, name: 's', properties: {
        addressPrefix: '10.1.1.0/24', serviceEndpoints: services.map((service) => ({ service })),
        serviceEndpointPolicies: Object.keys(policies).map((name) => ({ id: `${PROVIDER}/serviceEndpointPolicies/${name}` })),
      },
    }],
  } },
  ...made(policies).map(([name, serviceResources]) => ({
    id: `${PROVIDER}/serviceEndpointPolicies/${name}`, name, type: 'Microsoft.Network/serviceEndpointPolicies',
    properties: { serviceEndpointPolicyDefinitions: [{ name: 'd', properties: { service: 'Microsoft.Storage', serviceResources } }] },
  })),
];

const answered = (json: unknown, target: string): [string, readonly string[]] => {
  const { network } = readNetwork({ documents: [{ file: 'network.json', json }] }, []);
  const { outcome, conditions } = explainFlow(network, parseFlow(`s outbound tcp 443 ${target}`), { subnets: [] });
  return [outcome, conditions];
};

const STORAGE = ['Microsoft.Storage'];
const GOOD = { p: [account('good')] };
const OTHER = 'the service endpoint policies of the subnet list the storage that it is for: ';
const PUBLIC = 'bad.blob.core.windows.net is at no private address';

describe.each<[string, (policies: Policies, services: readonly string[]) => unknown]>([
  ['a configuration', written], ['an export', exported],
])('in %s', (_, make) => {
  test.each<[string, Policies, string, string, string[]]>([
    ['an account that is listed', GOOD, 'good.blob.core.windows.net', 'allow', []],
    ['its other services', GOOD, 'good.dfs.core.windows.net', 'allow', []],
    ['its second region', GOOD, 'good-secondary.blob.core.windows.net', 'allow', []],
    ['an account that is not listed', GOOD, 'bad.blob.core.windows.net', 'deny', [PUBLIC]],
    ['an account of which a part of the name is listed', GOOD, 'goo.blob.core.windows.net', 'deny',
      ['goo.blob.core.windows.net is at no private address']],
    ['an account that the second policy lists', { ...GOOD, q: [account('bad')] }, 'bad.blob.core.windows.net', 'allow', []],
    ['an account perhaps in a resource group that is listed', { p: [account('good'), RG] }, 'bad.blob.core.windows.net', 'unknown', []],
    ['an account perhaps in a subscription', { p: ['/subscriptions/00000000-0000-0000-0000-000000000000'] },
      'bad.blob.core.windows.net', 'unknown', []],
    ['an account that is perhaps Microsoft\'s', { ...GOOD, q: ['/services/Azure/MachineLearning'] },
      'bad.blob.core.windows.net', 'unknown', []],
    ['an account beside a policy that is not in the files', { ...GOOD, q: undefined }, 'bad.blob.core.windows.net', 'allow',
      [`${OTHER}p, q`]],
    ['all accounts', GOOD, 'Storage', 'allow', [`${OTHER}p`]],
    ['a host that is not of storage', GOOD, 'pypi.org', 'allow', []],
    ['an account without policies', {}, 'bad.blob.core.windows.net', 'allow', []],
  ])('%s', (__, policies, target, outcome, conditions) => {
    expect(answered(make(policies, STORAGE), target)).toEqual([outcome, conditions]);
  });

  test('policies hold nothing without the service endpoint', () => {
    expect(answered(make(GOOD, ['Microsoft.KeyVault']), 'bad.blob.core.windows.net')).toEqual(['allow', []]);
  });
});

test.each([
  'privatelink.blob.core.windows.net', 'blob.core.windows.net',
])('a host in the private zone %s may be at a private address', (zone) => {
  expect(answered(written(GOOD, STORAGE, zone), 'bad.blob.core.windows.net')[0]).toBe('unknown');
});
