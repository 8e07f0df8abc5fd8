import * as library from '../../lib';
import { Cloud, Endpoint, Ports, Requirement, RequirementSet } from '../../lib';
import { Finding } from '../../lib/findings/finding';
import { VerificationResult } from '../../lib/verification/verification-result';
import { explainFlow } from '../../lib/verification/explain';
import { exampleText, parseFlow } from '../../lib/verification/flow';
import { networkOf } from '../../lib/terraform/read-network';
import { verify, VerifyOptions } from '../../lib/verification/verify';
import { newStack, textOf } from '../constructs/synthesis';
import { hubAndSpoke } from '../support/hub-and-spoke';

/** Terraform JSON of a resource, to be changed. */
interface Body { [name: string]: unknown }
type Resources = Record<string, Record<string, Body>>;

const stack = newStack();
const { requirements, subnets: [spoke] } = hubAndSpoke(stack, 1, library);
const SYNTHESIZED = textOf(stack);
const SPACE = [spoke!.space, '10.0.0.0/16'];

const GROUP = 'azurerm_network_security_group';
const RULES = 'azurerm_firewall_policy_rule_collection_group';

/** Findings after a change of what the constructs write; without one there is none. */
function findingsAfter(change: (resources: Resources) => void, set = requirements): readonly Finding[] {
  return resultAfter(change, set).findings;
}

function resultAfter(change: (resources: Resources) => void, set = requirements, ipGroups: readonly string[] = []): VerificationResult {
  const json = JSON.parse(SYNTHESIZED) as { resource: Resources };
  change(json.resource);
  return verify(networkOf([{ file: 'cdk.tf.json', json }]), options(set, ipGroups));
}

function options(set: RequirementSet, ipGroups: readonly string[] = []): VerifyOptions {
  return { subnets: [
    { name: spoke!.name, subnetId: spoke!.subnetId, addressPrefixes: [spoke!.prefix], requirements: set, networkTraffic: SPACE, ipGroups },
  ] };
}

function lines(findings: readonly Finding[]): string[] {
  return findings.map(({ id, subject, message }) => `${id} [${subject}] ${message}`);
}

function only(resources: Resources, type: string): Body {
  return Object.values(resources[type]!)[0]!;
}

function securityRules(resources: Resources): Body[] {
  return only(resources, GROUP)['security_rule'] as Body[];
}

function firewallRules(resources: Resources, kind: 'network' | 'application'): Body[] {
  return (only(resources, RULES)[`${kind}_rule_collection`] as { rule: Body[] }[])[0]!.rule;
}

function ruleNamed(rules: readonly Body[], name: string): Body {
  const found = rules.find((rule) => rule['name'] === name);
  if (found === undefined) {
    throw new Error(`there is no rule ${name}, only ${rules.map((rule) => String(rule['name'])).join(', ')}`);
  }
  return found;
}

const RULE = {
  name: 'extra', priority: 900, direction: 'Outbound', access: 'Allow', protocol: 'Tcp', source_port_range: '*',
  destination_port_range: '443', source_address_prefix: '*', destination_address_prefix: '*',
};

function addRule(resources: Resources, rule: Body): void {
  securityRules(resources).push({ ...RULE, ...rule });
}

const NSG = `${GROUP}.spoke-0_SecurityGroup_`;
const RCG = `${RULES}.spoke-0_FirewallPolicyRules_`;

/** Logical ids end in a hash, which is not what is tested. */
function withoutHashes(text: string): string {
  return text.replace(/_([0-9A-F]{8})(?=\/| |$|\])/g, '_');
}

test('what the constructs write gives no finding', () => {
  expect(lines(findingsAfter(() => undefined))).toEqual([]);
});

