import { ALL_PORTS, PortInterval } from '../azure/port-sets';
import { Place } from '../network/network';
import { RuleEnd } from './rule-end';

/** Protocols that rules tell apart. */
export const PROTOCOLS = ['TCP', 'UDP', 'ICMP', 'ESP', 'AH'] as const;
export type TransportProtocol = (typeof PROTOCOLS)[number];

/** Protocols that have ports. */
export function hasPorts(protocol: TransportProtocol): boolean {
  return protocol === 'TCP' || protocol === 'UDP';
}

/**
 * A rule of a security group or a firewall, in the order that it is evaluated in. It is made once, and everything that is asked of
 * rules is asked of it: the path of a flow, what is open, and which rules have no effect.
 */
export interface FilterRule {
  /** Name as it is written. */
  readonly name: string;
  /** Name and what orders it, for messages. */
  readonly label: string;
  /** Undefined for default rules of Azure. */
  readonly place?: Place;
  /** What it filters by: of a firewall, application rules come after all network rules and filter by names. */
  readonly kind: 'security' | 'network' | 'application';
  readonly access: 'allow' | 'deny';
  readonly protocols: readonly TransportProtocol[];
  readonly ports: readonly PortInterval[];
  /** Source ports, as far as they are known. */
  readonly sourcePorts: readonly PortInterval[];
  /** Ports on which it holds other traffic than what is usual there: HTTP on 443. */
  readonly otherPorts?: readonly PortInterval[];
  /** Of an application rule, what it filters on which port: `Https:443`. */
  readonly applications?: readonly string[];
  readonly source: RuleEnd;
  readonly destination: RuleEnd;
  /** Why it may match less, more or at another place than it says: an unknown value. */
  readonly uncertain?: string;
  /** What it rests on and that is not in the files. */
  readonly condition?: string;
  /** Whether it may do either, because what it does is not known. */
  readonly isEither?: boolean;
  /** Whether it has ports that are not known. */
  readonly hasUnknownPorts?: boolean;
  /** Whether it holds only some of the flows that it names: certain source ports. */
  readonly isPartial?: boolean;
  /** Whether these source ports are all ones that services have, so that no connection of a client is opened from them. */
  readonly isFromServices?: boolean;
  /** Whether an application rule is held to addresses as well as to names. */
  readonly isHeldToAddresses?: boolean;
}

/** The ports that a rule names: those on which it holds the usual traffic, and those on which it holds other traffic. */
export function namedPorts({ ports, otherPorts }: FilterRule): readonly PortInterval[] {
  return otherPorts === undefined ? ports : [...ports, ...otherPorts];
}

/** All ports that a rule may hold. */
export function possiblePorts(rule: FilterRule): readonly PortInterval[] {
  return rule.hasUnknownPorts === true ? ALL_PORTS : namedPorts(rule);
}

/** A rule with all fields in one order: rules are asked more often than anything else, and that is quick where all are of one shape. */
export function filterRule({
  name, label, place, kind, access, protocols, ports, sourcePorts, otherPorts, applications, source, destination, uncertain, condition,
  isEither, hasUnknownPorts, isPartial, isFromServices, isHeldToAddresses,
}: FilterRule): FilterRule {
  return {
    name, label, place, kind, access, protocols, ports, sourcePorts, otherPorts, applications, source, destination, uncertain, condition,
    isEither, hasUnknownPorts, isPartial, isFromServices, isHeldToAddresses,
  };
}
