import type { AddressTerm, PortTerm, SecurityGroup, SecurityRule } from '../network';
import { addressTerms } from './address-terms';
import { Arguments, isKnown } from './arguments';
import { byPriority } from './order';
import { Owned, ownerOf, PartForm } from './parts-of-owner';
import { portTerms } from './port-terms';
import { shown } from './values';

/** Source: azurerm 4.55, azurerm_network_security_group and azurerm_network_security_rule. */
export const SECURITY_RULES: PartForm = {
  kind: 'securityGroup', what: 'security rules', block: 'security_rule', type: 'azurerm_network_security_rule', ownerName: 'network_security_group_name',
};

export function securityGroup(owned: Owned): SecurityGroup {
  const rules = owned.parts.flatMap((args) => securityRule(args) ?? []).sort(byPriority);
  return { ...ownerOf(owned), rules };
}

/** A rule; none where its direction or its access is not known, which leaves the group incomplete. */
function securityRule(args: Arguments): SecurityRule | undefined {
  const direction = args.choice('direction', ['Inbound', 'Outbound']);
  const access = args.choice('access', ['Allow', 'Deny']);
  if (!isKnown(direction) || !isKnown(access)) {
    args.gaps.push(`${args.place.resource}: ${args.place.part ?? args.name()}: direction or access of the rule is not known here`);
    return undefined;
  }
  return {
    name: args.name(), place: args.place, direction, access,
    priority: args.requiredInteger('priority'),
    protocol: args.choice('protocol', ['*', 'Tcp', 'Udp', 'Icmp', 'Esp', 'Ah']),
    sources: side(args, 'source'), sourcePorts: ports(args, 'source'),
    destinations: side(args, 'destination'), destinationPorts: ports(args, 'destination'),
  };
}

function side(args: Arguments, of: 'source' | 'destination'): AddressTerm[] {
  const [one, many, groups] = [`${of}_address_prefix`, `${of}_address_prefixes`, `${of}_application_security_group_ids`];
  const terms: AddressTerm[] = [
    ...addressTerms(args, one, both(args, one, many), 'security rule'),
    ...addressTerms(args, many, args.texts(many), 'security rule'),
    ...args.texts(groups).map((id): AddressTerm => ({
      kind: 'opaque', text: shown(typeof id === 'string' ? id : id.text), why: 'the addresses of an application security group are not in the configuration',
    })),
  ];
  return terms.length > 0 ? terms : [{ kind: 'opaque', text: one, why: missing(args, [one, many, groups]) }];
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
