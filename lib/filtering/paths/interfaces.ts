import { Direction } from '../../requirements/direction';
import { IntervalSet } from '../../network/interval-set';
import type { AddressInterval, Network, NetworkInterface, Subnet } from '../../network/network';
import { rangesOf } from '../../network/term-ranges';
import type { FilterRule } from '../filter-rule';
import type { RuleDirection } from '../security-group-filters';
import { Appliances } from './appliances';
import { Alternative, LayerResult, through } from './layer';
import { FlowPiece, resultOf, walk } from './walk';
import { SubnetIndex } from './subnet-index';
import { found, SubnetView } from './subnet-view';

/** A network interface with a security group of its own, where it is in one subnet. */
export interface FilteringInterface {
  readonly name: string;
  readonly subnet: Subnet;
  /** The address that it has; without one, it has any of the subnet that no other interface has. */
  readonly address?: AddressInterval;
  readonly securityGroup: NonNullable<NetworkInterface['securityGroup']>;
}

/** Such an interface, and how certain it is that addresses that are looked at are its own. */
export interface InterfaceAt {
  readonly one: FilteringInterface;
  /** The addresses that it has or may have, of those that are looked at. */
  readonly part: IntervalSet;
  /** Why it may be at none of them; undefined where it is at one of them for certain. */
  readonly doubt?: string;
}

/** The interfaces of a network that have security groups, by their subnets. */
class Interfaces {
  private readonly bySubnet = new Map<string, FilteringInterface[]>();
  private readonly taken: IntervalSet;

  constructor({ interfaces = [], subnets }: Network) {
    const index = new SubnetIndex({ subnets } as Network);
    this.taken = IntervalSet.of(interfaces.flatMap(({ ends }) => ends.flatMap(({ address }) => address ?? [])));
    for (const { name, ends, securityGroup } of interfaces) {
      for (const { subnet: key, address } of securityGroup === undefined ? [] : ends) {
        for (const subnet of index.find(key).slice(0, 1)) {
          const those = this.bySubnet.get(subnet.key) ?? [];
          this.bySubnet.set(subnet.key, those);
          those.push({ name, subnet, ...(address !== undefined && { address }), securityGroup: securityGroup! });
        }
      }
    }
  }

  public of({ key }: Subnet): readonly FilteringInterface[] {
    return this.bySubnet.get(key) ?? [];
  }

  /** The interfaces that have or may have some of the addresses. */
  public at(set: IntervalSet): InterfaceAt[] {
    return this.bySubnet.size === 0 ? [] : [...this.bySubnet.values()].flat().flatMap((one) => {
      const ranges = rangesOf(one.subnet.addressPrefixes);
      const own = one.address === undefined ? ranges.without(this.taken) : IntervalSet.of([one.address]);
      const part = set.and(own);
      const doubt = own.isIn(set) ? undefined : `it may have another address of the subnet ${one.subnet.name}`;
      return part.isEmpty ? [] : [{ one, part, ...(doubt !== undefined && { doubt }) }];
    });
  }
}

const known = new WeakMap<Appliances, Interfaces>();

function interfacesOf({ appliances, whole }: SubnetView): Interfaces {
  let interfaces = known.get(appliances);
  if (interfaces === undefined) {
    interfaces = new Interfaces(whole);
    known.set(appliances, interfaces);
  }
  return interfaces;
}

/** The interfaces with groups that have or may have some addresses. */
export function interfacesAt(set: IntervalSet, view: SubnetView): readonly InterfaceAt[] {
  return interfacesOf(view).at(set);
}

/** The interfaces with groups of their own that are in the subnet of the view. */
export function interfacesIn(view: SubnetView): readonly FilteringInterface[] {
  return interfacesOf(view).of(view.subnet);
}

/** Interfaces with groups in subnets that the files do not have, so that they are not looked at. */
export function interfacesElsewhere({ interfaces = [], subnets }: Network): NetworkInterface[] {
  const index = interfaces.length === 0 ? undefined : new SubnetIndex({ subnets } as Network);
  return interfaces.filter(({ ends, securityGroup }) =>
    securityGroup !== undefined && !ends.some(({ subnet }) => index!.find(subnet).length > 0));
}

/** What is asked of the group of an interface. */
interface InterfaceFlow {
  /** Seen from the interface. */
  readonly direction: Direction;
  readonly piece: FlowPiece;
  /** How the group may carry it instead. */
  readonly alternative?: Alternative;
  /** The rules that hold such flows; all of them, where nothing is given. */
  readonly holding?: (rules: readonly FilterRule[]) => readonly FilterRule[];
  readonly isTraced?: boolean;
}

/** The rules that filter what an interface gets or sends, seen from it; none where its group is not known. */
export function interfaceRules({ subnet, securityGroup }: FilteringInterface, view: SubnetView, direction: Direction): FilterRule[] {
  const { appliances: { lists }, whole } = view;
  const way: RuleDirection = direction === Direction.INBOUND ? 'Inbound' : 'Outbound';
  const [group] = found(securityGroup, whole.securityGroups);
  return group === undefined ? [] : [...lists.ofManagers.of(subnet, way), ...lists.ofGroup(group, way)];
}

/** What the group of an interface does with flows; admin rules go before it, and what these always allow passes it. */
export function throughInterface(
  { one, doubt }: Pick<InterfaceAt, 'one' | 'doubt'>, view: SubnetView,
  { direction, piece, alternative, holding = (rules) => rules, isTraced = false }: InterfaceFlow,
): LayerResult {
  const { name, securityGroup } = one;
  const { whole } = view;
  const context = { ...view.context, isTraced };
  const [group, unknownGroup] = found(securityGroup, whole.securityGroups);
  const isInbound = direction === Direction.INBOUND;
  const at = isInbound ? piece.source : piece.destination;
  if (group === undefined) {
    const text = `the security group of the network interface ${name} is not known: ${unknownGroup!.unknown}`;
    return { at, conditions: [], step: { layer: 'security group', result: 'unknown', text, places: [] } };
  }
  const rules = holding(interfaceRules(one, view, direction));
  const by = `security group ${group.name} of the network interface ${name}`;
  const layer = through('security group', by, rules, piece, context, isInbound ? undefined : alternative, isInbound);
  const { result } = layer.step;
  const rest = group.incomplete === undefined || result !== 'allow' ? [] : [`rules of the ${by} that are not in the files do not deny it`];
  const isAll = walk(rules, piece, context).every((leaf) => resultOf(leaf) === 'deny');
  const why = result !== 'deny' ? undefined : doubt ?? (isAll ? undefined : 'it may have an address that is not denied');
  return why === undefined ? { ...layer, conditions: [...layer.conditions, ...rest] } : doubted(layer, why);
}

/** A denial that is not certain. */
export function doubted(layer: LayerResult, why: string): LayerResult {
  const { cause, ...step } = layer.step;
  return {
    ...layer, conditions: [],
    step: {
      ...step, result: 'unknown', text: `${step.text}; ${why}`, otherwise: 'deny',
      ...(cause !== undefined && { cause: { ...cause, text: `${cause.text}; ${why}` } }),
    },
  };
}
