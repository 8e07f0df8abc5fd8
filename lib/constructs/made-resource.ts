import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { Cloud } from '../azure/clouds';
import { InputError } from '../azure/errors';
import { checkName, checkResourceGroupName } from '../azure/names';
import { checkLocation } from '../azure/regions';
import { claim } from './claims';

/** What every resource that is made here is told. */
export interface MadeResource {
  readonly name: string;
  readonly location: string;
  readonly resourceGroupName: string;
}

/**
 * Checks what a resource is made with, and takes its name.
 * @param instead what adds to an existing resource, for those who left the arguments out because they have one
 */
export function checkMade(scope: Construct, what: string, props: MadeResource, cloud: Cloud, instead: string): MadeResource {
  const { name, location, resourceGroupName } = props;
  // Plain JavaScript and other languages can leave out what the type asks for.
  const missing = Object.entries({ name, location, resourceGroupName }).find(([, value]) => (value as unknown) === undefined);
  if (missing !== undefined) {
    throw new InputError({
      argument: missing[0], problem: `a ${what} is made with name, location and resourceGroupName`,
      allowed: `for an existing one use ${instead}`,
    });
  }
  checkLocation(location, cloud);
  claimName(scope, what, name, resourceGroupName);
  return { name, location, resourceGroupName };
}

/** Checks the name of a resource and takes it. Stacks may be for different subscriptions, so a name counts within its stack. */
export function claimName(scope: Construct, what: string, name: string, resourceGroupName: string): void {
  checkResourceGroupName('resourceGroupName', resourceGroupName);
  const stack = TerraformStack.of(scope).node.path;
  claim(scope, `${stack} ${what} ${resourceGroupName}/${checkName('name', name)}`,
    `the name ${name} of a ${what} in the resource group ${resourceGroupName}`);
}
