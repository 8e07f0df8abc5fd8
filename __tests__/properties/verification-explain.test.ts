import { Direction, Endpoint } from '../../lib';
import { explainFlow } from '../../lib/verification/explain';
import { FLOW_PROTOCOLS } from '../../lib/verification/flow';
import fc from '../support/fast-check';
import { setOf } from '../support/needs';
import { networks, SUBNET } from '../support/networks';
import { pointsOf } from '../support/packets/points';
import { groupsAt, passesBothEnds, passesFilters, spaceOf } from '../support/packets/walk';
import { address, Packet } from '../support/packets/world';
import { FILE, worldOf } from '../support/packets/worlds';
import { readTags, weekly } from '../support/service-tags';

const file = readTags(weekly(FILE));
const asked = {
  name: SUBNET.name, subnetId: SUBNET.key, addressPrefixes: [], requirements: setOf([]), networkTraffic: 'virtual-network' as const,
};

const flows = fc.record({
  direction: fc.constantFrom(Direction.OUTBOUND, Direction.OUTBOUND, Direction.INBOUND), protocol: fc.constantFrom(...FLOW_PROTOCOLS),
  port: fc.constantFrom(22, 53, 80, 443, 8080, 8443), to: fc.constantFrom(
    '168.63.129.16', '169.254.169.254', '20.1.0.1', '20.1.0.200', '20.2.0.5', '20.3.0.1', '23.0.113.9', '8.8.8.8', '10.1.2.4', '51.1.0.4',
    '40.1.0.9', '10.1.1.7',
  ), machine: fc.constantFrom(undefined, undefined, '10.1.1.7', '10.1.1.9', '10.1.1.200'),
});

test('one flow, explained, is allowed or denied as its packets are', () => {
  const outcomes = { allow: 0, deny: 0, unknown: 0 };
  fc.assert(fc.property(networks, flows, fc.nat(), (network, { direction, protocol, port, to, machine }, seed) => {
    const subnet = network.subnets[0]!;
    const flow = {
      subnet: machine ?? SUBNET.name, direction, protocol, ...(protocol !== 'ICMP' && { port }), endpoint: Endpoint.addressRange(to),
    };
    const { outcome, steps } = explainFlow(network, flow, { subnets: [asked], serviceTags: file });
    outcomes[outcome]++;
    const passing = Array.from({ length: 5 }, (_, i) => {
      const world = worldOf(seed + i, true, network, subnet, []);
      const points = pointsOf(network, subnet, world, []);
      // A subnet is that of compute, which has none of the interfaces in the files; one machine has those with its address.
      const ends = machine !== undefined ? [address(machine)]
        : points.own.filter((own) => own.family === 4 && groupsAt(own, network, world).length === 0);
      const packets = ends.flatMap((own) =>
        points.sourcePorts.map((sourcePort): Packet => ({ direction, own, other: address(to), protocol, port, sourcePort })));
      return packets.every((packet) => passesBothEnds(packet, subnet, network, world) &&
        passesFilters(packet, subnet, groupsAt(packet.own, network, world), network, { ...world, space: spaceOf(subnet) }));
    });
    // A flow is that of all addresses of the subnet: it is denied where that of one of them is.
    expect(passing).toEqual(outcome === 'allow' ? passing.map(() => true) : outcome === 'deny' ? passing.map(() => false) : passing);
    expect(steps[steps.length - 1]!.result).toBe(outcome);
  }), { numRuns: 500 });
  expect(Math.min(outcomes.allow, outcomes.deny)).toBeGreaterThan(50);
});
