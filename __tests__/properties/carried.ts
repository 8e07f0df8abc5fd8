import { CatalogSection, Direction, EndpointKind, FirewallDestinations, HostNameTraffic, Protocol, type Requirement } from '../../lib';
import { LINKED_LISTS } from '../catalog/linked-lists';
import { firewallRules, resources, type Fields, type ReadSecurityRule } from '../constructs/synthesis';
import type { Deployment } from '../support/deployments';

/**
 * Judges from the JSON alone whether rules carry a requirement, so that a mistake in the translation and in what it says
 * of itself cannot hide each other. Answers are the flows that are missing; an empty list is a requirement that is met.
 */

const isHost = ({ kind }: Requirement['endpoint']): boolean => kind === EndpointKind.FQDN || kind === EndpointKind.URL;
const isV6 = ({ kind, value }: Requirement['endpoint']): boolean => kind === EndpointKind.ADDRESS_RANGE && value.includes(':');
const tcp = (protocol: Protocol): Protocol => (protocol === Protocol.ANY ? Protocol.TCP : protocol);

/**
 * Requirements that stand in for another on one port: for a host the service tags that together hold it, none when one of them is
 * missing; for a tag the hosts that it holds.
 * Behind the subnet, a tag whose traffic takes a service endpoint stands for nothing: its traffic is not there any more.
 */
export function standIns(
  all: readonly Requirement[], requirement: Requirement, port: string, where: 'in the subnet' | 'behind the subnet',
): Requirement[] {
  const { endpoint, section, nextHopInternet, direction, ports: { protocol } } = requirement;
  const fromHost = isHost(endpoint);
  if ((fromHost && section !== CatalogSection.WITHOUT_SERVICE_TAGS) || nextHopInternet || direction === Direction.INBOUND) {
    return [];
  }
  if (!fromHost && protocol === Protocol.ANY) {
    return []; // hosts are documented for one protocol, or are carried by one
  }
  const others = all.filter((other) => other.direction === Direction.OUTBOUND && !other.nextHopInternet && other.section !== undefined &&
    (where === 'in the subnet' || other.serviceEndpoint === undefined) && other.ports.ranges.includes(port) &&
    tcp(other.ports.protocol) === tcp(protocol));
  if (!fromHost) {
    return others.filter((other) =>
      isHost(other.endpoint) && other.section === CatalogSection.WITHOUT_SERVICE_TAGS && heldBy(other).includes(familyOf(endpoint.value)));
  }
  const tags = heldBy(requirement).map((tag) =>
    others.find((other) => other.endpoint.kind === EndpointKind.SERVICE_TAG && familyOf(other.endpoint.value) === tag));
  return tags.every((tag) => tag !== undefined) ? tags : [];
}

/** Tags that hold a host of the article's tables, from the purposes of its tag table; where there are several, all are needed. */
const HELD: readonly (readonly [ids: RegExp, tags: readonly string[]])[] = [
  [/^hosts\.sign-in/, ['AzureActiveDirectory']],
  [/^hosts\.(portal|resource-manager)/, ['AzureResourceManager']],
  [/^hosts\.(studio|automl-front-door)/, ['AzureFrontDoor.Frontend']],
  [/^hosts\.(api|model-management|instances|tunnel)/, ['AzureMachineLearning']],
  [/^hosts\.batch/, ['BatchNodeManagement']],
  [/^hosts\.(notebooks-storage|compute-storage|microsoft-(blob|table|queue))/, ['Storage']],
  [/^hosts\.microsoft-container-registry-data$/, ['AzureFrontDoor.FirstParty']],
  [/^hosts\.microsoft-container-registry$/, ['MicrosoftContainerRegistry', 'AzureFrontDoor.FirstParty']],
  [/^hosts\.key-vault/, ['AzureKeyVault']],
  [/^hosts\.monitoring/, ['AzureMonitor']],
];

function heldBy({ id }: Requirement): readonly string[] {
  return HELD.find(([ids]) => ids.test(id))?.[1] ?? [];
}

/** A tag without its region. */
function familyOf(tag: string): string {
  return tag.startsWith('AzureFrontDoor.') ? tag : tag.split('.')[0]!;
}

