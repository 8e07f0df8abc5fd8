import { networkDifference } from '../../lib/review/network-difference';

// What stands for many addresses is said without the parts that fare as before, or have a line of their own.

const at = { resource_group_name: 'rg', location: 'westeurope' };

interface Rule { readonly access: 'Allow' | 'Deny'; readonly to: string }
const allow = (to: string): Rule => ({ access: 'Allow', to });
const deny = (to: string): Rule => ({ access: 'Deny', to });

/** A subnet with rules in this order, and routes. */
function stack(direction: 'Inbound' | 'Outbound', rules: readonly Rule[], routes: readonly (readonly [string, string])[] = []): object {
  const ends = (to: string): object => (direction === 'Outbound'
    ? { source_address_prefix: '*', destination_address_prefix: to } : { source_address_prefix: to, destination_address_prefix: '*' });
  return { resource: {
    azurerm_virtual_network: { v: { ...at, name: 'v', address_space: ['10.1.0.0/16'] } },
    azurerm_subnet: { s: {
      name: 's', resource_group_name: 'rg', virtual_network_name: '${azurerm_virtual_network.v.name}', address_prefixes: ['10.1.1.0/24'],
    } },
    azurerm_route_table: { t: { ...at, name: 't', route: routes.map(([prefix, hop], i) =>
      ({ name: `r${i}`, address_prefix: prefix, next_hop_type: hop })) } },
    azurerm_subnet_route_table_association: {
      a: { subnet_id: '${azurerm_subnet.s.id}', route_table_id: '${azurerm_route_table.t.id}' },
    },
    azurerm_network_security_group: { n: { ...at, name: 'n', security_rule: rules.map(({ access, to }, i) => ({
      name: `r${i}`, priority: 100 + i, direction, access, protocol: '*', source_port_range: '*', destination_port_range: '*', ...ends(to),
    })) } },
    azurerm_subnet_network_security_group_association: {
      a: { subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: '${azurerm_network_security_group.n.id}' },
    },
  } };
}

function changes(before: object, after: object): string[] {
  const request = (json: object): Parameters<typeof networkDifference>[1] =>
    ({ subnets: [], source: { documents: [{ file: 'x.tf.json', json }] } });
  return networkDifference(request(before), request(after)).flows.map(({ kind, isPossible, endpoints, example }) =>
    `${isPossible ? 'may be ' : ''}${kind}: ${endpoints.join()}${example === undefined ? ', without an example' : ''}`);
}

const OUT = [
  ['a range of the Internet that was allowed', [allow('20.0.0.0/8'), deny('*')], [allow('Internet'), deny('*')],
    ['Internet (other than 20.0.0.0/8)']],
  ['two ranges, one in the other', [allow('20.1.0.0/16'), deny('20.0.0.0/8'), deny('*')], [allow('Internet'), deny('*')],
    ['20.0.0.0/16, 20.2.0.0-20.255.255.255', 'Internet (other than 20.1.0.0/16, 20.0.0.0/8)']],
  ['a range of all addresses', [allow('20.0.0.0/8'), deny('Internet'), deny('VirtualNetwork')], [allow('*')],
    ['Internet (other than 20.0.0.0/8)', 'VirtualNetwork']],
  ['a region of a tag', [allow('Storage.WestEurope'), deny('Storage'), deny('*')], [allow('Internet'), deny('*')],
    ['Storage (other than Storage.WestEurope)', 'Internet (other than Storage.WestEurope, Storage)']],
] as const;

test.each(OUT)('%s is not said to be opened or closed with the rest', (_, some, all, endpoints) => {
  const [before, after] = [stack('Outbound', some), stack('Outbound', all)];
  expect(new Set(changes(before, after))).toEqual(new Set(endpoints.map((one) => `newly allowed: ${one}`)));
  expect(new Set(changes(after, before))).toEqual(new Set(endpoints.map((one) => `no longer allowed: ${one}`)));
});

test('a part of the virtual network that was allowed is not said to be opened with the rest, which has no name for an example', () => {
  const before = stack('Inbound', [allow('10.1.0.0/16'), deny('VirtualNetwork'), deny('*')]);
  expect(changes(before, stack('Inbound', [allow('*')])))
    .toContain('newly allowed: VirtualNetwork (other than 10.1.0.0/16), without an example');
});

test('what a service tag of unknown addresses may have of a range is not known', () => {
  const before = stack('Outbound', [allow('Storage'), deny('20.0.0.0/8'), allow('Internet'), deny('*')]);
  expect(changes(before, stack('Outbound', [allow('Internet'), deny('*')])).filter((one) => !one.startsWith('may be'))).toEqual([]);
});

test('a range with a route of its own is not said to be dropped with the rest', () => {
  const stackOf = (...routes: [string, string][]): object =>
    stack('Outbound', [allow('Internet'), deny('*')], [...routes, ['20.0.0.0/8', 'Internet']]);
  expect(changes(stackOf(), stackOf(['0.0.0.0/0', 'None']))).toEqual(['no longer allowed: Internet (other than 20.0.0.0/8)']);
});

test('a part of a range with a route of its own that is denied is said', () => {
  const routes = [['0.0.0.0/0', 'None'], ['20.1.0.0/16', 'Internet']] as const;
  const [before, after] = [[allow('Internet')], [deny('20.1.0.0/24'), allow('Internet')]].map((rules) => stack('Outbound', rules, routes));
  expect(changes(before!, after!)).toEqual(['no longer allowed: 20.1.0.0/24']);
  expect(changes(after!, before!)).toEqual(['newly allowed: 20.1.0.0/24']);
});
