import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Deployment } from '../../../lib/deployment/deployment';
import { requestFromDeployment } from '../../../lib/deployment/request-from-deployment';
import { networkOf } from '../../../lib/terraform/read-network';
import { readRequest } from '../../../lib/verification/read-request';
import { verify } from '../../../lib/verification/verify';
import { verifyNetwork } from '../../../lib/verification/verify-network';

// A hub of Virtual WAN may announce a default route. It goes before the system's, and after a route of the user.

type Body = Record<string, unknown>;
type Resources = Record<string, Record<string, Body>>;

const CASE = join(__dirname, '..', '..', 'cases', '00-all-met');
const { resource: RESOURCES } = JSON.parse(readFileSync(join(CASE, 'main.tf.json'), 'utf8')) as { resource: Resources };
const DEPLOYMENT = Deployment.fromFile(join(CASE, 'deployment.yaml'));
const { options } = readRequest(requestFromDeployment(DEPLOYMENT, { paths: [join(CASE, 'main.tf.json')] }));

const { azurerm_route_table: TABLES, ...OTHERS } = RESOURCES;
const TABLE = TABLES!['t']!;

function outcomes(connection: Body, table: Body = { ...TABLE, route: [] }): (string | number)[] {
  const resource = {
    ...OTHERS, azurerm_route_table: { t: table },
    azurerm_virtual_hub_connection: { c: { name: 'spoke', virtual_hub_id: '/hub', ...connection } },
  };
  const { answers, findings } = verify(networkOf([{ file: 'main.tf.json', json: { resource, variable: { n: {}, open: {} } } }]), options);
  const unknown = answers.filter(({ outcome }) => outcome === 'unknown');
  expect(unknown.every(({ steps }) => steps.some(({ text }) => text.includes('the hub connection spoke may announce')))).toBe(true);
  expect(findings.filter(({ id }) => id === 'requirement-unknown')).toHaveLength(unknown.length);
  return [answers.filter(({ outcome }) => outcome === 'met').length, unknown.length];
}

const REMOTE = { remote_virtual_network_id: '${azurerm_virtual_network.v.id}' };

test.each<[string, Body, Body | undefined, number[]]>([
  ['for all traffic to the Internet', { ...REMOTE, internet_security_enabled: true }, undefined, [1, 10]],
  ['perhaps, by a variable', { ...REMOTE, internet_security_enabled: '${var.open}' }, undefined, [1, 10]],
  ['perhaps for this network', { remote_virtual_network_id: '${var.n}', internet_security_enabled: true }, undefined, [1, 10]],
  ['for another network', { remote_virtual_network_id: '/subscriptions/0/resourceGroups/a/providers/Microsoft.Network/virtualNetworks/b',
    internet_security_enabled: true }, undefined, [11, 0]],
  ['without it', { ...REMOTE, internet_security_enabled: false }, undefined, [11, 0]],
  ['where nothing is said', REMOTE, undefined, [11, 0]],
  ['and a route of the user', { ...REMOTE, internet_security_enabled: true }, TABLE, [11, 0]],
  ['and a table that takes no such routes', { ...REMOTE, internet_security_enabled: true },
    { ...TABLE, route: [], bgp_route_propagation_enabled: false }, [11, 0]],
  ['and a table of version 3 that takes none', { ...REMOTE, internet_security_enabled: true },
    { ...TABLE, route: [], disable_bgp_route_propagation: true }, [11, 0]],
  ['and a table that may take them', { ...REMOTE, internet_security_enabled: true },
    { ...TABLE, route: [], bgp_route_propagation_enabled: '${var.open}' }, [1, 10]],
])('a connection with a hub %s', (_, connection, table, expected) => {
  expect(outcomes(connection, table)).toEqual(expected);
});

test.each([[true, 'unknown'], [false, 'met']])('an export with enableInternetSecurity %s', (enableInternetSecurity, expected) => {
  const provider = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-net/providers/Microsoft.Network';
  const connection = {
    id: `${provider}/virtualHubs/h/hubVirtualNetworkConnections/spoke`, name: 'spoke',
    type: 'Microsoft.Network/virtualHubs/hubVirtualNetworkConnections',
    properties: { enableInternetSecurity, remoteVirtualNetwork: { id: `${provider}/virtualNetworks/vnet-ml` } },
  };
  const network = {
    id: `${provider}/virtualNetworks/vnet-ml`, name: 'vnet-ml', type: 'Microsoft.Network/virtualNetworks',
    properties: {
      addressSpace: { addressPrefixes: ['10.1.0.0/16'] }, virtualNetworkPeerings: [],
      subnets: [{
        id: `${provider}/virtualNetworks/vnet-ml/subnets/training`, name: 'training', properties: { addressPrefix: '10.1.1.0/24' },
      }],
    },
  };
  const path = join(mkdtempSync(join(tmpdir(), 'export-')), 'export.json');
  writeFileSync(path, JSON.stringify([network, connection]));
  const report = verifyNetwork(requestFromDeployment(DEPLOYMENT, { paths: [path] }));
  expect(report.answers.find(({ requirementId }) => requirementId === 'basic.azure-monitor')!.outcome).toBe(expected);
});

