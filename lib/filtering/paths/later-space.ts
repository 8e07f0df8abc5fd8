import { giveToo, showByNames } from '../../azure/az-commands';
import { intervalText } from '../../network/address-text';
import { IntervalSet } from '../../network/interval-set';
import type { Network, Subnet } from '../../network/network';
import { rangesOf } from '../../network/term-ranges';
import { VIRTUAL_NETWORK } from '../knowledge';
import type { Opaque } from '../rule-end';
import { all, byAddresses, none, Split } from './split-parts';
import type { Target } from './target';

/** The address space of the virtual network, where the files have it as one value that only Terraform finds. */
export interface LaterSpace {
  /** Equal for the same value in rules. */
  readonly symbol: string;
  /** Ranges that are known to be in it: those of its subnets, or all of them, where an export has them. */
  readonly ranges: IntervalSet;
  readonly isWhole: boolean;
  /** What is known of it, and how to know the rest. */
  readonly known: string;
}

/** Azure holds every subnet to the address space of its network. */
export function laterSpaceOf(subnet: Subnet, { subnets }: Network): LaterSpace | undefined {
  const symbol = spaceSymbol(subnet);
  if (symbol === undefined) {
    return undefined;
  }
  const whole = rangesOf(subnet.networkAddressSpace);
  const part = rangesOf(subnets.filter((one) => spaceSymbol(one) === symbol).flatMap(({ addressPrefixes }) => addressPrefixes));
  const given = part.isEmpty ? '' : `, of which the subnets in the files give ${part.intervals.map(intervalText).join(', ')}`;
  const command = showByNames('microsoft.network/virtualnetworks', subnet.path?.split('/').slice(0, 2).join('/'));
  return { symbol, ranges: whole.isEmpty ? part : whole, isWhole: !whole.isEmpty, known: `${given}${giveToo(command)}` };
}

/** A target against the address space, whatever that is; undefined where it decides. */
export function bySpace(target: Target, { text, why }: Opaque, { ranges, isWhole }: LaterSpace): Split | undefined {
  switch (target.kind) {
    case 'own':
      return all(target);
    case 'addresses': {
      if (target.side !== 'network' && target.tag !== undefined && target.tag !== VIRTUAL_NETWORK) {
        return none(target); // addresses of a service
      }
      const found = byAddresses(target, ranges);
      return isWhole || found.rest === undefined ? found : { ...found, maybe: `the addresses of ${text} are not known: ${why}` };
    }
    case 'tag':
      return target.tag === VIRTUAL_NETWORK ? undefined : none(target);
    case 'host':
    case 'url':
    case 'unknown':
    case 'every':
      return undefined;
  }
}

/** What to add to a text about a target that is the address space. */
export function knownOf({ symbol }: Extract<Target, { kind: 'unknown' }>, space: LaterSpace | undefined): string {
  return symbol !== undefined && symbol === space?.symbol ? space.known : '';
}

function spaceSymbol({ networkAddressSpace: space, spaceSymbol: kept }: Subnet): string | undefined {
  return kept ?? (space.length === 1 && space[0]!.kind === 'opaque' ? space[0]!.symbol : undefined);
}
