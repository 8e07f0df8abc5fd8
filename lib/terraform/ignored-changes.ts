import { Fields, member } from '../network/fields';
import { itemsOf, Unresolved } from './values';

/** Arguments that name a resource and what it belongs to: changes of them make another resource. */
const NAMES = /^(name|location|provider|lifecycle|count|for_each|depends_on|.*_name|.*_id|.*_wo|.*_wo_version)$/;

/** Read with their owner, who says that there may be others. */
const OF_OWNERS: readonly string[] = ['security_rule', 'route'];

/** Who ignores these and writes none makes them as resources of their own. */
const ELSEWHERE: readonly string[] = [...OF_OWNERS, 'subnet', 'network_rule_collection', 'application_rule_collection'];

/** Arguments that decide something also where nobody writes them, of all types. Source: azurerm 4.55. */
const OPTIONAL: readonly string[] = [
  'base_policy_id', 'firewall_policy_id', 'dns', 'dns_servers', 'service_endpoints', 'default_outbound_access_enabled',
  'private_endpoint_network_policies', 'management_ip_configuration', 'network_security_group_id', 'next_hop_in_ip_address',
];

/** Arguments that Terraform leaves as it finds them, as `all` or by name. Source: Terraform 1.11, the lifecycle meta-argument. */
function ignored(body: Fields): readonly string[] {
  const paths = itemsOf(member(body, 'lifecycle')).flatMap((block) => itemsOf(member(block, 'ignore_changes')));
  return paths.map((path) => (typeof path === 'string' ? path.replace(/^\$\{\s*/, '').split(/[.[}\s]/)[0]! : 'all'));
}

/** Whether what is there may differ from what an argument says. */
export function isIgnored(body: Fields, argument: string): boolean {
  return ignored(body).some((one) => one === 'all' || one === argument);
}

/** A body in which the arguments whose changes are ignored are not known. */
export function withoutIgnored(body: Fields): Fields {
  const names = ignored(body);
  const isAll = names.includes('all');
  const written = Object.keys(body).filter((key) =>
    (isAll ? !NAMES.test(key) : names.includes(key)) && key !== 'dynamic' && key !== '//' && !OF_OWNERS.includes(key));
  // What is not written, and so is left as somebody else has set it.
  const others = (isAll ? OPTIONAL : names.filter((name) => !ELSEWHERE.includes(name))).filter((name) => body[name] === undefined);
  const unknown = [...written, ...others];
  return unknown.length === 0
    ? body
    : { ...body, ...Object.fromEntries(unknown.map((key) => [key, new Unresolved(`changes of ${key} are ignored`)])) };
}
