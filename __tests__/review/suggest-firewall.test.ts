import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@cdktf/hcl2json';
import { fragmentHcl, fragmentJson } from '../../lib/review/terraform-fragment';
import { Report } from '../../lib/verification/verification-result';
import { applied, Configuration, fragmentsOf, suggestedFor } from '../support/suggested';

type Body = Record<string, unknown>;
interface Rule extends Body { name: string }
interface Collection extends Body { name: string; priority: number; action: string; rule: Rule[] }

const CASES = join(__dirname, '..', 'cases');
const GROUP = 'azurerm_firewall_policy_rule_collection_group';
const deploymentOf = (name: string): string => join(CASES, name, 'deployment.yaml');
const documentOf = (name: string): Configuration => JSON.parse(readFileSync(join(CASES, name, 'main.tf.json'), 'utf8')) as Configuration;
const unmet = ({ answers }: Report): string[] =>
  [...new Set(answers.filter(({ outcome }) => outcome !== 'met').map(({ requirementId }) => requirementId))].sort();
const refused = ({ findings }: Report): string[] =>
  findings.filter(({ id }) => id === 'refused-by-azure' || id === 'input-not-understood').map(({ subject }) => subject);
const open = ({ findings }: Report): string[] =>
  findings.filter(({ id }) => id === 'open-beyond-requirements' || id === 'opening-unknown').map(({ subject }) => subject).sort();

const folders = readdirSync(CASES, { withFileTypes: true }).filter((one) => one.isDirectory()).map(({ name }) => name);

test.each(folders)('case %s: what is suggested, applied, meets all that is not said to have no suggestion', (name) => {
  const document = documentOf(name);
  const { report, suggestions } = suggestedFor(document, deploymentOf(name));
  const left = [...new Set(suggestions.nothing.map(({ requirementId }) => requirementId))].sort();
  const named = suggestions.suggested.flatMap(({ requirementId, otherRequirementIds }) => [requirementId, ...otherRequirementIds]);
  expect([...new Set([...named, ...left])].sort()).toEqual(unmet(report));
  const after = suggestedFor(applied(document, suggestions), deploymentOf(name)).report;
  expect([unmet(after), refused(after), open(after)]).toEqual([left, refused(report), open(report)]);
  suggestions.nothing.forEach(({ reason }) => expect(reason).not.toBe(''));
});

test('case 33: the ports that are missing, in the collection that has the other rules of the subnet', () => {
  const { suggestions } = suggestedFor(documentOf('33-only-443'), deploymentOf('33-only-443'));
  expect(suggestions.nothing).toEqual([]);
  expect(fragmentsOf(suggestions).map((fragment) => fragmentJson(fragment))).toEqual([['8787', '18881'], ['5831']].map((ports, i) => ({
    resource: { [GROUP]: { g: { network_rule_collection: [{ name: 'net', rule: [{
      name: ['Allow-AzureMachineLearning-Tcp', 'Allow-AzureMachineLearning-Udp-5831'][i],
      description: expect.stringContaining('Azure Machine Learning') as unknown, source_addresses: ['10.1.1.0/24'],
      destination_addresses: ['AzureMachineLearning'], destination_ports: ports, protocols: [i === 0 ? 'TCP' : 'UDP'],
    }] }] } } },
  })));
});

const policyOf = (document: Configuration): Body & { network_rule_collection: Collection[]; application_rule_collection?: Collection[] } =>
  document.resource[GROUP]!['g'] as never;

/** A network behind the firewall of case 00 without its rules for one tag. */
function withoutTag(tag: string): Configuration {
  const document = documentOf('00-all-met');
  for (const collection of policyOf(document).network_rule_collection) {
    collection.rule = collection.rule.filter(({ destination_addresses: to }) => !(to as string[]).includes(tag));
  }
  return document;
}

function suggestionFor(
  document: Configuration,
): { fragments: object[]; hcl: string[]; notes: string[]; nothing: string[]; left: string[] } {
  const { suggestions } = suggestedFor(document, deploymentOf('00-all-met'));
  const after = suggestedFor(applied(document, suggestions), deploymentOf('00-all-met')).report;
  expect(refused(after)).toEqual([]);
  return {
    fragments: fragmentsOf(suggestions).map((one) => fragmentJson(one)), hcl: fragmentsOf(suggestions).map((one) => fragmentHcl(one)),
    notes: suggestions.suggested.flatMap(({ proposals }) => proposals.flatMap(({ notes }) => notes)),
    nothing: suggestions.nothing.map(({ reason }) => reason), left: unmet(after),
  };
}

