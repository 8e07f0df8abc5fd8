/** Security admin rules of network managers, which go before the rules of security groups. */
import { Cloud } from '../../lib';
import { readExports } from '../../lib/azure-exports/read-exports';
import { joinNetworks } from '../../lib/network/join';
import { Network } from '../../lib/network/network';
import { networkOf } from '../../lib/terraform/read-network';
import { Explanation, explainFlow } from '../../lib/verification/explain';
import { parseFlow } from '../../lib/verification/flow';
import { requirementSet } from '../constructs/synthesis';

interface Body { [name: string]: unknown }

const ROOT = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network';
const MANAGER = 'azurerm_network_manager';
const rule = (priority: number, action: string, to: string, more: Body = {}): Body => ({
  name: `r${priority}`, admin_rule_collection_id: `\${${MANAGER}_admin_rule_collection.c.id}`, action, priority, direction: 'Outbound',
  protocol: 'Tcp', destination_port_ranges: ['443'], destination: [{ address_prefix: to, address_prefix_type: 'ServiceTag' }], ...more,
});

interface Given {
  readonly rules: readonly Body[];
  /** Rules of the security group; undefined for no group. */
  readonly own?: readonly Body[] | undefined;
  readonly members?: readonly string[];
  readonly isDeployed?: boolean;
  /** Of the network and of the deployment. */
  readonly regions?: readonly [unknown, unknown];
  /** Rules of a second configuration. */
  readonly others?: readonly Body[];
}

function network({
  rules, own, members = ['a'], isDeployed = true, regions: [here, deployed] = ['westeurope', 'westeurope'], others = [],
}: Given): Network {
  const names = { resource_group_name: 'rg' };
  const resource = {
    azurerm_virtual_network: {
      a: { ...names, location: here, name: 'vnet', address_space: ['10.1.0.0/16'] },
      b: { ...names, location: here, name: 'other', address_space: ['10.2.0.0/16'] },
    },
    azurerm_subnet: {
      s: { ...names, name: 's', virtual_network_name: 'vnet', address_prefixes: ['10.1.1.0/24'] },
      t: { ...names, name: 't', virtual_network_name: 'vnet', address_prefixes: ['10.1.2.0/24'] },
    },
    ...(own !== undefined && {
      azurerm_network_security_group: { n: { ...names, name: 'n', security_rule: own } },
      azurerm_subnet_network_security_group_association: {
        a: { subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: '${azurerm_network_security_group.n.id}' },
      },
    }),
    [`${MANAGER}_network_group`]: { g: { name: 'g' } },
    [`${MANAGER}_static_member`]: Object.fromEntries(members.map((member) => [member, {
      name: member, network_group_id: `\${${MANAGER}_network_group.g.id}`,
      target_virtual_network_id: `\${azurerm_virtual_network.${member}.id}`,
    }])),
    [`${MANAGER}_security_admin_configuration`]: { c: { name: 'c' }, d: { name: 'd' } },
    [`${MANAGER}_admin_rule_collection`]: Object.fromEntries(['c', 'd'].map((one) => [one, {
      name: one, security_admin_configuration_id: `\${${MANAGER}_security_admin_configuration.${one}.id}`,
      network_group_ids: [`\${${MANAGER}_network_group.g.id}`],
    }])),
    [`${MANAGER}_admin_rule`]: Object.fromEntries([...rules.map((one) => [one['name'], one] as const), ...others.map((one) => [
      `other-${String(one['name'])}`, { ...one, admin_rule_collection_id: `\${${MANAGER}_admin_rule_collection.d.id}` },
    ] as const)]),
    ...(isDeployed && { [`${MANAGER}_deployment`]: { d: {
      location: deployed, scope_access: 'SecurityAdmin', configuration_ids: [
        `\${${MANAGER}_security_admin_configuration.c.id}`,
        ...(others.length > 0 ? [`\${${MANAGER}_security_admin_configuration.d.id}`] : []),
      ],
    } } }),
  };
  return networkOf([{ file: 'main.tf.json', json: { resource } }]);
}

