import { RequirementAnswer } from '../filtering/answers';
import { Finder, FindingFacts } from './context';

/** Requirements that are not met. */
export const requirementDenied: Finder = ({ answers }) => ofOutcome(answers, 'denied', 'is denied');

/** Requirements that are met or not, depending on what the files do not say. */
export const requirementUnknown: Finder = ({ answers }) => ofOutcome(answers, 'unknown', 'cannot be told from the files');

/** What is not evaluated at all is said once for the subnet, and not for each requirement. */
function ofOutcome(answers: readonly RequirementAnswer[], outcome: 'denied' | 'unknown', verb: string): FindingFacts[] {
  const those = answers.filter((answer) => answer.outcome === outcome && answer.isNotEvaluated !== true);
  return those.map(({ subnet, requirement, need, ports, steps, example }) => {
    const decisive = steps.filter(({ result }) => result !== 'allow');
    const reasons = decisive.map(({ text }) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`).join('. ');
    return {
      subject: `${subnet} ${requirement}`, subnet, requirement,
      message: `${need.trimEnd()} ${verb}${ports === undefined ? '' : ` on ${ports}`}. ${reasons}.`,
      places: decisive.flatMap(({ places }) => places), ...(example !== undefined && { example }),
    };
  });
}
