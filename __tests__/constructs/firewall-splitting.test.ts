import { DataAzurermFirewallPolicy } from '@cdktf/provider-azurerm/lib/data-azurerm-firewall-policy';
import { TerraformStack, TerraformVariable } from 'cdktf';
import { messageOf } from '../azure/message-of';
import {
  Endpoint, FirewallDestinations, FirewallPolicyRules, FirewallSku, Ports, Requirement, Scenario, type FirewallPolicyRulesProps,
} from '../../lib';
import { firewallRules, IDS, newStack, requirementSet, resources, synth, type Fields } from './synthesis';

const everything = () =>
  requirementSet({ scenarios: [Scenario.PYTHON_PACKAGES, Scenario.RSTUDIO, Scenario.VS_CODE, Scenario.WITHOUT_SERVICE_TAGS] });
const common = {
  firewallPolicyId: IDS.policy, name: 'ml', priority: 500, sources: ['10.1.1.0/24'], destinations: FirewallDestinations.HOST_NAMES,
};

function policy(props: Partial<FirewallPolicyRulesProps> = {}): Fields {
  return synth((stack) => new FirewallPolicyRules(stack, 'Egress', { requirements: everything(), ...common, ...props }));
}

function own(id: string, slot: number): Requirement {
  return Requirement.outbound({ id, slot, endpoint: Endpoint.serviceTag('EventHub'), ports: Ports.tcp(443), purpose: `Need of ${id}` });
}

/** The groups, by name. */
function groups(json: Fields): Record<string, Fields> {
  return Object.fromEntries(resources(json, 'firewall_policy_rule_collection_group').map((group) => [String(group.name), group]));
}

/** The range of slots that the name of a group tells. */
function rangeOf(name: string): [from: number, to: number] {
  const [, from, to] = /-(\d+)-(\d+)$/.exec(name)!;
  return [Number(from), Number(to)];
}

const bytesOf = (group: Fields): number => Buffer.byteLength(JSON.stringify(
  [group.network_rule_collection, group.application_rule_collection].flatMap((collections) =>
    ((collections ?? []) as Fields[]).flatMap(({ rule }) => rule))));

test('rules that fit are in one group', () => {
  expect(Object.keys(groups(policy()))).toEqual(['ml']);
});

describe('rules that do not fit into one group', () => {
  const maxGroupBytes = 4000;
  const split = policy({ maxGroupBytes });

  test('are all there, in the same order', () => {
    expect(Object.keys(groups(split)).length).toBeGreaterThan(2);
    for (const kind of ['network', 'application'] as const) {
      expect(firewallRules(split, kind)).toEqual(firewallRules(policy(), kind));
    }
  });

  test('are in groups of about the size that was asked for', () => {
    // The size is counted on rules as this library has them, and here on what Terraform gets.
    expect(bytesOf(groups(policy()).ml!)).toBeGreaterThan(2 * maxGroupBytes);
    Object.values(groups(split)).forEach((group) => expect(bytesOf(group)).toBeLessThan(1.5 * maxGroupBytes));
  });

  test('have names, priorities and addresses from ranges of slots', () => {
    const named = Object.entries(groups(split)).map(([name, { priority }]) => ({ range: rangeOf(name), priority }))
      .sort((a, b) => a.range[0] - b.range[0]);
    named.forEach(({ range: [from, to], priority }, index) => {
      expect(priority).toBe(500 + from / 64);
      expect([64, 128, 256, 512, 1024, 2048]).toContain(to - from + 1);
      expect(from).toBeGreaterThan(index === 0 ? -1 : named[index - 1]!.range[1]);
    });
    const addresses = Object.keys((split.resource as Record<string, Fields>).azurerm_firewall_policy_rule_collection_group!);
    expect(addresses.map((address) => /^Egress_Group-(\d+-\d+)_[0-9A-F]+$/.exec(address)?.[1]).sort())
      .toEqual(Object.keys(groups(split)).map((name) => name.slice('ml-'.length)).sort());
    for (const { name, network_rule_collection: network, application_rule_collection: application } of Object.values(groups(split))) {
      expect([network, application].flatMap((collections) => ((collections ?? []) as Fields[]).map((collection) => collection.name)))
        .toEqual([network && `${String(name)}-network`, application && `${String(name)}-application`].filter(Boolean));
    }
  });

  test('stay where they are when a rule is added: its own group changes, or is halved', () => {
    for (const slot of [2000, 2500, 2999]) {
      const after = groups(policy({ maxGroupBytes, requirements: everything().plus(own('added', slot)) }));
      for (const [name, group] of Object.entries(groups(split))) {
        const [from, to] = rangeOf(name);
        if (slot < from || slot > to) {
          expect(after[name]).toEqual(group);
        }
      }
      expect(Object.keys(after).filter((name) => groups(split)[name] === undefined)).toHaveLength(1);
    }
  });

  test('are halved where they grow', () => {
    const grown = everything().plus(...Array.from({ length: 30 }, (_, i) => own(`own-${i}`, 2000 + 30 * i)));
    const after = groups(policy({ maxGroupBytes, requirements: grown }));
    for (const [name, group] of Object.entries(groups(split))) {
      expect(after[name]).toEqual(group); // the catalog is below slot 2000
    }
    expect(Object.keys(after).filter((name) => rangeOf(name)[0] >= 1984).length).toBeGreaterThan(1);
  });
});

