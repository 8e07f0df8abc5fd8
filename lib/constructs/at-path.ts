import { Construct } from 'constructs';
import { InputError } from '../azure/errors';

/** Runs what may refuse the user's input, and adds the construct's path to the refusal. */
export function atPath<T>(scope: Construct, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof InputError) {
      throw new InputError(`[${scope.node.path}] ${error.message}`);
    }
    throw error;
  }
}
