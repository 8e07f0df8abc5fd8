import { parseAddressRange } from '../azure/addresses';
import { InputError } from '../azure/errors';
import { isWider, parseUrl } from '../azure/host-names';
import { LIMITS } from '../azure/limits';
import { isReference } from '../azure/references';
import { SECURITY_GROUP_ONLY_TAGS } from '../azure/service-tags';
import { EndpointKind } from '../requirements/endpoint';
import { PortRange } from '../requirements/port-range';
import { Protocol } from '../requirements/ports';
import { Requirement } from '../requirements/requirement';
import { RequirementSet } from '../requirements/requirement-set';
import { Scenario } from '../requirements/scenario';
import { Alternatives, isHostAlternative } from './alternatives';
import { RuleLanguage } from './rule-language';
import {
  comesFromOutside, TranslationReport, OUTSIDE_REASON, OUTSIDE_REMEDY, PODS_REMEDY, PODS_REASON, ROUTE_REMEDY, ROUTE_REASON,
  SERVICE_ENDPOINT_REMEDY, SERVICE_ENDPOINT_REASON,
  Substitution, TCP_BY_TAG_REASON, tcpByTag, UnexpressedRequirement, UNSPECIFIED_REMEDY, UNSPECIFIED_REASON,
} from './translation-report';
import { FirewallApplicationRule, FirewallNetworkRule } from './firewall-rule';
import { noDnsProxy } from './dns-proxy';
import { checkRuleNames } from './rule-names';
import { translatedOnce } from './shared-translation';

/** What the firewall can do and how the user wants the rules written. */
interface FirewallRuleOptions {
  readonly destinations: 'serviceTags' | 'hostNames';
  readonly sku: 'Basic' | 'Standard' | 'Premium';
  readonly dnsProxy: boolean;
  /** TLS inspection with a Premium policy; classic rules have no URLs at all. */
  readonly urls: boolean;
}

export interface FirewallRules {
  readonly applicationRules: FirewallApplicationRule[];
  readonly networkRules: FirewallNetworkRule[];
  readonly unexpressed: UnexpressedRequirement[];
  readonly substitutions: Substitution[];
}

/** Rules of FQDN tags, with places of their own, because each stands for many hosts. */
const FQDN_TAG_RULES: Readonly<Record<string, { slot: number; name: string; description: string }>> = {
  AzureKubernetesService: {
    slot: 1100, name: 'Allow-AzureKubernetesService', description: 'Hosts of Azure Kubernetes Service, whose list Azure keeps',
  },
};

/** The one of the tags that Azure Firewall does not know whose traffic passes it. */
const INTERNET = 'Internet';

/** How an application rule names a port of HTTP or HTTPS; undefined for others. */
export function webProtocol(port: PortRange): string | undefined {
  return port.isOnly(80) ? 'Http:80' : port.isOnly(443) ? 'Https:443' : undefined;
}

/** Translates a requirement set into the rules of an Azure Firewall. */
export const firewallRules = translatedOnce(translate);

function translate(set: RequirementSet, options: FirewallRuleOptions): FirewallRules {
  if (options.destinations === 'hostNames' && !set.all.some(isHostAlternative)) {
    throw new InputError({
      argument: 'destinations',
      problem: 'host names can stand for service tags only when the requirement set lists them',
      allowed: 'add the scenario ' +
        `"${Scenario.WITHOUT_SERVICE_TAGS}"`,
    });
  }
  const translation = new FirewallTranslation(set, options);
  set.all.forEach((requirement) => translation.add(requirement));
  return translation.result();
}

class FirewallTranslation {
  private readonly report: TranslationReport;
  private readonly alternatives: Alternatives;
  private readonly application = new Map<number, FirewallApplicationRule>();
  private readonly network = new Map<string, FirewallNetworkRule>();
  private readonly hostAlternatives: readonly Requirement[];

  constructor(set: RequirementSet, private readonly options: FirewallRuleOptions) {
    this.report = new TranslationReport(RuleLanguage.AZURE_FIREWALL, set);
    this.alternatives = new Alternatives(set.all);
    this.hostAlternatives = set.all.filter((requirement) => isHostAlternative(requirement) && requirement.serviceEndpoint === undefined);
  }

  public add(requirement: Requirement): void {
    if (requirement.nextHopInternet) {
      this.report.doesNotPass(requirement, ROUTE_REASON, ROUTE_REMEDY);
    } else if (requirement.serviceEndpoint !== undefined) {
      this.report.doesNotPass(requirement, `${SERVICE_ENDPOINT_REASON} firewall`, SERVICE_ENDPOINT_REMEDY);
    } else if (requirement._atFirewall) {
      this.addAtFirewall(requirement);
    } else if (comesFromOutside(requirement)) {
      this.report.doesNotPass(requirement, OUTSIDE_REASON, OUTSIDE_REMEDY);
    } else {
      this.addEndpoint(requirement);
    }
  }

