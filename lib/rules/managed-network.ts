import { parseUrl } from '../azure/host-names';
import {
  LISTED_STORAGE_HOSTS, MANAGED_NETWORK_FQDN_PORTS, MANAGED_NETWORK_SYSTEM_TAGS, MANAGED_NETWORK_TAGS, ManagedNetworkSystemTag,
  systemRuleName,
} from '../azure/managed-network-facts';
import { tagSuffix } from '../azure/regions';
import { parseServiceTag } from '../azure/service-tags';
import { storageAccountOf } from '../azure/storage-hosts';
import { Direction } from '../requirements/direction';
import { EndpointKind } from '../requirements/endpoint';
import { PortRange } from '../requirements/port-range';
import { Protocol } from '../requirements/ports';
import { Requirement } from '../requirements/requirement';
import { RequirementSet } from '../requirements/requirement-set';
import { CLUSTER_SECTIONS } from '../requirements/catalog-section';
import { Alternatives, isHostAlternative } from './alternatives';
import { RuleLanguage } from './rule-language';
import { TranslationReport, Substitution, UnexpressedRequirement, UNSPECIFIED_REMEDY, UNSPECIFIED_REASON } from './translation-report';
import { checkManagedRuleNames, fqdnRuleName, serviceTagRuleName } from './managed-network-names';
import { portListOf } from './port-list';
import { translatedOnce } from './shared-translation';

/** A rule of a managed network for one host name, on 80 and 443. */
export interface ManagedNetworkFqdnRule {
  /** Name, unique in the workspace. */
  readonly name: string;
  /** The host name, perhaps with a wildcard as its left-most label. */
  readonly hostName: string;
  /** Ids of the requirements that the rule carries. */
  readonly requirementIds: string[];
}

/** A rule of a managed network for one service tag. */
export interface ManagedNetworkServiceTagRule {
  /** Name, unique in the workspace. */
  readonly name: string;
  /** The service tag, without a region. */
  readonly serviceTag: string;
  /** Transport protocol. */
  readonly protocol: Protocol;
  /** Ports and ranges with commas between them, or `*`. */
  readonly portRanges: string;
  /** Ids of the requirements that the rule carries. */
  readonly requirementIds: string[];
}

/** A rule that Azure adds to a managed network by itself, with the requirements that it carries. */
export interface ManagedNetworkSystemRule {
  /** Name that Azure gives it. */
  readonly name: string;
  /** Ids of the requirements that the rule carries, or a part of whose ports it carries. */
  readonly requirementIds: string[];
}

/** What the user decides about the rules of a managed network. */
interface ManagedNetworkOptions {
  /** Whether a regional service tag may be written without its region. */
  readonly widenRegionalTags: boolean;
}

interface ManagedNetworkRuleSet {
  readonly serviceTagRules: ManagedNetworkServiceTagRule[];
  readonly fqdnRules: ManagedNetworkFqdnRule[];
  readonly addedByAzure: ManagedNetworkSystemRule[];
  readonly unexpressed: UnexpressedRequirement[];
  readonly substitutions: Substitution[];
}

/** What a requirement is told when nothing here carries it. */
type NotCarried = readonly [reason: string, remedy: string, isOutOfPath?: true];

/** What carries a port of a requirement: a rule, or one that Azure adds. */
interface RequirementCarrier {
  readonly requirementIds: string[];
}

interface TagRule {
  readonly rule: Omit<ManagedNetworkServiceTagRule, 'portRanges'>;
  readonly ports: PortRange[];
}

const NOTHING = 'nothing; Azure does it';

/** Translates a requirement set into the rules of the network that Azure manages for a workspace. */
export const managedNetworkRules = translatedOnce((set: RequirementSet, options: ManagedNetworkOptions): ManagedNetworkRuleSet => {
  const translation = new ManagedNetworkTranslation(set, options);
  const isHost = ({ endpoint: { kind } }: Requirement): boolean => kind === EndpointKind.FQDN || kind === EndpointKind.URL;
  // Whether a host is needed depends on the tags that were written.
  set.all.filter((requirement) => !isHost(requirement)).forEach((requirement) => translation.add(requirement));
  set.all.filter(isHost).forEach((requirement) => translation.add(requirement));
  return translation.result();
});

