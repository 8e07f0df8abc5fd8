import { IntervalSet } from '../../network/interval-set';
import { Network } from '../../network/network';
import { intervalText } from '../../network/address-text';
import { rangesOf } from '../../network/term-ranges';
import { FilterLists } from '../filter-lists';
import { Appliances } from './appliances';
import { SubnetView } from './subnet-view';

/** A subnet that has addresses at the other end, and rules that filter what reaches or leaves it. */
interface SubnetThere {
  readonly other: SubnetView;
  /** Those of the addresses that it has. */
  readonly part: IntervalSet;
  /** Whether other subnets of the files have some of these, too. */
  readonly isOneOfSeveral: boolean;
}

const known = new WeakMap<Appliances, SubnetsThere>();

/** The subnets of the files that have some of the addresses, and rules that filter. */
export function subnetsAt(set: IntervalSet, view: SubnetView): readonly SubnetThere[] {
  return thereOf(view).at(set);
}

/** A subnet of the files as its own traffic sees it. */
export function viewThere(subnet: Network['subnets'][number], view: SubnetView): SubnetView {
  return thereOf(view).view(subnet);
}

function thereOf({ whole, appliances, context: { knowledge } }: SubnetView): SubnetsThere {
  let there = known.get(appliances);
  if (there === undefined) {
    there = new SubnetsThere(whole, appliances.lists, (subnet) =>
      new SubnetView(
        { name: subnet.name, subnetId: subnet.key, addressPrefixes: [], networkTraffic: 'none' }, subnet, whole, appliances, knowledge,
      ));
    known.set(appliances, there);
  }
  return there;
}

/** Whether other subnets of the files have some of the addresses of one, too. */
export function isOneOfSeveral(set: IntervalSet, one: Network['subnets'][number], { whole }: SubnetView): boolean {
  return whole.subnets.some((subnet) => subnet !== one && rangesOf(subnet.addressPrefixes).overlaps(set));
}

/** All subnets of a network by their addresses. Many subnets ask for the same ones, such as those of the resolver. */
class SubnetsThere {
  private readonly ranges: readonly { readonly subnet: Network['subnets'][number]; readonly ranges: IntervalSet }[];
  private readonly views = new Map<string, SubnetView>();
  private readonly found = new Map<string, readonly SubnetThere[]>();

  constructor(
    { subnets }: Network, private readonly lists: FilterLists, private readonly viewOf: (subnet: Network['subnets'][number]) => SubnetView,
  ) {
    this.ranges = subnets.map((subnet) => ({ subnet, ranges: rangesOf(subnet.addressPrefixes) })).filter(({ ranges }) => !ranges.isEmpty);
  }

  public at(set: IntervalSet): readonly SubnetThere[] {
    const key = set.intervals.map(intervalText).join();
    let found = this.found.get(key);
    if (found === undefined) {
      const those = this.ranges.filter(({ ranges }) => ranges.overlaps(set));
      found = those.filter(({ subnet }) => this.isFiltered(subnet)).map(({ subnet, ranges }) => {
        const part = set.and(ranges);
        return { other: this.view(subnet), part, isOneOfSeveral: those.some((one) => one.subnet !== subnet && one.ranges.overlaps(part)) };
      });
      this.found.set(key, found);
    }
    return found;
  }

  private isFiltered(subnet: Network['subnets'][number]): boolean {
    const { ofManagers } = this.lists;
    return subnet.securityGroup !== undefined ||
      ofManagers.of(subnet, 'Inbound').length > 0 || ofManagers.of(subnet, 'Outbound').length > 0;
  }

  public view(subnet: Network['subnets'][number]): SubnetView {
    const view = this.views.get(subnet.key) ?? this.viewOf(subnet);
    this.views.set(subnet.key, view);
    return view;
  }
}