  /** What the DNS proxy answers passes no rule. Without the proxy, nobody answers, and every host name rests on that. */
  private addAtFirewall(requirement: Requirement): void {
    const outage = noDnsProxy(this.options);
    if (outage !== undefined) {
      this.report.cannot(requirement, outage.reason, outage.remedy);
    } else {
      this.report.doesNotPass(
        requirement, 'the firewall itself answers, and its rules do not apply', 'the DNS proxy of the firewall, which is stated to be on',
      );
    }
  }

  private addEndpoint(requirement: Requirement): void {
    switch (requirement.endpoint.kind) {
      case EndpointKind.PODS:
        this.report.doesNotPass(requirement, `${PODS_REASON} firewall`, PODS_REMEDY);
        break;
      case EndpointKind.UNSPECIFIED:
        this.report.cannot(requirement, UNSPECIFIED_REASON, UNSPECIFIED_REMEDY);
        break;
      case EndpointKind.SERVICE_TAG:
        this.addTag(requirement);
        break;
      case EndpointKind.ADDRESS_RANGE:
        this.addRange(requirement);
        break;
      case EndpointKind.FQDN:
      case EndpointKind.URL:
        this.addHost(requirement);
        break;
    }
  }

  public result(): FirewallRules {
    const order = (a: { slot: number; name: string }, b: { slot: number; name: string }): number =>
      a.slot - b.slot || (a.name < b.name ? -1 : 1);
    const applicationRules = [...this.application.values()].sort(order);
    const networkRules = [...this.network.values()].sort(order);
    checkRuleNames(applicationRules);
    checkRuleNames(networkRules);
    return {
      applicationRules,
      networkRules,
      unexpressed: this.report.unexpressed,
      substitutions: this.report.substitutions,
    };
  }

  private addRange(requirement: Requirement): void {
    const { value } = requirement.endpoint;
    if (!isReference(value) && parseAddressRange(value).family === 6) {
      // Source: known issues of Azure Firewall, ms.date 2025-09-19: a rule with an IPv6 address fails.
      this.report.cannot(
        requirement, 'Azure Firewall does not take IPv6 addresses in rules',
        'a requirement of your own with the IPv4 addresses or the host name',
      );
    } else {
      this.addNetworkRule(requirement, requirement.ports._all, { addresses: [value] });
    }
  }

  private addTag(requirement: Requirement): void {
    const { endpoint: { value }, ports: { _all: ranges } } = requirement;
    if (value === INTERNET) {
      this.report.cannot(
        requirement, 'Azure Firewall does not know the tag Internet', 'requirements of your own with the host names or the address ranges',
      );
      return;
    }
    if (SECURITY_GROUP_ONLY_TAGS.includes(value)) {
      this.report.doesNotPass(
        requirement,
        `Azure Firewall does not know the tag ${value}, and traffic inside the virtual network passes it only when routes say so`,
        'a security rule; on a firewall between subnets, a requirement of your own with the address range',
      );
      return;
    }
    if (this.options.destinations === 'serviceTags') {
      this.addNetworkRule(requirement, ranges, { addresses: [requirement.endpoint.value] });
      return;
    }
    const kept = ranges.filter((port) => {
      const hosts = this.alternatives.hostsFor(requirement, port);
      return hosts.length === 0 || hosts.some((host) => !this.canWriteHost(host, port));
    });
    if (kept.length === 0) {
      const hosts = ranges.flatMap((port) => this.alternatives.hostsFor(requirement, port)).map(({ endpoint }) => endpoint.value);
      this.report.written(requirement, `${requirement.ports} to the host names ${[...new Set(hosts)].join(', ')}`);
    }
    if (kept.length > 0) {
      this.addNetworkRule(requirement, kept, { addresses: [requirement.endpoint.value] });
      const none = kept.every((port) => this.alternatives.hostsFor(requirement, port).length === 0);
      if (requirement.section !== undefined) {
        this.report.instead(requirement, `the service tag ${requirement.endpoint.value} on ${kept.join(', ')}`,
          none ? 'no host names are documented for it in this cloud' : this.whyNotNetworkHost(requirement, kept), false, kept);
      }
    }
  }

