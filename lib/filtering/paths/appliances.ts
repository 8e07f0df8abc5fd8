import { AddressInterval, Firewall, Network, Unknown } from '../../network/network';
import { FilterRule } from '../filter-rule';
import { FilterLists } from '../filter-lists';
import { RuleEnd } from '../rule-end';
import { MatchContext, split } from './split';
import { Target } from './target';
import { knownInterval } from '../../network/address-text';
import { IntervalSet } from '../../network/interval-set';
import { isUnknown } from '../../network/unknown';

/** Finds the firewall that an address leads to, and its rules. */
export class Appliances {
  private readonly byAddress = new Map<string, Firewall[]>();
  private readonly firewalls: readonly Firewall[];

  /**
   * @param lists the rules of groups and firewalls as filter rules
   * @param stated ids of firewalls or firewall policies by the private address that routes lead to, where no file says so
   */
  constructor(network: Network, stated: ReadonlyMap<string, string>, public readonly lists: FilterLists) {
    this.firewalls = network.firewalls;
    const byKey = new Map(network.firewalls.flatMap((firewall) => [firewall, ...firewall.instances ?? []]
      .flatMap(({ key, path }) => [[key.toLowerCase(), firewall] as const, [path ?? '', firewall] as const])));
    for (const firewall of network.firewalls) {
      for (const address of firewall.privateAddresses) {
        const key = keyOf(address);
        if (key !== undefined) {
          this.byAddress.set(key, [...(this.byAddress.get(key) ?? []).filter((one) => one !== firewall), firewall]);
        }
      }
    }
    for (const [address, id] of stated) {
      const [, resourceGroup, name] = ID.exec(id.toLowerCase()) ?? [];
      const firewall = byKey.get(id.toLowerCase()) ?? byKey.get(`${resourceGroup}/${name}`);
      const made = this.byAddress.get(address) ?? [];
      if (firewall !== undefined && (made.length === 0 || made.includes(firewall))) {
        this.byAddress.set(address, [firewall]);
      }
    }
  }

  /** The firewall at the address of a next hop, if its rules were read, and if it is not one of several. */
  public at(address: string | Unknown | undefined): Firewall | undefined {
    const those = this.allAt(address);
    return those.length === 1 ? those[0] : those.length === 0 ? this.onlyFor(address)?.firewall : undefined;
  }

  /** What must be true for the firewall at an address to be the one that is taken for it. */
  public conditionAt(address: string | Unknown | undefined): string | undefined {
    return this.allAt(address).length > 0 ? undefined : this.onlyFor(address)?.condition;
  }

  /**
   * The firewall that is taken to have an address which no file gives to one: the only one whose subnet holds it, and for an
   * expression the only one there is. One whose address is written down has that address and no other.
   */
  private onlyFor(address: string | Unknown | undefined): { readonly firewall: Firewall; readonly condition: string } | undefined {
    const open = this.firewalls.filter(({ privateAddresses }) => privateAddresses.some(isUnknown));
    const isExpression = isUnknown(address);
    const interval = address === undefined || isExpression ? undefined : knownInterval(address);
    const those = isExpression ? (address.isVariable === true && this.firewalls.length === 1 ? open : [])
      : interval === undefined ? []
        : open.filter(({ addressRanges = [] }) =>
          addressRanges.some((range) => mayBeAt(interval, range)));
    const [firewall] = those;
    return firewall === undefined || those.length > 1 || address === undefined ? undefined
      : {
        firewall,
        condition: `${isExpression ? address.unknown : address} is the address of the firewall ${firewall.name}, the only one in the ` +
          'files that can have it',
      };
  }

  /** The firewalls that have an address: in the files of several networks there may be more than one. */
  public allAt(address: string | Unknown | undefined): readonly Firewall[] {
    const key = address === undefined ? undefined : keyOf(address);
    return (key === undefined ? undefined : this.byAddress.get(key)) ?? [];
  }

  /** The ranges that an unknown address of a firewall is in: those of the subnets of that firewall. */
  public rangesOf(address: Unknown): IntervalSet | undefined {
    const all = this.allAt(address).map(({ addressRanges = [] }) => addressRanges);
    return all.length === 0 || all.some((ranges) => ranges.length === 0) ? undefined : IntervalSet.of(all.flat());
  }

  /** The rules of a firewall that may hold traffic from some addresses. Many rules of a hub are for other networks. */
  public rulesFrom(firewall: Firewall, source: Target, context: MatchContext): FilterRule[] {
    // Rules for the same sources share them.
    const known = new Map<RuleEnd, boolean>();
    const mayHold = (end: RuleEnd): boolean => {
      const { matched, maybe } = split(source, end, 'deny', context);
      return matched.length > 0 || maybe !== undefined;
    };
    return this.lists.ofFirewall(firewall).filter(({ source: end }) => {
      const holds = known.get(end) ?? mayHold(end);
      known.set(end, holds);
      return holds;
    });
  }
}

/** Azure keeps the first four addresses of a subnet and the last one. Source: virtual networks FAQ, addresses that Azure reserves. */
function mayBeAt({ family, first, last }: AddressInterval, range: AddressInterval): boolean {
  return range.family === family && range.first + 4n <= first && last < range.last;
}

const ID = /\/resourcegroups\/([^/]+)\/providers\/microsoft\.network\/[^/]+\/([^/]+)$/;

/** Equal keys are one address, even before it is known. */
function keyOf(address: string | Unknown): string | undefined {
  return isUnknown(address) ? address.symbol && `symbol ${address.symbol}` : address;
}