/** Source: how-to-managed-network, ms.date 2025-05-23, limitations. */
const NO_CLUSTER_REASON = 'a managed network has no Kubernetes compute';
const NO_CLUSTER_REMEDY = 'rules of the network that the cluster is in';

class ManagedNetworkTranslation {
  private readonly report = new TranslationReport(RuleLanguage.MANAGED_NETWORK); // gaps are about clusters, which it does not have
  private readonly alternatives: Alternatives;
  /** One rule for a tag and a protocol: its name, which is its identity in Azure, says no more. */
  private readonly tags = new Map<string, TagRule>();
  private readonly hosts =
    new Map<string, { readonly rule: ManagedNetworkFqdnRule; readonly asking: Requirement[]; readonly ports: PortRange[] }>();
  private readonly system = new Map<string, ManagedNetworkSystemRule>();
  /** What carries a tag, by requirement and port; what carries a host, by requirement. */
  private readonly carriers = new Map<string, RequirementCarrier>();
  /** Tags that cannot be written, which their host names may stand for. */
  private readonly unwritten: { readonly requirement: Requirement; readonly verdict: NotCarried }[] = [];

  constructor(private readonly set: RequirementSet, private readonly options: ManagedNetworkOptions) {
    this.alternatives = new Alternatives(set.all, false); // no subnet of yours, so no service endpoint
  }

  public add(requirement: Requirement): void {
    const { kind } = requirement.endpoint;
    if (CLUSTER_SECTIONS.includes(requirement.section)) {
      this.report.doesNotPass(requirement, NO_CLUSTER_REASON, NO_CLUSTER_REMEDY);
    } else if (requirement.nextHopInternet) {
      this.report.doesNotPass(requirement, 'Azure manages the routes of this network', NOTHING);
    } else if (requirement.direction === Direction.INBOUND && kind !== EndpointKind.UNSPECIFIED) {
      this.report.doesNotPass(requirement, 'Azure manages what connects to compute in this network', NOTHING);
    } else {
      this.addEndpoint(requirement);
    }
  }

  private addEndpoint(requirement: Requirement): void {
    switch (requirement.endpoint.kind) {
      case EndpointKind.UNSPECIFIED:
        this.report.cannot(requirement, UNSPECIFIED_REASON, UNSPECIFIED_REMEDY);
        break;
      case EndpointKind.PODS:
        this.report.doesNotPass(requirement, NO_CLUSTER_REASON, NO_CLUSTER_REMEDY);
        break;
      case EndpointKind.ADDRESS_RANGE:
        this.report.cannot(requirement, 'the provider has no address ranges in rules of a managed network',
          'requirements of your own with a service tag or a host name, or a rule made by other means: the API takes address prefixes');
        break;
      case EndpointKind.SERVICE_TAG:
        this.addTag(requirement);
        break;
      case EndpointKind.FQDN:
      case EndpointKind.URL:
        this.addHost(requirement);
        break;
    }
  }

  public result(): ManagedNetworkRuleSet {
    this.reportPorts();
    this.unwritten.forEach(({ requirement, verdict }) => this.addHostsInstead(requirement, verdict));
    const serviceTagRules = [...this.tags.values()].map(({ rule, ports }) => ({ ...rule, portRanges: portListOf(ports) }));
    const fqdnRules = [...this.hosts.values()].map(({ rule }) => rule);
    checkManagedRuleNames([...serviceTagRules, ...fqdnRules]);
    return {
      serviceTagRules, fqdnRules, addedByAzure: [...this.system.values()],
      unexpressed: this.report.unexpressed, substitutions: this.report.substitutions,
    };
  }

  private addTag(requirement: Requirement): void {
    const { tag, suffix } = this.partsOf(requirement);
    const { protocol } = requirement.ports;
    const rest = requirement.ports._all.filter((port) => {
      const found = MANAGED_NETWORK_SYSTEM_TAGS.find((system) => this.isAdded(system, tag, suffix, requirement) &&
        (system.protocol === '*' || system.protocol === protocol) && (system.ports === undefined || port.isOneOf(system.ports)));
      if (found !== undefined) {
        this.carry(requirement, port, this.systemRule(found));
      }
      return found === undefined;
    });
    if (rest.length === 0) {
      return;
    }
    const verdict = this.whyNotTag(requirement, tag, suffix);
    if (verdict !== undefined) {
      this.unwritten.push({ requirement, verdict });
      return;
    }
    if (suffix !== undefined) {
      this.report.instead(
        requirement, `the service tag ${tag} in every region`,
        'rules of a managed network have no regional form of a service tag, and regionalTags says so', true,
      );
    }
    const key = `${tag} ${protocol}`;
    const entry = this.tags.get(key) ??
      { rule: { name: serviceTagRuleName(tag, protocol), serviceTag: tag, protocol, requirementIds: [] }, ports: [] };
    this.tags.set(key, entry);
    entry.ports.push(...rest);
    rest.forEach((port) => this.carry(requirement, port, entry.rule));
  }

