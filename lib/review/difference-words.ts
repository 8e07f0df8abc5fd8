import { FlowSide } from '../filtering/paths/changed-flows';
import { Place } from '../network/network';
import { Direction } from '../requirements/direction';
import { FlowChange } from './flow-changes';
import { Difference, NetworkDifference, RequirementChange, TagChange, Verdict } from './network-difference';
import { RoutingChange } from './routing-changes';
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
  /** The service tag file of the base and that of the head, where they are two. */
  readonly serviceTags?: readonly [string, string];
}

const TITLES: Readonly<Record<Verdict, string>> = {
  'nothing-changed': 'Nothing changed',
  'only-narrower': 'Only narrower',
  'wider-as-required': 'Wider, and asked for by requirements',
  'wider-beyond-requirements': 'Wider beyond requirements',
  'requirement-lost': 'A requirement is lost',
};

/** `Wider beyond requirements: 2 newly allowed, 1 may be newly allowed.`; with two service tag files, of each cause. */
export function verdictText(difference: Difference): string {
  const { verdict, verdictOfPeople, byServiceTags } = difference;
  return verdictOfPeople === undefined || byServiceTags === undefined
    ? `${titleOf(difference)}${countsText(difference)}.`
    : `${TITLES[verdict]}. In the network: ${lower(TITLES[verdictOfPeople])}${countsText(difference)}. ` +
      `By service tags alone: ${lower(TITLES[byServiceTags.verdict])}${countsText(byServiceTags)}.`;
}

/** Routes and resolvers can be others without an effect on any flow that is looked at. */
function titleOf({ verdict, routing }: NetworkDifference): string {
  return verdict === 'nothing-changed' && routing.length > 0
    ? 'No flow and no requirement changed, but routes or resolvers did'
    : TITLES[verdict];
}

export function routingText({ kind, before, after }: RoutingChange): string {
  const none = kind === 'routes' ? 'no other' : 'no others';
  return `${kind}: ${before.join(', ') || none} before, ${after.join(', ') || none} now`;
}

function lower(title: string): string {
  return title.charAt(0).toLowerCase() + title.slice(1);
}

function countsText({ flows, requirements }: NetworkDifference): string {
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
  return all.length === 0 ? '' : `: ${all.join(', ')}`;
}

/** `Storage: gained 203.0.113.0/24; lost 192.0.2.0/24` */
export function tagText({ tag, added, removed }: TagChange): string {
  const shown = (ranges: readonly string[]): string =>
    `${ranges.slice(0, SHOWN_RANGES).join(', ')}${ranges.length > SHOWN_RANGES ? ` and ${ranges.length - SHOWN_RANGES} more` : ''}`;
  const parts = [
    ...(added.length === 0 ? [] : [`gained ${shown(added)}`]), ...(removed.length === 0 ? [] : [`lost ${shown(removed)}`]),
  ];
  return `${tag}: ${parts.length === 0 ? 'the same addresses in other prefixes, by which routes go' : parts.join('; ')}`;
}

/** Ranges of a tag that one line shows; the JSON has all. */
const SHOWN_RANGES = 8;

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
  const outcome = { allow: 'allowed', deny: 'denied', unknown: 'unknown' }[result];
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
