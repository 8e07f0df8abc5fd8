import { isIP } from 'node:net';
import { parseAddressRange } from '../azure/addresses';
import { InputError, quote } from '../azure/errors';
import { isReference } from '../azure/references';
import { ID_LENGTH, parseResourceId } from '../azure/resource-ids';
import { SubnetToVerify } from '../filtering/paths/subnet-view';
import { ExpressionsOutside } from '../terraform/expressions-outside';
import { NetworkVerificationProps, VerifiedSubnetProps } from './verification-props';
import { VerifyOptions } from './verify';

const APPLIANCE = /\/providers\/Microsoft\.Network\/(firewallPolicies|azureFirewalls)\/[^/]+$/i;

/**
 * What is to be verified, in the words of the network that was read.
 *
 * @throws when two subnets have the same name, or a value that is no reference is not what it should be
 */
export function verifyOptionsFrom({ subnets, serviceTagFile, appliances }: NetworkVerificationProps, values: ExpressionsOutside): VerifyOptions {
  const again = subnets.find(({ name }, i) => subnets.findIndex((other) => other.name === name) < i);
  if (again !== undefined) {
    throw new InputError({
      argument: 'subnets', problem: `two have the name ${quote(again.name)}, which findings name them by`, allowed: 'give each its own',
    });
  }
  return {
    subnets: subnets.map((subnet) => subnetFrom(subnet, values)), appliances: appliancesFrom(appliances, values),
    ...(serviceTagFile !== undefined && { serviceTags: serviceTagFile }),
  };
}

/** Ids of firewalls by the addresses that routes lead to. An address of which nothing is known is left out: no route can be told to lead to it. */
export function appliancesFrom(appliances: Readonly<Record<string, string>> = {}, values: ExpressionsOutside): Map<string, string> {
  return new Map(Object.entries(appliances).flatMap(([address, id]) => {
    if (!isReference(address) && isIP(address) === 0) {
      throw new InputError({
        argument: 'appliances', given: address, problem: 'is not the private address of an appliance, or a reference to one',
      });
    }
    if (!isReference(id) && !APPLIANCE.test(id)) {
      throw new InputError({
        argument: 'appliances', given: id, shownLength: ID_LENGTH,
        problem: 'is not the id of a firewall policy or of a firewall, or a reference to one',
      });
    }
    const key = values.address(address);
    return key === undefined ? [] : [[key, values.key(id, 'firewallPolicy', 'firewall')] as const];
  }));
}

function subnetFrom({ name, subnetId, addressPrefixes = [], requirements, intraNetworkTraffic }: VerifiedSubnetProps, values: ExpressionsOutside): SubnetToVerify {
  parseResourceId(`subnets: ${quote(name)}: subnetId`, subnetId, 'Microsoft.Network/virtualNetworks/subnets');
  addressPrefixes.filter((prefix) => !isReference(prefix)).forEach((prefix) => parseAddressRange(prefix));
  return {
    name, subnetId: values.key(subnetId, 'subnet'), addressPrefixes: addressesOf(addressPrefixes, values) ?? [],
    requirements: requirements._withTexts((text) => values.text(text)), networkTraffic: trafficOf(intraNetworkTraffic?._addressSpace, values),
    symbols: values.symbols,
  };
}

function trafficOf(addressSpace: readonly string[] | undefined, values: ExpressionsOutside): SubnetToVerify['networkTraffic'] {
  return addressSpace === undefined ? 'virtual-network' : addressSpace.length === 0 ? 'none' : values.texts(addressSpace);
}

/** Address ranges; undefined when one is not known. */
function addressesOf(given: readonly string[], values: ExpressionsOutside): readonly string[] | undefined {
  const texts = values.knownTexts(given);
  return texts === undefined || texts.some(isReference) ? undefined : texts;
}
