import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Deployment } from '../../../lib/deployment/deployment';
import { requestFromDeployment } from '../../../lib/deployment/request-from-deployment';
import { verifyNetwork } from '../../../lib/verification/verify-network';

// Collections or groups with one priority: nobody says which of them is first, so that a denial among them is not certain, and not none.

type Body = Record<string, unknown>;
const CASE = join(__dirname, '..', '..', 'cases', '00-all-met');
const GROUP = 'azurerm_firewall_policy_rule_collection_group';
const deployment = Deployment.fromFile(join(CASE, 'deployment.yaml'));

function outcomes(change: (group: Body & { network_rule_collection: Body[] }, groups: Record<string, unknown>) => void): string[] {
  const json = JSON.parse(readFileSync(join(CASE, 'main.tf.json'), 'utf8')) as { resource: Record<string, Record<string, never>> };
  const groups = json.resource[GROUP]!;
  change(Object.values(groups)[0]!, groups);
  const { answers, findings } = verifyNetwork(requestFromDeployment(deployment, { documents: [{ file: 'main.tf.json', json }] }));
  const others = findings.map(({ id }) => id).filter((id) => id !== 'requirement-denied' && id !== 'requirement-unknown');
  const monitor = answers.filter(({ requirementId }) => requirementId === 'basic.azure-monitor').map(({ outcome }) => outcome);
  return [...new Set([...monitor, ...others])];
}

const collection = (name: string, priority: unknown, action: string, tag = 'AzureMonitor'): Body => ({
  name, priority, action, rule: [{
    name: 'r', protocols: ['Any'], source_addresses: ['*'], destination_addresses: [tag], destination_ports: ['*'],
  }],
});

test.each<[name: string, action: string, delta: number, outcome: string]>([
  ['zz', 'Deny', 0, 'unknown'], ['aa', 'Deny', 0, 'unknown'], ['zz', 'Deny', 1, 'met'], ['aa', 'Deny', -1, 'denied'],
])('a collection %s that does %s, %d after the one that allows: %s', (name, action, delta, outcome) => {
  const found = outcomes((group) => {
    const [first] = group.network_rule_collection;
    group.network_rule_collection.push(collection(name, (first!['priority'] as number) + delta, action));
  });
  expect(found[0]).toBe(outcome);
});

test.each([['zz'], ['aa']])('a group %s that denies, with the priority of the group that allows: unknown', (name) => {
  const found = outcomes((group, groups) => {
    groups[name] = {
      name, priority: group['priority'], firewall_policy_id: group['firewall_policy_id'],
      network_rule_collection: [collection('c', 100, 'Deny')],
    };
  });
  expect(found[0]).toBe('unknown');
});

test('one priority of collections that do the same changes nothing', () => {
  expect(outcomes((group) => {
    const [first] = group.network_rule_collection;
    const [rule, ...rules] = first!['rule'] as Body[];
    first!['rule'] = rules;
    group.network_rule_collection.push({ name: 'more', priority: first!['priority'], action: 'Allow', rule: [rule] });
  })).toEqual(['met']);
});
