import { addTo } from '../azure/groups';
import { knownInterval } from '../network/address-text';
import type { Network, NetworkInterface, ReadingProblem, ReportProblem, Unknown } from '../network/network';
import { described } from '../network/fields';
import { shown } from '../network/shown';
import { areTwo } from './rival-associations';
import { Arguments, isKnown, placeOf } from './arguments';
import { SCALE_SETS } from './kinds';
import { isMade, possibleById } from './possible-owners';
import type { Resource } from './resource';
import { ResourceEntry, plainPath, ResourceIndex } from './resource-index';

const ASSOCIATION = 'azurerm_network_interface_security_group_association';
const silent: ReportProblem = () => undefined;

/** A group, its key where it is known, and the place that says so. */
interface GroupAssociation {
  readonly resource: Resource;
  readonly group: string | Unknown;
}

/** One that may be for an interface. */
interface PossibleAssociation extends GroupAssociation {
  readonly why: string;
  readonly isOfOther: boolean; // whether the interface that it names is made here as well, and is another one
}

/**
 * Reads network interfaces with their security groups.
 * Source: azurerm 4.55, network_interface, network_interface_security_group_association and virtual machine scale sets.
 */
export class NetworkInterfaces {
  private readonly found: NetworkInterface[] = [];
  private readonly notRead: ReadingProblem[] = [];

  constructor(private readonly resourceIndex: ResourceIndex) {}

  public read(resources: readonly Resource[]): Pick<Network, 'interfaces' | 'groupsOfInterfaces'> {
    const managed = resources.filter(({ mode }) => mode === 'managed');
    const given = new Map<ResourceEntry, GroupAssociation[]>();
    const perhaps = new Map<ResourceEntry, PossibleAssociation[]>();
    for (const resource of managed.filter(({ type }) => type === ASSOCIATION)) {
      const { network_interface_id: id } = resource.values;
      const entry = this.resourceIndex.byIdOf(id, 'networkInterface', placeOf(resource));
      const group = this.groupOf(resource, resource.values['network_security_group_id']);
      if (entry === undefined || !isKnown(entry) || entry.resource === undefined) {
        this.say(resource, group);
        const why = `${placeOf(resource).resource} may be for this interface`;
        const named = entry !== undefined && isKnown(entry) ? entry : undefined;
        possibleById(this.resourceIndex, id, 'networkInterface', named).forEach((one) =>
          addTo(perhaps, one, { resource, group: group ?? { unknown: why }, why, isOfOther: named?.isRepeated === true }));
      } else {
        addTo(given, entry, { resource, group: group ?? { unknown: 'network_security_group_id is missing' } });
      }
    }
    for (const entry of this.resourceIndex.entries('networkInterface')) {
      if (entry.resource !== undefined) {
        this.add(entry, entry.resource, withPossible(given.get(entry) ?? [], perhaps.get(entry) ?? []));
      }
    }
    for (const resource of managed.filter(({ type }) => SCALE_SETS.includes(type))) {
      this.addScaleSet(resource);
    }
    return {
      ...(this.found.length > 0 && { interfaces: this.found }), ...(this.notRead.length > 0 && { groupsOfInterfaces: this.notRead }),
    };
  }

  private add(entry: ResourceEntry, resource: Resource, given: readonly GroupAssociation[]): void {
    const args = Arguments.of(resource, silent);
    const ends = endsOfInterface(args, this.resourceIndex);
    const [first, second] = given;
    const securityGroup = second !== undefined && second.group !== first!.group
      ? { unknown: `${second.resource.address} gives it another one than ${first!.resource.address}` } : first?.group;
    const place = placeOf(first?.resource ?? resource);
    this.found.push({ name: args.name(), ...plainPath(entry), place, ends, ...(securityGroup !== undefined && { securityGroup }) });
    this.addPerhaps(args.name(), args, securityGroup);
  }

