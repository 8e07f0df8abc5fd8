import { groupBy } from '../azure/groups';
import { FlowSide } from '../filtering/paths/changed-flows';
import { DifferenceHead, kindText, marksOf } from './difference-words';
import { ShownFlow, sideKey } from './shown-flows';

/** From how many flows on what they have in common is said once. */
const SEVERAL = 3;

/**
 * Flows that change in the same way: the same rules decide them on one side, as those that were added or removed, or they take another
 * way together.
 */
export interface FlowGroup {
  /** The side that they have in common; undefined for flows that take another way. */
  readonly common?: 'before' | 'after';
  readonly flows: readonly ShownFlow[];
}

/** Flows by what decides them after the change, then before it. A group stands where its first flow does. */
export function flowGroups(flows: readonly ShownFlow[], head: DifferenceHead): FlowGroup[] {
  const keyOf = (flow: ShownFlow, common: unknown): string =>
    JSON.stringify([flow.subnets, flow.direction, kindText(flow), marksOf(flow, head), common]);
  const groupOf = new Map<ShownFlow, FlowGroup>();
  const group = (those: readonly ShownFlow[], common: FlowGroup['common'], commonOf: (flow: ShownFlow) => unknown): void => {
    const left = those.filter((flow) => !groupOf.has(flow));
    [...groupBy(left, (flow) => keyOf(flow, commonOf(flow))).values()].filter(({ length }) => length >= SEVERAL)
      .forEach((several) => several.forEach((flow) => groupOf.set(flow, { flows: several, ...(common !== undefined && { common }) })));
  };
  group(flows, 'after', (flow) => sideKey(commonSide(flow, 'after')));
  group(flows, 'before', (flow) => sideKey(commonSide(flow, 'before')));
  group(flows.filter(({ kind }) => kind === 'another way'), undefined, ({ before, after }) =>
    [before, after].map(({ result, hops }) => [result, hops]));
  return flows.flatMap((flow) => {
    const found = groupOf.get(flow) ?? { flows: [flow] };
    return found.flows[0] === flow ? [found] : [];
  });
}

/** A side without the host that it is about, which is in a line of its own, so that it is the same for several hosts. */
export function commonSide({ endpoints, ...sides }: ShownFlow, side: 'before' | 'after'): FlowSide {
  const [host, ...others] = endpoints;
  if (host === undefined || others.length > 0 || !HOST.test(host)) {
    return sides[side];
  }
  return { ...sides[side], texts: sides[side].texts.map((text) => withoutHost(text, host)) };
}

const HOST = /^[*\w-]+(\.[\w-]+)+$/;

/** `Storage may cover the address of the host`; names of rules stay as they are. */
function withoutHost(text: string, host: string): string {
  const [first, ...others] = text.split(` of ${host}`) as [string, ...string[]];
  return others.reduce((before, after) => `${before} of ${/^([;, ]|$)/.test(after) ? 'the host' : host}${after}`, first);
}
