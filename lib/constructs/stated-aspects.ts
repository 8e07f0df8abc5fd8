import { Aspects, IAspect, TerraformStack } from 'cdktf';
import type { Stated } from './stack-question';

/** What each aspect that verifies states. */
export const STATED = new WeakMap<IAspect, Stated>();

/**
 * What is stated by aspects of what a stack is in, such as the app. CDK for Terraform applies aspects from the stack on, and passes
 * over those of the app.
 */
export function outerAspects(stack: TerraformStack): Stated[] {
  return stack.node.scopes.slice(0, -1).flatMap((scope) => Aspects.of(scope).all.flatMap((aspect) => STATED.get(aspect) ?? []));
}
