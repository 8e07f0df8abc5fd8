import { Cloud, Direction, HostNameTraffic } from '../../lib';
import { FilterLists } from '../../lib/filtering/filter-lists';
import { Knowledge } from '../../lib/filtering/knowledge';
import { Appliances } from '../../lib/filtering/paths/appliances';
import { ChangedFlows, changedFlows } from '../../lib/filtering/paths/changed-flows';
import { SubnetView } from '../../lib/filtering/paths/subnet-view';
import { Network } from '../../lib/network/network';
import { networkDifference, NetworkDifference } from '../../lib/review/network-difference';
import { networkOf } from '../../lib/terraform/read-network';
import { type Fields } from '../constructs/synthesis';
import { Deployment, deployments, requirementsOf, synthesize } from '../support/deployments';
import fc from '../support/fast-check';
import { graphOfStack } from '../support/graph-of-stack';
import { MUTATIONS, SecurityRule, taggedRules } from '../support/mutations';
import { isHeld } from '../support/packets/openings';
import { pointsOf, sampled } from '../support/packets/points';
import { passes, spaceOf } from '../support/packets/walk';
import { isPublic, Packet, range, World } from '../support/packets/world';
import { worldOf } from '../support/packets/worlds';
import { planOfStack } from '../support/plan-of-stack';

// Pairs of a synthesized network and a changed one, as configurations, plans and exports of Azure, against the packet evaluator.

/** Deployments without a firewall, whose security group is all that decides. */
const grouped = deployments().map((deployment): Deployment => ({
  ...deployment, own: [], existing: false, defaultRoute: 'none', routes: [],
  facts: { ...deployment.facts, kubernetes: undefined, compute: { ...deployment.facts.compute, publicIp: false } },
  group: {
    ...deployment.group, hostNameTraffic: HostNameTraffic.CLOSED, intraNetwork: ['10.1.0.0/16'], denyOtherOutbound: true,
    firstPriority: 500, subnetAddressPrefixes: undefined,
  },
}));

type Stack = { readonly resource: Record<string, Record<string, Fields>> };

/** What is synthesized, on a subnet of a network. */
function stackOf(deployment: Deployment): Stack {
  const group = structuredClone((synthesize(deployment, 'group').json as Stack).resource.azurerm_network_security_group!);
  const [key] = Object.keys(group);
  const at = { resource_group_name: 'rg', location: 'westus2' };
  return { resource: {
    azurerm_network_security_group: { [key!]: { ...group[key!]!, ...at } },
    azurerm_virtual_network: { v: { ...at, name: 'v', address_space: ['10.1.0.0/16'] } },
    azurerm_subnet: { s: {
      name: 'training', resource_group_name: 'rg', virtual_network_name: '${azurerm_virtual_network.v.name}',
      address_prefixes: ['10.1.1.0/24'],
    } },
    azurerm_subnet_network_security_group_association: { one: {
      subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: `\${azurerm_network_security_group.${key}.id}`,
    } },
  } };
}

function rulesOf({ resource }: Stack): SecurityRule[] {
  return Object.values(resource.azurerm_network_security_group!)[0]!.security_rule as SecurityRule[];
}

function withRules(stack: Stack, rules: readonly SecurityRule[]): Stack {
  const [[key, group]] = Object.entries(stack.resource.azurerm_network_security_group!) as [[string, Fields]];
  return { resource: { ...stack.resource, azurerm_network_security_group: { [key]: { ...group, security_rule: rules } } } };
}

const FORMS: Readonly<Record<string, (stack: Stack) => { readonly file: string; readonly json: unknown }>> = {
  configuration: (stack) => ({ file: 'cdk.tf.json', json: stack }),
  plan: (stack) => ({ file: 'plan.json', json: planOfStack(stack) }),
  export: (stack) => ({ file: 'graph.json', json: graphOfStack(stack) }),
};

function differenceOf(deployment: Deployment, before: Stack, after: Stack, form = 'configuration'): NetworkDifference {
  const requirements = requirementsOf(deployment);
  const request = (stack: Stack): Parameters<typeof networkDifference>[1] => ({
    source: { documents: [FORMS[form]!(stack)] },
    subnets: [{ name: 'training', subnetId: 'v/training', requirements }],
  });
  return networkDifference(request(before), request(after));
}

function changesOf(before: Network, after: Network, cloud: Cloud): ChangedFlows[] {
  const knowledge = new Knowledge(cloud);
  const viewOf = (network: Network): SubnetView => {
    const place = { name: 'training', subnetId: 'x', addressPrefixes: [], networkTraffic: 'virtual-network' as const };
    return new SubnetView(place, network.subnets[0]!, network, new Appliances(network, new Map(), new FilterLists(knowledge)), knowledge);
  };
  const pair = { before: viewOf(before), after: viewOf(after) };
  return [Direction.OUTBOUND, Direction.INBOUND].flatMap((direction) => changedFlows(pair, direction));
}

/** Each tag has addresses of its own, a regional one those of its global form too. */
function worldFor(seed: number, networks: readonly Network[]): World {
  const network = networks[0]!;
  const named = networks.flatMap(({ securityGroups }) => [...securityGroups.values()]).flatMap(({ rules }) => rules)
    .flatMap(({ sources, destinations }) => [...sources, ...destinations]).flatMap((term) => (term.kind === 'tag' ? [term.tag] : []));
  const tags = [...new Set(named)].filter((tag) => !/^(VirtualNetwork|Internet|AzureLoadBalancer|AzurePlatform)/i.test(tag));
  const blocks = new Map(tags.map((tag, i) => [tag, range(`20.${Math.floor(i / 250)}.${i % 250}.0/28`)]));
  const isBelow = (wide: string, narrow: string): boolean => narrow.toLowerCase().startsWith(`${wide.toLowerCase()}.`);
  const all = tags.map((tag) => [tag, [...blocks].filter(([one]) => one.toLowerCase() === tag.toLowerCase() || isBelow(tag, one))
    .map(([, block]) => block)] as const);
  return {
    ...worldOf(seed, true, network, network.subnets[0]!, []), tags: new Map(all), connected: [], widenedBy: [],
    unreadAppliancesAllow: false, gatewayDelivers: false, portsHoldIcmp: false,
  };
}

