import { placeKey } from '../findings/context';
import { FlowSide } from '../filtering/paths/changed-flows';
import { FlowChange } from './flow-changes';

/** A change of flows as people read it: of all subnets for which it is the same. */
export interface ShownFlow extends FlowChange {
  readonly subnets: readonly string[];
}

/** What is the same for several subnets is one entry, with the example of the first. */
export function shownFlows(flows: readonly FlowChange[]): ShownFlow[] {
  const groups = new Map<string, { readonly first: FlowChange; readonly subnets: string[] }>();
  for (const flow of flows) {
    const { subnet, direction, kind, isPossible, traffic: what, endpoints, own, before, after, isWider, isAskedFor, isWayOut } = flow;
    const key = JSON.stringify([
      direction, kind, isPossible, what, endpoints, own ?? '', sideKey(before), sideKey(after), isWider, isAskedFor, isWayOut,
    ]);
    const known = groups.get(key);
    if (known === undefined) {
      groups.set(key, { first: flow, subnets: [subnet] });
    } else {
      known.subnets.push(subnet);
    }
  }
  return [...groups.values()].map(({ first, subnets }) => ({ ...first, subnets }));
}

/** Equal for sides on which the same rules decide in the same way. */
export function sideKey({ result, texts, places }: FlowSide): unknown[] {
  return [result, texts, places.map(placeKey)];
}
