import type { Fields } from './provider-combinations';
import { addressesIn } from './stack-references';
import { isFields, resourcesOf } from './terraform-document';

interface Found {
  readonly address: string;
  readonly body: Fields;
}

const ofType = (document: Fields, type: string): Found[] =>
  resourcesOf(document, 'resource').flatMap((resource) =>
    resource.type === type && isFields(resource.body) ? [{ address: resource.address, body: resource.body }] : []);

/** What two resources of one document must not do to the same Azure object. */
export function conflictProblems(document: Fields): string[] {
  const groups = ofType(document, 'azurerm_network_security_group');
  const rules = ofType(document, 'azurerm_network_security_rule');
  const tables = ofType(document, 'azurerm_route_table');
  return [
    ...inlineAndAlone(groups, 'security_rule', rules, 'network_security_group_name'),
    ...inlineAndAlone(tables, 'route', ofType(document, 'azurerm_route'), 'route_table_name'),
    ...samePriority(rules),
    ...sameSubnet(ofType(document, 'azurerm_subnet_network_security_group_association')),
    ...sameSubnet(ofType(document, 'azurerm_subnet_route_table_association')),
    ...sameSubnet(ofType(document, 'azurerm_subnet_nat_gateway_association')),
    ...sameAddress(ofType(document, 'azurerm_nat_gateway_public_ip_association')),
  ];
}

/** azurerm documentation: the two forms overwrite each other; an empty inline list still removes what stands alone. */
function inlineAndAlone(owners: Found[], list: string, parts: Found[], nameArgument: string): string[] {
  return parts.flatMap(({ address, body }) => {
    const text = String(body[nameArgument]);
    const owner = owners.find((candidate) =>
      addressesIn('', text).includes(candidate.address) ||
      (candidate.body.name === text && candidate.body.resource_group_name === body.resource_group_name));
    return owner !== undefined && owner.body[list] !== undefined && owner.body[list] !== null
      ? [`${address}: ${nameArgument}: ${owner.address} has ${list} of its own, and the two overwrite each other`]
      : [];
  });
}

/** NSG overview 2025-07-15: priorities are unique in each direction of a group. */
function samePriority(rules: Found[]): string[] {
  return repeated(
    rules.filter(({ body }) => typeof body.priority === 'number'),
    ({ resource_group_name: where, network_security_group_name: group, direction, priority }) => [where, group, direction, priority],
    (earlier, { priority }) => `priority: ${String(priority)} is the priority of ${earlier} in the same direction`);
}

/** azurerm documentation: a subnet has one association of each kind, and the second fails when it is made. */
function sameSubnet(associations: Found[]): string[] {
  return repeated(associations, ({ subnet_id: subnet }) => [subnet], (earlier) => `subnet_id: ${earlier} has this subnet already`);
}

/** NAT gateway resource: an address belongs to one gateway. */
function sameAddress(associations: Found[]): string[] {
  return repeated(associations, ({ public_ip_address_id: address }) => [address], (earlier) =>
    `public_ip_address_id: ${earlier} has this address already`);
}

function repeated(found: Found[], identity: (body: Fields) => unknown[], message: (earlier: string, body: Fields) => string): string[] {
  const first = new Map<string, string>();
  return found.flatMap(({ address, body }) => {
    const key = JSON.stringify(identity(body));
    const earlier = first.get(key);
    first.set(key, earlier ?? address);
    return earlier === undefined ? [] : [`${address}: ${message(earlier, body)}`];
  });
}