/** Whether ports of a rule hold those of a requirement, as Azure reads them: numbers from the first to the last. */
export function holdsPort(ports: readonly string[], port: string): boolean {
  const [from, to = from] = port.split('-').map(Number) as [number, number?];
  return ports.some((one) => {
    const [low, high = low] = (one === '*' ? '0-65535' : one).split('-').map(Number) as [number, number?];
    return low <= from && to! <= high!;
  });
}

/** Requirements that a network security group cannot carry, by what Azure can say and what the user decided. */
export function groupCannot(all: readonly Requirement[], requirement: Requirement, { group }: Deployment): boolean {
  const { endpoint, ports } = requirement;
  if (endpoint.kind === EndpointKind.PODS || endpoint.kind === EndpointKind.UNSPECIFIED) {
    return endpoint.kind === EndpointKind.UNSPECIFIED || group.intraNetwork === 'denied';
  }
  if (isV6(endpoint)) {
    return group.subnetAddressPrefixes !== undefined; // those of the generated deployments are IPv4
  }
  return isHost(endpoint) && group.hostNameTraffic === HostNameTraffic.CLOSED &&
    ports.ranges.some((port) => standIns(all, requirement, port, 'in the subnet').length === 0);
}

/** Flows of a requirement that the rules of a security group do not allow. */
export function missingInGroup(
  rules: readonly ReadSecurityRule[], all: readonly Requirement[], requirement: Requirement, { group }: Deployment,
): string[] {
  return requirement.ports.ranges.filter((port) => {
    const { endpoint } = requirement;
    if (endpoint.value === 'VirtualNetwork' && requirement.direction === Direction.OUTBOUND && Array.isArray(group.intraNetwork)) {
      // the address space stands for the tag
      return !(group.intraNetwork as string[]).every((range) => groupAllows(rules, requirement, range, port, group));
    }
    if (endpoint.kind === EndpointKind.PODS) {
      const network = Array.isArray(group.intraNetwork) ? (group.intraNetwork as string[]) : ['VirtualNetwork'];
      return !network.every((range) => groupAllows([...rules, ALLOW_VNET_INBOUND], requirement, range, port, group));
    }
    if (!isHost(endpoint)) {
      return !groupAllows(rules, requirement, endpoint.value, port, group);
    }
    const tags = standIns(all, requirement, port, 'in the subnet');
    return tags.length > 0
      ? !tags.every((tag) => groupAllows(rules, tag, tag.endpoint.value, port, group))
      : !groupAllows(rules, requirement, 'Internet', port, group);
  });
}

/** The rule AllowVnetInBound that every group has; the side of the subnet is in the network by nature. */
const ALLOW_VNET_INBOUND: ReadSecurityRule = {
  name: 'AllowVnetInBound', description: '', priority: 65000, direction: 'Inbound', access: 'Allow', protocol: '*',
  sources: ['VirtualNetwork'], destinations: ['*'], ports: ['*'],
};

/** The first rule that matches decides, as in Azure. */
function groupAllows(
  rules: readonly ReadSecurityRule[], requirement: Requirement, other: string, port: string, group: Deployment['group'],
): boolean {
  const inbound = requirement.direction === Direction.INBOUND;
  const protocol = { [Protocol.TCP]: 'Tcp', [Protocol.UDP]: 'Udp', [Protocol.ANY]: '*' }[requirement.ports.protocol];
  const own = group.subnetAddressPrefixes ?? [inbound ? 'VirtualNetwork' : '*'];
  const match = [...rules].sort((a, b) => a.priority - b.priority).find((rule) => {
    const [ours, theirs] = inbound ? [rule.destinations, rule.sources] : [rule.sources, rule.destinations];
    return rule.direction === (inbound ? 'Inbound' : 'Outbound') &&
      (rule.protocol === '*' || rule.protocol === protocol) && (theirs.includes('*') || theirs.includes(other)) &&
      (ours.includes('*') || own.every((one) => ours.includes(one))) && holdsPort(rule.ports, port);
  });
  return match?.access === 'Allow';
}

