import { portsHold } from '../azure/port-sets';
import { isReference } from '../azure/references';
import { RequirementAnswer, PathStep } from '../filtering/answers';
import { requiredFlowsOf, alternativesByLayer } from '../filtering/paths/required-flows';
import { pathOf } from '../filtering/paths/path';
import { worst } from '../filtering/paths/path-result';
import { VerifiedSubnet } from '../filtering/paths/subnet-view';
import { Network, Place } from '../network/network';
import { EndpointKind } from '../requirements/endpoint';
import { PortRange } from '../requirements/port-range';
import { Requirement } from '../requirements/requirement';
import { suggestFirewallRule } from './suggest-firewall-rule';
import { suggestRoute } from './suggest-route';
import { changeOfRoute, otherHops } from './suggest-route-change';
import { suggestSecurityRule } from './suggest-security-rule';
import { Trial } from './suggest-trial';
import { Proposal } from './suggestion';

/** Rules that may deny one after the other before one requirement is given up. */
const ATTEMPTS = 12;

/** What is suggested for one requirement. */
interface Attempt {
  readonly proposals: readonly Proposal[];
  /** The network with them. */
  readonly end: Trial;
  /** Why the requirement is not met with the proposals; undefined when it is. */
  readonly why?: string;
}

/** A part of the network that denies, or that is not sure to allow. */
interface Denying {
  readonly layer: PathStep['layer'];
  /** Whether it is of the subnet at the other end. */
  readonly isAtOtherEnd: boolean;
  /** Of a firewall. */
  readonly firewall?: Place;
  /** The rules or routes that deny, one after the other. */
  readonly places: Set<Place>;
  /** The ports that it denies. */
  readonly ports: Set<PortRange>;
}

/**
 * Adds what is missing, layer by layer, until the requirement is met or nothing more can be suggested. Where a rule may allow it
 * and none is sure to, a rule makes it certain; one that does not is not suggested.
 */
export function attempt(begin: Trial, requirement: Requirement, view: VerifiedSubnet): Attempt {
  const first = begin.answer(requirement, view);
  const isAsked = requirement.endpoint.kind !== EndpointKind.UNSPECIFIED && requirement.ports._areKnown;
  const found = isAsked ? addMissing(begin, requirement, view) : undefined;
  if (found !== undefined && (first.outcome === 'denied' || found.why === undefined)) {
    return found;
  }
  return { proposals: [], end: begin, why: `the answer is unknown: ${reasonOf(first)}` };
}

function addMissing(begin: Trial, requirement: Requirement, view: VerifiedSubnet): Attempt {
  const denying = new Map<string, Denying>();
  let made: { readonly proposals: readonly Proposal[]; readonly end: Trial } = { proposals: [], end: begin };
  for (let i = 0; i < ATTEMPTS; i++) {
    const answer = made.end.answer(requirement, view);
    if (answer.outcome === 'met') {
      return made;
    }
    const own = requirement.nextHopInternet ? answer.steps : worstStepsOf(requirement, made.end.view(view.name)!);
    const step = decisive(own);
    // Where the suggested rule comes after one that may deny, it has to come before that.
    if (step?.result === 'unknown' && step.otherwise !== 'deny' && made.proposals.length === 0) {
      return { ...made, why: reasonOf(answer) }; // a rule is there, or rules do not decide
    }
    if (step === undefined) {
      return { ...made, why: reasonOf(answer) }; // the way to the resolver is denied
    }
    if (!isNew(step, requirement, made.end.view(view.name)!, denying)) {
      const rest = made.proposals.map((one) => one.rest).find((one) => one !== undefined);
      return { ...made, why: rest ?? reasonOf(answer) };
    }
    const next = propose(begin, requirement, view, [...denying.values()]);
    if (typeof next === 'string') {
      return { ...made, why: next };
    }
    made = next;
  }
  return { proposals: [], end: begin, why: `other rules deny it as well: ${reasonOf(begin.answer(requirement, view))}` };
}

