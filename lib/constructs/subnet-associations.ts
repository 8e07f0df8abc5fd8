import { TerraformElement } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { AppParts, renewAtValidation } from './app-parts';
import { knownKey } from './claims';
import { resolved } from './resolved-values';

/** The associations that this library makes. What they take of each other, they claim. */
const OWN = new WeakSet<IConstruct>();

/**
 * Checks, when the app is validated, that no association that the app writes itself is for the subnet of this one: a subnet has one group,
 * one table and one gateway, and Azure refuses or replaces the other (azurerm, notes on the associations).
 *
 * @param type the type of the association in Terraform
 * @param what it gives the subnet
 */
export function checkNothingAssociated(
  scope: Construct, association: TerraformElement, type: string, subnetId: string, what: string,
): void {
  OWN.add(association);
  renewAtValidation(scope);
  scope.node.addValidation({ validate: () => {
    const others = foreign(scope, type).get(knownKey({ scope, key: subnetId })) ?? [];
    return others.map((other) => `the ${what} of the subnet ${resolved(scope, subnetId)} is taken by ${other.node.path}`);
  } });
}

/** The associations of a type that the app writes itself, by the subnets that they are for. */
function foreign(scope: Construct, type: string): ReadonlyMap<string, readonly TerraformElement[]> {
  return AppParts.of(scope).byKey(type, type, (one) => {
    const { subnetIdInput: key } = one as { readonly subnetIdInput?: unknown };
    return OWN.has(one) || typeof key !== 'string' ? [] : [knownKey({ scope: one, key })];
  });
}
