import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { StorageAccount } from '@cdktf/provider-azurerm/lib/storage-account';
import {
  Cloud, DataExfiltrationProtection, Endpoint, FirewallDestinations, FirewallPolicyRules, HostNameTraffic, Ports, Requirement,
  RequirementSet, Scenario, SecurityGroup,
} from '../../lib';
import { checkStack } from '../support/provider-arguments';
import {
  annotations, firewallRules, IDS, line, newStack, PLACE, requirementSet, resource, securityRules, synth, textOf, type Fields,
} from './synthesis';

const account = (name: string): string =>
  `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/${name}`;
const workspace = {
  privateEndpoint: true, storageAccountName: 'mlstore01', containerRegistryName: 'mlimages',
  workspaceId: '01234567-89ab-cdef-0123-456789abcdef',
};

function setWith(scenarios: Scenario[] = [], more = {}): RequirementSet {
  return requirementSet({ workspace, scenarios: [Scenario.DATA_EXFILTRATION_PROTECTION, ...scenarios], ...more });
}

const protect = (props = {}, stack = newStack()): DataExfiltrationProtection => new DataExfiltrationProtection(stack, 'Protection', {
  requirements: setWith(), name: 'sep-ml', ...PLACE, storageAccountIds: [account('mlstore01')], ...props,
});

test('the policy has one definition for accounts and one for the alias of the service', () => {
  const json = synth((stack) =>
    protect({ storageAccountIds: [account('mlstore01'), account('data02')], tags: { owner: 'platform' } }, stack));
  expect(resource(json, 'subnet_service_endpoint_storage_policy')).toMatchSnapshot();
  expect(checkStack(json)).toEqual([]);
});

test('references to accounts are taken, and the policy can be attached to a subnet of the same stack', () => {
  const stack = newStack();
  const storage = new StorageAccount(stack, 'Storage', {
    name: 'mlstore01', ...PLACE, accountTier: 'Standard', accountReplicationType: 'LRS',
  });
  const { policyId, serviceEndpoint } = protect({ storageAccountIds: [storage.id] }, stack);
  new Subnet(stack, 'Training', {
    name: 'training', resourceGroupName: 'rg', virtualNetworkName: 'vnet', addressPrefixes: ['10.1.1.0/24'],
    serviceEndpoints: [serviceEndpoint], serviceEndpointPolicyIds: [policyId],
  });
  const json = JSON.parse(textOf(stack)) as Fields;
  expect((resource(json, 'subnet_service_endpoint_storage_policy').definition as Fields[])[0]!.service_resources)
    .toEqual(['${azurerm_storage_account.Storage.id}']);
  expect(resource(json, 'subnet')).toMatchObject({
    service_endpoints: ['Microsoft.Storage'],
    service_endpoint_policy_ids: ['${azurerm_subnet_service_endpoint_storage_policy.Protection_87CA7E06.id}'],
  });
  expect(checkStack(json)).toEqual([]);
});

test('in the security group storage of the region stays, and the studio is reached by name', () => {
  const rules = (set: RequirementSet): string[] => securityRules(synth((stack) => new SecurityGroup(stack, 'Group', {
    requirements: set, name: 'nsg', ...PLACE, hostNameTraffic: HostNameTraffic.FILTERED_BY_FIREWALL,
  }))).map(line);
  const [before, after] = [rules(requirementSet({ workspace })), rules(setWith())];
  expect(after.filter((rule) => !before.includes(rule))).toEqual(['4001 Allow Tcp * -> Internet:443']);
  expect(before.filter((rule) => !after.includes(rule))).toEqual(['1080 Allow Tcp * -> AzureFrontDoor.Frontend:443']);
  expect(after).toContain('1070 Allow Tcp * -> Storage.WestUS2:443');
});

test.each([
  FirewallDestinations.SERVICE_TAGS, FirewallDestinations.HOST_NAMES,
])('no firewall rule leads to storage of others any more (%s)', (destinations) => {
  const scenarios = [Scenario.WITHOUT_SERVICE_TAGS];
  const targets = (set: RequirementSet): string[] => {
    const json = synth((stack) => new FirewallPolicyRules(stack, 'Firewall', {
      requirements: set, name: 'ml', priority: 500, sources: ['10.1.1.0/24'], firewallPolicyId: IDS.policy, destinations, dnsProxy: true,
    }));
    return (['network', 'application'] as const).flatMap((kind) => firewallRules(json, kind))
      .flatMap(({ destination_addresses: tags, destination_fqdns: hosts }) =>
        [...((tags ?? []) as string[]), ...((hosts ?? []) as string[])])
      .filter((target) => /^Storage|\.core\.windows\.net$|FrontDoor\.Frontend/.test(target));
  };
  expect(targets(requirementSet({ workspace, scenarios })).length).toBeGreaterThan(1);
  // The account of the workspace by its names stays, because it may be reached through a private endpoint behind the firewall.
  expect(targets(setWith(scenarios)).filter((target) => !target.startsWith('mlstore01.'))).toEqual([]);
  expect(targets(setWith(scenarios))).toContain('mlstore01.blob.core.windows.net');
});

