import { Direction } from '../../requirements/direction';
import { EndpointKind } from '../../requirements/endpoint';
import { knownPorts } from '../../requirements/port-range';
import { Protocol } from '../../requirements/ports';
import { Requirement } from '../../requirements/requirement';
import { ALL_PORTS, PortInterval, portsOverlap } from '../../azure/port-sets';
import { knownInterval } from '../../network/address-text';
import { PROTOCOLS, TransportProtocol } from '../filter-rule';
import { holdsHost, holdsUrl, splitUrl } from '../host-patterns';
import { IntervalSet } from '../../network/interval-set';
import { INTERNET, Knowledge, LOAD_BALANCER, VIRTUAL_NETWORK } from '../knowledge';
import { HEALTH_PROBES, knownRanges } from '../known-addresses';
import { SubnetView } from './subnet-view';
import { fqdnTagName, Target } from './target';

/** Flows that may be open: protocols, ports, and what is at the other end. */
interface ExpectedFlow {
  readonly protocols: readonly TransportProtocol[];
  readonly ports: readonly PortInterval[];
  readonly tag?: string;
  readonly host?: string;
  readonly url?: string;
  readonly set?: IntervalSet;
  readonly fqdnTag?: string;
}

/** All that is asked for of one direction of a subnet, so that what is open beyond it can be told. */
export class PermittedFlows {
  private readonly flows: readonly ExpectedFlow[];
  /** Those that may ask for some addresses: most are for names, and lists have thousands of rules for addresses. */
  private readonly toAddresses: readonly ExpectedFlow[];
  private readonly knowledge: Knowledge;

  /** @param requirements what is asked of the subnet; undefined to look at all that is open, whether or not it is asked for */
  constructor(view: SubnetView, direction: Direction, requirements: readonly Requirement[] | undefined) {
    this.knowledge = view.context.knowledge;
    this.flows = requirements === undefined ? [] : [
      ...requirements.filter((requirement) => requirement.direction === direction && !requirement.nextHopInternet)
        .map((one) => this.expected(one, view)),
      ...networkTraffic(view, direction),
    ];
    this.toAddresses = this.flows.filter(({ set, tag }) => set !== undefined || tag === VIRTUAL_NETWORK || tag === INTERNET);
  }

  /** What asks for all of a target, or for a part of it, each with its ports. */
  public askingFor(protocol: TransportProtocol, target: Target): { readonly isWhole: boolean; readonly ports: readonly PortInterval[] }[] {
    const found: { readonly isWhole: boolean; readonly ports: readonly PortInterval[] }[] = [];
    for (const flow of this.flowsFor(target)) {
      const left = flow.protocols.includes(protocol) ? this.without(target, flow) : target;
      if (left !== target) {
        found.push({ isWhole: left === undefined, ports: flow.ports });
      }
    }
    return found;
  }

  /** What of a target nothing asks for, on ports that are not divided; undefined when all of it is asked for. */
  public beyond(protocol: TransportProtocol, ports: PortInterval, target: Target): Target | undefined {
    let left: Target | undefined = target;
    for (const flow of this.flowsFor(target)) {
      if (left !== undefined && flow.protocols.includes(protocol) &&
          flow.ports.some(({ first, last }) => first <= ports.first && ports.last <= last)) {
        left = this.without(left, flow);
      }
    }
    return left;
  }

  /** Whether something on these ports is asked for, which may be what is not known. */
  public mayAskFor(protocol: TransportProtocol, all: readonly PortInterval[]): boolean {
    return this.flows.some(({ protocols, ports }) => protocols.includes(protocol) && portsOverlap(ports, all));
  }

  private flowsFor({ kind }: Target): readonly ExpectedFlow[] {
    return kind === 'addresses' ? this.toAddresses : this.flows;
  }

