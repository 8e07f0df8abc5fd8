import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Endpoint, Ports, Requirement } from '../../lib';
import { Deployment } from '../../lib/deployment/deployment';
import { requestFromDeployment } from '../../lib/deployment/request-from-deployment';
import { readRequest } from '../../lib/verification/read-request';
import { verify } from '../../lib/verification/verify';
import { networkOf } from '../../lib/terraform/read-network';

// A network that meets all, with one mistake that people make: the report has one cause, names the rule, and says what to write.

type Body = Record<string, unknown>;
interface Site {
  readonly resource: Record<string, Record<string, Body>>;
  /** Rules of the security group and of the firewall by their names. */
  readonly group: (name: string) => Body;
  readonly firewall: (name: string) => Body;
  readonly route: Body;
}

const CASE = join(__dirname, '..', 'cases', '00-all-met');
const TEXT = readFileSync(join(CASE, 'main.tf.json'), 'utf8');
const { options } = readRequest(requestFromDeployment(Deployment.fromFile(join(CASE, 'deployment.yaml')), {
  paths: [join(CASE, 'main.tf.json')],
}));

function site(): Site {
  const { resource } = JSON.parse(TEXT) as { resource: Site['resource'] };
  const named = (rules: unknown, name: string): Body => (rules as Body[]).find((rule) => rule['name'] === name)!;
  const [collection] = resource['azurerm_firewall_policy_rule_collection_group']!['g']!['network_rule_collection'] as Body[];
  return {
    resource, route: (resource['azurerm_route_table']!['t']!['route'] as Body[])[0]!,
    group: (name) => named(resource['azurerm_network_security_group']!['n']!['security_rule'], name),
    firewall: (name) => named(collection!['rule'], name),
  };
}

