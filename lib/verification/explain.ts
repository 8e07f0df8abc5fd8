import { CLOUDS } from '../azure/clouds';
import { InputError } from '../azure/errors';
import { Direction } from '../requirements/direction';
import { EndpointKind } from '../requirements/endpoint';
import { Protocol } from '../requirements/ports';
import { Requirement } from '../requirements/requirement';
import { PathStep } from '../filtering/answers';
import { whereResolved } from '../filtering/paths/answer';
import { Appliances } from '../filtering/paths/appliances';
import { requiredFlowsOf, alternativesByLayer, targetsOf } from '../filtering/paths/required-flows';
import { FilterLists } from '../filtering/filter-lists';
import { INTERNET, Knowledge, NETWORK_TAGS } from '../filtering/knowledge';
import { PUBLIC_IPV6 } from '../filtering/known-addresses';
import { RequiredFlow, pathOf } from '../filtering/paths/path';
import { PathResult, worst } from '../filtering/paths/path-result';
import { SubnetIndex, whyNotFound } from '../filtering/paths/subnet-index';
import { statedPlace, SubnetQuery, SubnetToVerify, SubnetView } from '../filtering/paths/subnet-view';
import { IntervalSet } from '../network/interval-set';
import { Flow, flowText } from './flow';
import { HiddenTexts } from '../network/hidden-texts';
import { Network, Subnet } from '../network/network';
import { VerifyOptions } from './verify';

/** What happens to one flow, layer by layer. */
export interface Explanation {
  /** The flow as text. */
  readonly flow: string;
  readonly outcome: 'allow' | 'deny' | 'unknown';
  /** The layers that it passes, in their order, as far as it comes. */
  readonly steps: readonly PathStep[];
  /** What the answer rests on and that is not in the files. */
  readonly conditions: readonly string[];
}

/**
 * The way of one flow through a network. A subnet is one of those that are asked for, or one of the files by its name there; an address
 * in one is the machine with that address.
 *
 * @throws when there is no such subnet, or several
 */
export function explainFlow(network: Network, flow: Flow, options: VerifyOptions): Explanation {
  return explainer(network, options)(flow);
}

/** A subnet of the network, as flows from and to it are looked at. */
interface Explained {
  readonly view: SubnetView;
  readonly asked: SubnetToVerify | undefined;
}

/** Explains flows as `explainFlow` does; what flows of one network, or of one subnet, have in common is made once. */
export function explainer(
  network: Network, { subnets, serviceTags, resolved, appliances = new Map<string, string>() }: VerifyOptions,
): (flow: Flow) => Explanation {
  const cloud = subnets[0]?.requirements.cloud ?? serviceTags?.cloud ?? CLOUDS[0]!;
  const knowledge = new Knowledge(cloud, serviceTags);
  const { hidden = HiddenTexts.NONE } = network;
  const index = new SubnetIndex(network);
  const nextHops = new Appliances(network, appliances, new FilterLists(knowledge, network.adminRules));
  const known = new Map<string, Explained>();
  const explained = (name: string): Explained => {
    const holding = index.having(name);
    const asked = subnets.find(({ name: own, subnetId }) =>
      own === name || (holding.length === 1 && index.find(subnetId)[0] === holding[0]));
    const place: SubnetQuery = holding.length > 0 ? machineAt(name, holding, asked) : asked ?? placeOf(network, name);
    const [subnet, ...others] = holding.length > 0 ? holding : index.find(place.subnetId);
    if (subnet === undefined || others.length > 0) {
      throw new InputError({
        argument: 'flow', problem: hidden.without(whyNotFound(place.subnetId, subnet === undefined ? [] : [subnet, ...others], network)),
      });
    }
    const query = { ...(asked !== undefined && statedPlace(asked.requirements)), ...place, ...(resolved !== undefined && { resolved }) };
    return { asked, view: new SubnetView(query, subnet, network, nextHops, knowledge, asked?.requirements.all, true) };
  };
  return (flow) => {
    const { view, asked } = known.get(flow.subnet) ?? explained(flow.subnet);
    known.set(flow.subnet, { view, asked });
    const overIpv4 = worst(flowsOf(flow, view, asked).map((one) => pathOf(view, flow.direction, one)));
    const path = withIpv6(overIpv4, flow, view);
    const { result, steps, conditions } = path.result === 'allow' && isToHost(flow) ? whereResolved(path, view, asked?.requirements) : path;
    return hidden.without({ flow: flowText(flow), outcome: result, steps, conditions });
  };
}

