import fc from '../support/fast-check';
import {
  Direction, EndpointKind, ManagedNetworkRules, Protocol, RegionalTags, type MachineLearningRequirementsProps, type Requirement,
} from '../../lib';
import { IDS, newStack, resources, textOf, type Fields } from '../constructs/synthesis';
import { deployments, requirementsOf } from '../support/deployments';
import { checkStack } from '../support/provider-arguments';
import { holdsPort, standIns } from './carried';

/** Rules that Azure adds, as the rule objects of a workspace show them: tag, protocol and ports. */
const SYSTEM: readonly (readonly [tag: string, protocol: string, ports: string])[] = [
  ['AzureMonitor', 'TCP', '443'], ['AzureResourceManager', 'TCP', '443'], ['MicrosoftContainerRegistry.<region>', 'TCP', '443'],
  ['VirtualNetwork', '*', '*'],
  ['BatchNodeManagement', 'TCP', '443'], ['AzureActiveDirectory', 'TCP', '80,443'], ['AzureFrontDoor.FirstParty', '*', '*'],
  ['AzureMachineLearning', 'TCP', '443'],
  ['AzureMachineLearning', 'UDP', '5831'],
];

const FQDN = 'machine_learning_workspace_network_outbound_rule_fqdn';
const SERVICE_TAG = 'machine_learning_workspace_network_outbound_rule_service_tag';
const isHost = ({ endpoint: { kind } }: Requirement): boolean => kind === EndpointKind.FQDN || kind === EndpointKind.URL;
const isTag = ({ endpoint: { kind } }: Requirement): boolean => kind === EndpointKind.SERVICE_TAG;
/** AzureFrontDoor has parts, which are no regions. */
const withoutRegion = (tag: string): string => (tag.startsWith('AzureFrontDoor.') ? tag : tag.split('.')[0]!);

function synthesized(facts: Parameters<typeof requirementsOf>[0], regionalTags: RegionalTags) {
  const requirements = requirementsOf(facts);
  const stack = newStack();
  const rules = new ManagedNetworkRules(stack, 'Rules', { requirements, workspaceId: IDS.workspace, regionalTags });
  const text = textOf(stack);
  return { all: requirements.all, rules, text, json: JSON.parse(text) as Fields };
}

const needs = fc.record({ deployment: deployments(), regionalTags: fc.constantFrom(...Object.values(RegionalTags)) });

/** Whether the JSON, or a rule that Azure adds, opens a port of a requirement to its other side. */
function opens(
  json: Fields, { region }: MachineLearningRequirementsProps, { endpoint, ports: { protocol }, direction, section }: Requirement,
  port: string,
): boolean {
  if (direction === Direction.INBOUND) {
    return false;
  }
  if (endpoint.kind === EndpointKind.FQDN || endpoint.kind === EndpointKind.URL) {
    return ['80', '443'].includes(port) && protocol !== Protocol.UDP &&
      resources(json, FQDN).some(({ destination_fqdn: host }) => host === endpoint.value.split('/')[0]);
  }
  const holds = (one: string, ports: string): boolean =>
    (one === '*' || one === (protocol === Protocol.ANY ? '*' : protocol)) && holdsPort(ports.split(','), port);
  const base = withoutRegion(endpoint.value);
  return endpoint.kind === EndpointKind.SERVICE_TAG && (
    SYSTEM.some(([tag, one, ports]) => holds(one, ports) && (tag.endsWith('.<region>')
      ? tag.replace('<region>', region).toLowerCase() === endpoint.value.toLowerCase() ||
        (section !== undefined && tag === `${endpoint.value}.<region>`)
      : tag === base)) ||
    resources(json, SERVICE_TAG).some((rule) => rule.service_tag === base && holds(String(rule.protocol), String(rule.port_ranges))));
}

test('the provider takes every generated rule, and each waits for the one before', () => {
  fc.assert(fc.property(needs, ({ deployment, regionalTags }) => {
    const { text, json } = synthesized(deployment, regionalTags);
    expect(checkStack(text)).toEqual([]);
    const rules = [...resources(json, SERVICE_TAG), ...resources(json, FQDN)];
    const waited = rules.map(({ depends_on: on }) => on as string[] | undefined);
    expect(waited.filter((on) => on === undefined)).toHaveLength(Math.min(1, rules.length));
    expect(new Set(waited.flat()).size).toBe(rules.length); // one for each rule but the last, and undefined for the first
    expect(new Set(rules.map(({ name }) => String(name).toLowerCase())).size).toBe(rules.length);
  }), { numRuns: 80 });
});

