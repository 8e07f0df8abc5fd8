import { Direction } from '../../requirements/direction';
import { Requirement } from '../../requirements/requirement';
import { IntervalSet } from '../../network/interval-set';
import { commonPorts, PortInterval, portSet, PortSet, withoutPorts } from '../../azure/port-sets';
import { Firewall, Place } from '../../network/network';
import { byFile } from './required-flows';
import { sidesOf } from './ends-of-addresses';
import { PermittedFlows } from './permitted-flows';
import { FilterRule, TransportProtocol } from '../filter-rule';
import { splitUrl } from '../host-patterns';
import { INTERNET, Knowledge, LOAD_BALANCER, VIRTUAL_NETWORK } from '../knowledge';
import { HEALTH_PROBES, PUBLIC_IPV6 } from '../known-addresses';
import { RuleEnd } from '../rule-end';
import { ruleWithoutGroup } from '../without-group';
import { OpenFlow, openFlows, OpenView } from './open-rules';
import { LaterFirewalls } from './later-firewalls';
import { meet } from './meeting';
import { DenyingRules, FlowsLeft, notDenied } from './narrowed-flows';
import { isOfPlatform } from './platform';
import { Hop } from './next-hops';
import { SubnetView, VerifiedSubnet } from './subnet-view';
import { fqdnTagName, isName, partOf, Target } from './target';
import { refusedAtInternet } from './translated-protocols';

/** Flows that are open and that nothing asks for, on ports that are not divided. */
export interface OpenPiece {
  readonly direction: Direction;
  readonly protocol: TransportProtocol;
  readonly ports: PortInterval;
  readonly target: Target;
  /** The addresses of the subnet that it is for. */
  readonly own: Target;
  /** How it goes out, for messages; undefined inbound. */
  readonly way?: string;
  /** The hop that it takes; undefined inbound. */
  readonly hop?: Hop['kind'];
  /** The rules that let it through: of the security group, and then of the firewall. */
  readonly rules: readonly FilterRule[];
  readonly places: readonly Place[];
  /** Rules before these that may deny some of it, on any of its ports or of others. */
  readonly blockers: readonly FilterRule[];
  /** Why it is not certain that it is open; undefined when it is. */
  readonly doubt?: string;
}

/** Where a piece comes from, and how certain it is. */
interface Origin {
  readonly places: readonly Place[];
  readonly rules: readonly FilterRule[];
  readonly blockers: readonly FilterRule[];
  readonly own: Target;
  readonly doubt?: string;
}

/** What a firewall lets through of that. */
type ThroughFirewall = FlowsLeft & Omit<OpenPiece, 'direction' | keyof FlowsLeft> & {
  readonly way: string;
  readonly denials: readonly DenyingRules[];
};

/** What a security group lets out. */
interface LetOut {
  readonly protocol: TransportProtocol;
  readonly ports: PortSet;
  readonly target: Target;
}

/** What is open beyond what is asked for, of one subnet and direction. */
export function openings(view: VerifiedSubnet, direction: Direction): OpenPiece[] {
  return new Openings(view, direction, view.requirements.all).find();
}

/**
 * All that is open, whether or not it is asked for, and what may be open through appliances whose rules were not read.
 * @param isLookedAt which rules of firewalls are looked at for what they open; all of them are for what they deny
 */
export function allOpen(view: SubnetView, direction: Direction, isLookedAt?: (rule: FilterRule) => boolean): OpenPiece[] {
  return new Openings(view, direction, undefined, isLookedAt).find();
}

class Openings {
  private readonly found: OpenPiece[] = [];
  private readonly isOutbound: boolean;
  private readonly open: OpenView;
  private readonly throughFirewalls = new Map<Firewall, readonly OpenFlow[]>();
  private readonly later: LaterFirewalls;
  /** Ports on which all that a rule of a firewall lets through gets out for certain. */
  private readonly surely = new Map<OpenFlow, PortSet>();
  /** What the group lets out to names, of which rules of a firewall for addresses may have some. */
  private readonly toNames: { readonly firewall: Firewall; readonly flow: LetOut; readonly origin: Origin }[] = [];

  constructor(
    private readonly view: SubnetView, private readonly direction: Direction,
    private readonly requirements: readonly Requirement[] | undefined,
    private readonly isLookedAt: (rule: FilterRule) => boolean = () => true,
  ) {
    this.isOutbound = direction === Direction.OUTBOUND;
    const targets = new Map<FilterRule, readonly Target[]>();
    this.open = {
      view, isOutbound: this.isOutbound, context: { ...view.context, isForOpenings: true },
      expected: new PermittedFlows(view, direction, requirements),
      targetsOf: (rule) => {
        const those = targets.get(rule) ?? targetsOf(this.isOutbound ? rule.destination : rule.source, view, this.isOutbound);
        targets.set(rule, those);
        return those;
      },
    };
    this.later = new LaterFirewalls(this.open);
  }

