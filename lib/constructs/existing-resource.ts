import { Fn, Token } from 'cdktf';
import { Construct } from 'constructs';
import { isReference } from '../azure/references';
import { parseResourceId, ResourceId } from '../azure/resource-ids';
import { AppParts, renewAtValidation } from './app-parts';
import { hasArgument, originText } from './origins';

/**
 * Resource group and name out of the id of an existing resource. Of a reference, Terraform takes them out of the id when
 * it knows it: `/subscriptions/<1>/resourceGroups/<2>/providers/...` has the group at place 4 and the name at place 8.
 */
export function existingResource(what: string, id: string, type: string): ResourceId {
  const part = (index: number): string => Token.asString(Fn.element(Fn.split('/', id), index));
  return parseResourceId(what, id, type) ?? { resourceGroupName: part(4), name: part(8) };
}

/**
 * Checks, when the app is validated, that a resource of the app that a reference leads to has no parts written inline: Terraform
 * would make inline and separate parts overwrite each other at every run (azurerm, notes on both resources).
 */
export function checkNothingInline(
  scope: Construct, { id, type, block, what }: { id: string; type: string; block: string; what: string },
): void {
  if (isReference(id)) {
    renewAtValidation(scope);
    scope.node.addValidation({
      validate: () => {
        const made = AppParts.of(scope).made(type, originText(scope, id));
        return made === undefined || !hasArgument(made, type, block) ? []
          : [
            `${what}: ${made.node.path} has the argument ${block} written inline, and inline and separate ones overwrite each other; ` +
              'write all of them in one way',
          ];
      },
    });
  }
}
