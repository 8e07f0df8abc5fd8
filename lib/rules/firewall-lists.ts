import { AddressCover } from '../azure/address-cover';
import { hasDocumentedHosts } from '../catalog/documented-hosts';
import { InputError, quote } from '../azure/errors';
import { parseUrl } from '../azure/host-names';
import { isReference } from '../azure/references';
import { SECURITY_GROUP_ONLY_TAGS } from '../azure/service-tags';
import { ServiceTagFile } from '../input/service-tag-file';
import { Direction } from '../requirements/direction';
import { EndpointKind } from '../requirements/endpoint';
import { Protocol } from '../requirements/ports';
import { Requirement } from '../requirements/requirement';
import { RequirementSet } from '../requirements/requirement-set';
import { Alternatives } from './alternatives';
import {
  ExpressionReport, PODS_ALTERNATIVE, PODS_REASON, SERVICE_ENDPOINT_ALTERNATIVE, SERVICE_ENDPOINT_REASON, Substitution,
  UnexpressedRequirement, UNSPECIFIED_ALTERNATIVE, UNSPECIFIED_REASON,
} from './expression';
import { checkCloud } from './service-tag-cloud';

/** What a firewall that knows no service tags is given: one host, URL or address range, on one port or range of ports. */
export interface FirewallListEntry {
  readonly kind: 'host' | 'url' | 'address';
  readonly value: string;
  readonly protocol: Protocol;
  readonly port: string;
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
const EVERY_PORT = '0-65535';
/** Ports on which a firewall reads host names in what passes it: the host of HTTP, the server name of TLS. */
const NAMED_PORTS = ['80', '443'];

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
  const report = new ExpressionReport('list for another firewall', set);
  const alternatives = new Alternatives(set.all);
  const entries = new Map<string, FirewallListEntry & { requirements: Requirement[] }>();
  const add = (
    requirement: Requirement, kind: FirewallListEntry['kind'], values: readonly string[], ports: readonly string[], serviceTag?: string,
    protocol: Protocol = requirement.ports.protocol,
  ): void => {
    for (const port of ports) {
      for (const value of values) {
        const key = [kind, protocol, port, value, serviceTag].join(' ');
        const entry = entries.get(key) ??
          { kind, value, protocol, port, ...(serviceTag !== undefined && { serviceTag }), requirements: [] };
        entry.requirements.push(requirement);
        entries.set(key, entry);
      }
    }
  };
  for (const requirement of set.all) {
    const { endpoint: { kind, value }, ports } = requirement;
    if (isOutOfPath(requirement, report)) {
      continue;
    }
    if (isReference(value)) {
      throw new InputError({
        argument: `requirement ${quote(requirement.id)}`, given: value,
        problem: 'is a reference, which a list cannot have; state it as plain text',
      });
    }
    if (kind === EndpointKind.UNSPECIFIED) {
      report.cannot(requirement, UNSPECIFIED_REASON, UNSPECIFIED_ALTERNATIVE);
    } else if ((kind === EndpointKind.FQDN || kind === EndpointKind.URL) && ports.protocol === Protocol.ANY) {
      const listed = kind === EndpointKind.URL ? 'url' : 'host';
      for (const port of ports.ranges) {
        if (port === EVERY_PORT) {
          add(requirement, listed, [value], [port]);
          continue;
        }
        add(requirement, listed, [value], [port], undefined, Protocol.TCP);
        // A path is read in HTTP, which a firewall sees over TCP.
        const host = kind === EndpointKind.URL ? parseUrl(value).host : value;
        add(requirement, 'host', [host], [port], undefined, Protocol.UDP);
        const held = tags === undefined ? [] : [...new Set(alternatives.tagsFor(requirement, port).map(({ endpoint }) => endpoint.value))];
        held.forEach((tag) => add(requirement, 'address', tags!.addressRanges(tag), [port], tag, Protocol.UDP));
        const andAddresses = held.length === 0 ? '' : `, and to the addresses of ${held.join(', ')}`;
        report.instead(
          requirement, `TCP ${port} to the ${listed === 'url' ? 'URL' : 'host name'}, UDP ${port} to the host name${andAddresses}`,
          'any protocol on a port is TCP and UDP, and firewalls read names on TCP alone for the most part', listed === 'url', [port],
        );
      }
      report.written(requirement);
    } else if (kind === EndpointKind.FQDN) {
      add(requirement, 'host', [value], ports.ranges);
      report.written(requirement);
      const byNameOnly = ports.ranges.filter((port) =>
        !isNamed(requirement, port) && (tags === undefined || alternatives.tagsFor(requirement, port).length === 0));
      if (byNameOnly.length > 0) {
        report.instead(requirement, `a host name on ${ports.protocol} ${byNameOnly.join(', ')}`,
          'firewalls that filter names only on TCP 80 and 443 cannot use it; a service tag file gives addresses where there is a tag, ' +
            'and a requirement of your own where there is none',
          false);
      }
    } else if (kind === EndpointKind.URL) {
      add(requirement, 'url', [value], ports.ranges);
    } else if (kind === EndpointKind.ADDRESS_RANGE) {
      add(requirement, 'address', AddressCover.of([value]).ranges(), ports.ranges);
    } else {
      const byAddress = ports.ranges.filter((port) =>
        alternatives.hostsFor(requirement, port).length === 0 || (tags !== undefined && !isNamed(requirement, port)));
      const why = byAddress.length === 0 ? undefined : whyNoAddresses(value, tags, set);
      if (why !== undefined) {
        report.cannot(requirement, ...why);
      } else if (byAddress.length > 0) {
        add(requirement, 'address', tags!.addressRanges(value), byAddress, value);
      }
      if (why === undefined) {
        report.written(requirement);
      }
    }
  }
  return { entries: [...entries.values()].sort(inOrder), unexpressed: report.unexpressed, substitutions: report.substitutions };
}

