import { Direction } from '../../requirements/direction';
import { PathStep } from '../answers';
import { PortInterval } from '../../azure/port-sets';
import { Firewall } from '../../network/network';
import { TransportProtocol } from '../filter-rule';
import { PRIVATE_ADDRESSES } from '../known-addresses';
import { Alternative, through } from './layer';
import { Hop, Way } from './next-hops';
import { routeToAppliance } from './resolver-route';
import { heldByPolicies } from './endpoint-policies';
import { besideEndpoints } from './endpoint-routes';
import type { OtherEnd } from './ends-of-addresses';
import { interfacesMeant, interfacesNotMeant, interfacesThere } from './interface-flows';
import { atOtherEnd, closedSubnets } from './other-end';
import { asPath, joinedPath, PathResult, worst } from './path-result';
import { withPeerings } from './peered-ends';
import { isOfPlatform, platformRules, platformServiceOf } from './platform';
import { connectionCondition, whyUnconnected } from './connection';
import { wayOutConditionsOf } from './firewall-conditions';
import { sentOn } from './sent-on';
import { MatchContext } from './split';
import { SubnetView } from './subnet-view';
import { Target, targetText } from './target';
import { refusedAtInternet, refusedByFirewall } from './translated-protocols';
import { openConditions, withoutGroup } from './without-filter';

/** Flows that one need asks for, of one protocol and on ports that no rule divides. */
export interface RequiredFlow extends OtherEnd {
  readonly protocol: TransportProtocol;
  readonly ports: PortInterval;
  /** How security groups and firewalls may carry it instead. */
  readonly alternatives?: { readonly securityGroup?: Alternative; readonly firewall?: Alternative };
  readonly fqdnTags?: readonly string[];
  /** Whether the target is the firewall that routes lead to, which answers itself. */
  readonly atFirewall?: boolean;
  /** Service endpoint that the traffic takes, past any route. */
  readonly serviceEndpoint?: string;
  /** Whether a requirement needs it, whatever port it comes from. */
  readonly isNeeded?: boolean;
  /** Firewalls that have let it through already. */
  readonly passed?: readonly Firewall[];
}

/** What becomes of flows into or out of a subnet. */
export function pathOf(view: SubnetView, direction: Direction, asked: RequiredFlow): PathResult {
  const found = pathOfTarget(view, direction, asked);
  const { takenFor, condition } = asked;
  if (takenFor !== undefined && found.result !== 'allow') {
    const other = pathOfTarget(view, direction, { ...asked, target: takenFor.target });
    if (other.result === 'allow' || found.result === 'unknown') {
      return { ...other, conditions: [takenFor.condition, ...other.conditions] };
    }
  }
  return condition === undefined || found.result !== 'allow' ? found : { ...found, conditions: [condition, ...found.conditions] };
}

function pathOfTarget(view: SubnetView, direction: Direction, asked: RequiredFlow): PathResult {
  const way = direction === Direction.INBOUND ? inboundPath : outboundPath;
  const path = (at: SubnetView, flows: RequiredFlow): PathResult =>
    onValues(withPeerings(withInterfaces(withOtherEnd(way(at, flows), at, direction, flows), at, direction, flows), at, flows), at);
  const one = path(view, asked);
  if (asked.orAs === undefined) {
    return one;
  }
  const other = path(view, { ...asked, target: asked.orAs });
  if (other.result === one.result || one.result === 'unknown') {
    return one;
  }
  if (view.network.isIn(PRIVATE_ADDRESSES)) {
    return { ...one, conditions: [...one.conditions, onInternet(targetText(asked.target), view)] };
  }
  // A network with public addresses of its own is perhaps connected to others.
  const text = `${decisive(one)}, if the addresses are on the Internet; ${decisive(other)}, if they are in a network that this one is ` +
    'connected to';
  return {
    result: 'unknown', at: one.at, conditions: [],
    steps: [...one.steps.slice(0, -1), {
      ...one.steps[one.steps.length - 1]!, result: 'unknown', text, ...(one.result === 'deny' && { otherwise: 'deny' as const }),
    }],
  };
}

