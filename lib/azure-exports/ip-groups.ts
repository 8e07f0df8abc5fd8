import { giveToo, showCommand } from '../azure/az-commands';
import type { AddressTerm, IpGroup, Unknown } from '../network/network';
import { isUnknown } from '../network/unknown';
import { nameIn, parseArmId } from './arm-id';
import type { Inventory } from './inventory';
import type { Members } from './members';
import { pathPart } from './owned';
import { unsettled } from './states';
import { exportedAddresses } from './terms';
import { shown } from '../network/shown';

/**
 * IP groups with their addresses: an address, a CIDR range or a range. A rule whose group is empty is skipped, so that an empty
 * group is never every address.
 * Source: Azure REST API specifications, network 2024-07-01; IP groups in Azure Firewall, 2023-10-10.
 */
export class IpGroupExports {
  public readonly groups: ReadonlyMap<string, IpGroup>;

  /**
   * @param planned finds groups that are going to be made or changed, whose addresses go before those that they have now
   * @param isTakenAway whether a plan takes a group away, so that a rule that still has it has nobody knows what
   */
  constructor(inventory: Inventory, private readonly planned: (key: string, path?: string) => IpGroup | undefined,
    private readonly isTakenAway: (key: string) => boolean) {
    this.groups = new Map(inventory.all('microsoft.network/ipgroups').map((group) => {
      const members = inventory.membersOf(group);
      const why = unsettled(group) ?? (members.has('ipAddresses') ? undefined
        : `the export does not say which addresses the IP group has${giveToo(showCommand(group.id.key))}`);
      const addresses: AddressTerm[] = why === undefined ? exportedAddresses(members, 'ipAddresses', 'IP group')
        : [{ kind: 'opaque', text: group.name, why, id: group.id.key }];
      return [group.id.key, { key: group.id.key, name: group.name, place: group.place, ...pathPart(group.id.key), addresses }];
    }));
  }

  /** The addresses of the groups that a rule names. */
  public terms(members: Members, name: string): AddressTerm[] {
    return members.texts(name).flatMap((id) => this.termsOf(id));
  }

  private termsOf(given: string | Unknown): readonly AddressTerm[] {
    if (isUnknown(given)) {
      return [{ kind: 'opaque', text: given.unknown, why: 'the IP group is not known here' }];
    }
    const id = parseArmId(given)?.key ?? given.toLowerCase();
    const group = this.planned(id, pathPart(id).path) ?? this.groups.get(id);
    const name = shown(nameIn(given));
    if (this.planned(id, pathPart(id).path) === undefined && this.isTakenAway(id)) {
      return [{ kind: 'opaque', text: name, why: 'the plan takes the IP group away, and the rule still has it' }];
    }
    if (group === undefined) {
      return [{ kind: 'opaque', text: name, why: `the IP group is not in the files${giveToo(showCommand(id))}`, id }];
    }
    return group.addresses.length > 0 ? group.addresses : [{
      kind: 'opaque', text: name, why: 'the IP group is empty', id, isEmptyGroup: true,
    }];
  }
}
