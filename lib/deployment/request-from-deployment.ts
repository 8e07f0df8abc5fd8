import { resolve } from 'node:path';
import { InputError, printable } from '../azure/errors';
import { ServiceTagFile } from '../input/service-tag-file';
import { STANDARD_INPUT } from '../input/text';
import { RequirementSet } from '../requirements/requirement-set';
import { IntraNetworkTraffic } from '../rules/intra-network-traffic';
import { checkCloud } from '../rules/service-tag-cloud';
import { Acknowledgement } from '../verification/acknowledge';
import { NetworkSource, SubnetRequest, VerificationRequest } from '../verification/request';
import { DeploymentDescription, SecurityGroupDescription } from './description';

/** What a request takes from a deployment. */
interface DescribedDeployment {
  readonly path: string;
  readonly requirements: RequirementSet;
  readonly _requirementsOf: ReadonlyMap<string, RequirementSet>;
  readonly _description: DeploymentDescription;
  _at<T>(path: readonly (string | number)[], action: () => T): T;
  _serviceTagFile(path: string): ServiceTagFile;
}

/**
 * What is to be verified of a deployment: all its subnets, with all its requirements, and what its file acknowledges.
 *
 * @param serviceTags service tag file; without one, that of the routes of the subnets is used
 * @throws when the subnets name different service tag files and none is given, or the file is of another cloud
 */
export function requestFromDeployment(
  deployment: DescribedDeployment, source: NetworkSource, serviceTags?: ServiceTagFile,
): VerificationRequest {
  const tags = serviceTags ?? serviceTagFileOf(deployment);
  if (serviceTags !== undefined) {
    checkCloud(serviceTags, deployment.requirements.cloud);
  }
  return {
    source, subnets: subnetsOf(deployment), appliances: appliancesOf(deployment), acknowledgements: acknowledgementsOf(deployment),
    ...(tags !== undefined && { serviceTags: tags }),
  };
}

/** What a deployment file accepts, with the place of each entry. */
export function acknowledgementsOf({ path, _description: { acknowledged = [] } }: DescribedDeployment): Acknowledgement[] {
  const file = path === STANDARD_INPUT ? 'standard input' : printable(path);
  return acknowledged.map((one, i) => ({ ...one, place: { file, resource: `acknowledged[${i}]` } }));
}

function subnetsOf(deployment: DescribedDeployment): SubnetRequest[] {
  const { _requirementsOf: sets, _description: { subnets, firewall } } = deployment;
  const ipGroups = firewall?.sourceIpGroupIds ?? [];
  return Object.entries(subnets).map(([name, { subnetId, addressPrefixes, securityGroup }]) => {
    const intraNetworkTraffic = deployment._at(['subnets', name, 'securityGroup', 'intraNetworkTraffic'], () => trafficOf(securityGroup));
    const requirements = sets.get(name)!;
    return { name, subnetId, addressPrefixes, requirements, ipGroups, ...(intraNetworkTraffic !== undefined && { intraNetworkTraffic }) };
  });
}

/** Traffic inside the virtual network; undefined for what is allowed unless a file says otherwise. */
export function trafficOf({ intraNetworkTraffic: intra }: SecurityGroupDescription = {}): IntraNetworkTraffic | undefined {
  if (intra?.denied) {
    return IntraNetworkTraffic.denied();
  }
  return intra?.addressSpace && IntraNetworkTraffic.within(intra.addressSpace);
}

/** The firewall of the file stands behind every address that the default route of a subnet leads to. */
export function appliancesOf({ _description: { subnets, firewall } }: DescribedDeployment): Record<string, string> {
  const id = firewall?.policyId ?? firewall?.firewallId;
  const addresses = Object.values(subnets).flatMap(({ routeTable }) => routeTable?.defaultRoute.firewall ?? []);
  return id === undefined ? {} : Object.fromEntries(addresses.map((address) => [address, id]));
}

/** The service tag file that routes are made from. Answers can rest on one file only. */
function serviceTagFileOf(deployment: DescribedDeployment): ServiceTagFile | undefined {
  let found: ServiceTagFile | undefined;
  for (const [name, { routeTable }] of Object.entries(deployment._description.subnets)) {
    const path = routeTable?.serviceTagFile;
    if (path !== undefined) {
      deployment._at(['subnets', name, 'routeTable', 'serviceTagFile'], () => {
        const file = deployment._serviceTagFile(path);
        checkCloud(file, deployment.requirements.cloud);
        if (found !== undefined && resolve(found.path) !== resolve(file.path)) {
          throw new InputError({
            given: path, problem: 'is another service tag file than that of an earlier subnet, and a run uses one file',
            allowed: 'give the one to use with --service-tags',
          });
        }
        found ??= file;
      });
    }
  }
  return found;
}
