import { Deployment } from '../deployment/deployment';
import { networkPoliciesOf } from '../deployment/network-policies';
import { sayNotCarried, sayWider } from './notices';
import type { Output } from './program';

/** Prints the network policies of a deployment file, or writes them to a folder. What they do not carry goes to standard error. */
export function networkPoliciesCommand({ deployment, out }: { readonly deployment: string; readonly out?: string }, output: Output): void {
  const policies = networkPoliciesOf(Deployment.fromFile(deployment));
  if (out === undefined) {
    output.out(policies.toYaml());
  } else {
    policies.writeTo(out).forEach((path) => output.out(`${path}\n`));
  }
  sayNotCarried(policies.unexpressed, output);
  sayWider(policies.substitutions, output);
}
