/**
 * Ordered lists of filter rules, as far as their flows go: the security rules of one direction, or the rules of a firewall in the
 * order that it reads them.
 */
import { PortInterval, portsKey } from '../../azure/port-sets';
import { AddressInterval } from '../../network/network';

export type Access = 'allow' | 'deny';

/** One entry of a side of a rule. */
export type Term =
  | { readonly kind: 'any' }
  | { readonly kind: 'interval'; readonly interval: AddressInterval }
  /** A service tag, a host name pattern: anything whose addresses the rule does not say. */
  | { readonly kind: 'symbol'; readonly symbol: string };

/**
 * What is known of symbols.
 *
 * A symbol whose addresses are not known is some set of addresses of its families, inside those of all its wider symbols, and
 * nothing else is known of it: it may be empty, and it may share addresses with any other symbol and any interval. What this
 * folder says of rules holds whatever these sets are. In particular, an interval is never taken to be inside such a symbol.
 * Sources and destinations are looked at apart, as if a symbol could have an address as a source and not as a destination; that
 * differs only for flows from an address to itself, of which a little less is said than could be.
 */
export interface Symbols {
  /** Its addresses, when they are known exactly (a service tag, with a service tag file). */
  intervalsOf(symbol: string): readonly AddressInterval[] | undefined;
  /**
   * All symbols that hold all of it: `Storage` for `Storage.WestUS2`; `*.contoso.com` and `*` for `a.contoso.com`. Only
   * asked of symbols without intervals.
   */
  widerOf(symbol: string): readonly string[];
  /** The families that it has addresses in. Only asked of symbols without intervals. */
  familiesOf(symbol: string): readonly (4 | 6)[];
}

/** The first rule that matches a flow decides it. */
export interface ListRule {
  readonly access: Access;
  /** Names of protocols, which are told apart and not interpreted; all of them for any. */
  readonly protocols: readonly string[];
  readonly sources: readonly Term[];
  readonly sourcePorts: readonly PortInterval[];
  readonly destinations: readonly Term[];
  readonly destinationPorts: readonly PortInterval[];
}

/** A text that only rules with the same flows and access have, as they are written. */
export function listRuleKey({ access, protocols, sources, sourcePorts, destinations, destinationPorts }: ListRule): string {
  return [access, protocols.join(), termsKey(sources), portsKey(sourcePorts), termsKey(destinations), portsKey(destinationPorts)].join('|');
}

function termsKey(terms: readonly Term[]): string {
  return terms.map((term) => {
    switch (term.kind) {
      case 'any':
        return '*';
      case 'interval':
        return `${term.interval.family} ${term.interval.first} ${term.interval.last}`;
      case 'symbol':
        return JSON.stringify(term.symbol);
    }
  }).join();
}
