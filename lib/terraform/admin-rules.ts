import { ALL_PORTS } from '../azure/port-sets';
import type { AddressTerm, AdminRule, PortTerm, ReportProblem, SecurityProtocol, Unknown } from '../network/network';
import { addressTerms } from './address-terms';
import { ADMIN_TYPES } from './admin-types';
import { Arguments, isKnown, placeOf } from './arguments';
import { portTerms } from './port-terms';
import type { ResourceIndex } from './resource-index';
import type { Resource } from './resource';
import { Unresolved } from './values';

/** Where a rule is in force: in these networks for certain; perhaps elsewhere, for a reason. */
type Reach = Pick<AdminRule, 'networks' | 'elsewhere' | 'outside' | 'configuration'>;

/**
 * Rules of network managers, which go before those of security groups in the networks that their configuration is deployed to.
 * Source: security admin rules in Azure Virtual Network Manager.
 */
export class AdminRules {
  private readonly byId = new Map<string, Resource>();
  private readonly managed: readonly Resource[];

  constructor(private readonly resourceIndex: ResourceIndex, private readonly report: ReportProblem, resources: readonly Resource[]) {
    this.managed = resources.filter(({ type, mode }) => mode === 'managed' && (ADMIN_TYPES as readonly string[]).includes(type));
    for (const resource of this.managed) {
      this.byId.set(`${resource.group} ${resource.address}`, resource);
      const { id } = resource.values;
      if (typeof id === 'string') {
        this.byId.set(id.toLowerCase(), resource);
      }
    }
  }

  public read(): AdminRule[] {
    return this.of('azurerm_network_manager_admin_rule').map((resource) => this.rule(resource));
  }

  private of(type: typeof ADMIN_TYPES[number]): readonly Resource[] {
    return this.managed.filter((one) => one.type === type);
  }

  private rule(resource: Resource): AdminRule {
    const args = Arguments.of(resource, this.report);
    const { repeatedBy } = resource;
    const ports = (name: string): PortTerm[] => {
      const terms = portTerms(args, name, args.texts(name));
      return terms.length > 0 ? terms : [...ALL_PORTS];
    };
    const rule = {
      name: args.name(), place: args.place,
      direction: args.choice('direction', ['Inbound', 'Outbound']), access: args.choice('action', ['Allow', 'AlwaysAllow', 'Deny']),
      priority: args.requiredInteger('priority'), protocol: protocol(args.choice('protocol', ['Any', 'Tcp', 'Udp', 'Icmp', 'Esp', 'Ah'])),
      sources: side(args, 'source'), sourcePorts: ports('source_port_ranges'),
      destinations: side(args, 'destination'), destinationPorts: ports('destination_port_ranges'),
    };
    return {
      ...rule, ...this.reachOf(args.value('admin_rule_collection_id')),
      ...(repeatedBy !== undefined && { uncertain: `${args.place.resource} is made with ${repeatedBy}, which cannot be evaluated here` }),
    };
  }

  private reachOf(collectionId: unknown): Reach {
    const collection = this.find(collectionId);
    const args = collection === undefined ? undefined : Arguments.of(collection, () => undefined);
    if (args === undefined) {
      return { networks: [], elsewhere: 'which networks its rule collection is for is not in the files' };
    }
    const id = args.value('security_admin_configuration_id');
    const configuration = this.find(id);
    const regions = configuration === undefined ? [] : this.regionsOf(configuration);
    const key = configuration === undefined ? {} : { configuration: `${configuration.group} ${configuration.address}` };
    if (regions.length === 0) {
      return { ...key, networks: [], elsewhere: 'a deployment of its configuration is not in the files' };
    }
    const members = args.texts('network_group_ids').flatMap((group) => this.networksOf(group));
    const inForce = members.filter(({ region }) => regions.some((one) => isSameRegion(one, region)));
    const isElsewhere = ({ values: { location } }: Resource): boolean => regions.every((one) => areOtherRegions(one, location));
    return {
      ...key, networks: inForce.map(({ path }) => path),
      outside: this.resourceIndex.entries('virtualNetwork').flatMap(({ resource, path }) =>
        (resource !== undefined && path !== undefined && isElsewhere(resource) ? [path.join('/')] : [])),
      elsewhere: inForce.length < members.length ? 'whether its configuration is deployed to the region of the network is not known'
        : 'its network groups may have other members than those that the files name',
    };
  }