  public find(): OpenPiece[] {
    const { view, isOutbound } = this;
    if (view.unknownGroup !== undefined && this.requirements !== undefined) {
      return []; // said once for the group
    }
    const rules = view.isUnfiltered ? [withoutGroup(view)] : view.rulesIn(this.direction);
    // What is in the network takes other routes than the rest, and is looked at by itself.
    const targetsOf = (rule: FilterRule): readonly Target[] => {
      const named = this.open.targetsOf(rule);
      return isOutbound && named.some(({ kind }) => kind === 'every') ? [...named, IN_NETWORK] : named;
    };
    for (const flow of openFlows(rules, { ...this.open, targetsOf })) {
      if (isEmpty(flow.target)) {
        continue;
      }
      const doubt = flow.doubt ?? (isOutbound ? whyTableUnknown(view) : undefined);
      const places = flow.rule.place === undefined ? [] : [flow.rule.place];
      const origin = { places, rules: [flow.rule], blockers: flow.blockers, own: flow.own, ...(doubt !== undefined && { doubt }) };
      if (isOutbound) {
        this.goOut(flow, origin);
      } else {
        this.add({ ...flow, ...origin });
      }
    }
    for (const { firewall, flow, origin } of this.toNames) {
      this.perhapsThrough(firewall, flow, origin);
    }
    return this.found;
  }

  /** Follows what a security group lets out, to the Internet or through a firewall. */
  private goOut({ target, protocol, ports: all }: OpenFlow, origin: Origin): void {
    const { view, open: { context: { knowledge }, expected } } = this;
    const whole = byAddresses(target, knowledge);
    for (const { target: way, hops, why } of view.waysOf(whole)) {
      // What requirements do not ask for may be open by any of the ways; which of them it takes is for those who compare.
      const doubt = origin.doubt ?? (this.requirements === undefined ? why : undefined);
      for (const hop of hops) {
        const part = this.partBy(hop, way);
        const ports = part === whole || part === undefined
          ? all
          : withoutPorts(all, portSet(expected.askingFor(protocol, part).flatMap((one) => (one.isWhole ? one.ports : []))));
        if (part !== undefined && ports.length > 0) {
          const flows = { protocol, ports, target: part, own: origin.own, doubt };
          const left = part === whole ? [flows] : notDenied(flows, [{ rules: origin.blockers, open: this.open }]);
          left.forEach((one) => this.take(hop, one, { ...origin, own: one.own, ...(one.doubt !== undefined && { doubt: one.doubt }) }));
        }
      }
    }
  }

  /** What of a tag takes a hop, by its addresses where they are known: routes with longer prefixes take parts of it, and are ways too. */
  private partBy({ kind, route }: Hop, target: Target): Target | undefined {
    const part = byAddresses(target, this.open.context.knowledge);
    if (part === target || part.kind !== 'addresses') {
      return part;
    }
    const those = this.view.waysOf(part).filter(({ hops }) => hops.some((hop) => hop.kind === kind && hop.route === route));
    const set = IntervalSet.of(those.flatMap((way) => (way.target.kind === 'addresses' ? way.target.set.intervals : [])));
    return set.isEmpty ? undefined : set.isIn(part.set) && part.set.isIn(set) ? part : { ...part, set, ...partOf(part) };
  }

  private take(hop: Hop, flow: LetOut, origin: Origin): void {
    const { view } = this;
    switch (hop.kind) {
      case 'appliance':
        this.throughAppliance(hop, flow, origin);
        break;
      case 'internet':
        if (view.whyNoWayOut === undefined || view.perhapsOut !== undefined) { // else nothing goes out
          const refused = flow.target.kind === 'every' ? undefined : refusedAtInternet(view, flow.protocol, flow.target);
          if (refused?.result === 'deny') {
            break;
          }
          const doubt = origin.doubt ?? view.perhapsOut ?? refused?.text;
          this.leave(hop, flow, { ...origin, ...(doubt !== undefined && { doubt }) }, view.routes.delivers(hop, flow.target));
        }
        break;
      case 'unknown':
        this.leave(hop, flow, origin, 'maybe');
        break;
      case 'network':
      case 'gateway':
      case 'dropped':
      case 'service endpoint':
        this.leave(hop, flow, origin, view.routes.delivers(hop, flow.target));
        break;
    }
  }

  private throughAppliance(hop: Hop, flow: LetOut, origin: Origin): void {
    const firewall = this.view.firewallAt(hop.route);
    if (firewall !== undefined) {
      this.throughFirewall(firewall, flow, origin);
    } else if (this.requirements === undefined) {
      this.add({ ...origin, ...flow, way: hop.text, hop: hop.kind, doubt: origin.doubt ?? this.view.whyUnread(hop.route) });
    } // else said once for the appliance
  }

