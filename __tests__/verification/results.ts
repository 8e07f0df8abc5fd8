import { Cloud } from '../../lib';
import { RequirementAnswer } from '../../lib/filtering/answers';
import { Finding, inOrder } from '../../lib/findings/finding';
import { VerificationResult } from '../../lib/verification/verification-result';
import { FindingName, findingRow } from '../../lib/findings/finding-catalog';

/** What a file of somebody else may hold in a name: Markdown, HTML, links, control characters, marks that turn text. */
export const HOSTILE = '<b>|`x`|</b> [click](https://evil.example/x) www.evil.example \u001b[31m\u202e\n# *h* ${a} {0}';

/** A finding with little in it; the severity is that of the table. */
export function finding(id: FindingName, subject: string, changes: Partial<Finding> = {}): Finding {
  return { id, severity: findingRow(id).severity, subject, message: `About ${subject}.`, places: [], ...changes };
}

export function answer(
  requirementId: string, outcome: RequirementAnswer['outcome'], changes: Partial<RequirementAnswer> = {},
): RequirementAnswer {
  return { subnet: 'training', requirementId, need: 'outbound TCP 443 fqdn pypi.org', outcome, steps: [], conditions: [], ...changes };
}

const GROUP = { file: 'cdktf.out/stacks/a b/cdk.tf.json', resource: 'azurerm_network_security_group.Training_Group_0E2A' };

/** Something of everything. */
export const MIXED: VerificationResult = {
  answers: [
    answer('basic.storage', 'met', {
      steps: [{
        layer: 'security group', result: 'allow', text: 'Allow-Storage-Tcp-443 allows it', places: [{ ...GROUP, part: 'security_rule[1]' }],
      }],
      conditions: ['The group is made elsewhere and may have other rules.'],
    }),
    answer('python-packages.pypi', 'denied', {
      example: { subnet: 'training', direction: 'outbound', protocol: 'TCP', port: 443, endpoint: 'pypi.org' },
    }),
    answer('own.packages', 'unknown'),
  ],
  findings: inOrder([
    finding('requirement-denied', 'training python-packages.pypi', {
      message: 'No rule of the firewall allows it.', requirementId: 'python-packages.pypi', subnet: 'training',
      example: { subnet: 'training', direction: 'outbound', protocol: 'TCP', port: 443, endpoint: 'pypi.org' },
      places: [{ ...GROUP, part: 'security_rule[3]' }, { file: 'hub.tf.json', resource: 'module.hub.azurerm_firewall_policy.p' }],
    }),
    finding('requirement-unknown', 'training own.packages', {
      message: 'The address of the firewall is known only after apply.', requirementId: 'own.packages', subnet: 'training',
    }),
    finding('rule-never-matches', `nsg ${HOSTILE}`, {
      message: `Earlier rules take all of ${HOSTILE}.`, places: [{ file: `x/${HOSTILE}`, resource: HOSTILE, part: HOSTILE }],
    }),
    finding('open-beyond-requirements', 'training Internet', { acknowledged: { reason: `Until the move ${HOSTILE}` }, places: [GROUP] }),
    finding('rules-not-read', 'nsg-training'),
  ]),
  serviceTagFile: { name: 'ServiceTags_Public_20251110.json', cloud: Cloud.PUBLIC, changeNumber: 376 },
};

export const HEAD = { network: 'cdktf.out', deployment: 'deployment.yaml', name: 'training-network' } as const;
