import { InputError } from '../azure/errors';
import { LIMITS } from '../azure/limits';
import { FirewallApplicationRule, FirewallNetworkRule } from './firewall-rule';
import { FirewallRules } from './firewall-rules';

/** A part of the rules that fits into one rule collection group. */
export interface FirewallRuleGroup {
  /** Appended to the name of the group; empty when all rules fit into one. */
  readonly suffix: string;
  /** Added to the priority of the group. */
  readonly priorityOffset: number;
  readonly applicationRules: readonly FirewallApplicationRule[];
  readonly networkRules: readonly FirewallNetworkRule[];
}

/** Slots go from 0 to 2999; the next power of two is what gets halved. */
const SLOTS = 4096;
/** Parts are not cut finer than this, so that the priorities that follow that of the first group stay few. */
const FINEST = 64;

/**
 * Splits rules over several groups before one grows over the size that Azure takes.
 *
 * A part is a range of slots, halved until it fits. Its name and its priority come from that range and not from how many
 * parts there are, so that a further rule changes its own part only, or splits that part in two.
 *
 * @param sourceBytes bytes that the sources add to each rule
 */
export function firewallRuleGroups(
  rules: FirewallRules, sourceBytes: number, maxBytes: number = LIMITS.bytesPerGroup,
): FirewallRuleGroup[] {
  if (isSurelySmall(rules, sourceBytes, maxBytes)) {
    return whole(rules);
  }
  const sizes = new Map<FirewallApplicationRule | FirewallNetworkRule, number>();
  for (const rule of [...rules.applicationRules, ...rules.networkRules]) {
    sizes.set(rule, Buffer.byteLength(JSON.stringify(rule, withoutEmptyLists)) + sourceBytes);
  }
  const groups: FirewallRuleGroup[] = [];
  const split = (from: number, to: number): void => {
    const within = ({ slot }: { slot: number }): boolean => slot >= from && slot < to;
    const applicationRules = rules.applicationRules.filter(within);
    const networkRules = rules.networkRules.filter(within);
    const bytes = [...applicationRules, ...networkRules].reduce((sum, rule) => sum + sizes.get(rule)!, 0);
    if (bytes > maxBytes && to - from > FINEST) {
      const middle = (from + to) / 2;
      split(from, middle);
      split(middle, to);
      return;
    }
    if (bytes > maxBytes) {
      throw new InputError({
        argument: 'rule collection group',
        problem: `the rules of slots ${from} to ${to - 1} take ${bytes} bytes and a group takes ${maxBytes}`,
        allowed: 'use IP groups instead of address ranges as sources, or spread own requirements over more slots',
      });
    }
    if (from === 0 && to === SLOTS) {
      groups.push(...whole(rules));
    } else if (applicationRules.length + networkRules.length > 0) {
      groups.push({ suffix: `-${from}-${to - 1}`, priorityOffset: from / FINEST, applicationRules, networkRules });
    }
  };
  split(0, SLOTS);
  return groups;
}

/** Lists that are empty are not written. */
function withoutEmptyLists(_: string, value: unknown): unknown {
  return Array.isArray(value) && value.length === 0 ? undefined : value;
}

/** All rules in one group, or none when there are no rules. */
function whole({ applicationRules, networkRules }: FirewallRules): FirewallRuleGroup[] {
  return applicationRules.length + networkRules.length === 0 ? [] : [{ suffix: '', priorityOffset: 0, applicationRules, networkRules }];
}

/**
 * Whether the rules fit by a bound that is quicker than to measure them: a character takes at most six bytes in JSON, and
 * names, descriptions and keys of one rule less than 2,000.
 */
function isSurelySmall({ applicationRules, networkRules }: FirewallRules, sourceBytes: number, maxBytes: number): boolean {
  const entries = [
    ...applicationRules.flatMap(({ hostNames, urls, fqdnTags, requirementIds }) => [...hostNames, ...urls, ...fqdnTags, ...requirementIds]),
    ...networkRules.flatMap(({ addresses, hostNames, ports, requirementIds }) => [...addresses, ...hostNames, ...ports, ...requirementIds]),
  ];
  const rules = applicationRules.length + networkRules.length;
  return rules * (sourceBytes + 2000) + entries.reduce((sum, entry) => sum + 6 * entry.length + 10, 0) < maxBytes;
}

/** The greatest priority offset that a group can have. */
export const MAX_PRIORITY_OFFSET = SLOTS / FINEST - 1;

/** What rules count against limits that Azure recommends and does not enforce. */
interface FirewallLoad {
  /** Unique sources times unique destinations, summed over the network rules. */
  readonly sourceDestinationPairs: number;
  /** Host names in network rules. */
  readonly networkHostNames: number;
}

/**
 * Counts network rules against the recommended limits.
 * @param sources number of sources of each rule; an IP group counts as one
 */
export function firewallLoad(rules: FirewallRules, sources: number): FirewallLoad {
  const hostNames = new Set(rules.networkRules.flatMap((rule) => rule.hostNames));
  return {
    sourceDestinationPairs: rules.networkRules.reduce((sum, rule) => sum + sources * (rule.addresses.length + rule.hostNames.length), 0),
    networkHostNames: hostNames.size,
  };
}
