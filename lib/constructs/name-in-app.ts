import { TerraformElement, TerraformResource, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { AppParts, renewAtValidation } from './app-parts';
import { knownKey } from './claims';

/** What the constructs of this library make. Among themselves they claim names. */
const MADE = new WeakSet<TerraformElement>();

/**
 * Checks, when the app is validated, that no resource that the app writes itself has the name of one that is made here: Azure would
 * refuse the second, or the two would be one that Terraform keeps changing.
 */
export function checkNameInApp(scope: Construct, made: TerraformResource, what: string): void {
  MADE.add(made);
  renewAtValidation(scope);
  scope.node.addValidation({ validate: () => {
    const type = made.terraformResourceType;
    const others = AppParts.of(scope).byKey(`names of ${type}`, type, placesOf);
    return placesOf(made).flatMap((place) => others.get(place) ?? []).filter((other) => !MADE.has(other)).map(({ node: { path } }) =>
      `${path} has the name and the resource group of the ${what} that is made here; take one of the two out, or rename it`);
  } });
}

/** Stacks and providers may be for other subscriptions, and a resource with `count` or `for_each` may not be there. */
function placesOf(element: TerraformElement): string[] {
  if (!TerraformResource.isTerraformResource(element) || element.count !== undefined || element.forEach !== undefined) {
    return [];
  }
  const { nameInput: name, resourceGroupNameInput: group } = element as unknown as Readonly<Record<string, unknown>>;
  if (typeof name !== 'string' || typeof group !== 'string') {
    return [];
  }
  const [groupKey, nameKey] = [group, name].map((key) => knownKey({ scope: element, key }));
  return [`${TerraformStack.of(element).node.path} ${element.provider?.fqn ?? 'default'} ${groupKey}/${nameKey}`];
}
