import { printable } from '../azure/errors';
import { Deployment } from '../deployment/deployment';
import { networkPoliciesOf } from '../deployment/described-policies';
import { sayNotCarried, sayWider } from './notices';
import { Output } from './output';

/**
 * Prints the network policies of a deployment file, or writes them to a folder. What they do not carry goes to standard error.
 * @returns whether they carry all traffic inside the cluster
 */
export function networkPoliciesCommand(
  { deployment, out }: { readonly deployment: string; readonly out?: string }, output: Output,
): boolean {
  const policies = networkPoliciesOf(Deployment.fromFile(deployment));
  if (out === undefined) {
    output.out(policies.toYaml());
  } else {
    policies.writeTo(out).forEach((path) => output.out(`${printable(path)}\n`));
  }
  sayNotCarried(policies.unexpressed, output);
  sayWider(policies.substitutions, output);
  return policies.unexpressed.every(({ isOutOfPath }) => isOutOfPath);
}
