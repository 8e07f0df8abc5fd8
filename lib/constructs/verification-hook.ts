import { Aspects, IAspect, TerraformStack } from 'cdktf';
import type { Stated } from './stack-question';
import type { StackVerification } from './stack-verification';

/** What each aspect that verifies states. */
export const STATED = new WeakMap<IAspect, Stated>();

const hooked = new WeakSet<TerraformStack>();
const visited = new WeakSet<TerraformStack>();

/** Has a stack verified when it is validated, if an aspect asks for it by then. Apps without one do not load the verification. */
export function verifyWhenAsked(stack: TerraformStack): void {
  if (!hooked.has(stack)) {
    hooked.add(stack);
    stack.node.addValidation({ validate: () => (visited.has(stack) || outerAspects(stack).length > 0 ? verificationOf(stack).problems() : []) });
  }
}

/** The verification of a stack that an aspect visits. */
export function askedVerificationOf(stack: TerraformStack): StackVerification {
  visited.add(stack);
  verifyWhenAsked(stack);
  return verificationOf(stack);
}

/** What aspects of that state which a stack is in. CDK for Terraform applies aspects from the stack on, and passes over those of the app. */
export function outerAspects(stack: TerraformStack): Stated[] {
  return stack.node.scopes.slice(0, -1).flatMap((scope) => Aspects.of(scope).all.flatMap((aspect) => STATED.get(aspect) ?? []));
}

function verificationOf(stack: TerraformStack): StackVerification {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('./stack-verification') as typeof import('./stack-verification')).verificationOf(stack);
}