describe('a hub whose routing intent leads the traffic to the Internet to a firewall', () => {
  const HUB = { virtual_hub_id: '${azurerm_virtual_hub.h.id}' };
  const FIREWALL = {
    ...OTHERS['azurerm_firewall']!['f']!, sku_name: 'AZFW_Hub', ip_configuration: undefined,
    virtual_hub: { ...HUB, public_ip_count: 1 },
  };
  const policy = (destinations: string[], hop = '${azurerm_firewall.f.id}'): Body => ({ name: 'p', destinations, next_hop: hop });

  function resources(intent: Body, connection: Body = HUB, table: Body = { ...TABLE, route: [] }): Resources {
    return {
      ...OTHERS, azurerm_firewall: { f: FIREWALL }, azurerm_route_table: { t: table }, azurerm_virtual_hub: { h: { name: 'h' } },
      azurerm_virtual_hub_connection: { c: { name: 'spoke', ...REMOTE, internet_security_enabled: true, ...connection } },
      azurerm_virtual_hub_routing_intent: { i: { name: 'intent', ...HUB, ...intent } },
    };
  }

  function metAndUnknown(intent: Body, connection?: Body, table?: Body): number[] {
    const resource = resources(intent, connection, table);
    const { answers } = verify(networkOf([{ file: 'main.tf.json', json: { resource, variable: { h: {} } } }]), options);
    expect(answers.filter(({ outcome, steps }) => outcome === 'met' && steps.some(({ layer }) => layer === 'firewall')).length)
      .toBe(answers.filter(({ outcome }) => outcome === 'met').length - 1);
    return ['met', 'unknown'].map((outcome) => answers.filter((answer) => answer.outcome === outcome).length);
  }

  test.each<[string, Body, Body | undefined, number[]]>([
    ['alone', { routing_policy: [policy(['Internet'])] }, undefined, [11, 0]],
    ['beside private traffic', { routing_policy: [policy(['PrivateTraffic'], '/x'), policy(['Internet'])] }, undefined, [11, 0]],
    ['for private traffic only', { routing_policy: [policy(['PrivateTraffic'])] }, undefined, [1, 10]],
    ['to an appliance', { routing_policy: [policy(['Internet'], '/subscriptions/0/x')] }, undefined, [1, 10]],
    ['of another hub', { routing_policy: [policy(['Internet'])] }, { virtual_hub_id: '${azurerm_virtual_hub.other.id}' }, [1, 10]],
    ['of a hub that is not known', { routing_policy: [policy(['Internet'])] }, { virtual_hub_id: '${var.h}' }, [1, 10]],
  ])('%s', (_, intent, connection, expected) => {
    expect(metAndUnknown(intent, connection)).toEqual(expected);
  });

  test('lets nothing be open beyond the rules of the firewall, unless the table may not take the route', () => {
    const beyond = (table: Body): string[] => {
      const all = resources({ routing_policy: [policy(['Internet'])] }, HUB, { ...TABLE, route: [], ...table });
      const [deny] = (all['azurerm_network_security_group']!['n']!['security_rule'] as Body[]).filter(({ name }) => name === 'deny-out');
      const open = { ...deny, name: 'open', access: 'Allow', priority: 300, destination_address_prefix: 'Internet' };
      const group = { ...all['azurerm_network_security_group']!['n'], security_rule: [open, deny] };
      const resource = { ...all, azurerm_network_security_group: { n: group } };
      const { findings } = verify(networkOf([{ file: 'main.tf.json', json: { resource, variable: { h: {} } } }]), options);
      return findings.filter(({ id, subject }) => /^open/.test(id) && subject.includes('outbound')).map(({ id, subject }) => `${id} ${subject}`);
    };
    expect(beyond({})).toEqual([]);
    expect(beyond({ bgp_route_propagation_enabled: '${var.h}' })).not.toEqual([]);
    expect(beyond({ bgp_route_propagation_enabled: false })).toEqual(['open-beyond-requirements training outbound any traffic Internet']);
  });

  test('goes behind a route of the user, and the rule that was meant is named', () => {
    expect(metAndUnknown({ routing_policy: [policy(['Internet'])] }, HUB,
      { ...TABLE, route: [{ name: 'd', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualNetworkGateway' }] })).toEqual([1, 10]);
    const resource = JSON.parse(JSON.stringify(resources({ routing_policy: [policy(['Internet'])] }))) as Resources;
    const [collection] = resource['azurerm_firewall_policy_rule_collection_group']!['g']!['network_rule_collection'] as Body[];
    (collection!['rule'] as Body[]).find(({ name }) => name === 'n4')!['destination_ports'] = ['80'];
    const { findings } = verify(networkOf([{ file: 'main.tf.json', json: { resource } }]), options);
    expect(findings.filter(({ id }) => id === 'requirement-denied').map(({ message }) => message))
      .toEqual([expect.stringContaining('The network rule n4 has the ports 80; write 443.')]);
  });
});
