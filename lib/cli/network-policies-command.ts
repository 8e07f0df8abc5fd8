import { Deployment } from '../deployment/deployment';
import { networkPoliciesOf } from '../deployment/network-policies';
import { Substitution } from '../rules/expression';
import type { Output } from './program';

/** Prints the network policies of a deployment file, or writes them to a folder. What they do not carry goes to standard error. */
export function networkPoliciesCommand({ deployment, out }: { readonly deployment: string; readonly out?: string }, output: Output): void {
  const policies = networkPoliciesOf(Deployment.fromFile(deployment));
  if (out === undefined) {
    output.out(policies.toYaml());
  } else {
    policies.writeTo(out).forEach((path) => output.out(`${path}\n`));
  }
  for (const { requirement, reason, alternative, isOutOfPath } of policies.unexpressed) {
    if (!isOutOfPath) {
      output.err(`not carried: ${requirement}: ${reason}; instead: ${alternative}\n`);
    }
  }
  for (const [{ writtenAs, reason }, requirements] of alike(policies.substitutions.filter(({ isWider }) => isWider))) {
    output.err(`wider than documented: ${requirements.join(', ')}: ${writtenAs}; ${reason}\n`);
  }
}

/** Substitutions that say the same of several requirements. */
function alike(substitutions: readonly Substitution[]): Iterable<readonly [Substitution, string[]]> {
  const groups = new Map<string, readonly [Substitution, string[]]>();
  for (const one of substitutions) {
    const key = JSON.stringify([one.writtenAs, one.reason]);
    const group = groups.get(key) ?? [one, []];
    group[1].push(one.requirement);
    groups.set(key, group);
  }
  return groups.values();
}
