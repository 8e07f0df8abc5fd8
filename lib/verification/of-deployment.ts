import { resolve } from 'node:path';
import { InputError, printable } from '../azure/errors';
import { Deployment } from '../deployment/deployment';
import { SecurityGroupDescription } from '../deployment/description';
import { ServiceTagFile } from '../input/service-tag-file';
import { STANDARD_INPUT } from '../input/text';
import { checkCloud } from '../rules/service-tag-cloud';
import { Acknowledgement } from './acknowledge';
import { SubnetToVerify } from '../filtering/paths/subnet-view';
import { VerifyOptions } from './verify';

/**
 * What is to be verified of a deployment: all its subnets, with all its requirements.
 *
 * @param serviceTags service tag file; without one, that of the routes of the subnets is used
 * @throws when the subnets name different service tag files and none is given, or the file is of another cloud
 */
export function verifyOptionsOf(deployment: Deployment, serviceTags?: ServiceTagFile): VerifyOptions {
  const tags = serviceTags ?? serviceTagFileOf(deployment);
  if (serviceTags !== undefined) {
    checkCloud(serviceTags, deployment.requirements.cloud);
  }
  return { subnets: subnetsOf(deployment), ...(tags !== undefined && { serviceTags: tags }), appliances: appliancesOf(deployment) };
}

/** What a deployment file accepts, with the place of each entry. */
export function acknowledgementsOf({ path, _description: { acknowledged = [] } }: Deployment): Acknowledgement[] {
  const file = path === STANDARD_INPUT ? 'standard input' : printable(path);
  return acknowledged.map((one, i) => ({ ...one, place: { file, resource: `acknowledged[${i}]` } }));
}

function subnetsOf({ requirements, _description: { subnets, firewall } }: Deployment): SubnetToVerify[] {
  const ipGroups = firewall?.sourceIpGroupIds ?? [];
  return Object.entries(subnets).map(([name, { subnetId, addressPrefixes, securityGroup }]) =>
    ({ name, subnetId, addressPrefixes, requirements, networkTraffic: networkTrafficOf(securityGroup), ...(ipGroups.length > 0 && { ipGroups }) }));
}

function networkTrafficOf({ intraNetworkTraffic: intra }: SecurityGroupDescription): SubnetToVerify['networkTraffic'] {
  return intra?.denied ? 'none' : intra?.addressSpace ?? 'virtual-network';
}

/** The firewall of the file stands behind every address that the default route of a subnet leads to. */
export function appliancesOf({ _description: { subnets, firewall } }: Deployment): ReadonlyMap<string, string> {
  const id = firewall?.policyId ?? firewall?.firewallId;
  const addresses = Object.values(subnets).flatMap(({ routeTable }) => routeTable?.defaultRoute.firewall ?? []);
  return new Map(id === undefined ? [] : addresses.map((address) => [address, id]));
}

/** The service tag file that routes are made from. Answers can rest on one file only. */
function serviceTagFileOf(deployment: Deployment): ServiceTagFile | undefined {
  let found: ServiceTagFile | undefined;
  for (const [name, { routeTable }] of Object.entries(deployment._description.subnets)) {
    const path = routeTable?.serviceTagFile;
    if (path !== undefined) {
      deployment._at(['subnets', name, 'routeTable', 'serviceTagFile'], () => {
        const file = deployment._serviceTagFile(path);
        checkCloud(file, deployment.requirements.cloud);
        if (found !== undefined && resolve(found.path) !== resolve(file.path)) {
          throw new InputError({
            given: path, problem: 'is another service tag file than that of an earlier subnet, and answers rest on one',
            allowed: 'say which (--service-tags)',
          });
        }
        found ??= file;
      });
    }
  }
  return found;
}
