import { Finding } from './finding';
import { finding, Finder, FindingContext, placeSubject } from './context';

/** Rules for the same traffic, of which one allows and one denies. */
export const rulesContradict: Finder = ({ checks: { contradicting } }: FindingContext): Finding[] => contradicting.map(({ first, second }) => finding('rules-contradict', {
  subject: placeSubject(second.place!, second.name),
  message: `The rules ${first.name} and ${second.name} are for the same traffic. ${first.name} comes first and ${first.rule.access === 'allow' ? 'allows' : 'denies'} it, so that ${second.name} has no effect.`,
  places: [first.place!, second.place!],
}));
