type Values = Readonly<Record<string, unknown>>;

interface Planned {
  readonly planned_values: { readonly root_module: { readonly resources?: readonly PlannedResource[] } };
  readonly configuration: { readonly root_module: { readonly resources?: readonly ConfiguredResource[] } };
}

interface PlannedResource {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly values: Values;
}

interface ConfiguredResource {
  readonly address: string;
  readonly expressions?: Readonly<Record<string, { readonly references?: readonly string[] }>>;
}

/** A resource as it would be in Azure, under another address. */
export interface ExistingResource {
  readonly type: string;
  readonly name: string;
  readonly values: Values;
}

const SUBSCRIPTION = '/subscriptions/00000000-0000-0000-0000-000000000000';

/** Ids as the documentation of azurerm 4.55 shows them for an import: below the network resources of a group, or below another id. */
const IDS: Readonly<Record<string, (values: Readonly<Record<string, string>>) => string>> = {
  azurerm_network_security_group: ({ name }) => `networkSecurityGroups/${name}`,
  azurerm_route_table: ({ name }) => `routeTables/${name}`,
  azurerm_nat_gateway: ({ name }) => `natGateways/${name}`,
  azurerm_public_ip: ({ name }) => `publicIPAddresses/${name}`,
  azurerm_subnet_service_endpoint_storage_policy: ({ name }) => `serviceEndpointPolicies/${name}`,
  azurerm_network_security_rule: (of) => `networkSecurityGroups/${of['network_security_group_name']}/securityRules/${of['name']}`,
  azurerm_route: (of) => `routeTables/${of['route_table_name']}/routes/${of['name']}`,
  azurerm_firewall_network_rule_collection: (of) => `azureFirewalls/${of['azure_firewall_name']}/networkRuleCollections/${of['name']}`,
  azurerm_firewall_application_rule_collection: (of) =>
    `azureFirewalls/${of['azure_firewall_name']}/applicationRuleCollections/${of['name']}`,
  azurerm_firewall_policy_rule_collection_group: (of) => `${of['firewall_policy_id']}/ruleCollectionGroups/${of['name']}`,
  azurerm_subnet_network_security_group_association: (of) => of['subnet_id']!,
  azurerm_subnet_route_table_association: (of) => of['subnet_id']!,
  azurerm_subnet_nat_gateway_association: (of) => of['subnet_id']!,
  azurerm_nat_gateway_public_ip_association: (of) => `${of['nat_gateway_id']}|${of['public_ip_address_id']}`,
};

/** What a plan makes, as if it had been made by hand before: with the ids of Azure, and under addresses that nobody can guess. */
export function existingOf(plan: string): ExistingResource[] {
  const { planned_values: { root_module: { resources = [] } }, configuration } = JSON.parse(plan) as Planned;
  const expressions = new Map(configuration.root_module.resources?.map(({ address, expressions: all = {} }) => [address, all]));
  const ids = new Map<string, string>();
  const filled = new Map<string, Values>();
  // A resource that refers to another comes after it once the id of that one is known.
  for (let left = resources.filter(({ mode }) => mode === 'managed'), before = -1; left.length > 0 && left.length !== before;) {
    before = left.length;
    left = left.filter(({ address, type, values }) => {
      const references = Object.entries(expressions.get(address) ?? {})
        .map(([key, { references: all = [] }]) => ({ key, to: all[0] ?? '' }))
        .filter(({ key, to }) => to.endsWith('.id') && (values[key] ?? null) === null);
      const idOf = (to: string): string | undefined => ids.get(to.replace(/\.id$/, ''));
      if (references.some(({ to }) => idOf(to) === undefined)) {
        return true;
      }
      const all = { ...values, ...Object.fromEntries(references.map(({ key, to }) => [key, idOf(to)])) } as Record<string, string>;
      const path = IDS[type]?.(all);
      if (path === undefined) {
        throw new Error(`it is not known what the id of a ${type} is`);
      }
      const id = path.startsWith('/') ? path
        : `${SUBSCRIPTION}/resourceGroups/${all['resource_group_name']}/providers/Microsoft.Network/${path}`;
      ids.set(address, id);
      filled.set(address, { ...all, id });
      return false;
    });
  }
  return resources.filter(({ address }) => filled.has(address))
    .map(({ address, type }, i) => ({ type, name: `by_hand_${i}`, values: filled.get(address)! }));
}

/** As `terraform show -json` prints a state. */
export function shownState(existing: readonly ExistingResource[]): object {
  return {
    format_version: '1.0', terraform_version: '1.11.4',
    values: { root_module: { resources: existing.map(({ type, name, values }) => ({
      address: `${type}.${name}`, mode: 'managed', type, name, provider_name: 'registry.terraform.io/hashicorp/azurerm', schema_version: 0,
      values,
    })) } },
  };
}

/** As Terraform keeps it. */
export function stateFile(existing: readonly ExistingResource[]): object {
  return {
    version: 4, terraform_version: '1.11.4', serial: 1, lineage: '00000000-0000-0000-0000-000000000000', outputs: {},
    resources: existing.map(({ type, name, values }) => ({
      mode: 'managed', type, name, provider: 'provider["registry.terraform.io/hashicorp/azurerm"]',
      instances: [{ schema_version: 0, attributes: values }],
    })),
  };
}
