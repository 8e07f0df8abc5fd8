import type { AddressTerm } from './network';

/** A virtual network of which the files have no subnet: others may add one, whose address space is this. */
export interface BareNetwork {
  /** `resource group/name` in lower case where both are known, else its id. */
  readonly key: string;
  readonly name: string;
  readonly addressSpace: readonly AddressTerm[];
}