const everything = (name: string, priority: number): Collection => ({ name, priority, action: 'Deny', rule: [{
  name: 'all', protocols: ['Any'], source_addresses: ['*'], destination_addresses: ['*'], destination_ports: ['*'],
}] });
const collectionsIn = (fragment: object | undefined): Collection[] =>
  Object.values((fragment as Configuration).resource[GROUP]!)[0]!['network_rule_collection'] as Collection[];

test('a policy that is made with count gets a group of its own, which names the instance', () => {
  const text = JSON.stringify(withoutTag('AzureMonitor')).replaceAll('azurerm_firewall_policy.p.id', 'azurerm_firewall_policy.p[0].id');
  const document = JSON.parse(text) as Configuration;
  Object.values(document.resource['azurerm_firewall_policy']!)[0]!['count'] = '${true ? 1 : 0}';
  Object.values(document.resource[GROUP]!)[0]!['count'] = 1;
  const { fragments, nothing, left } = suggestionFor(document);
  expect([nothing, left]).toEqual([[], []]);
  expect(Object.values((fragments[0] as Configuration).resource[GROUP]!).map(({ firewall_policy_id: policy }) => policy))
    .toEqual(['${azurerm_firewall_policy.p[0].id}']);
});

test('a collection that denies comes after the one that gets the rule', () => {
  const document = withoutTag('AzureMonitor');
  policyOf(document).network_rule_collection.push(everything('deny-all', 300));
  const { fragments, left } = suggestionFor(document);
  expect([collectionsIn(fragments[0])[0]!.name, left]).toEqual(['net', []]);
});

test('where the collection that denies comes first, a collection of its own stands before it', () => {
  const document = withoutTag('AzureMonitor');
  policyOf(document).network_rule_collection.push({
    ...everything('deny-monitor', 150), rule: [{ ...everything('', 0).rule[0]!, destination_addresses: ['AzureMonitor'] }],
  });
  const { fragments, left } = suggestionFor(document);
  expect(collectionsIn(fragments[0]).map(({ name, priority, action }) => ({ name, priority, action })))
    .toEqual([{ name: 'azureml-network', priority: 149, action: 'Allow' }]);
  expect(left).not.toContain('basic.azure-monitor');
});

test('where a group before denies and no priority is left in it, a group of its own stands before it', () => {
  const document = withoutTag('AzureMonitor');
  document.resource[GROUP]!['early'] = {
    name: 'early', firewall_policy_id: '${azurerm_firewall_policy.p.id}', priority: 200, network_rule_collection: [{
      ...everything('deny', 100), rule: [{ ...everything('', 0).rule[0]!, destination_addresses: ['AzureMonitor'] }],
    }],
  };
  const { fragments, left } = suggestionFor(document);
  expect(Object.entries((fragments[0] as Configuration).resource[GROUP]!).map(([key, { name, priority, firewall_policy_id: policy }]) =>
    ({ key, name, priority, policy }))).toEqual([
    { key: 'p-azureml', name: 'azureml', priority: 199, policy: '${azurerm_firewall_policy.p.id}' },
  ]);
  expect(left).not.toContain('basic.azure-monitor');
});

test('where a policy has no group, one is suggested, and the rules that follow go into it', () => {
  const document = documentOf('00-all-met');
  delete document.resource[GROUP];
  const { fragments, left, nothing } = suggestionFor(document);
  expect([left, nothing]).toEqual([[], []]);
  expect(Object.keys((fragments[0] as Configuration).resource[GROUP]!)).toEqual(['p-azureml']);
  expect(fragments.slice(1).map((one) => collectionsIn(one)[0]!.name)).toEqual(fragments.slice(1).map(() => 'azureml-network'));
});

test('a rule of the base policy that denies asks for a rule in the base policy', () => {
  const document = withoutTag('AzureMonitor');
  document.resource['azurerm_firewall_policy']!['base'] = { name: 'base', resource_group_name: 'rg-net', location: 'westeurope' };
  document.resource['azurerm_firewall_policy']!['p']!['base_policy_id'] = '${azurerm_firewall_policy.base.id}';
  document.resource[GROUP]!['early'] = {
    name: 'early', firewall_policy_id: '${azurerm_firewall_policy.base.id}', priority: 60000, network_rule_collection: [{
      ...everything('deny', 5000), rule: [{ ...everything('', 0).rule[0]!, destination_addresses: ['AzureMonitor'] }],
    }],
  };
  const { fragments, left } = suggestionFor(document);
  expect(collectionsIn(fragments[0]).map(({ priority }) => priority)).toEqual([4999]);
  expect(left).not.toContain('basic.azure-monitor');
  expect(Object.keys((fragments[0] as Configuration).resource[GROUP]!)).toEqual(['early']);
});

