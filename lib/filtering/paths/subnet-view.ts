import { FIREWALL_COMMANDS, giveToo, showCommand } from '../../azure/az-commands';
import { documentedHosts } from '../../catalog/documented-hosts';
import { Direction } from '../../requirements/direction';
import { EndpointKind } from '../../requirements/endpoint';
import { Requirement } from '../../requirements/requirement';
import { RequirementSet } from '../../requirements/requirement-set';
import { Alternatives } from '../../rules/alternatives';
import { HostFacts } from '../host-facts';
import { SeenZones, seenZones } from '../seen-zones';
import { splitUrl } from '../host-patterns';
import {
  AddressInterval, Firewall, Network, NetworkInterface, Route, RouteTable, NetworkSecurityGroup, Subnet, Unknown,
} from '../../network/network';
import { Appliances } from './appliances';
import { intervalOf, knownInterval } from '../../network/address-text';
import { FilterRule } from '../filter-rule';
import { IntervalSet } from '../../network/interval-set';
import { knownRanges } from '../known-addresses';
import { Knowledge } from '../knowledge';
import { RuleDirection } from '../security-group-filters';
import { ruleWithoutGroup } from '../without-group';
import { perhapsBalanced } from './balanced';
import { natDoubt } from './nat-doubt';
import { areAllHeld } from './endpoint-policies';
import { laterSpaceOf } from './later-space';
import { Routes, Way, routesOf } from './next-hops';
import { ServiceEndpoints } from './service-endpoints';
import { MatchContext } from './split';
import { Target } from './target';
import { rangesOf } from '../../network/term-ranges';
import { isUnknown } from '../../network/unknown';

/** At most this many firewalls are named in a line. */
const NAMED = 3;

/** One subnet, as far as the files may not have it. */
export interface SubnetQuery {
  /** Name for messages. */
  readonly name: string;
  /** Id of the subnet, in any case. */
  readonly subnetId: string;
  /** Its address ranges, for when the files do not have them. */
  readonly addressPrefixes: readonly string[];
  /** The address of one machine in it that is meant alone. */
  readonly machine?: string;
  /** Which traffic inside the virtual network is asked for: all of it, address ranges, or none. */
  readonly networkTraffic: 'virtual-network' | 'none' | readonly string[];
  /** What expressions that are asked for are equal to for certain, by their texts; a text that is missing is taken as it is. */
  readonly symbols?: ReadonlyMap<string, string>;
  /** Region that its virtual network is in. */
  readonly region?: string;
  /** Ids of IP groups that hold its addresses, for when the files do not have them. */
  readonly ipGroups?: readonly string[];
  /** Whether it is stated that others than Azure resolve host names for it. */
  readonly hasOtherResolver?: boolean;
  /** Addresses of host names, by their names in lower case. */
  readonly resolved?: ReadonlyMap<string, readonly string[]>;
}

/** What is asked of one subnet. */
export interface SubnetToVerify extends SubnetQuery {
  readonly requirements: RequirementSet;
}

/** One subnet as its traffic sees it: rules on the way out and in, routes, firewalls. */
export class SubnetView {
  public readonly name: string;
  /** All that was read. */
  public readonly whole: Network;
  /** The addresses of the subnet. */
  public readonly own: Target;
  public readonly group: NetworkSecurityGroup | undefined;
  public readonly table: RouteTable | undefined;
  /** Why the group or the table is not known, although there is one. */
  public readonly unknownGroup: Unknown | undefined;
  public readonly unknownTable: Unknown | undefined;
  /** Whether nothing filters that was read: no security group, or one that is not known, and no rules of a network manager. */
  public readonly isUnfiltered: boolean;
  public readonly outbound: readonly FilterRule[];
  public readonly inbound: readonly FilterRule[];
  public readonly routes: Routes;
  public readonly context: MatchContext;
  /** Address ranges that are known to be of the virtual network, or of one that it is peered with. */
  public readonly network: IntervalSet;
  /** The address space of the virtual network, as far as it is known. */
  public readonly space: IntervalSet;
  /**
   * Why nothing that the routes lead to the Internet gets there: Azure gives the machines no public address, and no NAT gateway has one.
   */
  public readonly whyNoWayOut: string | undefined;
  /** What may let machines of the subnet out nevertheless: rules of load balancers whose pools may have them. */
  public readonly perhapsOut: string | undefined;
  /** What may learn a route to everywhere for the subnet; undefined where nothing in the files does. */
  private readonly gateway: string | undefined;
  /** The firewalls that routes of the subnet lead to, as far as their rules were read. */
  public readonly firewalls: readonly Firewall[];
  /** The private DNS zones of the files, as its resolver sees them. */
  public readonly zones: SeenZones;
  private readonly ofIpv4: Target;
  private readonly ofIpv6: Target;
  private readonly endpoints: ServiceEndpoints;
  private readonly fromHere = new Map<Firewall, FilterRule[]>();
  /** Whether machines have public addresses of their own. */
  public readonly hasPublicMachines: boolean;