/** The step that denies, also behind a route of which it is not certain that it is taken; else the one that is unknown. */
function decisive(steps: readonly PathStep[]): PathStep | undefined {
  return steps.find(({ result }) => result === 'deny') ?? steps.find(({ result }) => result !== 'allow');
}

/** The layers that a requirement itself passes, without those to its resolver. */
function worstStepsOf(requirement: Requirement, view: VerifiedSubnet): readonly PathStep[] {
  return worst(pathsOf(requirement, view).map(({ path }) => path)).steps;
}

function pathsOf(requirement: Requirement, view: VerifiedSubnet) {
  return requiredFlowsOf(requirement, view, alternativesByLayer(view.requirements.all))
    .map((asked) => ({ asked, path: pathOf(view, requirement.direction, asked) }));
}

/** Remembers what a step denies. Whether that was not known. */
function isNew(step: PathStep, requirement: Requirement, view: VerifiedSubnet, denying: Map<string, Denying>): boolean {
  const key = keyOf(step);
  const known = denying.get(key);
  const one = known ?? {
    layer: step.layer, isAtOtherEnd: step.isAtOtherEnd === true,
    ...(step.firewall !== undefined && { firewall: step.firewall }), places: new Set(), ports: new Set(),
  };
  denying.set(key, one);
  const before = one.places.size + one.ports.size;
  step.places.forEach((place) => one.places.add(place));
  if (!requirement.nextHopInternet) {
    portsDeniedBy(key, requirement, view).forEach((port) => one.ports.add(port));
  }
  return known === undefined || one.places.size + one.ports.size > before;
}

function keyOf({ layer, firewall, isAtOtherEnd }: PathStep): string {
  return isAtOtherEnd === true ? `${layer} at the other end`
    : firewall === undefined ? layer : `${layer} ${firewall.file} ${firewall.resource}`;
}

/** The ports and ranges of a requirement of which a layer denies some. */
function portsDeniedBy(key: string, requirement: Requirement, view: VerifiedSubnet): PortRange[] {
  const denied = pathsOf(requirement, view).filter(({ path: { steps } }) => {
    const step = decisive(steps);
    return step !== undefined && keyOf(step) === key;
  }).map(({ asked }) => asked.ports);
  return requirement.ports._all.filter(({ interval }) => denied.some((ports) => portsHold([interval!], [ports])));
}

/** What is missing in each of the parts that deny, one after the other. */
function propose(
  begin: Trial, requirement: Requirement, view: VerifiedSubnet, denying: readonly Denying[],
): { readonly proposals: readonly Proposal[]; readonly end: Trial } | string {
  const proposals: Proposal[] = [];
  let end = begin;
  for (const one of denying) {
    const found = missingIn(end, requirement, end.view(view.name)!, one);
    if (typeof found === 'string') {
      return found;
    }
    proposals.push(found);
    end = end.with(found.network);
  }
  return { proposals, end };
}

function missingIn(trial: Trial, requirement: Requirement, view: VerifiedSubnet, denying: Denying): Proposal | string {
  const { network } = trial;
  const { id } = requirement;
  const { group, table, requirements } = view;
  const deniedBy = [...denying.places];
  if (denying.isAtOtherEnd) {
    return 'the security group of the subnet at the other end denies it; who owns that subnet has to allow it there';
  }
  switch (denying.layer) {
    case 'security group':
      return group === undefined
        ? 'the files do not have the security group of the subnet'
        : suggestSecurityRule({
          network, group, requirements, requirement: id, own: ownRanges(view), deniedBy, ports: denying.ports, ...withinOf(view),
        });
    case 'firewall':
      return firewallRule(network, requirement, view, denying);
    case 'route':
      return table === undefined
        ? 'the files do not have the route table of the subnet'
        : requirement.nextHopInternet ? suggestRoute(network, table, requirements, id)
        : routeChanges(trial, requirement, view, deniedBy);
  }
}

