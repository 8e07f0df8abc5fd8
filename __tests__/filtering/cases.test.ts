import { join } from 'node:path';
import { Deployment } from '../../lib';
import { requestFromDeployment } from '../../lib/deployment/request-from-deployment';
import { Outcome } from '../../lib/filtering/answers';
import { verifyNetwork } from '../../lib/verification/verify-network';

/** Small networks as people write them, and what is true of them. */
const SPACE = 'VirtualNetwork stands for the address space 10.1.0.0/16 of the virtual network';

test.each<[name: string, counts: Partial<Record<Outcome, number>>, findings: string[]]>([
  // A group with the address space written out, a firewall with every tag, a default route to it: nothing is wrong.
  ['00-all-met', { met: 11 }, []],
  // Tags of a group in another case: Azure takes them.
  ['04b-nsg-INTERNET', { met: 11 }, ['tag-spelling azurerm_network_security_group.n/web INTERNET']],
  // An any-rule between private ranges does not let public hosts through.
  ['26-private-any-rule', { met: 12, denied: 7 }, [
    'anaconda', 'anaconda-org', 'anaconda-subdomains', 'pythonhosted', 'pytorch', 'pytorch-subdomains', 'tensorflow',
  ].map((host) => `requirement-denied training python-packages.${host}`)],
  // Azure refuses the subnet of Azure Bastion without certain rules: none of them is to be dropped.
  ['27-bastion', { met: 11 }, []],
])('%s', (name, counts, expected) => {
  const folder = join(__dirname, 'cases', name);
  const deployment = Deployment.fromFile(join(folder, 'deployment.yaml'));
  const { answers, findings } = verifyNetwork(requestFromDeployment(deployment, { paths: [join(folder, 'main.tf.json')] }));
  const found: Partial<Record<Outcome, number>> = {};
  answers.forEach(({ outcome }) => found[outcome] = (found[outcome] ?? 0) + 1);
  expect(found).toEqual(counts);
  expect(findings.map(({ id, subject }) => `${id} ${subject}`)).toEqual(expected);
  expect(answers.flatMap(({ conditions }) => conditions)).toContain(SPACE);
});
