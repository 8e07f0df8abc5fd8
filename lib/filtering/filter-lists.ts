import { AdminRule, Firewall, NetworkSecurityGroup } from '../network/network';
import { AdminLists } from './admin-rule-filters';
import { FilterRule } from './filter-rule';
import { firewallFilters } from './firewall-filters';
import { Knowledge } from './knowledge';
import { RuleDirection, securityGroupFilters } from './security-group-filters';
import { SharedEnds } from './shared-ends';

/** The rules of all groups and firewalls as filter rules: each list is translated once, for whatever is asked of it. */
export class FilterLists {
  private readonly ofGroups = new Map<NetworkSecurityGroup, Map<RuleDirection, readonly FilterRule[]>>();
  private readonly ofFirewalls = new Map<Firewall, readonly FilterRule[]>();
  private readonly endsOfGroups = new SharedEnds();
  private readonly sourcesOfFirewalls = new SharedEnds();

  /** Rules of network managers, which go before those of groups. */
  public readonly ofManagers: AdminLists;

  constructor(private readonly knowledge: Knowledge, adminRules: readonly AdminRule[] = []) {
    this.ofManagers = new AdminLists(adminRules, knowledge);
  }

  /** The rules of a group of one direction, in the order of evaluation, default rules among them. */
  public ofGroup(group: NetworkSecurityGroup, direction: RuleDirection): readonly FilterRule[] {
    const ofGroup = this.ofGroups.get(group) ?? new Map<RuleDirection, readonly FilterRule[]>();
    this.ofGroups.set(group, ofGroup);
    const rules = ofGroup.get(direction) ?? securityGroupFilters(group, direction, this.knowledge, this.endsOfGroups);
    ofGroup.set(direction, rules);
    return rules;
  }

  /** The rules of a firewall, in the order of evaluation. */
  public ofFirewall(firewall: Firewall): readonly FilterRule[] {
    const rules = this.ofFirewalls.get(firewall) ?? firewallFilters(firewall, this.knowledge, this.sourcesOfFirewalls);
    this.ofFirewalls.set(firewall, rules);
    return rules;
  }
}
