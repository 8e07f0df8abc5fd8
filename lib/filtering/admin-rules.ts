import { AdminRule, Subnet } from '../network/network';
import { isUnknown } from '../network/unknown';
import { FilterRule, filterRule } from './filter-rule';
import { Knowledge } from './knowledge';
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
    const rules = this.rules.filter((rule) => rule.direction === direction || isUnknown(rule.direction))
      .sort((a, b) => rank(a) - rank(b));
    const list: FilterRule[] = [];
    let passing: AdminRule | undefined;
    for (const rule of rules) {
      const { access, networks, elsewhere, uncertain, priority } = rule;
      const isHere = network !== undefined && networks.includes(network);
      if (access !== 'Allow') {
        const why = uncertain ?? (!isHere ? `it may be in force here: ${elsewhere}` : passing === undefined ? undefined
          : `the admin rule ${passing.name} before it may leave this to security groups`);
        const made = securityFilterRule(
          { ...rule, access: access === 'AlwaysAllow' ? 'Allow' : access, ...(why !== undefined && { uncertain: why }) }, this.knowledge,
        );
        list.push(filterRule({ ...made, label: `admin rule ${rule.name} (priority ${isUnknown(priority) ? 'unknown' : priority})` }));
      }
      passing ??= access === 'Deny' || access === 'AlwaysAllow' ? undefined : rule;
    }
    return list;
  }
}

const NONE: readonly FilterRule[] = [];
