import type { AddressTerm } from '../network/network';
import { AddressForm, readAddressTerm } from '../network/read-terms';
import type { Arguments } from './arguments';
import { isServiceTagData } from './service-tag-data';
import { shown } from '../network/shown';
import { Unresolved } from './values';

export type { AddressForm };

/** Reads entries of an argument. */
export function addressTerms(args: Arguments, name: string, texts: readonly (string | Unresolved)[], form: AddressForm): AddressTerm[] {
  return texts.map((text, i) => (text instanceof Unresolved
    ? (isIdOfTag(text) ? refusedId(args, name, text) : opaque(text))
    : addressTerm(args, texts.length > 1 ? `${name}[${i}]` : name, text, form)));
}

function isIdOfTag({ target }: Unresolved): boolean {
  return target?.attribute === 'id' && isServiceTagData(target.address);
}

/**
 * An id of Azure or of Terraform is neither an address nor a tag, whatever it will be. Names of service tags are
 * read from the same data source.
 */
function refusedId(args: Arguments, name: string, value: Unresolved): AddressTerm {
  const message = `${shown(value.text)} is the id of a data source, not a service tag; its name is, as ` +
    `${shown(value.text.replace(/\.id$/, '.name'))}`;
  args.problem(name, message);
  return { kind: 'opaque', text: shown(value.text), why: message };
}

/** An entry that is known later. */
export function opaque(value: Unresolved): AddressTerm {
  return {
    kind: 'opaque', text: shown(value.text), why: 'the value is not known here', isExpression: true,
    ...(value.symbol !== undefined && { symbol: value.symbol }),
    ...(value.ends !== undefined && value.ends.first !== '' && { begins: value.ends.first }),
  };
}

export function addressTerm(args: Arguments, name: string, text: string, form: AddressForm): AddressTerm {
  const { value, problem } = readAddressTerm(text, form);
  if (problem !== undefined) {
    args.problem(name, problem);
  }
  return value;
}
