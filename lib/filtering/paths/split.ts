import { fqdnTagMayHold } from '../../azure/fqdn-tags';
import { holdsHost, holdsUrl, isWholeHost, splitUrl } from '../host-patterns';
import { INTERNET, Knowledge, LOAD_BALANCER, NETWORK_TAGS, VIRTUAL_NETWORK } from '../knowledge';
import { HostFacts } from '../host-facts';
import { HEALTH_PROBES, platformAddress, PRIVATE_ADDRESSES, PUBLIC_IPV4 } from '../known-addresses';
import type { AddressInterval } from '../../network/network';
import { Opaque, RuleEnd } from '../rule-end';
import { bySpace, knownOf, LaterSpace } from './later-space';
import { RuledOut } from './ruled-out';
import { all, byAddresses, none, Split, splitOf, taken, takenRanges, takenTag } from './split-parts';
import { fqdnTagName, Target, targetText } from './target';

/** What decides besides the target and the rule. */
export interface MatchContext {
  readonly knowledge: Knowledge;
  /** Whether the routes of the subnet can widen the tag VirtualNetwork to some of what is outside the network. */
  readonly canWidenTo: (target: Target) => boolean;
  /** Whether what is open is looked for: then traffic may name its host, and need not. */
  readonly isForOpenings?: boolean;
  /** Whether it is asked for by a requirement, so that all who open connections have to be let through. */
  readonly isNeeded?: boolean;
  /** Whether the rules on the way are listed one by one. */
  readonly isTraced?: boolean;
  /** What expressions of requirements are equal to for certain, by their texts. */
  readonly symbols?: ReadonlyMap<string, string>;
  /** FQDN tags that are documented to cover the host. */
  readonly fqdnTags: readonly string[];
  /** What is known of host names. */
  readonly hosts: HostFacts;
  /** The address space of the virtual network, where only Terraform finds it. */
  readonly laterSpace?: LaterSpace;
}

/**
 * Takes from a target what a rule holds. A rule that allows counts only where it surely does; one that denies wherever it may.
 */
export function split(target: Target, end: RuleEnd, access: 'allow' | 'deny', context: MatchContext, ruledOut = RuledOut.NOTHING): Split {
  if (end.isAny) {
    return all(target);
  }
  const { ranges, tags, hosts, areHostsResolved = false, urls, fqdnTags, opaque } = end;
  let found = ranges.isEmpty || ruledOut.hasRanges(ranges) ? none(target) : byRanges(target, end, context);
  for (const tag of tags) {
    if (!ruledOut.hasTag(tag, context.knowledge)) {
      found = further(found, (rest) => byTag(rest, tag, access, context));
    }
  }
  for (const host of hosts) {
    if (!areHostsResolved || !ruledOut.hasHost(host)) {
      found = further(found, (rest) => (areHostsResolved ? byResolvedHost : byHost)(rest, host, access, context));
    }
  }
  for (const url of urls) {
    found = further(found, (rest) => byUrl(rest, url, access, context));
  }
  for (const tag of fqdnTags) {
    found = further(found, (rest) => byFqdnTag(rest, tag, access, context));
  }
  for (const one of opaque) {
    found = further(found, (rest) => byOpaque(rest, one, access, context));
  }
  return found;
}

/** The split by one more term of a rule, applied to what the terms before it have left. */
function further(before: Split, term: (rest: Target) => Split): Split {
  if (before.rest === undefined) {
    return before;
  }
  const one = term(before.rest);
  if (before.matched.length === 0 && before.maybe === undefined && before.assumed === undefined && before.byName !== true) {
    return one;
  }
  const matched = [...before.matched, ...one.matched];
  if (one.rest === undefined) {
    return splitOf(matched, undefined);
  }
  return {
    matched, rest: one.rest, maybe: before.maybe ?? one.maybe, byName: before.byName ?? one.byName, assumed: before.assumed ?? one.assumed,
  };
}

function byOpaque(target: Target, opaque: Opaque, access: 'allow' | 'deny', context: MatchContext): Split {
  const isSpace = context.laterSpace !== undefined && context.laterSpace.symbol === opaque.symbol;
  const known = isSpace ? bySpace(target, opaque, context.laterSpace!) : undefined;
  if (known !== undefined) {
    return known;
  }
  const tag = opaque.begins === undefined ? undefined : context.knowledge.tagBegunBy(opaque.begins);
  const widest = tag === undefined ? undefined : byTag(target, tag, access, context);
  return isSame(target, opaque, context)
    ? all(target)
    : opaque.isOfNetwork === true && isOutside(target) ? none(target)
    : (isSpace || opaque.isOfNetwork === true) && isPublicHost(target, context)
      ? { ...none(target), assumed: atNoPrivateAddress(target.host, context) }
    : widest !== undefined && widest.matched.length === 0 && widest.maybe === undefined
      ? widest // whatever its region is, it holds no more than the tag without one
    : { ...none(target), maybe: `the addresses of ${opaque.text || '""'} are not known: ${opaque.why}` };
}

