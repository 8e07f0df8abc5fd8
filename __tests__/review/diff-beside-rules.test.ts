import { networkDifference, NetworkDifference } from '../../lib/review/network-difference';

// Changes beside the rules of the group of a subnet: what stands behind a firewall, endpoints, interfaces, policies, zones, managers.

/* eslint-disable @typescript-eslint/no-explicit-any -- Terraform JSON, changed in place */
type Change = (resource: any) => void;

const at = { resource_group_name: 'rg', location: 'westeurope' };
const ID = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network';
const rule = (name: string, priority: number, to: string, port: string, more: object = {}): object => ({
  name, priority, direction: 'Outbound', access: 'Allow', protocol: 'Tcp', source_port_range: '*', destination_port_range: port,
  source_address_prefix: '*', destination_address_prefix: to, ...more,
});
const FIREWALL = { next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: '10.1.0.4' };
const DENY = { access: 'Deny', protocol: '*' };

/** A subnet that may send HTTPS to one end, all of it by a firewall that lets HTTPS through. */
function stack(to: string, change: Change = () => undefined): object {
  const subnet = (name: string, prefix: string): object => ({
    name, resource_group_name: 'rg', virtual_network_name: '${azurerm_virtual_network.v.name}', address_prefixes: [prefix],
  });
  const resource: any = {
    azurerm_virtual_network: { v: { ...at, name: 'v', address_space: ['10.1.0.0/16'] } },
    azurerm_subnet: { s: subnet('training', '10.1.1.0/24'), f: subnet('AzureFirewallSubnet', '10.1.0.0/26') },
    azurerm_network_security_group: {
      n: { ...at, name: 'n', security_rule: [rule('https', 100, to, '443'), rule('deny', 4096, '*', '*', DENY)] },
      own: { ...at, name: 'own', security_rule: [rule('none', 100, '*', '*', DENY)] },
    },
    azurerm_subnet_network_security_group_association: {
      a: { subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: '${azurerm_network_security_group.n.id}' },
    },
    azurerm_route_table: {
      t: { ...at, name: 't', route: [{ name: 'all', address_prefix: '0.0.0.0/0', ...FIREWALL }] },
      f: { ...at, name: 'f', route: [{ name: 'all', address_prefix: '0.0.0.0/0', next_hop_type: 'Internet' }] },
    },
    azurerm_subnet_route_table_association: {
      s: { subnet_id: '${azurerm_subnet.s.id}', route_table_id: '${azurerm_route_table.t.id}' },
      f: { subnet_id: '${azurerm_subnet.f.id}', route_table_id: '${azurerm_route_table.f.id}' },
    },
    azurerm_firewall_policy: { p: { ...at, name: 'p' } },
    azurerm_firewall: { f: {
      ...at, name: 'f', sku_name: 'AZFW_VNet', sku_tier: 'Standard', firewall_policy_id: '${azurerm_firewall_policy.p.id}',
      ip_configuration: [{ name: 'c', subnet_id: '${azurerm_subnet.f.id}', private_ip_address: '10.1.0.4' }],
    } },
    azurerm_firewall_policy_rule_collection_group: { g: {
      name: 'g', firewall_policy_id: '${azurerm_firewall_policy.p.id}', priority: 500, network_rule_collection: [{
        name: 'c', priority: 100, action: 'Allow', rule: [{
          name: 'r', protocols: ['TCP'], source_addresses: ['*'], destination_addresses: ['*'], destination_ports: ['443'],
        }],
      }],
    } },
  };
  change(resource);
  return { resource };
}

function differenceOf(before: object, after: object): NetworkDifference {
  const request = (json: object): Parameters<typeof networkDifference>[1] =>
    ({ subnets: [], source: { documents: [{ file: 'x.tf.json', json }] } });
  return networkDifference(request(before), request(after));
}

/** Flows of the subnet: kind, whether perhaps, what, to where, of which machine. */
const flowsOf = ({ flows }: NetworkDifference): unknown[] => flows.filter(({ subnet }) => subnet === 'training')
  .map(({ kind, isPossible, traffic: what, endpoints, own }) =>
    [isPossible ? `perhaps ${kind}` : kind, what, endpoints.join(), ...(own === undefined ? [] : [own])]);

/** What a change says, and what it says when it is taken back. */
function both(to: string, start: Change, change: Change): [unknown[], unknown[]] {
  const [before, after] = [stack(to, start), stack(to, (resource) => { start(resource); change(resource); })] as const;
  return [flowsOf(differenceOf(before, after)), flowsOf(differenceOf(after, before))];
}

const none: Change = () => undefined;
const behind = (route: object): Change => ({ azurerm_route_table: { f } }) => {
  f.route.push({ name: 'part', next_hop_type: 'None', ...route });
};

