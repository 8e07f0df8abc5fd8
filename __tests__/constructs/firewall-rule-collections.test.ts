import { Firewall } from '@cdktf/provider-azurerm/lib/firewall';
import { TerraformVariable } from 'cdktf';
import {
  Endpoint, FirewallDestinations, FirewallPolicyRules, FirewallRuleCollections, FirewallSku, Ports, Requirement, Scenario,
  type FirewallRuleCollectionsProps,
} from '../../lib';
import { firewallLines, IDS, newStack, PLACE, requirementSet, resource, resources, signIn, synth, type Fields } from './synthesis';

const common = { firewallId: IDS.firewall, name: 'ml', priority: 500, sources: ['10.1.1.0/24'] };

function classic(props: Partial<FirewallRuleCollectionsProps> = {}): Fields {
  return synth((stack) => new FirewallRuleCollections(stack, 'Egress', { requirements: signIn(), ...common, ...props }));
}

test('one collection of network rules and one of application rules, on the firewall of the id', () => {
  const json = classic({
    requirements: requirementSet({ scenarios: [Scenario.PYTHON_PACKAGES] }).only('basic.azure-monitor', 'python-packages.pypi'),
  });
  const where = { azure_firewall_name: 'firewall', resource_group_name: 'rg-network', priority: 500, action: 'Allow' };
  expect(resource(json, 'firewall_network_rule_collection')).toEqual({
    ...where, name: 'ml-network',
    rule: [{
      name: 'Allow-AzureMonitor-Tcp-443', description: 'Logs and metrics, also for support cases [basic.azure-monitor]', protocols: ['TCP'],
      destination_addresses: ['AzureMonitor'], destination_ports: ['443'], source_addresses: ['10.1.1.0/24'],
    }],
  });
  expect(resource(json, 'firewall_application_rule_collection')).toEqual({
    ...where, name: 'ml-application',
    rule: [{
      name: 'Allow-pypi.org-Tcp-443', description: 'Index of Python packages [python-packages.pypi, kubernetes.pypi, model-catalog.pypi]',
      protocol: [{ type: 'Https', port: 443 }],
      target_fqdns: ['pypi.org'], source_addresses: ['10.1.1.0/24'],
    }],
  });
});

test('no empty collection', () => {
  expect(resources(classic(), 'firewall_application_rule_collection')).toEqual([]);
  expect(resources(
    classic({ requirements: requirementSet({ scenarios: [Scenario.RSTUDIO] }).only('rstudio.cran') }), 'firewall_network_rule_collection',
  ))
    .toEqual([]);
});

test('the same traffic as rules of a policy', () => {
  const options = {
    requirements: requirementSet({ scenarios: [Scenario.RSTUDIO, Scenario.WITHOUT_SERVICE_TAGS] }),
    destinations: FirewallDestinations.HOST_NAMES, dnsProxy: true,
  };
  const policy = synth((stack) => new FirewallPolicyRules(stack, 'Egress', {
    ...options, firewallPolicyId: IDS.policy, name: 'ml', priority: 500, sources: ['10.1.1.0/24'],
  }));
  for (const kind of ['network', 'application'] as const) {
    expect(firewallLines(classic(options), kind)).toEqual(firewallLines(policy, kind));
  }
});

test('a URL path becomes the whole host in every tier, which is reported as wider', () => {
  const requirements = signIn().plus(Requirement.outbound({
    id: 'path', slot: 2000, endpoint: Endpoint.url('github.com/org/*'), ports: Ports.tcp(443), purpose: 'Repository',
  }));
  const { substitutions } = new FirewallRuleCollections(newStack(), 'Egress', { requirements, ...common, sku: FirewallSku.PREMIUM });
  expect(substitutions).toMatchObject([{ requirementId: 'path', writtenAs: 'the whole host github.com', isWider: true }]);
  expect(firewallLines(classic({ requirements, sku: FirewallSku.PREMIUM }), 'application')).toEqual(['github.com Https:443']);
});

test('sources may be IP groups', () => {
  const [rule] =
    resource(classic({ sources: undefined, sourceIpGroupIds: [IDS.ipGroup] }), 'firewall_network_rule_collection').rule as Fields[];
  expect(rule).toMatchObject({ source_ip_groups: [IDS.ipGroup] });
  expect(rule).not.toHaveProperty('source_addresses');
});

test('the firewall and the priority may be references', () => {
  const json = synth((stack) => {
    const priority = new TerraformVariable(stack, 'priority', { type: 'number' });
    const firewall = new Firewall(stack, 'Hub', { name: 'fw', ...PLACE, skuName: 'AZFW_VNet', skuTier: 'Standard' });
    new FirewallRuleCollections(stack, 'Egress', {
      requirements: signIn(), ...common, firewallId: firewall.id, priority: priority.numberValue,
    });
  });
  expect(resource(json, 'firewall_network_rule_collection')).toMatchObject({
    azure_firewall_name: '${element(split("/", azurerm_firewall.Hub.id), 8)}',
    resource_group_name: '${element(split("/", azurerm_firewall.Hub.id), 4)}',
    priority: '${var.priority}',
  });
});

test.each<[string, Partial<FirewallRuleCollectionsProps>, string]>([
  ['the id of a policy', { firewallId: IDS.policy }, 'firewallId: '],
  ['a priority out of bounds', { priority: 99 }, 'priority: 99 is not a whole number from 100 to 65000'],
  ['a name that is no name', { name: '-ml' }, 'name: "-ml" is not a valid name'],
  ['no source', { sources: [] }, 'sources: say where the traffic comes from'],
])('refuses %s, and says where', (_, props, message) => {
  expect(() => classic(props)).toThrow(`[Network/Egress] ${message}`);
});

test('two constructs do not take the same priority or name on one firewall', () => {
  const stack = newStack();
  const add = (id: string, props: Partial<FirewallRuleCollectionsProps>): unknown =>
    new FirewallRuleCollections(stack, id, { requirements: signIn(), ...common, ...props });
  add('One', {});
  expect(() => add('SamePriority', { name: 'other' })).toThrow('[Network/SamePriority] priority 500 of the network rule collections of ');
  expect(() => add('SameName', { priority: 501 })).toThrow('[Network/SameName] the rule collection ml-network of ');
  add('Next', { name: 'next', priority: 502 });
  add('Elsewhere', { firewallId: `${IDS.firewall}-2` });
});
