import { Direction } from '../../requirements/direction';
import { EndpointKind } from '../../requirements/endpoint';
import { PortRange } from '../../requirements/port-range';
import { Protocol } from '../../requirements/ports';
import { Requirement } from '../../requirements/requirement';
import { Alternatives } from '../../rules/alternatives';
import { PortInterval } from '../../azure/port-sets';
import { intervalText, knownInterval } from '../../network/address-text';
import { FilterRule, TransportProtocol } from '../filter-rule';
import { splitUrl } from '../host-patterns';
import { IntervalSet } from '../../network/interval-set';
import { Knowledge, LOAD_BALANCER, VIRTUAL_NETWORK } from '../knowledge';
import { HEALTH_PROBES, knownRanges, platformAddress } from '../known-addresses';
import { listsOf } from './firewalls-passed';
import { Alternative } from './layer';
import { listsAtEnds } from './lists-at-ends';
import { RequiredFlow } from './path';
import { OtherEnd, sidesOf } from './ends-of-addresses';
import { SubnetView } from './subnet-view';
import { Target } from './target';

/** The other ways to write the needs of a set: tags before service endpoints, which count for security groups only. */
export interface LayerAlternatives {
  readonly securityGroup: Alternatives;
  readonly firewall: Alternatives;
}

export function alternativesByLayer(requirements: readonly Requirement[]): LayerAlternatives {
  return { securityGroup: new Alternatives(requirements, false), firewall: new Alternatives(requirements) };
}

/** The flows that a requirement asks for, in pieces that no rule divides; all of them have to be allowed. */
export function requiredFlowsOf(requirement: Requirement, view: SubnetView, alternatives: LayerAlternatives): RequiredFlow[] {
  const { ports: { _all: ranges, protocol }, fqdnTag, serviceEndpoint, direction } = requirement;
  const common = {
    ...(requirement._atFirewall && { atFirewall: true }), ...(fqdnTag !== undefined && { fqdnTags: [fqdnTag] }),
    ...(serviceEndpoint !== undefined && { serviceEndpoint }),
  };
  const targets = targetsOf(requirement, view);
  const isDivisible = ranges.some(({ interval }) => interval!.first !== interval!.last);
  const rules = isDivisible ? [...listsOf(view, direction), ...listsAtEnds(view, direction, targets)] : [];
  return ranges.flatMap((range) => {
    const others = direction === Direction.INBOUND ? undefined : alternativesOf(requirement, range, alternatives, view);
    return protocolsOf(requirement, protocol).flatMap((one) => portPieces(range.interval!, ...rules).flatMap((ports) =>
      targets.map((target) => ({ ...common, ...target, protocol: one, ports, ...(others !== undefined && { alternatives: others }) }))));
  });
}

/** Any protocol is TCP for host names, which other protocols do not carry, and else TCP and UDP, which have ports. */
function protocolsOf({ endpoint: { kind } }: Requirement, protocol: Protocol): readonly TransportProtocol[] {
  if (protocol !== Protocol.ANY) {
    return [protocol];
  }
  return kind === EndpointKind.FQDN || kind === EndpointKind.URL ? ['TCP'] : ['TCP', 'UDP'];
}

/** The other end of what an endpoint asks for. */
export function targetsOf({ endpoint: { kind, value } }: Pick<Requirement, 'endpoint'>, view: SubnetView): OtherEnd[] {
  switch (kind) {
    case EndpointKind.FQDN:
      return [{ target: { kind: 'host', host: value, except: [] } }];
    case EndpointKind.URL: {
      const { host, path } = splitUrl(value);
      return [{ target: { kind: 'url', host, path } }];
    }
    case EndpointKind.ADDRESS_RANGE: {
      const interval = knownInterval(value);
      return interval === undefined ? [{ target: view.laterAddress(value) }] : sidesOf(IntervalSet.of([interval]), view);
    }
    case EndpointKind.SERVICE_TAG:
      return tagTargets(value, view);
    case EndpointKind.PODS:
      return [{ target: view.own }];
    case EndpointKind.UNSPECIFIED:
      return [];
  }
}

