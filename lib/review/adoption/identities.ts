import type { Resource } from '../../terraform/resource';
import { described } from '../../network/fields';
import { Unresolved } from '../../terraform/values';

/** How the id of a resource is made of its arguments. */
interface IdForm {
  /** Arguments whose values are ids that its own begins with; two are joined by `|`. */
  readonly below?: readonly string[];
  /** Provider of Azure, then types, each with the argument that has the name. */
  readonly provider?: string;
  readonly names?: readonly (readonly [type: string, argument: string])[];
}

const NETWORK = 'microsoft.network';
const own = (type: string): IdForm => ({ provider: NETWORK, names: [[type, 'name']] });
const OUTBOUND_RULE: IdForm = { below: ['workspace_id'], names: [['outboundrules', 'name']] };
const OF_SUBNET: IdForm = { below: ['subnet_id'] };

/** Ids as the provider takes them for an import. Source: azurerm 4.55, documentation of the resources, section Import. */
const KEPT: Readonly<Record<string, IdForm>> = {
  azurerm_network_security_group: own('networksecuritygroups'),
  azurerm_network_security_rule: {
    provider: NETWORK, names: [['networksecuritygroups', 'network_security_group_name'], ['securityrules', 'name']],
  },
  azurerm_route_table: own('routetables'),
  azurerm_route: { provider: NETWORK, names: [['routetables', 'route_table_name'], ['routes', 'name']] },
  azurerm_firewall_policy_rule_collection_group: { below: ['firewall_policy_id'], names: [['rulecollectiongroups', 'name']] },
  azurerm_firewall_network_rule_collection: {
    provider: NETWORK, names: [['azurefirewalls', 'azure_firewall_name'], ['networkrulecollections', 'name']],
  },
  azurerm_firewall_application_rule_collection: {
    provider: NETWORK, names: [['azurefirewalls', 'azure_firewall_name'], ['applicationrulecollections', 'name']],
  },
  azurerm_subnet_network_security_group_association: OF_SUBNET,
  azurerm_subnet_route_table_association: OF_SUBNET,
  azurerm_subnet_nat_gateway_association: OF_SUBNET,
  azurerm_nat_gateway: own('natgateways'),
  azurerm_nat_gateway_public_ip_association: { below: ['nat_gateway_id', 'public_ip_address_id'] },
  azurerm_nat_gateway_public_ip_prefix_association: { below: ['nat_gateway_id', 'public_ip_prefix_id'] },
  azurerm_public_ip: own('publicipaddresses'),
  azurerm_subnet_service_endpoint_storage_policy: own('serviceendpointpolicies'),
  azurerm_machine_learning_workspace_network_outbound_rule_fqdn: OUTBOUND_RULE,
  azurerm_machine_learning_workspace_network_outbound_rule_service_tag: OUTBOUND_RULE,
};

/** What others name, and what is not written here. */
const NAMED: Readonly<Record<string, IdForm>> = {
  azurerm_firewall: own('azurefirewalls'), azurerm_firewall_policy: own('firewallpolicies'),
  azurerm_virtual_network: own('virtualnetworks'), azurerm_public_ip_prefix: own('publicipprefixes'),
  azurerm_subnet: { provider: NETWORK, names: [['virtualnetworks', 'virtual_network_name'], ['subnets', 'name']] },
  azurerm_machine_learning_workspace: { provider: 'microsoft.machinelearningservices', names: [['workspaces', 'name']] },
};

/** Types of Terraform whose resources can be kept. */
export const KEPT_TYPES: readonly string[] = Object.keys(KEPT);

/** The subscription of an id that no argument states. */
export const ANY_SUBSCRIPTION = '*';

/** The id of a resource in lower case, or why it is not known. */
type Identity = { readonly id: string } | { readonly unknown: string };

/** Finds the ids that resources of a configuration or a plan will have in Azure. */
export class Identities {
  private readonly byAddress: ReadonlyMap<string, Resource>;

  constructor(resources: readonly Resource[]) {
    this.byAddress = new Map(resources.map((resource) => [`${resource.group} ${resource.address}`, resource]));
  }

  public of(resource: Resource): Identity {
    const { type, values, repeatedBy } = resource;
    const form = KEPT[type] ?? NAMED[type];
    if (form === undefined) {
      return { unknown: `nothing is known about the ids of ${type}` };
    }
    if (repeatedBy !== undefined) {
      return { unknown: `it has ${repeatedBy}, which Terraform evaluates` };
    }
    const { below, provider, names = [] } = form;
    const start = below === undefined ? this.groupOf(resource, provider!) : this.joined(resource, below);
    if ('unknown' in start) {
      return start;
    }
    const parts = names.map(([kind, argument]) => [kind, argument, this.textOf(values[argument])] as const);
    const missing = parts.find(([, , name]) => name === undefined);
    return missing === undefined
      ? { id: [start.id, ...parts.flatMap(([kind, , name]) => [kind, name!.toLowerCase()])].join('/') }
      : { unknown: notKnown(missing[1], values[missing[1]]) };
  }

  private groupOf({ values, subscription }: Resource, provider: string): Identity {
    const group = this.textOf(values['resource_group_name']);
    return group === undefined ? { unknown: notKnown('resource_group_name', values['resource_group_name']) } : {
      id: `/subscriptions/${subscription?.toLowerCase() ?? ANY_SUBSCRIPTION}/resourcegroups/${group.toLowerCase()}/providers/${provider}`,
    };
  }

  private joined({ values }: Resource, below: readonly string[]): Identity {
    const ids = below.map((argument) => [argument, this.idOf(values[argument])] as const);
    const missing = ids.find(([, id]) => id === undefined);
    return missing === undefined ? { id: ids.map(([, id]) => id).join('|') } : { unknown: notKnown(missing[0], values[missing[0]]) };
  }

  /** An id in lower case; undefined where it is not known. */
  private idOf(value: unknown): string | undefined {
    if (typeof value === 'string') {
      return value.toLowerCase();
    }
    if (!(value instanceof Unresolved)) {
      return undefined;
    }
    if (value.below !== undefined) {
      const id = this.idOf(value.below.of);
      return id === undefined ? undefined : `${id}${value.below.rest}`.toLowerCase();
    }
    const named = value.target?.attribute === 'id' ? this.named(value) : undefined;
    const identity = named === undefined ? undefined : this.of(named);
    return identity !== undefined && 'id' in identity ? identity.id : undefined;
  }

  /** A name, perhaps one that another resource has, or a part of the id of another. */
  private textOf(value: unknown): string | undefined {
    if (typeof value === 'string' || !(value instanceof Unresolved)) {
      return typeof value === 'string' ? value : undefined;
    }
    if (value.part !== undefined) {
      const part = this.idOf(value.part.of)?.split('/')[value.part.index];
      return part === ANY_SUBSCRIPTION ? undefined : part;
    }
    const text = value.target === undefined ? undefined : this.named(value)?.values[value.target.attribute];
    return typeof text === 'string' ? text : undefined;
  }

  private named({ target }: Unresolved): Resource | undefined {
    return target === undefined ? undefined : this.byAddress.get(`${target.group} ${target.address}`);
  }
}

function notKnown(argument: string, value: unknown): string {
  return `${argument} is ${described(value)}`;
}
