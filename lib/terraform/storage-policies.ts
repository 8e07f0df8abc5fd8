import { storageScopes, StorageScopes } from '../network/endpoint-policy';
import type { ReportProblem, Subnet } from '../network/network';
import { shown } from '../network/shown';
import { Arguments, isKnown } from './arguments';
import type { Resource } from './resource';
import type { ResourceIndex } from './resource-index';

const silent: ReportProblem = () => undefined;

/** The service endpoint policies of a subnet, with what those of the files list. Source: azurerm 4.55. */
export function endpointPolicies(args: Arguments, index: ResourceIndex): Pick<Subnet, 'serviceEndpointPolicies'> {
  const policies = args.texts('service_endpoint_policy_ids').map((id) => {
    const policy = index.byIdOf(id, 'endpointPolicy', args.place);
    const { resource } = policy !== undefined && isKnown(policy) ? policy : {};
    const lists = resource?.mode === 'managed' ? listedBy(resource) : undefined;
    const name = typeof id === 'string' ? shown(id.slice(id.lastIndexOf('/') + 1))
      : typeof resource?.values['name'] === 'string' ? shown(resource.values['name']) : id.unknown;
    return { name, ...(lists !== undefined && { lists }) };
  });
  return policies.length === 0 ? {} : { serviceEndpointPolicies: policies };
}

/** Undefined where it is not known whether that is all. */
function listedBy(resource: Resource): StorageScopes | undefined {
  const args = Arguments.of(resource, silent);
  const entries = args.blocks('definition').flatMap((definition) => definition.texts('service_resources'));
  return args.gaps.length > 0 || resource.repeatedBy !== undefined ? undefined
    : storageScopes(entries.map((entry) => (typeof entry === 'string' ? entry : entry.unknown)));
}