function isNamed({ ports: { protocol } }: Requirement, port: string): boolean {
  return NAMED_PORTS.includes(port) && protocol !== Protocol.UDP;
}

/** Traffic that does not come to a firewall at the edge of the network. */
function isOutOfPath(requirement: Requirement, report: ExpressionReport): boolean {
  const { endpoint: { kind, value }, direction, serviceEndpoint, nextHopInternet } = requirement;
  if (nextHopInternet) {
    report.doesNotPass(
      requirement, 'it is a route, which takes traffic past the firewall',
      'a route of the route table (EgressRouteTable, or routeTable in the deployment)',
    );
  } else if (serviceEndpoint !== undefined) {
    report.doesNotPass(requirement, `${SERVICE_ENDPOINT_REASON} firewall`, SERVICE_ENDPOINT_ALTERNATIVE);
  } else if (requirement._atFirewall) {
    report.doesNotPass(requirement, 'the firewall itself answers', 'the DNS proxy of that firewall, which has to be on');
  } else if (kind === EndpointKind.PODS) {
    report.doesNotPass(requirement, `${PODS_REASON} firewall`, PODS_ALTERNATIVE);
  } else if (direction === Direction.INBOUND && kind !== EndpointKind.UNSPECIFIED) {
    report.doesNotPass(
      requirement, 'the traffic comes to the address of the compute itself and does not pass the firewall',
      'a security rule on the subnet of the compute',
    );
  } else if (kind === EndpointKind.SERVICE_TAG && SECURITY_GROUP_ONLY_TAGS.includes(value) && value !== INTERNET) {
    report.doesNotPass(requirement, `the tag ${value} stands for traffic inside the virtual network`, 'a security rule');
  } else {
    return false;
  }
  return true;
}

function whyNoAddresses(
  tag: string, tags: ServiceTagFile | undefined, { cloud, edition }: RequirementSet,
): [reason: string, alternative: string] | undefined {
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
    parseInt(a.port, 10) - parseInt(b.port, 10) ||
    compareTexts(a.port, b.port) || (a.kind === 'address' ? 0 : compareTexts(a.value, b.value));
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
