import { IntervalSet } from '../../network/interval-set';
import { FilterRule } from '../filter-rule';
import { holdsHost, holdsUrl } from '../host-patterns';
import { INTERNET, Knowledge } from '../knowledge';
import { PRIVATE_ADDRESSES } from '../known-addresses';
import { goneFrom, Labelled, partOf, Target, targetText } from './target';

/** What both of two lists let through one after the other, and why that is not certain. */
interface Meeting {
  readonly target: Target;
  readonly doubt?: string;
}

/**
 * What both targets have in common: the narrower one. Where they may overlap in part, it is that of the later list, with a doubt.
 *
 * @param who what lets the first through, for messages
 */
export function meet(before: Target, later: Target, knowledge: Knowledge, who = 'the security group'): Meeting | undefined {
  const isPublic = before.kind === 'tag' && before.tag === INTERNET;
  if (before.kind === 'every' || isPublic) {
    const tag = later.kind === 'tag' || later.kind === 'addresses' ? later.tag : undefined;
    if (tag !== undefined && before.except.some((one) => knowledge.holds(one, tag))) {
      return undefined; // another route takes it
    }
    if (later.kind === 'addresses') {
      const gone = [...goneFrom(before), ...(isPublic ? [PRIVATE_ADDRESSES] : [])];
      const set = gone.filter((one) => later.set.overlaps(one)).reduce((left, one) => left.without(one), later.set);
      return set.isEmpty ? undefined : { target: set === later.set ? later : { ...later, set, ...partOf(later) } };
    }
    return { target: later.kind === 'every' ? before : later };
  }
  // By their sets: two parts of one tag have the same text.
  if (before.kind === 'addresses' && later.kind === 'addresses') {
    const set = before.set.and(later.set);
    return set.isEmpty ? undefined : { target: { kind: 'addresses', set, side: before.side, ...labelOfCommon(set, [before, later]) } };
  }
  if (later.kind === 'every' || targetText(before) === targetText(later) || (later.kind === 'host' && later.host === '*')) {
    return { target: before };
  }
  const doubt = `${who} opens ${targetText(before)}, and whether that has addresses of ${targetText(later)} is unknown`;
  if (before.kind === 'tag' && later.kind === 'tag') {
    // By names, two tags have nothing in common, but for those that hold most of the others.
    return knowledge.holds(before.tag, later.tag) ? { target: later } : knowledge.holds(later.tag, before.tag) ? { target: before }
      : knowledge.mayHold(before.tag) || knowledge.mayHold(later.tag) ? { target: later, doubt } : undefined;
  }
  const isPrivate = (one: Target): boolean => one.kind === 'addresses' && one.set.isIn(PRIVATE_ADDRESSES);
  // Private addresses have neither service tags nor, in these files, names.
  return isPrivate(before) || (before.kind === 'tag' && isPrivate(later)) ? undefined : { target: later, doubt };
}

/** The host, and the path that it is held to, which traffic has to ask for; undefined for what an application rule does not name. */
export function nameAsked({ kind, destination: { hosts, urls } }: FilterRule, target: Target): NameAsked | undefined {
  if (kind !== 'application' || (target.kind !== 'host' && target.kind !== 'url')) {
    return undefined;
  }
  const path = target.kind === 'url' ? target.path : '';
  return hosts.includes(target.host) || urls.includes(target.host + path) ? { target, host: target.host, path } : undefined;
}

interface NameAsked {
  readonly target: Target;
  readonly host: string;
  readonly path: string;
}

/** What two application rules one after the other let through: traffic names one host, whatever its addresses are. */
export function meetNames(before: NameAsked, later: NameAsked): Target | undefined {
  const host = narrower(before.host, later.host, holdsHost);
  const path = narrower(before.path, later.path, (wide, narrow) => holdsUrl(`*${wide}`, '*', narrow));
  if (host === undefined || path === undefined) {
    return undefined;
  }
  const one = [before, later].find((name) => name.host === host && name.path === path);
  return one?.target ?? { kind: 'url', host, path };
}

function narrower(one: string, other: string, holds: (wide: string, narrow: string) => boolean): string | undefined {
  return holds(other, one) ? one : holds(one, other) ? other : undefined;
}

/** A tag stays a tag in texts, however many addresses a service tag file has for it. */
function labelOfCommon(common: IntervalSet, both: readonly (Labelled & { readonly set: IntervalSet })[]): Labelled {
  const whole = both.find(({ set, label }) => label !== undefined && set.isIn(common));
  const named = both.find(({ label }) => label !== undefined);
  if (whole !== undefined) {
    const { label, tag, isPart } = whole;
    return { label: label!, ...(tag !== undefined && { tag }), ...(isPart === true && { isPart }) };
  }
  return named === undefined ? {} : partOf(named);
}
