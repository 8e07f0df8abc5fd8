import { Token } from 'cdktf';
import { stringify } from 'yaml';
import {
  DataExfiltrationProtection, DefaultRoute, EgressRoute, EgressRouteTable, FirewallPolicyRules, FirewallRuleCollections, HostNameTraffic,
  IntraNetworkTraffic, NatEgress, Scenario, SecurityGroup,
} from '../../lib';
import type { DeploymentDescription } from '../../lib/deployment/description';
import { IDS, newStack, PLACE, requirementSet, textOf } from '../constructs/synthesis';
import { EXISTING, idOf, MADE, STORAGE_ACCOUNT } from '../deployment/documents';
import { file, synthesize } from '../deployment/files';
import fc from '../support/fast-check';
import { dice } from '../support/packets/worlds';

/** The same keys and list entries in another order, at every level. */
function shuffled<T>(value: T, roll: (sides: number) => number): T {
  if (Array.isArray(value)) {
    return mixed(value as unknown[], roll).map((item) => shuffled(item, roll)) as T;
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(mixed(Object.entries(value), roll).map(([key, item]) => [key, shuffled<unknown>(item, roll)])) as T : value;
}

function mixed<T>(items: readonly T[], roll: (sides: number) => number): T[] {
  const left = [...items];
  return items.map(() => left.splice(roll(left.length), 1)[0]!);
}

const subnetId = (name: string): string => idOf('virtualNetworks/vnet/subnets', name);
const OWN = [
  { id: 'own.one', slot: 2000, endpoint: { fqdn: 'one.example.com' }, ports: [443, 8443, 80], purpose: 'One' },
  { id: 'own.two', slot: 2100, endpoint: { addressRange: '203.0.113.0/28' }, ports: [9000, '100-200'], purpose: 'Two' },
];
const TAGS = { owner: 'platform', cost: 'ml', '9': 'nine', a: 'b' };
const { training } = MADE.subnets;
const { training: closed, inference } = EXISTING.subnets;

/** Several subnets on a policy, and on classic rules, with two entries or more in every list. */
const SEVERAL: readonly (readonly [name: string, description: DeploymentDescription])[] = [
  ['policy', {
    ...MADE, networkPolicies: undefined, requirements: [...MADE.requirements!, ...OWN.map((one) => ({ ...one, slot: one.slot + 500 }))],
    leaveOut: [...MADE.leaveOut!, { id: 'basic.azure-monitor', reason: 'By private link' }],
    firewall: { ...MADE.firewall!, sources: undefined, sourceIpGroupIds: undefined },
    subnets: {
      training: { ...training!, securityGroup: {
        ...training!.securityGroup!, tags: TAGS, intraNetworkTraffic: { addressSpace: ['10.1.0.0/16', '10.9.0.0/16', '10.10.0.0/16'] },
      } },
      other: {
        ...training!, subnetId: subnetId('other'), addressPrefixes: ['10.1.9.0/24', '10.1.10.0/24', '10.1.11.0/28'],
        securityGroup: { ...training!.securityGroup!, name: 'nsg-other' }, routeTable: { ...training!.routeTable!, name: 'rt-other' },
        scenarios: [Scenario.RSTUDIO, Scenario.WITHOUT_SERVICE_TAGS, Scenario.PYTHON_PACKAGES],
        firewallRules: { name: 'ml-other', priority: 600 },
        leaveOut: [{ id: 'rstudio.cran', reason: 'A mirror' }, { id: 'rstudio.ghcr', reason: 'A mirror' }],
      },
      batch: {
        ...training!, subnetId: subnetId('batch'), addressPrefixes: ['10.1.100.0/24', '10.1.20.0/24'],
        securityGroup: { ...training!.securityGroup!, name: 'nsg-batch' }, routeTable: { ...training!.routeTable!, name: 'rt-batch' },
      },
    },
  }],
  ['policy with stated sources', {
    ...MADE, networkPolicies: undefined,
    firewall: {
      ...MADE.firewall!, sources: ['10.3.0.0/16', '10.20.0.0/16', '10.4.0.1-10.4.0.9', '9.1.1.1'],
      sourceIpGroupIds: ['c', 'a', 'B'].map((name) => idOf('ipGroups', name)),
    },
  }],
  ['classic', {
    ...EXISTING, networkPolicies: undefined, requirements: OWN,
    natGateway: {
      id: idOf('natGateways', 'ng-hub'), publicIpIds: ['b', 'A', 'c'].map((name) => idOf('publicIPAddresses', name)),
      publicIpPrefixIds: ['z', 'y'].map((name) => idOf('publicIPPrefixes', name)),
    },
    serviceEndpointPolicy: {
      ...EXISTING.serviceEndpointPolicy!, tags: TAGS, storageAccountIds: ['2', '1', 'x'].map((name) => `${STORAGE_ACCOUNT}${name}`),
    },
    subnets: {
      training: closed!, inference: inference!,
      zebra: {
        ...inference!, subnetId: subnetId('zebra'), addressPrefixes: ['10.1.30.0/24', '10.1.4.0/24'],
        securityGroup: { ...inference!.securityGroup!, name: 'nsg-zebra' },
        routeTable: { ...inference!.routeTable!, name: 'rt-zebra' },
      },
    },
  }],
];

test.each(SEVERAL)('a deployment file gives the same bytes whatever the order of its keys and lists: %s', (name, description) => {
  const asText = { yaml: (one: object) => stringify(one), json: (one: object) => JSON.stringify(one) };
  const expected = synthesize(file(stringify(description), `${name}.yaml`));
  fc.assert(fc.property(fc.nat(), fc.constantFrom('yaml' as const, 'json' as const), (seed, form) => {
    const changed = shuffled(JSON.parse(JSON.stringify(description)) as DeploymentDescription, dice(seed));
    expect(synthesize(file(asText[form](changed), `${name}.${form}`))).toBe(expected);
  }), { numRuns: 6 });
});

/** Lists of which some entries are known only when Terraform runs. */
const LISTS = {
  subnets: ['10.1.1.0/24', '10.1.2.0/24', '${azurerm_subnet.b.address_prefixes[0]}', '${azurerm_subnet.a.address_prefixes[0]}'],
  space: ['10.1.0.0/16', '10.2.0.0/16', '${data.azurerm_virtual_network.v.address_space[0]}'],
  sources: ['10.1.1.0/24', '10.1.2.7', '${azurerm_subnet.b.address_prefixes[0]}', '${azurerm_subnet.a.address_prefixes[0]}'],
  groups: [IDS.ipGroup, '${azurerm_ip_group.b.id}', '${azurerm_ip_group.a.id}', IDS.otherIpGroup],
  publicIps: [IDS.publicIp, '${azurerm_public_ip.b.id}', '${azurerm_public_ip.a.id}'],
  accounts: [STORAGE_ACCOUNT, '${azurerm_storage_account.b.id}', '${azurerm_storage_account.a.id}'],
  scenarios: [Scenario.PYTHON_PACKAGES, Scenario.VS_CODE, Scenario.RSTUDIO, Scenario.DATA_EXFILTRATION_PROTECTION],
  routes: [['b', '198.51.100.0/24'], ['a', '203.0.113.0/24'], ['c', 'AzureMonitor']] as const,
};

/** A reference as constructs give it: a token that stands for an expression. Tokens are numbered in the order in which they are made. */
function referred(text: string): string {
  return text.startsWith('${') ? Token.asString({ resolve: () => text, creationStack: [] }) : text;
}

function synthesizeLists(given: typeof LISTS): string {
  const stack = newStack();
  const requirements = requirementSet({ scenarios: [...given.scenarios] });
  const [subnets, space, sources, groups, publicIps, accounts] = [
    given.subnets, given.space, given.sources, given.groups, given.publicIps, given.accounts,
  ]
    .map((list) => list.map(referred)) as [string[], string[], string[], string[], string[], string[]];
  new SecurityGroup(stack, 'Group', {
    name: 'nsg', ...PLACE, requirements, hostNameTraffic: HostNameTraffic.CLOSED, subnetAddressPrefixes: subnets,
    intraNetworkTraffic: IntraNetworkTraffic.within(space),
  });
  const common = { name: 'ml', priority: 500, sources, sourceIpGroupIds: groups, requirements };
  new FirewallPolicyRules(stack, 'Policy', { ...common, firewallPolicyId: IDS.policy });
  new FirewallRuleCollections(stack, 'Classic', { ...common, firewallId: IDS.firewall });
  new EgressRouteTable(stack, 'Routes', {
    name: 'rt', ...PLACE, requirements, defaultRoute: DefaultRoute.throughFirewall('10.0.1.4'),
    routes: given.routes.map(([name, prefix]) => EgressRoute.drop(name, prefix)),
  });
  new NatEgress(stack, 'Nat', { name: 'ng', ...PLACE, requirements, publicIpIds: publicIps });
  new DataExfiltrationProtection(stack, 'Protection', { name: 'sep', ...PLACE, requirements, storageAccountIds: accounts });
  return textOf(stack);
}

test('constructs with references give the same bytes whatever the order of their lists', () => {
  const expected = synthesizeLists(LISTS);
  fc.assert(fc.property(fc.nat(), (seed) => {
    expect(synthesizeLists(shuffledLists(seed))).toBe(expected);
  }), { numRuns: 12 });
});

function shuffledLists(seed: number): typeof LISTS {
  const roll = dice(seed);
  return Object.fromEntries(Object.entries(LISTS).map(([name, list]) => [name, mixed<unknown>(list, roll)])) as unknown as typeof LISTS;
}
