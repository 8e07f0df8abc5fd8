import { IntervalSet } from './interval-set';
import type { AddressInterval, AddressTerm } from './network';

/** The address intervals among some terms. */
export function intervalsOf(terms: readonly AddressTerm[]): AddressInterval[] {
  return terms.flatMap((term) => (term.kind === 'interval' ? [term.interval] : []));
}

/** The same as a set. */
export function rangesOf(terms: readonly AddressTerm[]): IntervalSet {
  return IntervalSet.of(intervalsOf(terms));
}
