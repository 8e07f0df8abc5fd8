import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Deployment } from '../../lib';
import { requestFromDeployment } from '../../lib/deployment/request-from-deployment';
import { verifyNetwork } from '../../lib/verification/verify-network';
import type { Network } from '../../lib/network/network';
import { configured } from './networks';
import { block, planned, Planned, state } from './plans';

// Groups, tables and peerings as azapi makes them, by hand-written rules, say the same as those of azurerm.

type Body = Record<string, unknown>;
type Resources = Record<string, Record<string, Body>>;

const CASES = join(__dirname, '../cases');
const SCOPE = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/';
const VERSION = '@2024-05-01';

/** What azurerm and Azure call the parts of groups and of tables. */
const OWNERS = [
  {
    type: 'azurerm_network_security_group', block: 'security_rule', azure: 'networkSecurityGroups', list: 'securityRules',
    members: {
      priority: 'priority', direction: 'direction', access: 'access', protocol: 'protocol', source_port_range: 'sourcePortRange',
      source_port_ranges: 'sourcePortRanges', destination_port_range: 'destinationPortRange',
      destination_port_ranges: 'destinationPortRanges', source_address_prefix: 'sourceAddressPrefix',
      source_address_prefixes: 'sourceAddressPrefixes', destination_address_prefix: 'destinationAddressPrefix',
      destination_address_prefixes: 'destinationAddressPrefixes',
    },
  },
  {
    type: 'azurerm_route_table', block: 'route', azure: 'routeTables', list: 'routes',
    members: { address_prefix: 'addressPrefix', next_hop_type: 'nextHopType', next_hop_in_ip_address: 'nextHopIpAddress' },
  },
] as const;

/** A rule or route in Azure's words; what azurerm does not know gives the test away. */
function propertiesOf({ name: _, ...rule }: Body, members: Readonly<Record<string, string>>): Body {
  return Object.fromEntries(Object.entries(rule).map(([argument, value]) => {
    expect(members).toHaveProperty(argument);
    return [members[argument]!, value];
  }));
}

const FORMS = ['inline', 'a resource each', 'inline, as text', 'inline, in lower case with empty members'] as const;