/** Whether no machine of the virtual network has any of the addresses. */
function isOutside(target: Target): boolean {
  return target.kind === 'addresses' ? target.side !== 'network' : target.kind === 'tag' && target.tag !== VIRTUAL_NETWORK;
}

function isPublicHost(target: Target, { hosts }: MatchContext): target is HostTarget {
  return (target.kind === 'host' || target.kind === 'url') && hosts.addressesOf(target.host) === undefined && hosts.isPublic(target.host);
}

/**
 * What is put together when Terraform runs is the same in a requirement that is put together alike, if both texts are of one
 * configuration: variables of the same name have other values elsewhere.
 */
function isSame(target: Target, { text, symbol, isExpression }: Opaque, { symbols }: MatchContext): boolean {
  if (target.kind === 'unknown' && target.symbol !== undefined) {
    return target.symbol === symbol;
  }
  const isText = (target.kind === 'host' && target.host === text) || (target.kind === 'unknown' && target.text === text);
  const wanted = symbols?.get(text);
  return isExpression === true && isText && (wanted === undefined || wanted === symbol);
}

function byRanges(target: Target, end: RuleEnd, context: MatchContext): Split {
  const { knowledge } = context;
  const { ranges, isEveryIpv4, isPrivate } = end;
  switch (target.kind) {
    case 'addresses':
      return byAddresses(target, ranges);
    case 'every': {
      if (isEveryIpv4) {
        return all(target);
      }
      return takenRanges(target, ranges, ranges, isPrivate ? 'network' : 'internet');
    }
    case 'own':
      return isEveryIpv4 ? all(target) : { ...none(target), maybe: 'the address ranges of the subnet are not known' };
    case 'tag':
      if (isEveryIpv4) {
        return all(target);
      }
      // The Internet holds these, and they can be told apart from the rest.
      if (target.tag === INTERNET && target.isVague !== true && ranges.overlaps(PUBLIC_IPV4)) {
        return takenRanges(target, ranges, ranges.and(PUBLIC_IPV4), 'internet');
      }
      return target.tag !== VIRTUAL_NETWORK && isPrivate ? none(target)
        : { ...none(target), maybe: `address ranges may cover addresses of ${target.tag} (${knowledge.basis})` };
    case 'host':
    case 'url':
      return isEveryIpv4 ? all(target) : hostByRanges(target, end, context);
    case 'unknown':
      return isEveryIpv4 || target.within?.isIn(ranges) === true
        ? all(target)
        : target.within?.overlaps(ranges) === false ? none(target)
        : { ...none(target), maybe: `address ranges may cover those of ${target.text}${knownOf(target, context.laterSpace)}` };
  }
}

type HostTarget = Extract<Target, { kind: 'host' | 'url' }>;

function atNoPrivateAddress(host: string, { hosts, knowledge: { conditions } }: MatchContext): string {
  const zone = hosts.unseenZoneOf(host);
  const why = zone === undefined ? '' : `: the files do not link its private DNS zone ${zone} to a network that resolves it`;
  return conditions.note(`${host} is at no private address${why}`, 'hosts that the documentation lists are at no private address', host);
}

function hostByRanges(target: HostTarget, { ranges, isPrivate }: RuleEnd, context: MatchContext): Split {
  const { hosts } = context;
  const { host } = target;
  const stated = hosts.addressesOf(host);
  if (stated !== undefined) {
    return stated.isIn(ranges)
      ? all(target)
      : stated.overlaps(ranges) ? { ...none(target), maybe: `address ranges cover some of the addresses of ${host}` }
      : none(target);
  }
  return isPrivate && hosts.isPublic(host) ? { ...none(target), assumed: atNoPrivateAddress(host, context) }
    : { ...none(target), maybe: `address ranges may cover the address of ${host}` };
}