  private leave({ kind, text, route }: Hop, flow: LetOut, origin: Origin, delivered: 'yes' | 'no' | 'maybe'): void {
    if (delivered === 'no') {
      return;
    }
    const places = route === undefined ? origin.places : [...origin.places, route.place];
    const after = kind === 'gateway' ? 'what is behind the gateway is not in the files' : 'where the route leads it to is not in the files';
    const doubt = origin.doubt ?? (delivered === 'yes' ? undefined : after);
    this.add({ ...origin, ...flow, way: text, hop: kind, places, ...(doubt !== undefined && { doubt }) });
  }

  /** Azure Firewall filters IPv4. Source: its known issues, ms.date 2025-09-19. */
  private throughFirewall(firewall: Firewall, { target, protocol, ports: within }: LetOut, origin: Origin): void {
    if (target.kind === 'addresses' && target.set.isIn(IntervalSet.IPV6)) {
      return;
    }
    const hasName = isKnownByName(target);
    for (const flow of this.flowsThrough(firewall)) {
      if (hasName && isOfRanges(flow.target)) {
        continue;
      }
      const ports = flow.protocol === protocol ? commonPorts(within, flow.ports) : [];
      if (ports.length > 0) {
        this.addMeeting(firewall, flow, ports, target, origin);
      }
    }
    if (hasName) {
      this.toNames.push({ firewall, flow: { target, protocol, ports: within }, origin });
    }
  }

  /** Leaves out what is open for certain: it is not also open perhaps. */
  private perhapsThrough(firewall: Firewall, { target, protocol, ports: within }: LetOut, origin: Origin): void {
    for (const flow of this.flowsThrough(firewall)) {
      if (flow.protocol === protocol && isOfRanges(flow.target)) {
        const ports = withoutPorts(commonPorts(within, flow.ports), this.surely.get(flow) ?? []);
        if (ports.length > 0) {
          this.addMeeting(firewall, flow, ports, target, origin);
        }
      }
    }
  }

  private addMeeting(firewall: Firewall, flow: OpenFlow, ports: PortSet, target: Target, origin: Origin): void {
    const { protocol } = flow;
    const own = commonOwn(origin.own, flow.own);
    const both = own === undefined ? undefined : meet(target, flow.target, this.view.context.knowledge);
    if (own === undefined || both === undefined) {
      return;
    }
    const denials = [origin.blockers, flow.blockers].map((rules) => ({ rules, open: this.open }));
    const again = [target, flow.target].flatMap((whole, i) => (both.target === whole ? [] : [denials[i]!]));
    const flows = { protocol, ports, target: both.target, own, doubt: origin.doubt ?? flow.doubt ?? both.doubt };
    for (const left of notDenied(flows, again)) {
      const isAllOfFlow = left.target === flow.target && left.own === flow.own && origin.blockers.length === 0;
      this.sendOn(firewall, flow, isAllOfFlow, {
        ...left, way: `firewall ${firewall.name}`, hop: 'appliance',
        places: flow.rule.place === undefined ? origin.places : [...origin.places, flow.rule.place],
        rules: [...origin.rules, flow.rule], blockers: [...origin.blockers, ...flow.blockers], denials,
      });
    }
  }

  /** @param isAllOfFlow whether a piece is all that a rule of the firewall lets through */
  private sendOn(firewall: Firewall, flow: OpenFlow, isAllOfFlow: boolean, piece: ThroughFirewall): void {
    for (const left of this.later.after(this.view, firewall, piece)) {
      if (left.doubt === undefined && isAllOfFlow && left.target === piece.target && left.way === piece.way) {
        this.surely.set(flow, portSet([...this.surely.get(flow) ?? [], ...left.ports]));
      }
      this.add({ ...piece, ...left });
    }
  }

  /** What a firewall lets through from the subnet, whatever its group does: asked again and again, and found once. */
  private flowsThrough(firewall: Firewall): readonly OpenFlow[] {
    const flows = this.throughFirewalls.get(firewall) ?? openFlows(this.view.rulesOf(firewall), this.open, this.isLookedAt);
    this.throughFirewalls.set(firewall, flows);
    return flows;
  }

  private add(
    { protocol, ports, target, own, way, hop, places, rules, blockers, doubt }:
    Omit<OpenPiece, 'direction' | 'ports'> & { readonly ports: PortSet },
  ): void {
    for (const one of ports) {
      this.found.push({
        direction: this.direction, protocol, ports: one, target, own, places, rules, blockers, way, hop, doubt,
      });
    }
  }
}

const IN_NETWORK: Target = { kind: 'tag', tag: VIRTUAL_NETWORK, except: [] };

/** What a subnet without a group lets in and out. */
export const NO_GROUP = ruleWithoutGroup('the subnet has no security group');

