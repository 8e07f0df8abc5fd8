import { Cloud } from '../azure/clouds';
import { refusalOf } from '../azure/errors';
import { fqdnTagProblem } from '../azure/fqdn-tags';
import { parseServiceTag, spelledServiceTag } from '../azure/service-tags';
import { Knowledge, NETWORK_TAGS } from '../filtering/knowledge';
import { isHostName } from '../network/host-like';
import { known } from '../network/unknown';
import { Finder, FindingContext, FindingFacts, placeSubject, sentence } from './context';
import { WrittenTerm, writtenTerms } from './written-terms';

type TagFinding = 'tag-case' | 'tag-spelling' | 'tag-unknown';

const AFTER: Readonly<Record<TagFinding, string>> = {
  'tag-case': ' Azure has filed tags in another case as something else, so the rule may not match what it seems to.',
  'tag-spelling': ' Security groups accept tags in any case, so the rule matches what it means.',
  'tag-unknown': '',
};

/** Service tags in another case than Azure's, where Azure takes them for something else. Source: azure-cli-extensions issue 2922. */
export const tagCase: Finder = (context) => tagFindings('tag-case', context);

/** Service tags of security rules in another case than Azure's. Source: azure-docs issue 1206; azure-cli issue 15462. */
export const tagSpelling: Finder = (context) => tagFindings('tag-spelling', context);

/** Service tags that the cloud does not have, or not with this region, and FQDN tags that Azure Firewall does not have. */
export const tagUnknown: Finder = (context) => [...tagFindings('tag-unknown', context), ...unknownFqdnTags(context)];

function unknownFqdnTags({ network: { firewalls } }: FindingContext): FindingFacts[] {
  const rules = firewalls.flatMap(({ levels }) => levels.flat()).flatMap(({ collections }) => collections).flatMap((one) => one.rules);
  return rules.flatMap((rule) => known(rule.kind === 'application' ? rule.fqdnTags : []).flatMap((tag) => {
    const problem = fqdnTagProblem(tag);
    return problem === undefined ? [] : [{
      subject: `${placeSubject(rule.place, rule.name)} ${tag}`, places: [rule.place],
      message: `The application rule ${rule.name}: ${problem}`,
      cause: { key: problem, text: problem, member: `application rule ${rule.name}` },
    }];
  }));
}

/** What is wrong with the tags of a network, for the three findings that ask for it. */
const found = new WeakMap<FindingContext, readonly (readonly [TagFinding, FindingFacts])[]>();

function tagFindings(id: TagFinding, context: FindingContext): FindingFacts[] {
  const all = found.get(context) ?? allTagFindings(context);
  found.set(context, all);
  return all.flatMap(([one, facts]) => (one === id ? [facts] : []));
}

/** What is wrong with a tag: its case, or that it does not exist. Texts that are host names are another finding. */
function allTagFindings({ network, knowledge }: FindingContext): (readonly [TagFinding, FindingFacts])[] {
  return writtenTerms(network).flatMap(({ term, place, name, where }) => {
    if (term.kind !== 'tag' || knowledge.file?._has(term.tag) === true) {
      return []; // one that the file has is newer than the table of this library
    }
    const { tag } = term;
    const problem = problemOf(tag, where, knowledge);
    const id = problem === undefined ? undefined : findingFor(tag, problem, where);
    if (problem === undefined || id === undefined) {
      return [];
    }
    return [[id, {
      subject: `${placeSubject(place, name)} ${tag}`, places: [place], message: `The ${where} ${name}: ${problem.message}${AFTER[id]}`,
      cause: { key: problem.message, text: `${sentence(problem.message)}${AFTER[id]}`, member: `${where} ${name}` },
    }] as const];
  });
}

/** Source: service tags overview, ms.date 2025-07-15: Azure Firewall and routes know none of the tags of groups alone. */
function problemOf(tag: string, where: WrittenTerm['where'], { cloud }: Knowledge): Problem | undefined {
  const isElsewhere = where !== 'security rule' && NETWORK_TAGS.includes(tag);
  return isElsewhere ? { message: `only security rules take the service tag ${tag}.` } : serviceTagProblem(tag, cloud);
}

function findingFor(tag: string, { right }: Problem, where: WrittenTerm['where']): TagFinding | undefined {
  if (right !== undefined) {
    return where === 'security rule' ? 'tag-spelling' : 'tag-case';
  }
  return isHostName(tag) ? undefined : 'tag-unknown';
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
