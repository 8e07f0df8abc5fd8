import { Deployment } from '../deployment/deployment';
import { DescribedFirewallRules, describedFirewallRules } from '../deployment/described-firewall';
import { describedRoutes } from '../deployment/described-routes';
import { FirewallDescription, SecurityGroupDescription, SubnetDescription } from '../deployment/description';
import { isReference } from '../azure/references';
import { PortRange } from '../requirements/port-range';
import { Protocol } from '../requirements/ports';
import { tagRanges } from '../rules/address-routes';
import { RequirementSet } from '../requirements/requirement-set';
import { FirewallApplicationRule, FirewallNetworkRule } from '../rules/firewall-rule';
import { FirewallRules, firewallRules } from '../rules/firewall-rules';
import { EgressRoute } from '../rules/egress-route';
import { routes } from '../rules/routes';
import { SecurityGroupRule } from '../rules/security-group-rule';
import { FIRST_PRIORITY } from '../rules/security-rule-options';
import { SecurityRules, securityRules } from '../rules/security-rules';

/** The rules that a deployment file asks for, as plain data. */
export interface DeploymentRules {
  readonly securityGroups: readonly { readonly subnet: string; readonly name: string; readonly rules: SecurityRules }[];
  /** Those that subnets share, and those of subnets that need something else. */
  readonly firewalls: readonly (DescribedFirewallRules & { readonly rules: FirewallRules })[];
  readonly routeTables: readonly { readonly subnet: string; readonly routes: readonly EgressRoute[] }[];
}

/** What a rule stands in. */
type RuleOwner =
  | { readonly kind: 'security-group' | 'route-table'; readonly subnet: string }
  | { readonly kind: 'firewall'; readonly subnets: readonly string[] };

/** One rule that carries a requirement, in whatever language. */
export interface Carrier {
  readonly owner: RuleOwner;
  /** The owner in words: `security group of training`, `firewall azureml`. */
  readonly where: string;
  readonly rule: string;
  /** The rule in one line. */
  readonly text: string;
  /** What the rule says of itself; empty for a route. */
  readonly description: string;
}

/** What applies to the subnets of a file. */
type RequirementSets = Pick<Deployment, 'requirements' | '_requirementsOf'>;

/**
 * Translates requirements as the deployment file says. Nothing is made; a file that could not be synthesized is refused as there.
 *
 * @param sets other requirements than those of the file, such as those of another edition
 */
export function deploymentRules(deployment: Deployment, sets: RequirementSets = deployment): DeploymentRules {
  const { subnets, firewall } = deployment._description;
  const described = Object.entries(subnets);
  const setOf = (subnet: string): RequirementSet => sets._requirementsOf.get(subnet)!;
  return {
    securityGroups: described.flatMap(([subnet, description]) => {
      const { securityGroup } = description;
      return securityGroup === undefined ? [] : [{
        subnet,
        name: securityGroup.name ?? nameOfId(securityGroup.id) ?? subnet,
        rules: deployment._at(['subnets', subnet, 'securityGroup'], () =>
          securityRules(setOf(subnet), securityOptions(securityGroup, description))),
      }];
    }),
    firewalls: describedFirewallRules(deployment, sets).map((group) => ({
      ...group, rules: firewallRules(group.requirements, firewallOptions(firewall!)),
    })),
    routeTables: described.flatMap(([subnet, description]) =>
      description.routeTable === undefined ? [] : [{
        subnet, routes: deployment._at(['subnets', subnet, 'routeTable'], () => routesOf(description, deployment, setOf(subnet))),
      }]),
  };
}

/** The default route, the routes that requirements ask for, and those that the file adds, as a stack makes them. */
function routesOf(
  { routeTable, addressPrefixes }: SubnetDescription, deployment: Deployment, set: RequirementSet,
): EgressRoute[] {
  const { defaultRoute: { firewall }, serviceTagFile } = routeTable!;
  return routes(
    set, firewall, describedRoutes(routeTable!),
    serviceTagFile === undefined ? [] : tagRanges(set, deployment._serviceTagFile(serviceTagFile)),
    firewall !== undefined && addressPrefixes.some((prefix) => prefix.includes(':')),
  );
}

/** What flows have in common, as far as it is known. */
interface PortOfFlows {
  readonly protocol?: string;
  readonly port?: number;
}

/** The rules that carry one of some requirements for a port. A rule may carry one for some of its ports only. */
export function carriersOf(rules: DeploymentRules, ids: ReadonlySet<string>, flows: PortOfFlows = {}): Carrier[] {
  return allRules(rules, (rule) => rule.requirementIds.some((id) => ids.has(id)) && mayHold(rule, flows));
}

