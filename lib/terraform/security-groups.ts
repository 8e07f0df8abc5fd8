import { addTo } from '../azure/groups';
import type { AddressTerm, PortTerm, NetworkSecurityGroup, SecurityRule, Unknown } from '../network/network';
import { addressTerms } from './address-terms';
import { Arguments, isKnown } from './arguments';
import { byPriority } from '../network/order';
import { Owned, ownerOf, OwnedPart, PartForm } from './parts-of-owner';
import { portTerms } from './port-terms';
import { ownedOnce } from './repeated-names';
import { shown } from '../network/shown';

/** Source: azurerm 4.55, azurerm_network_security_group and azurerm_network_security_rule. */
export const SECURITY_RULES: PartForm = {
  kind: 'securityGroup', what: 'security rules', block: 'security_rule', type: 'azurerm_network_security_rule',
  ownerName: 'network_security_group_name',
};

export function securityGroup(owned: Owned): NetworkSecurityGroup {
  const parts = ownedOnce(owned.parts, 'security group');
  return { ...ownerOf(owned), rules: withCollisions(parts.map(securityRule).sort(byPriority), parts) };
}

/** Source: azurerm 4.55, azurerm_network_security_rule; network security groups overview: a priority is used once in a direction. */
const PRIORITIES = { min: 100, max: 4096 };

function securityRule({ args, uncertain }: OwnedPart): SecurityRule {
  const condition = refusedTags(args);
  return {
    name: args.name(), place: args.place, direction: args.choice('direction', ['Inbound', 'Outbound']),
    access: args.choice('access', ['Allow', 'Deny']), priority: priority(args),
    protocol: args.choice('protocol', ['*', 'Tcp', 'Udp', 'Icmp', 'Esp', 'Ah']),
    sources: side(args, 'source'), sourcePorts: ports(args, 'source'),
    destinations: side(args, 'destination'), destinationPorts: ports(args, 'destination'),
    ...(uncertain !== undefined && { uncertain }), ...(condition !== undefined && { condition }),
  };
}

/** A priority that Azure does not take says nothing of the order. */
function priority(args: Arguments): number | Unknown {
  const given = args.requiredInteger('priority');
  if (typeof given !== 'number' || (given >= PRIORITIES.min && given <= PRIORITIES.max)) {
    return given;
  }
  const message = `${given} is not a priority; it takes a whole number from ${PRIORITIES.min} to ${PRIORITIES.max}`;
  args.problem('priority', message);
  return { unknown: message };
}

/**
 * Of rules with one priority in one direction, the first is not known. Where they do the same, it does not matter. A rule that does
 * the opposite stands twice: before the first for what both hold, as uncertain, and after it for the rest.
 */
function withCollisions(rules: readonly SecurityRule[], parts: readonly OwnedPart[]): SecurityRule[] {
  const first = new Map<string, SecurityRule>();
  const before = new Map<SecurityRule, SecurityRule[]>();
  for (const rule of rules) {
    const { direction, priority: number, uncertain } = rule;
    if (!isKnown(direction) || !isKnown(number) || uncertain !== undefined) {
      continue;
    }
    const key = `${direction} ${number}`;
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, rule);
      continue;
    }
    parts.find(({ args }) => args.place === rule.place)?.args.problem('priority', collision(rule, other, key), {
      isRefused: true, others: [other.place],
    });
    if (rule.access !== other.access || !isKnown(rule.access)) {
      const doubt = `the rule ${other.name} has its priority ${number} as well, and which is first is not known`;
      addTo(before, other, { ...rule, uncertain: doubt });
    }
  }
  return rules.flatMap((rule) => [...before.get(rule) ?? [], rule]);
}

function collision(rule: SecurityRule, other: SecurityRule, key: string): string {
  return `the rules ${other.name} and ${rule.name} are both ${key}; Azure takes a priority once in a direction, so give one of them ` +
    'another priority';
}

function side(args: Arguments, of: 'source' | 'destination'): AddressTerm[] {
  const [one, many, groups] = [`${of}_address_prefix`, `${of}_address_prefixes`, `${of}_application_security_group_ids`];
  const terms: AddressTerm[] = [
    ...addressTerms(args, one, both(args, one, many), 'security rule'),
    ...addressTerms(args, many, args.texts(many), 'security rule'),
    ...args.texts(groups).map((id): AddressTerm => ({
      kind: 'opaque', text: shown(typeof id === 'string' ? id : id.text),
      why: 'the addresses of an application security group are not in the configuration', isOfNetwork: true,
    })),
  ];
  return terms.length > 0 ? terms : [{ kind: 'opaque', text: one, why: missing(args, [one, many, groups]) }];
}

/**
 * Tags in a list are refused when it is applied. They are read as if each had a rule of its own, on that condition.
 * Source: azurerm issue 5617: lists take addresses and CIDR ranges; a service tag or "*" fails when it is applied.
 */
function refusedTags(args: Arguments): string | undefined {
  const lists = ['source_address_prefixes', 'destination_address_prefixes'];
  const found = lists.map((name) =>
    [name, args.texts(name).filter((text) => typeof text === 'string' && isTagOrAny(text)) as string[]] as const)
    .filter(([, tags]) => tags.length > 0);
  for (const [name, tags] of found) {
    const all = [...new Set(tags)].map((tag) => JSON.stringify(shown(tag))).join(', ');
    args.problem(name, `Azure refuses ${all} in a list, which takes addresses only; write a rule for each, ` +
      `with ${name.replace(/es$/, '')} = ${JSON.stringify(shown(tags[0]!))} and a priority of its own`, {
      isRefused: true,
      cause: {
        text: 'Azure refuses service tags in a list, which takes addresses only; write a rule for each tag, with ' +
          'source_address_prefix or destination_address_prefix and a priority of its own',
        member: all,
      },
    });
  }
  return found.length === 0
    ? undefined
    : `the rule ${args.name()} is written as one rule for each service tag, because Azure refuses a list of them`;
}

/** Service tags begin with a letter, as no address of IPv4 does, and have no colon. */
function isTagOrAny(text: string): boolean {
  return text === '*' || /^[A-Za-z][A-Za-z0-9]*(\.[A-Za-z0-9]+)*$/.test(text);
}

function ports(args: Arguments, of: 'source' | 'destination'): PortTerm[] {
  const [one, many] = [`${of}_port_range`, `${of}_port_ranges`];
  const terms = [...portTerms(args, one, both(args, one, many)), ...portTerms(args, many, args.texts(many))];
  return terms.length > 0 ? terms : [{ unknown: missing(args, [one, many]) }];
}

/** The argument for one value, which goes with no list. */
function both(args: Arguments, one: string, many: string): ReturnType<Arguments['texts']> {
  const text = args.text(one);
  if (text !== undefined && args.texts(many).length > 0) {
    args.problem(one, `it is given together with ${many}; the provider takes one of them, and both are read`);
  }
  return text === undefined ? [] : [text];
}

function missing(args: Arguments, names: readonly string[]): string {
  const message = `it is missing; give one of ${names.join(', ')}`;
  args.problem(names[0]!, message);
  return message;
}