/** What stands for the rules of a subnet without a group, or of one whose group is not known. */
function withoutGroup({ unknownGroup }: SubnetView): FilterRule {
  return unknownGroup === undefined ? NO_GROUP
    : {
      ...NO_GROUP, label: 'its security group',
      uncertain: `the security group of the subnet is not known: ${unknownGroup.unknown}`,
    };
}

function whyTableUnknown({ unknownTable }: SubnetView): string | undefined {
  return unknownTable === undefined ? undefined : `the route table of the subnet is not known: ${unknownTable.unknown}`;
}

/** The addresses of the subnet that both a rule of its group and one of a firewall are for; undefined when there are none. */
function commonOwn(one: Target, other: Target): Target | undefined {
  if (one.kind !== 'addresses' || other.kind !== 'addresses') {
    return one;
  }
  if (other.set.isIn(one.set)) {
    return other;
  }
  const set = one.set.and(other.set);
  return set.isEmpty ? undefined : { ...one, set };
}

/** A tag that is a whole by its addresses, where they are known: they can be told from those of routes and rules. */
function byAddresses(target: Target, knowledge: Knowledge): Target {
  return target.kind === 'tag' && target.except.length === 0 ? byFile(target.tag, knowledge) : target;
}

/** What a rule names, each as a target. What the host of the machine answers is open in any case. */
function targetsOf(end: RuleEnd, view: SubnetView, isOutbound: boolean): Target[] {
  const { knowledge } = view.context;
  const isWide = end.isAny || end.isEveryIpv4;
  const ranges = end.isEveryIpv4 ? IntervalSet.of(end.ranges.intervals.filter(({ family }) => family === 6)) : end.ranges;
  const named = end.isAny ? [{ kind: 'every', except: [] } as const] : [
    ...(isWide ? [{ kind: 'every', except: [] } as const] : []),
    ...(ranges.isEmpty ? [] : sidesOf(ranges, view).map(({ target }) => target)),
    ...end.tags.map((tag): Target =>
      (tag === LOAD_BALANCER ? { kind: 'addresses', set: HEALTH_PROBES, side: 'network', label: tag, tag } : byFile(tag, knowledge))),
    ...end.hosts.map((host): Target => ({ kind: 'host', host, except: [] })),
    ...end.urls.map((url): Target => ({ kind: 'url', ...splitUrl(url) })),
    ...end.fqdnTags.map((tag): Target => ({ kind: 'host', host: fqdnTagName(tag), except: [] })),
    ...end.opaque.map(({ text }): Target => ({ kind: 'host', host: text, except: [] })),
  ];
  const isProbe = (target: Target): boolean => !isOutbound && target.kind === 'addresses' && target.tag === LOAD_BALANCER;
  return [
    ...named.filter((target) => (isProbe(target) || !isOfPlatform(target)) && isOfOwnFamily(target, view)),
    ...(isOutbound ? overIpv6(end, view) : []),
  ];
}

/** IPv4 does not talk with IPv6. */
export function isOfOwnFamily(target: Target, { own }: SubnetView): boolean {
  return own.kind !== 'addresses' || target.kind !== 'addresses' ||
    own.set.overlaps(target.set.isIn(IntervalSet.IPV6) ? IntervalSet.IPV6 : IntervalSet.IPV4);
}

/** What a rule for every address or a tag lets out over IPv6, where the routes treat it in another way than IPv4. */
function overIpv6(end: RuleEnd, { own, routes, context: { knowledge } }: SubnetView): Target[] {
  if (own.kind !== 'addresses' || !own.set.overlaps(IntervalSet.IPV6) || !routes.areForIpv4Only) {
    return [];
  }
  if (end.isAny || end.tags.includes(INTERNET)) {
    return [{ kind: 'addresses', set: PUBLIC_IPV6, side: 'internet', label: 'the Internet over IPv6', tag: INTERNET }];
  }
  return end.tags.flatMap((tag): Target[] => {
    const set = knowledge.addressesOf(tag)?.and(IntervalSet.IPV6);
    return set === undefined || set.isEmpty ? [] : [{ kind: 'addresses', set, side: 'internet', label: `${tag} over IPv6`, tag }];
  });
}

/** Whether all that a target stood for is taken away: every address is in the network or on the Internet. */
function isEmpty(target: Target): boolean {
  return target.kind === 'every' && target.except.includes(INTERNET) && target.except.includes(VIRTUAL_NETWORK);
}

/** Whether a target is a name, of which no rule for addresses is sure to have some. */
function isKnownByName(target: Target): boolean {
  return (target.kind === 'tag' && target.tag !== INTERNET) || isName(target);
}

function isOfRanges(target: Target): boolean {
  return target.kind === 'addresses' && target.label === undefined;
}
