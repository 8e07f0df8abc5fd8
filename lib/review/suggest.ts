import { RequirementAnswer } from '../filtering/answers';
import { answerFor } from '../filtering/paths/answer';
import { substitutesOf } from '../filtering/paths/asked';
import { OpenPiece, openings } from '../filtering/paths/openings';
import { portSet, withoutPorts } from '../filtering/paths/port-sets';
import { VerifiedSubnet } from '../filtering/paths/subnet-view';
import { wholeText } from '../filtering/paths/target';
import { Network, Place, PortInterval } from '../network/network';
import { Direction } from '../requirements/direction';
import { EndpointKind } from '../requirements/endpoint';
import { Requirement } from '../requirements/requirement';
import { VerifyOptions, viewsOf } from '../verification/verify';
import { suggestRoute } from './suggest-route';
import { suggestSecurityRule } from './suggest-security-rule';
import { NothingSuggested, Proposal, Suggestion, Suggestions } from './suggestion';

/** Rules that may deny one after the other before one requirement is given up. */
const ATTEMPTS = 8;

/** What opens beyond the requirements is never suggested, so each trial is asked for both. */
class Trial {
  private readonly views: ReadonlyMap<string, VerifiedSubnet>;
  private open: ReadonlyMap<string, readonly PortInterval[]> | undefined;

  constructor(public readonly network: Network, private readonly options: VerifyOptions) {
    this.views = new Map(viewsOf(network, options).views.map((view) => [view.name, view]));
  }

  public view(subnet: string): VerifiedSubnet | undefined {
    return this.views.get(subnet);
  }

  public answer(requirement: Requirement, view: VerifiedSubnet): RequirementAnswer {
    return answerFor(requirement, this.views.get(view.name)!, substitutesOf(view.requirements.all));
  }

  public with(network: Network): Trial {
    return new Trial(network, this.options);
  }

  /** What is open here and not there, in words. */
  public beyond(other: Trial): string | undefined {
    const there = other.openPorts();
    return [...this.openPorts()].find(([key, ports]) => withoutPorts(portSet(ports), portSet(there.get(key) ?? [])).length > 0)?.[0];
  }

  private openPorts(): ReadonlyMap<string, readonly PortInterval[]> {
    if (this.open === undefined) {
      const open = new Map<string, PortInterval[]>();
      for (const view of this.views.values()) {
        for (const piece of [Direction.OUTBOUND, Direction.INBOUND].flatMap((direction) => openings(view, direction))) {
          const key = `${view.name} ${flowText(piece)}`;
          open.set(key, [...open.get(key) ?? [], piece.ports]);
        }
      }
      this.open = open;
    }
    return this.open;
  }
}

function flowText({ direction, protocol, target }: OpenPiece): string {
  return `${direction} ${protocol} ${direction === Direction.OUTBOUND ? 'to' : 'from'} ${wholeText(target)}`;
}

/**
 * For each requirement that is not met, the rule or route that is missing. Each one was added to the network that was read, and the
 * requirement asked for again: what does not help, or opens more than the requirements ask for, is not suggested.
 */
export function suggest({ network, options }: { readonly network: Network; readonly options: VerifyOptions }): Suggestions {
  const [suggested, nothing]: [Suggestion[], NothingSuggested[]] = [[], []];
  let trial = new Trial(network, options);
  for (const { name, requirements } of options.subnets) {
    const view = trial.view(name);
    if (view === undefined) {
      nothing.push(...requirements.all.map(({ id }) => ({ subnet: name, requirement: id, why: 'the files do not have the subnet' })));
      continue;
    }
    const open = requirements.all.map((requirement) => ({ requirement, answer: trial.answer(requirement, view) }))
      .filter(({ answer }) => answer.outcome !== 'met');
    // Host names come after service tags, which may stand for them.
    const inOrder = [false, true].flatMap((host) => open.filter(({ requirement }) => isHost(requirement) === host));
    for (const { requirement, answer } of inOrder) {
      const base = { subnet: name, requirement: requirement.id };
      const now = trial.answer(requirement, view);
      if (now.outcome === 'met') {
        addAlso(suggested, name, requirement.id);
      } else if (answer.outcome === 'unknown') {
        nothing.push({ ...base, why: `the answer is unknown: ${textOf(answer)}` });
      } else {
        const { proposals, end, why } = attempt(trial, requirement, view);
        const beyond = end.beyond(trial);
        if (beyond !== undefined) {
          nothing.push({ ...base, why: `a rule for it would open more than is asked for: ${beyond}` });
          continue;
        }
        if (proposals.length > 0) {
          suggested.push({ ...base, also: [], proposals });
          trial = end;
        }
        if (why !== undefined) {
          nothing.push({ ...base, why: proposals.length > 0 ? `with what is suggested, it is still not met: ${why}` : why });
        }
      }
    }
  }
  return { suggested, nothing };
}

