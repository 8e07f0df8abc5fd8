import { giveToo, showCommand } from '../azure/az-commands';
import type { Place, UnreadPart } from '../network/network';
import { armPath, parseArmId } from './arm-id';
import { Inventory, Listed } from './inventory';
import type { Members } from './members';
import { unsettled } from './states';
import { PLACEHOLDER } from './template-expressions';

/** A resource with its parts: a group with its rules, a table with its routes. */
interface OwnerExport {
  readonly key: string;
  readonly name: string;
  readonly path?: string;
  readonly place: Place;
  /** Undefined where the files list the parts alone. */
  readonly own?: Members;
  readonly parts: readonly Members[];
  /** Why there may be parts that were not read. */
  readonly unread: readonly UnreadPart[];
}

/** Brings owners and parts together, of those that are listed and of those whose parts are. */
export function owned(inventory: Inventory, type: string, list: string): OwnerExport[] {
  const partType = `${type}/${list.toLowerCase()}`;
  const parts = inventory.partsByOwner(partType);
  const keys = [...new Set([...inventory.all(type).map(({ id }) => id.key), ...parts.keys()])].sort();
  return keys.map((key) => {
    const owner = inventory.find(key);
    const those = parts.get(key) ?? [];
    const place = owner?.place ?? ownerPlace(those);
    const why = whyPartial(inventory, key, partType, list, owner);
    const states = [...owner === undefined ? [] : [owner], ...those].map(unsettled);
    const gaps = [...owner?.gaps ?? [], why, inventory.whyUnread(partType)?.why, ...states].filter((gap) => gap !== undefined);
    return {
      key, place, name: owner?.name ?? nameOf(those), ...pathPart(key), parts: those.map((part) => inventory.membersOf(part)),
      ...(owner !== undefined && { own: inventory.membersOf(owner) }), unread: gaps.map((gap) => ({ place, why: gap })),
    };
  });
}

function whyPartial(inventory: Inventory, key: string, partType: string, list: string, owner: Listed | undefined): string | undefined {
  if (owner?.lists.has(list) === true) {
    return undefined;
  }
  const partial = inventory.whyPartial(key, partType);
  return partial ?? (owner === undefined || (inventory.partsByOwner(partType).has(key)) ? undefined
    : `the export does not say which ${list} it has${giveToo(showCommand(key))}`);
}

function ownerPlace([first]: readonly Listed[]): Place {
  const { file, resource } = first!.place;
  return { file, resource };
}

function nameOf([first]: readonly Listed[]): string {
  const { resource } = first!.place;
  return resource.slice(resource.lastIndexOf('/') + 1);
}

/** The names of an id, where they are known. */
export function pathPart(key: string): { path?: string } {
  const id = parseArmId(key);
  const path = id === undefined ? PLACEHOLDER : armPath(id);
  return path.includes(PLACEHOLDER) ? {} : { path };
}

/** What a list of reasons says of the whole. */
export function incompleteness(unread: readonly UnreadPart[]): { incomplete?: string; unread?: readonly UnreadPart[] } {
  return unread.length === 0 ? {} : { incomplete: unread[0]!.why, unread };
}
