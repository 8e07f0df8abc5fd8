import { Cloud } from '../azure/clouds';
import { refusalOf } from '../azure/errors';
import { parseServiceTag, spelledServiceTag } from '../azure/service-tags';
import { NETWORK_TAGS } from '../filtering/knowledge';
import { isHostName } from '../network/host-like';
import { Finding } from './finding';
import { finding, FindingContext, placeSubject } from './context';
import { writtenTerms } from './written-terms';

/** What is wrong with a tag: its case, or that it does not exist. Texts that are host names are another finding. */
export function tagFindings(id: 'tag-case' | 'tag-unknown', { network, knowledge }: FindingContext): Finding[] {
  return writtenTerms(network).flatMap(({ term, place, name, where }) => {
    if (term.kind !== 'tag') {
      return [];
    }
    const { tag } = term;
    if (knowledge.file?._has(tag) === true) {
      return []; // newer than the table of this library
    }
    // Source: service tags overview, ms.date 2025-07-15: Azure Firewall and routes know none of these three.
    const isElsewhere = where !== 'security rule' && NETWORK_TAGS.includes(tag);
    const problem: Problem | undefined = isElsewhere ? { message: `only security rules take the service tag ${tag}.` } : serviceTagProblem(tag, knowledge.cloud);
    if (problem === undefined || (problem.right !== undefined) !== (id === 'tag-case') || (id === 'tag-unknown' && isHostName(tag))) {
      return [];
    }
    return [finding(id, {
      subject: `${placeSubject(place, name)} ${tag}`, places: [place],
      message: `The ${where} ${name}: ${problem.message}${id === 'tag-case' ? ' Azure has filed tags in another case as something else, so the rule may not hold what it seems to.' : ''}`,
    })];
  });
}

interface Problem {
  /** A whole sentence. */
  readonly message: string;
  /** The canonical spelling, when nothing but the case is wrong. */
  readonly right?: string;
}

export function serviceTagProblem(tag: string, cloud: Cloud): Problem | undefined {
  const refusal = refusalOf(() => parseServiceTag(tag, cloud));
  if (refusal === undefined) {
    return undefined;
  }
  const right = spelledServiceTag(tag, cloud);
  const isQuestion = refusal.details.suggestion !== undefined;
  return { message: `${refusal.message}${isQuestion ? '' : '.'}`, ...(right !== undefined && { right }) };
}
