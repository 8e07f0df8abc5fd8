import { isIP } from 'node:net';
import { InputError, quote } from '../azure/errors';
import { checkRangesOfNetwork, findSharedAddresses } from '../azure/network-ranges';
import { isReference } from '../azure/references';
import { checkSubnetOfCompute } from '../azure/reserved-subnets';
import { ID_LENGTH, parseResourceId } from '../azure/resource-ids';
import { checkApplianceAddress } from '../azure/special-ranges';
import { checkAcknowledgement } from './acknowledge';
import { NetworkSource, VerificationRequest } from './request';
import { NetworkVerificationProps, VerificationOptions, VerifiedSubnetProps } from './verification-props';

const APPLIANCE = /\/providers\/Microsoft\.Network\/(firewallPolicies|azureFirewalls)\/[^/]+$/i;

/** Checks what is stated before anything is verified; references pass. */
export function checkStated({ subnets = [], appliances = {}, acknowledged = [] }: Partial<NetworkVerificationProps>): void {
  checkSubnets(subnets);
  Object.entries(appliances).forEach(checkAppliance);
  acknowledged.forEach(checkAcknowledgement);
}

/**
 * The request of somebody who gives subnets with their requirements.
 *
 * @throws when two subnets have the same name, or a value that is no reference is not what it should be
 */
export function requestFromProps(source: NetworkSource, { subnets, ...options }: NetworkVerificationProps): VerificationRequest {
  checkSubnets(subnets);
  return requestWith({ source, subnets }, options);
}

function checkSubnets(subnets: readonly VerifiedSubnetProps[]): void {
  const again = subnets.find(({ name }, i) => subnets.findIndex((other) => other.name === name) < i);
  if (again !== undefined) {
    throw new InputError({
      argument: 'subnets', problem: `two subnets have the name ${quote(again.name)}`,
      allowed: 'give each subnet its own name, because findings name subnets by it',
    });
  }
  subnets.forEach(checkSubnet);
  const overlap = findSharedAddresses(subnets);
  if (overlap !== undefined) {
    throw overlap.refusal.about('subnets');
  }
}

/** A request with further options. What the request has already wins, except for the service tag file. */
export function requestWith(request: VerificationRequest, options: VerificationOptions): VerificationRequest {
  const { serviceTagFile, appliances = {}, acknowledged = [] } = options;
  Object.entries(appliances).forEach(checkAppliance);
  return {
    ...request,
    ...(serviceTagFile !== undefined && { serviceTags: serviceTagFile }),
    appliances: { ...request.appliances, ...appliances },
    acknowledgements: [...request.acknowledgements ?? [], ...acknowledged],
  };
}

function checkSubnet({ name, subnetId, addressPrefixes = [] }: VerifiedSubnetProps): void {
  parseResourceId(`subnets: ${quote(name)}: subnetId`, subnetId, 'Microsoft.Network/virtualNetworks/subnets');
  checkSubnetOfCompute(`subnets: ${quote(name)}: subnetId`, subnetId);
  checkRangesOfNetwork(`subnets: ${quote(name)}: addressPrefixes`, addressPrefixes);
}

function checkAppliance([address, id]: readonly [address: string, id: string]): void {
  if (!isReference(address) && isIP(address) === 0) {
    throw new InputError({
      argument: 'appliances', given: address, problem: 'is not the private address of an appliance, or a reference to one',
    });
  }
  if (!isReference(address)) {
    checkApplianceAddress('appliances', address);
  }
  if (!isReference(id) && !APPLIANCE.test(id)) {
    throw new InputError({
      argument: 'appliances', given: id, shownLength: ID_LENGTH,
      problem: 'is not the id of a firewall policy or of a firewall, or a reference to one',
    });
  }
}
