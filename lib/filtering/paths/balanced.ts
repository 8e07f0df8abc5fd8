import { BalancerRule, InterfaceEnds } from '../../network/balancer-rule';
import { intervalOf, intervalText } from '../../network/address-text';
import { Subnet } from '../../network/network';

/** At most this many rules are named. */
const NAMED = 3;

/**
 * What may give machines of a subnet a way out by a load balancer; undefined where no rule of one may be for them.
 *
 * @param machine the address of one machine that is meant alone
 */
export function perhapsBalanced(
  rules: readonly BalancerRule[], subnet: Pick<Subnet, 'key' | 'path'>, machine: string | undefined,
): string | undefined {
  const own = machine === undefined ? undefined : intervalText(intervalOf(machine));
  const isHere = (end: InterfaceEnds[number]): boolean => (end.subnet === subnet.key || end.subnet === subnet.path) &&
    (own === undefined || end.address === undefined || intervalText(end.address) === own);
  const names = rules.filter(({ ends }) => ends === undefined || ends.some(isHere)).map(({ name, place }) => `${name} (${place.resource})`);
  if (names.length === 0) {
    return undefined;
  }
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  return `${names.length === 1 ? 'a rule of a load balancer' : 'rules of load balancers'}, ${names.slice(0, NAMED).join(', ')}${more}, ` +
    'may let out what is asked for: whether its machines are in the backend pool is not in the files';
}
