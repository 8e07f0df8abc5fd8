import { SubnetPair } from '../filtering/paths/changed-flows';
import { allOpen, OpenPiece } from '../filtering/paths/openings';
import { SubnetView } from '../filtering/paths/subnet-view';
import { flowsText } from '../findings/open-traffic';
import { Direction } from '../requirements/direction';
import { FlowChange } from './flow-changes';
import { policiesOf } from './routing-changes';

/**
 * What other service endpoint policies may open and close: they hold traffic to storage through a service endpoint to the accounts that
 * they list, and no file says which these are. Source: virtual network service endpoint policies overview.
 */
export function policyChanges(subnet: string, { before, after }: SubnetPair): FlowChange[] {
  if (before === undefined || after === undefined) {
    return [];
  }
  const [was, is] = [policiesOf(before, after), policiesOf(after, before)];
  const opens = was.some((one) => !is.includes(one)) ? change(subnet, 'newly allowed', after, [was, is]) : [];
  const closes = is.some((one) => !was.includes(one)) ? change(subnet, 'no longer allowed', before, [was, is]) : [];
  return [...opens, ...closes];
}

function change(
  subnet: string, kind: FlowChange['kind'], view: SubnetView, [was, is]: readonly [readonly string[], readonly string[]],
): FlowChange[] {
  const pieces = storageByEndpoint(view);
  const [first] = pieces;
  if (first === undefined) {
    return [];
  }
  const side = (policies: readonly string[]): FlowChange['before'] => ({
    result: policies.length === 0 ? 'allow' : 'unknown', hops: ['service endpoint'], places: [view.subnet.place],
    texts: [policies.length === 0 ? `${first.way!}, without a service endpoint policy`
      : `${first.way!}, if the service endpoint policies list the account: ${policies.join(', ')}`],
  });
  const isWider = kind === 'newly allowed';
  return [{
    subnet, direction: Direction.OUTBOUND, kind, isPossible: true, traffic: flowsText(pieces),
    endpoints: ['storage accounts that the service endpoint policies do not list'], isWider, isAskedFor: false, isWayOut: isWider,
    before: side(was), after: side(is),
  }];
}

/** What is open to storage through a service endpoint. */
function storageByEndpoint(view: SubnetView): OpenPiece[] {
  const hasEndpoint = view.subnet.serviceEndpoints?.some((one) => one.startsWith('Microsoft.Storage')) === true;
  return !hasEndpoint ? [] : allOpen(view, Direction.OUTBOUND).filter(({ hop, way = '' }) =>
    hop === 'service endpoint' && way.includes('Microsoft.Storage'));
}
