import { Construct, IConstruct } from 'constructs';
import { InputError } from '../azure/errors';

const claimsByRoot = new WeakMap<IConstruct, Map<string, string>>();

/**
 * Notes that a construct takes something that can be taken once, such as a priority in a firewall policy.
 *
 * @param key what is taken; two different references are two different things
 * @param what the same for a message
 * @throws when another construct of the same app took it
 */
export function claim(scope: Construct, key: string, what: string): void {
  const { root } = scope.node;
  let claims = claimsByRoot.get(root);
  if (claims === undefined) {
    claims = new Map();
    claimsByRoot.set(root, claims);
  }
  const owner = claims.get(key);
  if (owner !== undefined && owner !== scope.node.path) {
    throw new InputError(`${what} is taken by ${owner}`);
  }
  claims.set(key, scope.node.path);
}
