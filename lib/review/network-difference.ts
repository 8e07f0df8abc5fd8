import { compareTexts } from '../azure/text-order';
import { Cloud } from '../azure/clouds';
import { InputError } from '../azure/errors';
import { RequirementAnswer } from '../filtering/answers';
import { FilterLists } from '../filtering/filter-lists';
import { Knowledge } from '../filtering/knowledge';
import { Appliances } from '../filtering/paths/appliances';
import { SubnetPair } from '../filtering/paths/changed-flows';
import { movedTags } from '../filtering/paths/moved-addresses';
import { SubnetView } from '../filtering/paths/subnet-view';
import { Finding } from '../findings/finding';
import { intervalText } from '../network/address-text';
import { HiddenTexts } from '../network/hidden-texts';
import { Network, ReadingProblem } from '../network/network';
import { Direction } from '../requirements/direction';
import { Requirement } from '../requirements/requirement';
import { acknowledge } from '../verification/acknowledge';
import { readRequest } from '../verification/read-request';
import { VerificationRequest } from '../verification/request';
import { requestFromFiles } from '../verification/request-file';
import { verifyViews, viewsOf } from '../verification/verify';
import { byWeight, FlowChange, flowChanges, isBeyond } from './flow-changes';
import { interfaceChanges } from './interface-changes';
import { policyChanges } from './policy-changes';
import { RoutingChange, routingChanges } from './routing-changes';
import { RuleChange, ruleChanges } from './rule-changes';
import { rulesBeside } from './rules-beside';
import { pairsByPlace } from './subnet-pairs';

/** A requirement whose answer is another one. */
export interface RequirementChange {
  readonly subnet: string;
  readonly requirementId: string;
  readonly need: string;
  /** Undefined where the base does not ask for it. */
  readonly before?: RequirementAnswer['outcome'];
  /** Undefined where the head does not ask for it. */
  readonly after?: RequirementAnswer['outcome'];
}

/** What a change of a network comes to, from the least to the most. */
export const VERDICTS = ['nothing-changed', 'only-narrower', 'wider-as-required', 'wider-beyond-requirements', 'requirement-lost'] as const;
export type DifferenceVerdict = (typeof VERDICTS)[number];

