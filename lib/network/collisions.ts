import { addTo } from '../azure/groups';
import type { SecurityRule } from './network';
import { isUnknown } from './unknown';

/** Two rules of a group with one priority in one direction, the first in order and another, and what is wrong with that. */
export interface Collision {
  readonly first: SecurityRule;
  readonly other: SecurityRule;
  readonly message: string;
}

/**
 * Of rules with one priority in one direction, the first is not known. Where they do the same, it does not matter. A rule that does
 * the opposite stands twice: before the first for what both hold, as uncertain, and after it for the rest.
 * Source: network security groups overview: a priority is used once in a direction.
 *
 * @param rules in the order of evaluation, as far as priorities leave that open
 * @param isKnown whether it is known already that two rules collide
 */
export function withCollisions(
  rules: readonly SecurityRule[], report: (collision: Collision) => void,
  isKnown: (a: SecurityRule, b: SecurityRule) => boolean = () => false,
): SecurityRule[] {
  const firsts = new Map<string, SecurityRule>();
  const before = new Map<SecurityRule, SecurityRule[]>();
  for (const rule of rules) {
    const { direction, priority, uncertain } = rule;
    if (isUnknown(direction) || isUnknown(priority) || uncertain !== undefined) {
      continue;
    }
    const key = `${direction} ${priority}`;
    const first = firsts.get(key);
    if (first === undefined) {
      firsts.set(key, rule);
      continue;
    }
    if (isKnown(first, rule)) {
      continue;
    }
    report({ first, other: rule, message: `the rules ${first.name} and ${rule.name} are both ${key}; Azure takes a priority once in a ` +
      'direction' });
    if (rule.access !== first.access || isUnknown(rule.access)) {
      const doubt = `the rule ${first.name} has its priority ${priority} as well, and which is first is not known`;
      addTo(before, first, { ...rule, uncertain: doubt });
    }
  }
  return rules.flatMap((rule) => [...before.get(rule) ?? [], rule]);
}
