import { readExports } from '../../lib/azure-exports/read-exports';
import { InputError } from '../../lib/azure/errors';
import { interfacesElsewhere } from '../../lib/filtering/paths/interfaces';
import type { Network } from '../../lib/network/network';
import { explainer } from '../../lib/verification/explain';
import { parseFlow } from '../../lib/verification/flow';
import { partsOf, replaced } from '../deployment/documents';
import fc from '../support/fast-check';

/* One network in which something of each kind denies a flow: nothing in a wrong form may turn one of the denials into a way. */

const RG = '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg/providers/Microsoft.Network';
const NET = `${RG}/virtualNetworks/v`;

function rule(name: string, priority: number, access: string, ports: string, destination = '*', protocol = 'Tcp'): object {
  return { name, properties: { priority, access, direction: 'Outbound', protocol, sourcePortRange: '*', sourceAddressPrefix: '*',
    destinationPortRange: ports, destinationAddressPrefix: destination, destinationAddressPrefixes: [], provisioningState: 'Succeeded' } };
}

function resource(path: string, properties: object): Record<string, unknown> {
  return { id: `${RG}/${path}`, name: path.split('/').at(-1)!, properties: { provisioningState: 'Succeeded', ...properties } };
}

function collections(action: string, rules: readonly object[]): object[] {
  return [{ ruleCollectionType: 'FirewallPolicyFilterRuleCollection', name: action, priority: 100, action: { type: action }, rules }];
}

function networkRule(name: string, tag: string): object {
  return { ruleType: 'NetworkRule', name, ipProtocols: ['TCP'], sourceAddresses: ['*'], destinationAddresses: [tag],
    destinationPorts: ['443'] };
}

function subnet(name: string, addressPrefix: string, more: object): object {
  return { id: `${NET}/subnets/${name}`, name, properties: { addressPrefix, ...more } };
}

const DOCUMENT = { value: [
  resource('networkSecurityGroups/nsg', { securityRules: [rule('web', 100, 'Allow', '443'), rule('rest', 4096, 'Deny', '*', '*', '*')] }),
  resource('networkSecurityGroups/own', { securityRules: [rule('none', 100, 'Deny', '443', 'Internet')] }),
  resource('routeTables/rt', { routes: [{ name: 'd', properties: { addressPrefix: '0.0.0.0/0', nextHopType: 'VirtualAppliance',
    nextHopIpAddress: '10.9.0.4' } }] }),
  resource('virtualNetworks/v', { addressSpace: { addressPrefixes: ['10.9.0.0/16'] }, virtualNetworkPeerings: [], subnets: [
    subnet('training', '10.9.1.0/24', { networkSecurityGroup: { id: `${RG}/networkSecurityGroups/nsg` },
      routeTable: { id: `${RG}/routeTables/rt` } }),
    subnet('closed', '10.9.2.0/24', { defaultOutboundAccess: false }), subnet('machines', '10.9.3.0/24', {}),
  ] }),
  resource('networkInterfaces/n', { networkSecurityGroup: { id: `${RG}/networkSecurityGroups/own` },
    ipConfigurations: [{ name: 'c', properties: { privateIPAddress: '10.9.3.4', subnet: { id: `${NET}/subnets/machines` } } }] }),
  resource('azureFirewalls/f', { ipConfigurations: [{ name: 'c', properties: { privateIPAddress: '10.9.0.4' } }],
    firewallPolicy: { id: `${RG}/firewallPolicies/p` } }),
  resource('firewallPolicies/p', { basePolicy: { id: `${RG}/firewallPolicies/base` },
    ruleCollectionGroups: [{ id: `${RG}/firewallPolicies/p/ruleCollectionGroups/g` }] }),
  resource('firewallPolicies/base', { ruleCollectionGroups: [{ id: `${RG}/firewallPolicies/base/ruleCollectionGroups/b` }] }),
  resource('firewallPolicies/p/ruleCollectionGroups/g', { priority: 100, ruleCollections: collections('Allow',
    [networkRule('monitor', 'AzureMonitor'), networkRule('storage', 'Storage')]) }),
  resource('firewallPolicies/base/ruleCollectionGroups/b', { priority: 100,
    ruleCollections: collections('Deny', [networkRule('no-monitor', 'AzureMonitor')]) }),
] };

const DENIED = ['training outbound tcp 443 AzureMonitor', 'training outbound tcp 8443 20.0.0.1', 'closed outbound tcp 443 20.0.0.1',
  '10.9.3.4 outbound tcp 443 20.0.0.1'].map((text) => parseFlow(text));

interface Seen {
  readonly network: Network;
  readonly outcomes: readonly { readonly outcome: string; readonly conditions: readonly string[] }[];
}

function seen(json: unknown): Seen | undefined {
  try {
    const network = readExports([{ file: 'x.json', json }]);
    const explain = explainer(network, { subnets: [] });
    return { network, outcomes: DENIED.map((flow) => {
      try {
        return explain(flow);
      } catch (error) {
        if (error instanceof InputError) {
          return { outcome: 'no subnet', conditions: [] };
        }
        throw error;
      }
    }) };
  } catch (error) {
    if (error instanceof InputError) {
      return undefined;
    }
    throw error;
  }
}

test('each of the flows is denied', () => {
  expect(seen(DOCUMENT)!.outcomes.map(({ outcome }) => outcome)).toEqual(DENIED.map(() => 'deny'));
});

// Values of a wrong type, what PowerShell cuts, names that objects have of themselves, and what is far too large.
const GARBAGE = fc.constantFrom<unknown>(42, 'garbage!', { x: 1 }, [[]], [null], 1e300, -1, 'System.Object[]', '@{id=x}', '__proto__',
  { constructor: 'x' }, 'x'.repeat(5000));

test('a value in a wrong form leaves a denial, or makes it unknown, or is told', () => {
  const parts = partsOf(DOCUMENT).filter(({ path }) => path.length > 2);
  fc.assert(fc.property(fc.constantFrom(...parts), GARBAGE, ({ path }, garbage) => {
    const found = seen(replaced(DOCUMENT, path, garbage));
    const isAllowed = found?.outcomes.map(({ outcome, conditions }) => outcome === 'allow' && conditions.length === 0) ?? [];
    // An interface that is nowhere is said to be that, and verify has a finding for its group.
    const isTold = isAllowed.at(-1) === true && found!.network.problems.length + interfacesElsewhere(found!.network).length > 0;
    expect(isAllowed.slice(0, -1)).not.toContain(true);
    expect(isTold).toBe(isAllowed.at(-1) ?? false);
  }), { numRuns: 300 });
});

test.each(['Deny', 'Perhaps', 42])('a collection with the action %s may deny what it holds a part of', (action) => {
  const path = ['value', 9, 'properties', 'ruleCollections', 0, 'action', 'type'];
  const { network } = seen(replaced(DOCUMENT, path, action))!;
  expect(explainer(network, { subnets: [] })(parseFlow('training outbound tcp 443 Storage')).outcome).toBe('unknown');
});

test('a key that objects have of themselves is one as any other', () => {
  const text = JSON.stringify(DOCUMENT).replaceAll('"properties":{', '"properties":{"__proto__":{"access":"Allow"},"constructor":1,');
  expect(seen(JSON.parse(text))!.outcomes.map(({ outcome }) => outcome)).toEqual(DENIED.map(() => 'deny'));
});