/** A service tag with the address ranges that it gained and lost. */
export interface TagChange {
  readonly tag: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** What a change of a network changes. */
export interface NetworkDifference {
  readonly verdict: DifferenceVerdict;
  readonly flows: readonly FlowChange[];
  readonly requirements: readonly RequirementChange[];
  readonly newFindings: readonly Finding[];
  readonly goneFindings: readonly Finding[];
  /** Rules that are written in another way, and change no flow by that. */
  readonly rules: readonly RuleChange[];
  /** Routes, resolvers and what else subnets have that are others, with or without an effect on flows. */
  readonly routing: readonly RoutingChange[];
  /** Service tags of rules and routes whose addresses are others, where each network has its own service tag file. */
  readonly tags: readonly TagChange[];
  /** Rules that changed and that no compared subnet is known to use. `notes` has them too. */
  readonly besides?: readonly string[];
  /** Subnets that only one of the networks has, and what could not be read. */
  readonly notes: readonly string[];
}

/** What a change changes, with what only service tags change told apart. */
export interface Difference extends NetworkDifference {
  /** With two service tag files: the verdict on what people changed. `verdict` is the worse of it and that of the service tags. */
  readonly verdictOfPeople?: DifferenceVerdict;
  /** What changes because service tags have other addresses, in the network of the base; all else is what people changed. */
  readonly byServiceTags?: NetworkDifference;
}

/** What is asked of one of the two networks: by the request itself, or by the files in which an app has written it. */
export interface ComparedRequest extends VerificationRequest {
  readonly requestFiles?: readonly string[];
}

/** One network, with what is asked of it. */
interface ComparedNetwork {
  readonly network: Network;
  /** By what subnets are called here. */
  readonly views: ReadonlyMap<string, SubnetView>;
  readonly requirements: ReadonlyMap<string, readonly Requirement[]>;
  readonly answers: readonly RequirementAnswer[];
  readonly findings: readonly Finding[];
}

/**
 * What changes from one network to another, each with what is asked of it; without subnets in the requests, of all their subnets.
 *
 * @param base undefined where there is no network yet
 */
export function networkDifference(base: ComparedRequest | undefined, head: ComparedRequest): NetworkDifference {
  const isNew = base === undefined;
  const [of, ofHead] = [isNew ? NOTHING_READ : readCompared(base), readCompared(head)];
  const before = isNew ? NOTHING : sideOf(of, withPeeringsOf(ofHead.read.network, of.read.network));
  const after = sideOf(ofHead, withPeeringsOf(of.read.network, ofHead.read.network));
  const found = ofHead.request.subnets.length > 0 ? pairsByName(before, after) : pairsByPlace(before.views, after.views);
  const pairs = isNew ? new Map([...found].map(([name, pair]) => [name, { ...pair, isNew }])) : found;
  if (pairs.size === 0) {
    throw new InputError({
      argument: 'BASE and HEAD', problem: 'neither network has a subnet',
      allowed: 'give files with subnets, or with what is associated with them',
    });
  }
  const flows: FlowChange[] = [];
  const rules: RuleChange[] = [];
  for (const [name, pair] of pairs) {
    for (const direction of [Direction.OUTBOUND, Direction.INBOUND]) {
      const those = flowChanges(name, pair, direction, after.requirements.get(name) ?? before.requirements.get(name) ?? []);
      flows.push(...those, ...interfaceChanges(name, pair, direction));
      rules.push(...ruleChanges(name, pair, direction, those));
    }
    flows.push(...policyChanges(name, pair));
  }
  const requirements = requirementChanges(before.answers, after.answers);
  const key = ({ id, subject }: Finding): string => `${id}\n${subject}`;
  const [had, has] = [new Set(before.findings.map(key)), new Set(after.findings.map(key))];
  const besides = isNew ? [] : rulesBeside(before, after);
  const [hidden, more] = [before, after].map(({ network }) => network.hidden ?? HiddenTexts.NONE) as [HiddenTexts, HiddenTexts];
  return hidden.and(more).without({
    verdict: verdictOf(flows, requirements), flows: flows.sort(byWeight), requirements, rules,
    routing: [...pairs].flatMap(([name, pair]) => routingChanges(name, pair)),
    newFindings: after.findings.filter((one) => !had.has(key(one))), goneFindings: before.findings.filter((one) => !has.has(key(one))),
    tags: tagChanges([...pairs.values()]),
    besides, notes: [...notesOf(pairs), ...besides, ...problemsOf(before, after)],
  });
}

/** A request with its network, as it was read. */
interface ReadRequest {
  readonly request: VerificationRequest;
  readonly read: ReturnType<typeof readRequest>;
}

function readCompared({ requestFiles = [], ...request }: ComparedRequest): ReadRequest {
  if (requestFiles.length === 0) {
    return { request, read: readRequest(request) };
  }
  const asked = requestFromFiles(requestFiles, request);
  return { request: asked.request, read: asked.whole };
}

const NOTHING_READ: ReadRequest = {
  request: { source: { paths: [] }, subnets: [] },
  read: {
    network: { subnets: [], securityGroups: new Map(), routeTables: new Map(), firewalls: [], problems: [] },
    options: { subnets: [], appliances: new Map() },
  },
};
const NOTHING: ComparedNetwork = {
  network: NOTHING_READ.read.network, views: new Map(), requirements: new Map(), answers: [], findings: [],
};

/** A network that knows which peerings the other one has for its subnets: one that is gone led somewhere. */
function withPeeringsOf(other: Network, network: Network): Network {
  const peered = other.subnets.filter(({ peerings = [] }) => peerings.length > 0);
  const [byKey, byPath] = [new Map(peered.map((one) => [one.key, one])), new Map(peered.map((one) => [one.path, one]))];
  return peered.length === 0 ? network : {
    ...network, subnets: network.subnets.map((subnet) => {
      const there = byKey.get(subnet.key) ?? (subnet.path === undefined ? undefined : byPath.get(subnet.path));
      return there === undefined ? subnet : { ...subnet, peeringsOfOther: there.peerings! };
    }),
  };
}

function sideOf({ request, read: { options } }: ReadRequest, network: Network): ComparedNetwork {
  if (options.subnets.length > 0) {
    const found = viewsOf(network, options);
    const { answers, findings } = verifyViews(network, options, found);
    const { views } = found;
    return {
      network, answers, findings: acknowledge(findings, request.acknowledgements ?? []),
      views: new Map(views.map((view) => [view.name, view])),
      requirements: new Map(options.subnets.map(({ name, requirements }) => [name, requirements.all])),
    };
  }
  const knowledge = new Knowledge(request.serviceTags?.cloud ?? Cloud.PUBLIC, request.serviceTags);
  const appliances = new Appliances(network, new Map<string, string>(), new FilterLists(knowledge, network.adminRules));
  const views = network.subnets.map((subnet) => {
    const place = { name: subnet.name, subnetId: subnet.key, addressPrefixes: [], networkTraffic: 'virtual-network' as const };
    return [subnet.key, new SubnetView(place, subnet, network, appliances, knowledge)] as const;
  });
  return { network, views: new Map(views), requirements: new Map(), answers: [], findings: [] };
}

function pairsByName(before: ComparedNetwork, after: ComparedNetwork): Map<string, SubnetPair> {
  const names = new Set([...before.requirements.keys(), ...after.requirements.keys()]);
  return new Map([...names].map((name) => [name, { before: before.views.get(name), after: after.views.get(name) }]));
}

function requirementChanges(before: readonly RequirementAnswer[], after: readonly RequirementAnswer[]): RequirementChange[] {
  const keyOf = ({ subnet, requirementId }: RequirementAnswer): string => `${subnet}\n${requirementId}`;
  const [had, has] = [before, after].map((answers) => new Map(answers.map((one) => [keyOf(one), one]))) as
    [Map<string, RequirementAnswer>, Map<string, RequirementAnswer>];
  return [...new Set([...had.keys(), ...has.keys()])].flatMap((key) => {
    const [was, is] = [had.get(key), has.get(key)];
    const { subnet, requirementId, need } = (is ?? was)!;
    return was?.outcome === is?.outcome ? []
      : [{ subnet, requirementId, need, ...(was && { before: was.outcome }), ...(is && { after: is.outcome }) }];
  });
}

/** Whether a requirement that was met, or may have been, is so no longer. */
export function isLost({ before, after }: RequirementChange): boolean {
  return before !== undefined && ((after === 'denied' && before !== 'denied') || (after === 'unknown' && before === 'met'));
}

/** Whether a requirement is met, or may be, that was not: names that can be resolved now open what no rule changed. */
function isGained({ before, after }: RequirementChange): boolean {
  return (before === 'denied' && after !== undefined) || (before === 'unknown' && after === 'met');
}

/** What may be wider counts as wider. */
function verdictOf(flows: readonly FlowChange[], requirements: readonly RequirementChange[]): DifferenceVerdict {
  if (requirements.some(isLost)) {
    return 'requirement-lost';
  }
  const wider = flows.filter(({ isWider }) => isWider);
  if (wider.length > 0) {
    return wider.some(isBeyond) ? 'wider-beyond-requirements' : 'wider-as-required';
  }
  return requirements.some(isGained) ? 'wider-as-required' : flows.length > 0 ? 'only-narrower' : 'nothing-changed';
}

function tagChanges(pairs: readonly SubnetPair[]): TagChange[] {
  const all = new Map(pairs.flatMap(({ before, after }) => movedTags(before, after)).map((one) => [one.tag, one]));
  return [...all.values()].sort((a, b) => compareTexts(a.tag, b.tag)).map(({ tag, added, removed }) =>
    ({ tag, added: added.intervals.map(intervalText), removed: removed.intervals.map(intervalText) }));
}

function notesOf(pairs: ReadonlyMap<string, SubnetPair>): string[] {
  return [...pairs].flatMap(([name, { before, after, isNew = false }]) => {
    if (isNew && after !== undefined) {
      return []; // the first lines say that there is no base
    }
    if (before !== undefined && after !== undefined) {
      const [was, is] = [before.subnet.name, after.subnet.name];
      return was === is ? [] : [`the subnet ${was} of the base is assumed to be ${is} of the head, which has its place`];
    }
    return before === undefined && after === undefined ? [`neither the base nor the head has the subnet ${name}`]
      : before === undefined ? [`only the head has the subnet ${name}: what the base does with its flows is not known`]
      : [`only the base has the subnet ${name}: what the head does with its flows is not known`];
  });
}

/** What could not be read. What is so on both sides is said once. */
function problemsOf({ network: base }: ComparedNetwork, { network: head }: ComparedNetwork): string[] {
  const keyOf = ({ place: { resource, part }, message }: ReadingProblem): string => JSON.stringify([resource, part, message]);
  const textOf = (side: string, { place: { file, resource, part }, message }: ReadingProblem): string =>
    `${side}: ${[...(side === BOTH ? [] : [file]), resource, ...(part === undefined ? [] : [part])].join(': ')}: ${message}`;
  const [had, has] = [base, head].map(({ problems }) => new Set(problems.map(keyOf))) as [Set<string>, Set<string>];
  return [
    ...base.problems.map((one) => textOf(has.has(keyOf(one)) ? BOTH : 'base', one)),
    ...head.problems.filter((one) => !had.has(keyOf(one))).map((one) => textOf('head', one)),
  ];
}

const BOTH = 'base and head';
