import { Cloud, Direction } from '../../../lib';
import { FilterLists } from '../../../lib/filtering/filter-lists';
import { Knowledge } from '../../../lib/filtering/knowledge';
import { Appliances } from '../../../lib/filtering/paths/appliances';
import type { ChangedFlows } from '../../../lib/filtering/paths/changed-flows';
import * as commonRules from '../../../lib/filtering/paths/common-rules';
import { SubnetView } from '../../../lib/filtering/paths/subnet-view';
import { targetText } from '../../../lib/filtering/paths/target';
import { networkOf } from '../../../lib/terraform/read-network';
import fc from '../../support/fast-check';

// Rules of a firewall that two networks have in common are left out of a difference. It says the same with them.

let mockIsWhole = false;
let mockNarrowed = 0;
jest.mock('../../../lib/filtering/paths/common-rules', () => {
  const actual: typeof commonRules = jest.requireActual('../../../lib/filtering/paths/common-rules');
  return {
    ...actual,
    commonRules: (...views: Parameters<typeof actual.commonRules>) => {
      const common = mockIsWhole ? undefined : actual.commonRules(...views);
      mockNarrowed += Number((common?.size ?? 0) > 0);
      return common;
    },
  };
});
// Loaded after what it is to use instead.
const { changedFlows } =
  jest.requireActual<typeof import('../../../lib/filtering/paths/changed-flows')>('../../../lib/filtering/paths/changed-flows');

interface Rule { readonly to: string; readonly port: string; readonly from: string }
interface Collection { readonly isHosts: boolean; readonly action: string; readonly rules: readonly Rule[] }

const rule = (ends: readonly string[]): fc.Arbitrary<Rule> => fc.record({
  to: fc.constantFrom(...ends), port: fc.constantFrom('443', '80', '400-500'), from: fc.constantFrom('*', '10.0.1.0/25'),
});
const ADDRESSES = ['20.0.0.0/24', '20.0.0.128/25', '20.0.1.1', '10.9.0.0/16', '*', 'Storage', '${azurerm_ip_group.x.id}'];
const HOSTS = ['a.example.com', '*.example.com', 'b.example.org', '*', '${var.host}'];
const collection = fc.boolean().chain((isHosts): fc.Arbitrary<Collection> => fc.record({
  isHosts: fc.constant(isHosts), action: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny', '${var.action}'),
  rules: fc.array(rule(isHosts ? HOSTS : ADDRESSES), { minLength: 1, maxLength: 4 }),
}));
const GROUPS = ['Internet', '*', 'Storage', '20.0.0.0/25', 'AzureMonitor'];

const COMMON = { resource_group_name: 'rg' };
const POLICY = { firewall_policy_id: '${azurerm_firewall_policy.p.id}' };

function collectionsOf(all: readonly Collection[], areHosts: boolean) {
  return all.flatMap(({ isHosts, action, rules }, i) => (isHosts !== areHosts ? [] : [{
    name: `c${i}`, priority: 100 + i, action, rule: rules.map(({ to, port, from }, n) => ({
      name: `r${i}-${n}`, source_addresses: [from], ...(areHosts
        ? { protocols: [{ type: 'Https', port: Number(port.split('-')[0]) }], destination_fqdns: [to] }
        : to.startsWith('$') ? { protocols: ['TCP'], destination_ports: [port], destination_ip_groups: [to] }
          : { protocols: ['TCP'], destination_ports: [port], destination_addresses: [to] }),
    })),
  }]));
}

