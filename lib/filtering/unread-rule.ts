import { UnreadPart } from '../network/network';
import { ALL_PORTS } from '../azure/port-sets';
import { FilterRule, filterRule, PROTOCOLS } from './filter-rule';
import { ANYTHING } from './rule-end';

const LABEL = 'a rule that was not read';

/** Whether it stands for rules that were not read. */
export function isUnreadRule({ label }: FilterRule): boolean {
  return label === LABEL;
}

/** What stands for rules that were not read: they may be anywhere in their list, match anything and do either. */
export function unreadRule({ place, why }: UnreadPart, kind: FilterRule['kind']): FilterRule {
  return filterRule({
    name: 'not read', label: LABEL, place, kind, access: 'allow', isEither: true, protocols: PROTOCOLS,
    ports: ALL_PORTS,
    sourcePorts: ALL_PORTS, source: ANYTHING, destination: ANYTHING, uncertain: why,
  });
}
