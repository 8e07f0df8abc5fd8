import { portsWords } from '../azure/port-sets';
import { PathStep } from '../filtering/answers';
import { Cause, Finder, FindingContext, FindingFacts, placeKey, sentence } from './context';
import { nearMissesOf } from './near-misses';

/** Requirements that are not met. */
export const requirementDenied: Finder = (context) => ofOutcome(context, 'denied', 'is denied');

/** Requirements that are met or not, depending on what the files do not say. */
export const requirementUnknown: Finder = (context) => ofOutcome(context, 'unknown', 'is unknown');

/** What is not evaluated at all is said once for the subnet, and not for each requirement. */
function ofOutcome(context: FindingContext, outcome: 'denied' | 'unknown', verb: string): FindingFacts[] {
  const those = context.answers.filter((answer) => answer.outcome === outcome && answer.isNotEvaluated !== true);
  return those.map((answer) => {
    const { subnet, requirementId, need, ports, steps, example } = answer;
    const near = nearMissesOf(context, answer);
    const hints = near.map(({ text }) => text);
    const ways = new Set(outcome === 'denied' ? [] : steps.flatMap(({ cause }) => cause?.howToKnow ?? []));
    const decisive = steps.filter(({ result }) => result !== 'allow');
    const reasons = decisive.map(({ text }) => sentence(text)).join('. ');
    return {
      subject: `${subnet} ${requirementId}`, subnet, requirementId,
      message: [
        `${need.trimEnd()} ${verb}${ports === undefined ? '' : ` on ${portsWords(ports)}`}.`, `${reasons}.`, ...hints,
        ...[...ways].map((way) => `${sentence(way)}.`),
      ].join(' '),
      cause: causeOf(decisive, `${need.trimEnd()}${ports === undefined ? '' : ` on ${portsWords(ports)}`}`, hints),
      places: [...decisive.flatMap(({ places }) => places), ...near.map(({ place }) => place)], ...(example !== undefined && { example }),
    };
  });
}

/** Requirements have a cause in common when the same layers decide by the same rules. */
function causeOf(decisive: readonly PathStep[], what: string, hints: readonly string[]): Cause {
  const texts = decisive.map(({ text, cause }) => cause?.text ?? text);
  const remedies = decisive.flatMap(({ cause }) => (cause === undefined ? [] : [cause.remedy]));
  const own = [...decisive.flatMap(({ cause }) => (cause?.own === undefined ? [] : [cause.own])), ...hints];
  return {
    key: [...texts, ...decisive.flatMap(({ cause, places }) => (cause?.places ?? places).map(placeKey))].join('\n'),
    text: [...texts, ...remedies].map((text) => `${sentence(text)}.`).join(' '),
    member: what, ...(own.length > 0 && { notes: own }),
  };
}