/** The condition that public addresses are on the Internet, and not in a connected network. */
function onInternet(addresses: string, { context: { knowledge: { conditions } } }: SubnetView): string {
  return conditions.note(
    `${addresses} is on the Internet, and in no network that this one is connected to`,
    'public addresses are on the Internet, and in no network that this one is connected to', addresses,
  );
}

/** With what the security group of the subnet at the other end does, where the files have that subnet. */
function withOtherEnd(path: PathResult, view: SubnetView, direction: Direction, asked: RequiredFlow): PathResult {
  if (path.result === 'deny') {
    return path;
  }
  const closed = path.result === 'allow' ? closedSubnets(view, direction, asked) : [];
  const meant = closed.find(({ hasEndpoints }) => hasEndpoints);
  if (meant !== undefined) {
    return { ...path, result: 'unknown', conditions: [], steps: [...path.steps, {
      layer: 'security group', result: 'unknown', places: [meant.place], isAtOtherEnd: true,
      text: `private endpoints of the files, which the flow may be for, are ${meant.text}`,
    }] };
  }
  if (closed.length > 0) {
    return { ...path, conditions: [...path.conditions, ...closed.map(({ text }) => `nothing that is asked for is ${text}`)] };
  }
  const layers = [...atOtherEnd(view, direction, asked), ...interfacesThere(view, direction, asked)].map((layer) => asPath(layer));
  const there = layers.length === 0 ? undefined : worst(layers);
  return there === undefined || (path.result === 'unknown' && there.result !== 'deny') ? path : joinedPath(path, there);
}

/** With what the groups of network interfaces in the subnet do: of those that are meant, or as a condition that none of them is. */
function withInterfaces(path: PathResult, view: SubnetView, direction: Direction, asked: RequiredFlow): PathResult {
  if (path.result === 'deny') {
    return path;
  }
  const conditions = path.result === 'allow' ? interfacesNotMeant(view, direction, asked) : [];
  const layers = interfacesMeant(view, direction, asked).map((layer) => asPath(layer));
  const there = layers.length === 0 ? undefined : worst(layers);
  if (there === undefined || (path.result === 'unknown' && there.result !== 'deny')) {
    return { ...path, conditions: [...path.conditions, ...conditions] };
  }
  return direction === Direction.INBOUND ? joinedPath(path, there) : there.result === 'allow' ? joinedPath(there, path) : there;
}

/** The way of traffic to the host of the machine, which answers it itself. */
function platformPath(view: SubnetView, asked: RequiredFlow): PathResult {
  const { protocol, ports, target } = asked;
  const service = platformServiceOf(asked);
  const piece = { protocol, ports, source: view.ownFor(target), destination: target };
  const group = view.isUnfiltered ? withoutGroup(view, target)
    : resting(
      asPath(through('security group', view.filteredBy, platformRules(view.outbound, service), piece, view.context)), view.filteredBy,
      view.group?.incomplete,
    );
  if (group.result !== 'allow') {
    return group;
  }
  const isLicensing = service !== undefined && service.address === undefined;
  const onward: PathResult = !isLicensing
    ? { result: 'allow', at: target, conditions: [], steps: [step('allow', 'the host of the machine answers, whatever the routes are')] }
    : view.routes.holdEverything
      ? { result: 'unknown', at: target, conditions: [], steps: [step(
        'unknown', `routes of the user cover everything, so ${service.what} takes no path of its own; ask for the hosts of its servers`,
      )] }
      : { result: 'allow', at: target, conditions: [], steps: [step('allow', `${service.what} takes a path of Azure's own`)] };
  return joinedPath(group, onward);
}

/**
 * Adds the conditions of values that the files give and that may be set otherwise, such as defaults of variables. A result that is unknown
 * needs none.
 */
function onValues(path: PathResult, { subnet, group, table, firewalls, whole, context: { knowledge } }: SubnetView): PathResult {
  const given = [subnet, group, table, ...firewalls].flatMap((one) => one?.conditions ?? []);
  given.forEach((value) => knowledge.conditions.note(value, 'values that may be given otherwise', value));
  const values = [...given, ...(whole.otherWays ?? []).map((one) =>
    knowledge.conditions.note(`${one}, which is not read, changes nothing here`, 'resources that are not read change nothing here', one))];
  return path.result === 'unknown' || values.length === 0 ? path : { ...path, conditions: [...path.conditions, ...new Set(values)] };
}

