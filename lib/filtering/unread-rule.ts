import { UnreadPart } from '../network/network';
import { ALL_PORTS } from '../azure/port-sets';
import { FilterRule, filterRule, PROTOCOLS } from './filter-rule';
import { ANYTHING } from './rule-end';

/** What stands for rules that were not read: they may be anywhere in their list, match anything and do either. */
export function unreadRule({ place, why }: UnreadPart, kind: FilterRule['kind']): FilterRule {
  return filterRule({
    name: 'not read', label: 'a rule that was not read', place, kind, access: 'allow', isEither: true, protocols: PROTOCOLS,
    ports: ALL_PORTS,
    sourcePorts: ALL_PORTS, source: ANYTHING, destination: ANYTHING, uncertain: why,
  });
}