  /** The tag and the suffix of its region. Of a tag that is newer than the table only the text is known. */
  private partsOf({ endpoint }: Requirement): { tag: string; suffix?: string } {
    return endpoint.isUnlisted ? { tag: endpoint.value } : parseServiceTag(endpoint.value, this.set.cloud);
  }

  /**
   * Whether a rule that Azure adds covers the tag: the tag holds its regions, and the form of a region holds that one alone. What
   * the documentation asks for is covered by the form of the own region: the article on managed networks lists the tag among
   * those that Azure adds (how-to-managed-network, ms.date 2025-05-23), and that form is what Azure makes of it.
   */
  private isAdded(system: ManagedNetworkSystemTag, tag: string, suffix: string | undefined, { section }: Requirement): boolean {
    return system.serviceTag === tag &&
      (!system.isRegional || suffix === tagSuffix(tag, this.set.region, this.set.cloud) || (suffix === undefined && section !== undefined));
  }

  private systemRule(tag: ManagedNetworkSystemTag): ManagedNetworkSystemRule {
    const name = systemRuleName(tag, this.set.region);
    const rule = this.system.get(name) ?? { name, requirementIds: [] };
    this.system.set(name, rule);
    return rule;
  }

  private whyNotTag(requirement: Requirement, tag: string, suffix: string | undefined): NotCarried | undefined {
    const isDocumented = requirement.section !== undefined;
    if (tag === 'Storage' && isDocumented) {
      return ['Azure adds private endpoints for blob and file of the storage account of the workspace, and does not need the tag Storage ' +
        'in this network',
        'private endpoint rules for other services of the account (queue and table, for batch endpoints and parallel jobs) and for ' +
          'further accounts',
        true];
    }
    if (tag === 'Storage' && suffix !== undefined) {
      return ['rules of a managed network have no regional form of a service tag, and without it Storage is every storage account of Azure',
        'private endpoint rules for the storage accounts'];
    }
    if (tag === 'AzureFrontDoor.Frontend' && isDocumented) {
      return [
        'the article on managed networks does not list the tag among those that are needed there, and it is every site behind ' +
          'Azure Front Door',
        'a requirement of your own with the tag, or the scenario "without-service-tags", which has the host names',
      ];
    }
    if (!MANAGED_NETWORK_TAGS.includes(tag)) {
      return [
        'the provider does not have the tag in its list for managed networks',
        'requirements of your own with host names, or a rule made by other means',
      ];
    }
    return suffix === undefined || this.options.widenRegionalTags ? undefined
      : ['rules of a managed network have no regional form of a service tag',
        'a private endpoint rule where the resource is yours; or state regionalTags "widened" (RegionalTags.WIDENED), which opens the ' +
          'tag in every region'];
  }

  private addHost(requirement: Requirement): void {
    const { endpoint: { kind, value }, ports: { _all: ranges, protocol } } = requirement;
    const host = kind === EndpointKind.URL ? parseUrl(value).host : value;
    const asked = ranges.filter((port) => !this.isCarriedByTag(requirement, port));
    if (asked.length === 0) {
      return;
    }
    // Source: how-to-managed-network, ms.date 2025-05-23.
    if (storageAccountOf(host) !== undefined && !LISTED_STORAGE_HOSTS.includes(host)) {
      this.report.cannot(requirement, 'FQDN rules to storage accounts are not possible in this network',
        'a private endpoint rule for the storage account; Azure adds those for blob and file of the account of the workspace');
      return;
    }
    const web = asked.filter((port) => port.isOneOf(MANAGED_NETWORK_FQDN_PORTS) && protocol !== Protocol.UDP);
    const other = asked.filter((port) => !web.includes(port));
    if (web.length > 0) {
      this.addFqdnRule(requirement, host, web);
    }
    if (other.length > 0) {
      this.report.cannot(
        requirement, `${protocol} ${other.join(', ')}: an FQDN rule carries ${MANAGED_NETWORK_FQDN_PORTS.join(' and ')} over TCP only`,
        'a requirement of your own with the service tag of the host, or a private endpoint rule',
      );
    }
  }

