import { Fn, TerraformStack, Token } from 'cdktf';
import { Construct } from 'constructs';
import { Cloud } from '../azure/clouds';
import { InputError } from '../azure/errors';
import { checkName } from '../azure/names';
import { checkLocation } from '../azure/regions';
import { parseResourceId, ResourceId } from '../azure/resource-ids';
import { claim } from './claims';

/**
 * Resource group and name out of the id of an existing resource. Of a reference, Terraform takes them out of the id when
 * it knows it: `/subscriptions/<1>/resourceGroups/<2>/providers/...` has the group at place 4 and the name at place 8.
 */
export function existingResource(what: string, id: string, type: string): ResourceId {
  const part = (index: number): string => Token.asString(Fn.element(Fn.split('/', id), index));
  return parseResourceId(what, id, type) ?? { resourceGroupName: part(4), name: part(8) };
}

/** Arguments of a resource that is made here. */
export interface MadeResource {
  readonly name: string;
  readonly location: string;
  readonly resourceGroupName: string;
}

/** Checks that a resource that is not found by id can be made, and takes its name. */
export function checkMade(scope: Construct, what: string, idArgument: string, props: Partial<MadeResource>, cloud: Cloud): MadeResource {
  const { name, location, resourceGroupName } = props;
  if (name === undefined || location === undefined || resourceGroupName === undefined) {
    throw new InputError(`a ${what} is made with name, location and resourceGroupName, or found with ${idArgument}`);
  }
  checkLocation(location, cloud);
  claimName(scope, what, name, resourceGroupName);
  return { name, location, resourceGroupName };
}

/** Checks the name of a resource and takes it. Stacks may be for different subscriptions, so a name counts within its stack. */
export function claimName(scope: Construct, what: string, name: string, resourceGroupName: string): void {
  const stack = TerraformStack.of(scope).node.path;
  claim(scope, `${stack} ${what} ${resourceGroupName}/${checkName('name', name)}`, `the name ${name} of a ${what} in the resource group ${resourceGroupName}`);
}

/** Checks that nothing is said of an existing resource that only its maker can say. */
export function checkExisting<T extends object>(props: T, makers: readonly (keyof T & string)[], what: string, idArgument: string): void {
  const contradiction = makers.find((argument) => props[argument] !== undefined);
  if (contradiction !== undefined) {
    throw new InputError({
      problem: `${contradiction} is for ${what} that is made here, and ${idArgument} names an existing one`, allowed: 'give one of them',
    });
  }
}
