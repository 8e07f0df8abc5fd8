import { Construct } from 'constructs';
import { InputError } from '../azure/errors';

/** Runs what may refuse the user's input, and adds the construct's path to the refusal. */
export function atPath<T>(scope: Construct, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw error instanceof InputError ? error.at(`[${scope.node.path}]`) : error;
  }
}

/**
 * The error, as one that is about a part of the input. For a catch clause, because a callback deepens every stack trace that CDKTF takes.
 */
export function aboutPart(key: string, error: unknown): unknown {
  return error instanceof InputError ? error.inPart(key) : error;
}
