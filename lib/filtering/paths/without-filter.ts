import { LOAD_BALANCER, VIRTUAL_NETWORK } from '../knowledge';
import { PathResult } from './path-result';
import { SubnetView } from './subnet-view';
import { Target } from './target';

const CLOSED = 'what is asked for has a Basic public address, or a security group of its own that allows it: a Standard public address ' +
  'is closed to what comes in unless a security group allows it';

/**
 * What must be true for traffic to come into a subnet without a security group: a public address has to be open.
 * Source: public IP addresses in Azure, SKU, security: Standard is closed to inbound traffic, Basic is open by default.
 */
export function openConditions(target: Target): string[] {
  const isInside = target.kind === 'own' || ((target.kind === 'addresses' || target.kind === 'unknown') && target.side === 'network') ||
    (target.kind === 'tag' && (target.tag === VIRTUAL_NETWORK || target.tag === LOAD_BALANCER));
  return isInside ? [] : [CLOSED];
}

/** What becomes of traffic where a subnet has no security group, or one that is not known. */
export function withoutGroup({ unknownGroup }: SubnetView, target: Target, conditions: readonly string[] = []): PathResult {
  return unknownGroup === undefined
    ? { result: 'allow', at: target, conditions, steps: [
      { layer: 'security group', result: 'allow', text: 'the subnet has no security group, so nothing is denied here', places: [] },
    ] }
    : { result: 'unknown', at: target, conditions: [], steps: [{
      layer: 'security group', result: 'unknown', text: `the security group of the subnet is not known: ${unknownGroup.unknown}`,
      places: [],
    }] };
}
