import { Cloud, Edition, MachineLearning } from '../../../lib';
import { answerFor } from '../../../lib/filtering/paths/answer';
import { alternativesByLayer } from '../../../lib/filtering/paths/required-flows';
import { VerifiedSubnet } from '../../../lib/filtering/paths/subnet-view';
import { keepWalks, WalkedFlow, walkedFlows } from '../../../lib/filtering/paths/walked-flows';
import { networkOf } from '../../../lib/terraform/read-network';
import { viewsOf } from '../../../lib/verification/verify';

// A report says more of paths than answers do, and these were walked for the answers.

const ID = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/s';
const requirements = MachineLearning.requirements({
  cloud: Cloud.PUBLIC, region: 'westus2', edition: Edition.E2026_03_19, workspace: { privateEndpoint: true }, compute: { publicIp: false },
});
const substitutes = alternativesByLayer(requirements.all);

function view(): VerifiedSubnet {
  const common = { resource_group_name: 'rg' };
  const network = networkOf([{ file: 'main.tf.json', json: { resource: {
    azurerm_virtual_network: { v: { ...common, name: 'v', address_space: ['10.0.0.0/16'] } },
    azurerm_subnet: { s: { ...common, name: 's', virtual_network_name: 'v', address_prefixes: ['10.0.1.0/24'] } },
  } } }]);
  const asked = { name: 's', subnetId: ID, addressPrefixes: [], requirements, networkTraffic: 'virtual-network' as const };
  return viewsOf(network, { subnets: [asked] }).views[0]!;
}

/** What is walked for the answers, and then once more. */
function walks(one: VerifiedSubnet): [first: readonly WalkedFlow[], second: readonly WalkedFlow[]][] {
  requirements.all.forEach((requirement) => answerFor(requirement, one, substitutes));
  return requirements.all.map((requirement) =>
    [walkedFlows(requirement, one, substitutes), walkedFlows(requirement, one, substitutes)]);
}

test('paths are kept where somebody asks for them again, and only there', () => {
  const kept = view();
  keepWalks([kept]);
  const [again, others] = [walks(kept), walks(view())];
  expect(again.flat(2).length).toBeGreaterThan(20);
  again.forEach(([first, second]) => expect(second).toBe(first));
  others.forEach(([first, second], i) => {
    expect(second).not.toBe(first);
    expect(second).toEqual(first);
    expect(first.map(({ path }) => path)).toEqual(again[i]![0].map(({ path }) => path));
  });
});
