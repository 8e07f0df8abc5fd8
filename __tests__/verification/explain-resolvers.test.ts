import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MachineLearning } from '../../lib';
import { Cloud } from '../../lib/azure/clouds';
import { Edition } from '../../lib/requirements/edition';
import { Scenario } from '../../lib/requirements/scenario';
import { VerificationRequest } from '../../lib/verification/request';
import { explainInNetwork, verifyNetwork } from '../../lib/verification/verify-network';

type Body = Record<string, unknown>;
type Resources = Record<string, Record<string, Body>>;

const MET = readFileSync(join(__dirname, '../cases/00-all-met/main.tf.json'), 'utf8');
const FIREWALL = '${azurerm_firewall.f.ip_configuration[0].private_ip_address}';
const requirements = MachineLearning.requirements({
  edition: Edition.E2026_03_19, cloud: Cloud.PUBLIC, region: 'westeurope', scenarios: [Scenario.PYTHON_PACKAGES],
  workspace: { privateEndpoint: true }, compute: { publicIp: false },
});

/** The network in which all is met, with a rule for a host, and with other DNS servers and another DNS proxy. */
function requestFor(servers: readonly string[] | undefined, proxy: unknown, isAsked: boolean): VerificationRequest {
  const json = JSON.parse(MET) as { resource: Resources };
  const all = json.resource;
  const [group] = Object.values(all['azurerm_firewall_policy_rule_collection_group']!);
  const rules = Object.values(all['azurerm_network_security_group']!)[0]!['security_rule'] as Body[];
  group!['application_rule_collection'] = [{ name: 'hosts', priority: 200, action: 'Allow', rule: [{
    name: 'pypi', source_addresses: ['10.1.1.0/24'], destination_fqdns: ['pypi.org'], protocols: [{ type: 'Https', port: 443 }],
  }] }];
  rules.push({ ...rules.find(({ access, direction }) => access === 'Allow' && direction === 'Outbound'), name: 'web', priority: 900,
    source_address_prefix: '*', destination_address_prefix: 'Internet', protocol: 'Tcp', destination_port_range: '443' });
  Object.assign(Object.values(all['azurerm_virtual_network']!)[0]!, servers && { dns_servers: servers });
  Object.values(all['azurerm_firewall_policy']!).forEach((policy) => Object.assign(policy, { dns: proxy }));
  return {
    source: { documents: [{ file: 'main.tf.json', json }] },
    subnets: isAsked ? [{ name: 'training', subnetId: 'training', requirements }] : [],
  };
}

const OUTCOMES = { met: 'allow', denied: 'deny', unknown: 'unknown' } as const;

test.each<[string, readonly string[] | undefined, unknown, 'met' | 'denied']>([
  ['the resolver of Azure', undefined, undefined, 'met'],
  ['the firewall with its DNS proxy', [FIREWALL], [{ proxy_enabled: true }], 'met'],
  ['the firewall without', [FIREWALL], [{ proxy_enabled: false }], 'denied'],
  ['a server that the group lets through to', ['10.1.2.4'], undefined, 'met'],
  ['a server that it does not', ['192.168.0.4'], undefined, 'denied'],
])('verify and explain agree about a host name that is resolved by %s', (_, servers, proxy, outcome) => {
  const { answers, findings } = verifyNetwork(requestFor(servers, proxy, true));
  expect(answers.find(({ requirementId }) => requirementId === 'python-packages.pypi')!.outcome).toBe(outcome);
  for (const isAsked of [true, false]) {
    const explanation = explainInNetwork(requestFor(servers, proxy, isAsked), 'training outbound tcp 443 pypi.org');
    expect(explanation.outcome).toBe(OUTCOMES[outcome]);
  }
  const off = findings.filter(({ cause }) => cause?.text.includes('the DNS proxy') === true);
  expect(off.every(({ cause }) => cause!.text.endsWith('Switch it on, or let another server resolve host names.'))).toBe(true);
});

test.each<[string, readonly string[] | undefined, unknown, string[]]>([
  ['the resolver of Azure', undefined, undefined, []],
  ['a DNS proxy that is on', [FIREWALL], [{ proxy_enabled: true }], []],
  ['a DNS proxy that is perhaps on', [FIREWALL], [{ proxy_enabled: '${var.proxy}' }], [
    expect.stringContaining('host names are resolved by the DNS servers') as string,
    expect.stringMatching(/^the DNS proxy of the firewall \S+ is on$/) as string,
  ]],
])('explain says what the resolver rests on: %s', (_, servers, proxy, expected) => {
  const { answers } = verifyNetwork(requestFor(servers, proxy, true));
  const met = answers.find(({ requirementId }) => requirementId === 'python-packages.pypi')!;
  expect(met).toMatchObject({ outcome: 'met', conditions: expect.arrayContaining(expected) as unknown });
  const { outcome, conditions } = explainInNetwork(requestFor(servers, proxy, false), 'training outbound tcp 443 pypi.org');
  expect([outcome, conditions.filter((one) => /DNS/.test(one))]).toEqual(['allow', expected]);
});

test('explain and verify deny a host where the group keeps the subnet from the resolver of Azure', () => {
  const request = (isAsked: boolean): VerificationRequest => {
    const made = requestFor(undefined, undefined, isAsked);
    const { resource } = made.source.documents![0]!.json as { resource: Resources };
    (Object.values(resource['azurerm_network_security_group']!)[0]!['security_rule'] as Body[]).push({
      name: 'no-dns', priority: 101, access: 'Deny', direction: 'Outbound', protocol: '*', source_address_prefix: '*',
      source_port_range: '*', destination_address_prefix: 'AzurePlatformDNS', destination_port_range: '*',
    });
    return made;
  };
  const { answers } = verifyNetwork(request(true));
  const answer = answers.find(({ requirementId }) => requirementId === 'python-packages.pypi')!;
  for (const isAsked of [true, false]) {
    const { outcome, steps } = explainInNetwork(request(isAsked), 'training outbound tcp 443 pypi.org');
    expect([outcome, answer.outcome]).toEqual(['deny', 'denied']);
    expect(steps.at(-1)!.text).toBe(answer.steps.at(-1)!.text);
    expect(steps.at(-1)!.text).toMatch(/^host names are resolved by Azure .*: .*rule no-dns/);
  }
});
