import { isReference } from '../azure/references';
import { SubnetToVerify } from '../filtering/paths/subnet-view';
import { Network } from '../network/network';
import { ExpressionsOutside } from '../terraform/expressions-outside';
import { readNetwork } from './network-of-source';
import { SubnetRequest, VerificationRequest } from './request';
import { usedBy } from './used-network';
import { VerifyOptions } from './verify';

/** Reads the network of a request, and puts the rest of the request into the words of that network. */
export function readRequest(request: VerificationRequest): { readonly network: Network; readonly options: VerifyOptions } {
  const { source, subnets, serviceTags, resolved, appliances = {}, isUsedPartOnly = false } = request;
  const ids = [...subnets.map(({ subnetId }) => subnetId), ...Object.values(appliances)];
  const { network, outside } = readNetwork(source, ids);
  const values = outside(source.folder);
  const options = {
    subnets: subnets.map((subnet) => subnetOf(subnet, values)), appliances: appliancesOf(appliances, values),
    ...(serviceTags !== undefined && { serviceTags }), ...(resolved !== undefined && { resolved }),
  };
  return { network: isUsedPartOnly ? usedBy(network, options) : network, options };
}

function subnetOf(subnet: SubnetRequest, values: ExpressionsOutside): SubnetToVerify {
  const { name, subnetId, addressPrefixes = [], requirements, intraNetworkTraffic, ipGroups = [] } = subnet;
  return {
    name, subnetId: values.key(subnetId, 'subnet'), addressPrefixes: addressesOf(addressPrefixes, values) ?? [],
    requirements: requirements._withTexts((text) => values.text(text)),
    networkTraffic: trafficOf(intraNetworkTraffic?._addressSpace, values),
    symbols: values.symbols, ...(ipGroups.length > 0 && { ipGroups }),
  };
}

/** Ids of firewalls by address. An address of which nothing is known is left out: no route can be told to lead to it. */
function appliancesOf(appliances: Readonly<Record<string, string>>, values: ExpressionsOutside): Map<string, string> {
  return new Map(Object.entries(appliances).flatMap(([address, id]) => {
    const key = values.address(address);
    return key === undefined ? [] : [[key, values.key(id, 'firewallPolicy', 'firewall')] as const];
  }));
}

function trafficOf(addressSpace: readonly string[] | undefined, values: ExpressionsOutside): SubnetToVerify['networkTraffic'] {
  return addressSpace === undefined ? 'virtual-network' : addressSpace.length === 0 ? 'none' : values.texts(addressSpace);
}

/** Address ranges; undefined when one is not known. */
function addressesOf(given: readonly string[], values: ExpressionsOutside): readonly string[] | undefined {
  const texts = values.knownTexts(given);
  return texts === undefined || texts.some(isReference) ? undefined : texts;
}
