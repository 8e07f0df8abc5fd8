import { addTo } from '../azure/groups';
import type { AddressTerm, Peering, ReportProblem, Subnet } from '../network/network';
import { addressTerms, opaque } from './address-terms';
import { Arguments, placeOf, isKnown } from './arguments';
import { described } from '../network/fields';
import { HubConnections } from './hub-connections';
import { isMade, possibleById } from './possible-owners';
import { areTwo } from './rival-associations';
import { ResourceIndex, ResourceEntry } from './resource-index';
import type { Resource } from './resource';
import { Unresolved } from './values';

/** What a subnet has of its virtual network. */
export type OfNetwork = Pick<
  Subnet, 'networkAddressSpace' | 'peerings' | 'arePeeringsKnown' | 'dnsServers' | 'announcedDefault' | 'announcedPrivate'
>;

const PEERING = 'azurerm_virtual_network_peering';
const DNS_SERVERS = 'azurerm_virtual_network_dns_servers';

interface PeeringSide {
  readonly resource: Resource;
  readonly from: string;
  readonly to: ResourceEntry | undefined;
}

/** Reads address spaces, peerings and DNS servers of virtual networks. Source: azurerm 4.55. */
export class VirtualNetworks {
  private readonly spaces = new Map<string, AddressTerm[]>();
  private readonly sides = new Map<string, PeeringSide[]>();
  /** Whether the network of one is not known, or how many there are. */
  private hasUnknownPeerings = false;
  private readonly hubs: HubConnections;
  private readonly servers = new Map<string, Pick<Subnet, 'dnsServers'>>();

  constructor(private readonly resourceIndex: ResourceIndex, private readonly report: ReportProblem, resources: readonly Resource[]) {
    this.hubs = new HubConnections(resourceIndex, report, resources);
    const managed = resources.filter(({ mode, repeatedBy }) => mode === 'managed' && repeatedBy === undefined);
    this.hasUnknownPeerings = resources.some(({ type, repeatedBy }) => repeatedBy !== undefined && type === PEERING);
    managed.filter(({ type }) => type === PEERING).forEach((resource) => this.addPeering(resource));
    managed.filter(({ type }) => type === 'azurerm_virtual_network').forEach((resource) =>
      this.addServers(resource, resourceIndex.entryOf(resource)));
    resources.filter(({ type, mode }) => type === DNS_SERVERS && mode === 'managed').forEach((resource) => this.addOwnServers(resource));
  }

  /** Servers by a resource of their own. Where it is not known of which network they are, those of any that it may be are not known. */
  private addOwnServers(resource: Resource): void {
    const args = Arguments.of(resource, this.report);
    const id = args.value('virtual_network_id');
    const found = this.resourceIndex.byIdOf(id, 'virtualNetwork', args.place);
    const network = found !== undefined && isKnown(found) ? found : undefined;
    const { repeatedBy } = resource;
    const possible = network !== undefined && network.elsewhere === undefined ? []
      : possibleById(this.resourceIndex, id, 'virtualNetwork', network).filter((one) => !areTwo(isMade(one) ? undefined : one, network));
    for (const { key } of repeatedBy === undefined || network === undefined ? possible : [network, ...possible]) {
      const why = repeatedBy === undefined
        ? `${args.place.resource} may be for this virtual network: virtual_network_id is ${described(id)}`
        : `${args.place.resource} is made with ${repeatedBy}, which cannot be evaluated here`;
      this.servers.set(key, { dnsServers: [{ unknown: why }] });
    }
    if (network !== undefined && repeatedBy === undefined) {
      this.addServers(resource, network);
    }
  }

  /** What subnets of a network have of it. */
  public of(network: ResourceEntry): OfNetwork {
    const sides = this.sides.get(network.key) ?? [];
    const { resource } = network;
    const announced = this.hubs.routeTo(network.key);
    const announcedPrivate = this.hubs.privateRoutesTo(network.key);
    const areAllKnown = !this.hasUnknownPeerings && resource?.mode === 'managed' && resource.givenTo === undefined;
    return {
      ...(areAllKnown && { arePeeringsKnown: true }),
      networkAddressSpace: this.spaceOf(network), ...(sides.length > 0 && { peerings: sides.map((side) => this.peering(side)) }),
      ...this.servers.get(network.key), ...(announced !== undefined && { announcedDefault: announced }),
      ...(announcedPrivate.length > 0 && { announcedPrivate }),
    };
  }

  private spaceOf({ key, resource, foundBy }: ResourceEntry): AddressTerm[] {
    const known = this.spaces.get(key);
    if (known !== undefined || (resource ?? foundBy) === undefined) {
      return known ?? [];
    }
    const space = resource === undefined ? this.foundSpace(foundBy!) : this.terms(Arguments.of(resource, this.report));
    this.spaces.set(key, space);
    return space;
  }