function explained(given: Network, flow: string): Explanation {
  const subnet = {
    name: 's', subnetId: `${ROOT}/virtualNetworks/vnet/subnets/s`, addressPrefixes: [], requirements: requirementSet().only(),
    networkTraffic: 'virtual-network' as const,
  };
  return explainFlow(given, parseFlow(`s ${flow}`, Cloud.PUBLIC), { subnets: [subnet] });
}

const TO_MONITOR = 'outbound tcp 443 AzureMonitor';
const CLOSED = [{
  name: 'deny', priority: 4096, access: 'Deny', direction: 'Outbound', protocol: '*', source_port_range: '*', destination_port_range: '*',
  source_address_prefix: '*', destination_address_prefix: '*',
}];

test.each<[what: string, given: Given, flow: string, outcome: string]>([
  ['a deny goes before the group', { rules: [rule(1, 'Deny', 'Internet')], own: [] }, TO_MONITOR, 'deny'],
  ['a deny where there is no group', { rules: [rule(1, 'Deny', 'Internet')] }, TO_MONITOR, 'deny'],
  ['nothing else is denied without a group', { rules: [rule(1, 'Deny', 'Internet')] }, 'outbound tcp 80 AzureMonitor', 'allow'],
  ['an allow leaves it to the group: open', { rules: [rule(1, 'Allow', 'Internet')], own: [] }, TO_MONITOR, 'allow'],
  ['an allow leaves it to the group: closed', { rules: [rule(1, 'Allow', 'Internet')], own: CLOSED }, TO_MONITOR, 'deny'],
  ['an always allow passes the group', { rules: [rule(1, 'AlwaysAllow', 'Internet')], own: CLOSED }, TO_MONITOR, 'allow'],
  ['the lower number decides', { rules: [rule(2, 'AlwaysAllow', 'Internet'), rule(1, 'Deny', 'Internet')], own: [] }, TO_MONITOR, 'deny'],
  ['an allow before a deny leaves open what is', { rules: [rule(1, 'Allow', 'Internet'), rule(2, 'Deny', 'Internet')] }, TO_MONITOR,
    'unknown'],
  ['another protocol', { rules: [rule(1, 'Deny', 'Internet', { protocol: 'Udp' })] }, TO_MONITOR, 'allow'],
  ['every protocol', { rules: [rule(1, 'Deny', 'Internet', { protocol: 'Any' })] }, TO_MONITOR, 'deny'],
  ['no ends are every end', { rules: [rule(1, 'Deny', '', { destination: undefined, destination_port_ranges: undefined })] }, TO_MONITOR,
    'deny'],
  ['the other direction stays open without a group', { rules: [rule(1, 'Deny', '', { direction: 'Inbound', destination: undefined })] },
    TO_MONITOR, 'allow'],
  ['in', { rules: [rule(1, 'Deny', '', { direction: 'Inbound', destination: undefined })] }, 'inbound tcp 443 10.1.2.3', 'deny'],
  ['a deny at the other end', { rules: [rule(1, 'Deny', '', { direction: 'Inbound', destination: undefined })] },
    'outbound tcp 443 10.1.2.8', 'unknown'],
  ['a deny at the other end on the port of DNS', {
    rules: [rule(1, 'Deny', '', { direction: 'Inbound', destination: undefined, destination_port_ranges: ['53'] })],
  }, 'outbound tcp 53 10.1.2.8', 'deny'],
  ['a configuration that nothing deploys may be', { rules: [rule(1, 'Deny', 'Internet')], isDeployed: false }, TO_MONITOR, 'unknown'],
  ['a deployment to the same region in other letters', {
    rules: [rule(1, 'Deny', 'Internet')], regions: ['West Europe', 'westeurope'],
  }, TO_MONITOR, 'deny'],
  ['a deployment to another region', { rules: [rule(1, 'Deny', 'Internet')], regions: ['northeurope', 'westeurope'] }, TO_MONITOR, 'allow'],
  ['an always allow for another region does not open', {
    rules: [rule(1, 'AlwaysAllow', 'Internet')], own: CLOSED, regions: ['northeurope', 'westeurope'],
  }, TO_MONITOR, 'deny'],
  ['a deployment to a region that is not known', {
    rules: [rule(1, 'Deny', 'Internet')], regions: ['westeurope', '${var.region}'],
  }, TO_MONITOR, 'unknown'],
  ['a deployment to the region that the network has, whichever it is', {
    rules: [rule(1, 'Deny', 'Internet')], regions: ['${var.region}', '${var.region}'],
  }, TO_MONITOR, 'deny'],
  ['two configurations that deny', { rules: [rule(2, 'Deny', 'Internet')], others: [rule(1, 'Deny', 'Storage')] }, TO_MONITOR, 'deny'],
  ['two configurations, of which one may go first', {
    rules: [rule(1, 'Deny', 'Internet')], others: [rule(2, 'AlwaysAllow', 'Internet')],
  }, TO_MONITOR, 'unknown'],
  ['two configurations for other ports', {
    rules: [rule(1, 'Deny', 'Internet')], others: [rule(2, 'AlwaysAllow', 'Internet', { destination_port_ranges: ['22'] })],
  }, TO_MONITOR, 'deny'],
  ['an allow for other ports before a deny', {
    rules: [rule(1, 'Allow', 'Internet', { destination_port_ranges: ['22'] }), rule(2, 'Deny', 'Internet')],
  }, TO_MONITOR, 'deny'],
  ['another network is a member', { rules: [rule(1, 'Deny', 'Internet')], members: ['b'] }, TO_MONITOR, 'unknown'],
  ['the files name no member', { rules: [rule(1, 'Deny', 'Internet')], members: [] }, TO_MONITOR, 'unknown'],
  ['an action that is not known', { rules: [rule(1, '${var.action}', 'Internet')] }, TO_MONITOR, 'unknown'],
  ['ends that are not read', { rules: [rule(1, 'Deny', '', { destination: '${var.ends}' })] }, TO_MONITOR, 'unknown'],
  ['rules that only Terraform counts', { rules: [rule(1, 'Deny', 'Internet', { count: '${var.n}' })] }, TO_MONITOR, 'unknown'],
])('%s', (_, given, flow, outcome) => {
  const { outcome: found, steps } = explained(network(given), flow);
  expect([found, ...steps.map(({ text }) => text)]).toEqual([outcome, ...steps.map(() => expect.any(String) as string)]);
});

