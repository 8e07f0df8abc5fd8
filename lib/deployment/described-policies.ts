import { InputError } from '../azure/errors';
import { ClusterNetworkPolicies } from '../rules/cluster-network-policies';
import { OutsideTraffic, RouterClients } from '../rules/network-policy-settings';
import { Deployment } from './deployment';
import { NetworkPoliciesDescription } from './description';

/** The network policies that a deployment file describes. */
export function networkPoliciesOf(deployment: Deployment): ClusterNetworkPolicies {
  return deployment._at(['networkPolicies'], () => {
    const { networkPolicies: description } = deployment._description;
    if (description === undefined) {
      throw new InputError({
        problem: 'is missing', allowed: 'it states the facts about the cluster that network policies need, at least outsideTraffic',
      });
    }
    return new ClusterNetworkPolicies({
      ...description,
      requirements: deployment.requirements, outsideTraffic: outsideOf(description.outsideTraffic),
      routerClients: clientsOf(description.routerClients),
    });
  });
}

function outsideOf({ filteredElsewhere, within }: NetworkPoliciesDescription['outsideTraffic']): OutsideTraffic {
  return filteredElsewhere !== undefined ? OutsideTraffic.filteredElsewhere(filteredElsewhere.clusterAddressRanges)
    : within !== undefined ? OutsideTraffic.within(within) : OutsideTraffic.unrestricted();
}

function clientsOf(description: NetworkPoliciesDescription['routerClients']): RouterClients | undefined {
  return description && (description.within === undefined
    ? RouterClients.none()
    : RouterClients.within(description.within.addressRanges, description.within.ports));
}
