import { TerraformStack, Testing } from 'cdktf';
import { execFileSync } from 'node:child_process';
import { hubAndSpoke } from '../__tests__/support/hub-and-spoke';
import * as library from '../dist';
import { networkDifference } from '../dist/review/network-difference';
import { Body, CASES } from './networks';

/**
 * CPU time of one difference of large networks, reading of both sides included, each in a new process. The exit code is 1 when a goal
 * is missed twice over, which no other load on the machine explains, or when the difference is another one than was made.
 */
type Resources = ReturnType<(typeof CASES)[number]['make']>;
type Request = Parameters<typeof networkDifference>[1];

interface Pair {
  readonly goal: number;
  /** Changed flows that there are. */
  readonly flows: number;
  readonly make: () => readonly [Request, Request];
}

const withoutDeployment = (resource: object): Request =>
  ({ source: { documents: [{ file: 'main.tf.json', json: { resource } }] }, subnets: [] });

/** One network of the bench with one group rule, so that its list decides, and the same with two rules changed. */
function changed(name: string, change: (rules: Body[]) => Body[]): readonly [Request, Request] {
  const make = (): Resources => {
    const resource = CASES.find((one) => one.name === name)!.make();
    for (const group of Object.values(resource['azurerm_network_security_group']!)) {
      group['security_rule'] = (group['security_rule'] as Body[]).filter((rule) => rule['name'] === 'web' || rule['access'] === 'Deny');
    }
    return resource;
  };
  const after = make();
  const group = after['azurerm_firewall_policy_rule_collection_group']!['g']!;
  const [key] = Object.keys(group).filter((one) => one.endsWith('_rule_collection')) as [string];
  const [collection] = group[key] as [Body];
  group[key] = [{ ...collection, rule: change(collection['rule'] as Body[]) }];
  return [withoutDeployment(make()), withoutDeployment(after)];
}

/** A subnet of the bench without routes, and the same with every rule of its group changed. */
function changedGroup(name: string, change: (rule: Body, i: number) => Body): readonly [Request, Request] {
  const make = (of: (rule: Body, i: number) => Body): Request => {
    const { azurerm_network_security_group: groups, azurerm_virtual_network: v, azurerm_subnet: s, ...others } =
      CASES.find((one) => one.name === name)!.make() as Record<string, Record<string, Body>>;
    for (const group of Object.values(groups!)) {
      group['security_rule'] = (group['security_rule'] as Body[]).map((rule, i) => (rule['access'] === 'Deny' ? rule : of(rule, i)));
    }
    const type = 'azurerm_subnet_network_security_group_association';
    return withoutDeployment(
      { azurerm_network_security_group: groups, azurerm_virtual_network: v, azurerm_subnet: s, [type]: others[type] },
    );
  };
  return [make((rule) => rule), make(change)];
}

function hub(spokes: number): readonly [Request, Request] {
  const stack = new TerraformStack(Testing.app(), 'hub');
  const { requirements, subnets } = hubAndSpoke(stack, spokes, library as never);
  const json = JSON.parse(Testing.synth(stack)) as { resource: Record<string, Record<string, Body>> };
  const after = structuredClone(json);
  const [group] = Object.values(after.resource['azurerm_network_security_group']!) as [Body];
  (group['security_rule'] as Body[]).push({
    name: 'Ssh', priority: 4000, direction: 'Inbound', access: 'Allow', protocol: 'Tcp', source_port_range: '*',
    destination_port_range: '22', source_address_prefix: '203.0.113.0/24', destination_address_prefix: '*',
  });
  const request = (one: object): Request => ({
    source: { documents: [{ file: 'cdk.tf.json', json: one }] },
    subnets: subnets.map(({ name, subnetId }) => ({ name, subnetId, requirements: requirements as never })),
  });
  return [request(json), request(after)];
}

const PAIRS: Readonly<Record<string, Pair>> = {
  'firewall, 10,000 addresses, two rules changed': {
    goal: 2000, flows: 3, make: () => changed('firewall, 10,000 addresses on one port', (rules) => rules.slice(1).map((rule, i) =>
      (i === 5000 ? { ...rule, destination_addresses: ['198.51.100.7'] } : rule))),
  },
  'firewall, 10,000 addresses, 1,000 rules changed': {
    goal: 3000, flows: 2000, make: () => changed('firewall, 10,000 addresses on one port', (rules) => rules.map((rule, i) =>
      (i % 10 === 0 ? { ...rule, destination_addresses: [`198.51.${i >> 8}.${i & 255}`] } : rule))),
  },
  'firewall, 10,000 host names, two rules changed': {
    goal: 2000, flows: 3, make: () => changed('firewall, 10,000 host names', (rules) => rules.slice(1).map((rule, i) =>
      (i === 5000 ? { ...rule, destination_fqdns: ['other.contoso.com'] } : rule))),
  },
  'firewall, 10,000 host names, 1,000 rules changed': {
    goal: 3000, flows: 2000, make: () => changed('firewall, 10,000 host names', (rules) => rules.map((rule, i) =>
      (i % 10 === 0 ? { ...rule, destination_fqdns: [`other${i}.contoso.com`] } : rule))),
  },
  'firewall, 10,000 host names, 1,000 patterns instead': {
    goal: 3000, flows: 2000, make: () => changed('firewall, 10,000 host names', (rules) => rules.map((rule, i) =>
      (i % 10 === 0 ? { ...rule, destination_fqdns: [`*.other${i}.contoso.com`] } : rule))),
  },
  'group, 900 overlapping port ranges, all changed': {
    goal: 2000, flows: 1800, make: () => changedGroup('group, 900 overlapping port ranges, to ranges', (rule, i) =>
      ({ ...rule, destination_address_prefix: `20.2.${i & 255}.${i >> 8}` })),
  },
  'hub with 50 spokes, one rule more': { goal: 3000, flows: 1, make: () => hub(50) },
};

const [wanted] = process.argv.slice(2);
if (wanted !== undefined) {
  const [before, after] = PAIRS[wanted]!.make();
  const start = process.cpuUsage();
  const { flows } = networkDifference(before, after);
  const { user, system } = process.cpuUsage(start);
  process.stdout.write(JSON.stringify({ ms: (user + system) / 1000, flows: flows.length }));
} else {
  process.stdout.write('Difference of large networks, a new process each\n');
  for (const [name, { goal, flows: expected }] of Object.entries(PAIRS)) {
    const run = execFileSync(process.execPath, [...process.execArgv, __filename, name], { encoding: 'utf8' });
    const { ms, flows } = JSON.parse(run) as { ms: number; flows: number };
    const isRight = flows === expected;
    process.stdout.write(`${name}: ${ms.toFixed(0)} CPU ms (goal ${goal}), ${flows} changed flows${isRight ? '' : `, NOT ${expected}`}\n`);
    process.exitCode = ms > 2 * goal || !isRight ? 1 : process.exitCode;
  }
}
