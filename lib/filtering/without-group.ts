import { ALL_PORTS } from '../azure/port-sets';
import { FilterRule, filterRule, PROTOCOLS } from './filter-rule';
import { ANYTHING } from './rule-end';

/** What stands for the rules of a subnet without a security group: it allows everything. The label fits where it is said. */
export function ruleWithoutGroup(label: string): FilterRule {
  return filterRule({
    name: 'none', label, kind: 'security', access: 'allow', protocols: PROTOCOLS, ports: ALL_PORTS, sourcePorts: ALL_PORTS,
    source: ANYTHING, destination: ANYTHING,
  });
}
