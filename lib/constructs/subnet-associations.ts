import { TerraformElement } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { addTo } from '../azure/groups';
import { knownKey } from './claims';
import { elementsOf } from './origins';
import { resolved } from './resolved-values';

/** The associations that this library makes. What they take of each other, they claim. */
const OWN = new WeakSet<IConstruct>();

/** What is associated with subnets by the app itself, by the type of the association; found once for each validation of an app. */
interface Found {
  readonly byType: Map<string, Map<string, TerraformElement[]>>;
  readonly told: Set<TerraformElement>;
}

const FOUND = new WeakMap<IConstruct, Found>();

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
  scope.node.addValidation({ validate: () => {
    const others = foreign(association, type).get(knownKey({ scope, key: subnetId })) ?? [];
    return others.map((other) => `the ${what} of the subnet ${resolved(scope, subnetId)} is taken by ${other.node.path}`);
  } });
}

function foreign(asking: TerraformElement, type: string): ReadonlyMap<string, TerraformElement[]> {
  const { root } = asking.node;
  let found = FOUND.get(root);
  if (found === undefined || found.told.has(asking)) { // who asks again begins another validation
    found = { byType: new Map(), told: new Set() };
    FOUND.set(root, found);
  }
  found.told.add(asking);
  const known = found.byType.get(type);
  if (known !== undefined) {
    return known;
  }
  const bySubnet = new Map<string, TerraformElement[]>();
  for (const one of elementsOf(root, type)) {
    const { subnetIdInput: key } = one as { readonly subnetIdInput?: unknown };
    if (!OWN.has(one) && typeof key === 'string') {
      addTo(bySubnet, knownKey({ scope: one, key }), one);
    }
  }
  found.byType.set(type, bySubnet);
  return bySubnet;
}
