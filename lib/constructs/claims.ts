import { Construct, IConstruct } from 'constructs';
import { InputError } from '../azure/errors';
import { isReference } from '../azure/references';
import { originText } from './origins';
import { resolved } from './resolved-values';

interface Claim {
  readonly scope: Construct;
  readonly key: string;
  readonly what: string;
  readonly hint: string;
}

/** What the constructs of one app took, by what it is, with what was found when references were compared. */
interface Claims {
  readonly byKey: Map<string, Claim>;
  /** Problems of each construct, and how many claims there were when they were found. */
  compared?: { readonly size: number; readonly problems: ReadonlyMap<Construct, string[]> };
}

const claimsByRoot = new WeakMap<IConstruct, Claims>();
const validated = new WeakSet<Construct>();

/**
 * Notes that a construct takes something that can be taken once, such as a priority in a firewall policy.
 *
 * References are compared when the app is validated: only then is it known what they lead to, and `subnet.id` is another
 * text each time it is read.
 *
 * @param key what is taken
 * @param what the same for a message
 * @param hint what to do instead, after the message
 * @throws when a construct of the same app took it, even the same one
 */
export function claim(scope: Construct, key: string, what: string, hint = ''): void {
  const { root } = scope.node;
  let claims = claimsByRoot.get(root);
  if (claims === undefined) {
    claims = { byKey: new Map() };
    claimsByRoot.set(root, claims);
  }
  // Azure ignores case in ids and names; Terraform does not ignore it in references.
  const unique = isReference(key) ? key : key.toLowerCase();
  const owner = claims.byKey.get(unique);
  if (owner !== undefined) {
    throw new InputError({ problem: `${resolved(scope, what)} is taken by ${owner.scope.node.path}${hint}` });
  }
  claims.byKey.set(unique, { scope, key, what, hint });
  if (!validated.has(scope)) {
    validated.add(scope);
    scope.node.addValidation({ validate: () => problemsOf(claims).get(scope) ?? [] });
  }
}

/** Claims on what an earlier claim leads to as well, even from another stack. Found once for all constructs. */
function problemsOf(claims: Claims): ReadonlyMap<Construct, string[]> {
  if (claims.compared?.size === claims.byKey.size) {
    return claims.compared.problems;
  }
  const owners = new Map<string, Claim>();
  const problems = new Map<Construct, string[]>();
  for (const one of claims.byKey.values()) {
    const key = knownKey(one);
    const owner = owners.get(key);
    if (owner === undefined) {
      owners.set(key, one);
    } else {
      problems.set(one.scope, [
        ...(problems.get(one.scope) ?? []), `${resolved(one.scope, one.what)} is taken by ${owner.scope.node.path}${one.hint}`,
      ]);
    }
  }
  claims.compared = { size: claims.byKey.size, problems };
  return problems;
}

/** What is taken, the same for every way to say it. A reference may give a text that others write. */
export function knownKey({ scope, key }: Pick<Claim, 'scope' | 'key'>): string {
  const text = resolved(scope, key);
  return isReference(text) ? originText(scope, key) : text.toLowerCase();
}