/** The step that the result comes from: the one that denies, or that is unknown; the last one, where all allow. */
function decisive({ result, steps }: PathResult): string {
  return (result === 'allow' ? undefined : steps.find((one) => one.result === result))?.text ?? steps[steps.length - 1]!.text;
}

/** The way of traffic into a subnet: its security group alone, because it comes to the address of the compute. */
function inboundPath(view: SubnetView, asked: RequiredFlow): PathResult {
  const { protocol, ports, target, isNeeded = false } = asked;
  if (view.isUnfiltered) {
    return withoutGroup(view, target, interfacesMeant(view, Direction.INBOUND, asked).length > 0 ? [] : openConditions(target));
  }
  const layer = through(
    'security group', view.filteredBy, view.inbound, { protocol, ports, source: target, destination: view.ownFor(target) },
    { ...view.context, isNeeded }, undefined, true,
  );
  return resting(
    { result: layer.step.result, steps: [layer.step], conditions: layer.conditions, at: target }, view.filteredBy, view.group?.incomplete,
  );
}

/** The way of traffic out of a subnet: security group, route, and the firewall that the route leads to. */
function outboundPath(view: SubnetView, asked: RequiredFlow): PathResult {
  const { protocol, ports, target, alternatives, fqdnTags = [], isNeeded = false } = asked;
  if (isOfPlatform(target)) {
    return platformPath(view, asked);
  }
  const context = { ...view.context, isNeeded, ...(fqdnTags.length > 0 && { fqdnTags }) };
  const piece = { protocol, ports, source: view.ownFor(target), destination: target };
  const first = view.isUnfiltered ? withoutGroup(view, target)
    : resting(
      asPath(through('security group', view.filteredBy, view.outbound, piece, context, alternatives?.securityGroup)), view.filteredBy,
      view.group?.incomplete,
    );
  if (first.result === 'deny') {
    return first;
  }
  const next = onward(view, asked, context);
  // what is denied on the way is denied, whatever the group does
  return first.result === 'allow' || next.result === 'deny' ? joinedPath(first, next) : first;
}

/** The way of outbound traffic after the security group: routes, and what they lead to. */
function onward(view: SubnetView, asked: RequiredFlow, context: MatchContext): PathResult {
  const { serviceEndpoint, target } = asked;
  if (serviceEndpoint !== undefined) {
    const { serviceEndpoints } = view.subnet;
    if (serviceEndpoints === undefined || serviceEndpoints.includes(serviceEndpoint)) {
      const { result, note, conditions } = heldByPolicies(view.subnet, serviceEndpoint, target);
      const own = serviceEndpoints !== undefined ? []
        : [`the subnet, which is made elsewhere, has the service endpoint ${serviceEndpoint}`];
      const steps = [step(result, `service endpoint ${serviceEndpoint} of the subnet${note}`)];
      return { result, at: target, steps, conditions: [...own, ...conditions] };
    }
  }
  if (view.unknownTable !== undefined) {
    return {
      result: 'unknown', at: target, conditions: [],
      steps: [step('unknown', `the route table of the subnet is not known: ${view.unknownTable.unknown}`)],
    };
  }
  const itself = asked.atFirewall === true ? atFirewall(view, target) : undefined;
  const result = itself ?? worst(view.waysOf(target).map((way) =>
    besideEndpoints(view, way, asked.protocol, along(view, way, asked, context))));
  const isMadeElsewhere = view.table === undefined && view.subnet.addressPrefixes.length === 0;
  return isMadeElsewhere ? {
    ...result, conditions: [...result.conditions, 'the subnet, which is made elsewhere, has no route table: the files have none for it'],
  } : result;
}