const ARM = 'AzureResourceManager';
const MISTAKES: readonly (readonly [mistake: string, make: (site: Site) => void, says: string])[] = [
  ['a tag in the wrong case, in a firewall', ({ firewall }) => { firewall('n4')['destination_addresses'] = ['azureResourceManager']; },
    `The network rule n4 has azureResourceManager, which Azure may take for something else; write ${ARM}.`],
  ['a tag in the plural', ({ group }) => { group('out-4')['destination_address_prefix'] = `${ARM}s`; },
    `The rule out-4 has ${ARM}s; write ${ARM}.`],
  ['a tag in the plural, in a firewall', ({ firewall }) => { firewall('n4')['destination_addresses'] = [`${ARM}s`]; },
    `The network rule n4 has ${ARM}s; write ${ARM}.`],
  ['a letter left out', ({ group }) => { group('out-3')['destination_address_prefix'] = 'BatchNodeManagment.WestEurope'; },
    'The rule out-3 has BatchNodeManagment.WestEurope; write BatchNodeManagement.WestEurope.'],
  ['a region misspelled', ({ group }) => { group('out-5')['destination_address_prefix'] = 'Storage.westeurop'; },
    'The rule out-5 has Storage.westeurop; write Storage.WestEurope.'],
  ['another region', ({ group }) => { group('out-5')['destination_address_prefix'] = 'Storage.NorthEurope'; },
    'The rule out-5 has Storage.NorthEurope; write Storage.WestEurope.'],
  ['another region, in a firewall', ({ firewall }) => { firewall('n3')['destination_addresses'] = ['BatchNodeManagement.NorthEurope']; },
    'The network rule n3 has BatchNodeManagement.NorthEurope; write BatchNodeManagement.WestEurope.'],
  ['an earlier port', ({ group }) => { group('out-2')['destination_port_ranges'] = ['5830']; },
    'The rule out-2 has the ports 5830; write 5831.'],
  ['a port left out, in a firewall', ({ firewall }) => { firewall('n1')['destination_ports'] = ['443', '8787']; },
    'The network rule n1 has the ports 443, 8787; write 443, 8787, 18881.'],
  ['UDP for TCP', ({ group }) => { group('out-9')['protocol'] = 'Udp'; }, 'The rule out-9 is for Udp; make it Tcp.'],
  ['UDP for TCP, in a firewall', ({ firewall }) => { firewall('n9')['protocols'] = ['UDP']; },
    'The network rule n9 is for UDP; make it TCP.'],
  ['source and destination swapped', ({ group }) => void Object.assign(group('out-4'), {
    source_address_prefix: ARM, destination_address_prefix: '*',
  }), `The rule out-4 has ${ARM} as its source; make it the destination.`],
  ['the other direction', ({ group }) => { group('out-4')['direction'] = 'Inbound'; }, 'The rule out-4 is Inbound; make it Outbound.'],
  ['a rule after the one that denies', ({ group }) => { group('out-9')['priority'] = 4095; group('deny-out')['priority'] = 4000; },
    'The rule out-9 (priority 4095) is for it, and comes after; give it a priority below 4000.'],
  ['a firewall rule for another subnet', ({ firewall }) => { firewall('n4')['source_addresses'] = ['10.1.2.0/24']; },
    'The network rule n4 is not for the addresses of the subnet: 10.1.2.0/24; add 10.1.1.0/24.'],
  ['a firewall rule for half of the subnet', ({ firewall }) => { firewall('n4')['source_addresses'] = ['10.1.1.0/25']; },
    'The network rule n4 is only for a part of the addresses of the subnet: 10.1.1.0/25; add 10.1.1.0/24.'],
  ['ports at both ends', ({ group }) => { group('out-4')['source_port_range'] = '443'; },
    'The rule out-4 is only for the source ports 443, which are the ports of the other end; write *.'],
  ['a tag for one region', ({ firewall }) => { firewall('n7')['destination_addresses'] = ['MicrosoftContainerRegistry.WestEurope']; },
    'The network rule n7 has MicrosoftContainerRegistry.WestEurope, which is a part of MicrosoftContainerRegistry; ' +
      'write MicrosoftContainerRegistry.'],
  ['two rules with one priority', ({ group }) => { group('out-4')['priority'] = 230; },
    'the rules out-3 and out-4 are both Outbound 230; Azure takes a priority once in a direction, so give one of them another priority'],
  ['a route to an address that nobody has', ({ route }) => { route['next_hop_in_ip_address'] = '10.1.0.100'; },
    'Routes of the subnet lead to the appliance 10.1.0.100, and the rules of this appliance were not read'],
  ['a route table without an association', ({ resource }) => { delete resource['azurerm_subnet_route_table_association']; },
    'The files associate neither a route table nor a NAT gateway with the subnet'],
  ['a route to nowhere', ({ route }) => void Object.assign(route, { next_hop_type: 'None', next_hop_in_ip_address: null }),
    'Route default (0.0.0.0/0) to None: it is dropped'],
  ['a prefix that is not that of the network', ({ group }) => { group('vnet-out')['destination_address_prefix'] = '10.11.0.0/16'; },
    'the address space 10.1.0.0/16 is denied by rule deny-out (priority 4096)'],
  ['a firewall that denies what it should allow', ({ resource }) => {
    (resource['azurerm_firewall_policy_rule_collection_group']!['g']!['network_rule_collection'] as Body[])[0]!['action'] = 'Deny';
  }, 'is denied by network rule n'],
];

test.each(MISTAKES)('%s', (_, make, says) => {
  const all = site();
  make(all);
  const { findings } = verify(networkOf([{ file: 'main.tf.json', json: { resource: all.resource } }]), options);
  expect(new Set(findings.map(({ id }) => id)).size).toBe(1);
  findings.forEach(({ message }) => expect(message).toContain(says));
});

test('ports at the other end are said, beside what else is wrong with the rule', () => {
  const { group, resource } = site();
  Object.assign(group('out-4'), { source_port_range: '443', destination_port_ranges: ['1024-65535'] });
  const { findings } = verify(networkOf([{ file: 'main.tf.json', json: { resource } }]), options);
  expect(findings.find(({ id }) => id === 'requirement-denied')?.message)
    .toContain('The rule out-4 has the ports 443 as its source ports; make them the destination ports, and the source ports *.');
});

test('a rule that another requirement needs is not to be changed', () => {
  const all = site();
  all.resource['azurerm_network_security_group']!['n']!['security_rule'] =
    (all.resource['azurerm_network_security_group']!['n']!['security_rule'] as Body[]).filter(({ name }) => name !== 'out-6');
  const { findings } = verify(networkOf([{ file: 'main.tf.json', json: { resource: all.resource } }]), options);
  expect(findings.map(({ id }) => id)).toEqual(['requirement-denied']);
  expect(findings[0]!.message).toContain('AzureFrontDoor.Frontend');
  expect(findings[0]!.message).not.toContain('FirstParty');
});

