import { verify, VerifyOptions } from '../../lib/verification/verify';
import { Requirement } from '../../lib';
import { RequirementAnswer } from '../../lib/filtering/answers';
import { Network } from '../../lib/network/network';
import fc from '../support/fast-check';
import { Need, needs, setOf } from '../support/needs';
import { networks, SUBNET } from '../support/networks';
import { isExample } from '../support/packets/examples';
import { packetsOf, pointsOf } from '../support/packets/points';
import { groupsAt, passes, passesBothEnds, spaceOf } from '../support/packets/walk';
import { isIn, Packet } from '../support/packets/world';
import { FILE, worldOf } from '../support/packets/worlds';
import { readTags, weekly } from '../support/service-tags';

/** Worlds that each answer is compared with. */
const WORLDS = 5;

const several = fc.uniqueArray(needs, { minLength: 1, maxLength: 3, selector: (need: Need) => JSON.stringify(need) });
const file = readTags(weekly(FILE));

function optionsFor(all: readonly Need[], hasFile: boolean): VerifyOptions {
  const subnet = {
    name: SUBNET.name, subnetId: SUBNET.key, addressPrefixes: [], requirements: setOf(all), networkTraffic: 'virtual-network' as const,
  };
  return { subnets: [subnet], ...(hasFile && { serviceTags: file }) };
}

/** What becomes of the packets of a requirement in several worlds: those that are denied, world by world, where it has packets at all. */
function deniedIn(
  network: Network, requirement: Requirement, { conditions }: RequirementAnswer, seed: number, hasFile: boolean,
): Packet[][] {
  const subnet = network.subnets[0]!;
  // Where that is a condition, who asks for the virtual network means its own space, and not what is connected to it.
  const isOfSpace = conditions.some((text) => text.startsWith('VirtualNetwork stands for the address space'));
  // Who asks for a range asks for each machine in it; for other endpoints nothing says which subnet they mean.
  const isPassing = requirement.endpoint.kind === 'addressRange' ? passesBothEnds : passes;
  return Array.from({ length: WORLDS }, (_, i) => {
    const world = worldOf(seed + i, hasFile, network, subnet, [requirement]);
    // Compute of the service has no interface of the files.
    const packets = packetsOf(requirement, pointsOf(network, subnet, world, [requirement]), subnet, world)
      .filter(({ own, other }) => groupsAt(own, network, world).length === 0 && (!isOfSpace || isIn(other, spaceOf(subnet))));
    return packets.length === 0 ? undefined : packets.filter((packet) => !isPassing(packet, subnet, network, world));
  }).filter((denied) => denied !== undefined);
}

/** With a file there is one world for what has addresses; what has a name only, and what rests on names only, may be in several. */
function isDenied({ endpoint: { kind, value } }: Requirement, denied: readonly Packet[][], hasFile: boolean): boolean {
  if (['Internet', 'VirtualNetwork', '0.0.0.0/0'].includes(value)) {
    return true; // of so many packets only some are looked at
  }
  const isCertain = hasFile && (kind === 'serviceTag' || kind === 'addressRange');
  return denied.length === 0 || (isCertain ? denied.every((packets) => packets.length > 0) : denied.some((packets) => packets.length > 0));
}

function expectRight(answer: RequirementAnswer, requirement: Requirement, denied: readonly Packet[][], hasFile: boolean): void {
  if (answer.outcome === 'met') {
    expect(denied.flat()).toEqual([]);
  } else if (answer.outcome === 'denied') {
    expect(isDenied(requirement, denied, hasFile)).toBe(true);
    expect(answer.example).toMatchObject({ direction: requirement.direction, subnet: SUBNET.name });
  }
}

/** The rules of a firewall in a world where tags are known are not in doubt: then what is unknown is what only a file could say. */
const OPEN_QUESTIONS =
  /VirtualNetwork|Internet|network that this one is connected to|appliance were not read|gateway|may cover the address of|may be those of|an address in common|names its host|whether the host is there|may cover addresses of|only some of this traffic|only connections from|may cover .*; Azure keeps its list|as well as to names|may match a part of it|is a part of|FQDN tag|other prefixes|private endpoint may answer|it may have an(other)? address|may leave this to security groups|of another configuration/;

describe.each([[true, 'with a service tag file'], [false, 'by names alone']])(
  'answers hold in every world that fits what is known', (hasFile, how) => {
    test(how, () => {
      const outcomes = { met: 0, denied: 0, unknown: 0 };
      fc.assert(fc.property(networks, several, fc.nat(), (network, all, seed) => {
        const options = optionsFor(all, hasFile);
        for (const answer of verify(network, options).answers) {
          const requirement = options.subnets[0]!.requirements.all.find(({ id }) => id === answer.requirementId)!;
          outcomes[answer.outcome]++;
          expectRight(answer, requirement, deniedIn(network, requirement, answer, seed, hasFile), hasFile);
          if (answer.outcome === 'denied') {
            expect(isExample(answer.example!, requirement)).toBe(true);
          }
          if (answer.outcome === 'unknown' && hasFile) {
            expect(answer.steps.filter(({ result }) => result === 'unknown').map(({ text }) => text).join()).toMatch(OPEN_QUESTIONS);
          }
        }
      }), { numRuns: 300 });
      // Networks that are put together by chance leave more open than those that are meant; most answers are definite all the same.
      const total = outcomes.met + outcomes.denied + outcomes.unknown;
      expect(outcomes.met / total).toBeGreaterThan(0.15);
      expect(outcomes.unknown / total).toBeLessThan(hasFile ? 0.4 : 0.5);
    });
  },
);