  private expected({ endpoint: { kind, value }, ports, fqdnTag }: Requirement, view: SubnetView): ExpectedFlow {
    const base = {
      protocols: ports.protocol === Protocol.ANY ? PROTOCOLS : [ports.protocol], ports: knownPorts(ports._all),
      ...(fqdnTag !== undefined && { fqdnTag }),
    };
    switch (kind) {
      case EndpointKind.SERVICE_TAG:
        return value === VIRTUAL_NETWORK && typeof view.asked.networkTraffic !== 'string'
          ? { ...base, tag: value, set: knownRanges(view.asked.networkTraffic) }
          : { ...base, tag: value, ...(value === LOAD_BALANCER ? { set: HEALTH_PROBES } : tagSet(value, this.knowledge)) };
      case EndpointKind.FQDN:
        return { ...base, host: value };
      case EndpointKind.URL:
        return { ...base, url: value, host: splitUrl(value).host };
      case EndpointKind.ADDRESS_RANGE:
        return { ...base, ...rangeOf(value) };
      case EndpointKind.UNSPECIFIED: // nobody knows the other side, so nothing that is open can count as asked for
        return { ...base, set: IntervalSet.of([]) };
      case EndpointKind.PODS:
        return { ...base, protocols: PROTOCOLS, ports: ALL_PORTS, set: view.own.kind === 'addresses' ? view.own.set : IntervalSet.of([]) };
    }
  }

  private without(target: Target, { tag, host, url, set, fqdnTag }: ExpectedFlow): Target | undefined {
    if (set !== undefined && target.kind !== 'addresses' && IntervalSet.IPV4.isIn(set)) {
      return undefined; // names stand for addresses of IPv4, and all of them are asked for
    }
    switch (target.kind) {
      case 'addresses': {
        if (set === undefined) {
          const isAll = (tag === VIRTUAL_NETWORK && target.side === 'network') || (tag === INTERNET && target.side === 'internet');
          return isAll || target.set.isEmpty ? undefined : target;
        }
        // A set without what it does not have is another object with the same addresses.
        const left = target.set.overlaps(set) ? target.set.without(set) : target.set;
        return left.isEmpty ? undefined : left === target.set ? target : { kind: 'addresses', set: left, side: target.side };
      }
      case 'tag':
        return tag !== undefined && this.knowledge.holds(tag, target.tag) ? undefined : target;
      case 'host':
        return (host !== undefined && holdsHost(host, target.host)) || (fqdnTag !== undefined && target.host === fqdnTagName(fqdnTag)) ||
          tag === 'Internet' ? undefined : target;
      case 'url':
        return (url !== undefined && holdsUrl(url, target.host, target.path)) ||
          (url === undefined && host !== undefined && holdsHost(host, target.host)) || tag === 'Internet' ? undefined : target;
      case 'every':
      case 'own':
      case 'unknown':
        return target;
    }
  }
}

function tagSet(tag: string, knowledge: Knowledge): { readonly set?: IntervalSet } {
  const set = knowledge.addressesOf(tag);
  return set === undefined ? {} : { set };
}

/** Traffic inside the virtual network as it is asked for, and health probes, which Azure lets in by default. */
function networkTraffic({ asked: { networkTraffic: traffic } }: SubnetView, direction: Direction): ExpectedFlow[] {
  const every = { protocols: PROTOCOLS, ports: ALL_PORTS };
  const probes = direction === Direction.INBOUND ? [{ ...every, tag: LOAD_BALANCER, set: HEALTH_PROBES }] : [];
  if (traffic === 'virtual-network') {
    return [...probes, { ...every, tag: VIRTUAL_NETWORK }];
  }
  return traffic === 'none' ? probes : [...probes, ...traffic.map((range) => ({ ...every, ...rangeOf(range) }))];
}

/** An address range, or the text of the expression for one, which rules for the same expression have as a name. */
function rangeOf(text: string): Pick<ExpectedFlow, 'set' | 'host'> {
  const interval = knownInterval(text);
  return interval === undefined ? { host: text } : { set: IntervalSet.of([interval]) };
}
