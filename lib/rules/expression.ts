import { Requirement } from '../requirements/requirement';

/** A requirement that a rule language cannot carry. */
export interface UnexpressedRequirement {
  /** The rule language: `network security group`, `Azure Firewall`, `NAT gateway`, `network policy`, ... */
  readonly language: string;
  /** Id of the requirement. */
  readonly requirementId: string;
  /** The requirement in one line. */
  readonly need: string;
  /** Why it cannot be carried. */
  readonly reason: string;
  /** What to do instead. */
  readonly remedy: string;
  /** Whether the traffic does not pass this part of the network at all, so that nothing is missing here. */
  readonly isOutOfPath: boolean;
}

/** A requirement that a rule language carries in another form than the one documented. */
export interface Substitution {
  /** The rule language: `network security group`, `Azure Firewall`, `NAT gateway`, `network policy`, ... */
  readonly language: string;
  /** Id of the requirement. */
  readonly requirementId: string;
  /** The requirement in one line. */
  readonly need: string;
  /** What the rules say instead. */
  readonly writtenAs: string;
  /** Why. */
  readonly reason: string;
  /** Whether the rules open more than the requirement asks for. */
  readonly isWider: boolean;
}

/** Collects what was not carried, or carried in another form. */
export class ExpressionReport {
  public readonly unexpressed: UnexpressedRequirement[] = [];
  public readonly substitutions: Substitution[] = [];

  constructor(private readonly language: string) {}

  public cannot(requirement: Requirement, reason: string, alternative: string): void {
    this.unexpressed.push({ language: this.language, requirementId: requirement.id, need: requirement.need, reason, remedy: alternative, isOutOfPath: false });
  }

  public doesNotPass(requirement: Requirement, reason: string, alternative: string): void {
    this.unexpressed.push({ language: this.language, requirementId: requirement.id, need: requirement.need, reason, remedy: alternative, isOutOfPath: true });
  }

  public instead(requirement: Requirement, writtenAs: string, reason: string, isWider: boolean): void {
    this.substitutions.push({ language: this.language, requirementId: requirement.id, need: requirement.need, writtenAs, reason, isWider });
  }

  /** Says that the endpoint itself holds more than what is needed, where it does. */
  public wider(requirement: Requirement): void {
    if (requirement._wider !== undefined) {
      this.instead(requirement, requirement.endpoint.value, requirement._wider, true);
    }
  }
}

/** What every rule language answers for traffic between pods. */
export const PODS_REASON = 'the traffic stays inside the Kubernetes cluster and does not pass this';
export const PODS_ALTERNATIVE = 'a network policy in the cluster (ClusterNetworkPolicies, or the command network-policies)';

/** What is answered for traffic that a service endpoint takes. Source: virtual network service endpoints overview: its routes are more specific than 0.0.0.0/0. */
export const SERVICE_ENDPOINT_REASON = 'the traffic leaves through the service endpoint of the subnet and does not pass this';
export const SERVICE_ENDPOINT_ALTERNATIVE = 'the service endpoint policy of DataExfiltrationProtection, which holds it to named accounts';

/** What every rule language answers where the documentation names no other side. */
export const UNSPECIFIED_REASON = 'the article gives ports only, and neither the direction nor who connects';
export const UNSPECIFIED_ALTERNATIVE = 'traffic inside the virtual network reaches these ports already unless it was denied; ' +
  'for other sources add a requirement of your own with the address range that connects';
