import { InputError } from '../azure/errors';
import { checkSubnetOfCompute } from '../azure/reserved-subnets';
import { DeploymentDescription, SubnetDescription } from './description';
import type { SourceFile } from './source-file';

/** What a subnet of a file has before it is completed. */
type WrittenSubnet = Partial<Pick<SubnetDescription, 'subnetId' | 'addressPrefixes'>> & SubnetDescription;

/**
 * A description in which subnets are known by their ids, or by what the files that are verified call them.
 *
 * @throws when a file has neither, or both, or lacks what goes with it
 */
export function withNamedSubnets(file: SourceFile, description: DeploymentDescription): DeploymentDescription {
  const { subnets, firewall } = description;
  return {
    ...description,
    subnets: Object.fromEntries(Object.entries(subnets).map(([name, subnet]) =>
      [name, file.at(['subnets', name], () => completed(subnet, firewall !== undefined && !hasSources(firewall)))])),
  };
}

function hasSources({ sources, sourceIpGroupIds }: NonNullable<DeploymentDescription['firewall']>): boolean {
  return sources !== undefined || sourceIpGroupIds !== undefined;
}

function completed(subnet: WrittenSubnet, isSource: boolean): SubnetDescription {
  const { subnetId, subnet: named, addressPrefixes } = subnet;
  if ((subnetId === undefined) === (named === undefined)) {
    throw new InputError(subnetId === undefined
      ? { problem: '"subnetId" is missing', allowed: 'give the id of the subnet, or name the subnet with the key "subnet"' }
      : { argument: 'subnet', problem: 'is given together with "subnetId"', allowed: 'give one of them' });
  }
  if (addressPrefixes === undefined && (named === undefined || isSource)) {
    throw new InputError({ problem: '"addressPrefixes" is missing', allowed: 'give a list of the address ranges of the subnet' });
  }
  if (named !== undefined) {
    checkSubnetOfCompute('subnet', named);
  }
  return { ...subnet, subnetId: subnetId ?? named!, addressPrefixes: addressPrefixes ?? [] };
}
