import { PathStep } from '../../filtering/answers';
import { RequiredFlow } from '../../filtering/paths/path';
import { LayerAlternatives } from '../../filtering/paths/required-flows';
import { VerifiedSubnet } from '../../filtering/paths/subnet-view';
import { targetText } from '../../filtering/paths/target';
import { walkedFlows } from '../../filtering/paths/walked-flows';
import { HiddenTexts } from '../../network/hidden-texts';
import { isEveryPort, PortInterval, portSet, portText } from '../../azure/port-sets';
import { Direction } from '../../requirements/direction';
import { EndpointKind } from '../../requirements/endpoint';
import { Requirement } from '../../requirements/requirement';

/** A step, with the flows of the requirement that it is about. */
interface StepOfFlows {
  readonly step: PathStep;
  /** `TCP 443, 8787`; none where a requirement has no flows, or they are not known. */
  readonly flows: readonly string[];
}

/**
 * All steps of all flows of a requirement: the answer shows those of its worst flow, but other flows may have other rules. Where
 * flows differ, those of the answer come first, because they decide.
 *
 * @param own steps of the answer, without what is hidden
 */
export function stepsOf(
  requirement: Requirement, view: VerifiedSubnet | undefined, alternatives: LayerAlternatives, own: readonly PathStep[],
  hidden: HiddenTexts,
): StepOfFlows[] {
  const isFlow = view !== undefined && !requirement.nextHopInternet && requirement.endpoint.kind !== EndpointKind.UNSPECIFIED &&
    requirement.ports._areKnown;
  const keyOf = ({ layer, result, text }: PathStep): string => hidden.without(`${layer} ${result} ${text}`);
  const found = new Map(own.map((step): [string, { step: PathStep; flows: RequiredFlow[] }] => [keyOf(step), { step, flows: [] }]));
  const walked = isFlow ? walkedFlows(requirement, view, alternatives) : [];
  for (const { flow, path } of walked) {
    for (const step of path.steps) {
      const flows = found.get(keyOf(step))?.flows ?? [];
      found.set(keyOf(step), { step, flows: [...flows, flow] }); // with its places as they are, by which rules are found
    }
  }
  const isOneEnd = new Set(walked.map(({ flow }) => targetText(flow.target))).size === 1;
  return [...found.values()].map(({ step, flows }) => ({ step, flows: flowTexts(flows, requirement.direction, isOneEnd) }));
}

/** Flows by protocol, and by their other end where a requirement has several. */
function flowTexts(flows: readonly RequiredFlow[], direction: Direction, isOneEnd: boolean): string[] {
  const ports = new Map<string, { readonly protocol: string; readonly end: string; readonly ports: PortInterval[] }>();
  for (const { protocol, ports: interval, target } of flows) {
    const end = isOneEnd ? '' : ` ${direction === Direction.INBOUND ? 'from' : 'to'} ${targetText(target)}`;
    const one = ports.get(`${protocol}${end}`) ?? { protocol, end, ports: [] };
    ports.set(`${protocol}${end}`, one);
    one.ports.push(interval);
  }
  return [...ports.values()].map(({ protocol, end, ports: all }) => `${[protocol, ...portTexts(all)].join(' ')}${end}`);
}

/** Pieces of a range are put together again; a protocol without ports has none. */
function portTexts(all: readonly PortInterval[]): string[] {
  const shown = portSet(all).filter((interval) => !isEveryPort(interval)).map(portText).join(', ');
  return shown === '' ? [] : [shown];
}
