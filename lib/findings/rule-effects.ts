import { Finder, placeKey, placeSubject } from './context';

/** Rules that can never match. */
export const ruleNeverMatches: Finder = ({ checks: { dead } }) => dead.map(({ rule, by }) => {
  // Collections can have rules of one name.
  const earlier = by.map(({ name, place }) => (name === rule.name ? place?.label ?? name : name)).join(', ');
  return {
    subject: placeSubject(rule.place!, rule.name),
    message: by.length === 0 ? `The rule ${rule.name} matches no traffic at all.`
      : `The rule ${rule.name} never matches: ${earlier} ${by.length === 1 ? 'takes' : 'take'} all its traffic before.`,
    ...(by.length > 0 && {
      cause: {
        key: by.map(({ name, place }) => (place === undefined ? name : placeKey(place))).join('\n'), member: '',
        text: `${earlier} ${by.length === 1 ? 'takes' : 'take'} all the traffic of these rules before, so they never match. ` +
          'Remove them, or move them before.',
      },
    }),
    places: [rule, ...by].flatMap(({ place }) => (place === undefined ? [] : [place])),
  };
});

/** Rules that could go, all of them together, without changing what is allowed. */
export const ruleRedundant: Finder = ({ checks: { redundant } }) => redundant.map(({ name, place }) => ({
  subject: placeSubject(place!, name), places: [place!],
  cause: {
    key: placeKey({ file: place!.file, resource: place!.resource }), member: '',
    text: 'These rules could go without a change: later rules decide their traffic in the same way.',
  },
  message: `The rule ${name} could go without a change: later rules decide its traffic in the same way.`,
}));

/** Rules for the same traffic, of which one allows and one denies. */
export const rulesContradict: Finder = ({ checks: { contradicting } }) => contradicting.map(({ first, second }) => {
  const does = first.rule.access === 'allow' ? 'allows' : 'denies';
  return {
    subject: placeSubject(second.place!, second.name), places: [first.place!, second.place!],
    cause: {
      key: placeKey(first.place!), member: '',
      text: `${first.name} comes first and ${does} the traffic of these rules, which have no effect. Remove one side, or narrow it.`,
    },
    message: `The rules ${first.name} and ${second.name} are for the same traffic. ` +
      `${first.name} comes first and ${does} it, so ${second.name} has no effect.`,
  };
});