  constructor(
    public readonly asked: SubnetQuery, public readonly subnet: Subnet, network: Network, public readonly appliances: Appliances,
    knowledge: Knowledge,
    requirements: readonly Requirement[] = [], isTraced = false,
  ) {
    this.name = asked.name;
    this.whole = network;
    const ranges = rangesOf(subnet.addressPrefixes);
    const own = asked.machine !== undefined ? IntervalSet.of([intervalOf(asked.machine)])
      : !ranges.isEmpty ? ranges : IntervalSet.of(asked.addressPrefixes.map(intervalOf));
    this.own = own.isEmpty ? { kind: 'own' } : { kind: 'addresses', set: own, side: 'network' };
    this.ofIpv4 = onlyOf(this.own, IntervalSet.IPV4);
    this.ofIpv6 = onlyOf(this.own, IntervalSet.IPV6);
    const stated = typeof asked.networkTraffic === 'string' ? [] : knownRanges(asked.networkTraffic).intervals;
    this.space = rangesOf(subnet.networkAddressSpace);
    const peered = (subnet.peerings ?? []).filter(({ allowsAccess }) => allowsAccess === true)
      .flatMap(({ remoteAddressSpace }) => rangesOf(remoteAddressSpace).intervals);
    this.network = IntervalSet.of([...this.space.intervals, ...peered, ...own.intervals, ...stated]);
    const [group, unknownGroup] = found(subnet.securityGroup, network.securityGroups);
    const [table, unknownTable] = found(subnet.routeTable, network.routeTables);
    this.group = group;
    this.unknownGroup = unknownGroup;
    this.table = table;
    this.unknownTable = unknownTable;
    this.outbound = this.listOf('Outbound');
    this.inbound = this.listOf('Inbound');
    this.isUnfiltered = group === undefined && (unknownGroup !== undefined || (this.outbound.length === 0 && this.inbound.length === 0));
    const hops = routesOf(table, subnet).map(({ nextHopAddress }) => appliances.at(nextHopAddress));
    this.firewalls = [...new Set(hops)].filter((one) => one !== undefined);
    // compute with public addresses of its own, or the machine that is asked for
    const isGivenAddress = requirements.some(({ nextHopInternet }) => nextHopInternet) ||
      this.publicInterfaces.some(({ ends }) => ends.some(({ address }) => address !== undefined && isMachine(asked, address)));
    const gatewayDoubt = natDoubt(subnet);
    this.hasPublicMachines = isGivenAddress || this.publicInterfaces.length > 0;
    this.whyNoWayOut = subnet.defaultOutboundAccess !== false || isGivenAddress ? undefined
      : subnet.natGateway === undefined ? 'the subnet has neither default outbound access nor a NAT gateway'
      : subnet.isNatWithoutAddress === true ? 'the subnet has no default outbound access, and its NAT gateway has no public address'
      : gatewayDoubt === undefined ? undefined : 'the subnet has no default outbound access';
    this.perhapsOut = this.whyNoWayOut === undefined ? undefined
      : gatewayDoubt ?? perhapsBalanced(network.balancerRules ?? [], subnet, asked.machine);
    this.routes = new Routes(this.table, this.network, [...this.space.intervals, ...peered], knowledge, subnet);
    this.gateway = table?.refusesLearned === true ? undefined : gatewayOf(subnet, network);
    this.zones = seenZones(subnet, network, asked.hasOtherResolver === true);
    this.endpoints = new ServiceEndpoints(
      subnet.serviceEndpoints ?? [], asked.region, knowledge.cloud, areAllHeld(subnet, this.zones, network, asked.resolved),
    );
    const laterSpace = laterSpaceOf(subnet, network);
    this.context = {
      knowledge, canWidenTo: (target) => this.routes.mayHold(target), fqdnTags: [], isTraced,
      hosts: hostFacts(
        requirements, this.zones, network, asked.resolved ?? new Map<string, readonly string[]>(), documentedHosts(knowledge.cloud),
      ),
      ...(asked.symbols !== undefined && { symbols: asked.symbols }), ...(laterSpace !== undefined && { laterSpace }),
    };
  }

