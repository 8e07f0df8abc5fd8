import { groupBy } from '../../azure/groups';
import { commonPorts } from '../../azure/port-sets';
import { Firewall, Place } from '../../network/network';
import { FilterRule, TransportProtocol } from '../filter-rule';
import { whyUnconnected } from './connection';
import { HostIndex } from './end-index';
import { meet, meetNames, nameAsked } from './meeting';
import { DenyingRules, FlowsLeft, notDenied } from './narrowed-flows';
import { Hop, Way } from './next-hops';
import { OpenFlow, openFlows, OpenView } from './open-rules';
import { firewallViews } from './sent-on';
import { SubnetView } from './subnet-view';
import { Target } from './target';
import { isTranslated, refusedByFirewall } from './translated-protocols';

/** What a firewall lets through, and what has let it through until there. */
interface LetThrough extends FlowsLeft {
  /** The firewalls, for messages. */
  readonly way: string;
  readonly rules: readonly FilterRule[];
  readonly blockers: readonly FilterRule[];
  readonly places: readonly Place[];
  /** The same rules as the blockers, list by list. */
  readonly denials: readonly DenyingRules[];
}

/** What the rules of a firewall let through, those for names apart: there may be thousands, and each is for its own name. */
interface FirewallFlows {
  readonly all: readonly OpenFlow[];
  readonly ofNames: readonly OpenFlow[];
  readonly names: HostIndex;
  readonly others: readonly OpenFlow[];
}

/** What firewalls let through of what another one has let through and sends on to them. */
export class LaterFirewalls {
  private readonly flows = new Map<readonly FilterRule[], FirewallFlows>();

  constructor(private readonly open: OpenView) {}

  /** What is left of some flows that a firewall has let through: where its routes deliver them, and what later firewalls let through. */
  public after(view: SubnetView, firewall: Firewall, flow: LetThrough, passed: readonly Firewall[] = []): LetThrough[] {
    const [from, ...others] = firewallViews(view, firewall, undefined);
    const doubt = flow.doubt ?? whyUnconnected(view, firewall, undefined);
    if (from === undefined) {
      const refused = flow.target.kind === 'every' ? undefined : refusedByFirewall(view, firewall, undefined, flow);
      return refused?.result === 'deny' ? [] : [{ ...flow, doubt: doubt ?? refused?.text }];
    }
    const all = [...passed, firewall];
    const ways = from.waysOf(flow.target).map((way) => ({
      target: way.target, next: nextOf(way, from, all), arrives: arrivalOf(way, from, all, flow.protocol),
      why: way.hops.length > 1 ? undefined : way.why,
    }));
    if (others.length > 0) { // in which of the subnets it is, the files do not say
      return [{ ...flow, doubt: ways.some(({ arrives }) => arrives === 'yes') ? doubt : doubt ?? whereItGoes(firewall, from) }];
    }
    if (ways.every(({ arrives }) => arrives === 'yes')) {
      return [{ ...flow, doubt }];
    }
    return ways.flatMap(({ target, next, arrives, why }) => {
      if (next !== undefined) {
        return this.through(from, firewall, next, { ...flow, doubt }, target, all);
      }
      const left = { ...flow, target, doubt: doubt ?? (arrives === 'maybe' ? whereItGoes(firewall, from) : why) };
      return arrives === 'no' ? [] : target === flow.target ? [left] : notDenied(left, flow.denials);
    });
  }

