import { compareTexts } from '../azure/text-order';
import { AddressCover } from '../azure/address-cover';
import { hasDocumentedHosts } from '../catalog/documented-hosts';
import { InputError, quote } from '../azure/errors';
import { parseUrl } from '../azure/host-names';
import { isReference } from '../azure/references';
import { SECURITY_GROUP_ONLY_TAGS } from '../azure/service-tags';
import { ServiceTagFile } from '../input/service-tag-file';
import { EndpointKind } from '../requirements/endpoint';
import { PortRange, comparePorts } from '../requirements/port-range';
import { Protocol } from '../requirements/ports';
import { Requirement } from '../requirements/requirement';
import { RequirementSet } from '../requirements/requirement-set';
import { Alternatives } from './alternatives';
import { RuleLanguage } from './rule-language';
import {
  comesFromOutside, TranslationReport, OUTSIDE_REASON, OUTSIDE_REMEDY, PODS_REMEDY, PODS_REASON, SERVICE_ENDPOINT_REMEDY,
  SERVICE_ENDPOINT_REASON, Substitution,
  UnexpressedRequirement, UNSPECIFIED_REMEDY, UNSPECIFIED_REASON,
} from './translation-report';
import { checkCloud } from './service-tag-cloud';

/** What a firewall that knows no service tags is given: one host, URL or address range, on one port or range of ports. */
export interface FirewallListEntry {
  readonly kind: 'host' | 'url' | 'address';
  readonly value: string;
  readonly protocol: Protocol;
  readonly port: PortRange;
  /** The service tag that the address range is from. */
  readonly serviceTag?: string;
  readonly requirements: readonly Requirement[];
}

export interface FirewallLists {
  readonly entries: readonly FirewallListEntry[];
  readonly unexpressed: readonly UnexpressedRequirement[];
  readonly substitutions: readonly Substitution[];
}

const KINDS: readonly FirewallListEntry['kind'][] = ['host', 'url', 'address'];
const INTERNET = 'Internet';
/** Ports on which a firewall reads host names in what passes it: the host of HTTP, the server name of TLS. */
const NAMED_PORTS = [80, 443];

/**
 * What a requirement set needs, in the terms of a firewall that has no service tags: host names, URLs and address ranges.
 *
 * A service tag is written by the host names that stand for it, where the set has them for that port; else by its address
 * ranges, which a service tag file gives. On ports other than those of HTTP and HTTPS, where most firewalls do not filter by
 * name, it is written by both, if there is a file.
 *
 * A name on any protocol and one port is written for TCP and for UDP. `ANY` is left for every port, and for addresses, which need no name.
 */
export function firewallLists(set: RequirementSet, tags: ServiceTagFile | undefined): FirewallLists {
  if (tags !== undefined) {
    checkCloud(tags, set.cloud);
  }
  const lists = new Lists(set, tags);
  set.all.forEach((requirement) => lists.add(requirement));
  return lists.result();
}

class Lists {
  private readonly report: TranslationReport;
  private readonly alternatives: Alternatives;
  private readonly entries = new Map<string, FirewallListEntry & { requirements: Requirement[] }>();

  constructor(private readonly set: RequirementSet, private readonly tags: ServiceTagFile | undefined) {
    this.report = new TranslationReport(RuleLanguage.FIREWALL_LIST, set);
    this.alternatives = new Alternatives(set.all);
  }

  public add(requirement: Requirement): void {
    const { endpoint: { kind, value }, ports } = requirement;
    if (isOutOfPath(requirement, this.report)) {
      return;
    }
    if (isReference(value)) {
      throw new InputError({
        argument: `requirement ${quote(requirement.id)}`, given: value,
        problem: 'is a reference, which a list cannot have', allowed: 'state it as plain text',
      });
    }
    switch (kind) {
      case EndpointKind.PODS: // inside the cluster, which is out of the path
        break;
      case EndpointKind.UNSPECIFIED:
        this.report.cannot(requirement, UNSPECIFIED_REASON, UNSPECIFIED_REMEDY);
        break;
      case EndpointKind.FQDN:
      case EndpointKind.URL:
        this.addName(requirement);
        break;
      case EndpointKind.ADDRESS_RANGE:
        this.put(requirement, 'address', AddressCover.of([value]).ranges(), ports._all);
        break;
      case EndpointKind.SERVICE_TAG:
        this.addTag(requirement);
        break;
    }
  }

  public result(): FirewallLists {
    const { unexpressed, substitutions } = this.report;
    return { entries: [...this.entries.values()].sort(inOrder), unexpressed, substitutions };
  }

  private addName(requirement: Requirement): void {
    const { endpoint: { kind, value }, ports } = requirement;
    if (ports.protocol === Protocol.ANY) {
      ports._all.forEach((port) => this.addNameOfAnyProtocol(requirement, port));
      this.report.written(requirement);
      return;
    }
    if (kind === EndpointKind.URL) {
      this.put(requirement, 'url', [value], ports._all);
      return;
    }
    this.put(requirement, 'host', [value], ports._all);
    this.report.written(requirement);
    this.sayByNameOnly(requirement);
  }