test.each([
  ['Internet', '20.1.0.0/16', '20.1.0.0/16', ''], ['Internet', 'Storage', 'Storage', ''], ['Storage', '20.1.0.0/16', 'Storage', 'perhaps '],
])('to %s: a route behind the firewall that drops %s', (to, prefix, end, perhaps) => {
  const [closed, opened] = both(to, none, behind({ address_prefix: prefix }));
  expect(closed).toEqual([[`${perhaps}no longer allowed`, 'TCP 443', end]]);
  expect(opened).toEqual([[`${perhaps}newly allowed`, 'TCP 443', end]]);
});

const endpoints = (...services: string[]): Change => ({ azurerm_subnet: { s } }) => { s.service_endpoints = services; };
const allTo = (hop: string): Change => ({ azurerm_route_table: { t } }) => {
  t.route = [{ name: 'all', address_prefix: '0.0.0.0/0', next_hop_type: hop }];
};
const direct = allTo('Internet');
const inTurn = (...changes: Change[]): Change => (resource) => changes.forEach((change) => change(resource));

describe('a service endpoint', () => {
  test.each(['Internet', '*', 'AzureCloud', 'Storage'])('takes traffic to storage past the firewall, of what is open to %s', (to) => {
    for (const flows of both(to, none, endpoints('Microsoft.Storage'))) {
      expect(flows).toContainEqual(['perhaps another way', 'TCP 443', 'Storage']);
    }
  });

  test.each(['Internet', '*', 'Storage'])('that takes only a part now leaves the rest to the routes, of what is open to %s', (to) => {
    const all = endpoints('Microsoft.Storage.Global');
    for (const start of [all, inTurn(all, direct)]) {
      expect(both(to, start, endpoints('Microsoft.Storage'))[0])
        .toContainEqual([expect.stringContaining('another way'), 'TCP 443', 'Storage']);
    }
  });

  test('that stays takes what other routes do not', () => {
    const [flows] = both('Internet', endpoints('Microsoft.Storage.Global'), direct);
    expect(flows).toEqual([['another way', 'TCP 443', 'Internet (other than Storage)']]);
  });

  test('opens storage behind a rule for the tag of nearly all, where the routes drop the rest', () => {
    const [opened, closed] = both('AzureCloud', allTo('None'), endpoints('Microsoft.KeyVault'));
    expect(opened).toEqual([['perhaps newly allowed', 'TCP 443', 'AzureKeyVault']]);
    expect(closed).toEqual([['perhaps no longer allowed', 'TCP 443', 'AzureKeyVault']]);
  });
});

test('a service endpoint policy that is gone may open accounts that it does not list', () => {
  const policy: Change = ({ azurerm_subnet: { s } }) => { s.service_endpoint_policy_ids = [`${ID}/serviceEndpointPolicies/only-ours`]; };
  const [closed, opened] = both('Storage', endpoints('Microsoft.Storage'), policy);
  const end = 'storage accounts that the service endpoint policies do not list';
  expect([closed, opened]).toEqual([[['perhaps no longer allowed', 'TCP 443', end]], [['perhaps newly allowed', 'TCP 443', end]]]);
  const before = stack('Storage', inTurn(endpoints('Microsoft.Storage'), policy));
  expect(differenceOf(before, stack('Storage', endpoints('Microsoft.Storage')))).toMatchObject({
    verdict: 'wider-beyond-requirements', flows: [{ isWayOut: true }],
    routing: [{ kind: 'service endpoint policies', before: ['only-ours'], after: [] }],
  });
  expect(both('AzureKeyVault', endpoints('Microsoft.Storage'), policy)).toEqual([[], []]); // nothing of it is open
});