  /** @param target what of the flow the routes of the firewall before lead to this one */
  private through(
    from: SubnetView, before: Firewall, firewall: Firewall, flow: LetThrough, target: Target, passed: readonly Firewall[],
  ): LetThrough[] {
    const open = { ...this.open, view: from };
    return this.flowsNear(firewall, open, flow, target).flatMap((one) => {
      const ports = one.protocol === flow.protocol ? commonPorts(flow.ports, one.ports) : [];
      const both = ports.length === 0 ? undefined : meetingOf(flow, target, one, before, open);
      if (both === undefined) {
        return [];
      }
      const own = { rules: one.blockers, open, isAfterFirewall: true };
      const left: LetThrough = {
        protocol: flow.protocol, ports, target: both.target, own: flow.own, way: `${flow.way}, then firewall ${firewall.name}`,
        rules: [...flow.rules, one.rule], blockers: [...flow.blockers, ...one.blockers], denials: [...flow.denials, own],
        places: one.rule.place === undefined ? flow.places : [...flow.places, one.rule.place],
        doubt: flow.doubt ?? one.doubt ?? both.doubt,
      };
      const again = [...(both.target === flow.target ? [] : flow.denials), ...(both.target === one.target ? [] : [own])];
      return notDenied(left, again).flatMap((part) => this.after(from, firewall, part, passed));
    });
  }

  /** What a firewall lets through, without what is for other names. */
  private flowsNear(firewall: Firewall, open: OpenView, { rules }: LetThrough, target: Target): readonly OpenFlow[] {
    const { all, ofNames, names, others } = this.flowsOf(firewall, open);
    const name = nameAsked(lastOf(rules), target);
    return name === undefined ? all : [...names.meeting(name.host).map((place) => ofNames[place]!), ...others];
  }

  private flowsOf(firewall: Firewall, open: OpenView): FirewallFlows {
    const rules = open.view.rulesOf(firewall);
    const found = this.flows.get(rules) ?? byNames(openFlows(rules, open));
    this.flows.set(rules, found);
    return found;
  }
}

function byNames(all: readonly OpenFlow[]): FirewallFlows {
  const parts = groupBy(all, ({ rule, target }) => nameAsked(rule, target) !== undefined);
  const [ofNames = [], others = []] = [parts.get(true), parts.get(false)];
  const names = new HostIndex(ofNames.map(({ rule, target }, place) => [place, [nameAsked(rule, target)!.host]]));
  return { all, ofNames, names, others };
}

/** What a firewall lets through of what one before it does. */
function meetingOf(
  { rules }: LetThrough, target: Target, later: OpenFlow, before: Firewall, { context: { knowledge } }: OpenView,
): ReturnType<typeof meet> {
  const [name, other] = [nameAsked(lastOf(rules), target), nameAsked(later.rule, later.target)];
  if (name === undefined || other === undefined) {
    return meet(target, later.target, knowledge, `the firewall ${before.name}`);
  }
  const both = meetNames(name, other);
  return both === undefined ? undefined : { target: both };
}

/** The rule of the firewall before. */
function lastOf(rules: readonly FilterRule[]): FilterRule {
  return rules[rules.length - 1]!;
}

/** The firewall that a way leads to, where it is one that has not seen the traffic yet. */
function nextOf({ hops: [hop, ...more] }: Way, from: SubnetView, passed: readonly Firewall[]): Firewall | undefined {
  const next = more.length > 0 || hop?.kind !== 'appliance' || from.isAt(hop.route) ? undefined : from.firewallAt(hop.route);
  return next === undefined || passed.includes(next) ? undefined : next;
}

/** Whether what takes a way is delivered. What is sent back to a firewall that has seen it is not. */
function arrivalOf(
  { target, hops }: Way, from: SubnetView, passed: readonly Firewall[], protocol: TransportProtocol,
): 'yes' | 'no' | 'maybe' {
  const isRefused = ({ kind }: Hop): boolean => kind === 'internet' && target.kind !== 'every' && !isTranslated(protocol);
  const isBack = ({ route }: Hop): boolean => from.isAt(route) || passed.some((one) => one === from.firewallAt(route));
  const all = new Set(hops.map((hop) => (isBack(hop) || isRefused(hop) ? 'no'
    : hop.kind === 'appliance' || hop.kind === 'unknown' ? 'maybe' : from.routes.delivers(hop, target))));
  return all.size === 1 ? [...all][0]! : 'maybe';
}

function whereItGoes({ name }: Firewall, from: SubnetView): string {
  return `where the routes of ${from.name} lead it to after the firewall ${name} is not in the files`;
}
