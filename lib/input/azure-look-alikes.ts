import { isJsonObject, JsonObject } from './json-object';

/** What people take for an export of Azure, and what has the same in a form that is read. */
interface LookAlike {
  readonly what: string;
  readonly instead: string;
  readonly fits: (content: unknown, first: JsonObject | undefined) => boolean;
}

const QUERY = 'az graph query -q "resources | where type startswith \'microsoft.network/\' | project id, name, type, properties"';

/**
 * The most telling ones first. A list is known by its first item.
 * Source: models of the Az.Network module; az network firewall policy rule-collection-group collection list; what-if of Azure Resource
 * Manager; REST API specification of Network Watcher, topology.
 */
const LOOK_ALIKES: readonly LookAlike[] = [
  {
    what: 'an object of PowerShell, whose members have other names than those of Azure',
    instead: 'give the output of "az network ... -o json", or of "Search-AzGraph ... | ConvertTo-Json -Depth 100"',
    fits: (_, first) => first !== undefined && ['Id', 'ResourceId', 'ResourceGroupName', 'ProvisioningState', 'EffectiveSecurityRules',
      'NextHopType'].some((key) => Object.hasOwn(first, key)),
  },
  {
    what: 'a list of rule collections, which names neither their policy nor the priority of their group',
    instead: 'give the output of "az network firewall policy rule-collection-group list --policy-name NAME -g GROUP -o json"',
    fits: (_, first) => first !== undefined && (Object.hasOwn(first, 'ruleCollectionType')
      || (Array.isArray(first['rules']) && Object.hasOwn(first, 'action'))),
  },
  {
    what: 'a list of rules without ids, so that nobody knows which group they are of',
    instead: 'give the output of "az network nsg list -o json" or "az network nsg rule list -o json" without --query',
    fits: (_, first) => first !== undefined && !Object.hasOwn(first, 'id')
      && ['access', 'direction', 'nextHopType', 'nextHopIpAddress', 'ruleType'].some((key) => Object.hasOwn(first, key)),
  },
  {
    what: 'a file of parameters, which has no resources', instead: `give what is deployed: the output of ${QUERY}`,
    fits: (content) => isJsonObject(content) && typeof content['$schema'] === 'string' && /deploymentParameters\.json#?$/i
      .test(content['$schema']),
  },
  {
    what: 'the answer of a what-if, which has changes and not the network', instead: `give what is deployed: the output of ${QUERY}`,
    fits: (content) => isJsonObject(content) && Array.isArray(content['changes']),
  },
  {
    what: 'the topology of Network Watcher, which has the names of resources and not their rules', instead: `give the output of ${QUERY}`,
    fits: (content) => isJsonObject(content) && Array.isArray(content['resources'])
      && content['resources'].some((one) => isJsonObject(one) && Array.isArray(one['associations'])),
  },
  {
    what: 'a batch of answers', instead: 'give the content of each answer as a file of its own',
    fits: (content) => isJsonObject(content) && Array.isArray(content['responses']),
  },
  {
    what: 'a list that has only ids', instead: `give the output of ${QUERY}`,
    fits: (content) => Array.isArray(content) && content.length > 0
      && content.every((one) => typeof one === 'string' && /^\/subscriptions\//i.test(one)),
  },
  {
    what: 'a list whose items have no ids', instead: `keep them in the query: ${QUERY}`,
    fits: (content, first) => first !== undefined && Array.isArray(content) && !content.some((one) => isJsonObject(one)
      && Object.hasOwn(one, 'id')),
  },
];

/** What a document that is no export of Azure is, and what to give; undefined where it looks like none. */
export function azureLookAlike(content: unknown): Pick<LookAlike, 'what' | 'instead'> | undefined {
  const lists = isJsonObject(content) ? [content['value'], content['data'], content['Data'], content] : [content];
  const firsts = lists.map((list): unknown => (Array.isArray(list) ? list[0] : list)).filter(isJsonObject);
  return LOOK_ALIKES.find(({ fits }) => (firsts.length === 0 ? fits(content, undefined) : firsts.some((first) => fits(content, first))));
}