test('a rule that keeps a later one from having an effect is not called redundant', () => {
  const all = site();
  const rules = all.resource['azurerm_network_security_group']!['n']!['security_rule'] as Body[];
  rules.push({ ...all.group('deny-out'), name: 'no-udp', priority: 150, protocol: 'Udp' });
  const { findings } = verify(networkOf([{ file: 'main.tf.json', json: { resource: all.resource } }]), options);
  expect(findings.map(({ id, subject }) => `${id} ${subject}`)).toEqual(['requirement-denied training basic.azure-machine-learning-udp']);
});

test('a tag without its region is open to all regions: the finding says which one is asked for', () => {
  const all = site();
  all.group('out-5')['destination_address_prefix'] = 'Storage';
  all.firewall('n5')['destination_addresses'] = ['Storage'];
  const { findings } = verify(networkOf([{ file: 'main.tf.json', json: { resource: all.resource } }]), options);
  expect(findings.map(({ id, subject }) => `${id} ${subject}`)).toEqual(['open-beyond-requirements training outbound TCP 443 Storage']);
  expect(findings[0]!.message).toContain('no requirement asks for it. Of it, requirements ask only for Storage.WestEurope.');
});

test('without a mistake, nothing is said', () => {
  expect(verify(networkOf([{ file: 'main.tf.json', json: { resource: site().resource } }]), options).findings).toEqual([]);
});

// The same for requirements that name hosts and ranges.
const OWN = [Endpoint.fqdn('packages.contoso.com'), Endpoint.fqdn('*.contoso.org'), Endpoint.addressRange('10.9.0.0/24')];
const RULE = { name: 'r', source_addresses: ['10.1.1.0/24'] };
const HTTPS = [{ type: 'Https', port: 443 }];

function deniedBy(collections: Body, others: typeof options.subnets = []): string {
  const { resource, group } = site();
  group('deny-out')['access'] = 'Allow';
  resource['azurerm_firewall_policy_rule_collection_group']!['own'] = {
    name: 'rcg-own', priority: 600, firewall_policy_id: '${azurerm_firewall_policy.p.id}', ...collections,
  };
  const [subnet] = options.subnets;
  const requirements = OWN.reduce((set, endpoint, i) => set.plus(Requirement.outbound({
    id: `own.${i}`, slot: 2900 + i, endpoint, ports: Ports.tcp(443), purpose: 'Own',
  })), subnet!.requirements);
  const { findings } = verify(networkOf([{ file: 'main.tf.json', json: { resource } }]), {
    ...options, subnets: [{ ...subnet!, requirements }, ...others],
  });
  return findings.filter(({ id }) => id === 'requirement-denied' || id === 'requirement-unknown').map(({ message }) => message).join('\n');
}
const web = (rule: Body): Body => ({
  application_rule_collection: [{ name: 'a', priority: 300, action: 'Allow', rule: [{ ...RULE, protocols: HTTPS, ...rule }] }],
});
const net = (rule: Body, action = 'Allow', name = 'w'): Body => ({ network_rule_collection: [{ name, priority: 300, action, rule: [
  { ...RULE, protocols: ['TCP'], destination_ports: ['443'], ...rule },
] }] });

