import { Direction } from '../requirements/direction';
import { EndpointKind } from '../requirements/endpoint';
import { PortRange } from '../requirements/port-range';
import { Requirement } from '../requirements/requirement';
import { RequirementSet } from '../requirements/requirement-set';
import { RuleLanguage } from './rule-language';

/** A requirement that a rule language cannot carry. */
export interface UnexpressedRequirement {
  /** The rule language. */
  readonly language: RuleLanguage;
  /** Id of the requirement. */
  readonly requirementId: string;
  /** The requirement in one line. */
  readonly need: string;
  /** Why it cannot be carried. */
  readonly reason: string;
  /** What to do instead. */
  readonly remedy: string;
  /** The ports that are not carried. */
  readonly ports: string[];
  /** Whether the traffic does not pass this part of the network at all, so that nothing is missing here. */
  readonly isOutOfPath: boolean;
  /** Whether the documentation itself has no name for the need in this cloud, so that no rule language can carry it. */
  readonly isDocumentationGap: boolean;
}

/** A requirement that a rule language carries in another form than the one documented. */
export interface Substitution {
  /** The rule language. */
  readonly language: RuleLanguage;
  /** Id of the requirement. */
  readonly requirementId: string;
  /** The requirement in one line. */
  readonly need: string;
  /** What the rules say instead. */
  readonly writtenAs: string;
  /** Why. */
  readonly reason: string;
  /** The ports that are carried in this form. */
  readonly ports: string[];
  /** Whether the rules open more than the requirement asks for. */
  readonly isWider: boolean;
}

/** Collects what was not carried, or carried in another form. */
export class TranslationReport {
  public readonly unexpressed: UnexpressedRequirement[] = [];
  public readonly substitutions: Substitution[] = [];

  /** @param set the set whose documentation gaps belong in the report; undefined where they do not concern the rule language */
  constructor(private readonly language: RuleLanguage, set?: RequirementSet) {
    for (const { id, need, ports, reason, remedy } of set?.gaps ?? []) {
      this.unexpressed.push({
        language, requirementId: id, need, reason, remedy, ports: [...ports], isOutOfPath: false, isDocumentationGap: true,
      });
    }
  }

  public cannot(requirement: Requirement, reason: string, remedy: string, ports: readonly PortRange[] = requirement.ports._all): void {
    this.add(requirement, { reason, remedy, ports: ports.map(String), isOutOfPath: false });
  }

  public doesNotPass(requirement: Requirement, reason: string, remedy: string, ports: readonly PortRange[] = requirement.ports._all): void {
    this.add(requirement, { reason, remedy, ports: ports.map(String), isOutOfPath: true });
  }

  public instead(
    { id, need, ports: { _all: all } }: Requirement, writtenAs: string, reason: string, isWider: boolean,
    ports: readonly PortRange[] = all,
  ): void {
    this.substitutions.push({ language: this.language, requirementId: id, need, writtenAs, reason, ports: ports.map(String), isWider });
  }

  /**
   * Says what else the rule for a requirement tells of it: that the endpoint holds more than what is needed, or stands for another one.
   * @param writtenAs what the rules say, where that is not the need itself
   */
  public written(requirement: Requirement, writtenAs: string = requirement.need): void {
    const { _wider: wider, _standsFor: documented, endpoint } = requirement;
    if (wider !== undefined) {
      this.instead(requirement, endpoint.value, wider, true);
    }
    if (documented !== undefined) {
      this.substitutions.push({
        language: this.language, requirementId: requirement.id, need: documented.need, writtenAs, reason: documented.reason,
        ports: [...requirement.ports.ranges], isWider: documented.isWider,
      });
    }
  }

  private add({ id, need }: Requirement, what: Pick<UnexpressedRequirement, 'reason' | 'remedy' | 'ports' | 'isOutOfPath'>): void {
    this.unexpressed.push({ language: this.language, requirementId: id, need, ...what, isDocumentationGap: false });
  }
}

/** What every rule language answers for traffic between pods. */
export const PODS_REASON = 'the traffic stays inside the Kubernetes cluster and does not pass this';
export const PODS_REMEDY = 'a network policy in the cluster (ClusterNetworkPolicies, or the command network-policies)';

/**
 * What is answered for traffic that a service endpoint takes. Source: virtual network service endpoints overview: its routes
 * are more specific than 0.0.0.0/0.
 */
export const SERVICE_ENDPOINT_REASON = 'the traffic leaves through the service endpoint of the subnet and does not pass this';
export const SERVICE_ENDPOINT_REMEDY = 'the service endpoint policy of DataExfiltrationProtection, which limits it to named accounts';

/** What every rule language answers where the documentation names no other side. */
export const UNSPECIFIED_REASON = 'the article gives ports only, and neither the direction nor who connects';
export const UNSPECIFIED_REMEDY = 'traffic inside the virtual network reaches these ports already unless it was denied; ' +
  'for other sources add a requirement of your own with the address range that connects';

/** Whether somebody outside connects to the compute. Traffic between pods, and what the documentation gives no direction for, is none. */
export function comesFromOutside({ direction, endpoint }: Requirement): boolean {
  if (direction === Direction.OUTBOUND) {
    return false;
  }
  switch (endpoint.kind) {
    case EndpointKind.PODS:
    case EndpointKind.UNSPECIFIED:
      return false;
    case EndpointKind.SERVICE_TAG:
    case EndpointKind.ADDRESS_RANGE:
    case EndpointKind.FQDN:
    case EndpointKind.URL:
      return true;
  }
}

/** What a firewall answers for it. */
export const OUTSIDE_REASON = 'the traffic comes to the address of the compute itself and does not pass the firewall';
export const OUTSIDE_REMEDY = 'a security rule on the subnet of the compute';

/** What is answered for a route that a requirement asks for. */
export const ROUTE_REASON = 'it is a route, and not a flow that a rule could open';
export const ROUTE_REMEDY = 'a route of the route table (EgressRouteTable, or routeTable in the deployment)';

/** How a host of any protocol is written whose service tag has rules for TCP. */
export function tcpByTag(tags: readonly Requirement[], ports: readonly PortRange[]): string {
  return `TCP ${ports.join(', ')} to the service tag ${[...new Set(tags.map(({ endpoint }) => endpoint.value))].join(', ')}`;
}

export const TCP_BY_TAG_REASON = 'the documentation gives TCP for the service tag, and any protocol for the host name that the tag covers';
