import { groupBy } from '../azure/groups';
import { DifferenceHead, kindText, marksOf } from './difference-words';
import { ShownFlow, sideKey } from './shown-flows';

/** From how many flows on what they have in common is said once. */
const SEVERAL = 3;

/** Flows that change in the same way, and that the same rules decide on one side: a rule that was added, or one that was removed. */
export interface FlowGroup {
  /** The side that they have in common; of one flow both. */
  readonly common?: 'before' | 'after';
  readonly flows: readonly ShownFlow[];
}

/** Flows by what decides them after the change, then before it. A group stands where its first flow does. */
export function flowGroups(flows: readonly ShownFlow[], head: DifferenceHead): FlowGroup[] {
  const keyed = (side: 'before' | 'after') => (flow: ShownFlow): string => JSON.stringify([
    flow.subnets, flow.direction, kindText(flow), marksOf(flow, head), sideKey(flow[side]),
  ]);
  const several = (those: readonly ShownFlow[], common: 'before' | 'after'): FlowGroup[] =>
    [...groupBy(those, keyed(common)).values()].filter(({ length }) => length >= SEVERAL).map((group) => ({ common, flows: group }));
  const after = several(flows, 'after');
  const taken = new Set(after.flatMap((group) => group.flows));
  const before = several(flows.filter((flow) => !taken.has(flow)), 'before');
  const groupOf = new Map([...after, ...before].flatMap((group) => group.flows.map((flow) => [flow, group])));
  return flows.flatMap((flow) => {
    const group = groupOf.get(flow) ?? { flows: [flow] };
    return group.flows[0] === flow ? [group] : [];
  });
}
