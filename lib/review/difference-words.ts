import { FlowSide } from '../filtering/paths/changed-flows';
import { Place } from '../network/network';
import { Direction } from '../requirements/direction';
import { FlowChange } from './flow-changes';
import { NetworkDifference, RequirementChange, Verdict } from './network-difference';
import { RuleChange } from './rule-changes';
import { placeText } from './verification-summary';

/** What was compared. */
export interface DifferenceHead {
  readonly base: string;
  readonly head: string;
  /** The file that the head was read from, where `head` is no path. */
  readonly headFile?: string;
  /** Deployment file of the head, and of the base where that has another. */
  readonly deployment?: string;
  readonly baseDeployment?: string;
}

const TITLES: Readonly<Record<Verdict, string>> = {
  'nothing-changed': 'Nothing changed',
  'only-narrower': 'Only narrower',
  'wider-as-required': 'Wider, and asked for by requirements',
  'wider-beyond-requirements': 'Wider beyond requirements',
  'requirement-lost': 'A requirement is lost',
};

/** `Wider beyond requirements: 2 newly allowed, 1 may be newly allowed.` */
export function verdictText({ verdict, flows, requirements }: NetworkDifference): string {
  const counts = new Map<string, number>();
  flows.forEach((one) => counts.set(kindText(one), (counts.get(kindText(one)) ?? 0) + 1));
  const parts = [...counts].map(([kind, count]) => `${count} ${kind}`);
  const wayOuts = flows.filter(({ isWayOut }) => isWayOut).length;
  const all = [
    ...parts, ...(wayOuts === 0 ? [] : [`${wayOuts} new ${wayOuts === 1 ? 'way' : 'ways'} out for data`]),
    ...(requirements.length === 0
      ? []
      : [`${requirements.length} ${requirements.length === 1 ? 'requirement' : 'requirements'} answered otherwise`]),
  ];
  return `${TITLES[verdict]}${all.length === 0 ? '' : `: ${all.join(', ')}`}.`;
}

export function kindText({ kind, isPossible }: Pick<FlowChange, 'kind' | 'isPossible'>): string {
  const certain = kind === 'another way' ? 'allowed another way' : kind;
  return isPossible ? `may be ${certain}` : certain;
}

/** `TCP 443 to Storage`, without the subnet and what happens to it. */
export function flowsOf({ flows, direction, ends, own }: FlowChange): string {
  const isOut = direction === Direction.OUTBOUND;
  const at = own === undefined ? '' : ` (${isOut ? 'from' : 'to'} ${own} alone)`;
  return `${flows} ${isOut ? 'to' : 'from'} ${ends.join(', ')}${at}`;
}

/** What people look for first: whether anybody asked for it, and whether data can leave by it. */
export function marksOf({ kind, isWider, isAskedFor, isWayOut, before }: FlowChange): string[] {
  const isPast = kind === 'another way' && isWider && before.hops.includes('appliance');
  return [
    ...(isPast ? ['past the firewall'] : []), ...(isWayOut ? ['a way out for data'] : []),
    ...(isWider ? [isAskedFor ? 'asked for' : 'no requirement asks for it'] : []),
  ];
}

export function sideText({ result, texts }: FlowSide): string {
  const outcome = { allow: 'allowed', deny: 'denied', unknown: 'cannot be told' }[result];
  return `${outcome}: ${texts.join('; ')}`;
}

export function placesText(places: readonly Place[]): string[] {
  return [...new Set(places.map(placeText))];
}

export function requirementText({ before, after }: RequirementChange): string {
  return before === undefined
    ? `newly asked for, ${after}`
    : after === undefined ? `no longer asked for, was ${before}`
    : `${before} before, ${after} now`;
}

export function ruleText({ kind, before, after }: RuleChange): string {
  if (kind !== 'rewritten') {
    return `${kind}: ${before.join(', ')}, now ${after.join(', ')}`;
  }
  const parts = [
    ...(before.length === 0 ? [] : [`instead of ${before.join(', ')}`]),
    ...(after.length === 0 ? ['nothing new'] : [`now ${after.join(', ')}`]),
  ];
  return `split, merged, added or removed: ${parts.join(', ')}`;
}
