import { Finding } from './finding';
import { finding, Finder, FindingContext, placeSubject } from './context';

/** Rules that could go, all of them together, without changing what is allowed. */
export const ruleRedundant: Finder = ({ checks: { redundant } }: FindingContext): Finding[] => redundant.map(({ name, place }) => finding('rule-redundant', {
  subject: placeSubject(place!, name), message: `The rule ${name} could go without a change: later rules decide its traffic in the same way.`, places: [place!],
}));