type AnyRule = Pick<FirewallApplicationRule, 'requirementIds'> &
  Partial<Pick<FirewallApplicationRule, 'protocols'> & Pick<FirewallNetworkRule, 'ports' | 'protocol'> &
    Pick<SecurityGroupRule, 'destinationPorts'>>;

/** Whether a rule may be for a port. Routes are for every one, and what a reference is nobody knows. */
function mayHold({ destinationPorts, ports, protocols, protocol = Protocol.TCP }: AnyRule, flows: PortOfFlows): boolean {
  const own = destinationPorts ?? ports ?? protocols?.map((one) => one.slice(one.lastIndexOf(':') + 1));
  return own === undefined || (
    (flows.protocol === undefined || protocol === Protocol.ANY || protocol === flows.protocol) &&
    (flows.port === undefined || own.some((one) => one === '*' || isReference(one) || PortRange.of(one).has(flows.port!)))
  );
}

/** The rules in one line each, in their order. */
export function allRules(
  { securityGroups, firewalls, routeTables }: DeploymentRules,
  isMeant: (rule: AnyRule) => boolean = () => true,
): Carrier[] {
  const carriers = <T extends AnyRule & { readonly name: string; readonly description?: string }>(
    owner: RuleOwner,
    where: string,
    rules: readonly T[],
    textOf: (rule: T) => string,
  ): Carrier[] => rules.filter(isMeant).map((rule) =>
    ({ owner, where, rule: rule.name, text: textOf(rule), description: rule.description ?? '' }));
  return [
    ...securityGroups.flatMap(({ subnet, name, rules: { rules } }) =>
      carriers({ kind: 'security-group', subnet }, `security group ${name} of ${subnet}`, rules, securityRuleText),
    ),
    ...firewalls.flatMap(({ name, subnets, rules: { networkRules, applicationRules } }) => [
      ...carriers({ kind: 'firewall', subnets }, `firewall rules ${name}`, networkRules, networkRuleText),
      ...carriers({ kind: 'firewall', subnets }, `firewall rules ${name}`, applicationRules, applicationRuleText),
    ]),
    ...routeTables.flatMap(({ subnet, routes: rules }) =>
      carriers({ kind: 'route-table', subnet }, `route table of ${subnet}`, rules, routeText),
    ),
  ];
}

function routeText({ addressPrefix, nextHopType }: EgressRoute): string {
  return `route ${addressPrefix} to ${nextHopType}`;
}

function securityRuleText({
  direction,
  access,
  protocol,
  priority,
  sources,
  destinations,
  destinationPorts,
}: SecurityGroupRule): string {
  return `${access} ${direction.toLowerCase()} ${protocol} ${destinationPorts.join(',')} from ${sources.join(',')} to ${destinations.join(
    ',',
  )}, priority ${priority}`;
}

function networkRuleText({ protocol, ports, addresses, hostNames }: FirewallNetworkRule): string {
  return `network rule ${protocol} ${ports.join(',')} to ${[...addresses, ...hostNames].join(',')}`;
}

function applicationRuleText({ protocols, hostNames, urls, fqdnTags }: FirewallApplicationRule): string {
  return `application rule ${protocols.join(',')} to ${[...hostNames, ...urls, ...fqdnTags].join(',')}`;
}

function nameOfId(id: string | undefined): string | undefined {
  return id?.slice(id.lastIndexOf('/') + 1);
}

function securityOptions(
  { hostNameTraffic, intraNetworkTraffic: intra, denyOtherOutbound, firstPriority, forSubnetOnly }: SecurityGroupDescription,
  subnet: SubnetDescription,
) {
  const hostNames = hostNameTraffic === 'filtered-by-firewall' ? ('filtered' as const) : hostNameTraffic;
  return {
    hostNames,
    intraNetwork: intra?.denied ? [] : intra?.addressSpace,
    denyOtherOutbound: denyOtherOutbound ?? true,
    firstPriority: firstPriority ?? FIRST_PRIORITY.max,
    subnets: forSubnetOnly ? subnet.addressPrefixes : undefined,
  };
}

function firewallOptions({ destinations, sku, dnsProxy, tlsInspection, policyId }: FirewallDescription) {
  return {
    destinations: destinations === 'host-names' ? ('hostNames' as const) : ('serviceTags' as const),
    sku: sku ?? ('Standard' as const),
    dnsProxy: dnsProxy ?? false,
    urls: policyId !== undefined && sku === 'Premium' && (tlsInspection ?? false),
  };
}
