import { HostNameTraffic } from '../../lib';
import { networkOf } from '../../lib/terraform/read-network';
import { verify } from '../../lib/verification/verify';
import { VerificationResult } from '../../lib/verification/verification-result';
import { IDS, type Fields } from '../constructs/synthesis';
import { Deployment, deployments, requirementsOf, synthesize } from '../support/deployments';
import fc from '../support/fast-check';
import { MUTATIONS, SecurityRule, taggedRules } from '../support/mutations';

type Resources = Record<string, Record<string, Fields>>;

/** What is synthesized, put on a subnet. */
function onSubnet(json: Fields): { resource: Resources } {
  const resource = structuredClone(json.resource) as Resources;
  const associate = (type: string, argument: string, existing: string): void => {
    const [key] = Object.keys(resource[`azurerm_${type}`] ?? {});
    resource[`azurerm_subnet_${type}_association`] =
      { one: { subnet_id: IDS.subnet, [argument]: key === undefined ? existing : `\${azurerm_${type}.${key}.id}` } };
  };
  associate('network_security_group', 'network_security_group_id', IDS.securityGroup);
  associate('route_table', 'route_table_id', IDS.routeTable);
  return { resource };
}

function resultOf(deployment: Deployment, json: object): VerificationResult {
  const { group: { intraNetwork }, firewall: { kind } } = deployment;
  return verify(networkOf([{ file: 'cdk.tf.json', json }]), {
    subnets: [{
      name: 'training', subnetId: IDS.subnet, addressPrefixes: ['10.1.1.0/24'], requirements: requirementsOf(deployment),
      ipGroups: [IDS.ipGroup, IDS.otherIpGroup],
      networkTraffic: intraNetwork === 'tag' ? 'virtual-network' : intraNetwork === 'denied' ? 'none' : intraNetwork,
    }],
    appliances: new Map([['10.0.1.4', kind === 'policy' ? IDS.policy : IDS.firewall]]),
  });
}

/** Deployments of one subnet, whose traffic all goes one way: through the firewall, or to the Internet. */
const settled = deployments().map((deployment): Deployment => {
  const { intraNetwork, subnetAddressPrefixes } = deployment.group;
  // Prefixes outside the address space are refused.
  const isInSpace = typeof intraNetwork === 'string' || intraNetwork.includes('10.1.0.0/16');
  const prefixes = subnetAddressPrefixes === undefined || !isInSpace ? undefined : ['10.1.1.0/24'];
  return { ...deployment, routes: [], group: { ...deployment.group, subnetAddressPrefixes: prefixes } };
});

/** A host name that one list of the documentation has on 80 and 443, and another on 443: each has a rule, and the second no effect. */
const TWO_LISTS = /The rule (\S+)-443 never matches: \1 takes all its traffic/;

const ids = ({ findings }: VerificationResult): string[] => findings.map(({ id }) => id);

test('requirements that the constructs carry are met', () => {
  fc.assert(fc.property(settled, (deployment) => {
    const { json, unexpressed: { group, firewall } } = synthesize(deployment);
    const unexpressed = new Set([...group, ...firewall].map(({ requirementId }) => requirementId));
    const { answers } = resultOf(deployment, onSubnet(json));
    // A table that is made elsewhere can have other routes.
    const isGood = (outcome: string): boolean => outcome === 'met' || (deployment.existing && outcome === 'unknown');
    expect(answers.filter(({ outcome, requirementId }) => !isGood(outcome) && !unexpressed.has(requirementId))).toEqual([]);
  }), { numRuns: 50 });
});

test('nothing is open beyond what was asked for, and no rule is dead or wrong', () => {
  fc.assert(fc.property(settled, (given) => {
    const deployment = { ...given, own: [] }; // two needs of the user may be one rule within another
    const { group, defaultRoute, facts: { compute } } = deployment;
    const { findings } = resultOf(deployment, onSubnet(synthesize(deployment).json));
    const found = findings.filter(({ message }) => !TWO_LISTS.test(message)).map(({ id }) => id);
    // Left open by the user: all that is not denied, and ports for host names where no firewall filters them.
    const isFiltered = group.hostNameTraffic === HostNameTraffic.CLOSED || (defaultRoute === 'firewall' && !compute.publicIp);
    const wrong = [
      'rule-never-matches', 'rules-contradict', 'tag-case', 'tag-unknown', 'host-name-not-accepted', 'input-not-understood',
      'retired-requirement', 'subnet-without-security-group',
    ];
    const open = group.denyOtherOutbound && isFiltered ? ['open-beyond-requirements'] : [];
    expect(found.filter((id) => [...wrong, ...open].includes(id))).toEqual([]);
  }), { numRuns: 50 });
});

/** Deployments without a firewall, whose security group is all that decides. */
const grouped = settled.map((deployment): Deployment => ({
  ...deployment, own: [], existing: false, defaultRoute: 'none',
  facts: { ...deployment.facts, kubernetes: undefined, compute: { ...deployment.facts.compute, publicIp: false } },
  group: {
    ...deployment.group, hostNameTraffic: HostNameTraffic.CLOSED, intraNetwork: ['10.1.0.0/16'], denyOtherOutbound: true,
    firstPriority: 500, subnetAddressPrefixes: undefined,
  },
}));

test.each(MUTATIONS)('%s: %s', (_what, finding, change) => {
  fc.assert(fc.property(grouped, fc.nat(), (deployment, at) => {
    const { resource } = onSubnet(synthesize(deployment, 'group').json);
    const [key, group] = Object.entries(resource.azurerm_network_security_group!)[0]!;
    const rules = group.security_rule as SecurityRule[];
    const tagged = taggedRules(rules);
    const before = ids(resultOf(deployment, { resource }));
    const changed = {
      ...resource, azurerm_network_security_group: { [key]: { ...group, security_rule: change(rules, tagged[at % tagged.length]!) } },
    };
    const after = ids(resultOf(deployment, { resource: changed }));
    expect(after.filter((id) => id === finding).length).toBeGreaterThan(before.filter((id) => id === finding).length);
  }), { numRuns: 12 });
});

test('where the same is denied before, the denial names both rules, and no other finding says it again', () => {
  fc.assert(fc.property(grouped, fc.nat(), (deployment, at) => {
    const { resource } = onSubnet(synthesize(deployment, 'group').json);
    const [key, group] = Object.entries(resource.azurerm_network_security_group!)[0]!;
    const rules = group.security_rule as SecurityRule[];
    const tagged = taggedRules(rules);
    const rule = rules[tagged[at % tagged.length]!]!;
    const changed = [...rules, { ...rule, name: 'Added', access: 'Deny', priority: 100 }];
    const { findings } = resultOf(deployment, {
      resource: { ...resource, azurerm_network_security_group: { [key]: { ...group, security_rule: changed } } },
    });
    const both = findings.filter(({ id, message }) => (id === 'requirement-denied' || id === 'rules-contradict') &&
      message.includes('Added') && message.includes(String(rule['name'])));
    expect(new Set(both.map(({ id }) => id)).size).toBe(1);
  }), { numRuns: 12 });
});

test('a subnet without its security group', () => {
  fc.assert(fc.property(grouped, (deployment) => {
    const { resource } = onSubnet(synthesize(deployment).json);
    const { azurerm_subnet_network_security_group_association: dropped, ...rest } = resource;
    expect(dropped).toBeDefined();
    expect(ids(resultOf(deployment, { resource: rest }))).toContain('subnet-without-security-group');
  }), { numRuns: 10 });
});
