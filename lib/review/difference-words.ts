import { addTo, groupBy } from '../azure/groups';
import { FlowSide } from '../filtering/paths/changed-flows';
import { Place } from '../network/network';
import { Direction } from '../requirements/direction';
import { FlowChange } from './flow-changes';
import { Difference, NetworkDifference, RequirementChange, TagChange, DifferenceVerdict } from './network-difference';
import { RoutingChange } from './routing-changes';
import { RuleChange } from './rule-changes';
import { shownFlows } from './shown-flows';
import { placeText } from './verification-summary';

/** What was compared. */
export interface DifferenceHead {
  readonly base: string;
  readonly head: string;
  /** The files that the head was read from, where `head` is no path. */
  readonly headFiles?: readonly string[];
  /** Whether the head is the planned values of a plan, and the base its prior state. */
  readonly isPlan?: boolean;
  /** Deployment file of the head, and of the base where that has another. */
  readonly deployment?: string;
  readonly baseDeployment?: string;
  /** The files of both sides in which apps have written what they ask; none for a base that is not there. */
  readonly requestFiles?: readonly [base: readonly string[], head: readonly string[]];
  /** The service tag file of the base and that of the head, where they are two. */
  readonly serviceTagFiles?: readonly [string, string];
}

const TITLES: Readonly<Record<DifferenceVerdict, string>> = {
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
    : `${TITLES[verdict]}. In the network: ${lower(titleOf({ ...difference, verdict: verdictOfPeople }))}${countsText(difference)}. ` +
      `By service tags alone: ${lower(TITLES[byServiceTags.verdict])}${countsText(byServiceTags)}.`;
}

type Titled = Pick<NetworkDifference, 'verdict' | 'routing' | 'requirements' | 'besides' | 'rules' | 'newFindings'>;

/** Rules, routes, resolvers and peerings can change without an effect on any flow that is compared. */
function titleOf({ verdict, routing, requirements, rules, newFindings, besides = [] }: Titled): string {
  if (verdict !== 'nothing-changed') {
    return TITLES[verdict];
  }
  const kinds = [...new Set([
    ...(rules.length > 0 ? ['rules'] : []), ...routing.map(({ kind }) => NOUNS[kind]), ...(besides.length > 0 ? [BESIDES] : []),
  ])];
  const others = kinds.length > 0 ? `, but ${listText(kinds)} did` : '';
  // Requirements may be asked for anew, or no longer; the counts after the title say so.
  if (requirements.length > 0) {
    return `No flow changed${others}`;
  }
  const found = newFindings.length > 0 ? '; there are new findings' : '';
  return others + found === '' ? TITLES[verdict] : `No flow and no requirement changed${others}${found}`;
}

const BESIDES = 'rules that no compared subnet is known to use';

const NOUNS: Readonly<Record<RoutingChange['kind'], string>> = {
  'security group': 'security groups', routes: 'routes', resolvers: 'DNS servers', peerings: 'peerings', 'way out': 'ways out',
  'service endpoints': 'service endpoints', 'service endpoint policies': 'service endpoint policies',
  'private endpoints': 'settings for private endpoints', 'private DNS zones': 'private DNS zones',
  'network interfaces': 'groups of network interfaces',
};

function listText(all: readonly string[]): string {
  return all.length < 2 ? all.join() : `${all.slice(0, -1).join(', ')} and ${all[all.length - 1]}`;
}

/** `routes: added 0.0.0.0/0 to Internet; removed 0.0.0.0/0 to VirtualAppliance 10.0.0.4` */
export function routingText({ kind, before, after }: RoutingChange): string {
  const parts = [
    ...(after.length === 0 ? [] : [`added ${after.join(', ')}`]), ...(before.length === 0 ? [] : [`removed ${before.join(', ')}`]),
  ];
  return kind === 'resolvers' ? `DNS servers: ${before.join(', ')} before, ${after.join(', ')} now` : `${kind}: ${parts.join('; ')}`;
}

/** Changes that are the same for several subnets, each once. */
export function bySubnets<T extends { readonly subnet: string }>(
  all: readonly T[], textOf: (one: T) => string,
): { readonly subnets: readonly string[]; readonly text: string }[] {
  const groups = new Map<string, string[]>();
  for (const one of all) {
    const text = textOf(one);
    addTo(groups, text, one.subnet);
  }
  return [...groups].map(([text, subnets]) => ({ text, subnets }));
}

/** Subnets that one line names; the JSON has all. */
const SHOWN_SUBNETS = 5;

export function subnetsShown(subnets: readonly string[]): { readonly names: readonly string[]; readonly more: string } {
  const more = subnets.length - SHOWN_SUBNETS;
  return more < 2 ? { names: subnets, more: '' } : { names: subnets.slice(0, SHOWN_SUBNETS), more: ` and ${more} more subnets` };
}