describe('a network interface', () => {
  const machine: Change = (resource) => {
    resource.azurerm_network_interface = { i: { ...at, name: 'nic', ip_configuration: [{
      name: 'c', subnet_id: '${azurerm_subnet.s.id}', private_ip_address: '10.1.1.7', private_ip_address_allocation: 'Static',
    }] } };
    resource.azurerm_network_interface_security_group_association = {
      a: {
        network_interface_id: '${azurerm_network_interface.i.id}',
        network_security_group_id: '${azurerm_network_security_group.own.id}',
      },
    };
  };
  const rules = (...all: object[]): Change => ({ azurerm_network_security_group: { own } }) => { own.security_rule = all; };

  test('whose group lets more through opens what the group of the subnet lets through', () => {
    const [opened, closed] = both('Internet', machine, rules());
    expect(opened).toEqual([['newly allowed', 'TCP 443', 'Internet', '10.1.1.7']]);
    expect(closed).toEqual([['no longer allowed', 'TCP 443', 'Internet', '10.1.1.7']]);
  });

  test('says the group, and the way that the subnet has', () => {
    const after = stack('Internet', inTurn(machine, (resource) => {
      delete resource.azurerm_network_interface_security_group_association;
    }));
    const { flows, routing } = differenceOf(stack('Internet', machine), after);
    expect(flows).toMatchObject([{
      own: '10.1.1.7', example: '10.1.1.7 outbound tcp 443 Internet', isWayOut: true,
      before: { texts: ['network interface nic: rule none (priority 100) denies it'] },
      after: { hops: ['appliance'], texts: [
        'network interface nic: no security group of its own', 'rule https (priority 100) allows it',
        'route all (0.0.0.0/0) to VirtualAppliance 10.1.0.4', 'firewall p: network rule r (g, c) allows it',
      ] },
    }]);
    expect(routing.map(({ kind }) => kind)).toEqual(['network interfaces']);
  });

  test('whose group has other names and priorities changes nothing', () => {
    const deny = (name: string, priority: number): object => rule(name, priority, '*', '*', DENY);
    expect(both('Internet', machine, rules(deny('other', 200)))).toEqual([[], []]);
  });

  test('that opens what the group of the subnet denies opens nothing', () => {
    const ssh = rule('ssh', 90, '*', '22');
    expect(both('Internet', machine, rules(ssh, rule('none', 100, '*', '*', DENY)))).toEqual([[], []]);
  });
});

test.each<[string, string, Change]>([
  ['private DNS zones', 'blob.core.windows.net', (resource) => {
    resource.azurerm_private_dns_zone = { z: { name: 'privatelink.blob.core.windows.net', resource_group_name: 'rg' } };
  }],
  ['private endpoints', 'network policies for private endpoints: Enabled', ({ azurerm_subnet: { s } }) => {
    s.private_endpoint_network_policies = 'Enabled';
  }],
  ['resolvers', '10.9.0.4', ({ azurerm_virtual_network: { v } }) => { v.dns_servers = ['10.9.0.4']; }],
])('%s that are others are said', (kind, text, change) => {
  const { routing, verdict } = differenceOf(stack('Internet'), stack('Internet', change));
  expect(verdict).toBe('nothing-changed');
  expect(routing.filter(({ subnet }) => subnet === 'training')).toMatchObject([{ kind, after: [text] }]);
});

test('rules of a network manager that are gone open what they denied', () => {
  const managed = (rules: object): Change => (resource) => {
    delete resource.azurerm_subnet_route_table_association.s;
    resource.azurerm_network_security_group.n.security_rule.push(rule('ssh', 200, '*', '22', { direction: 'Inbound' }));
    const manager = { network_manager_id: '${azurerm_network_manager.m.id}' };
    Object.assign(resource, {
      azurerm_network_manager: { m: {
        ...at, name: 'm', scope: [{ subscription_ids: ['/subscriptions/x'] }], scope_accesses: ['SecurityAdmin'],
      } },
      azurerm_network_manager_network_group: { g: { ...manager, name: 'g' } },
      azurerm_network_manager_static_member: { s: {
        name: 's', network_group_id: '${azurerm_network_manager_network_group.g.id}',
        target_virtual_network_id: '${azurerm_virtual_network.v.id}',
      } },
      azurerm_network_manager_security_admin_configuration: { c: { ...manager, name: 'c' } },
      azurerm_network_manager_admin_rule_collection: { c: {
        name: 'c', security_admin_configuration_id: '${azurerm_network_manager_security_admin_configuration.c.id}',
        network_group_ids: ['${azurerm_network_manager_network_group.g.id}'],
      } },
      azurerm_network_manager_deployment: { d: {
        ...manager, location: 'westeurope', scope_access: 'SecurityAdmin',
        configuration_ids: ['${azurerm_network_manager_security_admin_configuration.c.id}'],
      } },
      azurerm_network_manager_admin_rule: rules,
    });
  };
  const any = [{ address_prefix_type: 'IPPrefix', address_prefix: '*' }];
  const deny = {
    name: 'r', admin_rule_collection_id: '${azurerm_network_manager_admin_rule_collection.c.id}', action: 'Deny', direction: 'Inbound',
    priority: 10, protocol: 'Tcp', source_port_ranges: ['0-65535'], destination_port_ranges: ['22'], source: any, destination: any,
  };
  const difference = differenceOf(stack('Internet', managed({ r: deny })), stack('Internet', managed({})));
  expect(flowsOf(difference)[0]).toEqual(['newly allowed', 'TCP 22', 'any address']);
  expect(differenceOf(stack('Internet', managed({ r: deny })), stack('Internet', managed({ r: { ...deny, name: 'other' } }))))
    .toMatchObject({ verdict: 'nothing-changed', rules: [{ kind: 'renamed' }] });
});
