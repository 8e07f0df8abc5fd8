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