/** What the firewall that a route leads to answers itself, by its DNS proxy; undefined where no route leads to one with this address. */
function atFirewall(view: SubnetView, target: Target): PathResult | undefined {
  const route = routeToAppliance(view, target);
  const isDelivered = target.kind === 'unknown' ||
    view.waysOf(target).every(({ hops }) =>
      hops.some(({ kind, route: own }) => kind === 'network' || (kind === 'appliance' && own === route)));
  if (route === undefined || !isDelivered) {
    return undefined;
  }
  const firewall = view.firewallAt(route);
  const name = firewall === undefined ? 'the firewall' : `the firewall ${firewall.name}`;
  const places = [route.place];
  if (firewall?.dnsProxy === false) {
    return {
      result: 'deny', at: target, conditions: [],
      steps: [{
        layer: 'firewall', result: 'deny', places, text: `the DNS proxy of ${name} is off`,
        cause: { text: `the DNS proxy of ${name} is off`, remedy: 'switch it on, or let another server resolve host names' },
      }],
    };
  }
  return {
    result: 'allow', at: target, conditions: firewall?.dnsProxy === true ? [] : [`the DNS proxy of ${name} is on`],
    steps: [{ layer: 'firewall', result: 'allow', places, text: `${name} answers itself` }],
  };
}

/** The result of one way. Where several hops are possible, they have to agree, or what is surely taken denies. */
function along(view: SubnetView, { target, hops, why, surelyTaken }: Way, asked: RequiredFlow, context: MatchContext): PathResult {
  const results = hops.map((hop) => beyond(view, hop, { ...asked, target }, context));
  if (results.every(({ result }) => result === results[0]!.result)) {
    return results.length === 1 || results[0]!.result !== 'allow' ? results[0]! : {
      ...results[0]!, steps: results.flatMap(({ steps }) => steps),
      conditions: [...new Set(results.flatMap(({ conditions }) => conditions))],
    };
  }
  const sure = surelyTaken === undefined ? undefined : results[hops.indexOf(surelyTaken)];
  if (sure?.result === 'deny') {
    return { ...sure, steps: [...sure.steps.slice(0, -1), byNames(sure.steps[sure.steps.length - 1]!)] };
  }
  const unknown = results.find(({ result }) => result === 'unknown');
  if (unknown !== undefined) {
    return unknown;
  }
  const ways = hops.map(({ text }) => text).join(', or ');
  return {
    result: 'unknown', at: target, conditions: [],
    steps: [
      {
        ...step('unknown', `${ways}: ${why}`, hops), cause: {
          text: `${ways}: which of them some of the addresses take is not known`,
          remedy: view.context.knowledge.file === undefined
            ? 'give a service tag file, which tells the addresses of tags, and whatever else of these routes is not known'
            : 'give what of these routes is not known',
        },
      },
      ...results.flatMap(({ steps }) => steps.slice(1)),
    ],
  };
}

/** A denial by the names of tags in routes: it holds for a part of the addresses, and says so. */
function byNames(step: PathStep): PathStep {
  const note = 'this compares names only, and a service tag file shows whether routes for other tags cover some of its addresses';
  const { text, cause } = step;
  const own = [...cause?.own === undefined ? [] : [cause.own], note].join('; ');
  return { ...step, text: `${text}; ${note}`, cause: { text: cause?.text ?? text, remedy: cause?.remedy ?? 'change the route', own } };
}

/** What becomes of a flow at its next hop and after it. */
function beyond(view: SubnetView, hop: Hop, asked: RequiredFlow, context: MatchContext): PathResult {
  const { target } = asked;
  const end: End = (result, text, conditions = []) => ({ result, at: target, conditions, steps: [step(result, text, [hop])] });
  const delivered = view.routes.delivers(hop, target);
  const refused = refusedAtInternet(view, asked.protocol, target, asked.passed);
  switch (hop.kind) {
    case 'internet':
      if (delivered === 'yes' && view.whyNoWayOut !== undefined) {
        return view.perhapsOut !== undefined ? end('unknown', `${hop.text}, and ${view.whyNoWayOut}; ${view.perhapsOut}`)
          : end('deny', `${hop.text}, and ${view.whyNoWayOut}`, [view.noWayOutCondition]);
      }
      return delivered === 'yes' && refused !== undefined ? end(refused.result, `${hop.text}, and ${refused.text}`) : {
        yes: end('allow', hop.text, view.wayOutConditions(hop.route === undefined)),
        no: end('deny', `${hop.text}, which does not have addresses of networks: it is dropped`),
        maybe: end('unknown', `${hop.text}: whether the address is there is not in the files`),
      }[delivered];
    case 'network':
      return {
        yes: end('allow', hop.text),
        no: end('deny', `${hop.text}, and the virtual network does not have these addresses: it is dropped`),
        maybe: end('unknown', `${hop.text}: whether the host is there is not in the files`),
      }[delivered];
    case 'service endpoint': {
      const { result, note, conditions } = heldByPolicies(view.subnet, hop.endpoint ?? '', target);
      return end(result, hop.text + note, conditions);
    }
    case 'dropped':
      return end('deny', `${hop.text}: it is dropped`);
    case 'gateway':
      return delivered === 'yes' ? end('allow', hop.text, ['networks behind the gateway take the traffic'])
        : end('unknown', `${hop.text}: what is behind the gateway is not in the files`);
    case 'unknown':
      return end('unknown', hop.text);
    case 'appliance':
      return byAppliance(view, hop, asked, context, end);
  }
}

