import type { AddressTerm } from '../network/network';
import { AddressForm, readAddressTerm } from '../network/read-terms';
import type { Arguments } from './arguments';
import { shown, Unresolved } from './values';

export type { AddressForm };

/** Reads entries of an argument. */
export function addressTerms(args: Arguments, name: string, texts: readonly (string | Unresolved)[], form: AddressForm): AddressTerm[] {
  return texts.map((text, i) => (text instanceof Unresolved ? opaque(text) : addressTerm(args, texts.length > 1 ? `${name}[${i}]` : name, text, form)));
}

/** An entry that is known later. */
export function opaque(value: Unresolved): AddressTerm {
  return { kind: 'opaque', text: shown(value.text), why: 'the value is not known here', isExpression: true, ...(value.symbol !== undefined && { symbol: value.symbol }) };
}

export function addressTerm(args: Arguments, name: string, text: string, form: AddressForm): AddressTerm {
  const { value, problem } = readAddressTerm(text, form);
  if (problem !== undefined) {
    args.problem(name, problem);
  }
  return value;
}