const CHANGES: readonly (readonly [what: string, change: (resources: Resources) => void, expected: string[]])[] = [
  ['a firewall rule that is missing', (all) => {
    const rules = firewallRules(all, 'network');
    rules.splice(rules.indexOf(ruleNamed(rules, 'Allow-AzureMonitor-Tcp-443')), 1);
  }, [
    'requirement-denied [spoke-0 basic.azure-monitor] outbound TCP 443 serviceTag AzureMonitor is denied. Firewall fwp-hub: no rule ' +
      'matches AzureMonitor, and what no rule matches is denied; ' +
      'this compares names only, and a service tag file shows whether rules for other tags cover some of its addresses.',
  ]],
  ['a security rule that comes before', (all) => addRule(all, {
    name: 'No-Monitor', priority: 200, access: 'Deny', destination_address_prefix: 'AzureMonitor',
  }), expect.arrayContaining([
    'requirement-denied [spoke-0 basic.azure-monitor] outbound TCP 443 serviceTag AzureMonitor is denied. Security group nsg-spoke-0: ' +
      'AzureMonitor is denied by rule No-Monitor (priority 200). The rule Allow-AzureMonitor-Tcp-443 (priority 1110) is for it, and ' +
      'comes after; give it a priority below 200.',
    expect.stringMatching(
      /^requirement-unknown \[spoke-0 basic\.storage\] .* rule No-Monitor \(priority 200\) may deny it, because AzureMonitor may cover addresses of Storage\.WestUS2 \(by names only/,
    ),
  ]) as string[]],
  ['a port that is another', (all) => {
    ruleNamed(securityRules(all), 'Allow-AzureMonitor-Tcp-443')['destination_port_range'] = '444';
    ruleNamed(securityRules(all), 'Allow-HostNames-Tcp-443')['destination_port_range'] = '442';
  }, expect.arrayContaining([
    expect.stringMatching(
      /^requirement-denied \[spoke-0 basic\.azure-monitor\] .* AzureMonitor is denied by rule Deny-Other-Outbound \(priority 4096\)/,
    ),
    expect.stringMatching(
      /^requirement-denied \[spoke-0 python-packages\.pypi\] .* pypi\.org is denied by rule Deny-Other-Outbound \(priority 4096\)/,
    ),
  ]) as string[]],
  ['a priority that is not known', (all) => {
    ruleNamed(securityRules(all), 'Deny-Other-Outbound')['priority'] = '${var.last}';
  }, expect.arrayContaining([
    expect.stringMatching(
      /^requirement-unknown \[spoke-0 basic\.azure-monitor\] .* rule Deny-Other-Outbound \(priority unknown\) may deny it, because its priority is not known/,
    ),
  ]) as string[]],
  ['a next hop that nobody knows', (all) => {
    (only(all, 'azurerm_route_table')['route'] as Body[])[0]!['next_hop_in_ip_address'] = '10.9.9.9';
  }, [
    'not-evaluated [spoke-0 appliance 10.9.9.9] Routes of the subnet lead to the appliance 10.9.9.9, and the rules of this appliance ' +
      `were not read: neither what it lets through nor what it denies is known, so ${requirements.all.length - 1} requirements ` +
      'are unknown. Also give the files or an export of the firewall that has this address: "az network firewall list" prints Azure ' +
      'Firewalls with their addresses, "az network firewall policy list" their policies, and ' +
      '"az network firewall policy rule-collection-group list" the rules of a policy.',
  ]],
  ['a subnet that is somewhere else', (all) => {
    only(all, 'azurerm_subnet')['name'] = 'other';
    Object.values(all['azurerm_subnet']!).forEach((subnet) => subnet['name'] = 'other');
  },
  expect.arrayContaining([expect.stringMatching(
    /^not-evaluated \[spoke-0\] The files have no subnet "\/subscriptions\/.*\/subnets\/compute", neither made there nor associated/,
  )]) as string[]],
  ['a port that is none', (all) =>
    addRule(all, { name: 'Odd', destination_port_range: 'https', destination_address_prefix: 'AzureMonitor' }), [
    expect.stringMatching(
      /^input-not-understood \[azurerm_network_security_group\S+ security_rule Odd\.destination_port_range\] .*"https"/,
    ) as unknown as string,
  ]],
  ['a rule for all of the Internet on another port', (all) => {
    addRule(all, { name: 'Ssh', destination_port_range: '22' });
    firewallRules(all, 'network').push({
      name: 'Ssh', protocols: ['TCP'], source_addresses: ['10.1.1.0/24'], destination_ports: ['20-22'],
      destination_addresses: ['203.0.113.0/24', 'GatewayManager'],
    });
  }, [
    'open-beyond-requirements [spoke-0 outbound TCP 22 203.0.113.0/24] TCP 22 to 203.0.113.0/24 is open (firewall fwp-hub), and no ' +
      'requirement asks for it.',
    'open-beyond-requirements [spoke-0 outbound TCP 22 GatewayManager] TCP 22 to GatewayManager is open (firewall fwp-hub), and no ' +
      'requirement asks for it.',
    'open-beyond-requirements [spoke-0 outbound TCP 22 VirtualNetwork] TCP 22 to VirtualNetwork is open (system route of the virtual ' +
      'network, or of one that is connected to it), and no requirement asks for it.',
  ]],
  ['a host name that nothing asks for', (all) => {
    ruleNamed(firewallRules(all, 'application'), 'Allow-pypi.org-Tcp-443')['destination_fqdns'] = ['pypi.org', '*.contoso.com'];
  },
  [
    'open-beyond-requirements [spoke-0 outbound TCP 443 *.contoso.com] TCP 443 to *.contoso.com is open (firewall fwp-hub), and no ' +
      'requirement asks for it.',
  ]],
  [
    'inbound traffic from the Internet',
    (all) => addRule(all, { name: 'In', direction: 'Inbound', destination_port_range: '3389', source_address_prefix: 'Internet' }), [
      'open-beyond-requirements [spoke-0 inbound TCP 3389 Internet] TCP 3389 from Internet is open, and no requirement asks for it.',
    ],
  ],
  ['the tag VirtualNetwork in place of the address space', (all) => {
    const rule = ruleNamed(securityRules(all), 'Allow-VirtualNetwork');
    delete rule['destination_address_prefixes'];
    rule['destination_address_prefix'] = 'VirtualNetwork';
  }, [
    'open-beyond-requirements [spoke-0 outbound TCP 0-442,444-65535, UDP on all ports, ICMP and ESP and AH VirtualNetwork] TCP ' +
      '0-442,444-65535, UDP on all ports, ICMP and ESP and AH to VirtualNetwork is open (system route of the virtual network, or of one ' +
      'that is connected to it), and no requirement asks for it.',
    `virtual-network-widened [spoke-0 ${NSG}/rule Allow-VirtualNetwork (priority 4090)] The rule Allow-VirtualNetwork (priority 4090) ` +
      'allows the tag VirtualNetwork, and routes for 0.0.0.0/0 can widen that tag to every address. Write the address space of the ' +
      'network instead.',
  ]],
  ['a rule below another', (all) => addRule(all, { name: 'Again', priority: 3000, destination_address_prefix: 'AzureMonitor' }), [
    `rule-never-matches [${NSG}/Again] The rule Again never matches: Allow-AzureMonitor-Tcp-443 takes all its traffic before.`,
  ]],
  ['a rule above another', (all) =>
    addRule(all, { name: 'Before', priority: 200, destination_address_prefix: 'Storage.WestUS2', source_address_prefix: '10.1.1.4' }), [
    `rule-redundant [${NSG}/Before] The rule Before could go without a change: later rules decide its traffic in the same way.`,
  ]],
  ['an application rule behind a network rule', (all) => firewallRules(all, 'network').push({
    name: 'Web', protocols: ['TCP'], source_addresses: ['*'], destination_ports: ['443'], destination_addresses: ['*'],
  }), expect.arrayContaining([
    `rule-never-matches [${RCG}Group_/Allow-pypi.org-Tcp-443] The rule Allow-pypi.org-Tcp-443 never matches: Web takes all its ` +
      'traffic before.',
  ]) as string[]],
  ['a tag in another case', (all) => {
    ruleNamed(firewallRules(all, 'network'), 'Allow-AzureMonitor-Tcp-443')['destination_addresses'] = ['azuremonitor'];
  }, [
    'requirement-denied [spoke-0 basic.azure-monitor] outbound TCP 443 serviceTag AzureMonitor is denied. Firewall fwp-hub: no rule ' +
      'matches AzureMonitor, and what no rule matches is denied; ' +
      'this compares names only, and a service tag file shows whether rules for other tags cover some of its addresses. ' +
      'The network rule Allow-AzureMonitor-Tcp-443 has azuremonitor, which Azure may take for something else; write AzureMonitor.',
  ]],
  ['a tag that the cloud does not have', (all) =>
    addRule(all, { name: 'Odd', direction: 'Inbound', access: 'Deny', source_address_prefix: 'AzureMonitor.WestUS2' }), [
    `tag-unknown [${NSG}/Odd AzureMonitor.WestUS2] The security rule Odd: service tag "AzureMonitor.WestUS2": AzureMonitor has no ` +
      'regional form that rules can use; did you mean "AzureMonitor"?',
  ]],
  ['a tag that a firewall does not know', (all) => {
    ruleNamed(firewallRules(all, 'network'), 'Allow-AzureMonitor-Tcp-443')['destination_addresses'] = ['Internet'];
  }, [
    'requirement-denied [spoke-0 basic.azure-monitor] outbound TCP 443 serviceTag AzureMonitor is denied. Firewall fwp-hub: no rule ' +
      'matches AzureMonitor, and what no rule matches is denied; ' +
      'this compares names only, and a service tag file shows whether rules for other tags cover some of its addresses.',
    `tag-unknown [${RCG}Group_/Allow-AzureMonitor-Tcp-443 Internet] The network rule Allow-AzureMonitor-Tcp-443: only security rules ` +
      'take the service tag Internet.',
  ]],
  ['a host name in a network rule without the DNS proxy', (all) => {
    only(all, 'azurerm_firewall_policy')['dns'] = { proxy_enabled: false };
    firewallRules(all, 'network').push({
      name: 'Time', protocols: ['UDP'], source_addresses: ['10.1.1.0/24'], destination_ports: ['123'],
      destination_fqdns: ['ntp.contoso.com'],
    });
  }, [
    `host-name-not-accepted [${RCG}Group_/Time ntp.contoso.com] The network rule Time has the host name ntp.contoso.com: a network rule ` +
      'with a host name needs the DNS proxy of the firewall, which is off.',
  ]],
  ['ports of the classic communication of Azure Batch', (all) => addRule(all, {
    name: 'Batch', direction: 'Inbound', source_address_prefix: 'BatchNodeManagement.WestUS2', destination_port_range: '29876-29877',
  }), [
    'open-beyond-requirements [spoke-0 inbound TCP 29876-29877 BatchNodeManagement.WestUS2] TCP 29876-29877 from ' +
      'BatchNodeManagement.WestUS2 is open, and no requirement asks for it. The rule Batch is for the classic communication of Azure ' +
      'Batch, TCP 29876-29877 from BatchNodeManagement. The documentation no longer asks for it since its edition of 2023-04-14; remove ' +
      'the rule.',
  ]],
  ['ports of the classic communication of Azure Batch in a group that no verified subnet has', (all) => {
    all['azurerm_network_security_group']!['other'] = { name: 'other', resource_group_name: 'rg-x', security_rule: [{
      name: 'Batch', priority: 100, direction: 'Inbound', access: 'Allow', protocol: 'Tcp', source_port_range: '*',
      source_address_prefix: 'BatchNodeManagement', destination_address_prefix: '*', destination_port_range: '29876-29877',
    }] };
  }, expect.arrayContaining([
    'retired-requirement [azurerm_network_security_group.other/Batch] The classic communication of Azure Batch, TCP 29876-29877 from ' +
      'BatchNodeManagement, is open by the rule Batch. The documentation no longer asks for it since its edition of 2023-04-14; remove ' +
      'the rule.',
  ]) as string[]],
  ['a host name in a security rule', (all) => addRule(all, {
    name: 'Host', access: 'Deny', priority: 4000, destination_address_prefix: '*.contoso-data.com',
  }), expect.arrayContaining([
    `host-name-not-accepted [${NSG}/Host *.contoso-data.com] The security rule Host has the host name *.contoso-data.com instead of ` +
      'addresses: a security rule takes addresses and service tags; let a firewall filter host names.',
  ]) as string[]],
  ['a wildcard in a network rule', (all) => firewallRules(all, 'network').push({
    name: 'Wild', protocols: ['UDP'], source_addresses: ['10.9.0.0/16'], destination_ports: ['123'], destination_fqdns: ['*.ntp.org'],
  }), [
    `host-name-not-accepted [${RCG}Group_/Wild *.ntp.org] The network rule Wild has the host name *.ntp.org: a network rule takes no ` +
      'wildcard; an application rule does.',
  ]],
  ['no security group', (all) => {
    delete all['azurerm_subnet_network_security_group_association'];
  },
  expect.arrayContaining([
    'subnet-without-security-group [spoke-0] The files associate no network security group with the subnet, so nothing is denied in ' +
      'either direction, and no requirement asks for what is open: any traffic from any address, and TCP 0-442,444-65535, ' +
      'UDP on all ports, ICMP and ESP and AH to VirtualNetwork.',
  ]) as string[]],
  ['no route table', (all) => {
    delete all['azurerm_subnet_route_table_association'];
  },
  expect.arrayContaining(['subnet-without-route-table [spoke-0] The files associate neither a route table nor a NAT gateway with the ' +
    'subnet: its traffic goes to the Internet by the routes of the system, past any firewall.',
    'open-beyond-requirements [spoke-0 outbound TCP 443 Internet] TCP 443 to Internet is open (system route 0.0.0.0/0 to the Internet), ' +
      'and no requirement asks for it.']) as string[]],
  ['a policy that is made elsewhere', (all) => {
    const id =
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-hub/providers/Microsoft.Network/firewallPolicies/' +
        'fwp-elsewhere';
    only(all, 'azurerm_firewall')['firewall_policy_id'] = id;
    only(all, RULES)['firewall_policy_id'] = id;
    delete all['azurerm_firewall_policy'];
  },
  [
    'rules-not-read [firewall fwp-elsewhere] The firewall fwp-elsewhere may have rules that are not in the files (a firewall policy that ' +
      'is not made here). The answers rest on those that are.',
  ]],
];

describe.each(CHANGES)('%s', (_what, change, expected) => {
  test('is found', () => {
    expect(lines(findingsAfter(change)).map(withoutHashes)).toEqual(expected);
  });

  test('has examples that are explained alike', () => {
    const json = JSON.parse(SYNTHESIZED) as { resource: Resources };
    change(json.resource);
    const network = networkOf([{ file: 'cdk.tf.json', json }]);
    const OUTCOMES: Readonly<Record<string, string>> = {
      'requirement-denied': 'deny', 'requirement-unknown': 'unknown', 'open-beyond-requirements': 'allow',
      'subnet-without-security-group': 'allow', 'opening-unknown': 'unknown',
    };
    for (const { id, example } of verify(network, options(requirements)).findings) {
      if (example !== undefined && !['ESP', 'AH'].includes(example.protocol)) {
        const flow = exampleText(example);
        expect([id, flow, explainFlow(network, parseFlow(flow, Cloud.PUBLIC), options(requirements)).outcome])
          .toEqual([id, flow, OUTCOMES[id]]);
      }
    }
  });
});

test('a URL that a rule for its whole host carries is wider than what is asked for', () => {
  const set = requirements.plus(Requirement.outbound({
    id: 'own.repository', slot: 2000, endpoint: Endpoint.url('github.com/contoso/*'), ports: Ports.tcp(443), purpose: 'Code',
  }));
  const findings = findingsAfter((all) => {
    ruleNamed(firewallRules(all, 'application'), 'Allow-pypi.org-Tcp-443')['destination_fqdns'] = ['pypi.org', 'github.com'];
  }, set);
  expect(lines(findings)).toEqual([
    'wider-than-required [spoke-0 own.repository] github.com/contoso/* is asked for, and every path of github.com is open: a path is ' +
      'filtered only by a Premium policy with TLS inspection.',
  ]);
});

test('rules for an IP group that is made elsewhere hold the subnet when somebody says so', () => {
  const id = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-hub/providers/Microsoft.Network/ipGroups/spokes';
  const change = (all: Resources): void => {
    [...firewallRules(all, 'network'), ...firewallRules(all, 'application')].forEach((rule) => {
      delete rule['source_addresses'];
      rule['source_ip_groups'] = [id];
    });
  };
  const [without, stated] = [resultAfter(change), resultAfter(change, requirements, [id.toUpperCase()])];
  // within the network, and behind the firewall
  expect(new Set(without.answers.map(({ outcome }) => outcome))).toEqual(new Set(['met', 'unknown']));
  expect(without.findings[0]!.message).toMatch(/the addresses of spokes are not known: an IP group that is not made here/);
  expect(stated.findings).toEqual([]);
  expect(stated.answers.filter(({ outcome }) => outcome !== 'met')).toEqual([]);
  expect(new Set(stated.answers.flatMap(({ conditions }) => conditions))).toEqual(new Set([
    'the IP group spokes has the addresses of the subnet',
    'host names are resolved by Azure (168.63.129.16), unless the virtual network names DNS servers',
    'the virtual networks vnet-spoke-0 and vnet-hub are connected: the files have no peering between them',
  ]));
});
