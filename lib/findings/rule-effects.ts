import { Finder, placeSubject } from './context';

/** Rules that can never match. */
export const ruleNeverMatches: Finder = ({ checks: { dead } }) => dead.map(({ rule, by }) => {
  const earlier = by.map(({ name }) => name).join(', ');
  return {
    subject: placeSubject(rule.place!, rule.name),
    message: by.length === 0 ? `The rule ${rule.name} matches no traffic at all.`
      : `The rule ${rule.name} never matches: ${earlier} ${by.length === 1 ? 'takes' : 'take'} all its traffic before.`,
    places: [rule, ...by].flatMap(({ place }) => (place === undefined ? [] : [place])),
  };
});

/** Rules that could go, all of them together, without changing what is allowed. */
export const ruleRedundant: Finder = ({ checks: { redundant } }) => redundant.map(({ name, place }) => ({
  subject: placeSubject(place!, name), places: [place!],
  message: `The rule ${name} could go without a change: later rules decide its traffic in the same way.`,
}));

/** Rules for the same traffic, of which one allows and one denies. */
export const rulesContradict: Finder = ({ checks: { contradicting } }) => contradicting.map(({ first, second }) => {
  const does = first.rule.access === 'allow' ? 'allows' : 'denies';
  return {
    subject: placeSubject(second.place!, second.name), places: [first.place!, second.place!],
    message: `The rules ${first.name} and ${second.name} are for the same traffic. ` +
      `${first.name} comes first and ${does} it, so that ${second.name} has no effect.`,
  };
});
