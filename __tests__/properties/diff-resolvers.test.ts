import { EndpointKind } from '../../lib/requirements/endpoint';
import { Network, Subnet } from '../../lib/network/network';
import { networkDifference, NetworkDifference } from '../../lib/review/network-difference';
import { networkOf } from '../../lib/terraform/read-network';
import fc from '../support/fast-check';
import { firewalled, SUBNET_ID, synthesizeFirewalled } from '../support/firewalled';
import { passes } from '../support/packets/walk';
import { address, World } from '../support/packets/world';
import { Configuration } from '../support/suggested';

// Networks whose DNS servers become others, against the packet evaluator: names can be resolved where a query gets to a server.

const SERVERS = ['10.1.1.250', '10.1.7.4', '10.9.0.4', '8.8.8.8', '203.0.113.53'];

const WORLD: World = {
  tags: new Map(), addressesOf: () => [], connected: [], widenedBy: [], opaque: new Map(), fqdnTags: new Map(),
  unreadAppliancesAllow: false, gatewayDelivers: false, portsHoldIcmp: false,
};

/** Whether a query gets to a server, in the network as its firewall has its address. */
function isAnswered(json: Configuration, server: string): boolean {
  const network: Network = networkOf([{ file: 'cdk.tf.json', json }]);
  const at = '10.1.0.4';
  const settled: Network = {
    ...network, firewalls: network.firewalls.map((one) => ({ ...one, privateAddresses: [at] })),
    routeTables: new Map([...network.routeTables].map(([key, table]) => [key, { ...table, routes: table.routes.map((route) => ({
      ...route, ...(route.nextHop === 'VirtualAppliance' && { nextHopAddress: at }),
    })) }])),
  };
  const subnet: Subnet = settled.subnets.find(({ name }) => name === 'compute')!;
  return passes({
    direction: 'outbound', own: address('10.1.1.4'), other: address(server), protocol: 'UDP', port: 53, sourcePort: 50_000,
  }, subnet, settled, WORLD);
}

test('names are lost where no query gets to the new servers, and nothing else is', () => {
  const seen = { answered: 0, lost: 0 };
  fc.assert(fc.property(firewalled, fc.constantFrom(...SERVERS), fc.boolean(), (one, server, isTurned) => {
    const { json, requirements } = synthesizeFirewalled(one);
    const other = structuredClone(json);
    Object.assign(Object.values(other.resource.azurerm_virtual_network!)[0]!, { dns_servers: [server] });
    const request = (of: Configuration): Parameters<typeof networkDifference>[1] => ({
      source: { documents: [{ file: 'cdk.tf.json', json: of }] }, subnets: [{ name: 'compute', subnetId: SUBNET_ID, requirements }],
    });
    const [before, after] = isTurned ? [other, json] : [json, other];
    const { routing, flows, requirements: changes, verdict }: NetworkDifference = networkDifference(request(before), request(after));
    expect(routing).toEqual([expect.objectContaining({ kind: 'resolvers', [isTurned ? 'before' : 'after']: [server] })]);
    expect(flows).toEqual([]);
    const byName = requirements.all.filter(({ endpoint: { kind } }) => kind === EndpointKind.FQDN || kind === EndpointKind.URL);
    if (isAnswered(other, server)) {
      seen.answered++;
      expect(changes).toEqual([]);
      return;
    }
    seen.lost += byName.length;
    const [outcome, met] = isTurned ? ['before', 'after'] as const : ['after', 'before'] as const;
    expect(changes.map(({ requirementId }) => requirementId).sort()).toEqual(byName.map(({ id }) => id).sort());
    changes.forEach((change) => expect([change[met], change[outcome]]).toEqual(['met', expect.not.stringMatching(/^met$/)]));
    expect(verdict).toBe(byName.length === 0 ? 'nothing-changed' : isTurned ? 'wider-as-required' : 'requirement-lost');
  }), { numRuns: 12 });
  expect(Math.min(seen.answered, seen.lost)).toBeGreaterThan(0);
});