/** A host against a service tag, by the addresses that it is stated to have, or by what can be at the addresses of the tag. */
function hostByTag(target: HostTarget, tag: string, access: 'allow' | 'deny', context: MatchContext): Split {
  const { hosts, knowledge, canWidenTo } = context;
  const { host } = target;
  const stated = hosts.addressesOf(host);
  // Without a service tag file, some hosts are known not to be there all the same, whatever their addresses are.
  const isByName = !NETWORK_TAGS.includes(tag) && knowledge.addressesOf(tag) === undefined;
  if (stated !== undefined && isByName && hosts.mayHave(tag, host, knowledge) === 'no') {
    return none(target);
  }
  if (stated !== undefined) {
    const inside = stated.and(PRIVATE_ADDRESSES);
    const parts = [[inside, 'network'], [stated.without(inside), 'internet']] as const;
    const found = parts.filter(([set]) => !set.isEmpty).map(([set, side]) => byTag({ kind: 'addresses', set, side }, tag, access, context));
    return found.every(({ rest }) => rest === undefined) ? all(target)
      : found.every(({ matched, maybe }) => matched.length === 0 && maybe === undefined) ? none(target)
        : {
          ...none(target), maybe: found.find(({ maybe }) => maybe !== undefined)?.maybe ?? `${tag} covers some of the addresses of ${host}`,
        };
  }
  if (tag === INTERNET) {
    return all(target);
  }
  if (tag === VIRTUAL_NETWORK && hosts.isPublic(host)) {
    return canWidenTo(target) ? { ...none(target), maybe: WIDENED } : { ...none(target), assumed: atNoPrivateAddress(host, context) };
  }
  const mayHave = NETWORK_TAGS.includes(tag) ? (tag === VIRTUAL_NETWORK ? 'yes' : 'no') : hosts.mayHave(tag, host, knowledge);
  if (mayHave !== 'yes') {
    return mayHave === 'no'
      ? none(target)
      : { ...none(target), assumed: knowledge.conditions.note(
        `no service tag covers ${host}, since the documentation names none for it`,
        'no service tag covers hosts that the documentation names none for', host,
      ) };
  }
  const isForAnybody = tag !== VIRTUAL_NETWORK && hosts.isForAnybody(tag, knowledge);
  return {
    ...none(target),
    maybe: `${tag} may cover the address of ${host}${isForAnybody ? '; anybody\'s content can be there, so it is a way out for data' : ''}`,
  };
}

const WIDENED = 'the routes of the subnet can widen the tag VirtualNetwork to other addresses';

function byTag(target: Target, tag: string, access: 'allow' | 'deny', context: MatchContext): Split {
  const { knowledge, canWidenTo } = context;
  const widened = (): Split => (canWidenTo(target) ? { ...none(target), maybe: WIDENED } : none(target));
  switch (target.kind) {
    case 'own':
      return tag === VIRTUAL_NETWORK ? all(target) : none(target);
    case 'addresses': {
      if (tag === VIRTUAL_NETWORK) {
        return target.side === 'network' ? all(target) : widened();
      }
      if (tag === INTERNET) {
        return target.side === 'internet' ? all(target) : none(target);
      }
      const set = tag === LOAD_BALANCER ? HEALTH_PROBES : platformAddress(tag) ?? knowledge.addressesOf(tag);
      if (set !== undefined) {
        return byAddresses(target, set);
      }
      if (target.tag !== undefined && knowledge.holds(tag, target.tag)) {
        return all(target);
      }
      return target.set.isIn(PRIVATE_ADDRESSES)
        ? none(target)
        : { ...none(target), maybe: `${tag} may cover these addresses (${knowledge.basis})` };
    }
    case 'tag':
      if (knowledge.holds(tag, target.tag)) {
        return all(target);
      }
      if (knowledge.holds(target.tag, tag)) {
        return takenTag(target, tag, knowledge, (one) => knowledge.holds(one, tag));
      }
      if (tag === VIRTUAL_NETWORK) {
        return widened();
      }
      if (NETWORK_TAGS.includes(tag) || target.tag === VIRTUAL_NETWORK) {
        return none(target);
      }
      return access === 'allow' && !knowledge.mayHold(tag) ? { ...none(target), byName: true }
        : { ...none(target), maybe: `${tag} may cover addresses of ${target.tag} (${knowledge.basis})` };
    case 'host':
    case 'url':
      return hostByTag(target, tag, access, context);
    case 'unknown':
      return target.side === 'network'
        ? (tag === VIRTUAL_NETWORK ? all(target) : none(target))
        : { ...none(target), maybe: `${tag} may cover the addresses of ${target.text}` };
    case 'every':
      return takenTag(target, tag, knowledge, (one) => one === tag);
  }
}

