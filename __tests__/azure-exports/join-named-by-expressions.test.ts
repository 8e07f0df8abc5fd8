import { joinNetworks } from '../../lib/network/join';
import type { Network } from '../../lib/network/network';
import { configured, Resources, rule } from '../terraform/networks';
import { COMMANDS, HUB, networkOfSamples, SPOKES } from './samples';

const deployed = networkOfSamples(COMMANDS);
const TRAINING = `${SPOKES}/virtualNetworks/vnet-aml/subnets/snet-training`;
const POLICY = `${HUB}/firewallPolicies/fwp-hub`;

/** The same id, with its subscription as an expression. */
function inVariable(id: string, of = 'var.subscription'): string {
  return id.replace(/(?<=\/subscriptions\/)[^/]+/, `\${${of}}`);
}

function joined(resource: Resources): Network {
  return joinNetworks(configured(resource), deployed);
}

const NEW_TABLE = { azurerm_route_table: { r: { name: 'rt-new', resource_group_name: 'rg-own',
  route: [{ name: 'd', address_prefix: '0.0.0.0/0', next_hop_type: 'None' }] } } };

function onSubnet(id: string): Resources {
  return { ...NEW_TABLE, azurerm_subnet_route_table_association: { a: { subnet_id: id, route_table_id: '${azurerm_route_table.r.id}' } } };
}

function subnetsOf(network: Network): (string | undefined)[] {
  return network.subnets.filter(({ name }) => name.toLowerCase() === 'snet-training')
    .map(({ routeTable }) => (typeof routeTable === 'string'
    ? network.routeTables.get(routeTable)!.name : routeTable?.unknown));
}

describe('an id whose subscription is an expression means what has its names', () => {
  test.each(['var.subscription', 'data.azurerm_client_config.current.subscription_id'])('%s', (expression) => {
    expect(subnetsOf(joined(onSubnet(inVariable(TRAINING, expression))))).toEqual(['rt-new']);
  });

  test('a group of rules for a policy that is there', () => {
    const network = joined({ azurerm_firewall_policy_rule_collection_group: { g: { name: 'own', priority: 900,
      firewall_policy_id: inVariable(POLICY) } } });
    expect(network.firewalls.find(({ key }) => key.includes('own') || key === POLICY.toLowerCase() || key.includes('var.subscription'))!
      .levels.at(-1)!.map(({ name }) => name)).toEqual(['rcg-aml', 'own']);
    expect(network.firewalls).toHaveLength(deployed.firewalls.length);
  });

  test('a slash at the end of an id', () => {
    expect(subnetsOf(joined(onSubnet(`${TRAINING.toUpperCase()}/`)))).toEqual(['rt-new']);
  });
});

describe('what an expression alone names may be any of what is there', () => {
  test('a subnet', () => {
    expect(subnetsOf(joined(onSubnet('${var.subnet_id}'))))
      .toEqual([expect.stringMatching(/^the plan puts one on var\.subnet_id \(.*\), which may be this subnet$/)]);
    // Of an id that ends in a name the others are not it.
    expect(subnetsOf(joined(onSubnet('${var.network_id}/subnets/other')))).toEqual(['rt-egress']);
    expect(deployed.subnets.map(({ key }) => key)).toContain(TRAINING.toLowerCase());
  });

  const may = [expect.stringMatching(/^the plan adds to var\.\w+, which may be this one$/)];

  test('a security group, a route table and a firewall policy', () => {
    const group = { azurerm_network_security_rule: { r: { ...rule(), resource_group_name: 'rg-Spokes',
      network_security_group_name: '${var.g}' } } };
    expect([...joined(group).securityGroups.values()].filter(({ key }) => deployed.securityGroups.has(key))
      .map(({ unread }) => unread!.map(({ why }) => why))).toEqual([...deployed.securityGroups.keys()].map(() => may));
    const route = { azurerm_route: { r: { name: 'n', resource_group_name: 'rg-Spokes', route_table_name: '${var.t}',
      address_prefix: '0.0.0.0/0', next_hop_type: 'None' } } };
    expect([...joined(route).routeTables.values()].filter(({ key }) => deployed.routeTables.has(key))
      .map(({ unread }) => unread!.map(({ why }) => why))).toEqual([may]);
    const rules = { azurerm_firewall_policy_rule_collection_group: { g: { name: 'own', priority: 900, firewall_policy_id: '${var.p}',
      network_rule_collection: [{ name: 'c', priority: 100, action: 'Deny', rule: [{ name: 'r', protocols: ['TCP'], source_addresses: ['*'],
        destination_addresses: ['*'], destination_ports: ['443'] }] }] } } };
    expect(joined(rules).firewalls.find(({ key }) => key === POLICY.toLowerCase())!.unread!.map(({ why }) => why))
      .toEqual([...may, ...may]);
  });

  test('a plan that names all of it leaves the rest as it is', () => {
    const network = joined(onSubnet(TRAINING));
    expect([...network.securityGroups.values()]).toEqual([...deployed.securityGroups.values()]);
    expect(network.firewalls).toEqual(joined({}).firewalls);
  });
});