/**
 * Names and tags stand for addresses of IPv4. Where the subnet has IPv6 as well, what is denied over IPv4 alone is not denied: a name
 * or a tag can have addresses of IPv6.
 */
function withIpv6(overIpv4: PathResult, { direction, protocol, port = 0, endpoint: { kind, value } }: Flow, view: SubnetView): PathResult {
  const hasIpv6 = view.own.kind === 'addresses' && view.own.set.overlaps(IntervalSet.IPV6);
  if (!hasIpv6 || overIpv4.result !== 'deny' || kind === EndpointKind.ADDRESS_RANGE ||
      NETWORK_TAGS.some((tag) => tag === value && tag !== INTERNET)) {
    return overIpv4;
  }
  const listed = kind === EndpointKind.SERVICE_TAG ? view.context.knowledge.addressesOf(value)?.and(IntervalSet.IPV6) : undefined;
  const set = listed ?? PUBLIC_IPV6;
  if (set.isEmpty) {
    return overIpv4;
  }
  const target = { kind: 'addresses', set, side: 'internet', label: `${value} over IPv6` } as const;
  const overIpv6 = pathOf(view, direction, { target, protocol, ports: { first: port, last: port } });
  if (overIpv6.result === 'deny') {
    return overIpv4;
  }
  const last = overIpv6.steps[overIpv6.steps.length - 1]!;
  return {
    ...overIpv4, result: 'unknown', conditions: [...overIpv4.conditions, ...overIpv6.conditions],
    steps: [...overIpv4.steps, {
      ...last, result: 'unknown',
      text: `over IPv6 ${overIpv6.result === 'allow' ? 'it is let through' : 'the answer is unknown'}: ${last.text}`,
    }],
  };
}

function isToHost({ direction, endpoint: { kind } }: Flow): boolean {
  return direction === Direction.OUTBOUND && (kind === EndpointKind.FQDN || kind === EndpointKind.URL);
}

/** One machine of a subnet, by its address. */
function machineAt(address: string, [subnet]: readonly Subnet[], asked: SubnetToVerify | undefined): SubnetQuery {
  return {
    ...asked ?? { subnetId: subnet!.key, addressPrefixes: [], networkTraffic: 'virtual-network' as const }, name: address, machine: address,
  };
}

/** A subnet of the files by its name. */
function placeOf(network: Network, name: string): SubnetQuery {
  const those = network.subnets.filter((subnet) => subnet.name === name);
  if (those.length > 1) {
    throw new InputError({
      argument: 'flow',
      problem: whyNotFound(name, those, network),
    });
  }
  return { name, subnetId: those[0]?.key ?? name, addressPrefixes: [], networkTraffic: 'virtual-network' };
}

/** The flow as a requirement asks for it, where one does: then service tags and host names may stand for each other. */
function flowsOf(flow: Flow, view: SubnetView, asked: SubnetToVerify | undefined): RequiredFlow[] {
  const ports = { first: flow.port ?? 0, last: flow.port ?? 0 };
  const set = asked?.requirements.all ?? [];
  const requirement = set.find((one) => asksFor(one, flow));
  if (requirement !== undefined) {
    return requiredFlowsOf(requirement, view, alternativesByLayer(set))
      .filter(({ protocol, ports: { first, last } }) => protocol === flow.protocol && first <= ports.first && ports.last <= last)
      .map((one) => ({ ...one, ports }));
  }
  const flows = targetsOf(flow, view).map((end) => ({ ...end, protocol: flow.protocol, ports }));
  if (flows.length === 0) {
    throw new InputError({ argument: 'flow', given: flow.endpoint.toString(), problem: 'is not an endpoint that a flow can have' });
  }
  return flows;
}

function asksFor({ direction, endpoint: { kind, value }, ports, nextHopInternet }: Requirement, flow: Flow): boolean {
  const isWeb = kind === EndpointKind.FQDN || kind === EndpointKind.URL;
  const isProtocol = ports.protocol === flow.protocol ||
    (ports.protocol === Protocol.ANY && (flow.protocol === 'TCP' || (flow.protocol === 'UDP' && !isWeb)));
  const { port } = flow;
  return direction === flow.direction && !nextHopInternet && kind === flow.endpoint.kind && value === flow.endpoint.value && isProtocol &&
    port !== undefined && ports._all.some((range) => range.has(port));
}
