import type { AddressTerm, PortTerm, SecurityGroup, SecurityRule, Unknown } from '../network/network';
import { addressTerms } from './address-terms';
import { Arguments, isKnown } from './arguments';
import { byPriority } from '../network/order';
import { Owned, ownerOf, Part, PartForm } from './parts-of-owner';
import { portTerms } from './port-terms';
import { shown } from './values';

/** Source: azurerm 4.55, azurerm_network_security_group and azurerm_network_security_rule. */
export const SECURITY_RULES: PartForm = {
  kind: 'securityGroup', what: 'security rules', block: 'security_rule', type: 'azurerm_network_security_rule', ownerName: 'network_security_group_name',
};

export function securityGroup(owned: Owned): SecurityGroup {
  const first = new Map<string, string>();
  const rules = owned.parts.map((part) => securityRule(part, first)).sort(byPriority);
  return { ...ownerOf(owned), rules };
}

/** Source: azurerm 4.55, azurerm_network_security_rule; network security groups overview: a priority is used once in a direction. */
const PRIORITIES = { min: 100, max: 4096 };

/**
 * @param first names of the rules that have a priority first, by direction and priority
 */
function securityRule({ args, uncertain }: Part, first: Map<string, string>): SecurityRule {
  const direction = args.choice('direction', ['Inbound', 'Outbound']);
  const access = args.choice('access', ['Allow', 'Deny']);
  return {
    name: args.name(), place: args.place, direction, access,
    priority: priority(args, isKnown(direction) && uncertain === undefined ? direction : undefined, first),
    protocol: args.choice('protocol', ['*', 'Tcp', 'Udp', 'Icmp', 'Esp', 'Ah']),
    sources: side(args, 'source'), sourcePorts: ports(args, 'source'),
    destinations: side(args, 'destination'), destinationPorts: ports(args, 'destination'),
    ...(uncertain !== undefined && { uncertain }),
  };
}

/** A priority that Azure does not take says nothing of the order. */
function priority(args: Arguments, direction: string | undefined, first: Map<string, string>): number | Unknown {
  const given = args.requiredInteger('priority');
  if (typeof given !== 'number') {
    return given;
  }
  if (given < PRIORITIES.min || given > PRIORITIES.max) {
    const message = `${given} is not a priority; it takes a whole number from ${PRIORITIES.min} to ${PRIORITIES.max}`;
    args.problem('priority', message);
    return { unknown: message };
  }
  const key = `${direction ?? ''} ${given}`;
  const other = first.get(key);
  if (direction !== undefined && other !== undefined) {
    args.problem('priority', `${given} is the priority of the rule ${other} as well; Azure takes a priority once in a direction`);
    return { unknown: `${given}, which the rule ${other} has as well` };
  }
  first.set(key, args.name());
  return given;
}

function side(args: Arguments, of: 'source' | 'destination'): AddressTerm[] {
  const [one, many, groups] = [`${of}_address_prefix`, `${of}_address_prefixes`, `${of}_application_security_group_ids`];
  const terms: AddressTerm[] = [
    ...addressTerms(args, one, both(args, one, many), 'security rule'),
    ...addressTerms(args, many, args.texts(many), 'security rule').map((term, i) => (term.kind === 'tag' || term.kind === 'any' ? refused(args, many, i, term) : term)),
    ...args.texts(groups).map((id): AddressTerm => ({
      kind: 'opaque', text: shown(typeof id === 'string' ? id : id.text), why: 'the addresses of an application security group are not in the configuration',
    })),
  ];
  return terms.length > 0 ? terms : [{ kind: 'opaque', text: one, why: missing(args, [one, many, groups]) }];
}

/** Source: azurerm issue 5617: lists take addresses and CIDR ranges; a service tag or "*" fails when it is applied. */
function refused(args: Arguments, many: string, i: number, term: Extract<AddressTerm, { kind: 'tag' | 'any' }>): AddressTerm {
  const text = term.kind === 'tag' ? term.tag : '*';
  const message = `${JSON.stringify(text)} is not taken in a list, only in the argument for one value; write a rule of its own for it`;
  args.problem(`${many}[${i}]`, message);
  return { kind: 'opaque', text, why: message };
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
