import { Direction } from '../../requirements/direction';
import { IntervalSet } from '../../network/interval-set';
import { FilterRule } from '../filter-rule';
import { INTERNET } from '../knowledge';
import { PRIVATE_ADDRESSES } from '../known-addresses';
import { contentOf } from '../rule-content';
import { RuleEnd } from '../rule-end';
import { listsOf } from './firewalls-passed';
import { SubnetView } from './subnet-view';

/** Parts of the Internet that are denied. */
interface MovedDenials {
  readonly addresses: IntervalSet;
  readonly hosts: readonly string[];
}

/**
 * Public addresses that only one of two views denies, or that one denies after other rules for the whole Internet, and hosts of network
 * rules. The rest of the Internet has one name, whichever parts of it are denied.
 */
export function movedDenials(before: SubnetView | undefined, after: SubnetView | undefined, direction: Direction): MovedDenials {
  if (before === undefined || after === undefined) {
    return { addresses: IntervalSet.NONE, hosts: [] };
  }
  const places = new Map<string, number>();
  const [was, is] = [before, after].map((view) => denials(view, direction, places)) as [Map<string, RuleEnd>, Map<string, RuleEnd>];
  const those = [...was, ...is].filter(([key]) => !was.has(key) || !is.has(key)).map(([, end]) => end);
  const ranges = IntervalSet.of(those.flatMap((end) => end.ranges.intervals));
  return {
    addresses: [PRIVATE_ADDRESSES, before.network, after.network].reduce((left, set) => left.without(set), ranges),
    hosts: [...new Set(those.flatMap(({ hosts, areHostsResolved }) => (areHostsResolved === true ? hosts : [])))],
  };
}

/**
 * What rules deny, by what these rules say and what stands before them.
 *
 * @param places numbers for what stands before a rule, the same in both views
 */
function denials(view: SubnetView, direction: Direction, places: Map<string, number>): Map<string, RuleEnd> {
  const isOutbound = direction === Direction.OUTBOUND;
  const lists = listsOf(view, direction);
  const found = new Map<string, RuleEnd>();
  for (const [i, rules] of lists.entries()) {
    let place = i;
    for (const rule of rules) {
      const other = isOutbound ? rule.destination : rule.source;
      if (mayDeny(rule) && (!other.ranges.isEmpty || other.areHostsResolved === true)) {
        found.set(`${i} ${place} ${contentOf(rule)}`, other);
      }
      if (rule.access === 'allow' && isWide(other)) {
        const key = `${place} ${contentOf(rule)}`;
        place = places.get(key) ?? lists.length + places.size;
        places.set(key, place);
      }
    }
  }
  return found;
}

function mayDeny({ access, isEither }: FilterRule): boolean {
  return access === 'deny' || isEither === true;
}

function isWide({ isAny, isEveryIpv4, tags }: RuleEnd): boolean {
  return isAny || isEveryIpv4 || tags.includes(INTERNET);
}
