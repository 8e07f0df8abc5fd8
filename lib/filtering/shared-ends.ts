import { termText } from '../network/address-text';
import { AddressTerm } from '../network/network';
import { RuleEnd } from './rule-end';

/** Longer lists of terms are rarely the same, and the text of one takes room. */
const MOST_SHARED = 8;

/** Ends of rules, each made once: thousands of rules of a list are for the same few subnets, and groups of one module are alike. */
export class SharedEnds {
  private readonly ends = new Map<string, RuleEnd>();

  /** @param make makes the end of these terms, of nothing else */
  public of(terms: readonly AddressTerm[], make: () => RuleEnd): RuleEnd {
    // Terms with the same text may stand for other addresses where these are not known.
    if (terms.length > MOST_SHARED || terms.some(({ kind }) => kind === 'opaque')) {
      return make();
    }
    const key = terms.map((term) => `${term.kind} ${termText(term)}`).join('\n');
    let end = this.ends.get(key);
    if (end === undefined) {
      end = make();
      this.ends.set(key, end);
    }
    return end;
  }
}
