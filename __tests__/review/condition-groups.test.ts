import { join } from 'node:path';
import { verifyCommand } from '../../lib/cli/verify-command';
import { shownConditions } from '../../lib/review/verification-summary';
import { RequirementAnswer } from '../../lib/filtering/answers';
import { verificationText } from '../../lib/review/verification-text';
import { verifyNetwork } from '../../lib/verification/verify-network';
import { requirementSet } from '../constructs/synthesis';
import { written } from '../support/suggested';
import { HEAD } from '../verification/results';

// What many answers rest on in the same way is one entry, with what is said about each.

const CASE = join(__dirname, '..', 'cases', '26-private-any-rule');
const run = (format: 'text' | 'markdown' | 'json'): string =>
  verifyCommand([join(CASE, 'main.tf.json')], { deployment: join(CASE, 'deployment.yaml'), format }, '0').text;

test('hosts of which the same is taken are one entry, with how many requirements rest on it', () => {
  const text = run('text');
  const section = text.slice(text.indexOf('The answers also rest on this')).split('\n');
  expect(section.slice(2)).toEqual([
    'VirtualNetwork stands for the address space 10.1.0.0/16 of the virtual network (1 requirement)',
    'hosts that the documentation lists are at no private address (7 requirements):',
    ...['anaconda.com', '*.anaconda.com', '*.anaconda.org', '*.pythonhosted.org', 'pytorch.org', '*.pytorch.org', '*.tensorflow.org']
      .map((host) => `- ${host}`),
    'no service tag covers hosts that the documentation names none for (7 requirements):',
    ...['anaconda.com', '*.anaconda.com', '*.anaconda.org', '*.pythonhosted.org', 'pytorch.org', '*.pytorch.org', '*.tensorflow.org']
      .map((host) => `- ${host}`),
    'host names are resolved by Azure (168.63.129.16), unless the virtual network names DNS servers (1 requirement)', '',
    '12 of 19 requirements met, 7 denied. Findings: 7 errors.', '',
  ]);
});

test('Markdown has them in one row', () => {
  expect(run('markdown').split('\n').filter((line) => line.includes('private address'))).toEqual([
    expect.stringMatching(/^\| hosts that .*<br>anaconda\.com<br>.*tensorflow\.org \| 7 \|$/),
  ]);
});

test('the JSON has each condition at its answer', () => {
  const { answers } = JSON.parse(run('json')) as { answers: RequirementAnswer[] };
  expect(answers.find(({ requirementId }) => requirementId === 'python-packages.anaconda')!.conditions)
    .toEqual(['anaconda.com is at no private address', 'no service tag covers anaconda.com, since the documentation names none for it']);
});

test('one condition of a group is said as it is', () => {
  const answer = { subnet: 's', requirementId: 'r', need: 'n', outcome: 'met', steps: [], conditions: ['a is x', 'other'] } as const;
  const groups = [{ condition: 'a is x', text: 'these are x', member: 'a' }, { condition: 'b is x', text: 'these are x', member: 'b' }];
  expect(shownConditions({ findings: [], answers: [answer], conditionGroups: groups })).toEqual([
    { text: 'a is x', requirementCount: 1, members: [] }, { text: 'other', requirementCount: 1, members: [] },
  ]);
  const both = { ...answer, conditions: ['b is x', 'a is x'] };
  expect(shownConditions({ findings: [], answers: [answer, both], conditionGroups: groups })).toEqual([
    { text: 'these are x', requirementCount: 2, members: ['a', 'b'] }, { text: 'other', requirementCount: 1, members: [] },
  ]);
});

describe('findings with one cause', () => {
  const policy = (name: string): string => `/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/firewallPolicies/${name}`;
  const network = written({ resource: {
    azurerm_virtual_network: { v: { name: 'vnet', resource_group_name: 'rg', address_space: ['10.1.0.0/16'] } },
    azurerm_subnet: Object.fromEntries(['a', 'b'].map((name, i) => [name, {
      name, resource_group_name: 'rg', virtual_network_name: '${azurerm_virtual_network.v.name}', address_prefixes: [`10.1.${i}.0/24`],
    }])),
    azurerm_subnet_route_table_association: Object.fromEntries(['a', 'b'].map((name) => [name, {
      subnet_id: `\${azurerm_subnet.${name}.id}`, route_table_id: `\${azurerm_route_table.${name}.id}`,
    }])),
    azurerm_route_table: Object.fromEntries(['a', 'b'].map((name, i) => [name, {
      name, resource_group_name: 'rg', route: [
        { name: 'default', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: `10.9.0.${i + 4}` },
      ],
    }])),
    azurerm_firewall_policy_rule_collection_group: Object.fromEntries(['a', 'b'].map((name) => [name, {
      name, priority: 500, firewall_policy_id: policy(name),
      network_rule_collection: [{ name: 'n', priority: 100, action: 'Allow', rule: [{
        name: 'all', protocols: ['Any'], source_addresses: ['*'], destination_addresses: ['*'], destination_ports: ['*'],
      }] }],
    }])),
  } });
  const report = verifyNetwork({
    source: { paths: [network] }, appliances: { '10.9.0.4': policy('a'), '10.9.0.5': policy('b') },
    subnets: ['a', 'b', 'c', 'd'].map((name) => ({ name, subnetId: `vnet/${name}`, requirements: requirementSet() })),
  });
  const text = verificationText(HEAD, report);

  test.each([
    ['subnet-without-security-group', 2], ['not-evaluated', 2], ['rules-not-read', 2],
  ])('%s is one entry for %i', (id, count) => {
    expect(text.split('\n').filter((line) => line.startsWith(`${id}: `))).toEqual([`${id}: ${count} findings with one cause`]);
  });
});