function withAzapi(resources: Resources, form: (typeof FORMS)[number]): Resources {
  const all: Record<string, Body> = {};
  const rest = { ...resources };
  for (const { type, block, azure, list, members } of OWNERS) {
    for (const [key, { name, resource_group_name: group, [block]: rules }] of Object.entries(resources[type] ?? {})) {
      const parts = rules as Body[];
      expect(parts.length).toBeGreaterThan(0);
      const entries = parts.map((rule) => ({ name: rule['name'], properties: propertiesOf(rule, members) }));
      const body = { properties: form === 'a resource each' ? {} : { [list]: entries } };
      if (form.includes('lower case')) {
        const plain = ['access', 'direction', 'protocol', 'nextHopType'];
        entries.forEach(({ properties }) => {
          plain.filter((one) => one in properties).forEach((one) => { properties[one] = String(properties[one]).toLowerCase(); });
          Object.keys(properties).filter((one) => /Prefix$|Range$/.test(one) && block === 'security_rule')
            .forEach((one) => { properties[`${one}${one.endsWith('Prefix') ? 'es' : 's'}`] = []; });
        });
      }
      all[`${azure}_${key}`] = {
        type: `Microsoft.Network/${azure}${VERSION}`, name, parent_id: `${SCOPE}${String(group)}`, location: 'westeurope',
        // A text with an expression in it is not known.
        body: form.includes('text') && block === 'security_rule' ? JSON.stringify(body) : body,
      };
      if (form === 'a resource each') {
        entries.forEach(({ name: part, properties }, i) => {
          all[`${azure}_${key}_${i}`] = {
            type: `Microsoft.Network/${azure}/${list}${VERSION}`, name: part, parent_id: `\${azapi_resource.${azure}_${key}.id}`,
            body: { properties },
          };
        });
      }
    }
    delete rest[type];
  }
  const text = JSON.stringify({ ...rest, azapi_resource: all }).replace(/\$\{azurerm_network_security_group\./g,
    '${azapi_resource.networkSecurityGroups_').replace(/\$\{azurerm_route_table\./g, '${azapi_resource.routeTables_');
  return JSON.parse(text) as Resources;
}

const read = (name: string): Resources =>
  (JSON.parse(readFileSync(join(CASES, name, 'main.tf.json'), 'utf8')) as { resource: Resources }).resource;

interface Answers { verdict: string; answers: unknown[][]; findings: string[] }

/** Answers, and findings without their places, which differ. */
function answersOf(name: string, resource: Resources): Answers {
  const deployment = Deployment.fromFile(join(CASES, name, 'deployment.yaml'));
  const { answers, findings, verdict } = verifyNetwork(requestFromDeployment(
    deployment, { documents: [{ file: 'main.tf.json', json: { resource } }] },
  ));
  return {
    verdict, answers: answers.map(({ requirementId, outcome, conditions }) => [requirementId, outcome, conditions]),
    findings: findings.map(({ id }) => id).sort(),
  };
}

const NAMES = [
  '00-all-met', '04b-nsg-INTERNET', '06-priority-collision', '10-tags-in-plural', '26-private-any-rule', '27-bastion',
  '29-literal-next-hop', '33-only-443',
];

describe.each(FORMS)('%s', (form) => {
  test.each(NAMES)('%s gives the same answers', (name) => {
    const before = read(name);
    expect(answersOf(name, withAzapi(before, form))).toEqual(answersOf(name, before));
  });
});

const group = (all: Resources): Body => all['azapi_resource']!['networkSecurityGroups_n']!;
interface Rule { name: string; properties: Body }
const rules = (all: Resources): Rule[] => (group(all)['body'] as { properties: { securityRules: Rule[] } }).properties.securityRules;
const properties = (all: Resources): Body => (group(all)['body'] as { properties: Body }).properties;

const DENY = { destinationAddressPrefix: '*', destinationPortRanges: ['0-65535'], protocol: '*', priority: 101, access: 'Deny' };

/** What is not certain is never met. */
test.each<[string, (all: Resources) => void]>([
  ['a member of a group that nobody knows', (all) => { properties(all)['mode'] = 'x'; }],
  ['a member of a rule that nobody knows', (all) => { rules(all)[0]!.properties['mode'] = 'x'; }],
  ['rules that are an expression', (all) => { properties(all)['securityRules'] = '${var.rules}'; }],
  ['a rule that is an expression', (all) => { properties(all)['securityRules'] = [...rules(all), '${var.rule}']; }],
  ['rules from a loop', (all) => { properties(all)['securityRules'] = '${[for r in var.rules : r]}'; }],
  ['the properties of a rule that are an expression', (all) => { rules(all)[0]!.properties = '${var.rule}' as unknown as Body; }],
  ['a priority that is an expression', (all) => {
    rules(all).push({ name: 'more', properties: { ...rules(all)[2]!.properties, ...DENY, priority: '${var.p}' } });
  }],
  ['a body that is not known', (all) => { group(all)['body'] = '${var.body}'; }],
  ['changes that are ignored', (all) => { group(all)['lifecycle'] = { ignore_changes: ['body'] }; }],
  ['changes of rules that are ignored', (all) => { group(all)['ignore_body_changes'] = ['properties.securityRules']; }],
  ['changes of rules that are ignored, in another case', (all) => {
    group(all)['ignore_body_changes'] = ['Properties.SecurityRules'];
  }],
  ['changes of all properties that are ignored', (all) => { group(all)['ignore_body_changes'] = ['properties']; }],
  ['a body that is sent besides', (all) => { group(all)['sensitive_body'] = { properties: { securityRules: [] } }; }],
  ['another resource that changes it', (all) => {
    all['azapi_update_resource'] = { u: {
      type: `Microsoft.Network/networkSecurityGroups${VERSION}`, resource_id: '${azapi_resource.networkSecurityGroups_n.id}',
      body: { properties: { securityRules: [] } },
    } };
  }],
])('%s leaves no answer met', (_, change) => {
  const all = withAzapi(read('00-all-met'), 'inline');
  change(all);
  const { verdict, answers } = answersOf('00-all-met', all);
  expect(verdict).not.toBe('met');
  expect(answers.filter(([, outcome]) => outcome === 'met')).toEqual([]);
});

test.each<[access: string, verdict: string]>([['${var.access}', 'unknown'], ['Deny', 'denied'], ['Allow', 'denied']])(
  'a rule before the others with the access %s is read', (access, verdict) => {
    const all = withAzapi(read('00-all-met'), 'inline');
    rules(all).unshift({ name: 'first', properties: { ...rules(all)[2]!.properties, ...DENY, access } });
    expect(answersOf('00-all-met', all).verdict).toBe(verdict);
  },
);

test('a rule of a group that is not known may be of any', () => {
  const all = withAzapi(read('00-all-met'), 'inline');
  all['azapi_resource']!['more'] = {
    type: `Microsoft.Network/networkSecurityGroups/securityRules${VERSION}`, name: 'more', parent_id: '${var.group}',
    body: { properties: { ...rules(all)[2]!.properties, ...DENY } },
  };
  expect(answersOf('00-all-met', all).verdict).toBe('unknown');
});

const RULE = {
  priority: 100, direction: 'Outbound', access: 'Allow', protocol: 'Tcp', sourceAddressPrefix: '*', sourcePortRange: '*',
  destinationAddressPrefix: 'Internet', destinationPortRange: '443',
};
const GROUP_ID = `${SCOPE}rg/providers/Microsoft.Network/networkSecurityGroups/nsg`;

/** A group with a rule of its own and one that is a resource. */
function resourcesOf(more: Partial<Planned> = {}): Planned[] {
  const azapi = (name: string, type: string, values: Body): Planned =>
    ({ address: `azapi_resource.${name}`, values: { type: `Microsoft.Network/${type}${VERSION}`, ...values } });
  return [
    {
      ...azapi('g', 'networkSecurityGroups', {
        name: 'nsg', parent_id: `${SCOPE}rg`, body: { properties: { securityRules: [{ name: 'inline', properties: RULE }] } },
      }), ...more,
    },
    azapi('r', 'networkSecurityGroups/securityRules', {
      name: 'alone', parent_id: GROUP_ID, body: { properties: { ...RULE, priority: 200 } },
    }),
  ];
}

const lines = (network: Network): unknown[][] => [...network.securityGroups.values()].map(({ name, rules: those, unread = [] }) =>
  [name, those.map(({ name: of, priority }) => [of, priority]), unread.length]);

test('a plan and a state have the same rules', () => {
  const expected = [['nsg', [['inline', 100], ['alone', 200]], 0]];
  expect(lines(state(resourcesOf()))).toEqual(expected);
  const [g, r] = resourcesOf();
  const values = Object.fromEntries(Object.entries(r!.values).filter(([name]) => name !== 'parent_id'));
  expect(lines(planned([{ ...g!, unknown: { id: true } }, { ...r!, values, unknown: { id: true, parent_id: true } }], {
    resources: [block('azapi_resource.g', {}), block('azapi_resource.r', { parent_id: ['azapi_resource.g.id'] })],
  }))).toEqual(expected);
});

test.each<[unknown: object, rules: unknown[], unread: number]>([
  [{ body: true }, [['alone', 200]], 1],
  [{ body: { properties: { securityRules: true } } }, [['alone', 200]], 1],
  [{ body: { properties: { securityRules: [{ properties: { priority: true } }] } } },
    [['inline', { unknown: expect.any(String) as string }], ['alone', 200]], 0],
])('what a plan does not know, %j, is not known', (unknown, those, unread) => {
  const [g, r] = resourcesOf({ unknown: { id: true, ...unknown } });
  const network = planned([g!, r!], { resources: [block('azapi_resource.g', {}), block('azapi_resource.r', {})] });
  expect(lines(network)).toEqual([['nsg', expect.arrayContaining(those), unread]]);
});

test.each(['/subscriptions/x/resourceGroups/rg/providers/Microsoft.Network/routeTables/nsg', `${SCOPE}rg`, 'nsg'])(
  'a rule below %s is of no group', (parent) => {
    const [g, r] = resourcesOf();
    const network = state([g!, { ...r!, values: { ...r!.values, parent_id: parent } }]);
    expect(lines(network)).toEqual([['nsg', [['inline', 100]], 0]]);
    expect(network.problems.map(({ message }) => message))
      .toContainEqual(expect.stringContaining('in the words of Azure Resource Manager'));
  },
);

test.each([['2024-05-01', true], ['2026-03-31', true], ['2026-05-01-preview', undefined]])(
  'a subnet by the version %s that does not say whether it has default outbound access', (version, isKnown) => {
    const { subnets: [found] } = configured({ azapi_resource: { s: {
      type: `Microsoft.Network/virtualNetworks/subnets@${version}`, name: 's',
      parent_id: `${SCOPE}rg/providers/Microsoft.Network/virtualNetworks/v`,
      body: { properties: { addressPrefix: '10.0.0.0/24' } },
    } } });
    expect(found!.defaultOutboundAccess === undefined ? true : undefined).toBe(isKnown);
  },
);

const networks = { a: { name: 'a', resource_group_name: 'rg', address_space: ['10.0.0.0/16'] },
  b: { name: 'b', resource_group_name: 'rg', address_space: ['10.1.0.0/16'] } };
const subnet = { s: { name: 's', resource_group_name: 'rg', virtual_network_name: 'a', address_prefixes: ['10.0.0.0/24'] } };

function peeringsOf(resource: Resources): unknown {
  return configured({ azurerm_virtual_network: networks, azurerm_subnet: subnet, ...resource }).subnets[0]!.peerings!
    .map(({ place: _, ...peering }) => peering);
}

const peering = (of: string, body: Body): Body => ({
  type: `Microsoft.Network/virtualNetworks/virtualNetworkPeerings${VERSION}`, name: 'p', parent_id: `\${azurerm_virtual_network.${of}.id}`,
  body: { properties: { remoteVirtualNetwork: { id: `\${azurerm_virtual_network.${of === 'a' ? 'b' : 'a'}.id}` }, ...body } },
});

test.each([[true, true], [true, false], [false, true]])('peerings that allow access: %s and %s', (there, back) => {
  const of = (name: string, access: boolean): Body => ({
    name: 'p', resource_group_name: 'rg', virtual_network_name: name, allow_virtual_network_access: access,
    remote_virtual_network_id: `\${azurerm_virtual_network.${name === 'a' ? 'b' : 'a'}.id}`, allow_forwarded_traffic: true,
  });
  const plain = JSON.stringify(peeringsOf({ azurerm_virtual_network_peering: { x: of('a', there), y: of('b', back) } }), bigints);
  expect(JSON.stringify(peeringsOf({ azapi_resource: {
    x: peering('a', { allowVirtualNetworkAccess: there, allowForwardedTraffic: true }),
    y: peering('b', { allowVirtualNetworkAccess: back, allowForwardedTraffic: true }),
  } }), bigints).replaceAll('azapi_resource.y', 'azurerm_virtual_network_peering.y')).toBe(plain);
});

test('a peering that does not say whether it allows access may not', () => {
  expect(peeringsOf({ azapi_resource: { x: peering('a', {}), y: peering('b', { allowVirtualNetworkAccess: true }) } }))
    .toEqual([expect.objectContaining({ allowsAccess: { unknown: expect.stringContaining('allowVirtualNetworkAccess') as string } })]);
});

function bigints(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
