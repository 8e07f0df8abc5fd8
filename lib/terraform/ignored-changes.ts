import { Fields, member } from '../network/fields';
import { itemsOf, Unresolved } from './values';

/** Arguments that name a resource and what it belongs to: changes of them make another resource. */
const NAMES = /^(name|location|provider|lifecycle|count|for_each|depends_on|.*_name|.*_id|.*_wo|.*_wo_version)$/;

/** Read with their owner, who says that there may be others. */
const OF_OWNERS: readonly string[] = ['security_rule', 'route'];

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
  const unknown = Object.keys(body).filter((key) =>
    (isAll ? !NAMES.test(key) : names.includes(key)) && key !== 'dynamic' && key !== '//' && !OF_OWNERS.includes(key));
  return unknown.length === 0
    ? body
    : { ...body, ...Object.fromEntries(unknown.map((key) => [key, new Unresolved(`changes of ${key} are ignored`)])) };
}
