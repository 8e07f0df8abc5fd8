import type { Unknown } from '../network/network';
import type { SubnetPart } from '../network/subnet-parts';
import type { ResourceEntry } from './resource-index';
import { isId } from './resource-paths';

/** What a subnet has, of each kind. */
export type PartSlots = { -readonly [P in SubnetPart]?: string | Unknown };

/** What another association puts on a subnet that it may be for. */
export interface Rival {
  readonly value: string | Unknown | undefined;
  readonly why: string;
}

export type Rivals = Map<SubnetPart, readonly Rival[]>;

/** One with another value than what a subnet has is enough, and one of two has. */
export function addRival(rivals: Rivals, part: SubnetPart, { value, why }: Rival): void {
  const those = rivals.get(part) ?? [];
  if (those.length < 2 && !those.some((one) => one.value === value)) {
    rivals.set(part, [...those, { value, why }]);
  }
}

/**
 * Whether a subnet is not the one that an association names. Two that are made here are two, and two ids that only expressions give are
 * two subnets, as two tokens are two values.
 *
 * @param own what names the subnet, where nothing here makes it
 * @param named what the association names
 */
export function areTwo(own: ResourceEntry | undefined, named: ResourceEntry | undefined): boolean {
  return own === undefined ? named?.isRepeated === true : named !== undefined && !isId(own.key) && !isId(named.key);
}

/**
 * What a subnet has is not certain where another association may be for it. The provider refuses the second one, and which of the two
 * that is nobody knows. Source: azurerm 4.55, subnet associations, "already exists".
 */
export function doubtRivals({ parts, rivals }: { readonly parts: PartSlots; readonly rivals: Rivals }): void {
  for (const [part, those] of rivals) {
    const other = parts[part] === undefined ? undefined : those.find(({ value }) => value !== parts[part]);
    if (other !== undefined) {
      parts[part] = { unknown: `${other.why}; a subnet has one of each kind, so give it one` };
    }
  }
}
