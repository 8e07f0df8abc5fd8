import { InputError } from '../../azure/errors';
import { azureExportForm } from '../../input/azure-export-forms';
import { contentKind } from '../../terraform/content';
import { stateResources } from '../../terraform/plan';
import type { Resource, SourceDocument } from '../../terraform/resource';
import { isFields, member } from '../../network/fields';
import { blocksOf } from '../../terraform/values';
import { KEPT_TYPES } from './identities';

/** Something that is in Azure. */
export interface Existing {
  /** Type of Terraform. */
  readonly type: string;
  /** The id that an import takes, as it was found. */
  readonly id: string;
  readonly file: string;
  /** Its address in the state; undefined for an answer of Azure. */
  readonly address?: string;
  /** Address of the resource that has it inline, in the state. */
  readonly inlineIn?: string;
}

const ALLOWED = 'give the output of terraform show -json for a state or a plan, or an answer of az or of Resource Graph';

/** What documents say is in Azure: resources of a state, of the prior state of a plan, and of answers of Azure. */
export function existingIn(documents: readonly SourceDocument[]): Existing[] {
  return documents.flatMap((document) => {
    const { file, json } = document;
    const form = file.endsWith('.tf.json') || file.endsWith('.tf') ? undefined : azureExportForm(json);
    if (form !== undefined) {
      if (['template', 'template answer', 'effective rules', 'effective routes'].includes(form)) {
        throw new InputError({ argument: file, problem: 'has no resource ids', allowed: ALLOWED });
      }
      return ofAzure(file, form === 'graph table' ? rowsOf(json) : json);
    }
    switch (contentKind(file, json)) {
      case 'configuration':
        throw new InputError({ argument: file, problem: 'is a configuration, which does not say what exists', allowed: ALLOWED });
      case 'plan':
        return stateResources({ file, json: member(json, 'prior_state') }).flatMap(ofState);
      case 'state':
        return stateResources(document).flatMap(ofState);
    }
  });
}

function ofState({ mode, type, values, file, address }: Resource): Existing[] {
  const { id } = values;
  if (mode !== 'managed' || typeof id !== 'string') {
    return [];
  }
  const inline = (argument: string, below: string, part: string): Existing[] => blocksOf(values[argument]).flatMap(({ name }) =>
    (typeof name === 'string' ? [{ type: part, id: `${id}/${below}/${name}`, file, inlineIn: address }] : []));
  return [
    ...(KEPT_TYPES.includes(type) ? [{ type, id, file, address }] : []),
    ...(type === 'azurerm_network_security_group' ? inline('security_rule', 'securityRules', 'azurerm_network_security_rule') : []),
    ...(type === 'azurerm_route_table' ? inline('route', 'routes', 'azurerm_route') : []),
  ];
}

/** Types of Azure, from the end of an id without the names. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  'microsoft.network/networksecuritygroups': ['azurerm_network_security_group'],
  'microsoft.network/networksecuritygroups/securityrules': ['azurerm_network_security_rule'],
  'microsoft.network/routetables': ['azurerm_route_table'],
  'microsoft.network/routetables/routes': ['azurerm_route'],
  'microsoft.network/firewallpolicies/rulecollectiongroups': ['azurerm_firewall_policy_rule_collection_group'],
  'microsoft.network/azurefirewalls/networkrulecollections': ['azurerm_firewall_network_rule_collection'],
  'microsoft.network/azurefirewalls/applicationrulecollections': ['azurerm_firewall_application_rule_collection'],
  'microsoft.network/natgateways': ['azurerm_nat_gateway'],
  'microsoft.network/publicipaddresses': ['azurerm_public_ip'],
  'microsoft.network/serviceendpointpolicies': ['azurerm_subnet_service_endpoint_storage_policy'],
  'microsoft.machinelearningservices/workspaces/outboundrules': [
    'azurerm_machine_learning_workspace_network_outbound_rule_fqdn',
    'azurerm_machine_learning_workspace_network_outbound_rule_service_tag',
  ],
};

/** Members of a subnet that are resources of their own in Terraform. */
const OF_SUBNET: readonly (readonly [member: string, type: string])[] = [
  ['networkSecurityGroup', 'azurerm_subnet_network_security_group_association'],
  ['routeTable', 'azurerm_subnet_route_table_association'], ['natGateway', 'azurerm_subnet_nat_gateway_association'],
];

/** Members of a NAT gateway that are. */
const OF_NAT_GATEWAY: readonly (readonly [member: string, type: string])[] = [
  ['publicIpAddresses', 'azurerm_nat_gateway_public_ip_association'],
  ['publicIpPrefixes', 'azurerm_nat_gateway_public_ip_prefix_association'],
];

/** Resources anywhere in an answer. An object that only names another has its id and no name, and does not count. */
function ofAzure(file: string, json: unknown): Existing[] {
  if (Array.isArray(json)) {
    return json.flatMap((one) => ofAzure(file, one));
  }
  if (!isFields(json)) {
    return [];
  }
  const { id, name } = json;
  const below = Object.values(json).flatMap((value) => ofAzure(file, value));
  return typeof id !== 'string' || typeof name !== 'string' || !id.toLowerCase().endsWith(`/${name.toLowerCase()}`)
    ? below : [...partsOf(id, json).map(([type, its]) => ({ type, id: its, file })), ...below];
}

function partsOf(id: string, json: Readonly<Record<string, unknown>>): (readonly [type: string, id: string])[] {
  const type = typeOf(id);
  const its = (key: string): unknown => member(json, key) ?? member(member(json, 'properties'), key);
  const idIn = (value: unknown): readonly string[] => {
    const found = member(value, 'id');
    return typeof found === 'string' ? [found] : [];
  };
  switch (type) {
    case 'microsoft.network/virtualnetworks/subnets':
      return OF_SUBNET.filter(([key]) => idIn(its(key)).length > 0).map(([, terraform]) => [terraform, id]);
    case 'microsoft.network/natgateways':
      return [['azurerm_nat_gateway', id], ...OF_NAT_GATEWAY.flatMap(([key, terraform]) =>
        blocksOf(its(key)).flatMap(idIn).map((other) => [terraform, `${id}|${other}`] as const))];
    default:
      return (TYPES[type] ?? []).map((terraform) => [terraform, id]);
  }
}

/** `microsoft.network/routetables/routes` of an id. */
function typeOf(id: string): string {
  const [provider, ...rest] = /\/providers\/(.+)$/i.exec(id)?.[1]?.toLowerCase().split('/') ?? [''];
  return [provider, ...rest.filter((_, i) => i % 2 === 0)].join('/');
}

/** Rows of a table as objects. */
function rowsOf(json: unknown): unknown {
  const data = member(json, 'data');
  const columns = blocksOf(member(data, 'columns')).map(({ name }) => String(name));
  const rows = member(data, 'rows');
  return (Array.isArray(rows) ? rows : []).map((row: unknown) =>
    Object.fromEntries(columns.map((column, i) => [column, Array.isArray(row) ? row[i] as unknown : undefined])));
}
