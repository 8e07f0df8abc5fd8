import { findOverlap, parseAddressRange } from '../azure/addresses';
import { InputError, quote } from '../azure/errors';
import { LIMITS } from '../azure/limits';
import { checkListReference, isReference } from '../azure/references';

/** What the user decides about a network security group. */
export interface SecurityRuleOptions {
  /** Undefined: not decided, which is an error when a host name needs the decision. */
  readonly hostNames: 'filtered' | 'closed' | undefined;
  /** Undefined: by the tag VirtualNetwork. An empty list: denied. */
  readonly intraNetwork: readonly string[] | undefined;
  readonly denyOtherOutbound: boolean;
  readonly firstPriority: number;
  /** Address ranges of the subnets; undefined: any address of the subnets that the group is associated with. */
  readonly subnets: readonly string[] | undefined;
}

/** Slots end below 3000, so priorities derived from them end below the fixed ones. */
export const FIRST_PRIORITY = { min: LIMITS.securityRulePriority.min, max: 1000 } as const;

/** Refuses options that no rules can be written for. */
export function checkSecurityRuleOptions(options: SecurityRuleOptions): void {
  const { firstPriority } = options;
  const { min, max } = FIRST_PRIORITY;
  if (!Number.isInteger(firstPriority) || firstPriority < min || firstPriority > max) {
    throw new InputError({
      argument: 'firstPriority', given: firstPriority,
      problem: `is not a whole number from ${min} to ${max}`, allowed: 'requirements take the 3,000 priorities that follow it',
    });
  }
  if (familiesOf([...(options.subnets ?? []), ...(options.intraNetwork ?? [])]).size > 1) {
    const what = familiesOf(options.subnets ?? []).size > 1 ? 'subnetAddressPrefixes' : 'intraNetworkTraffic';
    throw new InputError({
      argument: what, problem: 'a security rule takes IPv4 or IPv6 addresses, not both', allowed: 'give the ranges of one family',
    });
  }
  for (const [what, ranges] of [
    ['subnetAddressPrefixes', options.subnets ?? []], ['the address space of the network', options.intraNetwork ?? []],
  ] as const) {
    checkListReference(what, ranges);
    checkOverlap(what, ranges);
  }
  if (options.subnets?.length === 0) {
    throw new InputError({
      argument: 'subnetAddressPrefixes',
      problem: 'the list is empty', allowed: 'leave it out to mean the subnets that the group is associated with',
    });
  }
}

/** Azure refuses a rule whose ranges overlap (OverlappingSubnetsNotPermittedInSecurityRule, cloud-provider-azure issue 6775). */
function checkOverlap(what: string, ranges: readonly string[]): void {
  const overlap = findOverlap(ranges.filter((range) => !isReference(range)).map(parseAddressRange));
  if (overlap !== undefined) {
    throw new InputError({
      argument: what, given: overlap[0].text,
      problem: `and ${quote(overlap[1].text)} overlap, which Azure refuses in a security rule`,
      allowed: 'keep the wider one',
    });
  }
}

/** Address families of ranges, as far as they are known. */
export function familiesOf(ranges: readonly string[]): Set<4 | 6> {
  return new Set(ranges.filter((range) => !isReference(range)).map((range) => parseAddressRange(range).family));
}