function tagTargets(tag: string, view: SubnetView): OtherEnd[] {
  const { networkTraffic } = view.asked;
  if (tag === VIRTUAL_NETWORK && typeof networkTraffic !== 'string') {
    const set = knownRanges(networkTraffic);
    return [
      ...(set.isEmpty
        ? []
        : [{ target: { kind: 'addresses', set, side: 'network', label: `the address space ${networkTraffic.join(', ')}` } as const }]),
      ...networkTraffic.filter((range) => knownInterval(range) === undefined)
        .map((text) => ({ target: view.laterAddress(text, undefined, 'network') })),
    ];
  }
  if (tag === VIRTUAL_NETWORK && !view.space.isEmpty) {
    const label = `the address space ${view.space.intervals.map(intervalText).join(', ')}`;
    const target = { kind: 'addresses', set: view.space, side: 'network', label } as const;
    return [{
      target: byFile(tag, view.context.knowledge),
      takenFor: { target, condition: `${VIRTUAL_NETWORK} stands for ${label} of the virtual network` },
    }];
  }
  const later = tag === VIRTUAL_NETWORK ? laterSpace(view) : undefined;
  if (later !== undefined) {
    const condition = `${VIRTUAL_NETWORK} stands for the address space ${later.text} of the virtual network`;
    return [{ target: byFile(tag, view.context.knowledge), takenFor: { target: later, condition } }];
  }
  const address = tag === LOAD_BALANCER ? HEALTH_PROBES : platformAddress(tag);
  return [{ target: address === undefined || address.isEmpty
    ? byFile(tag, view.context.knowledge)
    : { kind: 'addresses', set: address, side: 'network', label: tag, tag } }];
}

/** The whole address space of the virtual network, where it is one value that only Terraform finds. */
function laterSpace({ subnet: { networkAddressSpace: [space] }, context }: SubnetView): Extract<Target, { kind: 'unknown' }> | undefined {
  const symbol = context.laterSpace?.symbol;
  return symbol === undefined || space?.kind !== 'opaque' ? undefined : { kind: 'unknown', text: space.text, side: 'network', symbol };
}

/** A tag by its addresses when they are known, else by its name. */
export function byFile(tag: string, knowledge: Knowledge): Target {
  const set = knowledge.addressesOf(tag);
  return set === undefined || set.and(IntervalSet.IPV4).isEmpty ? { kind: 'tag', tag, except: [] }
    : { kind: 'addresses', set: set.and(IntervalSet.IPV4), side: 'internet', label: tag, tag };
}

function alternativesOf(
  requirement: Requirement, port: PortRange, alternatives: LayerAlternatives, view: SubnetView,
): RequiredFlow['alternatives'] {
  const { kind, value } = requirement.endpoint;
  if (kind === EndpointKind.SERVICE_TAG) {
    const hosts = requirement.serviceEndpoint === undefined ? alternatives.firewall.hostsFor(requirement, port) : [];
    const names = [...new Set(hosts.map(({ endpoint }) => endpoint.value))];
    return hosts.length === 0 ? undefined : {
      firewall: {
        targets: hosts.map(({ endpoint }) => ({ kind: 'host', host: endpoint.value, except: [] })),
        text: view.context.knowledge.conditions.note(
          `host names stand for ${value}: ${names.join(', ')}`, 'host names stand for service tags', `${value}: ${names.join(', ')}`,
        ),
        protocol: requirement.ports.protocol === Protocol.UDP ? 'UDP' : 'TCP',
      },
    };
  }
  if (kind !== EndpointKind.FQDN && kind !== EndpointKind.URL) {
    return undefined;
  }
  const byTags = (tags: readonly Requirement[]): Alternative | undefined => (tags.length === 0 ? undefined
    : {
      targets: tags.map(({ endpoint }) => byFile(endpoint.value, view.context.knowledge)),
      text: standsFor([...new Set(tags.map(({ endpoint }) => endpoint.value))].join(', '), value, view),
    });
  const securityGroup = byTags(alternatives.securityGroup.tagsFor(requirement, port));
  const firewall = byTags(alternatives.firewall.tagsFor(requirement, port));
  return { ...(securityGroup !== undefined && { securityGroup }), ...(firewall !== undefined && { firewall }) };
}

function standsFor(tags: string, host: string, { context: { knowledge: { conditions } } }: SubnetView): string {
  return conditions.note(`${tags} stands for ${host}`, 'service tags stand for host names', `${tags} for ${host}`);
}

/** Cuts a range of ports where a rule begins or ends. */
function portPieces(range: PortInterval, ...lists: readonly (readonly FilterRule[])[]): PortInterval[] {
  const { first, last } = range;
  if (first === last) {
    return [range];
  }
  const starts = new Set([first]);
  for (const rule of lists.flat()) {
    for (const ports of [...rule.ports, ...(rule.otherPorts ?? [])]) {
      [ports.first, ports.last + 1].filter((start) => start > first && start <= last).forEach((start) => starts.add(start));
    }
  }
  const sorted = [...starts].sort((a, b) => a - b);
  return sorted.map((start, i) => ({ first: start, last: (sorted[i + 1] ?? last + 1) - 1 }));
}
