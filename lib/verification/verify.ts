import { InputError } from '../azure/errors';
import { ServiceTagFile } from '../input/service-tag-file';
import { Direction } from '../requirements/direction';
import { Requirement } from '../requirements/requirement';
import { RequirementAnswer } from '../filtering/answers';
import { VerificationResult } from './verification-result';
import { answerFor } from '../filtering/paths/answer';
import { Appliances } from '../filtering/paths/appliances';
import { alternativesByLayer } from '../filtering/paths/required-flows';
import { FilterLists } from '../filtering/filter-lists';
import { Knowledge } from '../filtering/knowledge';
import { openings } from '../filtering/paths/openings';
import { SubnetIndex, whyNotFound } from '../filtering/paths/subnet-index';
import { SubnetToVerify, VerifiedSubnet } from '../filtering/paths/subnet-view';
import { FindingContext, NotFound } from '../findings/context';
import { findingsOf } from '../findings/find';
import { ruleChecks } from '../findings/rule-checks';
import { Network } from '../network/network';

/** What is to be verified of a network. */
export interface VerifyOptions {
  readonly subnets: readonly SubnetToVerify[];
  /** Without it, answers rest on the names of service tags. */
  readonly serviceTags?: ServiceTagFile;
  /** Ids of the firewall policy or firewall by the private addresses that routes lead to, where no file says so. */
  readonly appliances?: ReadonlyMap<string, string>;
  /** Addresses of host names, by their names in lower case; of others it is not known which they have. */
  readonly resolved?: ReadonlyMap<string, readonly string[]>;
}

/** Whether a network meets the requirements of its subnets, and what else to say about it. */
export function verify(network: Network, options: VerifyOptions): VerificationResult {
  return verifyViews(network, options, viewsOf(network, options));
}

/** Verifies, and also returns the views of the subnets, for callers that ask more of them. */
export function verifyViews(
  network: Network, options: VerifyOptions, { views, notFound, knowledge, lists }: FoundSubnets,
): VerificationResult {
  const { serviceTags } = options;
  const byName = new Map(views.map((view) => [view.name, view]));
  const answers = options.subnets.flatMap(({ name, requirements: { all: requirements } }) => {
    const view = byName.get(name);
    const alternatives = alternativesByLayer(requirements);
    return requirements.map((requirement) =>
      (view === undefined ? withoutSubnet(requirement, name) : answerFor(requirement, view, alternatives)));
  });
  const open =
    views.map((view) => ({ view, pieces: [Direction.OUTBOUND, Direction.INBOUND].flatMap((direction) => openings(view, direction)) }));
  const context: FindingContext = { network, knowledge, views, notFound, answers, open, checks: ruleChecks(network, lists, knowledge) };
  return {
    answers, findings: findingsOf(context), conditionGroups: knowledge.conditions.of(answers.flatMap(({ conditions }) => conditions)),
    ...(serviceTags !== undefined &&
      { serviceTagFile: { name: serviceTags.path, cloud: serviceTags.cloud, changeNumber: serviceTags.changeNumber } }),
  };
}

function withoutSubnet({ id, need }: Requirement, subnet: string): RequirementAnswer {
  return { subnet, requirementId: id, need, outcome: 'unknown', steps: [], conditions: [], isNotEvaluated: true };
}

/** The subnets that are asked for, as their traffic sees them, and those that the files do not have. */
export interface FoundSubnets {
  readonly views: readonly VerifiedSubnet[];
  readonly notFound: readonly NotFound[];
  readonly knowledge: Knowledge;
  readonly lists: FilterLists;
}

export function viewsOf(
  network: Network, { subnets, serviceTags, resolved, appliances = new Map<string, string>() }: VerifyOptions,
): FoundSubnets {
  const cloud = subnets[0]?.requirements.cloud;
  if (cloud === undefined) {
    throw new InputError({ argument: 'subnets', problem: 'none is given', allowed: 'give at least one with its requirements' });
  }
  const other = subnets.find(({ requirements }) => requirements.cloud !== cloud);
  if (other !== undefined) {
    throw new InputError({
      argument: 'subnets',
      problem: `"${subnets[0]!.name}" is for the cloud "${cloud}" and "${other.name}" for "${other.requirements.cloud}"`,
      allowed: 'verify them in separate runs',
    });
  }
  const knowledge = new Knowledge(cloud, serviceTags);
  const lists = new FilterLists(knowledge, network.adminRules);
  const index = new SubnetIndex(network);
  const nextHops = new Appliances(network, appliances, lists);
  const found = subnets.map((one) => ({ ...one, ...(resolved !== undefined && { resolved }) }))
    .map((asked) => ({ asked, subnets: index.find(asked.subnetId) }));
  return {
    knowledge, lists,
    views: found.flatMap(({ asked, subnets: [subnet, other] }) =>
      (subnet === undefined || other !== undefined ? [] : [new VerifiedSubnet(asked, subnet, network, nextHops, knowledge)])),
    notFound: found.filter((one) => one.subnets.length !== 1).map((one) => ({
      name: one.asked.name, why: whyNotFound(one.asked.subnetId, one.subnets, network), places: one.subnets.map(({ place }) => place),
    })),
  };
}
