import { IntervalSet } from '../../network/interval-set';
import { INTERNET, Knowledge } from '../knowledge';
import { PRIVATE_ADDRESSES } from '../known-addresses';
import { Labelled, partOf, Target, targetText } from './target';

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
export function meet(before: Target, behind: Target, knowledge: Knowledge, who = 'the security group'): Meeting | undefined {
  const isPublic = before.kind === 'tag' && before.tag === INTERNET;
  if (before.kind === 'every' || isPublic) {
    const tag = behind.kind === 'tag' || behind.kind === 'addresses' ? behind.tag : undefined;
    if (tag !== undefined && before.except.some((one) => knowledge.holds(one, tag))) {
      return undefined; // another route takes it
    }
    if (behind.kind === 'addresses' && isPublic && behind.set.overlaps(PRIVATE_ADDRESSES)) {
      const set = behind.set.without(PRIVATE_ADDRESSES);
      return set.isEmpty ? undefined : { target: { ...behind, set } };
    }
    return { target: behind.kind === 'every' ? before : behind };
  }
  // By their sets: two parts of one tag have the same text.
  if (before.kind === 'addresses' && behind.kind === 'addresses') {
    const set = before.set.and(behind.set);
    return set.isEmpty ? undefined : { target: { kind: 'addresses', set, side: before.side, ...labelOfCommon(set, [before, behind]) } };
  }
  if (behind.kind === 'every' || targetText(before) === targetText(behind) || (behind.kind === 'host' && behind.host === '*')) {
    return { target: before };
  }
  const doubt = `${who} opens ${targetText(before)}, and whether that has addresses of ${targetText(behind)} is unknown`;
  if (before.kind === 'tag' && behind.kind === 'tag') {
    // By names, two tags have nothing in common, but for those that hold most of the others.
    return knowledge.holds(before.tag, behind.tag) ? { target: behind } : knowledge.holds(behind.tag, before.tag) ? { target: before }
      : knowledge.mayHold(before.tag) || knowledge.mayHold(behind.tag) ? { target: behind, doubt } : undefined;
  }
  const isPrivate = (one: Target): boolean => one.kind === 'addresses' && one.set.isIn(PRIVATE_ADDRESSES);
  // Private addresses have neither service tags nor, in these files, names.
  return isPrivate(before) || (before.kind === 'tag' && isPrivate(behind)) ? undefined : { target: behind, doubt };
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
