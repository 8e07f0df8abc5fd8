import { EndpointKind } from '../requirements/endpoint';
import { Requirement } from '../requirements/requirement';
import { VerifiedSubnet } from '../filtering/paths/subnet-view';
import { isHostAlternative } from '../rules/alternatives';
import { HiddenTexts, SHOWN_INSTEAD } from '../network/hidden-texts';
import { Network } from '../network/network';
import { VerifyOptions } from '../verification/verify';
import { attempt } from './suggest-attempt';
import { Trial } from './suggest-trial';
import { NothingSuggested, Proposal, ShownProposal, Suggestion, Suggestions } from './suggestion';

/**
 * For each requirement that is not met, the rule or route that is missing. Each one was added to the network that was read, and the
 * requirement asked for again: what does not help, or opens more than the requirements ask for, is not suggested.
 *
 * @param isMeant which requirements to look at; all of them when left out
 */
export function suggest(
  { network, options }: { readonly network: Network; readonly options: VerifyOptions },
  isMeant: (subnet: string, requirement: string) => boolean = () => true,
): Suggestions {
  const [suggested, nothing]: [Suggestion[], NothingSuggested[]] = [[], []];
  let trial = new Trial(network, options);
  for (const { name, requirements } of options.subnets) {
    const view = trial.view(name);
    const meant = requirements.all.filter(({ id }) => isMeant(name, id));
    if (view === undefined) {
      nothing.push(...meant.map(({ id }) => ({ subnet: name, requirementId: id, reason: 'the files do not have the subnet' })));
      continue;
    }
    const open = meant.filter((requirement) => trial.answer(requirement, view).outcome !== 'met');
    // What may stand for the other comes first: service tags, or host names where the firewall is written by them.
    const order = isByHosts(view) ? [true, false] : [false, true];
    const inOrder = order.flatMap((host) => open.filter((requirement) => isHost(requirement) === host));
    const left: { readonly requirement: Requirement; readonly reason: string }[] = [];
    for (const requirement of inOrder) {
      if (trial.answer(requirement, view).outcome === 'met') {
        addAlso(suggested, name, requirement.id);
        continue;
      }
      const { proposals, end, why } = attempt(trial, requirement, view);
      const beyond = end.beyond(trial);
      if (beyond !== undefined) {
        left.push({ requirement, reason: `a rule for it would open more than the requirement asks for: ${beyond}` });
        continue;
      }
      if (proposals.length > 0) {
        suggested.push({ subnet: name, requirementId: requirement.id, otherRequirementIds: [], proposals: proposals.map(shownOf) });
        trial = end;
      }
      if (why !== undefined) {
        left.push({ requirement, reason: proposals.length > 0 ? `with what is suggested, it is still not met: ${why}` : why });
      }
    }
    // What is suggested for others later may do for those that came first.
    for (const { requirement, reason } of left) {
      if (trial.answer(requirement, view).outcome === 'met') {
        addAlso(suggested, name, requirement.id);
      } else {
        nothing.push({ subnet: name, requirementId: requirement.id, reason });
      }
    }
  }
  return shownWithout(network.hidden ?? HiddenTexts.NONE, { suggested, nothing });
}

/** Without hidden texts. A fragment that has lost one cannot be applied as it stands, and says so. */
function shownWithout(hidden: HiddenTexts, all: Suggestions): Suggestions {
  const { suggested, nothing } = hidden.without(all);
  return {
    nothing,
    suggested: suggested.map((one, i) => ({ ...one, proposals: one.proposals.map((proposal, j) => {
      const whole = all.suggested[i]!.proposals[j]!.fragments;
      return JSON.stringify(proposal.fragments) === JSON.stringify(whole) ? proposal
        : { ...proposal, notes: [...proposal.notes, HIDDEN_NOTE] };
    }) })),
  };
}

const HIDDEN_NOTE = `A value of the files is marked as sensitive, so it is not shown. Write it where ${SHOWN_INSTEAD} is.`;

function shownOf({ kind, owner, fragments, notes }: Proposal): ShownProposal {
  return { kind, owner, fragments, notes };
}

function isHost({ endpoint: { kind } }: Requirement): boolean {
  return kind === EndpointKind.FQDN || kind === EndpointKind.URL;
}

/** Whether the firewalls of a subnet name hosts where the documentation gives service tags too. */
function isByHosts(view: VerifiedSubnet): boolean {
  const hosts = new Set(view.requirements.all.filter(isHostAlternative).map(({ endpoint }) => endpoint.value));
  const ends = view.firewalls.flatMap((firewall) => view.rulesOf(firewall)).filter(({ access }) => access === 'allow')
    .map(({ destination }) => destination);
  const tags = new Set(ends.flatMap((end) => end.tags));
  return new Set(ends.flatMap((end) => end.hosts).filter((host) => hosts.has(host))).size > tags.size;
}

/** What is met without a suggestion of its own is met by the last one of its subnet. */
function addAlso(suggested: Suggestion[], subnet: string, requirement: string): void {
  const at = suggested.length - 1;
  const last = suggested[at];
  if (last !== undefined && last.subnet === subnet) {
    suggested[at] = { ...last, otherRequirementIds: [...last.otherRequirementIds, requirement] };
  }
}
