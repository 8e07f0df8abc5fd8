import { TerraformStack } from 'cdktf';
import { IntraNetworkTraffic } from '../rules/intra-network-traffic';
import { VerifiedSubnetProps } from '../verification/verification-props';
import { resolved, resolvedValue } from './resolved-values';

/** A subnet in the words of the Terraform configuration: no tokens are left. */
export function resolvedSubnet(
  stack: TerraformStack, { name, subnetId, addressPrefixes, requirements, intraNetworkTraffic }: VerifiedSubnetProps,
): VerifiedSubnetProps {
  return {
    name, subnetId: resolved(stack, subnetId), requirements: requirements._withTexts((text) => resolved(stack, text)),
    ...(addressPrefixes !== undefined && { addressPrefixes: resolvedList(stack, addressPrefixes) }),
    ...(intraNetworkTraffic !== undefined && { intraNetworkTraffic: resolvedTraffic(stack, intraNetworkTraffic) }),
  };
}

function resolvedTraffic(stack: TerraformStack, traffic: IntraNetworkTraffic): IntraNetworkTraffic {
  const { _addressSpace: space } = traffic;
  return space === undefined || space.length === 0 ? traffic : IntraNetworkTraffic.within(resolvedList(stack, space));
}

/** A reference to a list becomes the one expression that it is. */
function resolvedList(stack: TerraformStack, values: readonly string[]): string[] {
  const list: unknown = resolvedValue(stack, [...values]);
  return Array.isArray(list) ? list.map(String) : [String(list)];
}
