import type { Network } from '../../lib/network/network';
import { networkOf } from '../../lib/terraform/read-network';
import { explainFlow, Explanation } from '../../lib/verification/explain';
import { parseFlow } from '../../lib/verification/flow';
import { Planned, planned } from './plans';

// What Terraform forgets stays deployed.

type Body = Record<string, unknown>;

const ROOT = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network';
const GROUP = `${ROOT}/networkSecurityGroups/n`;
const RG = { resource_group_name: 'rg', location: 'westeurope' };
const rule = (name: string, priority: number, access: string): Body => ({
  name, priority, access, direction: 'Outbound', protocol: '*', source_port_range: '*', destination_port_range: '*',
  source_address_prefix: '*', destination_address_prefix: '*', resource_group_name: 'rg', network_security_group_name: 'n',
});
const DENY = rule('deny', 100, 'Deny');

const SUBNET: Planned[] = [
  { address: 'azurerm_virtual_network.v', values: {
    id: `${ROOT}/virtualNetworks/vnet`, name: 'vnet', ...RG, address_space: ['10.1.0.0/16'],
  } },
  { address: 'azurerm_subnet.s', values: {
    id: `${ROOT}/virtualNetworks/vnet/subnets/s`, name: 's', resource_group_name: 'rg', virtual_network_name: 'vnet',
    address_prefixes: ['10.1.1.0/24'],
  } },
  { address: 'azurerm_network_security_group.n', values: { id: GROUP, name: 'n', ...RG, security_rule: [] } },
];
const ASSOCIATION: Planned = { address: 'azurerm_subnet_network_security_group_association.a', values: {
  id: `${ROOT}/virtualNetworks/vnet/subnets/s`, subnet_id: `${ROOT}/virtualNetworks/vnet/subnets/s`, network_security_group_id: GROUP,
} };
const gone = (address: string, before: Body, action: string): Planned => ({ address, values: {}, actions: [action], before });

const explained = (network: Network): Explanation => explainFlow(network, parseFlow('s outbound tcp 443 8.8.8.8'), { subnets: [] });

/** The plan has what is forgotten among its changes, and not among the values that it leads to. */
function planOf(resources: readonly Planned[], changed: Planned): Network {
  const { resource_changes: changes } = { resource_changes: [{
    address: changed.address, mode: 'managed', type: changed.address.split('.')[0], name: changed.address.split('.')[1],
    change: { actions: changed.actions, before: changed.before, after: null, after_unknown: {} },
  }] };
  return planned(resources, {}, { resource_changes: changes });
}

test.each([['forget', 'deny'], ['delete', 'allow']])('a rule that a plan would %s: %s', (action, outcome) => {
  expect(explained(planOf([...SUBNET, ASSOCIATION], gone('azurerm_network_security_rule.d', DENY, action))).outcome).toBe(outcome);
});

test.each([['forget', 'deny'], ['delete', 'allow']])('an association that a plan would %s: %s', (action, outcome) => {
  const denying = { address: 'azurerm_network_security_rule.d', values: DENY };
  expect(explained(planOf([...SUBNET, denying], gone(ASSOCIATION.address, ASSOCIATION.values as Body, action))).outcome).toBe(outcome);
});

test('what is forgotten and made again is there once', () => {
  const changed = gone('azurerm_network_security_group.n', { id: GROUP, name: 'n', ...RG, security_rule: [DENY] }, 'forget');
  const { outcome } = explained(planOf([...SUBNET, ASSOCIATION], { ...changed, actions: ['create', 'forget'] }));
  expect(outcome).toBe('allow');
});

describe('a removed block of a configuration', () => {
  const configuration = (removed: unknown): Network => networkOf([{ file: 'main.tf.json', json: {
    removed,
    resource: {
      azurerm_virtual_network: { v: { name: 'vnet', ...RG, address_space: ['10.1.0.0/16'] } },
      azurerm_subnet: { s: {
        name: 's', resource_group_name: 'rg', virtual_network_name: '${azurerm_virtual_network.v.name}', address_prefixes: ['10.1.1.0/24'],
      } },
    },
  } }]);
  const FROM = 'azurerm_network_security_rule.d';

  test.each<[what: string, removed: unknown]>([
    ['a block', { from: FROM, lifecycle: { destroy: false } }], ['blocks', [{ from: FROM, lifecycle: [{ destroy: false }] }]],
    ['an expression', { from: `\${${FROM}}`, lifecycle: { destroy: false } }], ['OpenTofu, which has no argument for it', { from: FROM }],
  ])('that leaves a rule as it is makes a condition: %s', (_, removed) => {
    const network = configuration(removed);
    expect(explained(network).conditions).toContain(`${FROM}, which is not read, changes nothing here`);
    expect(network.problems.map(({ place, message }) => `${place.resource} ${message}`))
      .toEqual([expect.stringMatching(`^${FROM} Terraform forgets it and leaves it as it is`)]);
  });

  test.each<[what: string, removed: unknown]>([
    ['destroys it', { from: FROM, lifecycle: { destroy: true } }],
    ['is for something else', { from: 'azurerm_storage_account.a', lifecycle: { destroy: false } }], ['is none', undefined],
  ])('that %s makes none', (_, removed) => {
    const network = configuration(removed);
    expect(explained(network).conditions.join()).not.toContain('which is not read');
    expect(network.problems).toEqual([]);
  });
});
