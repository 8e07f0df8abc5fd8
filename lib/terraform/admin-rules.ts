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
type Reach = Pick<AdminRule, 'networks' | 'elsewhere'>;

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
    const groups = args.texts('network_group_ids').map((id) => this.networksOf(id));
    const networks = groups.flat().filter((one) => one !== undefined);
    return this.isDeployed(args.value('security_admin_configuration_id'))
      ? { networks, elsewhere: 'its network groups may have other members than those that the files name' }
      : { networks: [], elsewhere: 'a deployment of its configuration is not in the files' };
  }

  /** The networks that the files make members of a group. */
  private networksOf(group: unknown): string[] {
    const found = this.find(group);
    return this.of('azurerm_network_manager_static_member').flatMap((member) => {
      const { values, repeatedBy } = member;
      const isOf = found !== undefined && repeatedBy === undefined && this.find(values['network_group_id']) === found;
      const network = isOf
        ? this.resourceIndex.byIdOf(values['target_virtual_network_id'], 'virtualNetwork', placeOf(member))
        : undefined;
      return network === undefined || !isKnown(network) || network.path === undefined ? [] : [network.path.join('/')];
    });
  }

  private isDeployed(configurationId: unknown): boolean {
    const configuration = this.find(configurationId);
    return configuration !== undefined && this.of('azurerm_network_manager_deployment').some((deployment) => {
      const args = Arguments.of(deployment, () => undefined);
      return deployment.repeatedBy === undefined && args.value('scope_access') === 'SecurityAdmin' &&
        args.texts('configuration_ids').some((id) => this.find(id) === configuration);
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
