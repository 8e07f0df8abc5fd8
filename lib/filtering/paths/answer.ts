import { InputError } from '../../azure/errors';
import { examplePort, portText } from '../../azure/port-sets';
import { Direction } from '../../requirements/direction';
import { EndpointKind } from '../../requirements/endpoint';
import { Requirement } from '../../requirements/requirement';
import { RequirementSet } from '../../requirements/requirement-set';
import { tagRanges } from '../../rules/address-routes';
import { ExampleFlow, Outcome, RequirementAnswer, PathStep } from '../answers';
import { intervalOf } from '../../network/address-text';
import { byFile, LayerAlternatives } from './required-flows';
import { resolutionOf } from './resolution';
import { hasPorts } from '../filter-rule';
import { sameAddresses } from '../firewall-filters';
import { IntervalSet } from '../../network/interval-set';
import { Way } from './next-hops';
import { RequiredFlow } from './path';
import { PathResult, worst } from './path-result';
import { SubnetView, VerifiedSubnet } from './subnet-view';
import { sampleOf, Target, targetText } from './target';
import { WalkedFlow, walkedFlows } from './walked-flows';

const OUTCOMES: Readonly<Record<PathStep['result'], Outcome>> = { allow: 'met', deny: 'denied', unknown: 'unknown' };

/** Whether one requirement of a subnet is met. */
export function answerFor(requirement: Requirement, view: VerifiedSubnet, alternatives: LayerAlternatives): RequirementAnswer {
  const base = { subnet: view.name, requirementId: requirement.id, need: requirement.need };
  if (requirement.endpoint.kind === EndpointKind.UNSPECIFIED) {
    return { ...base, outcome: 'unknown', conditions: [], steps: [{ layer: 'security group', result: 'unknown', places: [],
      text: 'the documentation does not say who the other side is; leave the requirement out and add one of your own that does' }] };
  }
  if (requirement.nextHopInternet) {
    return { ...base, ...routeAnswer(requirement, view) };
  }
  const later = requirement.ports._all.find(({ interval }) => interval === undefined);
  if (later !== undefined) {
    return { ...base, outcome: 'unknown', conditions: [], steps: [
      { layer: 'security group', result: 'unknown', places: [], text: `the port ${later} is known only after apply; give it as a number` },
    ] };
  }
  const results = walkedFlows(requirement, view, alternatives);
  const own = worst(results.map((result) => result.path));
  const ports = own.result === 'allow' ? undefined : somePorts(results, own.result);
  const example = own.result === 'allow' ? undefined : results.find((result) => result.path === own)!.flow;
  const path = isHostName(requirement) && own.result === 'allow' ? whereResolved(own, view, view.requirements, true) : own;
  return {
    ...base, outcome: OUTCOMES[path.result], steps: path.steps,
    conditions: [...path.conditions, ...(requirement.endpoint.kind === EndpointKind.PODS ? ['pods have addresses of the subnet'] : [])],
    ...(path.unread === true && { isNotEvaluated: true }), ...(ports !== undefined && { ports }),
    ...(example !== undefined && { example: exampleOf(requirement, view, example, path) }),
  };
}

/** The ports whose flows have a result; undefined where all ports have it. */
function somePorts(results: readonly WalkedFlow[], result: PathStep['result']): string | undefined {
  const text = ({ flow }: WalkedFlow): string => portText(flow.ports);
  const [all, those] = [new Set(results.map(text)), new Set(results.filter(({ path }) => path.result === result).map(text))];
  return those.size === all.size ? undefined : [...those].join(', ');
}

function isHostName({ endpoint: { kind }, direction }: Requirement): boolean {
  return direction === Direction.OUTBOUND && (kind === EndpointKind.FQDN || kind === EndpointKind.URL);
}

/**
 * The way to a host, which can be reached where its name can be resolved.
 *
 * @param isSaid whether the conditions name who resolves it in any case, and not only where that rests on something
 */
