import { commonPorts, PortSet } from '../../azure/port-sets';
import { Firewall, Place } from '../../network/network';
import { FilterRule, TransportProtocol } from '../filter-rule';
import { whyUnconnected } from './connection';
import { meet } from './meeting';
import { narrowed, OpenFlow, openFlows, OpenView } from './open-rules';
import { behind, LOST, onwardDoubt } from './sent-on';
import { SubnetView } from './subnet-view';
import { Target } from './target';

/** What a firewall lets through, and what has let it through until there. */
interface LetThrough {
  readonly protocol: TransportProtocol;
  readonly ports: PortSet;
  readonly target: Target;
  /** The firewalls, for messages. */
  readonly way: string;
  readonly rules: readonly FilterRule[];
  readonly blockers: readonly FilterRule[];
  readonly places: readonly Place[];
  readonly doubt: string | undefined;
}

/** What firewalls let through of what another one has let through and sends on to them. */
export class LaterFirewalls {
  private readonly flows = new Map<readonly FilterRule[], readonly OpenFlow[]>();

  constructor(private readonly open: OpenView) {}

  /** What is left of some flows after the firewalls that come later; undefined where they do not take all of it for certain. */
  public after(view: SubnetView, firewall: Firewall, flow: LetThrough, passed: readonly Firewall[] = []): LetThrough[] | undefined {
    const [from, ...others] = behind(view, firewall, undefined);
    const all = [...passed, firewall];
    const ways = from === undefined || others.length > 0 ? [] : from.waysOf(flow.target).map(({ target, hops: [hop, ...more] }) => {
      const next = more.length > 0 || hop?.kind !== 'appliance' || from.isAt(hop.route) ? undefined : from.firewallAt(hop.route);
      return { target, next: next === undefined || all.includes(next) ? undefined : next };
    });
    if (from === undefined || ways.length === 0 || ways.some(({ next }) => next === undefined)) {
      return undefined;
    }
    const doubt = flow.doubt ?? whyUnconnected(view, firewall, undefined);
    return ways.flatMap(({ target, next }) => this.through(from, firewall, next!, { ...flow, target, doubt }, all));
  }

  private through(from: SubnetView, before: Firewall, firewall: Firewall, flow: LetThrough, passed: readonly Firewall[]): LetThrough[] {
    const open = { ...this.open, view: from };
    const who = `the firewall ${before.name}`;
    return this.flowsThrough(firewall, open).flatMap((one) => {
      const ports = one.protocol === flow.protocol ? commonPorts(flow.ports, one.ports) : [];
      const both = ports.length === 0 ? undefined : meet(flow.target, one.target, open.context.knowledge, who);
      if (both === undefined || !narrowed(one, ports, both.target, open)) {
        return [];
      }
      const left: LetThrough = {
        protocol: flow.protocol, ports, target: both.target, way: `${flow.way}, then firewall ${firewall.name}`,
        rules: [...flow.rules, one.rule], blockers: [...flow.blockers, ...one.blockers],
        places: one.rule.place === undefined ? flow.places : [...flow.places, one.rule.place],
        doubt: flow.doubt ?? one.doubt ?? both.doubt,
      };
      return this.after(from, firewall, left, passed) ?? withDoubt(left, onwardDoubt(from, firewall, left.target));
    });
  }

  private flowsThrough(firewall: Firewall, open: OpenView): readonly OpenFlow[] {
    const rules = open.view.rulesOf(firewall);
    const found = this.flows.get(rules) ?? openFlows(rules, open);
    this.flows.set(rules, found);
    return found;
  }
}

function withDoubt(flow: LetThrough, later: string | undefined): LetThrough[] {
  return later === LOST ? [] : [{ ...flow, doubt: flow.doubt ?? later }];
}