test('a collection that a dynamic block makes gets no rule; its group gets a collection', () => {
  const document = withoutTag('AzureMonitor');
  const { network_rule_collection: collections, ...group } = policyOf(document);
  document.resource[GROUP]!['g'] = { ...group, dynamic: { network_rule_collection: {
    for_each: collections, content: { name: '${network_rule_collection.value.name}', priority: '${network_rule_collection.value.priority}',
      action: 'Allow', rule: collections[0]!.rule },
  } } };
  const { fragments, left } = suggestionFor(document);
  expect([collectionsIn(fragments[0])[0]!.name, left]).toEqual(['azureml-network', []]);
});

test('the group of every instance gets nothing; a group of its own does', () => {
  const document = withoutTag('AzureMonitor');
  document.resource[GROUP]!['g'] = { ...policyOf(document), for_each: { a: 'a' } };
  const { fragments, left } = suggestionFor(document);
  expect([Object.keys((fragments[0] as Configuration).resource[GROUP]!), left]).toEqual([['p-azureml'], []]);
});

test('a network rule that denies before application rules is named, because no application rule helps', () => {
  const document = documentOf('26-private-any-rule');
  const collections = [policyOf(document).network_rule_collection].flat();
  policyOf(document).network_rule_collection = [...collections, {
    ...everything('deny-web', 5000), rule: [{ ...everything('', 0).rule[0]!, destination_ports: ['443'] }],
  }];
  const { suggestions } = suggestedFor(document, deploymentOf('26-private-any-rule'));
  expect(suggestions.suggested).toEqual([]);
  suggestions.nothing.forEach(({ reason }) => expect(reason).toBe(
    'the collection deny-web denies it by a network rule, and network rules come before all application rules; narrow that rule'));
  expect(suggestions.nothing.length).toBeGreaterThan(3);
});

test('classic rules get rules in their collections, and collections of their own', () => {
  const document = withoutTag('AzureMonitor');
  const [collection] = policyOf(document).network_rule_collection;
  delete document.resource[GROUP];
  delete document.resource['azurerm_firewall_policy'];
  delete document.resource['azurerm_firewall']!['f']!['firewall_policy_id'];
  const classic = { ...collection!, azure_firewall_name: '${azurerm_firewall.f.name}', resource_group_name: 'rg-net' };
  document.resource['azurerm_firewall_network_rule_collection'] = { net: classic };
  const inside = suggestionFor(document);
  const notes = ['Add the rule to the rules of azurerm_firewall_network_rule_collection.net.'];
  expect(inside).toEqual({ ...inside, left: [], nothing: [], notes });
  delete document.resource['azurerm_firewall_network_rule_collection'];
  const fresh = suggestionFor(document);
  expect([fresh.left, fresh.nothing]).toEqual([[], []]);
  expect((fresh.fragments[0] as Configuration).resource['azurerm_firewall_network_rule_collection']).toEqual({
    'f-azureml-network': {
      name: 'azureml-network', azure_firewall_name: '${azurerm_firewall.f.name}',
      resource_group_name: '${azurerm_firewall.f.resource_group_name}', priority: 100, action: 'Allow', rule: [expect.anything()],
    },
  });
});

test('both syntaxes say the same', async () => {
  const { fragments, hcl } = suggestionFor(documentOf('33-only-443'));
  const [host] = fragmentsOf(suggestedFor(documentOf('26-private-any-rule'), deploymentOf('26-private-any-rule')).suggestions);
  for (const [json, text] of [...fragments.map((one, i) => [one, hcl[i]!] as const), [fragmentJson(host!), fragmentHcl(host!)] as const]) {
    const read = await parse('main.tf', text) as unknown;
    const listed = (value: unknown): unknown => JSON.parse(JSON.stringify(value, (_, one: unknown) =>
      (Array.isArray(one) && one.length === 1 ? one[0] as unknown : one)));
    expect(listed(read)).toEqual(listed(json));
  }
});