test('groups have ids in their order', () => {
  const { ruleCollectionGroupIds } = new FirewallPolicyRules(newStack(), 'Egress', {
    requirements: everything(), ...common, maxGroupBytes: 4000,
  });
  expect(ruleCollectionGroupIds.length).toBe(Object.keys(groups(policy({ maxGroupBytes: 4000 }))).length);
  expect(new Set(ruleCollectionGroupIds).size).toBe(ruleCollectionGroupIds.length);
});

describe('bounds', () => {
  test('of the priority leave room for every group', () => {
    expect(Object.values(groups(policy({ priority: 65000 }))).map(({ priority }) => priority)).toEqual([65000]);
    const highest = Object.values(groups(policy({ priority: 65000 - 63, maxGroupBytes: 4000 }))).map(({ priority }) => Number(priority));
    expect(Math.max(...highest)).toBeLessThanOrEqual(65000);
    expect(() => policy({ priority: 65000 - 62, maxGroupBytes: 4000 }))
      .toThrow('[Network/Egress] priority: 64938 is not a whole number from 100 to 64937');
  });

  test('of names count what is put after them', () => {
    const name = 'm'.repeat(80 - '-application'.length);
    expect(Object.keys(groups(policy({ name })))).toEqual([name]);
    expect(() => policy({ name, maxGroupBytes: 4000 }))
      .toThrow(/^\[Network\/Egress\] name: "m+" has 68 characters, and with "-\d+-\d+-application" after it more than 80; expected at most/);
    // The name that the message suggests is right.
    const near = /did you mean "(m+)"/.exec(messageOf(() => policy({ name, maxGroupBytes: 4000 })))![1]!;
    expect(Object.keys(groups(policy({ name: near, maxGroupBytes: 4000 }))).length).toBeGreaterThan(1);
  });

  test('of a group that cannot be halved further', () => {
    const crowd = everything().plus(...Array.from({ length: 20 }, (_, i) => own(`own-${i}`, 2000 + i)));
    expect(() => policy({ maxGroupBytes: 3000, requirements: crowd }))
      .toThrow(
        /^\[Network\/Egress\] rule collection group: the rules of slots \d+ to \d+ take \d+ bytes and a group takes 3000; use IP groups/,
      );
  });

  test('are of bytes and not of characters', () => {
    const wide = Array.from({ length: 20 }, (_, i) => Requirement.outbound({
      id: `own-${i}`, slot: 2000 + 40 * i, endpoint: Endpoint.serviceTag('EventHub'), ports: Ports.tcp(443), purpose: '\u8a9e'.repeat(140),
    }));
    const json = groups(policy({ maxGroupBytes: 4000, requirements: everything().plus(...wide) }));
    Object.values(json).forEach((group) => expect(bytesOf(group)).toBeLessThan(1.5 * 4000));
  });

  test('count the sources of each rule', () => {
    const sources = Array.from({ length: 2000 }, (_, i) => `10.${i >> 8}.${i & 255}.0/24`);
    expect(Object.keys(groups(policy({ sources }))).length).toBeGreaterThan(1);
    expect(Object.keys(groups(policy({ sources, maxGroupBytes: 2_000_000 })))).toEqual(['ml']);
  });
});