  /** An interface with a group, once more for the subnets that it may be in: an expression says which subnet it is in. */
  private addPerhaps(name: string, args: Arguments, securityGroup: NetworkInterface['securityGroup']): void {
    for (const block of securityGroup === undefined ? [] : args.blocks('ip_configuration')) {
      const id = block.value('subnet_id');
      const subnet = this.resourceIndex.byIdOf(id, 'subnet', block.place);
      const named = subnet !== undefined && isKnown(subnet) ? subnet : undefined;
      const possible = id === undefined || (named !== undefined && named.elsewhere === undefined) ? []
        : possibleById(this.resourceIndex, id, 'subnet', named).filter((one) => !areTwo(isMade(one) ? undefined : one, named));
      if (possible.length > 0) {
        this.found.push({
          name, place: block.place, ends: possible.map(({ key }) => ({ subnet: key })),
          securityGroup: { unknown: `the interface may be in this subnet: subnet_id is ${described(id)}` },
        });
      }
    }
  }

  /** Each of its machines has an address of the subnet. */
  private addScaleSet(resource: Resource): void {
    for (const block of Arguments.of(resource, silent).blocks('network_interface')) {
      const securityGroup = this.groupOf(resource, block.value('network_security_group_id'));
      if (securityGroup !== undefined) {
        const name = `${Arguments.of(resource, silent).name()} ${block.name()}`;
        this.found.push({ name, place: block.place, ends: endsOfInterface(block, this.resourceIndex), securityGroup });
        this.addPerhaps(name, block, securityGroup);
      }
    }
  }

  private groupOf(resource: Resource, id: unknown): string | Unknown | undefined {
    const { repeatedBy } = resource;
    const group = this.resourceIndex.byIdOf(id, 'securityGroup', placeOf(resource));
    return group === undefined || !isKnown(group) ? group
      : repeatedBy === undefined ? group.key
      : { unknown: `${placeOf(resource).resource} is made with ${repeatedBy}, which cannot be evaluated here` };
  }

  /** Says that a group of an interface that is not here is not evaluated. */
  private say(resource: Resource, group: string | Unknown | undefined): void {
    const entry = typeof group === 'string' ? this.resourceIndex.entries('securityGroup').find(({ key }) => key === group) : undefined;
    const name = entry === undefined ? '' : ` ${shown(entry.name)}`;
    this.notRead.push({
      place: placeOf(resource),
      message: `the security group${name} belongs to a network interface that the files do not have, and is not evaluated: ` +
        'it filters in addition to that of its subnet',
    });
  }
}

/**
 * The associations of an interface: those that name it, and one that may be for it and gives it another group. The provider refuses the
 * second one, and which of two that is nobody knows. Source: azurerm 4.55, network_interface_security_group_association.
 */
function withPossible(given: readonly GroupAssociation[], perhaps: readonly PossibleAssociation[]): readonly GroupAssociation[] {
  const [first] = given;
  const doubt = perhaps.find(({ group, isOfOther }) => first === undefined || (!isOfOther && group !== first.group));
  return doubt === undefined ? given : [{ resource: (first ?? doubt).resource, group: { unknown: doubt.why } }];
}

/** The subnets that an interface is in, with its addresses there. */
export function endsOfInterface(args: Arguments, resourceIndex: ResourceIndex): NetworkInterface['ends'] {
  return args.blocks('ip_configuration').flatMap((block) => {
    const subnet = resourceIndex.byIdOf(block.value('subnet_id'), 'subnet', block.place);
    const text = block.text('private_ip_address');
    const address = typeof text === 'string' ? knownInterval(text) : undefined;
    const isPublic = block.value('public_ip_address_id') !== undefined || block.blocks('public_ip_address').length > 0;
    return subnet === undefined || !isKnown(subnet) ? []
      : [{ subnet: subnet.key, ...(address !== undefined && { address }), ...(isPublic && { isPublic }) }];
  });
}