/** Names decide only what is asked for by name. Other traffic to the same addresses is not held by them, and may be. */
function byHost(target: Target, host: string, access: 'allow' | 'deny', { isForOpenings = false }: MatchContext): Split {
  if (host === '*' && target.kind !== 'own') {
    return isForOpenings || target.kind === 'host' || target.kind === 'url'
      ? all(target)
      : { ...none(target), maybe: 'it matches only traffic that names its host' };
  }
  switch (target.kind) {
    case 'host':
      if (holdsHost(host, target.host)) {
        return all(target);
      }
      return holdsHost(target.host, host)
        ? taken(target, host, { kind: 'host', host, except: [] }, (one) => holdsHost(one, host))
        : none(target);
    case 'url':
      if (holdsHost(host, target.host)) {
        return all(target);
      }
      return holdsHost(target.host, host)
        ? { ...none(target), ...(access === 'deny' && { maybe: `${host} is a part of ${target.host}` }) }
        : none(target);
    case 'every':
      return taken(target, host, { kind: 'host', host, except: [] }, (one) => one === host);
    case 'own':
      return none(target);
    case 'addresses':
    case 'tag':
    case 'unknown':
      return byAddressOf(target, host, access);
  }
}

/** Addresses may be those of a host: a rule that denies it may deny them, and one that allows it is not sure to allow any of them. */
function byAddressOf(target: Target, host: string, access: 'allow' | 'deny'): Split {
  return access === 'deny' ? { ...none(target), maybe: `the addresses may be those of ${host}` } : none(target);
}

/** The same for a network rule, which holds the addresses of a name, whoever asks for them. */
function byResolvedHost(target: Target, host: string, access: 'allow' | 'deny', context: MatchContext): Split {
  const found = byHost(target, host, access, context);
  const isName = target.kind === 'host' || target.kind === 'url';
  return access === 'allow' ? (target.kind === 'addresses' && context.isForOpenings !== true ? atHost(found, target, host, context) : found)
    : isName && found.rest !== undefined
      ? { ...found, maybe: found.maybe ?? `${target.host} may have an address in common with ${host}` } : found;
}

/** Of several addresses some are none of a host that nobody states the addresses of. */
function atHost(found: Split, target: Extract<Target, { kind: 'addresses' }>, host: string, { hosts }: MatchContext): Split {
  const stated = hosts.addressesOf(host);
  const [{ first, last }, ...more] = target.set.intervals as [AddressInterval, ...AddressInterval[]];
  return stated !== undefined ? byAddresses(target, stated)
    : first !== last || more.length > 0 || (target.set.isIn(PRIVATE_ADDRESSES) && hosts.isPublic(host)) ? found
    : { ...found, maybe: found.maybe ?? `${targetText(target)} may be an address of ${host}` };
}

function byUrl(target: Target, url: string, access: 'allow' | 'deny', context: MatchContext): Split {
  const { host, path } = splitUrl(url);
  if (isWholeHost(url)) {
    return byHost(target, host, access, context);
  }
  switch (target.kind) {
    case 'url':
      return holdsUrl(url, target.host, target.path) ? all(target)
        : access === 'deny' && (holdsHost(host, target.host) || holdsHost(target.host, host)) && overlaps(path, target.path)
          ? { ...none(target), maybe: `${url} may match a part of it` } : none(target);
    case 'host':
      return holdsHost(host, target.host) || holdsHost(target.host, host)
        ? taken(target, url, { kind: 'url', host, path }, (one) => one === url || holdsHost(one, host)) : none(target);
    case 'every':
      return taken(target, url, { kind: 'url', host, path }, (one) => one === url);
    case 'own':
      return none(target);
    case 'addresses':
    case 'tag':
    case 'unknown':
      return byAddressOf(target, host, access);
  }
}

function overlaps(a: string, b: string): boolean {
  const [x, y] = [a.replace(/\*$/, ''), b.replace(/\*$/, '')];
  return x.startsWith(y) || y.startsWith(x);
}

function byFqdnTag(target: Target, tag: string, access: 'allow' | 'deny', { fqdnTags, knowledge }: MatchContext): Split {
  switch (target.kind) {
    case 'every':
      return taken(target, tag, { kind: 'host', host: fqdnTagName(tag), except: [] }, (one) => one === tag);
    case 'host':
    case 'url':
      return fqdnTags.includes(tag) || target.host === fqdnTagName(tag)
        ? all(target)
        : !fqdnTagMayHold(tag, target.host) ? { ...none(target), assumed: knowledge.conditions.note(
          `no FQDN tag covers ${target.host}: they are for hosts that services of Microsoft need`,
          'no FQDN tag covers hosts that no service of Microsoft is documented to need', target.host,
        ) }
        : { ...none(target), maybe: `the FQDN tag ${tag} may cover ${target.host}; Azure keeps its list` };
    case 'own':
      return none(target);
    case 'addresses':
    case 'tag':
    case 'unknown':
      return access === 'deny'
        ? { ...none(target), maybe: `the addresses may be those of a host of the FQDN tag ${tag}` }
        : none(target);
  }
}
