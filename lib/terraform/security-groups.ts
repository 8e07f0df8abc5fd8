import { LIMITS } from '../azure/limits';
import type { AddressTerm, PortTerm, NetworkSecurityGroup, SecurityRule, Unknown } from '../network/network';
import { addressTerms } from './address-terms';
import { Arguments } from './arguments';
import { withCollisions } from '../network/collisions';
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
  return { ...ownerOf(owned), rules: withCollisions(parts.map(securityRule).sort(byPriority), ({ first, other, message }) =>
    parts.find(({ args }) => args.place === other.place)?.args
      .problem('priority', `${message}, so give one of them another priority`, {
      isRefused: true, others: [first.place],
    })) };
}

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
  const { min, max } = LIMITS.securityRulePriority;
  if (typeof given !== 'number' || (given >= min && given <= max)) {
    return given;
  }
  const message = `${given} is not a priority; it takes a whole number from ${min} to ${max}`;
  args.problem('priority', message);
  return { unknown: message };
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
