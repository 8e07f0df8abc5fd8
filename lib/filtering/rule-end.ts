import { AddressInterval, AddressTerm } from '../network/network';
import { IntervalSet } from '../network/interval-set';
import { PRIVATE_ADDRESSES } from './known-addresses';

/** Addresses that the configuration does not say, and why. */
export interface Opaque {
  readonly text: string;
  readonly why: string;
  /** Id in lower case, of an IP group. */
  readonly id?: string;
  /** Whether the text is an expression. */
  readonly isExpression?: boolean;
  /** Equal for values that are equal for certain. */
  readonly symbol?: string;
  /** Whether they are those of machines in the virtual network. */
  readonly isOfNetwork?: boolean;
  /** What the text begins with, as far as that is known: `Storage.` of a tag with a region. */
  readonly begins?: string;
}

/** A term that Azure does not take where it stands, so that it matches nothing, and why. */
export interface NeverMatched {
  readonly text: string;
  readonly kind: 'tag' | 'host name' | 'URL' | 'web category' | 'IPv6' | 'IP group';
  readonly why: string;
}

/** One end of a rule: all its terms, the address ranges among them as one set. */
export interface RuleEnd {
  readonly isAny: boolean;
  readonly ranges: IntervalSet;
  /** The ranges hold every IPv4 address. */
  readonly isEveryIpv4: boolean;
  /** The ranges hold private addresses alone. */
  readonly isPrivate: boolean;
  /** It is ranges and nothing else, which hold some public addresses and not all. */
  readonly isOfPublicRanges: boolean;
  /** It is host names of application rules and nothing else. */
  readonly isOfHosts: boolean;
  readonly tags: readonly string[];
  readonly opaque: readonly Opaque[];
  /** Terms that are left out of all others, because Azure never matches them. */
  readonly never: readonly NeverMatched[];
  readonly hosts: readonly string[];
  /** Host names stand for the addresses that they resolve to, as in network rules, which cannot tell names with one address apart. */
  readonly areHostsResolved?: boolean;
  readonly urls: readonly string[];
  readonly fqdnTags: readonly string[];
}

/** What rules of firewalls name besides addresses. */
interface Names {
  readonly hosts?: readonly string[];
  readonly areHostsResolved?: boolean;
  readonly urls?: readonly string[];
  readonly fqdnTags?: readonly string[];
  readonly opaque?: readonly Opaque[];
  readonly never?: readonly NeverMatched[];
}

export function ruleEnd(terms: readonly AddressTerm[], names: Names = {}): RuleEnd {
  const intervals: AddressInterval[] = [];
  const tags: string[] = [];
  const opaque: Opaque[] = [];
  let isAny = false;
  for (const term of terms) {
    switch (term.kind) {
      case 'any':
        isAny = true;
        break;
      case 'interval':
        intervals.push(term.interval);
        break;
      case 'tag':
        tags.push(term.tag);
        break;
      case 'opaque':
        opaque.push(opaqueOf(term));
        break;
    }
  }
  const ranges = IntervalSet.of(intervals);
  const isEveryIpv4 = IntervalSet.IPV4.isIn(ranges);
  const isPrivate = ranges.isIn(PRIVATE_ADDRESSES);
  const { hosts = [], areHostsResolved = false, urls = [], fqdnTags = [], never = [] } = names;
  const hasNames = hosts.length > 0 || urls.length > 0 || fqdnTags.length > 0 || (names.opaque ?? []).length > 0;
  return {
    isAny, ranges, isEveryIpv4, isPrivate,
    isOfPublicRanges: !ranges.isEmpty && !isEveryIpv4 && !isPrivate && !hasNames && intervals.length === terms.length,
    isOfHosts: hosts.length > 0 && !areHostsResolved && terms.length === 0 && urls.length === 0 && fqdnTags.length === 0 &&
      (names.opaque ?? []).length === 0,
    tags, opaque: names.opaque === undefined ? opaque : opaque.concat(names.opaque),
    never, hosts, areHostsResolved, urls, fqdnTags,
  };
}

function opaqueOf({ text, why, id, isExpression, symbol, isOfNetwork, begins }: Extract<AddressTerm, { kind: 'opaque' }>): Opaque {
  return {
    text, why, ...(id !== undefined && { id }), ...(isExpression !== undefined && { isExpression }),
    ...(symbol !== undefined && { symbol }), ...(isOfNetwork === true && { isOfNetwork }), ...(begins !== undefined && { begins }),
  };
}

/** Whether an end is ranges and nothing else. */
export function isOfRanges({ isAny, ranges, tags, opaque, hosts, urls, fqdnTags }: RuleEnd): boolean {
  return !isAny && !ranges.isEmpty && tags.length === 0 && opaque.length === 0 && hosts.length === 0 && urls.length === 0 &&
    fqdnTags.length === 0;
}

/** The end that holds everything. */
export const ANYTHING: RuleEnd = ruleEnd([{ kind: 'any' }]);
