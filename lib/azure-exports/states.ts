import type { Inventory } from './inventory';
import { ReportProblem } from '../network/network';

/** Types of which the model has something. */
export const MODEL_TYPES: readonly string[] = [
  'microsoft.network/networksecuritygroups', 'microsoft.network/routetables', 'microsoft.network/virtualnetworks',
  'microsoft.network/virtualnetworks/subnets', 'microsoft.network/azurefirewalls', 'microsoft.network/firewallpolicies',
  'microsoft.network/firewallpolicies/rulecollectiongroups', 'microsoft.network/ipgroups', 'microsoft.network/natgateways',
];

/**
 * Says which resources were being changed, or failed to be: what is in force of these is not certain.
 * Source: Azure REST API specifications, network 2024-07-01, ProvisioningState.
 */
export function sayStates(inventory: Inventory, report: ReportProblem): void {
  for (const listed of MODEL_TYPES.flatMap((type) => inventory.all(type))) {
    const state = inventory.membersOf(listed).text('provisioningState');
    if (typeof state === 'string' && state.toLowerCase() !== 'succeeded') {
      report(listed.place, `its provisioning state is ${JSON.stringify(state).slice(0, 40)}, so it may be applied in part; export it ` +
        'again after it has succeeded');
    }
  }
}
