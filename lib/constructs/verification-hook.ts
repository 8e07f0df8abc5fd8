import { TerraformStack } from 'cdktf';
import { writeBesideJson } from './files-beside-json';
import type { StackVerification } from './stack-verification';
import { outerAspects } from './stated-aspects';

const hooked = new WeakSet<TerraformStack>();
const visited = new WeakSet<TerraformStack>();

/** Has a stack verified when it is validated, if an aspect asks for it by then. Apps without one do not load the verification. */
export function verifyWhenAsked(stack: TerraformStack): void {
  if (!hooked.has(stack)) {
    hooked.add(stack);
    stack.node.addValidation({ validate: () => {
      if (visited.has(stack) || outerAspects(stack).length > 0) {
        return verificationOf(stack).problems();
      }
      writeBesideJson(stack, new Map());
      return [];
    } });
  }
}

/** The verification of a stack that an aspect visits. */
export function askedVerificationOf(stack: TerraformStack): StackVerification {
  visited.add(stack);
  verifyWhenAsked(stack);
  return verificationOf(stack);
}

function verificationOf(stack: TerraformStack): StackVerification {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('./stack-verification') as typeof import('./stack-verification')).verificationOf(stack);
}
