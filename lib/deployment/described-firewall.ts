import { RequirementSet } from '../requirements/requirement-set';
import { Deployment, hasOwnRequirements } from './deployment';
import { FirewallDescription, SubnetDescription } from './description';

/** The firewall rules of some subnets: of all that need the same, or of one that needs something else. */
export interface DescribedFirewallRules {
  /** Name of the rule collection group, or what names of classic collections begin with. */
  readonly name: string;
  readonly priority: number;
  /** The subnets that they are made for. */
  readonly subnets: readonly string[];
  /** The one subnet whose own they are. */
  readonly owner?: string;
  readonly sources?: readonly string[];
  readonly sourceIpGroupIds?: readonly string[];
  readonly requirements: RequirementSet;
}

/**
 * The firewall rules that a file asks for, those that subnets share first, then the others by the names of their subnets.
 * @param sets requirements other than those of the file, such as those of another edition
 */
export function describedFirewallRules(
  deployment: Deployment, sets: Pick<Deployment, 'requirements' | '_requirementsOf'> = deployment,
): DescribedFirewallRules[] {
  const { subnets, firewall } = deployment._description;
  if (firewall === undefined) {
    return [];
  }
  // By name, so that the order of the file changes nothing.
  const own = Object.entries(subnets).filter(([, { firewallRules }]) => firewallRules !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    ...shared(firewall, Object.entries(subnets).filter(([, subnet]) => !hasOwnRequirements(subnet)), sets.requirements),
    ...own.map(([name, subnet]): DescribedFirewallRules => ({
      ...subnet.firewallRules!, owner: name, subnets: [name], sources: ipv4Of([subnet]), requirements: sets._requirementsOf.get(name)!,
    })),
  ];
}

function shared(
  { name, priority, sources, sourceIpGroupIds }: FirewallDescription, sharing: readonly (readonly [string, SubnetDescription])[],
  requirements: RequirementSet,
): DescribedFirewallRules[] {
  return sharing.length === 0 ? [] : [{
    name, priority, requirements, subnets: sharing.map(([subnet]) => subnet), sourceIpGroupIds,
    sources: sources ?? (sourceIpGroupIds === undefined ? ipv4Of(sharing.map(([, subnet]) => subnet)) : undefined),
  }];
}

/** What Azure Firewall takes as the sources of rules for some subnets. */
export function ipv4Of(subnets: readonly SubnetDescription[]): string[] {
  return subnets.flatMap(({ addressPrefixes }) => addressPrefixes).filter((prefix) => !prefix.includes(':'));
}
