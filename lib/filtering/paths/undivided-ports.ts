import { PortCuts, PortInterval } from '../../azure/port-sets';
import { Direction } from '../../requirements/direction';
import { FilterRule, namedPorts, TransportProtocol } from '../filter-rule';
import { listsOf } from './firewalls-passed';
import { AskedFlows } from './flow-parts';
import { byFile } from './required-flows';
import { rulesAt } from './rule-index';
import { SubnetView } from './subnet-view';
import { Target } from './target';

/**
 * The ports of some flows in parts that no rule divides which they may meet. Rules for other ends do not count: lists have hundreds of
 * them, each with ports of its own.
 */
export function undivided(view: SubnetView, direction: Direction, { protocol, ports, target }: AskedFlows): PortInterval[] {
  let parts = [ports];
  for (const rules of listsFor(view, direction, target)) {
    parts = cutsOf(rules, protocol).of(parts);
  }
  return parts;
}

function listsFor(view: SubnetView, direction: Direction, target: Target): (readonly FilterRule[])[] {
  const end = direction === Direction.INBOUND ? 'source' : 'destination';
  // After the security group a tag is looked at by its addresses.
  const onward = target.kind === 'tag' && target.except.length === 0 ? byFile(target.tag, view.context.knowledge) : target;
  return listsOf(view, direction).flatMap((rules, i) => [...rulesAt(rules, end, i === 0 ? target : onward)]);
}

const known = new WeakMap<readonly FilterRule[], Map<TransportProtocol, PortCuts>>();

function cutsOf(rules: readonly FilterRule[], protocol: TransportProtocol): PortCuts {
  const ofList = known.get(rules) ?? new Map<TransportProtocol, PortCuts>();
  known.set(rules, ofList);
  const cuts = ofList.get(protocol) ??
    new PortCuts(rules.filter((rule) => rule.protocols.includes(protocol)).map(namedPorts));
  ofList.set(protocol, cuts);
  return cuts;
}
