/**
 * What a security group opens beyond what is asked for, compared with two oracles that do not know how it is found: every flow
 * at a bound of some range, asked of the evaluator that walks packets, and Z3 over ranges of any size.
 */
import { Direction, Endpoint, Ports, Protocol, Requirement, RequirementSet } from '../../../lib';
import { FilterLists } from '../../../lib/filtering/filter-lists';
import { Knowledge } from '../../../lib/filtering/knowledge';
import { Appliances } from '../../../lib/filtering/paths/appliances';
import { openings, OpenPiece } from '../../../lib/filtering/paths/openings';
import { VerifiedSubnet } from '../../../lib/filtering/paths/subnet-view';
import { ListRule, Term } from '../../../lib/filtering/rule-lists/list-rule';
import { PortInterval } from '../../../lib/azure/port-sets';
import { AddressInterval, AddressTerm, Network, SecurityRule } from '../../../lib/network/network';
import { requirementSet } from '../../constructs/synthesis';
import fc from '../../support/fast-check';
import { addresses, ALL_PORTS, symbolsOf } from '../../support/filter-rules';
import { FilterSolver, startSolver } from '../../support/filter-solver';
import { isHeld } from '../../support/packets/openings';
import { passes, spaceOf } from '../../support/packets/walk';
import { address, Packet, range } from '../../support/packets/world';
import { worldOf } from '../../support/packets/worlds';

const OWN = '10.1.1.0/24';
const OWN_HALVES = ['10.1.1.0/25', '10.1.1.128/25'];
const place = { file: 'f', resource: 'r' };

/** A rule, or something that is asked for, as texts that a counterexample shows. */
interface Opening {
  readonly protocol: 'Tcp' | 'Udp' | '*';
  readonly own: string;
  readonly others: readonly string[];
  readonly ports: PortInterval;
}
interface Written extends Opening {
  readonly access: 'Allow' | 'Deny';
}

/** Ranges of the universe, its ends and its ports; everything else is as all rules have it. */
interface Universe {
  readonly ranges: readonly string[];
  readonly ports: readonly PortInterval[];
}

/** Every bound is a multiple of 64, and one of five ports. */
const NARROW: Universe = {
  ranges: ['20.1.0.0/26', '20.1.0.64/26', '20.1.0.128/26', '20.1.0.0/25', '20.1.0.0/24', '20.1.0.128/25', '0.0.0.0/0'],
  ports: [[0, 65535], [80, 80], [80, 443], [443, 443], [443, 8443], [444, 65535]].map(([first, last]) => ({ first: first!, last: last! })),
};
const WIDE: Universe = {
  ranges: [...NARROW.ranges, '20.0.0.0/8', '20.0.0.0/9', '20.128.0.0/9', '20.1.0.0/16', '20.255.255.255/32', '16.0.0.0/5'],
  ports: [...NARROW.ports, { first: 1, last: 79 }, { first: 65535, last: 65535 }],
};

function openingsOf({ ranges, ports }: Universe): fc.Arbitrary<Opening> {
  return fc.record({
    protocol: fc.constantFrom<Opening['protocol']>('Tcp', 'Tcp', 'Udp', '*'),
    own: fc.constantFrom('0.0.0.0/0', '0.0.0.0/0', OWN, ...OWN_HALVES),
    others: fc.uniqueArray(fc.constantFrom(...ranges), { minLength: 1, maxLength: 3 }),
    ports: fc.constantFrom(...ports),
  });
}

const written = (universe: Universe, maxLength: number): fc.Arbitrary<Written[]> => fc.array(
  fc.tuple(openingsOf(universe), fc.constantFrom<Written['access']>('Allow', 'Deny')).map(([one, access]) => ({ ...one, access })),
  { minLength: 1, maxLength, size: 'max' });
const asked = (universe: Universe): fc.Arbitrary<Opening[]> =>
  fc.array(openingsOf(universe).map((one) => ({ ...one, own: '0.0.0.0/0' })), { maxLength: 3 });

const terms = (...texts: readonly string[]): AddressTerm[] =>
  texts.map((text) => (text === '0.0.0.0/0' ? { kind: 'any' } : { kind: 'interval', text, interval: range(text) }));

function networkOf(rules: readonly Written[]): Network {
  const group = {
    key: 'group', name: 'group', place,
    rules: rules.map(({ access, protocol, own, others, ports }, i): SecurityRule => ({
      name: `r${i}`, place, direction: 'Outbound', priority: 100 + i, access, protocol, sources: terms(own), destinations: terms(...others),
      sourcePorts: ALL_PORTS, destinationPorts: [ports],
    })),
  };
  return {
    subnets: [{
      key: 'subnet', name: 'subnet', place, addressPrefixes: terms(OWN), networkAddressSpace: terms('10.1.0.0/16'), securityGroup: 'group',
      serviceEndpoints: [],
    }],
    securityGroups: new Map([['group', group]]), routeTables: new Map(), firewalls: [], problems: [],
  };
}

function requirementsOf(all: readonly Opening[]): RequirementSet {
  const protocols = { 'Tcp': Protocol.TCP, 'Udp': Protocol.UDP, '*': Protocol.ANY };
  return requirementSet().only().plus(...all.flatMap(({ protocol, others, ports: { first, last } }, i) =>
    others.map((other, j) => Requirement.outbound({
      id: `need-${i}-${j}`, slot: 2000 + 10 * i + j, endpoint: Endpoint.addressRange(other), purpose: 'Need',
      ports: Ports.of(protocols[protocol], [first === last ? String(first) : `${first}-${last}`]),
    }))));
}

