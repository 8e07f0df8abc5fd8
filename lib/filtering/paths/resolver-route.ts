import { intervalOf } from '../../network/address-text';
import { IntervalSet } from '../../network/interval-set';
import { Route } from '../../network/network';
import { isUnknown } from '../../network/unknown';
import { SubnetView } from './subnet-view';
import { Target } from './target';

/** The route that leads to an appliance at an address, so that the address is the appliance itself. */
export function routeToAppliance({ table }: SubnetView, target: Target): Route | undefined {
  return (table?.routes ?? []).find(({ nextHop, nextHopAddress: address }) => {
    if (nextHop !== 'VirtualAppliance' || address === undefined) {
      return false;
    }
    if (isUnknown(address)) {
      return target.kind === 'unknown' && target.text === address.unknown;
    }
    return target.kind === 'addresses' && isSingle(target.set, address);
  });
}

function isSingle(set: IntervalSet, address: string): boolean {
  const one = IntervalSet.of([intervalOf(address)]);
  return set.isIn(one) && !set.isEmpty;
}
