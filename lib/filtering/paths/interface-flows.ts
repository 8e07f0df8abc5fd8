import { Direction } from '../../requirements/direction';
import { IntervalSet } from '../../network/interval-set';
import { isOneOfSeveral, viewThere } from './subnets-there';
import { doubted, FilteringInterface, InterfaceAt, interfacesAt, interfacesIn, throughInterface } from './interfaces';
import { LayerResult } from './layer';
import type { RequiredFlow } from './path';
import { isOfPlatform, platformRules, platformServiceOf } from './platform';
import { sidesOf } from './ends-of-addresses';
import { SubnetView } from './subnet-view';
import { Target } from './target';

/**
 * What the groups of network interfaces at the other end do with flows that are asked for by address. Where a flow is for a service tag,
 * a name or a whole address space, nothing says which machine it is for.
 */
export function interfacesThere(view: SubnetView, direction: Direction, { protocol, ports, target }: RequiredFlow): LayerResult[] {
  if (target.kind !== 'addresses' || target.side !== 'network' || target.label !== undefined) {
    return [];
  }
  const isOutbound = direction === Direction.OUTBOUND;
  return interfacesAt(target.set, view).flatMap((at) => {
    const there: Target = { ...target, set: at.part };
    const own = view.ownFor(there);
    const other = viewThere(at.one.subnet, view);
    const ends = own.kind === 'addresses' ? sidesOf(own.set, other).map((end) => end.target) : [own];
    return ends.map((here) => {
      const layer = throughInterface(at, other, {
        direction: isOutbound ? Direction.INBOUND : Direction.OUTBOUND, isTraced: view.context.isTraced === true,
        piece: { protocol, ports, source: isOutbound ? here : there, destination: isOutbound ? there : here },
      });
      const sure = layer.step.result === 'deny' && isOneOfSeveral(at.part, at.one.subnet, view)
        ? doubted(layer, 'several subnets of the files have its address') : layer;
      return { ...sure, at: there, step: { ...sure.step, isAtOtherEnd: true } };
    });
  });
}

/** What the groups of the interfaces do that the machine has or may have, where one machine is meant. */
export function interfacesMeant(view: SubnetView, direction: Direction, asked: RequiredFlow): LayerResult[] {
  return view.asked.machine === undefined || view.own.kind !== 'addresses' ? []
    : interfacesAt(view.own.set, view).filter(({ one }) => one.subnet === view.subnet).map((at) => ofOwn(at, view, direction, asked));
}

/**
 * That what is asked of a subnet is not asked of a machine whose own group denies it. Azure Machine Learning makes compute with interfaces
 * that are in no file, so their groups say nothing of it.
 */
export function interfacesNotMeant(view: SubnetView, direction: Direction, asked: RequiredFlow): string[] {
  return view.asked.machine !== undefined ? [] : interfacesIn(view).flatMap((one) => {
    const part = one.address === undefined ? undefined : IntervalSet.of([one.address]);
    const { result } = ofOwn({ one, ...(part !== undefined && { part }) }, view, direction, asked).step;
    const denies = result === 'deny' ? 'denies' : 'may deny';
    return result === 'allow' ? [] : [view.context.knowledge.conditions.note(
      `the machine of the network interface ${one.name} is not meant, whose own security group ${denies} it`,
      'machines are not meant whose own security groups deny what is asked', one.name,
    )];
  });
}

function ofOwn(
  { one, part, doubt }: { readonly one: FilteringInterface; readonly part?: IntervalSet; readonly doubt?: InterfaceAt['doubt'] },
  view: SubnetView, direction: Direction, asked: RequiredFlow,
): LayerResult {
  const { protocol, ports, target, alternatives } = asked;
  const isOutbound = direction === Direction.OUTBOUND;
  const own: Target = part === undefined ? view.ownFor(target) : { kind: 'addresses', set: part, side: 'network' };
  const isOfHost = isOutbound && isOfPlatform(target);
  const layer = throughInterface({ one, ...(doubt !== undefined && { doubt }) }, view, {
    direction, isTraced: view.context.isTraced === true,
    piece: { protocol, ports, source: isOutbound ? own : target, destination: isOutbound ? target : own },
    ...(alternatives?.securityGroup !== undefined && { alternative: alternatives.securityGroup }),
    ...(isOfHost && { holding: (rules) => platformRules(rules, platformServiceOf(asked)) }),
  });
  return { ...layer, at: target };
}
