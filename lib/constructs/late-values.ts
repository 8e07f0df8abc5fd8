import { parseAddressRange } from '../azure/addresses';
import { Cloud } from '../azure/clouds';
import { choiceOf, InputError, refusalOf } from '../azure/errors';
import { LIMITS, ZONES } from '../azure/limits';
import { checkName, checkResourceGroupName } from '../azure/names';
import { checkFirewallSources, checkRangesOfNetwork } from '../azure/network-ranges';
import { isReference } from '../azure/references';
import { checkLocation } from '../azure/regions';
import { parseResourceId } from '../azure/resource-ids';
import { checkTags } from '../azure/resource-tags';

/** Checks the values that a reference gives, in the cloud of the construct. */
type LateCheck = (values: readonly string[], cloud: Cloud) => unknown;

const each = (check: (text: string, cloud: Cloud) => unknown): LateCheck => (values, cloud) => values.forEach((one) => check(one, cloud));
const idsOf = (type: string): LateCheck => each((id) => parseResourceId('', id, type));

/** What texts have to be that are known only when the app is synthesized, by the property that holds them. Others are not looked at. */
const TEXTS: Readonly<Record<string, LateCheck>> = {
  name: each((text) => checkName('', text)),
  publicIpName: each((text) => checkName('', text)),
  resourceGroupName: each((text) => checkResourceGroupName('', text)),
  location: each(checkLocation),
  zone: each((text) => choiceOf('', text, ZONES)),
  subnetAddressPrefixes: (ranges) => checkRangesOfNetwork('', ranges),
  addressSpace: (ranges) => checkRangesOfNetwork('', ranges),
  sources: (sources) => checkFirewallSources('', sources),
  servers: each(address),
  firewall: each(address),
  nextHopAddress: each(address),
  subnetId: idsOf('Microsoft.Network/virtualNetworks/subnets'),
  securityGroupId: idsOf('Microsoft.Network/networkSecurityGroups'),
  routeTableId: idsOf('Microsoft.Network/routeTables'),
  firewallPolicyId: idsOf('Microsoft.Network/firewallPolicies'),
  firewallId: idsOf('Microsoft.Network/azureFirewalls'),
  sourceIpGroupIds: idsOf('Microsoft.Network/ipGroups'),
  natGatewayId: idsOf('Microsoft.Network/natGateways'),
  publicIpIds: idsOf('Microsoft.Network/publicIPAddresses'),
  publicIpPrefixIds: idsOf('Microsoft.Network/publicIPPrefixes'),
  storageAccountIds: idsOf('Microsoft.Storage/storageAccounts'),
  workspaceId: idsOf('Microsoft.MachineLearningServices/workspaces'),
};

/** The same of numbers, which are whole and in a range. */
const NUMBERS: Readonly<Record<string, { readonly min: number; readonly max: number }>> = {
  priority: LIMITS.firewallPriority,
  idleTimeoutMinutes: LIMITS.natIdleTimeoutMinutes,
};

const NOTHING = 'is a reference that gives nothing when the app is synthesized; give a value or leave the property out';

/**
 * What is wrong with what a reference gives when the app is synthesized, as the rest of a sentence that begins with the property. What
 * only Terraform knows passes. A list or a text that turns out empty would leave a rule without a side, which must not be "any".
 * @param check what is checked in place of what the property says
 */
export function lateProblem(property: string, given: unknown, cloud: Cloud, check = TEXTS[property]): string | undefined {
  const values: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (values.length === 0 || values.some((one) => one === undefined || one === null || one === '')) {
    return NOTHING;
  }
  const known = values.filter((one): one is string => typeof one === 'string' && !isReference(one));
  const refusal = check === undefined || known.length === 0 ? undefined : refusalOf(() => check(known, cloud));
  return refusal === undefined ? undefined : `is a reference that gives what is not possible: ${refusal.words}`;
}

/** The same of a reference to a number. */
export function lateNumberProblem(property: string, given: unknown): string | undefined {
  if (given === undefined || given === null) {
    return NOTHING;
  }
  if (typeof given === 'string' && isReference(given)) {
    return undefined;
  }
  const { min, max } = NUMBERS[property] ?? { min: -Infinity, max: Infinity };
  if (typeof given === 'number' && Number.isInteger(given) && given >= min && given <= max) {
    return undefined;
  }
  const problem = `is not a whole number${property in NUMBERS ? ` from ${min} to ${max}` : ''}`;
  return `is a reference that gives what is not possible: ${new InputError({ given, problem }).words}`;
}

/** The same of the tags of a resource, where names and values may be references, or the whole is one. */
export function lateTagsProblem(given: unknown): string | undefined {
  if (typeof given === 'string') {
    return undefined; // what only Terraform knows
  }
  const refusal = typeof given !== 'object' || given === null || Object.values(given).some((value) => typeof value !== 'string')
    ? new InputError({ given, problem: 'is not an object with texts' })
    : refusalOf(() => checkTags('tags', given as Readonly<Record<string, string>>));
  return refusal === undefined ? undefined : `what references give is not possible: ${refusal.words}`;
}

function address(text: string): void {
  if (text.includes('/') || parseAddressRange(text).family !== 4) {
    throw new InputError({ given: text, problem: 'is not an IPv4 address' });
  }
}
