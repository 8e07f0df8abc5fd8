import type { IntervalSet } from '../../network/interval-set';
import { Direction } from '../../requirements/direction';
import type { FilterRule } from '../filter-rule';
import { VIRTUAL_NETWORK } from '../knowledge';
import type { OtherEnd } from './ends-of-addresses';
import { interfaceRules, interfacesAt, interfacesIn } from './interfaces';
import type { SubnetView } from './subnet-view';
import { subnetsAt } from './subnets-there';
import type { Target } from './target';

/**
 * The lists of rules at both ends, besides those of the subnet itself and of firewalls: those of the interfaces in it, and of the subnets
 * and interfaces at the other end. A range of ports is cut where any rule on its way begins or ends.
 */
export function listsAtEnds(view: SubnetView, direction: Direction, ends: readonly OtherEnd[]): (readonly FilterRule[])[] {
  const there = direction === Direction.OUTBOUND ? Direction.INBOUND : Direction.OUTBOUND;
  const sets = ends.flatMap(({ target, orAs, takenFor }) => [target, orAs, takenFor?.target])
    .flatMap((target) => (target === undefined ? [] : insideOf(target, view)));
  return [
    ...interfacesIn(view).map((one) => interfaceRules(one, view, direction)),
    ...sets.flatMap((set) => subnetsAt(set, view).map(({ other }) => other.rulesIn(there))),
    ...sets.flatMap((set) => interfacesAt(set, view).map(({ one }) => interfaceRules(one, view, there))),
  ];
}

/** The addresses inside the network that a target may be at. */
function insideOf(target: Target, view: SubnetView): IntervalSet[] {
  switch (target.kind) {
    case 'addresses':
      return target.side === 'network' ? [target.set] : [];
    case 'tag':
      return target.tag === VIRTUAL_NETWORK ? [view.space] : [];
    case 'every':
    case 'host':
    case 'own':
    case 'unknown':
    case 'url':
      return [];
  }
}
