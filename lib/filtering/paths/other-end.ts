import { Direction } from '../../requirements/direction';
import { intervalText } from '../../network/address-text';
import { isUnknown } from '../../network/unknown';
import type { Subnet } from '../../network/network';
import { LayerResult, through } from './layer';
import type { RequiredFlow } from './path';
import { sidesOf } from './sides';
import { SubnetView } from './subnet-view';
import { subnetsAt } from './subnets-there';

const DNS = 53;

/** Settings of a subnet with which security groups filter what goes to its private endpoints. Source: azurerm 4.55, azurerm_subnet. */
const FILTERED_ENDPOINTS: readonly string[] = ['Enabled', 'NetworkSecurityGroupEnabled'];

/**
 * What the security groups of the subnets at the other end do with flows that are asked for by address. A machine there gets traffic
 * only if the group of its own subnet lets it in, and sends only what that group lets out. Where a flow is for a service tag, a name or
 * a range that is wider than a subnet, nothing says which subnet of the network it is for.
 */
export function atOtherEnd(view: SubnetView, direction: Direction, { protocol, ports, target }: RequiredFlow): LayerResult[] {
  if (target.kind !== 'addresses' || target.side !== 'network' || target.label !== undefined) {
    return [];
  }
  const isOutbound = direction === Direction.OUTBOUND;
  return subnetsAt(target.set, view).flatMap(({ other, isOneOfSeveral }) => {
    const here = view.ownFor(target);
    const ends = here.kind === 'addresses' ? sidesOf(here.set, other) : [{ target: here }];
    return ends.map((end) => {
      const [source, destination] = isOutbound ? [end.target, target] : [target, end.target];
      const piece = { protocol, ports, source, destination };
      const rules = isOutbound ? other.inbound : other.outbound;
      const setting = { ...other.setting, isTraced: view.setting.isTraced === true };
      const found = through('security group', nameOf(other), rules, piece, setting, undefined, isOutbound);
      const rest = other.group?.incomplete === undefined || found.step.result !== 'allow' ? []
        : [`rules of the ${nameOf(other)} that are not in the files do not deny it`];
      const layer = { ...found, conditions: [...found.conditions, ...rest], step: { ...found.step, isAtOtherEnd: true } };
      return other.group === undefined ? unknownGroup(layer, other)
        : layer.step.result !== 'deny' ? layer
        : isOneOfSeveral ? doubted(layer, `several subnets of the files have ${target.set.intervals.map(intervalText).join(', ')}`)
        : isOutbound && ports.first !== DNS && !areEndpointsFiltered(other.subnet)
          ? doubted(layer, 'a private endpoint may answer there, and the group does not filter what goes to those')
        : layer;
    });
  });
}

function nameOf({ group, name }: SubnetView): string {
  return `security group ${group?.name ?? ''} of the subnet ${name} at the other end`;
}

function areEndpointsFiltered({ privateEndpointPolicies: policies }: Subnet): boolean {
  return policies !== undefined && !isUnknown(policies) && FILTERED_ENDPOINTS.includes(policies);
}

/** A denial that is not certain. */
function doubted(layer: LayerResult, why: string): LayerResult {
  const { cause, ...step } = layer.step;
  return {
    ...layer, conditions: [],
    step: {
      ...step, result: 'unknown', text: `${step.text}; ${why}`, otherwise: 'deny',
      ...(cause !== undefined && { cause: { ...cause, text: `${cause.text}; ${why}` } }),
    },
  };
}

function unknownGroup(layer: LayerResult, other: SubnetView): LayerResult {
  const text = `the security group of the subnet ${other.name} at the other end is not known: ${other.unknownGroup!.unknown}`;
  return { at: layer.at, conditions: [], step: { layer: 'security group', result: 'unknown', text, places: [], isAtOtherEnd: true } };
}
