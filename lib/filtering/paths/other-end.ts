import { Direction } from '../../requirements/direction';
import { intervalText } from '../../network/address-text';
import type { Place } from '../../network/network';
import { isUnknown } from '../../network/unknown';
import { doubted } from './interfaces';
import { LayerResult, through } from './layer';
import { VIRTUAL_NETWORK } from '../knowledge';
import type { RequiredFlow } from './path';
import { sidesOf } from './ends-of-addresses';
import { SubnetView } from './subnet-view';
import { subnetsAt } from './subnets-there';
import { Target } from './target';

const DNS = 53;

/** Settings of a subnet with which security groups filter what goes to its private endpoints. Source: azurerm 4.55, azurerm_subnet. */
const FILTERED_ENDPOINTS: readonly string[] = ['Enabled', 'NetworkSecurityGroupEnabled'];

/**
 * What the security groups of the subnets at the other end do with flows that are asked for by address. A machine there gets traffic
 * only if the group of its own subnet lets it in, and sends only what that group lets out. Where a flow is for a service tag, a name or
 * a whole address space, nothing says which subnet of the network it is for.
 */
export function atOtherEnd(view: SubnetView, direction: Direction, { protocol, ports, target }: RequiredFlow): LayerResult[] {
  if (target.kind !== 'addresses' || target.side !== 'network' || target.label !== undefined) {
    return [];
  }
  const isOutbound = direction === Direction.OUTBOUND;
  return subnetsAt(target.set, view).flatMap(({ other, part, isOneOfSeveral }) =>
    endsOf(view, other, { ...target, set: part }).map(([here, there]) => {
      const layer = thereOf(other, { protocol, ports, here, there }, isOutbound, view.context.isTraced === true);
      return other.unknownGroup !== undefined ? unknownGroup(layer, other)
        : layer.step.result !== 'deny' ? layer
        : isOneOfSeveral ? doubted(layer, `several subnets of the files have ${part.intervals.map(intervalText).join(', ')}`)
        : isOutbound && ports.first !== DNS && !areEndpointsFiltered(other)
          ? doubted(layer, 'a private endpoint may answer there, and the group does not filter what goes to those')
        : layer;
    }));
}

/**
 * Subnets that nothing of what is asked for may be in, where that is anywhere in the virtual network: a group there denies it, and filters
 * what goes to private endpoints, too.
 */
export function closedSubnets(view: SubnetView, direction: Direction, { protocol, ports, target }: RequiredFlow): ClosedSubnet[] {
  const isOfTag = target.kind === 'tag' && target.tag === VIRTUAL_NETWORK;
  const isSpace = target.kind === 'addresses' && target.side === 'network' && target.label !== undefined && target.tag === undefined;
  if (direction !== Direction.OUTBOUND || !(isOfTag || isSpace)) {
    return [];
  }
  const space: Target = isSpace ? target : { kind: 'addresses', set: view.space, side: 'network' };
  return space.kind !== 'addresses' || space.set.isEmpty ? [] : subnetsAt(space.set, view)
    .filter(({ other, isOneOfSeveral }) => !isOneOfSeveral && other.group !== undefined && areEndpointsFiltered(other))
    .filter(({ other, part }) => endsOf(view, other, { kind: 'addresses', set: part, side: 'network' }).some(([here, there]) =>
      thereOf(other, { protocol, ports, here, there }, true, false).step.result === 'deny'))
    .map(({ other: { name, subnet, group } }) => ({
      hasEndpoints: view.whole.privateEndpointSubnets?.includes(subnet.key) === true, place: group!.place,
      text: `in the subnet ${name}, whose security group ${group!.name} denies it`,
    }));
}

/** A subnet whose group denies what is asked for, and whether the files have private endpoints there, which may be what is meant. */
interface ClosedSubnet {
  readonly text: string;
  readonly place: Place;
  readonly hasEndpoints: boolean;
}

/** The addresses here and there that talk with each other. */
function endsOf(view: SubnetView, other: SubnetView, there: Target & { kind: 'addresses' }): [Target, Target][] {
  const here = view.ownFor(there);
  const ends = here.kind === 'addresses' ? sidesOf(here.set, other).map(({ target }) => target) : [here];
  return ends.map((end) => [end, there]);
}

interface FlowThere {
  readonly protocol: RequiredFlow['protocol'];
  readonly ports: RequiredFlow['ports'];
  readonly here: Target;
  readonly there: Target;
}

function thereOf(other: SubnetView, { protocol, ports, here, there }: FlowThere, isOutbound: boolean, isTraced: boolean): LayerResult {
  const [source, destination] = isOutbound ? [here, there] : [there, here];
  const context = { ...other.context, isTraced };
  const rules = isOutbound ? other.inbound : other.outbound;
  const found = through('security group', nameOf(other), rules, { protocol, ports, source, destination }, context, undefined, isOutbound);
  const rest = other.group?.incomplete === undefined || found.step.result !== 'allow' ? []
    : [`rules of the ${nameOf(other)} that are not in the files do not deny it`];
  return { ...found, at: there, conditions: [...found.conditions, ...rest], step: { ...found.step, isAtOtherEnd: true } };
}

function nameOf({ filteredBy, name }: SubnetView): string {
  return `${filteredBy} of the subnet ${name} at the other end`;
}

/** Of the rules of network managers it is not documented that private endpoints are held by them. */
function areEndpointsFiltered({ group, subnet, appliances: { lists } }: SubnetView): boolean {
  const { privateEndpointPolicies: policies } = subnet;
  return group !== undefined && lists.ofManagers.of(subnet, 'Inbound').length === 0 &&
    policies !== undefined && !isUnknown(policies) && FILTERED_ENDPOINTS.includes(policies);
}

function unknownGroup(layer: LayerResult, other: SubnetView): LayerResult {
  const text = `the security group of the subnet ${other.name} at the other end is not known: ${other.unknownGroup!.unknown}`;
  return { at: layer.at, conditions: [], step: { layer: 'security group', result: 'unknown', text, places: [], isAtOtherEnd: true } };
}
