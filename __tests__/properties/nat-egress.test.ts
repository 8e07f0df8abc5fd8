import { BlockList, isIPv6 } from 'node:net';
import fc from '../support/fast-check';
import { Direction, EndpointKind, NatEgress, Protocol, type Requirement } from '../../lib';
import { newStack, placeIn } from '../constructs/synthesis';
import { deployments, requirementsOf } from '../support/deployments';
import { standIns } from './carried';

/** Networks whose addresses are not those of the Internet: RFC 1918, 6598, 3927, 4193 and 4291. */
const PRIVATE = new BlockList();
([
  ['10.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16], ['100.64.0.0', 10], ['169.254.0.0', 16], ['fc00::', 7], ['fe80::', 10],
] as const)
  .forEach(([network, length]) => PRIVATE.addSubnet(network, length, isIPv6(network) ? 'ipv6' : 'ipv4'));

/** The first address tells, because the generated ranges do not reach out of these networks. */
function isPrivate({ endpoint: { kind, value } }: Requirement): boolean {
  const [address] = value.split('/') as [string];
  return kind === EndpointKind.ADDRESS_RANGE && PRIVATE.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** What becomes of a requirement when a NAT gateway is the way out. */
function expected(all: readonly Requirement[], requirement: Requirement): 'does not pass' | 'cannot' | 'TCP and UDP' | 'goes out' {
  const { endpoint: { kind, value }, direction, ports, serviceEndpoint } = requirement;
  if (kind === EndpointKind.UNSPECIFIED) {
    return 'cannot';
  }
  if (serviceEndpoint !== undefined || kind === EndpointKind.PODS || direction === Direction.INBOUND || isPrivate(requirement) ||
      ['VirtualNetwork', 'AzureLoadBalancer'].includes(value)) {
    return 'does not pass';
  }
  if (kind === EndpointKind.FQDN || kind === EndpointKind.URL) {
    return ports.ranges.every((port) => standIns(all, requirement, port, 'behind the subnet').length > 0) ? 'goes out' : 'cannot';
  }
  return value.includes(':') ? 'cannot' : ports.protocol === Protocol.ANY ? 'TCP and UDP' : 'goes out';
}

test('of every requirement it is said what a NAT gateway does not filter or carry, and of no other', () => {
  fc.assert(fc.property(deployments(), (deployment) => {
    const requirements = requirementsOf(deployment);
    const { unexpressed, substitutions } = new NatEgress(newStack(), 'Nat', { requirements, name: 'ng', ...placeIn(requirements.cloud) });
    const said = new Map<string, string>([
      ...unexpressed.map(({ requirementId: requirement, isOutOfPath }) => [requirement, isOutOfPath ? 'does not pass' : 'cannot'] as const),
      ...substitutions.map(({ requirementId: requirement, writtenAs }) => [requirement, writtenAs] as const),
    ]);
    expect(said.size).toBe(unexpressed.length + substitutions.length);
    const flows = requirements.all.filter(({ nextHopInternet }) => !nextHopInternet);
    expect(flows.map(({ id }) => [id, said.get(id) ?? 'goes out']))
      .toEqual(flows.map((requirement) => [requirement.id, expected(flows, requirement)]));
  }), { numRuns: 150 });
});