test('every requirement is carried by a rule, by one that Azure adds, or said not to be', () => {
  fc.assert(fc.property(needs, ({ deployment, regionalTags }) => {
    const { all, rules, json } = synthesized(deployment, regionalTags);
    const carried = new Set(
      [...rules.serviceTagRules, ...rules.fqdnRules, ...rules.addedByAzure].flatMap(({ requirementIds }) => requirementIds),
    );
    const said = new Set(rules.unexpressed.map(({ requirementId }) => requirementId));
    expect(all.filter(({ id }) => !carried.has(id) && !said.has(id)).map(String)).toEqual([]);
    const isOpen = (requirement: Requirement, port: string): boolean => opens(json, deployment.facts, requirement, port) ||
      standIns(all, requirement, port, 'in the subnet').some((other) => opens(json, deployment.facts, other, port));
    const missing = all.filter(({ id }) => !said.has(id)).flatMap((requirement) =>
      requirement.ports.ranges.filter((port) => !isOpen(requirement, port)).map((port) => `${requirement.toString()} on ${port}`));
    expect(missing).toEqual([]);
    // A host with other ports too has its rule for those of the web.
    const web = all.filter((requirement) =>
      isHost(requirement) && requirement.section === undefined && !/\.blob\.core\./.test(requirement.endpoint.value))
      .flatMap((requirement) =>
        requirement.ports.ranges.filter((port) => ['80', '443'].includes(port) && requirement.ports.protocol !== Protocol.UDP &&
          !opens(json, deployment.facts, requirement, port)).map((port) => `${requirement.toString()} on ${port}`));
    expect(web).toEqual([]);
    // What is said not to be carried is not carried in full.
    const wrong = all.filter((requirement) => said.has(requirement.id) && requirement.section === undefined &&
      requirement.ports.ranges.every((port) => opens(json, deployment.facts, requirement, port)));
    expect(wrong.map(String)).toEqual([]);
  }), { numRuns: 150 });
});

test('nothing is opened that no requirement asks for, and what is wider is said', () => {
  fc.assert(fc.property(needs, ({ deployment, regionalTags }) => {
    const { all, rules, json } = synthesized(deployment, regionalTags);
    const outbound = all.filter(({ direction, section }) =>
      direction === Direction.OUTBOUND && !/^(kubernetes|aks|aks-extensions|azure-arc|in-cluster)$/.test(section ?? ''));
    const wider = new Set(rules.substitutions.filter(({ isWider }) => isWider).map(({ requirementId }) => requirementId));
    for (const { service_tag: tag, protocol, port_ranges: ports } of resources(json, SERVICE_TAG)) {
      const asking = outbound.filter((requirement) => isTag(requirement) && withoutRegion(requirement.endpoint.value) === tag &&
        (requirement.ports.protocol === Protocol.ANY ? '*' : requirement.ports.protocol) === protocol);
      const unasked = String(ports).split(',')
        .filter((port) => !asking.some((requirement) => requirement.ports.ranges.includes(port === '*' ? '0-65535' : port)));
      expect([tag, ports, unasked]).toEqual([tag, ports, []]);
      const twice = String(ports).split(',').filter((port) => port !== '*' &&
        SYSTEM.some(([system, one, open]) => system === tag && [protocol, '*'].includes(one) && holdsPort(open.split(','), port)));
      expect([tag, twice]).toEqual([tag, []]); // Azure adds these
      // A tag without its region is wider, and opened only when the user says so.
      const exact = asking.some(({ endpoint }) => endpoint.value === tag);
      expect(exact || (regionalTags === RegionalTags.WIDENED && tag !== 'Storage' && asking.some(({ id }) => wider.has(id)))).toBe(true);
    }
    for (const { destination_fqdn: host } of resources(json, FQDN)) {
      const asking = outbound.filter((requirement) =>
        isHost(requirement) && requirement.endpoint.value.split('/')[0] === host && requirement.ports.protocol !== Protocol.UDP &&
          requirement.ports.ranges.some((port) => ['80', '443'].includes(port)));
      expect(asking.length).toBeGreaterThan(0);
      const ports = new Set(asking.flatMap((requirement) => requirement.ports.ranges));
      expect(['80', '443'].every((port) => ports.has(port)) || asking.some(({ id }) => wider.has(id))).toBe(true);
      expect(asking.some(({ endpoint }) => endpoint.kind === EndpointKind.FQDN) || asking.every(({ id }) => wider.has(id))).toBe(true);
    }
  }), { numRuns: 100 });
});