/** Flows that the security group opens although no requirement asks for them. */
export function beyondInGroup(rules: readonly ReadSecurityRule[], all: readonly Requirement[], { group }: Deployment): string[] {
  return rules
    .filter(({ name, access }) =>
      access === 'Allow' && !['Allow-VirtualNetwork', 'Allow-VirtualNetwork-Inbound', 'Allow-AzureLoadBalancer'].includes(name))
    .flatMap(({ name, direction, protocol, sources, destinations, ports }) => {
      const inbound = direction === 'Inbound';
      const others = inbound ? sources : destinations;
      return others.flatMap((other) => ports.filter((port) => !all.some((requirement) =>
        !requirement.nextHopInternet && (requirement.direction === Direction.INBOUND) === inbound &&
        (requirement.endpoint.value === other ||
          (other === 'Internet' && isHost(requirement.endpoint) && group.hostNameTraffic === HostNameTraffic.FILTERED_BY_FIREWALL)) &&
        (protocol === '*'
          ? requirement.ports.protocol === Protocol.ANY
          : requirement.ports.protocol === (protocol.toUpperCase() as Protocol)) &&
        requirement.ports.ranges.includes(port === '*' ? '0-65535' : port)))
        .map((port) => `${name}: ${protocol} ${other}:${port}`));
    });
}

/** Whether outbound traffic of a requirement passes a firewall at all. */
export function passesFirewall({ direction, endpoint, serviceEndpoint }: Requirement): boolean {
  return serviceEndpoint === undefined && direction === Direction.OUTBOUND && endpoint.kind !== EndpointKind.PODS &&
    !(endpoint.kind === EndpointKind.SERVICE_TAG && ['VirtualNetwork', 'AzureLoadBalancer'].includes(endpoint.value));
}

/** Flows of a requirement that the firewall of the JSON does not allow, by its own rules or by those that stand in. */
export function missingInFirewall(
  json: Fields, all: readonly Requirement[], requirement: Requirement, { firewall: options }: Deployment,
): string[] {
  const allows = ({ endpoint, ports: { protocol } }: Requirement, port: string): boolean =>
    isHost(endpoint)
      ? firewallAllowsHost(json, endpoint.value, protocol, port)
      : firewallAllowsAddress(json, endpoint.value, protocol, port);
  return requirement.ports.ranges.filter((port) => {
    if (allows(requirement, port) ||
        (options.destinations !== FirewallDestinations.HOST_NAMES && port === '443' && allowsByFqdnTag(json, requirement))) {
      return false;
    }
    const others = standIns(all, requirement, port, 'behind the subnet');
    // One tag holds all its hosts; the hosts together hold what the tag is needed for, and count only where they were asked for.
    return isHost(requirement.endpoint) ? others.length === 0 || !others.every((tag) => allows(tag, port))
      : options.destinations !== FirewallDestinations.HOST_NAMES || others.length === 0 || !others.every((host) => allows(host, port));
  });
}

/** Hosts that the FQDN tag of Azure Kubernetes Service is documented to hold: those of the list for public Azure. */
const BEHIND_FQDN_TAG = LINKED_LISTS.filter(([list, cloud]) => list === 'aks-hosts' && cloud === 'public')
  .flatMap(([, , rows]) => rows.map((row) => row.split(' ')[2]!.replace('<location>', '')));

function allowsByFqdnTag(json: Fields, { id, endpoint }: Requirement): boolean {
  const host = endpoint.value.replace(/^(\*\.hcp\.)[a-z0-9]+(\.azmk8s\.io)$/, '$1$2');
  return id.startsWith('aks.') && BEHIND_FQDN_TAG.includes(host) &&
    firewallRules(json, 'application').some(({ destination_fqdn_tags: policy, fqdn_tags: classic, protocols }) =>
      ((policy ?? classic ?? []) as string[]).includes('AzureKubernetesService') &&
      (classic !== undefined || JSON.stringify(protocols) === JSON.stringify([{ port: 443, type: 'Https' }])));
}

function firewallAllowsAddress(json: Fields, address: string, protocol: Protocol, port: string): boolean {
  return firewallRules(json, 'network').some((rule) =>
    ((rule.destination_addresses ?? []) as string[]).includes(address) && networkHolds(rule, protocol, port));
}

