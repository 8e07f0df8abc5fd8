import { IntervalSet } from '../../network/interval-set';
import { FilterRule } from '../filter-rule';
import { holdsHost } from '../host-patterns';
import { contentOf } from '../rule-content';
import { RuleEnd } from '../rule-end';
import { areAlikeBesideFirewalls, areSameLists, isSameRule } from './alike-views';
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
    const key = `${denying} ${contentOf(rule)}`;
    const those = found.get(key);
    if (those === undefined) {
      found.set(key, [rule]);
    } else {
      those.push(rule);
    }
  }
  return found;
}

/** More targets than these are not worth telling apart from the rules of a list. */
const MANY = 100;

/** Whether what a rule of a firewall opens may have a name or addresses in common with some targets. */
export function nearTo(targets: readonly Target[]): (rule: FilterRule) => boolean {
  const different = [...new Set(targets)];
  return different.length > MANY ? () => true : ({ destination }) => different.some((target) => mayShare(destination, target));
}

/** An end that is nothing but ranges opens nothing but these, and one of nothing but host names only these, or what a group names. */
function mayShare(end: RuleEnd, target: Target): boolean {
  const { isAny, ranges, tags, opaque, hosts, urls, fqdnTags } = end;
  const hasOthers = isAny || tags.length > 0 || opaque.length > 0 || urls.length > 0 || fqdnTags.length > 0;
  if (!hasOthers && hosts.length === 0 && target.kind === 'addresses') {
    return ranges.overlaps(target.set) || IntervalSet.IPV4.isIn(ranges);
  }
  if (!hasOthers && ranges.isEmpty && target.kind === 'host') {
    return hosts.some((host) => holdsHost(host, target.host) || holdsHost(target.host, host));
  }
  return true;
}
