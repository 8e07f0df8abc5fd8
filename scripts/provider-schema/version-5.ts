import { BlockSchema, ProviderSchema, Type } from './schema';

/** What azurerm 5 changes for one argument of one resource. The path leads through blocks. */
export interface Change {
  readonly resource: string;
  readonly argument: string;
  /** `required`: it was optional. */
  readonly change: 'removed' | 'required';
  /** What to write in its place. */
  readonly instead?: string;
  readonly source: 'upgrade guide of 5.0' | 'azurerm issues 32413 and 32909';
}

const GUIDE = 'upgrade guide of 5.0';
const ISSUES = 'azurerm issues 32413 and 32909';

/** Read on 2026-11-26, for 5.0 to 5.2 and the resources whose schemas are kept. No npm package with azurerm 5 is served yet. */
export const CHANGES: readonly Change[] = [
  { resource: 'azurerm_application_insights', argument: 'daily_data_cap_notifications_disabled', change: 'removed',
    instead: 'daily_data_cap_notifications_enabled', source: GUIDE },
  { resource: 'azurerm_application_insights', argument: 'disable_ip_masking', change: 'removed', instead: 'ip_masking_enabled',
    source: GUIDE },
  { resource: 'azurerm_application_insights', argument: 'local_authentication_disabled', change: 'removed',
    instead: 'local_authentication_enabled', source: GUIDE },
  { resource: 'azurerm_key_vault', argument: 'contact', change: 'removed', source: GUIDE },
  { resource: 'azurerm_key_vault', argument: 'enable_rbac_authorization', change: 'removed', instead: 'rbac_authorization_enabled',
    source: GUIDE },
  { resource: 'azurerm_key_vault', argument: 'rbac_authorization_enabled', change: 'required', source: GUIDE },
  { resource: 'azurerm_storage_account', argument: 'customer_managed_key.managed_hsm_key_id', change: 'removed',
    instead: 'customer_managed_key.key_vault_key_id', source: GUIDE },
  { resource: 'azurerm_storage_account', argument: 'queue_properties', change: 'removed',
    instead: 'azurerm_storage_account_queue_properties', source: GUIDE },
  { resource: 'azurerm_storage_account', argument: 'static_website', change: 'removed',
    instead: 'azurerm_storage_account_static_website', source: GUIDE },
  { resource: 'azurerm_subnet', argument: 'service_endpoints', change: 'removed', instead: 'service_endpoint', source: ISSUES },
  { resource: 'azurerm_virtual_network', argument: 'subnet.service_endpoints', change: 'removed', instead: 'subnet.service_endpoint',
    source: ISSUES },
];

/** The schema of version 4 with these changes. What version 5 adds is not in it. */
export function schema5({ resources, ...others }: ProviderSchema): ProviderSchema {
  return {
    ...others,
    versions: { '5.0.0': 'the schema of version 4 with what the upgrade guide and issues say' },
    resources: Object.fromEntries(Object.entries(resources).map(([type, schema]) => [type, CHANGES
      .filter(({ resource }) => resource === type)
      .reduce((all, { argument, change }) => changed(all, argument.split('.'), change), schema)])),
  };
}

function changed(block: BlockSchema, [name, ...rest]: readonly string[], change: Change['change']): BlockSchema {
  const nested = block.block_types[name!];
  const attribute = block.attributes[name!];
  if (rest.length > 0 && nested !== undefined) {
    return { ...block, block_types: { ...block.block_types, [name!]: { ...nested, block: changed(nested.block, rest, change) } } };
  }
  if (rest.length > 0 && attribute !== undefined) {
    return { ...block, attributes: { ...block.attributes, [name!]: { ...attribute, type: withoutField(attribute.type, rest.join('.')) } } };
  }
  if (change === 'required' && attribute !== undefined) {
    return { ...block, attributes: { ...block.attributes, [name!]: { type: attribute.type, required: true } } };
  }
  if (change === 'removed' && (attribute ?? nested) !== undefined) {
    const without = <T>(all: Readonly<Record<string, T>>): Record<string, T> =>
      Object.fromEntries(Object.entries(all).filter(([key]) => key !== name));
    return { attributes: without(block.attributes), block_types: without(block.block_types) };
  }
  throw new Error(`version 4 has no ${name!}`);
}

/** A list or set of objects whose objects lack a field. */
function withoutField(type: Type, name: string): Type {
  if (typeof type !== 'string' && type[0] === 'object' && name in type[1]) {
    return ['object', Object.fromEntries(Object.entries(type[1]).filter(([field]) => field !== name))];
  }
  if (typeof type !== 'string' && type[0] !== 'object') {
    return [type[0], withoutField(type[1], name)];
  }
  throw new Error(`version 4 has no ${name}`);
}
