import { UnreadPart } from '../network/network';
import { ALL_PORTS } from '../azure/port-sets';
import { FilterRule, filterRule, PROTOCOLS } from './filter-rule';
import { ANYTHING } from './rule-end';

const made = new WeakSet<FilterRule>();

/** Whether it stands for rules that were not read. */
export function isUnreadRule(rule: FilterRule): boolean {
  return made.has(rule);
}

/** What stands for rules that were not read: they may be anywhere in their list, match anything and do either. */
export function unreadRule({ place, why }: UnreadPart, kind: FilterRule['kind']): FilterRule {
  const rule = filterRule({
    name: 'not read', label: 'a rule that was not read', place, kind, access: 'allow', isEither: true, protocols: PROTOCOLS,
    ports: ALL_PORTS,
    sourcePorts: ALL_PORTS, source: ANYTHING, destination: ANYTHING, uncertain: why,
  });
  made.add(rule);
  return rule;
}
