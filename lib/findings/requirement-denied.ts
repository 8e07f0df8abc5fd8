import { RequirementAnswer } from '../filtering/answers';
import { Finding } from './finding';
import { finding, Finder, FindingContext } from './context';

/** Requirements that are not met. */
export const requirementDenied: Finder = ({ answers }: FindingContext): Finding[] => ofOutcome(answers, 'denied', 'requirement-denied', 'is denied');

/** Requirements that are met or not, depending on what the files do not say. */
export function ofOutcome(answers: readonly RequirementAnswer[], outcome: 'denied' | 'unknown', id: 'requirement-denied' | 'requirement-unknown', verb: string): Finding[] {
  return answers.filter((answer) => answer.outcome === outcome && answer.isNotEvaluated !== true).map(({ subnet, requirement, need, steps, example }) => {
    const decisive = steps.filter(({ result }) => result !== 'allow');
    return finding(id, {
      subject: `${subnet} ${requirement}`, subnet, requirement,
      message: `${need.trimEnd()} ${verb}. ${decisive.map(({ text }) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`).join('. ')}.`,
      places: decisive.flatMap(({ places }) => places),
      ...(example !== undefined && { example }),
    });
  });
}
