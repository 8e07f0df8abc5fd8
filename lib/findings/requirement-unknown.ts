import { Finding } from './finding';
import { Finder, FindingContext } from './context';
import { ofOutcome } from './requirement-denied';

/** Requirements of which it cannot be told whether they are met. */
export const requirementUnknown: Finder = ({ answers }: FindingContext): Finding[] => ofOutcome(answers, 'unknown', 'requirement-unknown', 'cannot be told from the files');