test.each<[mistake: string, collections: Body, says: string]>([
  ['a letter of a name', web({ destination_fqdns: ['package.contoso.com'] }),
    'rule r has package.contoso.com; write packages.contoso.com.'],
  ['a URL for a name', web({ destination_fqdns: ['https://packages.contoso.com/'] }),
    'rule r has https://packages.contoso.com/; write packages.contoso.com.'],
  ['names below a name', web({ destination_fqdns: ['*.packages.contoso.com'] }),
    'rule r has *.packages.contoso.com, which does not match packages.contoso.com itself; add packages.contoso.com.'],
  ['a name in a network rule, with the DNS proxy off', net({ destination_fqdns: ['packages.contoso.com'] }),
    'network rule r has the host name packages.contoso.com: a network rule with a host name needs the DNS proxy of the firewall'],
  ['a wildcard left out', web({ destination_fqdns: ['contoso.org'] }), 'rule r has contoso.org; write *.contoso.org.'],
  ['the port of a name', web({ destination_fqdns: ['packages.contoso.com'], protocols: [{ type: 'Https', port: 8443 }] }),
    'rule r has the ports 8443; write 443.'],
  ['HTTP for HTTPS', web({ destination_fqdns: ['packages.contoso.com'], protocols: [{ type: 'Http', port: 443 }] }),
    'rule r is for Http on port 443; make it Https.'],
  ['no port', web({ destination_fqdns: ['packages.contoso.com'], protocols: [] }), 'rule r has no ports; write 443.'],
  ['another subnet', web({ destination_fqdns: ['packages.contoso.com'], source_addresses: ['10.1.9.0/24'] }),
    'rule r is not for the addresses of the subnet: 10.1.9.0/24; add 10.1.1.0/24.'],
  ['a digit of a range', net({ destination_addresses: ['10.8.0.0/24'] }), 'rule r has 10.8.0.0/24; write 10.9.0.0/24.'],
  ['a part of a range', net({ destination_addresses: ['10.9.0.0/25'] }),
    'rule r has 10.9.0.0/25, which is a part of 10.9.0.0/24; write 10.9.0.0/24.'],
  ['the port of a range', net({ destination_addresses: ['10.9.0.0/24'], destination_ports: ['80'] }),
    'rule r has the ports 80; write 443.'],
  ['a rule behind the one that denies', { network_rule_collection: [
    ...(net({ name: 'no', destination_addresses: ['10.9.0.0/16'] }, 'Deny', 'denied')['network_rule_collection'] as Body[]),
    { ...(net({ destination_addresses: ['10.9.0.0/24'] })['network_rule_collection'] as Body[])[0], priority: 400 },
  ] }, 'rule r is for it, and comes after the collection denied, which denies it; put it before that one.'],
  ['an application rule, and a network rule that denies everything', { ...web({ destination_fqdns: ['packages.contoso.com'] }),
    ...net({ name: 'no', protocols: ['Any'], destination_addresses: ['*'], destination_ports: ['*'] }, 'Deny', 'denied') },
  'rule r is for it, and network rules come before all application rules; narrow the network rule of the collection denied, which ' +
    'denies it.'],
])('the rule that was meant: %s', (_, collections, says) => {
  expect(deniedBy(collections)).toContain(says);
});

test('a rule for something else is not taken for the one that was meant', () => {
  const said = deniedBy(web({ destination_fqdns: ['pypi.org', 'packages.fabrikam.com'] }));
  expect(said).toContain('packages.contoso.com');
  expect(said).not.toMatch(/rule r (has|is)/);
});

test('a rule for another subnet that is asked for is not taken for the one that was meant', () => {
  const [subnet] = options.subnets;
  const other = { ...subnet!, name: 'other', subnetId: subnet!.subnetId.replace(/[^/]*$/, 'AzureFirewallSubnet') };
  const rule = web({ destination_fqdns: ['packages.contoso.com'], source_addresses: ['10.1.0.0/26'] });
  expect(deniedBy(rule)).toContain('add 10.1.1.0/24');
  expect(deniedBy(rule, [other])).not.toContain('add 10.1.1.0/24');
});

// No service tag has addresses of documentation, for multicast, or that are reserved.
test.each([
  ['192.0.2.0/24', 0], ['198.51.100.0/24', 0], ['203.0.113.128/25', 0], ['224.0.0.0/4', 0], ['240.0.0.0/4', 0], ['169.254.0.0/16', 0],
  ['100.64.0.0/10', 0], ['192.0.0.0/16', 10], ['20.20.20.0/24', 10],
])('a route to nowhere for %s leaves %i answers unknown', (prefix, unknown) => {
  const { resource } = site();
  (resource['azurerm_route_table']!['t']!['route'] as Body[]).push({ name: 'hole', address_prefix: prefix, next_hop_type: 'None' });
  const { answers } = verify(networkOf([{ file: 'main.tf.json', json: { resource } }]), options);
  expect(answers.filter(({ outcome }) => outcome !== 'met')).toHaveLength(unknown);
});

test('a rule that never matches and the one before it are told apart where they have one name', () => {
  const all = site();
  const group = all.resource['azurerm_firewall_policy_rule_collection_group']!['g']!;
  const rule = { ...all.firewall('n4') };
  const late = { name: 'late', priority: 900, action: 'Allow', rule: [rule] };
  group['network_rule_collection'] = [...group['network_rule_collection'] as Body[], late];
  const { findings } = verify(networkOf([{ file: 'main.tf.json', json: { resource: all.resource } }]), options);
  expect(findings.map(({ message }) => message))
    .toEqual(['The rule n4 never matches: network_rule_collection net.rule n4 takes all its traffic before.']);
});
