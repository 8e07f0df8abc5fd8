import type { PortTerm } from '../network/network';
import type { Arguments } from './arguments';
import { shown, Unresolved } from './values';

const MAX = 65535;
const PORTS = /^(\d{1,5})(?:-(\d{1,5}))?$/;

/** Reads ports: `*`, `443`, `1024-65535`. */
export function portTerms(args: Arguments, name: string, texts: readonly (string | Unresolved)[]): PortTerm[] {
  return texts.map((text, i) => {
    if (text instanceof Unresolved) {
      return text.unknown;
    }
    if (text === '*') {
      return { first: 0, last: MAX };
    }
    const match = PORTS.exec(text);
    const first = Number(match?.[1]);
    const last = Number(match?.[2] ?? match?.[1]);
    if (match !== null && first <= last && last <= MAX) {
      return { first, last };
    }
    const message = `${JSON.stringify(shown(text))} is not a port; it takes "*", a port, or a range from the lower to the higher one such as "1024-2048", up to ${MAX}`;
    args.problem(texts.length > 1 ? `${name}[${i}]` : name, message);
    return { unknown: message };
  });
}