  private addNameOfAnyProtocol(requirement: Requirement, port: PortRange): void {
    const { kind, value } = requirement.endpoint;
    const listed = kind === EndpointKind.URL ? 'url' : 'host';
    if (port.isAll) {
      this.put(requirement, listed, [value], [port]);
      return;
    }
    this.put(requirement, listed, [value], [port], { protocol: Protocol.TCP });
    // A path is read in HTTP, which a firewall sees over TCP.
    const host = kind === EndpointKind.URL ? parseUrl(value).host : value;
    this.put(requirement, 'host', [host], [port], { protocol: Protocol.UDP });
    const { tags } = this;
    const held = tags === undefined ? []
      : [...new Set(this.alternatives.tagsFor(requirement, port).map(({ endpoint }) => endpoint.value))];
    held.forEach((serviceTag) =>
      this.put(requirement, 'address', tags!.addressRanges(serviceTag), [port], { serviceTag, protocol: Protocol.UDP }));
    const andAddresses = held.length === 0 ? '' : `, and to the addresses of ${held.join(', ')}`;
    this.report.instead(
      requirement, `TCP ${port} to the ${listed === 'url' ? 'URL' : 'host name'}, UDP ${port} to the host name${andAddresses}`,
      'any protocol on a port is TCP and UDP, and most firewalls read names only on TCP', listed === 'url', [port],
    );
  }

  private sayByNameOnly(requirement: Requirement): void {
    const { ports } = requirement;
    const byNameOnly = ports._all.filter((port) =>
      !isNamed(requirement, port) && (this.tags === undefined || this.alternatives.tagsFor(requirement, port).length === 0));
    if (byNameOnly.length > 0) {
      this.report.instead(requirement, `a host name on ${ports.protocol} ${byNameOnly.join(', ')}`,
        'firewalls that filter names only on TCP 80 and 443 cannot use it; a service tag file gives addresses where there is a tag, ' +
          'and a requirement of your own where there is none',
        false);
    }
  }

  private addTag(requirement: Requirement): void {
    const { endpoint: { value }, ports } = requirement;
    const byAddress = ports._all.filter((port) =>
      this.alternatives.hostsFor(requirement, port).length === 0 || (this.tags !== undefined && !isNamed(requirement, port)));
    const why = byAddress.length === 0 ? undefined : whyNoAddresses(value, this.tags, this.set);
    if (why !== undefined) {
      this.report.cannot(requirement, ...why);
      return;
    }
    if (byAddress.length > 0) {
      this.put(requirement, 'address', this.tags!.addressRanges(value), byAddress, { serviceTag: value });
    }
    this.report.written(requirement);
  }

  private put(
    requirement: Requirement, kind: FirewallListEntry['kind'], values: readonly string[], ports: readonly PortRange[],
    { serviceTag, protocol = requirement.ports.protocol }: { readonly serviceTag?: string; readonly protocol?: Protocol } = {},
  ): void {
    for (const port of ports) {
      for (const value of values) {
        const key = [kind, protocol, port, value, serviceTag].join(' ');
        const entry = this.entries.get(key) ??
          { kind, value, protocol, port, ...(serviceTag !== undefined && { serviceTag }), requirements: [] };
        entry.requirements.push(requirement);
        this.entries.set(key, entry);
      }
    }
  }
}

function isNamed({ ports: { protocol } }: Requirement, port: PortRange): boolean {
  return port.isOneOf(NAMED_PORTS) && protocol !== Protocol.UDP;
}

/** Traffic that does not come to a firewall at the edge of the network. */
function isOutOfPath(requirement: Requirement, report: TranslationReport): boolean {
  const { serviceEndpoint, nextHopInternet } = requirement;
  if (nextHopInternet) {
    report.doesNotPass(
      requirement, 'it is a route, which takes traffic past the firewall',
      'a route of the route table (EgressRouteTable, or routeTable in the deployment)',
    );
  } else if (serviceEndpoint !== undefined) {
    report.doesNotPass(requirement, `${SERVICE_ENDPOINT_REASON} firewall`, SERVICE_ENDPOINT_REMEDY);
  } else if (requirement._atFirewall) {
    report.doesNotPass(requirement, 'the firewall itself answers', 'the DNS proxy of that firewall, which has to be on');
  } else if (comesFromOutside(requirement)) {
    report.doesNotPass(requirement, OUTSIDE_REASON, OUTSIDE_REMEDY);
  } else {
    return isInside(requirement, report);
  }
  return true;
}

/** Traffic inside the network, or inside a cluster. */
function isInside(requirement: Requirement, report: TranslationReport): boolean {
  const { kind, value } = requirement.endpoint;
  switch (kind) {
    case EndpointKind.PODS:
      report.doesNotPass(requirement, `${PODS_REASON} firewall`, PODS_REMEDY);
      return true;
    case EndpointKind.SERVICE_TAG:
      if (!SECURITY_GROUP_ONLY_TAGS.includes(value) || value === INTERNET) {
        return false;
      }
      report.doesNotPass(requirement, `the tag ${value} stands for traffic inside the virtual network`, 'a security rule');
      return true;
    case EndpointKind.FQDN:
    case EndpointKind.URL:
    case EndpointKind.ADDRESS_RANGE:
    case EndpointKind.UNSPECIFIED:
      return false;
  }
}

function whyNoAddresses(
  tag: string, tags: ServiceTagFile | undefined, { cloud, edition }: RequirementSet,
): [reason: string, remedy: string] | undefined {
  if (tag === INTERNET) {
    return ['the tag Internet has no list of addresses', 'requirements of your own with the host names or the address ranges'];
  }
  const hosts = hasDocumentedHosts(tag, cloud, edition) ? 'the scenario "without-service-tags", which lists host names, or ' : '';
  return tags !== undefined
    ? undefined
    : ['a firewall without service tags needs host names or addresses, and there are neither for the service tag',
      `${hosts}a service tag file, which has the addresses`];
}

/** By kind, protocol and port; hosts and URLs by their text, address ranges as they came: tag by tag, in the order of addresses. */
function inOrder(a: FirewallListEntry, b: FirewallListEntry): number {
  return KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || compareTexts(a.protocol, b.protocol) ||
    comparePorts(a.port, b.port) || (a.kind === 'address' ? 0 : compareTexts(a.value, b.value));
}
