import { hasOwnEndpointsOnly } from '../azure/tag-contents';
import { storageAccountOf } from '../azure/storage-hosts';
import { hasPorts } from '../filtering/filter-rule';
import { INTERNET, Knowledge, NETWORK_TAGS, VIRTUAL_NETWORK } from '../filtering/knowledge';
import { ChangedFlows, changedFlows, FlowSide, SubnetPair, unionOf } from '../filtering/paths/changed-flows';
import { pathOf } from '../filtering/paths/path';
import { PermittedFlows } from '../filtering/paths/permitted-flows';
import { cutPorts, examplePort } from '../azure/port-sets';
import { byFile } from '../filtering/paths/required-flows';
import { SubnetView } from '../filtering/paths/subnet-view';
import { hasSample, sampleOf, Target, targetText } from '../filtering/paths/target';
import { flowsText, isKnownTag } from '../findings/open-traffic';
import { Direction } from '../requirements/direction';
import { Requirement } from '../requirements/requirement';
import { exampleText, FLOW_PROTOCOLS } from '../verification/flow';

/** Flows of a subnet that fare differently, for one reason. */
export interface FlowChange {
  readonly subnet: string;
  readonly direction: Direction;
  readonly kind: ChangedFlows['kind'];
  /** Whether it may be so, because one side is unknown. */
  readonly isPossible: boolean;
  /** Protocols and ports: `TCP 80, 443`. */
  readonly traffic: string;
  /** The other sides: service tags, host names, address ranges. */
  readonly endpoints: readonly string[];
  /** The addresses of the subnet that it is about; undefined for all of them. */
  readonly own?: string;
  readonly before: FlowSide;
  readonly after: FlowSide;
  /** A flow that `explain` takes. */
  readonly example?: string;
  /** Whether more gets through, or past a firewall. */
  readonly isWider: boolean;
  /** Whether requirements ask for all of it. */
  readonly isAskedFor: boolean;
  /** Whether anybody's content can be at the other side, so that it is a new way out for data. */
  readonly isWayOut: boolean;
}

type Marked = ChangedFlows & Pick<FlowChange, 'isWider' | 'isAskedFor' | 'isWayOut'>;

const KINDS: readonly ChangedFlows['kind'][] = ['newly allowed', 'another way', 'no longer allowed'];

/** The changed flows of a subnet, with those that are alike in one. */
export function flowChanges(subnet: string, pair: SubnetPair, direction: Direction, requirements: readonly Requirement[]): FlowChange[] {
  return flowChangesOf(subnet, pair, direction, requirements, pair.before === undefined && pair.after === undefined ? []
    : changedFlows(pair, direction));
}

/** Flows that changed as they are said, with those that are alike in one. */
export function flowChangesOf(
  subnet: string, pair: SubnetPair, direction: Direction, requirements: readonly Requirement[], changes: readonly ChangedFlows[],
): FlowChange[] {
  const view = (pair.after ?? pair.before)!;
  if (view === undefined) {
    return [];
  }
  const { knowledge } = view.context;
  // Without requirements nothing is asked for, traffic inside the network among it.
  const expected = new PermittedFlows(view, direction, requirements.length === 0 ? undefined : requirements);
  const marked = changes.flatMap((change) => marksOf(change, expected, knowledge));
  const byEnd = grouped(marked, (one) => `${causeOf(one)}\n${targetText(one.target)}`);
  const withFlows = byEnd.map((those) => ({ those, text: flowsText(those) }));
  const byCause = grouped(withFlows, ({ those, text }) => `${causeOf(those[0]!)}\n${text}`);
  return byCause.map((group): FlowChange => {
    const [first] = group[0]!.those as [Marked];
    const { kind, isPossible, isWider, isAskedFor, isWayOut, before, after, own, protocol, ports } = first;
    const targets = unionOf(group.map(({ those }) => those[0]!.target));
    const sample = targets.find((one) =>
      hasSample(one) && !isPrivateRest(one) && !isPartOfNetwork(one) && one.kind !== 'own' && one.kind !== 'unknown' &&
      isKnownTag(view, sampleOf(one), one.kind) && (!isPossible || isAnsweredAlike(one, first, pair)));
    const isFlow = FLOW_PROTOCOLS.some((one) => one === protocol);
    const example = sample !== undefined && isFlow
      ? exampleText({ subnet, direction, protocol, ...(hasPorts(protocol) && { port: examplePort(ports) }), endpoint: sampleOf(sample) })
      : undefined;
    return {
      subnet, direction, kind, isPossible, traffic: group[0]!.text, endpoints: targets.map(targetText), before, after, isWider, isAskedFor,
      isWayOut,
      ...(own !== undefined && { own: targetText(own) }), ...(example !== undefined && { example }),
    };
  });
}