type End = (result: PathStep['result'], text: string, conditions?: readonly string[]) => PathResult;

/** @param end what becomes of the flow at the next hop itself */
function byAppliance(view: SubnetView, hop: Hop, asked: RequiredFlow, context: MatchContext, end: End): PathResult {
  if (view.isAt(hop.route)) {
    return end('deny', `${hop.text}, which is in the subnet itself: its routes lead the traffic back to it`);
  }
  const firewall = view.firewallAt(hop.route);
  if (firewall === undefined) {
    return { ...end('unknown', `${hop.text}: ${view.whyUnread(hop.route)}`), unread: true };
  }
  const { target, protocol, ports, alternatives, passed = [] } = asked;
  if (passed.includes(firewall)) {
    return end('deny', `${hop.text}, which leads the traffic back to the firewall ${firewall.name}`);
  }
  const layer = through(
    'firewall', `firewall ${firewall.name}`, view.rulesOf(firewall),
    { protocol, ports, source: view.ownFor(target), destination: target }, context, alternatives?.firewall,
  );
  const path = asPath({ ...layer, step: { ...layer.step, firewall: firewall.place } });
  const conditions = [
    view.conditionAt(hop.route), connectionCondition(view, firewall, hop.route), view.peeringCondition(firewall),
    ...wayOutConditionsOf(firewall, target),
  ].filter((one) => one !== undefined);
  const until = joinedPath(end('allow', hop.text, conditions), resting(path, `firewall ${firewall.name}`, firewall.incomplete));
  if (until.result !== 'allow') {
    return until;
  }
  const apart = whyUnconnected(view, firewall, hop.route);
  return apart !== undefined ? end('unknown', `${hop.text}: ${apart}`)
    : onwardFrom(view, firewall, hop, until, { ...asked, passed: [...passed, firewall] }, context);
}

/** What a firewall lets through, with what becomes of it by the routes of its own subnet. */
function onwardFrom(
  view: SubnetView, firewall: Firewall, { route }: Hop, until: PathResult, asked: RequiredFlow, context: MatchContext,
): PathResult {
  const next = sentOn(view, firewall, route, (from) =>
    worst(from.waysOf(asked.target).map((way) => along(from, way, asked, { ...context, canWidenTo: from.context.canWidenTo }))));
  const refused = next === undefined ? refusedByFirewall(view, firewall, route, asked) : undefined;
  return refused !== undefined
    ? joinedPath(until, { result: refused.result, at: asked.target, conditions: [], steps: [step(refused.result, refused.text)] })
    : next === undefined ? until
    : next.result === 'allow' ? { ...until, conditions: [...until.conditions, ...next.conditions] } : joinedPath(until, next);
}

/** Adds a condition to what an incomplete list allows: that none of its unread rules denies it before. */
function resting(path: PathResult, name: string, incomplete: string | undefined): PathResult {
  return incomplete === undefined || path.result !== 'allow'
    ? path
    : { ...path, conditions: [...path.conditions, `rules of the ${name} that are not in the files do not deny it`] };
}

function step(result: PathStep['result'], text: string, hops: readonly Hop[] = []): PathStep {
  const places = hops.flatMap(({ route }) => (route === undefined ? [] : [route.place]));
  return { layer: 'route', result, text, places, ...(hops.length > 0 && { hops: hops.map(({ kind }) => kind) }) };
}