  /** The networks that the files make members of a group, with their regions as they are written. */
  private networksOf(group: unknown): { readonly path: string; readonly region: unknown }[] {
    const found = this.find(group);
    return this.of('azurerm_network_manager_static_member').flatMap((member) => {
      const { values, repeatedBy } = member;
      const isOf = found !== undefined && repeatedBy === undefined && this.find(values['network_group_id']) === found;
      const network = isOf
        ? this.resourceIndex.byIdOf(values['target_virtual_network_id'], 'virtualNetwork', placeOf(member))
        : undefined;
      return network === undefined || !isKnown(network) || network.path === undefined ? []
        : [{ path: network.path.join('/'), region: network.resource?.values['location'] }];
    });
  }

  /**
   * The regions that a configuration is deployed to, as they are written. A deployment is for the networks of one region.
   * Source: configuration deployments in Azure Virtual Network Manager, ms.date 2025-07-11; azurerm 4.55, network_manager_deployment.
   */
  private regionsOf(configuration: Resource): unknown[] {
    return this.of('azurerm_network_manager_deployment').flatMap((deployment) => {
      const args = Arguments.of(deployment, () => undefined);
      const access = args.value('scope_access');
      const ids = args.texts('configuration_ids').map((id) => this.find(id));
      const mayBe = ids.includes(configuration) || ids.includes(undefined);
      const isSure = deployment.repeatedBy === undefined && access === 'SecurityAdmin' && ids.includes(configuration);
      return !mayBe || (typeof access === 'string' && access !== 'SecurityAdmin') ? [] : [isSure ? args.value('location') : undefined];
    });
  }

  private find(id: unknown): Resource | undefined {
    if (id instanceof Unresolved) {
      const { target } = id;
      return target?.attribute === 'id' ? this.byId.get(`${target.group} ${target.address}`) : undefined;
    }
    return typeof id === 'string' ? this.byId.get(id.toLowerCase()) : undefined;
  }
}

/** Regions are written with and without capitals and spaces. */
function regionName(region: unknown): string | undefined {
  return typeof region === 'string' ? region.toLowerCase().replace(/ /g, '') : undefined;
}

function isSameRegion(one: unknown, other: unknown): boolean {
  return one instanceof Unresolved && other instanceof Unresolved ? one.symbol !== undefined && one.symbol === other.symbol
    : regionName(one) !== undefined && regionName(one) === regionName(other);
}

function areOtherRegions(one: unknown, other: unknown): boolean {
  const [a, b] = [regionName(one), regionName(other)];
  return a !== undefined && b !== undefined && a !== b;
}

function protocol(given: SecurityProtocol | 'Any' | Unknown): SecurityProtocol | Unknown {
  return given === 'Any' ? '*' : given;
}

/** One side, which is every address where nothing is written. */
function side(args: Arguments, name: 'source' | 'destination'): AddressTerm[] {
  const before = args.gaps.length;
  const terms = args.blocks(name).flatMap((block) => {
    const text = block.text('address_prefix');
    if (block.value('address_prefix_type') === 'NetworkGroup') {
      return [{ kind: 'opaque' as const, text: 'a network group', why: 'the addresses of its members are not read', isOfNetwork: true }];
    }
    return addressTerms(block, 'address_prefix', text === undefined ? [] : [text], 'security rule');
  });
  const gap = args.gaps[before];
  return gap !== undefined ? [...terms, { kind: 'opaque', text: name, why: gap.why }] : terms.length > 0 ? terms : [{ kind: 'any' }];
}
