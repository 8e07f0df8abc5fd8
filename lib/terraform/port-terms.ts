import type { PortTerm } from '../network/network';
import { readPortTerm } from '../network/read-terms';
import type { Arguments } from './arguments';
import { Unresolved } from './values';

/** Reads ports: `*`, `443`, `1024-65535`. */
export function portTerms(args: Arguments, name: string, texts: readonly (string | Unresolved)[]): PortTerm[] {
  return texts.map((text, i) => {
    if (text instanceof Unresolved) {
      return text.unknown;
    }
    const { value, problem } = readPortTerm(text);
    if (problem !== undefined) {
      args.problem(texts.length > 1 ? `${name}[${i}]` : name, problem);
    }
    return value;
  });
}