/** A subnet whose traffic passes a firewall with these rules. */
function viewOf(groups: readonly string[], collections: readonly Collection[]): SubnetView {
  const network = networkOf([{ file: 'main.tf.json', json: { variable: { host: {}, action: {} }, resource: {
    azurerm_virtual_network: { v: { ...COMMON, name: 'vnet', address_space: ['10.0.0.0/16'] } },
    azurerm_subnet: { s: { ...COMMON, name: 's', virtual_network_name: 'vnet', address_prefixes: ['10.0.1.0/24'] } },
    azurerm_network_security_group: { g: { ...COMMON, name: 'g', security_rule: groups.map((to, i) => ({
      name: `g${i}`, priority: 200 + i, access: 'Allow', direction: 'Outbound', protocol: '*', source_port_range: '*',
      destination_port_range: '*', source_address_prefix: '*', destination_address_prefix: to,
    })) } },
    azurerm_route_table: { t: { ...COMMON, name: 't', route: [
      { name: 'd', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: '10.0.9.4' },
    ] } },
    azurerm_subnet_network_security_group_association: {
      a: { subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: '${azurerm_network_security_group.g.id}' },
    },
    azurerm_subnet_route_table_association: { a: { subnet_id: '${azurerm_subnet.s.id}', route_table_id: '${azurerm_route_table.t.id}' } },
    azurerm_firewall_policy: { p: { ...COMMON, name: 'p', sku: 'Standard' } },
    azurerm_firewall: { f: { ...COMMON, name: 'f', ...POLICY, ip_configuration: [{ name: 'a', private_ip_address: '10.0.9.4' }] } },
    azurerm_firewall_policy_rule_collection_group: { r: {
      name: 'r', priority: 500, ...POLICY, network_rule_collection: collectionsOf(collections, false),
      application_rule_collection: collectionsOf(collections, true),
    } },
  } } }]);
  const knowledge = new Knowledge(Cloud.PUBLIC);
  const place = { name: 's', subnetId: 's', addressPrefixes: [], networkTraffic: 'virtual-network' as const };
  return new SubnetView(place, network.subnets[0]!, network, new Appliances(network, new Map(), new FilterLists(knowledge)), knowledge);
}

/** What of a change is not the choice of a rule that says it. */
function factsOf({ kind, protocol, ports, target, own, before, after, isPossible }: ChangedFlows): string {
  const sides = [before, after].map(({ result, hops }) => `${result} ${hops.join()}`);
  return [
    kind, protocol, `${ports.first}-${ports.last}`, targetText(target), own === undefined ? '' : targetText(own), ...sides, isPossible,
  ].join(' | ');
}

function changesOf(groups: readonly string[], before: readonly Collection[], after: readonly Collection[], isWhole: boolean): string[] {
  mockIsWhole = isWhole;
  const pair = { before: viewOf(groups, before), after: viewOf(groups, after) };
  return [Direction.OUTBOUND, Direction.INBOUND].flatMap((direction) => changedFlows(pair, direction)).map(factsOf).sort();
}

/** Some rules left out, some new ones, and another order. */
const pair = fc.tuple(fc.array(collection, { minLength: 1, maxLength: 4 }), fc.array(fc.tuple(fc.nat(), fc.nat(), fc.option(collection)), {
  minLength: 1, maxLength: 3,
})).map(([before, edits]) => {
  const after = before.map((one) => ({ ...one, rules: [...one.rules] }));
  for (const [at, which, other] of edits) {
    const one = after[at % after.length]!;
    if (other !== null && other.isHosts === one.isHosts) {
      one.rules.splice(which % (one.rules.length + 1), 1, ...other.rules);
    } else {
      one.rules.splice(which % (one.rules.length + 1), 1);
    }
  }
  return { before, after: after.filter(({ rules }) => rules.length > 0) };
});

test('a difference says the same whether or not rules that both networks have are looked at', () => {
  let changed = 0;
  fc.assert(fc.property(fc.subarray(GROUPS, { minLength: 1 }), pair, (groups, { before, after }) => {
    const narrowed = changesOf(groups, before, after, false);
    expect(narrowed).toEqual(changesOf(groups, before, after, true));
    changed += Number(narrowed.length > 0);
  }), { numRuns: 150 });
  expect(mockNarrowed).toBeGreaterThan(75);
  expect(changed).toBeGreaterThan(40);
});

test('rules that change places with one that denies are not common', () => {
  const allow: Collection = { isHosts: false, action: 'Allow', rules: [{ to: '20.0.0.0/24', port: '443', from: '*' }] };
  const deny: Collection = { ...allow, action: 'Deny' };
  mockIsWhole = false;
  expect(commonRules.commonRules(viewOf(['*'], [allow, deny]), viewOf(['*'], [deny, allow]))!.size).toBe(0);
  expect(commonRules.commonRules(viewOf(['*'], [allow, deny]), viewOf(['*'], [allow, deny, allow]))!.size).toBe(2);
  expect(commonRules.commonRules(viewOf(['*'], [allow]), viewOf(['*'], [allow, deny]))).toBeUndefined();
  expect(commonRules.commonRules(viewOf(['*'], [allow]), viewOf(['Storage'], [allow, allow]))).toBeUndefined();
  expect(changesOf(['*'], [allow, deny], [deny, allow], false)).toHaveLength(1);
});