function packetsOf(network: Network, world: World, changes: readonly ChangedFlows[]): Packet[] {
  const points = pointsOf(network, network.subnets[0]!, world, []);
  const ends = points.addresses.filter((one) => one.family === 4 && isPublic(one));
  const own = points.own.filter(({ family }) => family === 4)[0]!;
  const ports = [...new Set([...changes.flatMap((one) => [one.ports.first, one.ports.last]), ...sampled(points.ports, 8)])];
  const ofTags = [...world.tags.values()].map(([block]) => ({ family: 4 as const, value: block!.first + 1n }));
  return [...ofTags, ...sampled(ends, 40)].flatMap((other) => (['TCP', 'UDP', 'ICMP'] as const).flatMap((protocol) =>
    (protocol === 'ICMP' ? [0] : sampled(ports, 12)).flatMap((port) => (['outbound', 'inbound'] as const).map((direction): Packet =>
      ({ direction, own, other, protocol, port, sourcePort: 50_000 })))));
}

const shown = ({ flows, requirements, verdict }: NetworkDifference): unknown => ({
  verdict, requirements,
  flows: flows.map(({ kind, direction, traffic: what, endpoints, isPossible, isWider, isAskedFor, isWayOut, example }) =>
    ({ kind, direction, what, endpoints, isPossible, isWider, isAskedFor, isWayOut, example })),
});

describe.each(MUTATIONS)('%s', (what, _finding, change) => {
  const pairs = fc.tuple(grouped, fc.nat()).map(([deployment, at]) => {
    const before = stackOf(deployment);
    const rules = rulesOf(before);
    const tagged = taggedRules(rules);
    return { deployment, before, after: withRules(before, change(structuredClone(rules), tagged[at % tagged.length]!)) };
  });

  test('every packet that fares differently is in the difference, and what is certain in it fares so', () => {
    let differing = 0;
    fc.assert(fc.property(pairs, fc.nat(), ({ deployment, before, after }, seed) => {
      const [was, is] = [before, after].map((json) => networkOf([{ file: 'x', json }])) as [Network, Network];
      const world = worldFor(seed, [was, is]);
      const changes = changesOf(was, is, deployment.facts.cloud);
      const site = { ...world, space: spaceOf(is.subnets[0]!) };
      const wrong: unknown[] = [];
      for (const packet of packetsOf(is, world, changes)) {
        const [passed, passing] = [was, is].map((network) => passes(packet, network.subnets[0]!, network, world));
        const those = changes.filter((one) => one.kind !== 'another way' && isHeld(one, packet, site));
        differing += Number(passed !== passing);
        const kind = passing ? 'newly allowed' : 'no longer allowed';
        if (passed !== passing && !those.some((one) => one.kind === kind)) {
          wrong.push({ missing: kind, packet });
        }
        // Names and rules for all addresses leave out what rules for narrower ends decide.
        const certain = those.filter(({ isPossible, target }) => !isPossible && (target.kind === 'addresses' || target.kind === 'tag') &&
          !(target.kind === 'tag' && /^(Internet|VirtualNetwork)$/.test(target.tag)));
        if (certain.some((one) => (one.kind === 'newly allowed') !== passing || passed === passing)) {
          wrong.push({ false: certain[0], packet });
        }
      }
      expect(wrong).toEqual([]);
    }), { numRuns: 4 });
    expect(differing > 0).toBe(what !== 'a tag in lower case');
  });

  test('plans and exports of Azure say the same as configurations', () => {
    fc.assert(fc.property(pairs, ({ deployment, before, after }) => {
      const expected = shown(differenceOf(deployment, before, after));
      expect(shown(differenceOf(deployment, before, after, 'plan'))).toEqual(expected);
      expect(shown(differenceOf(deployment, before, after, 'export'))).toEqual(expected);
    }), { numRuns: 2 });
  });
});

/** The same rules with other names and priorities, and each with several ports as several rules, in another order of the list. */
function rewritten(rules: readonly SecurityRule[]): SecurityRule[] {
  const split = [...rules].sort((a, b) => Number(a.priority) - Number(b.priority)).flatMap((rule) => {
    const ports = rule.destination_port_ranges as string[] | null | undefined;
    return ports === undefined || ports === null || ports.length === 0 ? [rule]
      : ports.map((port) => ({ ...rule, destination_port_ranges: null, destination_port_range: port }));
  });
  return split.map((rule, i) => ({ ...rule, name: `other-${i}`, priority: 100 + 3 * i })).reverse();
}

test.each(Object.keys(FORMS))('rules that are only renamed, reordered or split change nothing (%s)', (form) => {
  fc.assert(fc.property(grouped, (deployment) => {
    const before = stackOf(deployment);
    const { verdict, flows, requirements } = differenceOf(deployment, before, withRules(before, rewritten(rulesOf(before))), form);
    expect({ verdict, flows, requirements }).toEqual({ verdict: 'nothing-changed', flows: [], requirements: [] });
  }), { numRuns: 8 });
});