  /** What a data source finds only Terraform knows, or a plan. What names it elsewhere has the same symbol. */
  private foundSpace(data: Resource): AddressTerm[] {
    const args = Arguments.of(data, this.report);
    const { address, group } = data;
    return args.value('address_space') !== undefined ? this.terms(args)
      : [opaque(new Unresolved(`${address}.address_space`, `${group} ${address}.address_space`))];
  }

  private terms(args: Arguments): AddressTerm[] {
    return addressTerms(args, 'address_space', args.texts('address_space'), 'addresses');
  }

  private addPeering(resource: Resource): void {
    const args = Arguments.of(resource, this.report);
    const names = [resource.values['resource_group_name'], resource.values['virtual_network_name']];
    const network = this.resourceIndex.byNames(names, 'virtualNetwork', resource.group, args.place, {
      provider: resource.provider, subscription: resource.subscription, written: resource.written?.('virtual_network_name'),
    });
    const remote = this.resourceIndex.byIdOf(args.value('remote_virtual_network_id'), 'virtualNetwork', args.place);
    this.hasUnknownPeerings ||= !isKnown(network) ||
      (network.resource === undefined && names.some((name) => typeof name !== 'string')); // perhaps of one that is made here
    if (isKnown(network)) {
      const to = remote !== undefined && isKnown(remote) ? remote : undefined;
      addTo(this.sides, network.key, { resource, from: network.key, to });
    }
  }

  /** A peering carries traffic when both networks have one. Only a part of the other network may be peered. */
  private peering({ resource, from, to }: PeeringSide): Peering {
    const args = Arguments.of(resource, this.report);
    const isWhole = (args.flag('peer_complete_virtual_networks_enabled') ?? true) === true;
    const isForIpv6 = args.flag('only_ipv6_peering_enabled') === true;
    const isMadeHere = to?.resource !== undefined;
    const back = isMadeHere ? (this.sides.get(to.key) ?? []).find((other) => other.to?.key === from) : undefined;
    const allows = args.flag('allow_virtual_network_access') ?? true;
    const allowsBack = back === undefined ? true
      : Arguments.of(back.resource, this.report).flag('allow_virtual_network_access') ?? true;
    this.checkGateways(args, from, back);
    const whyNot = isMadeHere && back === undefined
      ? `${to.place.resource} has no peering back, without which this one carries nothing`
      : allowsBack === true ? undefined
      : `whether ${placeOf(back!.resource).resource} lets in what comes from here depends on its groups: ` +
        (allowsBack === false ? 'it does not allow access' : allowsBack.unknown);
    return {
      name: args.name(), place: args.place, ...(to?.path !== undefined && { remote: to.path.join('/') }),
      remoteAddressSpace: isMadeHere && isWhole ? this.spaceOf(to).filter((term) => !isForIpv6 || isOfIpv6(term)) : [],
      allowsAccess: whyNot === undefined || allows === false ? allows : { unknown: whyNot },
      allowsForwarded: args.flag('allow_forwarded_traffic') ?? false,
      ...(args.flag('use_remote_gateways') === true && { usesRemoteGateway: true }),
    };
  }

  /** Source: Azure, configure VPN gateway transit for virtual network peering; azurerm 4.55, use_remote_gateways. */
  private checkGateways(args: Arguments, from: string, back: PeeringSide | undefined): void {
    const uses = (one: Arguments): boolean => one.flag('use_remote_gateways') === true;
    if (!uses(args)) {
      return;
    }
    const other = (this.sides.get(from) ?? []).map(({ resource }) => Arguments.of(resource, () => undefined))
      .find((one) => uses(one) && one.place.resource < args.place.resource);
    if (back !== undefined && (Arguments.of(back.resource, () => undefined).flag('allow_gateway_transit') ?? false) === false) {
      args.problem('use_remote_gateways', `the peering back, ${placeOf(back.resource).resource}, does not offer its gateway, so Azure ` +
        'refuses this one; write allow_gateway_transit = true there', { isRefused: true });
    }
    if (other !== undefined) {
      args.problem('use_remote_gateways', `${other.place.resource} has it too, and Azure takes it on one peering of a network; leave it ` +
        'out here or there', { isRefused: true });
    }
  }

  private addServers(resource: Resource, { key }: ResourceEntry): void {
    const args = Arguments.of(resource, this.report);
    const isGiven = args.value('dns_servers') !== undefined;
    const isOwn = resource.type !== 'azurerm_virtual_network';
    if (!isGiven && !isOwn) {
      return;
    }
    const dnsServers = args.texts('dns_servers').map((one) => (one instanceof Unresolved ? one.unknown : one));
    if (isOwn && (this.servers.get(key)?.dnsServers ?? []).length > 0 && resource.isConfigured('dns_servers') !== undefined) {
      args.problem('dns_servers', 'the virtual network names DNS servers too; they overwrite each other, so write them in one place');
    }
    this.servers.set(key, { dnsServers });
  }
}

function isOfIpv6(term: AddressTerm): boolean {
  return term.kind === 'interval' && term.interval.family === 6;
}
