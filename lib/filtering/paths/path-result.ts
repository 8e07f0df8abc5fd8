import type { PathStep } from '../answers';
import type { LayerResult } from './layer';
import type { Target } from './target';

/** What becomes of flows, and the layers that they pass. */
export interface PathResult {
  readonly result: PathStep['result'];
  readonly steps: readonly PathStep[];
  readonly conditions: readonly string[];
  /** The part of the target that the result is about. */
  readonly at: Target;
  /** Whether it is unknown because of an appliance whose rules were not read. */
  readonly unread?: boolean;
}

/** The path through a single layer. */
export function asPath({ step: one, conditions, at }: LayerResult): PathResult {
  return { result: one.result, steps: [one], conditions, at };
}

/** One after the other. */
export function joinedPath(before: PathResult, after: PathResult): PathResult {
  return { ...after, steps: [...before.steps, ...after.steps], conditions: [...before.conditions, ...after.conditions] };
}

const ORDER: readonly PathStep['result'][] = ['deny', 'unknown', 'allow'];

/** Of several results the worst; of good ones all steps and conditions. */
export function worst(results: readonly PathResult[]): PathResult {
  const found = ORDER.map((result) => results.filter((one) => one.result === result)).find((those) => those.length > 0)!;
  // An appliance that was not read is said once for all; another reason is said here.
  return found[0]!.result !== 'allow' ? found.find(({ unread }) => unread !== true) ?? found[0]! : {
    ...found[0]!, steps: merged(found.flatMap(({ steps }) => steps)),
    conditions: [...new Set(found.flatMap(({ conditions }) => conditions))],
  };
}

/** Steps in the order of layers, each text once. */
function merged(steps: readonly PathStep[]): PathStep[] {
  const layers: readonly PathStep['layer'][] = ['security group', 'route', 'firewall'];
  const unique = new Map(steps.map((one) => [`${one.layer} ${one.text}`, one]));
  const all = [...unique.values()];
  return [
    ...layers.flatMap((layer) => all.filter((one) => one.layer === layer && one.isAtOtherEnd !== true)),
    ...all.filter(({ isAtOtherEnd }) => isAtOtherEnd === true),
  ];
}