  /** What filters traffic in the files, for messages. */
  public get filteredBy(): string {
    return this.group === undefined ? 'network manager' : `security group ${this.group.name}`;
  }

  /** The rules for traffic of one direction. */
  public rulesIn(direction: Direction): readonly FilterRule[] {
    return direction === Direction.INBOUND ? this.inbound : this.outbound;
  }

  /** Rules of network managers, then those of the security group; without one, nothing is denied after them. */
  private listOf(direction: RuleDirection): readonly FilterRule[] {
    const { group, unknownGroup, subnet, appliances: { lists } } = this;
    const before = lists.ofManagers.of(subnet, direction);
    // Rules of one direction leave the other one open.
    const hasBefore = before.length > 0 || lists.ofManagers.of(subnet, direction === 'Inbound' ? 'Outbound' : 'Inbound').length > 0;
    const own = group !== undefined ? lists.ofGroup(group, direction) : hasBefore && unknownGroup === undefined ? [NO_GROUP] : [];
    return before.length === 0 ? own : [...before, ...own];
  }

  /** The addresses of the subnet that can talk with a target: IPv4 does not talk with IPv6, and names are looked at for IPv4. */
  public ownFor(target: Target): Target {
    return target.kind === 'addresses' && target.set.isIn(IntervalSet.IPV6) ? this.ofIpv6 : this.ofIpv4;
  }

  /** Service tags whose traffic goes by service endpoints, and whether it is known that all of it does. */
  public get endpointTags(): ServiceEndpoints['taken'] {
    return this.endpoints.taken;
  }

  /** Where a target goes: by a service endpoint, or as the routes say. */
  public waysOf(target: Target): Way[] {
    return this.endpoints.of(target, this.routes.of(target));
  }

  /** Addresses that are known only after apply, by the text of their expression, with what is known of them. */
  public laterAddress(text: string, symbol = this.asked.symbols?.get(text), side?: 'network'): Target {
    const within = symbol === undefined ? undefined : this.appliances.rangesOf({ unknown: text, symbol });
    return { kind: 'unknown', text, ...(side !== undefined && { side }), ...(within !== undefined && { within }) };
  }

  /** Whether a route leads to an address of the subnet itself. What is there sends the traffic on by the same route. */
  public isAt(route: Route | undefined): boolean {
    const address = route?.nextHopAddress;
    const interval = address === undefined || isUnknown(address) ? undefined : knownInterval(address);
    const at = interval !== undefined ? IntervalSet.of([interval])
      : address !== undefined && isUnknown(address) ? this.appliances.rangesOf(address) : undefined;
    return at !== undefined && this.own.kind === 'addresses' && at.isIn(this.own.set);
  }

  /** The firewall that a route leads to, if its rules were read. */
  public firewallAt(route: Route | undefined): Firewall | undefined {
    return this.appliances.at(route?.nextHopAddress);
  }

  /** What must be true for the firewall that a route leads to to be the one that is taken for it. */
  public conditionAt(route: Route | undefined): string | undefined {
    return this.appliances.conditionAt(route?.nextHopAddress);
  }

