import { AdminRule, Subnet } from '../network/network';
import { isUnknown } from '../network/unknown';
import { portsOverlap } from '../azure/port-sets';
import { FilterRule, filterRule } from './filter-rule';
import { Knowledge } from './knowledge';
import { isOfRanges, RuleEnd } from './rule-end';
import { RuleDirection, securityFilterRule } from './security-group-filters';

/** Rules of network managers in one direction, as the traffic of some subnets comes to them. */
export class AdminLists {
  private readonly lists = new Map<string, readonly FilterRule[]>();

  constructor(private readonly rules: readonly AdminRule[], private readonly knowledge: Knowledge) {}

  public of({ path }: Subnet, direction: RuleDirection): readonly FilterRule[] {
    if (this.rules.length === 0) {
      return NONE;
    }
    const network = path?.slice(0, path.lastIndexOf('/'));
    const key = `${direction} ${network ?? ''}`;
    const list = this.lists.get(key) ?? this.made(direction, network);
    this.lists.set(key, list);
    return list;
  }

  /**
   * The rules that decide, in their order. What one that allows holds goes on to the security group, so that those after it may
   * not decide.
   */
  private made(direction: RuleDirection, network: string | undefined): FilterRule[] {
    const rank = ({ priority }: AdminRule): number => (isUnknown(priority) ? 0 : priority);
    const rules = this.rules.filter((rule) => (rule.direction === direction || isUnknown(rule.direction)) &&
      (network === undefined || rule.outside?.includes(network) !== true))
      .sort((a, b) => rank(a) - rank(b));
    const made = rules.map((rule) => securityFilterRule(
      { ...rule, access: rule.access === 'AlwaysAllow' ? 'Allow' : rule.access }, this.knowledge,
    ));
    const list: FilterRule[] = [];
    rules.forEach(({ access, networks, elsewhere, uncertain, priority, configuration, name }, i) => {
      if (access !== 'Allow') {
        const isHere = network !== undefined && networks.includes(network);
        const passing = rules.find((before, at) => at < i && isPassing(before) && mayMeet(made[at]!, made[i]!));
        const other = rules.find((one, at) =>
          one.configuration !== configuration && one.access !== access && mayMeet(made[at]!, made[i]!));
        const why = uncertain ?? (!isHere ? `it may be in force here: ${elsewhere}`
          : passing !== undefined ? `the admin rule ${passing.name} before it may leave this to security groups`
          : other !== undefined ? `the admin rule ${other.name} of another configuration may go before it` : made[i]!.uncertain);
        const label = `admin rule ${name} (priority ${isUnknown(priority) ? 'unknown' : priority})`;
        list.push(filterRule({ ...made[i]!, label, ...(why !== undefined && { uncertain: why }) }));
      }
    });
    return list;
  }
}

/** Whether what a rule holds may go on to the security group. */
function isPassing({ access }: AdminRule): boolean {
  return access !== 'Deny' && access !== 'AlwaysAllow';
}

/** Whether two rules may hold the same traffic. */
function mayMeet(a: FilterRule, b: FilterRule): boolean {
  const arePorts = a.hasUnknownPorts === true || b.hasUnknownPorts === true || portsOverlap(a.ports, b.ports);
  return arePorts && a.protocols.some((protocol) => b.protocols.includes(protocol)) && mayEndsMeet(a.source, b.source) &&
    mayEndsMeet(a.destination, b.destination);
}

function mayEndsMeet(a: RuleEnd, b: RuleEnd): boolean {
  return !isOfRanges(a) || !isOfRanges(b) || a.ranges.overlaps(b.ranges);
}

const NONE: readonly FilterRule[] = [];
