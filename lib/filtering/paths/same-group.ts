import { areSameLists } from './alike-views';
import { AskedFlows, FlowPart } from './flow-parts';
import { MatchContext } from './split';
import { SubnetView } from './subnet-view';
import { FlowPiece, trace } from './walk';

/**
 * Whether the security groups of two networks treat flows alike: where it is not known whether these leave the group, they leave it in both
 * networks or in neither.
 */
export function isSameAtGroup(one: SubnetView, other: SubnetView, { protocol, ports, own, target }: AskedFlows): boolean {
  const [knowledge, those] = [one.context.knowledge, other.context.knowledge];
  if (knowledge.file !== those.file || knowledge.cloud !== those.cloud || !haveSameLists(one, other)) {
    return false;
  }
  const piece: FlowPiece = { protocol, ports, source: own, destination: target };
  const lines = [one, other].flatMap(({ outbound, context }) =>
    [context, { ...context, canWidenTo: () => false }].map((each) => traced(outbound, piece, each)));
  return lines.every((text) => text === lines[0]); // what routes add to the tag VirtualNetwork does not matter either
}

/** Whether all that leaves the security group arrives, of flows of which it is not known whether they leave it. */
export function arrivesBehindGroup({ result, afterGroup }: Pick<FlowPart, 'result' | 'afterGroup'>): boolean {
  return result === 'unknown' && afterGroup === 'allow';
}

function traced(rules: SubnetView['outbound'], piece: FlowPiece, context: MatchContext): string {
  return trace(rules, piece, context).map(({ says }) => says).join('\n'); // a line for each rule, in their order
}

const found = new WeakMap<SubnetView, { readonly other: SubnetView; readonly areSame: boolean }>();

/** The lists of a pair are compared once. */
function haveSameLists(one: SubnetView, other: SubnetView): boolean {
  const known = found.get(one);
  if (known?.other === other) {
    return known.areSame;
  }
  const areSame = !one.isUnfiltered && !other.isUnfiltered && areSameLists(one.outbound, other.outbound);
  found.set(one, { other, areSame });
  return areSame;
}