  private addHost(requirement: Requirement): void {
    const asked = requirement.ports._all.filter((port) => this.options.destinations === 'hostNames' || !isHostAlternative(requirement) ||
      this.alternatives.tagsFor(requirement, port).length === 0);
    this.sayTcpOnly(requirement, requirement.ports._all.filter((port) => !asked.includes(port)));
    const web = asked.filter((port) => webProtocol(port) !== undefined && requirement.ports.protocol !== Protocol.UDP);
    const other = asked.filter((port) => !web.includes(port));
    if (web.length > 0 && requirement.fqdnTag !== undefined && this.options.destinations === 'serviceTags') {
      this.addFqdnTag(requirement, requirement.fqdnTag, web);
    } else if (web.length > 0) {
      this.addApplicationRule(requirement, web);
    }
    if (other.length > 0) {
      this.addHostOnOtherPorts(requirement, other);
    }
  }

  /** Says that the tag of a host carries TCP only, where the documentation gives any protocol for the host. */
  private sayTcpOnly(requirement: Requirement, byTag: readonly PortRange[]): void {
    const tags = byTag.flatMap((port) => this.alternatives.tagsFor(requirement, port)).filter(({ ports }) =>
      ports.protocol === Protocol.TCP);
    if (requirement.ports.protocol === Protocol.ANY && tags.length > 0) {
      this.report.instead(requirement, tcpByTag(tags, byTag), TCP_BY_TAG_REASON, false, byTag);
    }
  }

  private addFqdnTag(requirement: Requirement, tag: string, ports: readonly PortRange[]): void {
    const place = FQDN_TAG_RULES[tag]!;
    const rule = this.application.get(place.slot) ??
      { ...place, protocols: [], hostNames: [], urls: [], fqdnTags: [tag], requirementIds: [] };
    addUnique(rule.protocols, ports.map((port) => webProtocol(port)!));
    addUnique(rule.requirementIds, [requirement.id]);
    this.application.set(place.slot, rule);
    this.report.instead(
      requirement, `the FQDN tag ${tag}`,
      'Azure keeps its list of hosts, which is not published: it may include more than the documented ones, and reports name some that ' +
        'it did not include. FirewallDestinations.HOST_NAMES names them one by one',
      true, ports,
    );
  }

  private addApplicationRule(requirement: Requirement, ports: readonly PortRange[]): void {
    const covering = this.coveredBy(requirement, ports);
    if (covering !== undefined) {
      this.carry(covering, ports, [requirement.id]);
      return;
    }
    this.carry(requirement, ports, [requirement.id]);
  }

  /** Adds ids to the application rule of a requirement, which is made when it is not there yet. */
  private carry(requirement: Requirement, ports: readonly PortRange[], ids: string[]): void {
    const { kind, value } = requirement.endpoint;
    const asUrl = kind === EndpointKind.URL && this.options.urls;
    const host = kind === EndpointKind.URL ? parseUrl(value).host : value;
    if (ids.includes(requirement.id)) {
      this.report.written(requirement);
      this.reportWebForm(requirement, ports, host, asUrl);
    }
    const rule = this.application.get(requirement.slot) ?? {
      name: requirement._rule.name, description: requirement._rule.description, slot: requirement.slot,
      protocols: [], hostNames: [], urls: [], fqdnTags: [], requirementIds: [],
    };
    addUnique(rule.protocols, ports.map((port) => webProtocol(port)!));
    addUnique(asUrl ? rule.urls : rule.hostNames, [asUrl ? value : host]);
    addUnique(rule.requirementIds, ids);
    rule.protocols.sort();
    this.application.set(requirement.slot, rule);
  }

  private reportWebForm(requirement: Requirement, ports: readonly PortRange[], host: string, asUrl: boolean): void {
    if (requirement.endpoint.kind === EndpointKind.URL && !asUrl) {
      this.report.instead(
        requirement, `the whole host ${host}`, 'a path is filtered only by a Premium policy with TLS inspection', true, ports,
      );
    }
    if (requirement.ports.protocol === Protocol.ANY) {
      this.report.instead(
        requirement, ports.map((port) => webProtocol(port)!).join(', '),
        'an application rule carries HTTP and HTTPS over TCP, not any protocol', false, ports,
      );
    }
  }

  /**
   * A wider host name of the same section, which makes this one pointless (`*.azureml.ms` holds `*.instances.azureml.ms`).
   * Only the same section counts: another one may be switched off, and rules that are there must not depend on it.
   */
  private coveredBy(requirement: Requirement, ports: readonly PortRange[]): Requirement | undefined {
    if (!isHostAlternative(requirement) || requirement.endpoint.kind !== EndpointKind.FQDN) {
      return undefined;
    }
    return this.hostAlternatives.find((other) => other !== requirement && other.endpoint.kind === EndpointKind.FQDN &&
      isWider(other.endpoint.value, requirement.endpoint.value) && this.isWritten(other, ports));
  }

