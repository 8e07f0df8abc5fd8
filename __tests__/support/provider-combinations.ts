import { isCidr, isReference, isTagShaped } from './value-checks';

export type Fields = Readonly<Record<string, unknown>>;

/** `path` is relative to the block; empty for the block as a whole. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

/** What arguments of one block ask of each other. */
type Combination = (block: Fields) => Problem[];

/** An empty list or string says as little as no value: the provider takes both as unset when it applies. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

const about = (path: string, message: string): Problem[] => [{ path, message }];

function required(...names: string[]): Combination {
  return (block) => names.filter((name) => block[name] === undefined || block[name] === null)
    .map((path) => ({ path, message: 'required, but not set' }));
}

function atLeastOne(...names: string[]): Combination {
  return (block) => (names.some((name) => isSet(block[name])) ? [] : about('', `one of ${names.join(', ')} must be set`));
}

function atMostOne(...names: string[]): Combination {
  return (block) => {
    const set = names.filter((name) => isSet(block[name]));
    return set.length > 1 ? about('', `${set.join(' and ')} cannot be set together`) : [];
  };
}

function exactlyOne(...names: string[]): Combination {
  return (block) => [...atLeastOne(...names)(block), ...atMostOne(...names)(block)];
}

const forms = (side: string): Combination[] => [
  exactlyOne(`${side}_port_range`, `${side}_port_ranges`), // azurerm: conflict; Azure needs one of them
  exactlyOne(`${side}_address_prefix`, `${side}_address_prefixes`, `${side}_application_security_group_ids`), // azurerm
];
const nsgRule = [...forms('source'), ...forms('destination')];

const fieldsOf = (list: unknown): Fields[] =>
  (Array.isArray(list) ? list : []).filter((item): item is Fields => typeof item === 'object' && item !== null);

// NSG overview 2025-07-15: priorities are unique in each direction.
const uniquePriorities: Combination = (group) => {
  const taken = new Map<string, number>();
  return fieldsOf(group.security_rule).flatMap(({ direction, priority }, index) => {
    const key = `${String(direction)} ${String(priority)}`;
    const earlier = taken.get(key);
    if (earlier === undefined || typeof priority !== 'number') {
      taken.set(key, index);
      return [];
    }
    return about(`security_rule[${index}].priority`, `${priority} is the priority of security_rule[${earlier}] in the same direction`);
  });
};

// Virtual network limits, 2023-11-02: 4,000 addresses and ranges over all rules of a group, for each side.
const addressesOfGroup = (side: 'source' | 'destination'): Combination => (group) => {
  const count = fieldsOf(group.security_rule).reduce((sum, rule) => {
    const list = rule[`${side}_address_prefixes`];
    return sum + (Array.isArray(list) ? list.length : 0) + (isSet(rule[`${side}_address_prefix`]) ? 1 : 0);
  }, 0);
  return count > 4000 ? about('security_rule', `${count} ${side} addresses over all rules; 4000 are allowed`) : [];
};

// User-defined routes overview: the next hop has an address only when it is an appliance.
const nextHop: Combination = ({ next_hop_type: type, next_hop_in_ip_address: address }) =>
  isSet(address) && typeof type === 'string' && !isReference(type) && type !== 'VirtualAppliance'
    ? about('next_hop_in_ip_address', `only for the next hop type "VirtualAppliance", not for ${JSON.stringify(type)}`)
    : [];

// User-defined routes overview: 25 routes of a table may have a service tag as their prefix.
const tagRoutes: Combination = (table) => {
  const count = fieldsOf(table.route).filter(({ address_prefix: prefix }) => typeof prefix === 'string' && isTagShaped(prefix)).length;
  return count > 25 ? about('route', `${count} routes to service tags; 25 are allowed`) : [];
};

// Firewall limits 2023-10-10: the firewall's own subnets are /26 or larger.
const firewallSubnet: Combination = ({ name, address_prefixes: prefixes }) =>
  name === 'AzureFirewallSubnet' || name === 'AzureFirewallManagementSubnet'
    ? (Array.isArray(prefixes) ? prefixes : []).flatMap((prefix, index) =>
      typeof prefix === 'string' && isCidr(prefix) && !prefix.includes(':') && Number(prefix.split('/')[1]) > 26
        ? about(`address_prefixes[${index}]`, `${prefix} is too small for ${name}, which needs /26`)
        : [])
    : [];

// azurerm issue 14099: without protocols the request fails after it was accepted.
const fqdnTagsNeedProtocols: Combination = (rule) =>
  isSet(rule.destination_fqdn_tags) && !isSet(rule.protocols) ? about('', 'destination_fqdn_tags needs protocols') : [];

// azurerm issue 8440: classic rules take tags or addresses, not both.
const tagsOrAddresses: Combination = ({ destination_addresses: list }) => {
  const plain = (Array.isArray(list) ? list : []).filter((item) => !isReference(item)).map(String);
  return plain.some(isTagShaped) && !plain.every(isTagShaped) ? about('destination_addresses', 'mixes service tags and addresses') : [];
};

// azurerm: aliases with the service Global, ids with Microsoft.Storage, never both in one definition.
const resourcesOfService: Combination = ({ service, service_resources: list }) => {
  const wrong = (Array.isArray(list) ? list : []).filter((item) => !isReference(item)).map(String)
    .find((item: string) => (service === 'Global') !== item.startsWith('/services/Azure'));
  return wrong === undefined ? [] : about('service_resources', `${wrong} does not go with the service ${String(service)}`);
};

const oneDefinitionOfEachService: Combination = ({ definition }) => {
  const services = fieldsOf(definition).map(({ service }) => service);
  return new Set(services).size < services.length ? about('definition', 'two definitions of one service') : [];
};

const source = atLeastOne('source_addresses', 'source_ip_groups'); // azurerm, when it applies

/** By resource type, then by the path of the block; the empty path is the resource. */
export const COMBINATIONS: Readonly<Record<string, Readonly<Record<string, readonly Combination[]>>>> = {
  azurerm_network_security_group: {
    '': [uniquePriorities, addressesOfGroup('source'), addressesOfGroup('destination')],
    // The types leave every key of an inline rule optional; the standalone resource has the true state.
    security_rule: [required('access', 'direction', 'name', 'priority', 'protocol'), ...nsgRule],
  },
  azurerm_network_security_rule: { '': nsgRule },
  azurerm_route_table: {
    '': [tagRoutes],
    route: [required('address_prefix', 'name', 'next_hop_type'), nextHop], // as in the standalone resource
  },
  azurerm_route: { '': [nextHop] },
  azurerm_subnet_service_endpoint_storage_policy: { '': [oneDefinitionOfEachService], definition: [resourcesOfService] },
  azurerm_subnet: { '': [firewallSubnet] },
  azurerm_firewall_policy_rule_collection_group: {
    'application_rule_collection.rule': [fqdnTagsNeedProtocols],
    'nat_rule_collection.rule': [exactlyOne('translated_address', 'translated_fqdn')], // azurerm, when it applies
  },
  azurerm_firewall_application_rule_collection: {
    rule: [source, atMostOne('fqdn_tags', 'target_fqdns'), atMostOne('fqdn_tags', 'protocol')], // azurerm, when it applies
  },
  azurerm_firewall_network_rule_collection: {
    rule: [
      source,
      atLeastOne('destination_addresses', 'destination_ip_groups', 'destination_fqdns'), // azurerm, when it applies
      tagsOrAddresses,
    ],
  },
};
