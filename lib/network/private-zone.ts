import { compareTexts } from '../azure/text-order';
import type { Unknown } from './network';

/** A private DNS zone, or what else says that hosts of a name are at private addresses. */
export interface PrivateDnsZone {
  /** In lower case, without `privatelink.`: hosts below it may be at private addresses. */
  readonly name: string;
  /**
   * Resource group and name in lower case of each virtual network that it is linked to, as far as they are known; undefined where it may
   * be linked to any. Only machines of these networks, and those that ask a resolver in one of them, find its hosts.
   * Source: what is a virtual network link, Azure DNS.
   */
  readonly linkedTo?: readonly (string | Unknown)[];
}

/** The name of a zone as hosts have it: the public name of a host leads to the same below `privatelink`. */
export function zoneName(written: string): string {
  return written.toLowerCase().replace(/\.$/, '').replace(/^privatelink\./, '');
}

/** Each zone once, by name. One that may be linked to any network says all that others of its name say. */
export function distinctZones(all: readonly PrivateDnsZone[]): PrivateDnsZone[] {
  const open = new Set(all.filter(({ linkedTo }) => linkedTo === undefined).map(({ name }) => name));
  const zones = new Map(all.filter(({ name, linkedTo }) => linkedTo === undefined || !open.has(name))
    .map(({ name, linkedTo }) => [JSON.stringify([name, linkedTo]), { name, ...(linkedTo !== undefined && { linkedTo }) }]));
  return [...zones].sort(([a], [b]) => compareTexts(a, b)).map(([, zone]) => zone);
}
