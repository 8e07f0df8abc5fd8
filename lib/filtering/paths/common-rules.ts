import { addTo } from '../../azure/groups';
import { IntervalSet } from '../../network/interval-set';
import { FilterRule } from '../filter-rule';
import { contentOf } from '../rule-content';
import { isOfRanges, RuleEnd } from '../rule-end';
import { areAlikeBesideFirewalls, areSameLists, isSameRule } from './alike-views';
import { HostIndex, RangeIndex } from './end-index';
import { SubnetView } from './subnet-view';
import { Target } from './target';

/**
 * The rules of firewalls that open the same in two networks; undefined where these differ in more than rules of firewalls that allow.
 *
 * What a rule opens depends on the rules before it that deny, and on no other. So when those that deny are the same, a rule that allows
 * opens the same as one of the same content that as many of them stand before.
 */
export function commonRules(before: SubnetView, after: SubnetView): ReadonlySet<FilterRule> | undefined {
  if (!areAlikeBesideFirewalls(before, after)) {
    return undefined;
  }
  const common = new Set<FilterRule>();
  for (const [i, firewall] of before.firewalls.entries()) {
    const [was, is] = [before.rulesOf(firewall), after.rulesOf(after.firewalls[i]!)];
    if (!areSameLists(was.filter(mayDeny), is.filter(mayDeny))) {
      return undefined;
    }
    const rest = byPlace(was);
    for (const [key, rules] of byPlace(is)) {
      const others = rest.get(key) ?? [];
      rules.slice(0, others.length).forEach((rule, n) => {
        const other = others[n]!;
        if (isSameRule(other, rule)) {
          common.add(other).add(rule);
        }
      });
    }
  }
  return common;
}

function mayDeny({ access, isEither }: FilterRule): boolean {
  return access === 'deny' || isEither === true;
}

/** The rules that only allow, by what they say and how many of those that may deny stand before them. */
function byPlace(rules: readonly FilterRule[]): Map<string, FilterRule[]> {
  const found = new Map<string, FilterRule[]>();
  let denying = 0;
  for (const rule of rules) {
    if (mayDeny(rule)) {
      denying++;
      continue;
    }
    addTo(found, `${denying} ${contentOf(rule)}`, rule);
  }
  return found;
}

/**
 * Whether what a rule of a firewall opens may have a name or addresses in common with some targets. An end that is nothing but ranges opens
 * nothing but these, and one of nothing but host names only these, or what a group names.
 */
export function nearTo(targets: readonly Target[]): (rule: FilterRule) => boolean {
  const different = [...new Set(targets)];
  const ranges = new RangeIndex(different.flatMap((one, i) => (one.kind === 'addresses' ? [[i, one.set.intervals] as const] : [])));
  const names = new HostIndex(different.flatMap((one, i) => (one.kind === 'host' ? [[i, [one.host]] as const] : [])));
  const areAddresses = different.every(({ kind }) => kind === 'addresses');
  const areHosts = different.every(({ kind }) => kind === 'host');
  return ({ destination: end }) => {
    if (isOfRanges(end) && different.length > 0) {
      return !areAddresses || ranges.meeting(end.ranges.intervals).length > 0 || IntervalSet.IPV4.isIn(end.ranges);
    }
    if (isOfNames(end)) {
      return !areHosts || end.hosts.some((host) => names.meeting(host).length > 0);
    }
    return different.length > 0;
  };
}

function isOfNames({ isAny, ranges, tags, opaque, hosts, urls, fqdnTags }: RuleEnd): boolean {
  return !isAny && ranges.isEmpty && tags.length === 0 && opaque.length === 0 && urls.length === 0 && fqdnTags.length === 0 &&
    hosts.length > 0;
}
