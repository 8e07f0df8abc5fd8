import { LIMITS } from '../azure/limits';
import type { AddressTerm, ApplicationRule, FirewallRule, NetworkRule, RuleCollection, Unknown } from '../network/network';
import { addressTerms } from './address-terms';
import { Arguments, isKnown } from './arguments';
import type { IpGroups } from './ip-groups';
import { byPriority } from '../network/order';
import { portTerms } from './port-terms';

/** The arguments of rules that policies and classic collections name differently. Source: azurerm 4.55. */
interface RuleForm {
  readonly protocolBlocks: string;
  readonly hostNames: string;
  readonly fqdnTags: string;
}

const POLICY_RULES: RuleForm = { protocolBlocks: 'protocols', hostNames: 'destination_fqdns', fqdnTags: 'destination_fqdn_tags' };
export const CLASSIC_RULES: RuleForm = { protocolBlocks: 'protocol', hostNames: 'target_fqdns', fqdnTags: 'fqdn_tags' };

/** A priority of a group or a collection. One that Azure refuses says the order all the same. */
export function firewallPriority(args: Arguments): number | Unknown {
  const given = args.requiredInteger('priority');
  const { min, max } = LIMITS.firewallPriority;
  if (typeof given === 'number' && (given < min || given > max)) {
    args.problem('priority', `${given} is not a priority; it takes a whole number from ${min} to ${max}`, { isRefused: true });
  }
  return given;
}

/** Reads collections of rules, and the rules in them in their order. */
export class RuleReader {
  constructor(private readonly ipGroups: IpGroups) {}

  /** The collections of a group of a policy. DNAT collections change where traffic to the firewall goes, and are not part of the model. */
  public collections(group: Arguments): RuleCollection[] {
    return (['network', 'application'] as const).flatMap((kind) =>
      group.blocks(`${kind}_rule_collection`).map((args) => this.collection(args, kind, POLICY_RULES)).sort(byPriority));
  }

  public collection(args: Arguments, kind: RuleCollection['kind'], form: RuleForm): RuleCollection {
    return {
      name: args.name(), place: args.place, kind, priority: firewallPriority(args),
      action: args.choice('action', ['Allow', 'Deny']),
      rules: args.blocks('rule').map((rule): FirewallRule =>
        (kind === 'network' ? this.networkRule(rule) : this.applicationRule(rule, form))),
    };
  }

  private networkRule(args: Arguments): NetworkRule {
    const hostNames = known(args, 'destination_fqdns');
    const destinations = this.addresses(args, 'destination');
    const ports = portTerms(args, 'destination_ports', args.texts('destination_ports'));
    return {
      kind: 'network', name: args.name(), place: args.place, sources: this.sources(args), hostNames,
      protocols: required(args, 'protocols', args.choices('protocols', ['Any', 'TCP', 'UDP', 'ICMP'])),
      destinations: hostNames.length > 0 || destinations.length > 0
        ? destinations
        : missing(args, 'destination_addresses', 'destination_addresses, destination_ip_groups, destination_fqdns'),
      destinationPorts: required(args, 'destination_ports', ports),
    };
  }

  private applicationRule(args: Arguments, form: RuleForm): ApplicationRule {
    const protocols = args.blocks(form.protocolBlocks).map((block) => ({
      type: block.choice('type', ['Http', 'Https', 'Mssql']), port: block.requiredInteger('port'),
    }));
    this.checkWhole(args, protocols.length, form);
    const terminatesTls = args.flag('terminate_tls') ?? false;
    if (!isKnown(terminatesTls)) {
      args.gap('terminate_tls', 'whether TLS ends at the firewall is not known here');
    }
    return {
      kind: 'application', name: args.name(), place: args.place, sources: this.sources(args), protocols,
      hostNames: known(args, form.hostNames), urls: known(args, 'destination_urls'), fqdnTags: known(args, form.fqdnTags),
      webCategories: known(args, 'web_categories'),
      destinations: addressTerms(args, 'destination_addresses', args.texts('destination_addresses'), 'firewall rule'),
      terminatesTls: terminatesTls === true,
    };
  }

  /** Source: azurerm issue 14099, for FQDN tags without protocols; azure-cli issue 18932, for rules that are for nothing. */
  private checkWhole(args: Arguments, protocols: number, form: RuleForm): void {
    const [names, isPolicy] = [[form.hostNames, 'destination_urls', form.fqdnTags, 'web_categories'], form === POLICY_RULES];
    const those = isPolicy ? names : [form.hostNames, form.fqdnTags];
    if (those.every((name) => args.texts(name).length === 0)) {
      args.problem(form.hostNames, `it is missing; give one of ${those.join(', ')}`, { isRefused: true });
    } else if (args.gaps.length === 0 && protocols === 0 && (isPolicy || args.texts(form.fqdnTags).length === 0)) {
      args.problem(form.protocolBlocks, 'it is missing; Azure takes an application rule with one or more protocols', { isRefused: true });
    }
  }

  private sources(args: Arguments): AddressTerm[] {
    const sources = this.addresses(args, 'source');
    return sources.length > 0 ? sources : missing(args, 'source_addresses', 'source_addresses, source_ip_groups');
  }

  private addresses(args: Arguments, side: 'source' | 'destination'): AddressTerm[] {
    const name = `${side}_addresses`;
    return [...addressTerms(args, name, args.texts(name), 'firewall rule'), ...this.ipGroups.terms(args, `${side}_ip_groups`)];
  }
}

function known(args: Arguments, name: string): (string | Unknown)[] {
  return args.texts(name).map((text) => (typeof text === 'string' ? text : text.unknown));
}

function required<T>(args: Arguments, name: string, values: readonly T[]): readonly (T | Unknown)[] {
  if (values.length > 0) {
    return values;
  }
  const message = 'it is missing or empty; it takes a list with one or more entries';
  args.problem(name, message);
  return [{ unknown: message }];
}

function missing(args: Arguments, name: string, names: string): AddressTerm[] {
  const why = `it is missing; give one of ${names}`;
  args.problem(name, why);
  return [{ kind: 'opaque', text: name, why }];
}