  /** What must be true for answers to come back from a firewall of a network that this one is peered with. */
  public peeringCondition({ name, addressRanges = [], privateAddresses }: Firewall): string | undefined {
    const at = IntervalSet.of([...addressRanges, ...privateAddresses.flatMap((one) => (isUnknown(one) ? [] : knownInterval(one) ?? []))]);
    const peering = at.isEmpty || at.overlaps(this.space) ? undefined
      : (this.subnet.peerings ?? []).find(({ remoteAddressSpace }) => rangesOf(remoteAddressSpace).overlaps(at));
    if (peering === undefined || peering.allowsForwarded === true || peering.allowsForwarded === undefined) {
      return undefined;
    }
    return isUnknown(peering.allowsForwarded) ? `the peering ${peering.name} allows traffic that the firewall ${name} forwards`
      : `answers that the firewall ${name} forwards come in by the peering ${peering.name}, which does not allow forwarded traffic`;
  }

  /**
   * What must be true for the machines of the subnet to reach the Internet.
   *
   * @param isBySystem whether the route is that of the system, which a learned one goes before
   */
  public wayOutConditions(isBySystem: boolean): string[] {
    const learned = isBySystem && this.gateway !== undefined ? [this.context.knowledge.conditions.note(
      `${this.gateway} learns no route for 0.0.0.0/0`, 'gateways learn no route for 0.0.0.0/0', this.gateway,
    )] : [];
    return [...learned, ...this.publicAddressConditions, ...this.defaultAccessConditions];
  }

  /** Network interfaces of the files in the subnet that have public addresses. */
  private get publicInterfaces(): readonly NetworkInterface[] {
    const { subnet: { key, path }, whole: { interfaces = [] } } = this;
    return interfaces.map((one) => ({
      ...one, ends: one.ends.filter(({ subnet, isPublic = false }) => isPublic && (subnet === key || subnet === path)),
    })).filter(({ ends }) => ends.length > 0);
  }

  /** What must be true for nothing to get out of a subnet without a way out. */
  public get noWayOutCondition(): string {
    const names = this.publicInterfaces.map(({ name }) => name);
    return names.length === 0 ? 'no load balancer or public address gives the machines of the subnet a way out'
      : `what is asked for has none of the network interfaces with public addresses (${names.join(', ')}), and no load balancer`;
  }

  private get defaultAccessConditions(): string[] {
    const { defaultOutboundAccess: access, natGateway } = this.subnet;
    return access === undefined || !isUnknown(access) || typeof natGateway === 'string' ? []
      : [`the subnet has default outbound access, which is not known: ${access.unknown}`];
  }

  private get publicAddressConditions(): string[] {
    const { isNatWithoutAddress: isBare = false } = this.subnet;
    return isBare === false ? []
      : isUnknown(isBare) ? [`the NAT gateway of the subnet has a public address: ${isBare.unknown}`]
      : ['the NAT gateway of the subnet has a public address, or leaves default outbound access on: the files give it none'];
  }

  /** Why it is not known what an appliance that a route leads to does. */
  public whyUnread(route: Route | undefined): string {
    const all = this.appliances.allAt(route?.nextHopAddress);
    if (all.length < 2) {
      return 'the rules of this appliance were not read';
    }
    // An estate may have hundreds of hubs with the same addresses.
    const names = all.slice(0, NAMED).map(({ name, place }) => `${name} (${place.resource})`).join(', ');
    return `several firewalls have this address: ${names}${all.length > NAMED ? ` and ${all.length - NAMED} more` : ''}`;
  }

  /** What to do when it is not known what an appliance that a route leads to does. */
  public remedyUnread(route: Route | undefined): string {
    return this.appliances.allAt(route?.nextHopAddress).length > 1 ? 'Give each firewall an address of its own.'
      : `Also give the files or an export of the firewall that has this address: ${FIREWALL_COMMANDS}`;
  }

  /** The rules of a firewall that may hold traffic of this subnet. */
  public rulesOf(firewall: Firewall): readonly FilterRule[] {
    let rules = this.fromHere.get(firewall);
    if (rules === undefined) {
      rules = this.appliances.rulesFrom(firewall, this.own, this.context).map((rule) => this.fromGroup(rule));
      this.fromHere.set(firewall, rules);
    }
    return rules;
  }