function lower(title: string): string {
  return title.charAt(0).toLowerCase() + title.slice(1);
}

/** Of flows as they are shown, each once for all of its subnets. */
function countsText({ flows, requirements }: NetworkDifference): string {
  const shown = shownFlows(flows);
  const wayOuts = shown.filter(({ isWayOut }) => isWayOut).length;
  const ofFlows = [
    ...counted(shown.map(kindText)).map(([kind, count]) => `${count} ${kind}`),
    ...(wayOuts === 0 ? [] : [`${wayOuts} ${wayOuts === 1 ? 'way' : 'ways'} out for data`]),
  ];
  const ofRequirements = counted(requirements.map(answerKind)).map(([kind, count], i) =>
    (i > 0 ? `${count} ${kind}` : `${count} ${count === 1 ? 'requirement' : 'requirements'} ${kind}`));
  const parts = [ofFlows, ofRequirements].filter((those) => those.length > 0).map((those) => those.join(', '));
  return parts.length === 0 ? '' : `: ${parts.join('; ')}`;
}

function counted(all: readonly string[]): [text: string, count: number][] {
  const counts = new Map<string, number>();
  all.forEach((one) => counts.set(one, (counts.get(one) ?? 0) + 1));
  return [...counts];
}

function answerKind({ before, after }: RequirementChange): string {
  return before === undefined ? 'newly asked for' : after === undefined ? 'no longer asked for' : ANSWERS[after];
}

const ANSWERS: Readonly<Record<NonNullable<RequirementChange['after']>, string>> = {
  met: 'newly met', denied: 'newly denied', unknown: 'now unknown',
};

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

const KIND_TEXTS: Readonly<Record<FlowChange['kind'], readonly [certain: string, possible: string]>> = {
  'newly allowed': ['newly allowed', 'may be newly allowed'],
  'another way': ['allowed another way', 'may be allowed another way'],
  'no longer allowed': ['no longer allowed', 'may no longer be allowed'],
};

export function kindText({ kind, isPossible }: Pick<FlowChange, 'kind' | 'isPossible'>): string {
  const [certain, possible] = KIND_TEXTS[kind];
  return isPossible ? possible : certain;
}

/** `TCP 443 to Storage`, without the subnet and what happens to it. */
export function flowsOf({ traffic, direction, endpoints, own }: FlowChange): string {
  const isOut = direction === Direction.OUTBOUND;
  const at = own === undefined ? '' : ` (${isOut ? 'from' : 'to'} ${own} alone)`;
  return `${traffic} ${isOut ? 'to' : 'from'} ${endpoints.join(', ')}${at}`;
}

/** What people look for first: whether anybody asked for it, where somebody can, and whether data can leave by it. */
export function marksOf(change: FlowChange, { deployment }: DifferenceHead): string[] {
  const { kind, isWider, isAskedFor, isWayOut, before, after } = change;
  const isPast = kind === 'another way' && isWider && before.hops.includes('appliance');
  const isThrough = kind === 'another way' && !isWider && !before.hops.includes('appliance') &&
    after.hops.length > 0 && after.hops.every((hop) => hop === 'appliance');
  return [
    ...(isPast ? ['past the firewall'] : isThrough ? ['through the firewall now'] : []), ...(isWayOut ? ['a way out for data'] : []),
    ...(isWider && deployment !== undefined ? [isAskedFor ? 'asked for' : 'no requirement asks for it'] : []),
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

/** Changes of rules, each with its subnets. Several rules that moved together, with their group or collection, are one. */
export function ruleTexts(rules: readonly RuleChange[]): { readonly subnets: readonly string[]; readonly text: string }[] {
  const keyOf = ({ subnet, direction, moved }: RuleChange): string =>
    (moved === undefined ? '' : JSON.stringify([subnet, direction, moved.from, moved.to]));
  const together = groupBy(rules, keyOf);
  const texts = rules.flatMap((rule): { subnet: string; text: string }[] => {
    const { subnet, direction, moved } = rule;
    const those = moved === undefined ? [rule] : together.get(keyOf(rule))!;
    const names = those.flatMap((one) => one.moved?.name ?? []);
    return those.length < SEVERAL ? [{ subnet, text: `${direction}: ${ruleText(rule)}` }]
      : those[0] !== rule ? []
      : [{ subnet, text: `${direction}: moved: ${names.length} rules: ${moved!.from}, now ${moved!.to}: ${names.join(', ')}` }];
  });
  return bySubnets(texts, ({ text }) => text);
}

/** From how many on they are one. */
const SEVERAL = 3;

function ruleText({ kind, before, after }: RuleChange): string {
  return after.length === 0 ? `removed: ${before.join(', ')}`
    : before.length === 0 ? `added: ${after.join(', ')}`
    : `${kind}: ${before.join(', ')}; now ${after.join(', ')}`;
}