/**
 * Whether a service tag as a flow has the answers of a change. The answer for a tag as a whole goes by its name alone, and may be certain
 * where it is not known what becomes of a part.
 */
function isAnsweredAlike(target: Target, { direction, protocol, ports, before, after }: ChangedFlows, pair: SubnetPair): boolean {
  if (target.kind !== 'tag' || NETWORK_TAGS.includes(target.tag)) {
    return true;
  }
  const port = examplePort(ports);
  const isAnswer = (view: SubnetView | undefined, { result }: FlowSide): boolean => view === undefined || result ===
    pathOf(view, direction, { target: byFile(target.tag, view.context.knowledge), protocol, ports: { first: port, last: port } }).result;
  return isAnswer(pair.before, before) && isAnswer(pair.after, after);
}

/** All but the Internet and what else is said by itself: no name stands for that. */
function isPrivateRest(target: Target): boolean {
  return target.kind === 'every' && target.except.includes(INTERNET);
}

/** The virtual network without some ranges: its tag stands for these too. */
function isPartOfNetwork(target: Target): boolean {
  return target.kind === 'tag' && target.tag === VIRTUAL_NETWORK && target.except.length > 0;
}

/** What is beyond requirements first, of that what is certain, and of that ways out for data. */
export function byWeight(a: FlowChange, b: FlowChange): number {
  return weightOf(a) - weightOf(b);
}

function weightOf(change: FlowChange): number {
  const { kind, isWider, isPossible, isWayOut } = change;
  const group = isBeyond(change) ? 0 : isWider ? 1 : 2;
  return 100 * group + 20 * Number(isPossible) + 10 * Number(!isWayOut) + KINDS.indexOf(kind);
}

/** Whether more gets through than anybody asked for. Requirements ask for flows, and not for a way past the firewall. */
export function isBeyond({ kind, isWider, isAskedFor }: FlowChange): boolean {
  return isWider && !(isAskedFor && kind === 'newly allowed');
}

/** Parts of the ports that requirements tell apart, each with what it is. */
function marksOf(change: ChangedFlows, expected: PermittedFlows, knowledge: Knowledge): Marked[] {
  const { kind, protocol, target, direction, before, after } = change;
  const isWider = kind === 'newly allowed' || (kind === 'another way' && isWiderWay(before.hops, after.hops));
  const isWayOut = isWider && direction === Direction.OUTBOUND && isForAnybody(target, knowledge);
  const lists = isWider ? expected.askingFor(protocol, target).map(({ ports }) => ports) : [];
  return cutPorts([change.ports], lists).map((ports) => ({
    ...change, ports, before, after, isWider, isWayOut, isAskedFor: isWider && expected.beyond(protocol, ports, target) === undefined,
  }));
}

/** Whether flows go past a firewall, or another way than to the service that they go to in any case. */
function isWiderWay(before: FlowSide['hops'], after: FlowSide['hops']): boolean {
  const isPast = before.includes('appliance') || before.length === 0;
  return after.some((hop) => hop !== 'appliance' && (isPast || (hop !== 'service endpoint' && !before.includes(hop))));
}

/** Whether anybody can put content at a target, under a name of their own. */
function isForAnybody(target: Target, knowledge: Knowledge): boolean {
  const isTagOfAnybody = (tag: string): boolean =>
    tag === INTERNET || (!NETWORK_TAGS.includes(tag) && !hasOwnEndpointsOnly(knowledge.globalOf(tag)));
  switch (target.kind) {
    case 'every':
      return !isPrivateRest(target);
    case 'tag':
      return isTagOfAnybody(target.tag);
    case 'addresses':
      return target.side === 'internet' && (target.tag === undefined || isTagOfAnybody(target.tag));
    case 'host':
    case 'url':
      return /^\*\.?[^.]*$/.test(target.host) || storageAccountOf(target.host) === '*';
    case 'own':
    case 'unknown':
      return false;
  }
}

/** All that two changes share that are shown as one. */
function causeOf({ kind, isPossible, isWider, isAskedFor, isWayOut, own, before, after }: Marked): string {
  return JSON.stringify([
    kind, isPossible, isWider, isAskedFor, isWayOut, own === undefined ? '' : targetText(own), before.texts, after.texts,
  ]);
}

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(one);
  }
  return [...groups.values()];
}
