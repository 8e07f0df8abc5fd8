import { whyHostNotAccepted } from '../filtering/accepted-names';
import {
  ApplicationRule, Firewall, NetworkRule, NetworkSecurityGroup, Place, PortTerm, SecurityRule,
} from '../network/network';
import { shown } from '../network/shown';
import { isUnknown, known } from '../network/unknown';
import { Direction } from '../requirements/direction';
import { RuleEnds } from './near-miss-ends';

/** What has rules that allow or deny. */
export type ListOwner = NetworkSecurityGroup | Firewall;

/** A rule that allows, as far as near misses look at it. */
export interface Candidate extends RuleEnds {
  readonly name: string;
  readonly label: string;
  readonly place: Place;
  readonly direction?: string;
  readonly priority?: number;
  readonly protocols: readonly string[];
  readonly ports: readonly PortTerm[];
  /** Of an application rule. */
  readonly applications?: readonly { readonly type: string; readonly port: number }[];
  /** Why the firewall does not filter by one of its host names. */
  readonly whyRefused?: (host: string) => string | undefined;
  /** Of a security rule. */
  readonly sourcePorts?: readonly PortTerm[];
}

/** The rules that allow in a list. */
export function candidatesOf(list: ListOwner, direction: Direction): Candidate[] {
  if ('levels' in list) {
    return collectionsOf(list).filter(({ action }) => action === 'Allow').flatMap(({ rules }) => rules).map((rule) => ({
      ...(rule.kind === 'network' ? ofNetworkRule(rule) : ofApplicationRule(rule)),
      whyRefused: (host) => whyHostNotAccepted(rule, host, list),
    }));
  }
  return list.rules.filter(({ access, uncertain }) => access === 'Allow' && uncertain === undefined)
    .map((rule) => ofSecurityRule(rule, direction === Direction.OUTBOUND));
}

export function collectionsOf({ levels }: Firewall) {
  return levels.flat().flatMap(({ collections }) => collections);
}

function ofSecurityRule(rule: SecurityRule, isOut: boolean): Candidate {
  return {
    name: rule.name, label: `rule ${shown(rule.name)}`, place: rule.place, ports: rule.destinationPorts, sourcePorts: rule.sourcePorts,
    ...(!isUnknown(rule.direction) && { direction: rule.direction }), ...(!isUnknown(rule.priority) && { priority: rule.priority }),
    protocols: isUnknown(rule.protocol) ? [] : [rule.protocol], hosts: [],
    other: isOut ? rule.destinations : rule.sources, own: isOut ? rule.sources : rule.destinations,
  };
}

function ofNetworkRule(rule: NetworkRule): Candidate {
  return {
    name: rule.name, label: `network rule ${shown(rule.name)}`, place: rule.place, ports: rule.destinationPorts,
    other: rule.destinations, own: rule.sources, protocols: known(rule.protocols), hosts: known(rule.hostNames),
  };
}

/** HTTP and HTTPS are TCP, and each has the ports that it is written for. */
function ofApplicationRule(rule: ApplicationRule): Candidate {
  return {
    name: rule.name, label: `application rule ${shown(rule.name)}`, place: rule.place, other: [], own: rule.sources, protocols: ['TCP'],
    ports: rule.protocols.map(({ port }) => (isUnknown(port) ? port : { first: port, last: port })), hosts: known(rule.hostNames),
    applications: rule.protocols.flatMap(({ type, port }) => (isUnknown(type) || isUnknown(port) ? [] : [{ type, port }])),
  };
}
