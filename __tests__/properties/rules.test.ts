import fc from '../support/fast-check';
import { EndpointKind } from '../../lib';
import { firewallRules, securityRules, type Fields, type ReadSecurityRule } from '../constructs/synthesis';
import { deployments, synthesize, type Deployment } from '../support/deployments';
import { checkStack } from '../support/provider-arguments';
import {
  beyondInFirewall, beyondInGroup, firewallCannot, groupCannot, hasRoute, missingInFirewall, missingInGroup, passesFirewall,
} from './carried';

const NAME = /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,78}[A-Za-z0-9_])?$/;

/** Ids, each once. */
const idsOf = (requirements: readonly { id: string }[]): string[] => [...new Set(requirements.map(({ id }) => id))].sort();
/** What rules could carry and do not. A gap of the documentation is no requirement of the set, and has tests of its own. */
const unexpressedIds = (unexpressed: readonly { requirementId: string; isDocumentationGap: boolean }[]): string[] =>
  [...new Set(unexpressed.filter(({ isDocumentationGap }) => !isDocumentationGap).map(({ requirementId }) => requirementId))].sort();

const repeated = (texts: readonly string[]): string[] => texts.filter((text, index) => texts.indexOf(text) !== index);

test('the provider takes every generated stack', () => {
  fc.assert(fc.property(deployments(), (deployment) => {
    expect(checkStack(synthesize(deployment).text)).toEqual([]);
  }), { numRuns: 80 });
});

/** Priorities, names, one tag in each rule. */
function expectWellFormedGroup(rules: readonly ReadSecurityRule[]): void {
  expect(repeated(rules.map(({ direction, priority }) => `${direction} ${priority}`))).toEqual([]);
  expect(repeated(rules.map(({ name }) => name.toLowerCase()))).toEqual([]); // Azure ignores case in names
  // Neither tags nor `*` in a list.
  const isSide = (side: readonly string[]): boolean =>
    side.length > 0 && (side.length === 1 || side.every((address) => /^[0-9a-f.:/]+$/.test(address)));
  expect(rules.filter(({ name, description, priority, sources, destinations, ports }) => !(
    NAME.test(name) && priority >= 100 && priority <= 4096 && description.length <= 140 && repeated(ports).length === 0 &&
    isSide(sources) && isSide(destinations)
  ))).toEqual([]);
}

/** What is left is denied, last of all, unless the user said otherwise. */
function expectClosed(rules: readonly ReadSecurityRule[], { group }: Deployment): void {
  const outbound = rules.filter(({ direction }) => direction === 'Outbound');
  const denies = outbound.filter(({ access }) => access === 'Deny');
  if (group.denyOtherOutbound) {
    expect(denies).toEqual(outbound.slice(-1));
    expect(denies).toMatchObject([{ priority: 4096, protocol: '*', destinations: ['*'], ports: ['*'] }]);
  } else {
    expect(denies.map(({ destinations }) => destinations)).toEqual(group.intraNetwork === 'denied' ? [['VirtualNetwork']] : []);
  }
}

/** Names, wildcards in application rules only, tags apart from addresses. */
function expectWellFormedFirewall(json: Fields, { firewall }: Deployment): void {
  const [network, application] = [firewallRules(json, 'network'), firewallRules(json, 'application')];
  for (const rules of [network, application]) {
    expect(repeated(rules.map(({ name }) => String(name).toLowerCase()))).toEqual([]);
    expect(rules.filter(({ name }) => !NAME.test(String(name)))).toEqual([]);
  }
  expect(network.filter((rule) => {
    const hosts = (rule.destination_fqdns ?? []) as string[];
    const addresses = (rule.destination_addresses ?? []) as string[];
    const kinds = [hosts.length > 0, addresses.some((one) => /^[A-Z]/.test(one)), addresses.some((one) => /^[0-9]/.test(one))];
    return hosts.some((host) => host.includes('*')) || (hosts.length > 0 && (!firewall.dnsProxy || firewall.sku === 'Basic')) ||
      kinds.filter(Boolean).length !== 1;
  })).toEqual([]);
  expect(application.filter((rule) => (rule.destination_urls === undefined) !== (rule.terminate_tls === undefined) ||
    (rule.destination_urls !== undefined && !firewall.tlsInspection))).toEqual([]);
}