export function whereResolved(path: PathResult, view: SubnetView, requirements: RequirementSet | undefined, isSaid = false): PathResult {
  const { path: resolution, text, isByFirewall = false } = resolutionOf(view, requirements);
  if (resolution.result === 'allow') {
    const known = isByFirewall ? view.firewalls.map(({ name }) => sameAddresses(name)) : [];
    const own = path.conditions.filter((condition) => !known.includes(condition));
    const who = isSaid || resolution.conditions.length > 0 ? [text] : [];
    return { ...path, conditions: [...own, ...who, ...resolution.conditions] };
  }
  const steps = resolution.steps.map(({ cause, ...step }) => ({
    ...step, text: `${text}: ${step.text}`, ...(cause !== undefined && { cause: { ...cause, text: `${text}: ${cause.text}` } }),
  }));
  return {
    ...path, result: resolution.result, steps: [...path.steps, ...steps], conditions: [],
    ...(resolution.unread === true && { unread: true }),
  };
}

function exampleOf(
  { direction }: Pick<Requirement, 'direction'>, view: SubnetView, { protocol, ports }: RequiredFlow, { at }: PathResult,
): ExampleFlow {
  return { direction, subnet: view.name, protocol, ...(hasPorts(protocol) && { port: examplePort(ports) }), endpoint: sampleOf(at) };
}

/** A requirement for a route with the next hop Internet. With a service tag file it may be by the ranges of the region and its pair. */
function routeAnswer(requirement: Requirement, view: VerifiedSubnet): Pick<RequirementAnswer, 'outcome' | 'steps' | 'conditions'> {
  if (view.unknownTable !== undefined) {
    return { outcome: 'unknown', conditions: [], steps: [
      { layer: 'route', result: 'unknown', text: `the route table of the subnet is not known: ${view.unknownTable.unknown}`, places: [] },
    ] };
  }
  const byTag = routesOf(byFile(requirement.endpoint.value, view.context.knowledge), view);
  const ranges = regionalRanges(requirement, view);
  const byRange = ranges === undefined || byTag.result === 'allow' ? undefined : routesOf(
    { kind: 'addresses', set: ranges, side: 'internet', label: `${requirement.endpoint.value} in the region and its pair` }, view,
  );
  const { result, steps } = byRange ?? byTag;
  return {
    outcome: OUTCOMES[result], steps,
    conditions: byRange !== undefined && result === 'allow' ? ['routes are for the addresses of the region and its pair'] : [],
  };
}

function routesOf(target: Target, view: SubnetView): { readonly result: PathStep['result']; readonly steps: readonly PathStep[] } {
  const results = view.routes.of(target).map(({ hops, why }: Way) => {
    const direct = hops.filter(({ kind }) => kind === 'internet');
    const result = direct.length === hops.length ? 'allow' as const : direct.length === 0 ? 'deny' as const : 'unknown' as const;
    const places = hops.flatMap(({ route }) => (route === undefined ? [] : [route.place]));
    const missing = result === 'deny' ? `a route is missing that takes ${targetText(target)} to the Internet; it takes ` : '';
    return { result, at: target, conditions: [], steps: [{
      layer: 'route' as const, result, places,
      text: `${missing}${hops.map(({ text }) => text).join(', or ')}${why === undefined ? '' : `: ${why}`}`,
    }] };
  });
  return worst(results);
}

function regionalRanges({ id }: Requirement, { requirements, context: { knowledge: { file } } }: VerifiedSubnet): IntervalSet | undefined {
  if (file === undefined) {
    return undefined;
  }
  try {
    const found = tagRanges(requirements, file).find(({ requirement }) => requirement === id);
    return found && IntervalSet.of(found.ranges.map(intervalOf));
  } catch (error) {
    if (!(error instanceof InputError)) {
      throw error;
    }
    return undefined; // a file without regional forms; the tag itself was looked at
  }
}