function firewallAllowsHost(json: Fields, value: string, protocol: Protocol, port: string): boolean {
  const host = value.split('/')[0]!;
  const web = { '80': 'Http', '443': 'Https' }[port];
  return firewallRules(json, 'network').some((rule) =>
    ((rule.destination_fqdns ?? []) as string[]).includes(value) && networkHolds(rule, protocol, port)) ||
    (web !== undefined && protocol !== Protocol.UDP && firewallRules(json, 'application').some((rule) => {
      const { protocols, protocol: classic, destination_fqdns: policyHosts, target_fqdns: classicHosts, destination_urls: urls } = rule;
      return ((protocols ?? classic ?? []) as Fields[]).some(({ type, port: number }) => type === web && String(number) === port) &&
        (((policyHosts ?? classicHosts ?? []) as string[]).some((pattern) => holdsHost(pattern, host)) ||
          ((urls ?? []) as string[]).includes(value));
    }));
}

function networkHolds({ protocols, destination_ports: ports }: Fields, protocol: Protocol, port: string): boolean {
  return (protocols as string[]).some((one) => one === 'Any' || one === protocol) && holdsPort(ports as string[], port);
}

/** Source: Azure Firewall questions and answers. `*.x` holds every name below `x`, at any depth, and not `x`. */
function holdsHost(pattern: string, host: string): boolean {
  return pattern === host || (pattern.startsWith('*.') && host.endsWith(pattern.slice(1)));
}

/** Flows that the firewall opens although no requirement asks for them. */
export function beyondInFirewall(json: Fields, all: readonly Requirement[]): string[] {
  const asked = (port: string, test: (requirement: Requirement) => boolean): boolean =>
    all.some((requirement) =>
      passesFirewall(requirement) && !requirement.nextHopInternet && requirement.ports.ranges.includes(port) && test(requirement));
  const network = firewallRules(json, 'network').flatMap((rule) => {
    const targets = [...((rule.destination_addresses ?? []) as string[]), ...((rule.destination_fqdns ?? []) as string[])];
    return targets.flatMap((target) => (rule.destination_ports as string[]).filter((port) => !asked(port === '*' ? '0-65535' : port,
      ({ endpoint, ports }) => endpoint.value === target &&
        [ports.protocol === Protocol.ANY ? 'Any' : ports.protocol].join() === (rule.protocols as string[]).join()))
      .map((port) => `${String(rule.name)}: ${target}:${port}`));
  });
  const application = firewallRules(json, 'application').flatMap((rule) => {
    const hosts = (rule.destination_fqdns ?? rule.target_fqdns ?? []) as string[];
    const urls = (rule.destination_urls ?? []) as string[];
    return [...hosts, ...urls].flatMap((target) => ((rule.protocols ?? rule.protocol) as Fields[]).filter(({ port }) => !asked(String(port),
      ({ endpoint, ports }) => ports.protocol !== Protocol.UDP &&
        (endpoint.value === target || (endpoint.kind === EndpointKind.URL && hosts.includes(endpoint.value.split('/')[0]!)))))
      .map(({ port }) => `${String(rule.name)}: ${target}:${String(port)}`));
  });
  return [...network, ...application];
}

/** Requirements that a firewall cannot carry although their traffic passes it. */
export function firewallCannot(all: readonly Requirement[], requirement: Requirement, { firewall }: Deployment): boolean {
  const { endpoint, ports: { protocol, ranges } } = requirement;
  if (endpoint.kind === EndpointKind.UNSPECIFIED || isV6(endpoint) || endpoint.value === 'Internet') {
    return true;
  }
  const resolves = endpoint.kind === EndpointKind.FQDN && !endpoint.value.startsWith('*') && firewall.dnsProxy && firewall.sku !== 'Basic';
  return isHost(endpoint) && ranges.some((port) => !(['80', '443'].includes(port) && protocol !== Protocol.UDP) && !resolves &&
    standIns(all, requirement, port, 'behind the subnet').length === 0);
}

/** Whether the route table of the JSON has a route that a requirement asks for. */
export function hasRoute(json: Fields, { endpoint }: Requirement): boolean {
  const routes = [...resources(json, 'route_table').flatMap(({ route }) => route as Fields[]), ...resources(json, 'route')];
  return routes.some(({ address_prefix: prefix, next_hop_type: hop }) => prefix === endpoint.value && hop === 'Internet');
}
