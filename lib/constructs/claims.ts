import { Construct, IConstruct } from 'constructs';
import { InputError } from '../azure/errors';
import { isReference } from '../azure/references';

const claimsByRoot = new WeakMap<IConstruct, Map<string, string>>();

/**
 * Notes that a construct takes something that can be taken once, such as a priority in a firewall policy.
 *
 * @param key what is taken; two different references are two different things
 * @param what the same for a message
 * @throws when a construct of the same app took it, be it the same one
 */
export function claim(scope: Construct, key: string, what: string): void {
  const { root } = scope.node;
  let claims = claimsByRoot.get(root);
  if (claims === undefined) {
    claims = new Map();
    claimsByRoot.set(root, claims);
  }
  // Azure does not tell case apart in ids and names; Terraform does in references.
  const unique = isReference(key) ? key : key.toLowerCase();
  const owner = claims.get(unique);
  if (owner !== undefined) {
    throw new InputError(`${what} is taken by ${owner}`);
  }
  claims.set(unique, scope.node.path);
}