describe('what is left is said', () => {
  test('storage names of others, which the policy may deny, and paths that stay open', () => {
    const it = protect({ requirements: setWith([Scenario.VS_CODE], {
      kubernetes: { training: true, inference: false, aks: { privateCluster: true, konnectivityAgent: true } },
    }) });
    expect(it.unexpressed.map(({ requirementId }) => requirementId).sort())
      .toEqual(['kubernetes.logs-queue', 'kubernetes.logs-table', 'vs-code.extensions-storage']);
    expect(it.unexpressed.map(({ language }) => language)).toContain('service endpoint policy');
    expect(it.remainingPaths.map(({ requirementId: requirement, need }) => `${requirement}: ${need}`)).toEqual([
      'kubernetes.logs-table: outbound TCP 443 fqdn *.table.core.windows.net',
      'kubernetes.logs-queue: outbound TCP 443 fqdn *.queue.core.windows.net',
    ]);
    expect(annotations(it).filter((text) => text.includes('data-exfiltration:'))).toHaveLength(2);
  });

  test('the entry point of the studio in Government, for which no names are documented', () => {
    const it = protect({ requirements: setWith([], { cloud: Cloud.GOVERNMENT, region: 'usgovvirginia' }), location: 'usgovvirginia' });
    expect(it.remainingPaths.map(({ requirementId }) => requirementId)).toEqual(['basic.front-door-frontend', 'data-exfiltration.studio']);
  });

  test('requirements of the user that lead to storage, whoever asks', () => {
    const own = (id: string, slot: number, endpoint: Endpoint): Requirement =>
      Requirement.outbound({ id, slot, endpoint, ports: Ports.tcp(443), purpose: 'Test' });
    const it = protect({
      requirements: setWith().plus(
        own('tag', 2000, Endpoint.serviceTag('Storage.WestUS2')), own('front-door', 2001, Endpoint.serviceTag('AzureFrontDoor.Frontend')),
        own('theirs', 2002, Endpoint.fqdn('theirs01.blob.core.windows.net')),
        own('ours', 2003, Endpoint.fqdn('mlstore01.dfs.core.windows.net')),
        own('all', 2004, Endpoint.fqdn('*.file.core.windows.net')), own('other', 2005, Endpoint.fqdn('example.com')),
        own('above', 2006, Endpoint.fqdn('*.core.windows.net')),
        own('path', 2007, Endpoint.url('theirs02.z01.blob.storage.azure.net/data/*')),
        own('second', 2008, Endpoint.fqdn('mlstore01-secondary.blob.core.windows.net')),
        own('internet', 2009, Endpoint.serviceTag('Internet')),
        own('website', 2010, Endpoint.fqdn('theirs03.z22.web.core.windows.net')), own('elsewhere', 2011, Endpoint.fqdn('*.windows.com')),
      ),
    });
    expect(it.remainingPaths.map(({ requirementId }) => requirementId)).toEqual(['tag', 'front-door', 'all', 'above', 'internet']);
    expect(it.unexpressed.map(({ requirementId }) => requirementId)).toEqual(['theirs', 'all', 'above', 'path', 'website']);
  });

  test('nothing when nothing is', () => {
    expect(protect()).toMatchObject({ remainingPaths: [], unexpressed: [] });
    expect(annotations(protect()).map((text) => text.split(':')[0])).toEqual(['info service-endpoint-policy']);
  });
});

describe('refusals', () => {
  const many = Array.from({ length: 201 }, (_, i) => account(`store${i}`));
  test.each<[what: string, props: object, message: string | RegExp]>([
    [
      'requirements without the scenario', { requirements: requirementSet() },
      '[Network/Protection] requirements: the protection is not switched on in the set; ' +
        'switch on the scenario "data-exfiltration-protection"',
    ],
    [
      'no account', { storageAccountIds: [] },
      '[Network/Protection] storageAccountIds: the list is empty; include at least the default storage account of the workspace',
    ],
    [
      'too many accounts', { storageAccountIds: many },
      '[Network/Protection] storageAccountIds: a definition takes 200 accounts, and 201 are given; use private endpoints for some of them',
    ],
    [
      'an account twice', { storageAccountIds: [account('a01'), account('A01')] },
      `[Network/Protection] storageAccountIds: ${JSON.stringify(account('A01'))} is given twice`.replace(/^(.{0,200}).*$/s, '$1'),
    ],
    [
      'the name of an account', { storageAccountIds: ['mlstore01'] },
      /^\[Network\/Protection\] storageAccountIds: "mlstore01" is not the id of a Microsoft\.Storage\/storageAccounts/,
    ],
    ['a name', { name: 'sep ml' }, /^\[Network\/Protection\] name: "sep ml" is not a valid name; .*did you mean "sep-ml"\?$/],
  ])('%s', (_, props, message) => {
    expect(() => protect(props)).toThrow(message);
  });

  test('a second policy of the same name', () => {
    const stack = newStack();
    protect({}, stack);
    expect(() => new DataExfiltrationProtection(stack, 'Other', {
      requirements: setWith(), name: 'SEP-ml', ...PLACE, storageAccountIds: [account('a01')],
    }))
      .toThrow(/the name SEP-ml of a service endpoint policy in the resource group \S+ is taken by Network\/Protection/);
  });
});