function isHost({ endpoint: { kind } }: Requirement): boolean {
  return kind === EndpointKind.FQDN || kind === EndpointKind.URL;
}

/** What is met without a suggestion of its own is met by the last one of its subnet. */
function addAlso(suggested: Suggestion[], subnet: string, requirement: string): void {
  const at = suggested.length - 1;
  const last = suggested[at];
  if (last !== undefined && last.subnet === subnet) {
    suggested[at] = { ...last, also: [...last.also, requirement] };
  }
}

interface Attempt {
  readonly proposals: readonly Proposal[];
  readonly end: Trial;
  /** Why the requirement is not met with the proposals; undefined when it is. */
  readonly why?: string;
}

/** Adds what is missing, layer by layer, until the requirement is met or nothing more can be suggested. */
function attempt(begin: Trial, requirement: Requirement, view: VerifiedSubnet): Attempt {
  let proposals: Proposal[] = [];
  let end = begin;
  let before = begin; // the network without the security rule that is tried
  const deniedBy: Place[] = [];
  for (let i = 0; i < ATTEMPTS; i++) {
    const answer = end.answer(requirement, view);
    if (answer.outcome !== 'denied') {
      return { proposals, end, ...(answer.outcome === 'unknown' && { why: `the answer is unknown: ${textOf(answer)}` }) };
    }
    const step = answer.steps.find(({ result }) => result === 'deny');
    if (step?.layer === 'security group') {
      deniedBy.push(...step.places);
    }
    const kind = requirement.nextHopInternet ? 'route' : step?.layer;
    const isAgain = proposals.some((one) => one.kind === 'security rule');
    const found = kind === 'security group'
      ? securityRule(isAgain ? before : end, requirement, view, deniedBy)
      : kind === 'route' && requirement.nextHopInternet ? route(end, requirement, view)
      : `${textOf(answer)}. ${step?.layer === 'route' ? 'A route has to be changed' : 'Rules of firewalls are not suggested'}`;
    if (typeof found === 'string') {
      return { proposals, end, why: found };
    }
    before = isAgain ? before : end;
    proposals = [...proposals.filter((one) => one.kind !== found.kind), found];
    end = end.with(found.network);
  }
  return { proposals: [], end: begin, why: `other rules deny it as well: ${textOf(begin.answer(requirement, view))}` };
}

function securityRule(
  trial: Trial, { id }: Requirement, view: VerifiedSubnet, deniedBy: readonly Place[],
): Proposal | string {
  const { group, subnet, requirements } = trial.view(view.name)!;
  if (group === undefined) {
    return 'the files do not have the security group of the subnet';
  }
  const own = subnet.addressPrefixes.flatMap((term) => (term.kind === 'interval' && term.interval.family === 4 ? [term.text] : []));
  return suggestSecurityRule({ network: trial.network, group, requirements, requirement: id, own, deniedBy });
}

function route(trial: Trial, { id }: Requirement, view: VerifiedSubnet): Proposal | string {
  const { table, requirements } = trial.view(view.name)!;
  return table === undefined
    ? 'the files do not have the route table of the subnet'
    : suggestRoute(trial.network, table, requirements, id);
}

function textOf({ steps }: RequirementAnswer): string {
  const decisive = steps.filter(({ result }) => result !== 'allow').map(({ text }) => text);
  return decisive.length === 0 ? 'the files do not have its subnet' : decisive.join('; ');
}
