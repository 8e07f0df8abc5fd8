import { ALL_PORTS } from '../azure/port-sets';
import { FilterRule, filterRule, PROTOCOLS } from './filter-rule';
import { ANYTHING } from './rule-end';

/** What stands for the rules of a subnet without a security group: it allows everything. Messages show the label. */
export function ruleWithoutGroup(label: string): FilterRule {
  return filterRule({
    name: 'none', label, kind: 'security', access: 'allow', protocols: PROTOCOLS, ports: ALL_PORTS, sourcePorts: ALL_PORTS,
    source: ANYTHING, destination: ANYTHING,
  });
}