// Rules are made once for a deployment and looked at from all sides, because making them costs most.
test('a security group is well formed and closed, carries every requirement or says that it does not, and opens nothing else', () => {
  fc.assert(fc.property(deployments(), (deployment) => {
    const { json, requirements: all, unexpressed: { group } } = synthesize(deployment, 'group');
    const rules = securityRules(json);
    expectWellFormedGroup(rules);
    expectClosed(rules, deployment);
    const flows = all.filter(({ nextHopInternet }) => !nextHopInternet);
    const cannot = flows.filter((requirement) => groupCannot(all, requirement, deployment));
    expect(unexpressedIds(group.filter(({ isOutOfPath }) => !isOutOfPath))).toEqual(idsOf(cannot));
    // all traffic of the subnet passes its group
    expect(unexpressedIds(group.filter(({ isOutOfPath }) => isOutOfPath)))
      .toEqual(idsOf(all.filter(({ nextHopInternet }) => nextHopInternet)));
    const missing = flows.filter((requirement) => !cannot.includes(requirement))
      .flatMap((requirement) => missingInGroup(rules, all, requirement, deployment).map((port) => `${requirement.toString()} on ${port}`));
    expect(missing).toEqual([]);
    expect(beyondInGroup(rules, all, deployment)).toEqual([]);
  }), { numRuns: 100 });
});

test('the rules of a firewall are well formed, carry every requirement or say that they do not, and open nothing else', () => {
  fc.assert(fc.property(deployments(), (deployment) => {
    const { json, requirements: all, unexpressed: { firewall } } = synthesize(deployment, 'firewall');
    expectWellFormedFirewall(json, deployment);
    const flows = all.filter(({ nextHopInternet }) => !nextHopInternet);
    const passing = flows.filter(passesFirewall);
    const cannot = passing.filter((requirement) => firewallCannot(all, requirement, deployment));
    // Nobody knows who the other side is and so whether the traffic passes.
    const unspecified = flows.filter(({ endpoint }) => endpoint.kind === EndpointKind.UNSPECIFIED);
    expect(unexpressedIds(firewall.filter(({ isOutOfPath }) => !isOutOfPath))).toEqual(idsOf([...cannot, ...unspecified]));
    expect(unexpressedIds(firewall.filter(({ isOutOfPath }) => isOutOfPath)))
      .toEqual(idsOf(all.filter((requirement) => !passing.includes(requirement) && !unspecified.includes(requirement))));
    const missing = passing.filter((requirement) => !cannot.includes(requirement))
      .flatMap((requirement) =>
        missingInFirewall(json, all, requirement, deployment).map((port) => `${requirement.toString()} on ${port}`));
    expect(missing).toEqual([]);
    expect(beyondInFirewall(json, all)).toEqual([]);
  }), { numRuns: 120 });
});

test('addresses over all rules of a group are within the limit, or the limit is named', () => {
  const ranges = (first: number, count: number): string[] =>
    Array.from({ length: count }, (_, i) => `10.${first + (i >> 8)}.${i & 255}.0/24`);
  const sized = fc.record({
    deployment: deployments(), subnets: fc.integer({ min: 1, max: 700 }), space: fc.integer({ min: 1, max: 4100 }),
  });
  fc.assert(fc.property(sized, ({ deployment, subnets, space: wanted }) => {
    const space = Math.max(wanted, subnets); // which has the subnets in it
    const sizedAs = (count: number, intraNetwork: string[]): Deployment => ({
      ...deployment, group: { ...deployment.group, intraNetwork, subnetAddressPrefixes: ranges(0, count) },
    });
    // Every rule has the ranges of the subnets on its own side. The two rules for the network have the address space on the other side;
    // the rest have what they ask for, which is several addresses where a cluster has several DNS servers.
    const small = securityRules(synthesize(sizedAs(1, ['10.0.0.0/8']), 'group').json);
    const [inbound, outbound] = ['Inbound', 'Outbound'].map((side) => small.filter(({ direction }) => direction === side));
    const [from, to] = [inbound!.flatMap((rule) => rule.sources).length, outbound!.flatMap((rule) => rule.destinations).length];
    const [sources, destinations] = [outbound!.length * subnets + from - 1 + space, inbound!.length * subnets + to - 1 + space];
    const build = (): ReadSecurityRule[] =>
      securityRules(synthesize(sizedAs(subnets, [...ranges(0, subnets), ...ranges(64, space - subnets)]), 'group').json);
    if (sources > 4000 || destinations > 4000) {
      expect(build).toThrow(/a network security group takes at most 4000 (sources|destinations) in all its rules, and \d+ are needed/);
    } else {
      const rules = build();
      expect(rules.flatMap((rule) => rule.sources)).toHaveLength(sources);
      expect(rules.flatMap((rule) => rule.destinations)).toHaveLength(destinations);
    }
  }), { numRuns: 20 });
});

test('every route that a requirement asks for is in the table', () => {
  fc.assert(fc.property(deployments(), (deployment) => {
    const { json, requirements } = synthesize(deployment, 'routes');
    const asked = requirements.filter(({ nextHopInternet }) => nextHopInternet);
    expect(asked).toHaveLength(deployment.facts.compute.publicIp ? 1 : 0);
    asked.forEach((requirement) => expect(hasRoute(json, requirement)).toBe(true));
  }), { numRuns: 40 });
});
