import { LIMITS } from '../azure/limits';
import type { AddressTerm, ApplicationRule, FirewallRule, NetworkRule, RuleCollection, Unknown } from '../network/network';
import { byPriority } from '../network/order';
import type { IpGroupExports } from './ip-groups';
import type { Members } from './members';
import { exportedAddresses, exportedPorts, exportedPriority } from './terms';

/** Members that rules of policies and classic rules have under two names. */
const CLASSIC = { protocols: 'protocols', hostNames: 'destinationFqdns' } as const;
const POLICY = { protocols: 'ipProtocols', hostNames: 'destinationFqdns' } as const;

/** What an emptied or unread part of a rule stands for: not everything, and not nothing. */
export class RuleExportReader {
  constructor(private readonly ipGroups: IpGroupExports) {}

  /**
   * Collections of a group of a policy. NAT collections change where traffic to the firewall goes, and are not part of the
   * model; of any other type than these nothing is known, which is said.
   * Source: Azure REST API specifications, network 2024-07-01, rule collection groups.
   */
  public collections(group: Members): RuleCollection[] {
    return group.parts('ruleCollections').flatMap((collection) => {
      const type = collection.choice('ruleCollectionType', ['FirewallPolicyFilterRuleCollection', 'FirewallPolicyNatRuleCollection']);
      if (type === 'FirewallPolicyNatRuleCollection') {
        return [];
      }
      if (type !== 'FirewallPolicyFilterRuleCollection') {
        collection.gap('ruleCollectionType', 'collections of this type are not read');
        return [];
      }
      return this.filterCollection(collection);
    }).sort(byPriority);
  }

  /** A collection of a firewall without a policy. */
  public classic(collection: Members, kind: RuleCollection['kind']): RuleCollection {
    const rules = collection.parts('rules')
      .map((rule): FirewallRule => (kind === 'network' ? this.networkRule(rule, CLASSIC) : this.applicationRule(rule)));
    return { ...head(collection), kind, rules };
  }

  /** Rules of one kind are in one collection; where they are not, each kind is looked at by itself, as the firewall does. */
  private filterCollection(collection: Members): RuleCollection[] {
    const rules = collection.parts('rules').flatMap((rule): FirewallRule[] => {
      switch (rule.choice('ruleType', ['NetworkRule', 'ApplicationRule'])) {
        case 'NetworkRule':
          return [this.networkRule(rule, POLICY)];
        case 'ApplicationRule':
          return [this.applicationRule(rule)];
        default:
          rule.gap('ruleType', 'rules of this type are not read');
          return [];
      }
    });
    if (!collection.has('rules')) {
      collection.gap('rules', 'the export does not say which rules the collection has');
    }
    return (['network', 'application'] as const).flatMap((kind) => {
      const those = rules.filter((rule) => rule.kind === kind);
      return those.length === 0 ? [] : [{ ...head(collection), kind, rules: those }];
    });
  }

  private networkRule(members: Members, { protocols, hostNames }: typeof CLASSIC | typeof POLICY): NetworkRule {
    const names = members.texts(hostNames);
    const destinations = this.addresses(members, 'destination');
    const ports = exportedPorts(members, 'destinationPorts');
    const given = members.choices(protocols, ['Any', 'TCP', 'UDP', 'ICMP']);
    return {
      kind: 'network', name: members.name(), place: members.place, sources: this.sources(members), hostNames: names,
      protocols: given.length > 0 ? given : [unknownOf(members, protocols)],
      destinations: names.length + destinations.length > 0 ? destinations : missing(members, 'destinationAddresses'),
      destinationPorts: ports.length > 0 ? ports : [unknownOf(members, 'destinationPorts')],
    };
  }

  private applicationRule(members: Members): ApplicationRule {
    const protocols = members.parts('protocols')
      .map((one) => ({ type: one.choice('protocolType', ['Http', 'Https', 'Mssql']), port: portOf(one) }));
    const terminatesTls = members.flag('terminateTLS');
    return {
      kind: 'application', name: members.name(), place: members.place, sources: this.sources(members), protocols,
      hostNames: members.texts('targetFqdns'), urls: members.texts('targetUrls'), fqdnTags: members.texts('fqdnTags'),
      webCategories: members.texts('webCategories'), destinations: exportedAddresses(members, 'destinationAddresses', 'firewall rule'),
      terminatesTls: terminatesTls === true,
    };
  }

  private sources(members: Members): AddressTerm[] {
    const sources = this.addresses(members, 'source');
    return sources.length > 0 ? sources : missing(members, 'sourceAddresses');
  }

  private addresses(members: Members, side: 'source' | 'destination'): AddressTerm[] {
    return [...exportedAddresses(members, `${side}Addresses`, 'firewall rule'), ...this.ipGroups.terms(members, `${side}IpGroups`)];
  }
}

/** Classic rules may leave the port to the protocol. Source: Azure REST API specifications, network 2024-07-01, azureFirewalls. */
function portOf(members: Members): number | Unknown {
  const usual: Readonly<Record<string, number>> = { http: 80, https: 443, mssql: 1433 };
  const port = members.value('port');
  const type = String(members.value('protocolType')).toLowerCase();
  return port === undefined && Object.hasOwn(usual, type) ? usual[type]! : members.integer('port');
}

function head(collection: Members): Pick<RuleCollection, 'name' | 'place' | 'priority' | 'action'> {
  const action = collection.part('action')?.choice('type', ['Allow',
    'Deny']) ?? { unknown: 'the export does not say what the collection does' };
  return { name: collection.name(), place: collection.place, priority: exportedPriority(collection, LIMITS.firewallPriority), action };
}

function unknownOf(members: Members, name: string): Unknown {
  const unknown = 'it is missing or empty; a rule has one or more';
  members.problem(name, unknown);
  return { unknown };
}

function missing(members: Members, name: string): AddressTerm[] {
  const why = 'it is missing or empty, and so are the IP groups';
  members.problem(name, why);
  return [{ kind: 'opaque', text: name, why }];
}