  private addFqdnRule(requirement: Requirement, host: string, ports: readonly PortRange[]): void {
    const entry = this.hosts.get(host) ??
      { rule: { name: fqdnRuleName(host, requirement), hostName: host, requirementIds: [] }, asking: [], ports: [] };
    this.hosts.set(host, entry);
    entry.asking.push(requirement);
    entry.ports.push(...ports);
    addUnique(entry.rule.requirementIds, [requirement.id]);
    this.carriers.set(requirement.id, entry.rule);
    this.report.written(requirement);
    if (requirement.endpoint.kind === EndpointKind.URL) {
      this.report.instead(requirement, `the whole host ${host}`, 'a managed network does not filter paths', true);
    }
    if (requirement.ports.protocol === Protocol.ANY) {
      this.report.instead(requirement, 'HTTP and HTTPS', 'an FQDN rule carries these over TCP, not any protocol', false);
    }
  }

  /** An FQDN rule opens both ports, also when one of them is asked for. */
  private reportPorts(): void {
    for (const { asking, ports } of this.hosts.values()) {
      if (!MANAGED_NETWORK_FQDN_PORTS.every((one) => ports.some((port) => port.isOnly(one)))) {
        asking.forEach((requirement) => this.report.instead(
          requirement, `an FQDN rule for ${MANAGED_NETWORK_FQDN_PORTS.join(' and ')}`, 'such a rule has no ports of its own', true,
        ));
      }
    }
  }

  /** Whether a service tag stands for a host on a port, and something carries that tag. */
  private isCarriedByTag(requirement: Requirement, port: PortRange): boolean {
    const tags = isHostAlternative(requirement) ? this.alternatives.tagsFor(requirement, port) : [];
    const carrier = tags.map(({ id }) => this.carriers.get(`${id} ${port}`)).find((one) => one !== undefined);
    if (carrier !== undefined) {
      addUnique(carrier.requirementIds, [requirement.id]);
    }
    return carrier !== undefined;
  }

  /** A tag that cannot be written is carried by the host names that stand for it, if all of them are written. */
  private addHostsInstead(requirement: Requirement, [reason, remedy, isOutOfPath]: NotCarried): void {
    const asked = requirement.ports._all.filter((port) =>
      !this.carriers.has(`${requirement.id} ${port}`) && !this.isHeld(requirement, port));
    if (asked.length === 0) {
      return;
    }
    const hosts = asked.map((port) => this.alternatives.hostsFor(requirement, port));
    const rules = hosts.flat().map(({ id }) => this.carriers.get(id));
    if (hosts.every((ofPort) => ofPort.length > 0) && rules.every((rule) => rule !== undefined)) {
      rules.forEach((rule) => addUnique(rule.requirementIds, [requirement.id]));
      const names = [...new Set(hosts.flat().map(({ endpoint }) => endpoint.value))];
      this.report.instead(requirement, `the host names ${names.join(', ')}`, reason, false);
    } else if (isOutOfPath) {
      this.report.doesNotPass(requirement, reason, remedy);
    } else {
      this.report.cannot(requirement, reason, remedy);
    }
  }

  /** Whether a rule that another requirement asks for has the tag in every region, and so this region of it. */
  private isHeld(requirement: Requirement, port: PortRange): boolean {
    const { tag } = this.partsOf(requirement);
    const holding = [Protocol.ANY, requirement.ports.protocol].map((protocol) => this.tags.get(`${tag} ${protocol}`))
      .find((one) => one !== undefined && one.ports.some((range) => range.holds(port)));
    if (holding !== undefined) {
      this.carry(requirement, port, holding.rule);
    }
    return holding !== undefined;
  }

  private carry(requirement: Requirement, port: PortRange, carrier: RequirementCarrier): void {
    addUnique(carrier.requirementIds, [requirement.id]);
    this.carriers.set(`${requirement.id} ${port}`, carrier);
  }
}

function addUnique(list: string[], items: readonly string[]): void {
  for (const item of items) {
    if (!list.includes(item)) {
      list.push(item);
    }
  }
}