  /** A rule for an IP group that is stated to hold the subnet is one for the subnet. */
  private fromGroup(rule: FilterRule): FilterRule {
    const group = rule.source.opaque.find(({ id }) => this.asked.ipGroups?.some((one) => one.toLowerCase() === id));
    return group === undefined ? rule : { ...rule, source: { ...rule.source, isAny: true }, condition:
      [rule.condition, `the IP group ${group.text} has the addresses of the subnet`].filter((one) => one !== undefined).join(', and ') };
  }
}

function isMachine({ machine }: SubnetQuery, address: AddressInterval): boolean {
  return machine !== undefined && IntervalSet.of([intervalOf(machine)]).isIn(IntervalSet.of([address]));
}

/** The gateway that a subnet learns routes from. Source: user-defined routes overview, border gateway protocol. */
function gatewayOf({ path, peerings = [] }: Subnet, { subnets }: Network): string | undefined {
  const own = path?.split('/').slice(0, 2).join('/');
  const has = (name: string): boolean => own !== undefined && subnets.some((one) => one.path === `${own}/${name}`);
  const remote = peerings.find(({ usesRemoteGateway }) => usesRemoteGateway);
  // Source: Azure Route Server overview: it puts the routes that appliances announce into the machines of the network.
  const who = has('gatewaysubnet') ? 'the gateway' : has('routeserversubnet') ? 'the route server' : undefined;
  return who !== undefined ? `${who} of the virtual network ${own!.slice(own!.indexOf('/') + 1)}`
    : remote === undefined ? undefined : `the gateway behind the peering ${remote.name}`;
}

/** The addresses of one family; all, where there are none of it. */
function onlyOf(own: Target, family: IntervalSet): Target {
  const set = own.kind === 'addresses' ? own.set.and(family) : IntervalSet.NONE;
  return own.kind !== 'addresses' || set.isEmpty ? own : { ...own, set };
}

/** The rule at the end of the rules of network managers, where a subnet has no security group. */
const NO_GROUP = ruleWithoutGroup('no security group');

/** What requirements say of where a subnet is and who resolves names for it. */
export function statedPlace({ region, _nameResolution: resolution }: RequirementSet): Pick<SubnetQuery, 'region' | 'hasOtherResolver'> {
  return { region, ...(resolution !== undefined && resolution._servers.length > 0 && { hasOtherResolver: true }) };
}

/** A subnet whose requirements are to be met. */
export class VerifiedSubnet extends SubnetView {
  public readonly requirements: RequirementSet;

  constructor(asked: SubnetToVerify, subnet: Subnet, network: Network, appliances: Appliances, knowledge: Knowledge) {
    super({ ...statedPlace(asked.requirements), ...asked }, subnet, network, appliances, knowledge, asked.requirements.all);
    this.requirements = asked.requirements;
  }
}

/** What requirements, files and the user say of host names. */
function hostFacts(
  requirements: readonly Requirement[], zones: SeenZones, { unknownPrivateZones = [] }: Network,
  resolved: ReadonlyMap<string, readonly string[]>, listed: ReadonlyMap<string, readonly string[]>,
): HostFacts {
  const tags = new Alternatives(requirements, false);
  const isName = ({ endpoint: { kind } }: Requirement): boolean => kind === EndpointKind.FQDN || kind === EndpointKind.URL;
  const documented = requirements.filter((one) => isName(one) && one.citation !== undefined);
  const tagsOf = (host: Requirement): string[] =>
    host.ports._all.flatMap((port) => tags.tagsFor(host, port).map(({ endpoint }) => endpoint.value));
  return new HostFacts(
    new Map(documented.map((one) => [splitUrl(one.endpoint.value).host.toLowerCase(), [...new Set(tagsOf(one))]])), zones,
    new Map([...resolved].map(([host, addresses]) => [host.toLowerCase(), IntervalSet.of(addresses.map(intervalOf))])), unknownPrivateZones,
    listed,
  );
}

/** What a key stands for, or why that is not known; nothing for no key. */
export function found<T>(key: string | Unknown | undefined, all: ReadonlyMap<string, T>): [T | undefined, Unknown | undefined] {
  if (key === undefined || isUnknown(key)) {
    return [undefined, key];
  }
  const one = all.get(key);
  return one === undefined ? [undefined, { unknown: `${key} is not in the files${giveToo(showCommand(key))}` }] : [one, undefined];
}
