import fc from '../support/fast-check';
import { Direction, EndpointKind, Protocol, type Requirement } from '../../lib';
import { firewallLists } from '../../lib/rules/firewall-lists';
import { deployments, requirementsOf } from '../support/deployments';
import { readTags, weekly } from '../support/service-tags';
import { standIns } from './carried';

const CLOUD_NAMES = { public: 'Public', government: 'AzureGovernment', china: 'China' } as const;
const RANGE = /^[0-9a-f.:]+\/\d{1,3}$/;

/** A file that has each tag of a set with one range of its own, so that a range tells its tag. */
function fileFor(
  all: readonly Requirement[], cloud: keyof typeof CLOUD_NAMES,
): { file: ReturnType<typeof readTags>; rangeOf: Map<string, string> } {
  const tags = [...new Set(all.filter(({ endpoint }) => endpoint.kind === EndpointKind.SERVICE_TAG).map(({ endpoint }) => endpoint.value))];
  const rangeOf = new Map(tags.map((tag, i) => [tag, `198.18.${i}.0/24`]));
  return {
    file: readTags(weekly(Object.fromEntries([...rangeOf].map(([tag, range]) => [tag, [range]])), { cloud: CLOUD_NAMES[cloud] })), rangeOf,
  };
}

const internal = ({ direction, endpoint, serviceEndpoint }: Requirement): boolean => serviceEndpoint !== undefined ||
  endpoint.kind === EndpointKind.PODS ||
  (direction === Direction.INBOUND && endpoint.kind !== EndpointKind.UNSPECIFIED) ||
  ['VirtualNetwork', 'AzureLoadBalancer'].includes(endpoint.value);

test('lists carry every port of every requirement, by its hosts or its addresses, or say that they do not; and nothing else', () => {
  fc.assert(fc.property(deployments(), (deployment) => {
    const set = requirementsOf(deployment);
    const flows = set.all.filter(({ nextHopInternet }) => !nextHopInternet);
    const { file, rangeOf } = fileFor(flows, deployment.facts.cloud);
    const { entries, unexpressed } = firewallLists(set, file);
    const said = new Map(unexpressed.map(({ requirementId: requirement, isOutOfPath }) => [requirement, isOutOfPath]));
    const listed = (requirement: Requirement, value: string, port: string, protocol: Protocol): boolean => entries.some((entry) =>
      entry.value === value && entry.port.text === port && entry.protocol === protocol &&
        entry.requirements.some(({ id }) => id === requirement.id));
    // A name on any protocol and one port is in a list of each: of UDP, the host of a URL.
    const has = (requirement: Requirement, value: string, port: string): boolean => {
      const { ports: { protocol }, endpoint: { kind } } = requirement;
      const isApart = protocol === Protocol.ANY && port !== '0-65535' && (kind === EndpointKind.FQDN || kind === EndpointKind.URL);
      return isApart
        ? listed(requirement, value, port, Protocol.TCP) && listed(requirement, value.split('/')[0]!, port, Protocol.UDP)
        : listed(requirement, value, port, protocol);
    };
    for (const requirement of flows) {
      const { endpoint: { kind, value }, ports } = requirement;
      const cannot = kind === EndpointKind.UNSPECIFIED || value === 'Internet';
      expect([requirement.id, said.get(requirement.id)])
        .toEqual([requirement.id, internal(requirement) ? true : cannot ? false : undefined]);
      if (said.has(requirement.id)) {
        continue;
      }
      const missing = ports.ranges.filter((port) => {
        if (kind === EndpointKind.SERVICE_TAG) {
          const hosts = standIns(flows, requirement, port, 'behind the subnet');
          return hosts.length === 0
            ? !has(requirement, rangeOf.get(value)!, port)
            : !hosts.every((host) => has(host, host.endpoint.value, port));
        }
        return kind === EndpointKind.ADDRESS_RANGE ? !entries.some((entry) =>
          entry.port.text === port && RANGE.test(entry.value) &&
            entry.value.startsWith(value.split('/')[0]!.replace('2001:db8::', '2001:db8:')))
          : !has(requirement, value, port);
      });
      expect([requirement.id, missing]).toEqual([requirement.id, []]);
    }
    const asked = new Set(flows.map(({ id }) => id));
    expect(entries.filter(({ requirements }) => requirements.length === 0 || requirements.some(({ id }) => !asked.has(id)))).toEqual([]);
    expect(entries.filter(({ kind, protocol, port: { text } }) => kind !== 'address' && protocol === Protocol.ANY && text !== '0-65535'))
      .toEqual([]);
    expect(entries.filter(({ kind, value }) => (kind === 'address') !== RANGE.test(value))).toEqual([]);
  }), { numRuns: 100 });
});
