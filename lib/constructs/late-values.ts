import { parseAddressRange } from '../azure/addresses';
import { InputError, refusalOf } from '../azure/errors';
import { checkName, checkResourceGroupName } from '../azure/names';
import { isMark, isReference } from '../azure/references';

/** What a text has to be that is known only when the app is synthesized, by the property that holds it. Others are not looked at. */
const CHECKS: Readonly<Record<string, (text: string) => unknown>> = {
  name: (text) => checkName('name', text),
  resourceGroupName: (text) => checkResourceGroupName('resourceGroupName', text),
  subnetAddressPrefixes: parseAddressRange,
  addressSpace: parseAddressRange,
  servers: address,
  firewall: address,
  nextHopAddress: address,
};

/**
 * What is wrong with what a reference gives when the app is synthesized, as the rest of a sentence that begins with the property. What
 * only Terraform knows passes. A list or a text that turns out empty would leave a rule without a side, which must not be "any".
 */
export function lateProblem(property: string, given: unknown): string | undefined {
  const values: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (values.length === 0 || values.some((one) => one === undefined || one === null || one === '')) {
    return 'is a reference that gives nothing when the app is synthesized; give a value or leave the property out';
  }
  const check = CHECKS[property];
  const known = values.filter((one): one is string => typeof one === 'string' && !isReference(one) && !isMark(one));
  for (const text of known) {
    const refusal = check && refusalOf(() => check(text));
    if (refusal !== undefined) {
      return `is a reference that gives what is not possible: ${refusal.words}`;
    }
  }
  return undefined;
}

function address(text: string): void {
  if (text.includes('/') || parseAddressRange(text).family !== 4) {
    throw new InputError({ given: text, problem: 'is not an IPv4 address' });
  }
}
