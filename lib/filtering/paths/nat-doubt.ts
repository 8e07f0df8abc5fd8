import type { Subnet } from '../../network/network';
import { isUnknown } from '../../network/unknown';

/** Why it is not known whether a NAT gateway lets out the machines of a subnet. */
export function natDoubt(subnet: Pick<Subnet, 'natGateway' | 'isNatWithoutAddress'>): string | undefined {
  const { natGateway, isNatWithoutAddress: isBare } = subnet;
  return natGateway !== undefined && isUnknown(natGateway) ? `whether it has a NAT gateway is not known: ${natGateway.unknown}`
    : isBare !== undefined && isUnknown(isBare) ? `whether its NAT gateway has a public address is not known: ${isBare.unknown}`
    : undefined;
}
