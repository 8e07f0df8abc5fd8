import type { BalancerRule, InterfaceEnds } from '../network/balancer-rule';
import type { Network } from '../network/network';
import { isUnknown } from '../network/unknown';
import type { Inventory } from './inventory';
import type { Members } from './members';

/**
 * Rules of load balancers by which the machines of a pool get out: outbound rules, and load-balancing rules with a public frontend for
 * which outbound SNAT is not disabled.
 * Source: Azure Load Balancer, outbound rules; Azure REST API specifications, network 2024-07-01, loadBalancers.
 */
export function exportedBalancers(inventory: Inventory): Pick<Network, 'balancerRules'> {
  const rules = inventory.all('microsoft.network/loadbalancers').flatMap((balancer) => {
    const members = inventory.membersOf(balancer);
    const pools = new Map(members.parts('backendAddressPools').map((pool) => [idOf(pool), endsIn(pool, inventory)]));
    const own = [...members.parts('outboundRules'), ...members.parts('loadBalancingRules').filter((rule) => isWayOut(rule, members))];
    return own.map((rule): BalancerRule => {
      const ends = poolsOf(rule).map((pool) => (pool === undefined ? undefined : pools.get(pool)));
      return {
        name: rule.name(), place: balancer.place,
        ...(ends.length > 0 && ends.every((one) => one !== undefined) && { ends: ends.flat() }),
      };
    });
  });
  return rules.length === 0 ? {} : { balancerRules: rules };
}

function isWayOut(rule: Members, balancer: Members): boolean {
  const frontend = rule.reference('frontendIPConfiguration');
  const all = balancer.parts('frontendIPConfigurations');
  const named = all.filter((one) => typeof frontend === 'string' && idOf(one) === frontend.toLowerCase());
  const isInternal = named.length > 0 && named.every((one) => !one.has('publicIPAddress') && !one.has('publicIPPrefix'));
  return rule.flag('disableOutboundSnat') !== true && !isInternal;
}

function poolsOf(rule: Members): (string | undefined)[] {
  const one = rule.reference('backendAddressPool');
  const ids = [...(one === undefined ? [] : [one]), ...rule.references('backendAddressPools')];
  return ids.map((id) => (isUnknown(id) ? undefined : id.toLowerCase()));
}

/** Where the machines of a pool are; undefined unless each is an interface that is listed. */
function endsIn(pool: Members, inventory: Inventory): InterfaceEnds | undefined {
  const ends = pool.references('backendIPConfigurations').map((id) => {
    const key = isUnknown(id) ? '' : id.toLowerCase().split('/ipconfigurations/')[0]!;
    const nic = inventory.find(key);
    const own = nic === undefined || nic.id.type !== 'microsoft.network/networkinterfaces' ? [] : endsOf(inventory.membersOf(nic));
    return own.length === 0 ? undefined : own;
  });
  return ends.length > 0 && ends.every((one) => one !== undefined) ? ends.flat() : undefined;
}

function endsOf(nic: Members): InterfaceEnds {
  const subnets = nic.parts('ipConfigurations').map((part) => part.reference('subnet'));
  return subnets.every((subnet) => typeof subnet === 'string') ? subnets.map((subnet) => ({ subnet: subnet.toLowerCase() })) : [];
}

function idOf(part: Members): string | undefined {
  const id = part.text('id');
  return typeof id === 'string' ? id.toLowerCase() : undefined;
}
