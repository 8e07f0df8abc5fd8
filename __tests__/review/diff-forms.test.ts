import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Deployment } from '../../lib/deployment/deployment';
import { requestFromDeployment } from '../../lib/deployment/request-from-deployment';
import { networkDifference, NetworkDifference } from '../../lib/review/network-difference';
import { convertedFiles } from '../../lib/terraform/hcl';
import { graphOfStack } from '../support/graph-of-stack';
import { FormDocument, FORMS, hclOf, planOfChange, Stack } from '../support/network-forms';

// Known changes of one network, in each form that the command reads: the answer is that of Terraform JSON.

/* eslint-disable @typescript-eslint/no-explicit-any -- Terraform JSON, changed in place */
const CASE = join(__dirname, '..', 'cases', '00-all-met');
const deployment = Deployment.fromFile(join(CASE, 'deployment.yaml'));
const at = { resource_group_name: 'rg-net', location: 'westeurope' };

/** The network of a case whose requirements are all met, peered with a hub. */
function base(): Stack {
  const { resource } = JSON.parse(readFileSync(join(CASE, 'main.tf.json'), 'utf8')) as { resource: any };
  resource.azurerm_virtual_network.hub = { ...at, name: 'vnet-hub', address_space: ['10.9.0.0/16'] };
  const peering = (name: string, from: string, to: string): object => ({
    name, resource_group_name: 'rg-net', virtual_network_name: `\${azurerm_virtual_network.${from}.name}`,
    remote_virtual_network_id: `\${azurerm_virtual_network.${to}.id}`, allow_forwarded_traffic: false,
  });
  resource.azurerm_virtual_network_peering = { there: peering('there', 'v', 'hub'), back: peering('back', 'hub', 'v') };
  resource.azurerm_firewall_policy_rule_collection_group.g.application_rule_collection = [{
    name: 'apps', priority: 300, action: 'Allow', rule: [{
      name: 'pypi', source_addresses: ['10.1.1.0/24'], destination_fqdns: ['pypi.org'], protocols: [{ type: 'Https', port: 443 }],
    }],
  }];
  return { resource };
}

const rulesOf = (resource: any): any[] => resource.azurerm_network_security_group.n.security_rule;
const ruleOf = (resource: any, name: string): any => rulesOf(resource).find((rule) => rule.name === name);
const groupOf = (resource: any): any => resource.azurerm_firewall_policy_rule_collection_group.g;
const SSH = {
  name: 'ssh', priority: 3000, direction: 'Inbound', access: 'Allow', protocol: 'Tcp', source_port_range: '*', destination_port_range: '22',
  source_address_prefix: '203.0.113.0/24', destination_address_prefix: '*',
};

