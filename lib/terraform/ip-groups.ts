import { serviceTagMeantBy } from '../azure/service-tags';
import type { AddressTerm, IpGroup, Place, ReportProblem } from '../network/network';
import { addressTerm, addressTerms, opaque } from './address-terms';
import { Arguments, isKnown } from './arguments';
import { ResourceIndex, ResourceEntry, plainPath } from './resource-index';
import type { Resource } from './resource';
import { shown } from '../network/shown';
import { Unresolved } from './values';

/** Addresses of IP groups. Source: azurerm 4.55, azurerm_ip_group and azurerm_ip_group_cidr. */
export class IpGroups {
  private readonly members = new Map<string, readonly AddressTerm[]>();
  private readonly ofGroups = new Map<ResourceEntry, readonly AddressTerm[]>();

  constructor(private readonly resourceIndex: ResourceIndex, private readonly report: ReportProblem, resources: readonly Resource[]) {
    const cidrs = new Map<string, AddressTerm[]>();
    for (const resource of resources.filter(({ type, mode }) => type === 'azurerm_ip_group_cidr' && mode === 'managed')) {
      const args = Arguments.of(resource, report);
      const group = resourceIndex.byIdOf(args.value('ip_group_id'), 'ipGroup', args.place);
      const isNamed = group !== undefined && isKnown(group);
      const why = group === undefined ? 'ip_group_id is missing' : isNamed ? 'which IP group it is of is an expression' : group.unknown;
      const possible = isNamed && group.elsewhere === undefined
        ? []
        : resourceIndex.possible('ipGroup', isNamed ? group.names : undefined, isNamed ? group : undefined);
      if (!isNamed) {
        args.problem('ip_group_id', `the IP group is not known here (${why}), so this address may be one of any group`);
      }
      const add = (entry: ResourceEntry, terms: readonly AddressTerm[]): void => {
        cidrs.set(entry.key, [...cidrs.get(entry.key) ?? [], ...terms]);
      };
      if (isNamed) {
        add(group, member(args, resource));
      }
      possible.forEach((entry) =>
        add(entry, [{ kind: 'opaque', text: args.place.resource, why: `it may be an address of this IP group: ${why}` }]));
    }
    for (const entry of resourceIndex.entries('ipGroup')) {
      this.members.set(entry.key, [...this.own(entry), ...cidrs.get(entry.key) ?? []]);
    }
  }

  /** All groups, also those that are only named, by their keys. */
  public all(): Map<string, IpGroup> {
    return new Map(this.resourceIndex.entries('ipGroup').map((entry) => [entry.key, {
      key: entry.key, name: entry.name, ...plainPath(entry), place: entry.place, addresses: this.members.get(entry.key) ?? this.own(entry),
      ...(entry.elsewhere !== undefined && { isMadeElsewhere: true }),
    }]));
  }

  /** The addresses of the groups that an argument of a rule names. */
  public terms(args: Arguments, name: string): AddressTerm[] {
    return args.texts(name).flatMap((id) => this.termsOf(id, args.place));
  }

  private termsOf(id: string | Unresolved, place: Place): readonly AddressTerm[] {
    const text = shown(typeof id === 'string' ? id : id.text);
    const group = this.resourceIndex.byIdOf(id, 'ipGroup', place);
    if (group === undefined || !isKnown(group)) {
      return [{ kind: 'opaque', text, why: group?.unknown ?? 'the IP group is not named' }];
    }
    const members = this.members.get(group.key) ?? this.own(group);
    return members.length > 0 ? members : [{
      kind: 'opaque', text: group.name, why: 'the IP group has no addresses here', id: group.key,
      ...(this.isEmpty(group) && { isEmptyGroup: true }),
    }];
  }

  /** Whether it has none for certain: it is made here, with an empty list, and nobody else may add to it. */
  private isEmpty({ resource, elsewhere }: ResourceEntry): boolean {
    const cidrs = resource?.values['cidrs'];
    return elsewhere === undefined && resource?.isConfigured('cidrs') !== false && Array.isArray(cidrs) && cidrs.every(isTag) &&
      (resource?.givenTo ?? []).length === 0;
  }

  /** The same terms for each rule, so that it can be told which of a rule come from a group. */
  private own(entry: ResourceEntry): readonly AddressTerm[] {
    const known = this.ofGroups.get(entry) ?? this.read(entry);
    this.ofGroups.set(entry, known);
    return known;
  }

  private read(entry: ResourceEntry): AddressTerm[] {
    if (entry.resource === undefined) {
      return [
        { kind: 'opaque', text: entry.name, why: entry.elsewhere ?? 'the addresses of the IP group are not known here', id: entry.key },
      ];
    }
    const args = Arguments.of(entry.resource, this.report);
    const texts = args.texts('cidrs');
    refuseTags(args, 'cidrs', texts.filter(isTag));
    return addressTerms(args, 'cidrs', texts.filter((text) => !isTag(text)), 'addresses');
  }
}

/** Service tags begin with a letter, as no address of IPv4 does, and have no colon. Host names of several labels end otherwise. */
function isTag(text: unknown): text is string {
  return typeof text === 'string' && serviceTagMeantBy(text) !== undefined;
}

/** Groups hold addresses only, so nothing matches by a tag in one. Source: azurerm 4.55, azurerm_ip_group. */
function refuseTags(args: Arguments, name: string, tags: readonly string[]): void {
  const all = tags.map((tag) => JSON.stringify(shown(tag))).join(', ');
  if (tags.length > 0) {
    args.problem(name, `Azure refuses ${all} in an IP group, which takes addresses only; write service tags into destination_addresses ` +
      'of the rules that name the group', { isRefused: true });
  }
}

function member(args: Arguments, { repeatedBy }: Resource): AddressTerm[] {
  const cidr = args.text('cidr');
  if (repeatedBy !== undefined || cidr === undefined) {
    return [{
      kind: 'opaque', text: args.place.resource,
      why: repeatedBy === undefined ? 'cidr is missing' : `it is made with ${repeatedBy}, which cannot be evaluated here`,
    }];
  }
  if (isTag(cidr)) {
    refuseTags(args, 'cidr', [cidr]);
    return [];
  }
  return [cidr instanceof Unresolved ? opaque(cidr) : addressTerm(args, 'cidr', cidr, 'addresses')];
}
