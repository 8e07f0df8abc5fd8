import type { AddressTerm, PortTerm, Unknown } from '../network/network';
import { AddressForm, readAddressTerm, readPortTerm } from '../network/read-terms';
import { isUnknown } from '../network/unknown';
import type { Members } from './members';

/** What a template leaves to an expression. */
const NOT_EVALUATED = 'the value is an expression that is not evaluated';

/** Addresses of a member for one value, or of one for several. */
export function exportedAddresses(members: Members, name: string, form: AddressForm): AddressTerm[] {
  return values(members, name).map(({ text, part }) => {
    if (isUnknown(text)) {
      return { kind: 'opaque', text: text.unknown, why: NOT_EVALUATED };
    }
    const { value, problem } = readAddressTerm(text, form);
    if (problem !== undefined) {
      members.problem(part, problem);
    }
    return value;
  });
}

export function exportedPorts(members: Members, name: string): PortTerm[] {
  return values(members, name).map(({ text, part }) => {
    if (isUnknown(text)) {
      return text;
    }
    const { value, problem } = readPortTerm(text);
    if (problem !== undefined) {
      members.problem(part, problem);
    }
    return value;
  });
}

function values(members: Members, name: string): { text: string | Unknown; part: string }[] {
  if (Array.isArray(members.value(name))) {
    return members.texts(name).map((text, i) => ({ text, part: `${name}[${i}]` }));
  }
  const text = members.text(name);
  return text === undefined ? [] : [{ text, part: name }];
}

/** A priority. Azure has none beyond the limits, so that one there was changed by hand and says nothing of the order. */
export function exportedPriority(members: Members, { min, max }: { readonly min: number; readonly max: number }): number | Unknown {
  const given = members.integer('priority');
  if (isUnknown(given) || (given >= min && given <= max)) {
    return given;
  }
  const unknown = `${given} is not a priority that Azure gives; it is from ${min} to ${max}, so the export was changed`;
  members.problem('priority', unknown);
  return { unknown };
}