test('a priority that is a reference: Terraform adds what belongs to the group', () => {
  const of = (maxGroupBytes?: number): Record<string, Fields> => groups(synth((stack) => {
    const priority = new TerraformVariable(stack, 'priority', { type: 'number' });
    new FirewallPolicyRules(stack, 'Egress', { requirements: everything(), ...common, priority: priority.numberValue, maxGroupBytes });
  }));
  expect(of().ml!.priority).toBe('${var.priority}');
  for (const [name, { priority }] of Object.entries(of(4000))) {
    const [from] = rangeOf(name);
    expect(priority).toBe(from === 0 ? '${var.priority}' : `\${(var.priority + ${from / 64})}`);
  }
});

describe('groups in one policy', () => {
  const spokes = (count: number, props: Partial<FirewallPolicyRulesProps> = {}) => (stack: TerraformStack): void => {
    const requirements = requirementSet();
    const policies = new DataAzurermFirewallPolicy(stack, 'Policy', { name: 'hub', resourceGroupName: 'rg' });
    for (let i = 0; i < count; i++) {
      // The id is read anew for each, which gives another text each time.
      new FirewallPolicyRules(stack, `Spoke${i}`, {
        requirements, ...common, destinations: undefined, firewallPolicyId: policies.id, name: `spoke-${i}`, priority: 500 + i, ...props,
      });
    }
  };

  test('are at most 50', () => {
    expect(Object.keys(groups(synth(spokes(50))))).toHaveLength(50);
    expect(() => synth(spokes(52))).toThrow(/\[Network\/Spoke50\] the firewall policy has more than 50 rule collection groups/);
    expect(() => synth(spokes(52))).not.toThrow(/Spoke51/);
  });

  test('are counted by what an id leads to, whatever its case', () => {
    const other = IDS.policy.replace('firewallPolicies', 'FIREWALLPOLICIES');
    const both = (stack: TerraformStack): void => {
      const requirements = requirementSet();
      [IDS.policy, other].forEach((firewallPolicyId, i) => new FirewallPolicyRules(stack, `Spoke${i}`,
        {
          requirements, ...common, destinations: undefined, firewallPolicyId, name: `spoke-${i}`, priority: 500 + i, maxGroupsPerPolicy: 1,
        }));
    };
    expect(() => synth(both)).toThrow('more than 1 rule collection groups');
  });

  test.each([0, 101, 1.5, NaN])('are not %d', (maxGroupsPerPolicy) => {
    expect(() => synth(spokes(1, { maxGroupsPerPolicy })))
      .toThrow(`maxGroupsPerPolicy: ${maxGroupsPerPolicy} is not a whole number from 1 to 100`);
  });

  test('may be more when the user says so', () => {
    expect(Object.keys(groups(synth(spokes(52, { maxGroupsPerPolicy: 60 }))))).toHaveLength(52);
  });
});

test('a rule that is too large for any group is refused, however few rules there are', () => {
  const long = Requirement.outbound({
    id: 'long', slot: 2000, endpoint: Endpoint.url(`example.com/${'x'.repeat(1_100_000)}/*`), ports: Ports.tcp(443), purpose: 'Test',
  });
  const requirements = requirementSet().only('basic.azure-monitor').plus(long);
  expect(() => policy({ requirements, destinations: undefined, sku: FirewallSku.PREMIUM, tlsInspection: true }))
    .toThrow('rule collection group: the rules of slots 1984 to 2047 take');
});
