import type { BalancerRule, InterfaceEnds } from '../network/balancer-rule';
import type { Network, ReportProblem } from '../network/network';
import { Arguments, isKnown, placeOf } from './arguments';
import { BALANCING_RULE, OUTBOUND_RULE, POOL_ADDRESS, POOL_INTERFACE } from './balancer-types';
import { SCALE_SETS } from './kinds';
import { endsOfInterface } from './network-interfaces';
import type { Resource } from './resource';
import type { ResourceIndex } from './resource-index';
import { Unresolved } from './values';

const POOL = /(^|\.)azurerm_lb_backend_address_pool\./;
const silent: ReportProblem = () => undefined;

/** What is in a pool that the text names; a pool that is not known may be any. */
interface PoolMember {
  readonly pool: string | undefined;
  /** Undefined where it is not known which machines they are. */
  readonly ends: InterfaceEnds | undefined;
}

/**
 * Rules of load balancers by which the machines of a pool may get out.
 * Source: Azure Load Balancer, outbound rules, and source network address translation for outbound connections: a load-balancing rule with
 * a public frontend lets them out too unless outbound SNAT is disabled.
 */
export function balancerRules(resources: readonly Resource[], index: ResourceIndex): Pick<Network, 'balancerRules'> {
  const managed = resources.filter(({ mode }) => mode === 'managed');
  const rules = managed.filter((resource) => resource.type === OUTBOUND_RULE ||
    (resource.type === BALANCING_RULE && isWayOut(resource, index)));
  if (rules.length === 0) {
    return {};
  }
  const members = managed.flatMap((resource) => membersOf(resource, index));
  return { balancerRules: rules.map((resource): BalancerRule => {
    const ends = endsOf(resource, members);
    return { name: Arguments.of(resource, silent).name(), place: placeOf(resource), ...(ends !== undefined && { ends }) };
  }) };
}

/** Whether a load-balancing rule may let machines out: not where it says no, or where its frontends have no public address. */
function isWayOut(resource: Resource, index: ResourceIndex): boolean {
  const args = Arguments.of(resource, silent);
  const balancer = index.byIdOf(args.value('loadbalancer_id'), 'loadBalancer', args.place);
  if (args.flag('disable_outbound_snat') === true || balancer === undefined || !isKnown(balancer) ||
      balancer.resource?.mode !== 'managed') {
    return args.flag('disable_outbound_snat') !== true;
  }
  const owner = Arguments.of(balancer.resource, silent);
  const frontends = owner.blocks('frontend_ip_configuration');
  const named = frontends.filter((one) => one.value('name') === args.value('frontend_ip_configuration_name'));
  return owner.gaps.length > 0 || (named.length > 0 ? named : frontends).some((one) =>
    one.value('public_ip_address_id') !== undefined || one.value('public_ip_prefix_id') !== undefined);
}

/** Where all machines are that a rule is for; undefined where that is not known, or the files say nothing of its pool. */
function endsOf(resource: Resource, members: readonly PoolMember[]): InterfaceEnds | undefined {
  const args = Arguments.of(resource, silent);
  const given = resource.type === OUTBOUND_RULE ? [args.value('backend_address_pool_id')] : args.texts('backend_address_pool_ids');
  const pools = given.map(poolOf);
  const those = members.filter(({ pool }) => pool === undefined || pools.some((one) => one !== undefined && mayBeOne(one, pool)));
  const isFilled = pools.length > 0 && pools.every((pool) => pool !== undefined && those.some((one) => one.pool === pool));
  const ends = those.map((one) => one.ends);
  return isFilled && resource.repeatedBy === undefined && args.gaps.length === 0 && ends.every((one) => one !== undefined)
    ? ends.flat() : undefined;
}

function membersOf(resource: Resource, index: ResourceIndex): PoolMember[] {
  const args = Arguments.of(resource, silent);
  const isOnce = resource.repeatedBy === undefined;
  if (resource.type === POOL_ADDRESS) {
    return [{ pool: poolOf(args.value('backend_address_pool_id')), ends: undefined }];
  }
  if (resource.type === POOL_INTERFACE) {
    const nic = index.byIdOf(args.value('network_interface_id'), 'networkInterface', args.place);
    const owner = nic !== undefined && isKnown(nic) && nic.resource?.mode === 'managed' ? Arguments.of(nic.resource, silent) : undefined;
    const ends = isOnce && owner !== undefined ? allEnds(owner, index) : undefined;
    return [{ pool: poolOf(args.value('backend_address_pool_id')), ends }];
  }
  return !SCALE_SETS.includes(resource.type) ? [] : args.blocks('network_interface').flatMap((nic) =>
    nic.blocks('ip_configuration').flatMap((block) => block.texts('load_balancer_backend_address_pool_ids').map((pool): PoolMember =>
      ({ pool: poolOf(pool), ends: isOnce ? allEnds(nic, index) : undefined }))));
}

/** Where an interface is; undefined unless each of its configurations says it. */
function allEnds(nic: Arguments, index: ResourceIndex): InterfaceEnds | undefined {
  const before = nic.gaps.length;
  const ends = endsOfInterface(nic, index);
  return ends.length > 0 && ends.length === nic.blocks('ip_configuration').length && nic.gaps.length === before ? ends : undefined;
}

/** What names a pool for certain: its id, or the resource that has it. */
function poolOf(value: unknown): string | undefined {
  if (typeof value === 'string') {
    return `id ${value.toLowerCase()}`;
  }
  const target = value instanceof Unresolved ? value.target : undefined;
  return target?.attribute === 'id' && POOL.test(target.address) ? `of ${target.group} ${target.address}` : undefined;
}

/** An id may be that of a resource. */
function mayBeOne(one: string, other: string): boolean {
  return one === other || one.slice(0, 2) !== other.slice(0, 2);
}