const CHANGES: Readonly<Record<string, (resource: any) => void>> = {
  'nothing': () => undefined,
  'a rule is added': (resource) => rulesOf(resource).push(SSH),
  'a rule is removed': (resource) => rulesOf(resource).splice(rulesOf(resource).findIndex(({ name }) => name === 'out-3'), 1),
  'a rule is widened': (resource) => { ruleOf(resource, 'out-5').destination_address_prefix = 'Storage'; },
  'a rule is narrowed': (resource) => { ruleOf(resource, 'out-0').destination_port_ranges = ['443']; },
  'a rule is renamed': (resource) => { ruleOf(resource, 'out-4').name = 'manager'; },
  'rules are reordered': (resource) => {
    ruleOf(resource, 'out-4').priority = 235;
    ruleOf(resource, 'out-3').priority = 245;
  },
  'a rule is split': (resource) => {
    const rule = ruleOf(resource, 'out-1');
    const { destination_port_ranges: ports, ...rest } = rule;
    rulesOf(resource).splice(rulesOf(resource).indexOf(rule), 1, ...ports.map((port: string, i: number) =>
      ({ ...rest, name: `part-${i}`, priority: 211 + i, destination_port_ranges: [port] })));
  },
  'a rule denies what follows': (resource) => rulesOf(resource).push({
    ...SSH, name: 'no-storage', direction: 'Outbound', access: 'Deny', priority: 150, destination_port_range: '443',
    source_address_prefix: '*', destination_address_prefix: 'Storage.WestEurope',
  }),
  'the default route leads to the Internet': ({ azurerm_route_table: { t } }) => {
    t.route = [{ name: 'default', address_prefix: '0.0.0.0/0', next_hop_type: 'Internet' }];
  },
  'a route is added': ({ azurerm_route_table: { t } }) => {
    t.route.push({ name: 'storage', address_prefix: 'Storage.WestEurope', next_hop_type: 'Internet' });
  },
  'the association of the route table is removed': (resource) => { delete resource.azurerm_subnet_route_table_association; },
  'the association of the group is removed': (resource) => { delete resource.azurerm_subnet_network_security_group_association; },
  'the peerings are removed': (resource) => { delete resource.azurerm_virtual_network_peering; },
  'the peering takes in what is passed on': ({ azurerm_virtual_network_peering: { there } }) => { there.allow_forwarded_traffic = true; },
  'the hub has more addresses': ({ azurerm_virtual_network: { hub } }) => { hub.address_space = ['10.9.0.0/16', '10.10.0.0/16']; },
  'a rule of the firewall is moved to another collection': (resource) => {
    const [network] = groupOf(resource).network_rule_collection;
    const [moved] = network.rule.splice(3, 1);
    groupOf(resource).network_rule_collection.push({ name: 'more', priority: 250, action: 'Allow', rule: [moved] });
  },
  'a rule of the firewall is removed': (resource) => groupOf(resource).network_rule_collection[0].rule.splice(3, 1),
  'a rule of the firewall is for every name': (resource) => {
    groupOf(resource).application_rule_collection[0].rule[0].destination_fqdns = ['*'];
  },
  'the resolver is another one': ({ azurerm_virtual_network: { v } }) => { v.dns_servers = ['10.9.0.4']; },
  'a NAT gateway is added': (resource) => {
    resource.azurerm_public_ip = { p: { ...at, name: 'pip', allocation_method: 'Static' } };
    resource.azurerm_nat_gateway = { n: { ...at, name: 'nat', sku_name: 'Standard' } };
    resource.azurerm_nat_gateway_public_ip_association = {
      a: { nat_gateway_id: '${azurerm_nat_gateway.n.id}', public_ip_address_id: '${azurerm_public_ip.p.id}' },
    };
    resource.azurerm_subnet_nat_gateway_association = {
      a: { subnet_id: '${azurerm_subnet.training.id}', nat_gateway_id: '${azurerm_nat_gateway.n.id}' },
    };
  },
  'there is no default way out': ({ azurerm_subnet: { training } }) => { training.default_outbound_access_enabled = false; },
  'a service endpoint is added': ({ azurerm_subnet: { training } }) => { training.service_endpoints = ['Microsoft.Storage']; },
  'a subnet is added': (resource) => {
    resource.azurerm_subnet.more = {
      name: 'more', resource_group_name: 'rg-net', virtual_network_name: '${azurerm_virtual_network.v.name}',
      address_prefixes: ['10.1.2.0/24'],
    };
  },
};

function changed(change: (resource: any) => void): Stack {
  const stack = structuredClone(base());
  change(stack.resource);
  return stack;
}

function differenceOf(
  [ofBase, head]: readonly [readonly FormDocument[], readonly FormDocument[]], isAsked: boolean,
): NetworkDifference {
  const [was, is] = [ofBase, head].map((documents) => (isAsked
    ? requestFromDeployment(deployment, { documents }) : { subnets: [], source: { documents } }));
  return networkDifference(was, is!);
}

/** The address of the firewall is known after apply, or where the form says what is deployed. */
const settled = (text: string): string =>
  text.replaceAll(/(?:\$\{)?azurerm_firewall\.f\.ip_configuration\[0\]\.private_ip_address\}?(?: \(known after apply\))?/g, '10.1.0.4');

/** What is said, without the places of it, which each form has its own of. */
function said(difference: NetworkDifference): unknown {
  const { verdict, flows, requirements, newFindings, goneFindings, rules, routing, notes } = difference;
  const found = (all: NetworkDifference['newFindings']): unknown[] => all.map(({ id, subject, message }) =>
    ({ id, message, subject: subject.replace(/^\S*\/(?=[^/]+$)/, '') })).sort((a, b) => (a.subject < b.subject ? -1 : 1));
  const side = ({ result, hops, texts }: NetworkDifference['flows'][number]['before']): unknown => ({ result, hops, texts });
  return JSON.parse(settled(JSON.stringify({
    verdict, requirements, rules, routing, notes, new: found(newFindings), gone: found(goneFindings),
    flows: flows.map(({ before, after, ...rest }) => ({ ...rest, before: side(before), after: side(after) })),
  }))) as unknown;
}

const names = Object.keys(CHANGES);
const before = base();
const heads = names.map((name) => changed(CHANGES[name]!));

test.each(names)('%s', (name) => {
  const at = names.indexOf(name);
  const [configurations, ...others] = FORMS as [typeof FORMS[number], ...(typeof FORMS)];
  for (const isTurned of [false, true]) {
    const stacks = isTurned ? [heads[at]!, before] as const : [before, heads[at]!] as const;
    // With requirements and without them, each change in one of its directions.
    const isAsked = isTurned === (at % 2 === 0);
    const expected = said(differenceOf(configurations!.documents(...stacks), isAsked));
    for (const form of others.filter((_, i) => (i + at) % 2 === Number(isTurned))) {
      expect([form.name, said(differenceOf(form.documents(...stacks), isAsked))]).toEqual([form.name, expected]);
    }
    if (!isAsked) {
      expect(Object.values(expected as object).flat().length > 1).toBe(name !== 'nothing'); // more than the verdict
    }
  }
});

