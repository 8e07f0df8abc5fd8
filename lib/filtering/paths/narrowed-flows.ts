import { hasPort, PortInterval, portsOverlap, PortSet } from '../../azure/port-sets';
import { FilterRule, hasPorts, possiblePorts, TransportProtocol } from '../filter-rule';
import { alikePorts, deciding, doubtOf, firstOf, OpenView } from './open-rules';
import { rulesFor } from './rule-index';
import { Target } from './target';
import { Leaf, walk } from './walk';

/** The rules of one list that deny, as those see them whose traffic comes to the list. */
export interface DenyingRules {
  readonly rules: readonly FilterRule[];
  readonly open: OpenView;
  /** Whether the list sees addresses of a firewall as sources, and not those of the subnet. */
  readonly isAfterFirewall?: boolean;
}

/** Outbound flows that lists have let through until here. */
export interface FlowsLeft {
  readonly protocol: TransportProtocol;
  readonly ports: PortSet;
  readonly target: Target;
  /** The addresses of the subnet that they are from. */
  readonly own: Target;
  /** Why it is not certain; undefined when it is. */
  readonly doubt: string | undefined;
}

/**
 * What lists leave of some flows. A list that lets through much of which its earlier rules deny a part is asked with all of it at first,
 * and names cannot be subtracted. So it is asked again for each narrower part, port by port.
 */
export function notDenied<F extends FlowsLeft>(flows: F, lists: readonly DenyingRules[]): F[] {
  return lists.reduce<F[]>((left, list) => left.flatMap((one) => notDeniedBy(list, one)), [flows]);
}

function notDeniedBy<F extends FlowsLeft>({ rules, open, isAfterFirewall = false }: DenyingRules, flows: F): F[] {
  const { protocol, ports, target } = flows;
  const own = isAfterFirewall ? open.view.ownFor(target) : flows.own;
  const near = deciding(rulesFor(rules, own, target).filter((rule) =>
    rule.protocols.includes(protocol) && portsOverlap(possiblePorts(rule), ports)), target, true);
  if (near.length === 0) {
    return [flows];
  }
  const pieces = hasPorts(protocol) ? alikePorts(ports, near.map(possiblePorts)) : [ports];
  return pieces.flatMap((piece) => {
    const port = firstOf(piece);
    const here = hasPorts(protocol) ? near.filter((rule) => hasPort(possiblePorts(rule), port.first)) : near;
    return here.length === 0 ? [{ ...flows, ports: piece }] : leftOn(piece, port, here, own, open, flows)
      .map((one) => (isAfterFirewall ? { ...one, own: flows.own } : one));
  });
}

function leftOn<F extends FlowsLeft>(
  ports: PortSet, port: PortInterval, rules: readonly FilterRule[], own: Target, { context }: OpenView, flows: F,
): F[] {
  return walk(rules, { protocol: flows.protocol, ports: port, source: own, destination: flows.target }, context)
    .filter((leaf) => !isDenied(leaf))
    .map((leaf) => ({ ...flows, ports, target: leaf.destination, own: leaf.source, doubt: flows.doubt ?? doubtText(leaf) }));
}

/** Whether a rule denies it for certain. What none of these rules holds is left. */
function isDenied({ access, rule, doubts }: Leaf): boolean {
  return access === 'deny' && rule !== undefined && doubts.allow === undefined;
}

function doubtText({ access, rule, doubts }: Leaf): string | undefined {
  const isLeft = access === 'allow' || rule === undefined;
  const doubt = isLeft ? doubtOf(doubts.deny) : doubts.allow;
  return doubt === undefined ? undefined : `${doubt.rule.label} may ${isLeft ? 'deny' : 'allow'} it: ${doubt.why}`;
}