/** Changes of all routes that deny. */
function routeChanges(trial: Trial, requirement: Requirement, { name }: VerifiedSubnet, places: readonly Place[]): Proposal | string {
  let made: Proposal | undefined;
  for (const place of places) {
    const at = made === undefined ? trial : trial.with(made.network);
    const next = routeChange(at, requirement, at.view(name)!, place);
    if (typeof next === 'string') {
      return next;
    }
    made = made === undefined ? next
      : { ...next, fragments: [...made.fragments, ...next.fragments], notes: [...new Set([...made.notes, ...next.notes])] };
  }
  return made ?? reasonOf(trial.answer(requirement, trial.view(name)!));
}

/** The first other next hop of a route with which it does not deny, and nothing more is open than is asked for. */
function routeChange(trial: Trial, requirement: Requirement, { name, table }: VerifiedSubnet, place: Place): Proposal | string {
  const route = table!.routes.find((one) => one.place === place);
  if (route === undefined) {
    return reasonOf(trial.answer(requirement, trial.view(name)!));
  }
  let why: string | undefined;
  for (const hop of otherHops(trial.network, table!, route)) {
    const change = changeOfRoute(trial.network, table!, route, hop);
    if (typeof change === 'string') {
      return change;
    }
    const then = trial.with(change.network);
    const step = worstStepsOf(requirement, then.view(name)!).find(({ result }) => result !== 'allow');
    const isOpen = step?.layer !== 'route' || !step.places.includes(place);
    const beyond = isOpen ? then.beyond(trial) : undefined;
    if (isOpen && beyond === undefined) {
      return change;
    }
    why ??= beyond === undefined ? undefined : `the next hop ${hop.nextHop} would open more than is asked for: ${beyond}`;
  }
  return `the route ${route.name} does not lead where it must; ${why ?? 'no other next hop is known that would'}`;
}

function firewallRule(
  network: Network, { id }: Requirement, view: VerifiedSubnet, { firewall: place, places, ports }: Denying,
): Proposal | string {
  const firewall = view.firewalls.find((one) => one.place === place);
  if (firewall === undefined) {
    return 'the DNS proxy of the firewall is off; switch it on'; // what a firewall answers itself is not a matter of its rules
  }
  const ranges = ownRanges(view);
  const groups = view.asked.ipGroups ?? [];
  return suggestFirewallRule({
    network, firewall, requirements: view.requirements, requirement: id, ports, deniedBy: [...places],
    sources: ranges.length > 0 ? { addresses: ranges, ipGroups: [] } : { addresses: [], ipGroups: groups },
    ofSubnet: view.rulesOf(firewall).flatMap((rule) => (rule.place === undefined ? [] : [rule.place])),
  });
}

/**
 * The address ranges that traffic inside the network is asked for within, where they are known. Where none are stated, routes for
 * 0.0.0.0/0 can widen the tag VirtualNetwork to every address, so that the address space of the network takes its place.
 */
function withinOf({ asked: { networkTraffic }, routes, subnet }: VerifiedSubnet): { readonly within?: readonly string[] } {
  if (networkTraffic === 'virtual-network') {
    const ranges = routes.holdEverything ? ipv4Of(subnet.networkAddressSpace) : [];
    return ranges.length > 0 ? { within: ranges } : {};
  }
  const isKnown = typeof networkTraffic !== 'string' && networkTraffic.length > 0 && !networkTraffic.some(isReference);
  return isKnown ? { within: networkTraffic } : {};
}

/** The IPv4 ranges of a subnet, as far as they are known. */
function ownRanges({ subnet, asked }: VerifiedSubnet): string[] {
  const ranges = ipv4Of(subnet.addressPrefixes);
  return ranges.length > 0 ? ranges : asked.addressPrefixes.filter((range) => !range.includes(':'));
}

function ipv4Of(terms: VerifiedSubnet['subnet']['addressPrefixes']): string[] {
  return terms.flatMap((term) => (term.kind === 'interval' && term.interval.family === 4 ? [term.text] : []));
}

/** Why a requirement is not met, in words. */
function reasonOf({ steps }: RequirementAnswer): string {
  const decisive = steps.filter(({ result }) => result !== 'allow').map(({ text }) => text);
  return decisive.length === 0 ? 'the files do not have its subnet' : decisive.join('; ');
}
