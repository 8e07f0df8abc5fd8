import { Cloud, Edition, MachineLearning } from '../dist';
import { networkOf } from '../dist/terraform/read-network';
import { verify as verifyNetwork } from '../dist/verification/verify';

type Network = ReturnType<typeof networkOf>;

export function readNetwork(json: object): Network {
  return networkOf([{ file: 'main.tf.json', json }]);
}

/** Holds all subnets against the requirements of a workspace without public addresses. */
export function verify(network: Network, subnets: readonly (readonly [name: string, id: string])[]): { readonly findings: number } {
  const requirements = MachineLearning.requirements({
    cloud: Cloud.PUBLIC, region: 'westus2', edition: Edition.E2026_03_19, workspace: { privateEndpoint: true },
    compute: { publicIp: false },
  });
  const asked =
    subnets.map(([name, id]) => ({ name, subnetId: id, addressPrefixes: [], requirements, networkTraffic: 'virtual-network' as const }));
  return { findings: verifyNetwork(network, { subnets: asked }).findings.length };
}
