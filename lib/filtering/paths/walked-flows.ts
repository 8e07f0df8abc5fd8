import { Requirement } from '../../requirements/requirement';
import { pathOf, RequiredFlow } from './path';
import { PathResult } from './path-result';
import { requiredFlowsOf, LayerAlternatives } from './required-flows';
import { VerifiedSubnet } from './subnet-view';

/** A flow of a requirement, with what happens to it. */
export interface WalkedFlow {
  readonly flow: RequiredFlow;
  readonly path: PathResult;
}

const kept = new WeakMap<VerifiedSubnet, Map<string, readonly WalkedFlow[]>>();

/** Has the paths of some subnets kept, for those who ask for them again: an answer has only the worst, and a report has all. */
export function keepWalks(views: readonly VerifiedSubnet[]): void {
  views.forEach((view) => kept.set(view, new Map()));
}

/** The flows of a requirement of a subnet, each with its path. */
export function walkedFlows(requirement: Requirement, view: VerifiedSubnet, alternatives: LayerAlternatives): readonly WalkedFlow[] {
  const ofView = kept.get(view);
  const flows = ofView?.get(requirement.id) ?? requiredFlowsOf(requirement, view, alternatives)
    .map((flow) => ({ flow, path: pathOf(view, requirement.direction, { ...flow, isNeeded: true }) }));
  ofView?.set(requirement.id, flows);
  return flows;
}
