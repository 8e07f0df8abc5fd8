import { showCommand } from '../azure/az-commands';
import type { Inventory, Listed } from './inventory';
import { member } from '../network/fields';
import { ReportProblem } from '../network/network';
import { Unevaluated } from './members';

/** Types of which the model has something. */
export const MODEL_TYPES: readonly string[] = [
  'microsoft.network/networksecuritygroups', 'microsoft.network/routetables', 'microsoft.network/virtualnetworks',
  'microsoft.network/virtualnetworks/subnets', 'microsoft.network/azurefirewalls', 'microsoft.network/firewallpolicies',
  'microsoft.network/firewallpolicies/rulecollectiongroups', 'microsoft.network/ipgroups', 'microsoft.network/natgateways',
];

/** Why what is in force of a resource is not certain: it was being changed, or could not be. */
export function unsettled({ id, name, fields }: Listed): string | undefined {
  const state = member(fields, 'provisioningState');
  if (state instanceof Unevaluated) {
    return `the provisioning state of ${name} is not known: ${state.why}`;
  }
  const command = showCommand(id.key);
  return typeof state !== 'string' || state.toLowerCase() === 'succeeded' ? undefined
    : `the provisioning state of ${name} is ${JSON.stringify(state).slice(0, 40)}, so it may be applied in part; ` +
      (command === undefined ? 'export it again after it has succeeded' : `give the output of "${command}" after it has succeeded`);
}

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