function piecesOf(network: Network, requirements: RequirementSet): OpenPiece[] {
  const knowledge = new Knowledge(requirements.cloud);
  const appliances = new Appliances(network, new Map(), new FilterLists(knowledge));
  const asSubnet = { name: 'subnet', subnetId: 'subnet', addressPrefixes: [], requirements, networkTraffic: 'virtual-network' as const };
  return openings(new VerifiedSubnet(asSubnet, network.subnets[0]!, network, appliances, knowledge), Direction.OUTBOUND);
}

test('at every bound, a flow that passes and nobody asks for is in an opening, and every opening has one', () => {
  let [open, pieces] = [0, 0];
  const others = [0, 64, 128, 192].flatMap((begin) => [begin, begin + 63]).map((last) => address(`20.1.0.${last}`));
  const ports = [0, 79, 80, 81, 442, 443, 444, 8443, 8444, 65535];
  fc.assert(fc.property(written(NARROW, 8), asked(NARROW), (rules, all) => {
    const network = networkOf(rules);
    const requirements = requirementsOf(all);
    const found = piecesOf(network, requirements);
    const world = worldOf(0, false, network, network.subnets[0]!, requirements.all);
    const site = { ...world, space: spaceOf(network.subnets[0]!) };
    const packets = others.flatMap((other) => ['10.1.1.5', '10.1.1.200'].map(address).flatMap((own) =>
      (['TCP', 'UDP'] as const).flatMap((protocol) => ports.map((port): Packet =>
        ({ direction: 'outbound', own, other, protocol, port, sourcePort: 50000 })))));
    const isAsked = ({ other, protocol, port }: Packet): boolean => all.some((one) =>
      (one.protocol === '*' || one.protocol.toUpperCase() === protocol) && one.ports.first <= port && port <= one.ports.last &&
      one.others.some((text) => text === '0.0.0.0/0' || (range(text).first <= other.value && other.value <= range(text).last)));
    const beyond = packets.filter((packet) => !isAsked(packet) && passes(packet, network.subnets[0]!, network, world));
    expect(beyond.filter((packet) => !found.some((piece) => isHeld(piece, packet, site)))).toEqual([]);
    // Other protocols, and ends outside of the universe, have no packets here.
    const here = found.filter(({ protocol, target }) =>
      (protocol === 'TCP' || protocol === 'UDP') && target.kind === 'addresses' && target.set.intervals.every(({ family, first, last }) =>
        family === 4 && range('20.1.0.0/24').first <= first && last <= range('20.1.0.0/24').last));
    expect(here.filter((piece) => !beyond.some((packet) => isHeld(piece, packet, site)))).toEqual([]);
    open += beyond.length;
    pieces += here.length;
  }), { numRuns: 200 });
  expect(open).toBeGreaterThan(10_000);
  expect(pieces).toBeGreaterThan(100);
});

describe('by Z3', () => {
  let solver: FilterSolver;
  let stop: () => void;
  const SYMBOLS = symbolsOf({});

  beforeAll(async () => {
    const z3 = await startSolver();
    solver = z3.solverOf([], ['Tcp', 'Udp'], SYMBOLS);
    stop = z3.stop;
  });
  afterAll(() => stop());

  const term = (text: string): Term => ({ kind: 'interval', interval: range(text) });
  const rule = (
    access: 'allow' | 'deny', protocols: readonly string[], own: string, others: readonly Term[], ports: PortInterval,
  ): ListRule =>
    ({ access, protocols, sources: [term(own)], sourcePorts: ALL_PORTS, destinations: others, destinationPorts: [ports] });
  const protocolsOf = (protocol: Opening['protocol']): string[] => (protocol === '*' ? ['Tcp', 'Udp'] : [protocol]);
  const listed = (access: 'allow' | 'deny') => ({ protocol, own, others, ports }: Opening): ListRule =>
    rule(access, protocolsOf(protocol), own, others.map(term), ports);

  /** An opening as a rule. What is taken away from a name is not in it, and what is asked for is in none. */
  const opened = ({ protocol, ports, target }: OpenPiece): ListRule => {
    const intervals = target.kind === 'addresses' ? target.set.intervals : [range('0.0.0.0/0')];
    const others = intervals.filter(({ family }) => family === 4).map(({ first, last }) => addresses(4, first, last));
    return rule('allow', [protocol === 'TCP' ? 'Tcp' : 'Udp'], '0.0.0.0/0', others, ports);
  };
  const isInside = ({ family, first, last }: AddressInterval): boolean =>
    family === 4 && range('20.0.0.0/8').first <= first && last <= range('20.0.0.0/8').last;

  test('nothing that is open is missing, and no opening is empty', async () => {
    let found = 0;
    await fc.assert(fc.asyncProperty(written(WIDE, 6), asked(WIDE), async (rules, all) => {
      const pieces = piecesOf(networkOf(rules), requirementsOf(all)).filter(({ protocol }) => protocol === 'TCP' || protocol === 'UDP');
      const allowed = solver.allows(rules.map((one) => listed(one.access === 'Allow' ? 'allow' : 'deny')(one)), 'allow');
      const from = solver.matches(rule('allow', ['Tcp', 'Udp'], OWN, [term('20.0.0.0/8')], { first: 0, last: 65535 }));
      const notAsked = all.map((one) => solver.not(solver.matches(listed('allow')(one))));
      const beyond = [from, allowed, ...notAsked];
      expect(await solver.isPossible(...beyond, ...pieces.map((piece) => solver.not(solver.matches(opened(piece)))))).toBe(false);
      for (const piece of pieces.filter(({ target }) => target.kind === 'addresses' && target.set.intervals.every(isInside))) {
        expect(await solver.isPossible(...beyond, solver.matches(opened(piece)))).toBe(true);
        found++;
      }
    }), { numRuns: 40 });
    expect(found).toBeGreaterThan(20);
  });
});
