import { Finding } from './finding';
import { finding, Finder, FindingContext, placeSubject } from './context';

/** Rules that can never match. */
export const ruleNeverMatches: Finder = ({ checks: { dead } }: FindingContext): Finding[] => dead.map(({ rule, by }) => finding('rule-never-matches', {
  subject: placeSubject(rule.place!, rule.name),
  message: by.length === 0 ? `The rule ${rule.name} matches no traffic at all.`
    : `The rule ${rule.name} never matches: ${by.map(({ name }) => name).join(', ')} ${by.length === 1 ? 'takes' : 'take'} all its traffic before.`,
  places: [rule, ...by].flatMap(({ place }) => (place === undefined ? [] : [place])),
}));
