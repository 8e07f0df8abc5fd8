import { addTo } from '../azure/groups';
import { FlowSide } from '../filtering/paths/changed-flows';
import { FlowChange } from './flow-changes';

/** A change of flows as people read it: of all subnets for which it is the same. */
export interface ShownFlow extends FlowChange {
  readonly subnets: readonly string[];
}

/** What is the same for several subnets is one entry, with the example of the first, and the places of all of them. */
export function shownFlows(flows: readonly FlowChange[]): ShownFlow[] {
  const groups = new Map<string, FlowChange[]>();
  for (const flow of flows) {
    const { direction, kind, isPossible, traffic: what, endpoints, own, before, after, isWider, isAskedFor, isWayOut } = flow;
    addTo(groups, JSON.stringify([
      direction, kind, isPossible, what, endpoints, own ?? '', sideKey(before), sideKey(after), isWider, isAskedFor, isWayOut,
    ]), flow);
  }
  return [...groups.values()].map((those): ShownFlow => ({
    ...those[0]!, subnets: those.map(({ subnet }) => subnet),
    before: ofAll(those.map(({ before }) => before)), after: ofAll(those.map(({ after }) => after)),
  }));
}

function ofAll(sides: readonly FlowSide[]): FlowSide {
  return sides.length === 1 ? sides[0]! : { ...sides[0]!, places: sides.flatMap(({ places }) => places) };
}

/** Equal for sides on which rules of the same names decide in the same way. */
export function sideKey({ result, texts }: FlowSide): unknown[] {
  return [result, texts];
}