test('in Terraform\'s own syntax', () => {
  const folder = mkdtempSync(join(tmpdir(), 'azureml-network-forms-'));
  const paths = [before, ...heads].map((stack, i) => {
    const path = join(folder, `${i}.tf`);
    writeFileSync(path, hclOf(stack));
    return path;
  });
  const [hcl, ...all] = convertedFiles(paths)!.map(({ json }): FormDocument[] => [{ file: 'main.tf', json }]);
  rmSync(folder, { recursive: true });
  expect(all).toHaveLength(names.length);
  names.forEach((name, i) => {
    if (i % 3 !== 1) {
      return; // the reader is that of Terraform JSON
    }
    const expected = said(differenceOf([[{ file: 'cdk.tf.json', json: before }], [{ file: 'cdk.tf.json', json: heads[i] }]], i % 2 === 0));
    expect([name, said(differenceOf([hcl!, all[i]!], i % 2 === 0))]).toEqual([name, expected]);
  });
});

describe('a plan', () => {
  const sides = (plan: any): [FormDocument[], FormDocument[]] =>
    [[{ file: 'plan.json', json: plan.prior_state }], [{ file: 'plan.json', json: plan }]];
  const ssh = { ...SSH, resource_group_name: 'rg-net', network_security_group_name: '${azurerm_network_security_group.n.name}' };
  const withRules = (rules: object): Stack => changed((resource) => { resource.azurerm_network_security_rule = rules; });
  const find = (all: any[], address: string): any => all.find((one) => one.address === address);

  test('that replaces a group changes nothing but its name', () => {
    const plan: any = planOfChange(before, changed(({ azurerm_network_security_group: { n } }) => { n.name = 'nsg-2'; }));
    const addresses = ['azurerm_network_security_group.n', 'azurerm_subnet_network_security_group_association.a'];
    for (const address of addresses) {
      const { values } = find(plan.planned_values.root_module.resources, address);
      const { change } = find(plan.resource_changes, address);
      delete values.id;
      delete values.network_security_group_id;
      Object.assign(change, { actions: ['delete', 'create'], after: values, after_unknown: { id: true, network_security_group_id: true } });
    }
    const { verdict, flows, rules, routing, notes } = differenceOf(sides(plan), false);
    expect({ verdict, flows, rules, routing, notes }).toEqual({ verdict: 'nothing-changed', flows: [], rules: [], routing: [], notes: [] });
  });

  test('has what was put aside as there, until it is deleted', () => {
    const now = { ...ssh, name: 'ssh-2', priority: 3001, source_address_prefix: '198.51.100.0/24' };
    const was = withRules({ ssh: now, old: ssh });
    const plan: any = planOfChange(was, withRules({ ssh: now }));
    const old = find(plan.prior_state.values.root_module.resources, 'azurerm_network_security_rule.old');
    const change = find(plan.resource_changes, 'azurerm_network_security_rule.old');
    Object.assign(old, { address: 'azurerm_network_security_rule.ssh', name: 'ssh', deposed_key: 'abcd1234' });
    Object.assign(change, { address: 'azurerm_network_security_rule.ssh', name: 'ssh', deposed: 'abcd1234' });
    const deployed: FormDocument = { file: 'graph.json', json: graphOfStack(was, '10.1.0.4') };
    const beside: [FormDocument[], FormDocument[]] = [[deployed], [deployed, { file: 'plan.json', json: plan }]];
    for (const documents of [sides(plan), beside]) {
      expect(differenceOf(documents, false).flows)
        .toMatchObject([{ kind: 'no longer allowed', traffic: 'TCP 22', endpoints: ['203.0.113.0/24'] }]);
    }
  });

  test('leaves what Terraform forgets', () => {
    const stack = withRules({ ssh });
    const plan: any = planOfChange(stack, stack);
    Object.assign(find(plan.resource_changes, 'azurerm_network_security_rule.ssh').change, { actions: ['forget'], after: null });
    const root = plan.configuration.root_module;
    root.resources = root.resources.filter((one: any) => one.address !== 'azurerm_network_security_rule.ssh');
    expect(differenceOf(sides(plan), false).verdict).toBe('nothing-changed');
  });

  test('with an address that is known after apply may open something', () => {
    const later = { ...ssh, source_address_prefix: '${azurerm_public_ip.p.ip_address}' };
    const plan: any = planOfChange(withRules({}), withRules({ ssh: later }));
    const { verdict, flows } = differenceOf(sides(plan), false);
    expect([verdict, flows.map(({ kind, isPossible, traffic: what }) => [kind, isPossible, what])])
      .toEqual(['wider-beyond-requirements', [['newly allowed', true, 'TCP 22']]]);
  });
});
