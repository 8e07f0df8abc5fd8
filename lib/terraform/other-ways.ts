import type { Network, Place, ReportProblem, Subnet, UnreadPart } from '../network/network';
import { isKnown, placeOf } from './arguments';
import { ResourceKind, OTHER_WAYS, ROUTING_RULE } from './kinds';
import type { Resource } from './resource';
import type { ResourceIndex } from './resource-index';
import { described } from '../network/fields';

/**
 * What makes or changes parts of networks and is not read: bodies of Azure's own interface, templates, and routes of network managers.
 * What it certainly changes is not certain any more; what it may change is a condition of every answer.
 */

/** Types of Azure that decide where traffic goes, with the kind that they are, or are a part of. */
const KINDS_OF_TYPE: readonly (readonly [type: RegExp, kind: ResourceKind, isPart: boolean])[] = [
  [/^Microsoft\.Network\/networkSecurityGroups\/securityRules\b/i, 'securityGroup', true],
  [/^Microsoft\.Network\/networkSecurityGroups\b/i, 'securityGroup', false],
  [/^Microsoft\.Network\/routeTables\/routes\b/i, 'routeTable', true],
  [/^Microsoft\.Network\/routeTables\b/i, 'routeTable', false],
  [/^Microsoft\.Network\/firewallPolicies\/ruleCollectionGroups\b/i, 'firewallPolicy', true],
  [/^Microsoft\.Network\/firewallPolicies\b/i, 'firewallPolicy', false],
  [/^Microsoft\.Network\/virtualNetworks\/subnets\b/i, 'subnet', false],
];
const DECIDES = 'networkSecurityGroups|routeTables|virtualNetworks|firewallPolicies|azureFirewalls|ipGroups|networkManagers';
const OF_TYPE = new RegExp(`^Microsoft\\.Network/(${DECIDES})\\b`, 'i');
const IN_TEMPLATE = new RegExp(`Microsoft\\.Network/(${DECIDES})\\b|Microsoft\\.Resources/deployments\\b`, 'i');

/** A network whose parts are as uncertain as what is not read makes them. */
export function withOtherWays(network: Network, resources: readonly Resource[], index: ResourceIndex): Network {
  const changed = new Map<string, UnreadPart[]>();
  const others: string[] = [];
  for (const resource of resources.filter((one) => one.mode === 'managed' && isOtherWay(one))) {
    const place = placeOf(resource);
    const owner = ownerOf(resource, index, place);
    if (owner === 'unknown') {
      others.push(place.resource);
    } else if (owner !== undefined) {
      const why = `${place.resource} changes it in the words of Azure Resource Manager, which is not read`;
      changed.set(owner, [...changed.get(owner) ?? [], { place, why }]);
    }
  }
  return { ...(changed.size === 0 ? network : withChanges(network, changed)), ...(others.length > 0 && { otherWays: others }) };
}

/** The key of what a resource changes for certain; undefined where it makes something of its own. */
function ownerOf({ type, values }: Resource, index: ResourceIndex, place: Place): string | 'unknown' | undefined {
  const text = values['type'];
  const [, kind, isPart] = typeof text === 'string' && type.startsWith('azapi_')
    ? KINDS_OF_TYPE.find(([pattern]) => pattern.test(text)) ?? [] : [];
  if (kind === undefined) {
    return 'unknown';
  }
  const isMade = type === 'azapi_resource';
  if (isMade && isPart === false) {
    return undefined;
  }
  const id = isMade ? values['parent_id'] : isPart === true ? undefined : values['resource_id'];
  const owner = index.byIdOf(id, kind, place);
  return owner === undefined || !isKnown(owner) ? 'unknown' : owner.key;
}

function withChanges(network: Network, changed: ReadonlyMap<string, readonly UnreadPart[]>): Network {
  const mayHaveMore = <T extends { readonly incomplete?: string; readonly unread?: readonly UnreadPart[] }>(
    one: T, keys: readonly string[],
  ): T => {
    const parts = keys.flatMap((key) => changed.get(key) ?? []);
    return parts.length === 0 ? one : { ...one, incomplete: one.incomplete ?? parts[0]!.why, unread: [...one.unread ?? [], ...parts] };
  };
  const each = <T extends Parameters<typeof mayHaveMore>[0] & { readonly key: string }>(map: ReadonlyMap<string, T>): Map<string, T> =>
    new Map([...map].map(([key, one]) => [key, mayHaveMore(one, [key])]));
  return {
    ...network, securityGroups: each(network.securityGroups), routeTables: each(network.routeTables),
    firewalls: network.firewalls.map((one) => mayHaveMore(one, [one.key, ...one.policies?.map(({ key }) => key) ?? []])),
    subnets: network.subnets.map((subnet) => changedSubnet(subnet, changed.get(subnet.key))),
  };
}

function changedSubnet(subnet: Subnet, parts: readonly UnreadPart[] | undefined): Subnet {
  const [first] = parts ?? [];
  return first === undefined ? subnet : { ...subnet, securityGroup: { unknown: first.why }, routeTable: { unknown: first.why } };
}

function isOtherWay({ type, values }: Resource): boolean {
  if (type === ROUTING_RULE) {
    return true;
  }
  const isTemplate = !type.startsWith('azapi_');
  const value = values[isTemplate ? 'template_content' : 'type'];
  return OTHER_WAYS.has(type) && (typeof value !== 'string' || (isTemplate ? IN_TEMPLATE : OF_TYPE).test(value));
}

/** Says once that routes of network managers are put into route tables, and are not evaluated. Source: user-defined routes in it. */
export function sayManagedRoutes(resources: readonly Resource[], report: ReportProblem): void {
  const [first, ...others] = resources.filter(({ type, mode }) => type === ROUTING_RULE && mode === 'managed').map((one) => placeOf(one));
  if (first !== undefined) {
    report(first, 'routes of network managers are added to the route tables of subnets, and cannot be evaluated', { others });
  }
}

/** Says what makes or changes parts of networks in a way that is not read. */
export function sayOtherWays(resources: readonly Resource[], report: ReportProblem): void {
  for (const resource of resources.filter((one) => one.mode === 'managed' && one.type !== ROUTING_RULE && isOtherWay(one))) {
    const isTemplate = !resource.type.startsWith('azapi_');
    const what = isTemplate ? 'it deploys a template'
      : `it is ${described(resource.values['type'])} in the words of Azure Resource Manager`;
    report(placeOf(resource), `${what}, which is not read: it may make or change rules, routes and subnets`);
  }
}