  /** Whether the rules have all of these ports for a host, so that it can stand for a narrower one. */
  private isWritten(host: Requirement, ports: readonly PortRange[]): boolean {
    return ports.every((port) => host.ports._includes(port) &&
      (this.options.destinations === 'hostNames' || this.alternatives.tagsFor(host, port).length === 0));
  }

  private addHostOnOtherPorts(requirement: Requirement, ports: readonly PortRange[]): void {
    const writable = ports.filter((port) => this.canWriteHost(requirement, port));
    if (writable.length > 0) {
      this.addNetworkRule(requirement, writable, { hostNames: [requirement.endpoint.value] });
    }
    const rest = ports.filter((port) => !writable.includes(port));
    const byTag = rest.filter((port) => this.alternatives.tagsFor(requirement, port).length > 0);
    const lost = rest.filter((port) => !byTag.includes(port));
    if (byTag.length > 0) {
      const tags = [
        ...new Set(byTag.flatMap((port) => this.alternatives.tagsFor(requirement, port)).map(({ endpoint }) => endpoint.value)),
      ];
      this.report.instead(
        requirement, `the service tag ${tags.join(', ')} on ${byTag.join(', ')}`, this.whyNotNetworkHost(requirement, byTag), false, byTag,
      );
    }
    if (lost.length > 0) {
      this.report.cannot(
        requirement, `${requirement.ports.protocol} ${lost.join(', ')}: ${this.whyNotNetworkHost(requirement, lost)}`,
        this.insteadOfNetworkHost(requirement), lost,
      );
    }
  }

  private canWriteHost(host: Requirement, port: PortRange): boolean {
    const { value, kind } = host.endpoint;
    if (webProtocol(port) !== undefined && host.ports.protocol !== Protocol.UDP) {
      return true;
    }
    return kind === EndpointKind.FQDN && !value.startsWith('*') && this.options.dnsProxy && this.options.sku !== 'Basic';
  }

  private whyNotNetworkHost(requirement: Requirement, ports: readonly PortRange[]): string {
    const host = requirement.endpoint.kind === EndpointKind.SERVICE_TAG
      ? ports.flatMap((port) => this.alternatives.hostsFor(requirement, port)).find((one) =>
        ports.some((port) => !this.canWriteHost(one, port))) ??
        requirement
      : requirement;
    const { value, kind } = host.endpoint;
    if (kind === EndpointKind.URL) {
      return 'a URL can be written for HTTP and HTTPS only';
    }
    if (value.startsWith('*')) {
      return `a network rule takes no wildcard (${value})`;
    }
    return this.options.sku === 'Basic' ? `a network rule with a host name (${value}) needs a Standard or Premium firewall`
      : `a network rule with a host name (${value}) needs the DNS proxy of the firewall`;
  }

  private insteadOfNetworkHost(requirement: Requirement): string {
    if (requirement.endpoint.kind === EndpointKind.URL) {
      return 'a requirement of your own with the host name';
    }
    if (requirement.endpoint.value.startsWith('*') || this.options.sku === 'Basic') {
      return 'a requirement of your own with the service tag or the address range of the host';
    }
    return 'enable the DNS proxy on the firewall and state dnsProxy, or add a requirement of your own with the address range of the host';
  }

  private addNetworkRule(
    requirement: Requirement, ports: readonly PortRange[], target: { addresses?: string[]; hostNames?: string[] },
  ): void {
    const { protocol } = requirement.ports;
    // A host and a tag can share neither a rule nor, on another port, a name with the application rule of the same slot.
    const key = `${requirement.slot} ${target.hostNames === undefined ? 'address' : 'host'}`;
    const rule = this.network.get(key) ?? {
      name: requirement._rule.name, description: requirement._rule.description, slot: requirement.slot, protocol,
      ports: [], addresses: [], hostNames: [], requirementIds: [],
    };
    addUnique(rule.ports, ports.map(({ ruleText }) => ruleText));
    addUnique(rule.addresses, target.addresses ?? []);
    addUnique(rule.hostNames, target.hostNames ?? []);
    addUnique(rule.requirementIds, [requirement.id]);
    this.checkPorts(requirement, ports);
    this.report.written(requirement);
    this.network.set(key, rule);
  }

  private checkPorts(requirement: Requirement, ports: readonly PortRange[]): void {
    const { min, max } = LIMITS.firewallPort;
    const zero = ports.find((port) => !port.isAll && port.interval?.first === 0);
    if (zero !== undefined) {
      throw new InputError({
        argument: `requirement "${requirement.id}"`,
        problem: `port ${zero} cannot be written in a firewall rule`, allowed: `ports are ${min} to ${max}`,
      });
    }
  }
}

function addUnique(list: string[], items: readonly string[]): void {
  for (const item of items) {
    if (!list.includes(item)) {
      list.push(item);
    }
  }
}