test('a deny is said by its name', () => {
  expect(explained(network({ rules: [rule(1, 'Deny', 'Internet')], own: [] }), TO_MONITOR).steps.map(({ text }) => text))
    .toEqual(['security group n: AzureMonitor is denied by admin rule r1 (priority 1)']);
});

test('rules in an export may be in force', () => {
  const properties = {
    protocol: 'Tcp', sources: [], destinations: [{ addressPrefixType: 'ServiceTag', addressPrefix: 'Internet' }],
    sourcePortRanges: ['0-65535'], destinationPortRanges: ['443'], access: 'Deny', priority: 10, direction: 'Outbound',
  };
  const type = 'Microsoft.Network/networkManagers/securityAdminConfigurations/ruleCollections/rules';
  const id = `${ROOT}/networkManagers/m/securityAdminConfigurations/c/ruleCollections/rc/rules/no-web`;
  const planned = network({ rules: [], own: [] });
  const joined = (json: unknown): Network => joinNetworks(planned, readExports([{ file: 'export.json', json }]));
  const listed = joined({ value: [{ id, type, name: 'no-web', properties }] });
  const inForce = joined({ value: [{ association: { networkManager: { id: 'x' } }, effectiveSecurityRules: [{
    name: 'no-web', protocol: 'Tcp', sourcePortRange: '0-65535', destinationPortRange: '443-443', sourceAddressPrefix: '0.0.0.0/0',
    destinationAddressPrefix: 'Internet', access: 'Deny', priority: 10, direction: 'Outbound',
  }] }] });
  for (const one of [listed, inForce]) {
    expect(one.problems).toEqual([]);
    expect([explained(one, TO_MONITOR).outcome, explained(one, 'outbound tcp 80 AzureMonitor').outcome]).toEqual(['unknown', 'allow']);
  }
});
