/**
 * What was read of a network, in Azure's terms: rules, routes and firewalls as they would apply, each with the place it came
 * from. Nothing is judged here.
 *
 * A value that is known only after apply, or that could not be read, is `unknown` with the reason. It is never left out.
 */

import type { BalancerRule } from './balancer-rule';
import type { BareNetwork } from './bare-network';
import type { EndpointPolicy } from './endpoint-policy';
import type { FirewallInstance } from './firewall-instance';
import type { PortInterval } from '../azure/port-sets';
import type { HiddenTexts } from './hidden-texts';
import type { NameEnds, WithOpenNames } from './open-names';
import type { Place } from './place';
import type { PrivateDnsZone } from './private-zone';

export type { Place } from './place';

/** Why a value is not known: the expression, or what is wrong with it. */
export interface Unknown {
  readonly unknown: string;
  /**
   * The one value that it will be: file group, resource and attribute. Two unknown values with the same symbol are equal; of two
   * with different symbols, or without one, nothing is known.
   */
  readonly symbol?: string;
  /** Whether it is a variable, which says nothing of what it is for. */
  readonly isVariable?: boolean;
}

/** A part of a group, a table or a firewall that is there or may be there, and of which nothing is known. */
export interface UnreadPart {
  readonly place: Place;
  readonly why: string;
  /** Whether it is the whole of something that is made elsewhere, which another file may have. */
  readonly isElsewhere?: boolean;
  readonly isAsDeployed?: boolean; // whether the files leave it as it is deployed
}

/** A run of addresses of one family, both ends included. */
export interface AddressInterval {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** One side of a rule, as one of its entries. */
export type AddressTerm =
  /** `*`, `0.0.0.0/0` together with `::/0` is two intervals and not this. */
  | { readonly kind: 'any' }
  | { readonly kind: 'interval'; readonly text: string; readonly interval: AddressInterval }
  /** A service tag as it is written, in any case, known or not. */
  | { readonly kind: 'tag'; readonly tag: string }
  /** Addresses that the configuration does not say: an application security group, an IP group of which nothing was read. */
  | {
    readonly kind: 'opaque'; readonly text: string; readonly why: string;
    /** Id in lower case, of an IP group. */
    readonly id?: string;
    /** Whether the text is an expression, so that equal texts of one configuration are equal values. */
    readonly isExpression?: boolean;
    /** Equal for values that are equal for certain. */
    readonly symbol?: string;
    readonly isOfNetwork?: boolean; // whether they are those of machines in the virtual network, as of an application security group
    readonly isWritten?: boolean; // whether the text stands in the rule in the place of addresses
    readonly isEmptyGroup?: boolean; // whether it is an IP group that has no addresses for certain
    readonly begins?: string; // what the text of an expression begins with, as far as that is known
  };

export type PortTerm = PortInterval | Unknown;

/** Protocols of a security rule; `*` is all of them. */
export type SecurityProtocol = '*' | 'Tcp' | 'Udp' | 'Icmp' | 'Esp' | 'Ah';

export interface SecurityRule {
  readonly name: string;
  readonly place: Place;
  /** One that is not known may be either. */
  readonly direction: 'Inbound' | 'Outbound' | Unknown;
  /** Of rules with an unknown priority the order is not known. */
  readonly priority: number | Unknown;
  readonly access: 'Allow' | 'Deny' | Unknown;
  readonly protocol: SecurityProtocol | Unknown;
  readonly sources: readonly AddressTerm[];
  readonly sourcePorts: readonly PortTerm[];
  readonly destinations: readonly AddressTerm[];
  readonly destinationPorts: readonly PortTerm[];
  /** Why it may be a rule of another group, or of none. */
  readonly uncertain?: string;
  /** What must be true for it to be as it is read. */
  readonly condition?: string;
}

/** A rule of a network manager, before those of groups: `Deny` and `AlwaysAllow` decide, what `Allow` holds goes on to the group. */
export interface AdminRule extends Omit<SecurityRule, 'access' | 'condition'> {
  readonly access: 'Allow' | 'AlwaysAllow' | 'Deny' | Unknown;
  /** `resource group/name` in lower case of the virtual networks that it is in force in for certain. */
  readonly networks: readonly string[];
  /** Why it may be in force in others. */
  readonly elsewhere: string;
  /** The same of those that it is not in force in: its configuration is deployed to other regions. */
  readonly outside?: readonly string[];
  /** Its configuration: rules of several have no order that is known. */
  readonly configuration?: string;
}

export interface NetworkSecurityGroup extends WithOpenNames {
  readonly key: string;
  readonly name: string;
  /** `resource group/name` in lower case, when both are known. */
  readonly path?: string;
  readonly place: Place;
  /** What was taken for known and may be said otherwise: values of variables. */
  readonly conditions?: readonly string[];
  /** Inline and standalone rules, in the order of priority; without the default rules. */
  readonly rules: readonly SecurityRule[];
  /** Why there may be rules that were not read, such as a group that is made elsewhere. */
  readonly incomplete?: string;
  /** Rules that were not read, so that nothing is certain. */
  readonly unread?: readonly UnreadPart[];
  readonly isMadeElsewhere?: boolean;
}

export const NEXT_HOPS = ['VirtualAppliance', 'Internet', 'VnetLocal', 'VirtualNetworkGateway', 'None'] as const;
export type NextHopKind = typeof NEXT_HOPS[number];

export interface Route {
  readonly name: string;
  readonly place: Place;
  /** An address interval that is a CIDR range, or a service tag. */
  readonly prefix: AddressTerm;
  readonly nextHop: NextHopKind | Unknown;
  /** Of an appliance. */
  readonly nextHopAddress?: string | Unknown;
  /** Why it may be a route of another table, or of none. */
  readonly uncertain?: string;
}

export interface RouteTable extends WithOpenNames {
  readonly key: string;
  readonly name: string;
  /** `resource group/name` in lower case, when both are known. */
  readonly path?: string;
  readonly place: Place;
  readonly conditions?: readonly string[];
  readonly routes: readonly Route[];
  readonly refusesLearned?: boolean | Unknown; // routes that gateways and hubs announce
  readonly incomplete?: string;
  readonly unread?: readonly UnreadPart[];
  readonly isMadeElsewhere?: boolean;
}

/** A subnet that is made here, or that an association here names. */
export interface Subnet extends WithOpenNames {
  readonly key: string;
  readonly name: string;
  /** `resource group/virtual network/subnet` in lower case, when all three are known; it is the same for every way to name a subnet. */
  readonly path?: string;
  readonly place: Place;
  readonly conditions?: readonly string[];
  /** Name of its virtual network in lower case, where it is known and the path is not: the resource group has a generated name. */
  readonly networkName?: string;
  /** What the name of that resource group begins and ends with, as far as it is known. */
  readonly resourceGroupEnds?: NameEnds;
  /** Empty when the subnet is made elsewhere. */
  readonly addressPrefixes: readonly AddressTerm[];
  /** Key of its security group; undefined without one, unknown when it is not said which. */
  readonly securityGroup?: string | Unknown;
  readonly routeTable?: string | Unknown;
  readonly natGateway?: string | Unknown;
  /** Whether its NAT gateway has no public address to let traffic out by. */
  readonly isNatWithoutAddress?: boolean | Unknown;
  /** Services that it has an endpoint for: `Microsoft.Storage`. Undefined when it is not known, as of a subnet that is made elsewhere. */
  readonly serviceEndpoints?: readonly string[];
  readonly serviceEndpointPolicies?: readonly EndpointPolicy[];
  /** Address space of its virtual network; empty when that is made elsewhere. */
  readonly networkAddressSpace: readonly AddressTerm[];
  readonly spaceSymbol?: string; // of its value in the files, where an export has the ranges
  readonly peerings?: readonly Peering[]; // of its virtual network, that the files have
  readonly arePeeringsKnown?: boolean; // whether these are all, as of a network that the files make
  readonly peeringsOfOther?: readonly Peering[]; // of the network that this one is compared with
  readonly announcedDefault?: Route; // by a hub of Virtual WAN, perhaps
  readonly announcedPrivate?: readonly Route[]; // by a hub whose private traffic goes to a firewall
  /** DNS servers of its virtual network; empty for the resolver of Azure, undefined when it is not said. */
  readonly dnsServers?: readonly (string | Unknown)[];
  /** Whether Azure gives its machines a public address to go out with when nothing else does; undefined when it is not said. */
  readonly defaultOutboundAccess?: boolean | Unknown;
  /** What filters traffic to its private endpoints: `Disabled`, `NetworkSecurityGroupEnabled`; undefined when the files do not say. */
  readonly privateEndpointPolicies?: string | Unknown;
}

/** A network interface. Traffic has to pass its group and that of its subnet. Source: network security groups, how rules are evaluated. */
export interface NetworkInterface {
  readonly name: string;
  /** `resource group/name` in lower case, when both are known. */
  readonly path?: string;
  readonly place: Place;
  /** Key of its security group; undefined without one, unknown when it is not said which, or whether it has it. */
  readonly securityGroup?: string | Unknown;
  /** Key of each subnet that it is in, with its address there where that is known, and whether it has a public one too. */
  readonly ends: readonly { readonly subnet: string; readonly address?: AddressInterval; readonly isPublic?: boolean }[];
}

/** The side of a peering that one virtual network has. */
export interface Peering {
  readonly name: string;
  readonly place: Place;
  /** `resource group/name` of the other network in lower case, when both are known. */
  readonly remote?: string;
  /** Whether Azure says that both networks have it. */
  readonly isConnected?: boolean;
  /** Address space of the other network; empty when the files do not have it. */
  readonly remoteAddressSpace: readonly AddressTerm[];
  /** `allow_virtual_network_access`: without it, the tag VirtualNetwork does not hold the other network. */
  readonly allowsAccess: boolean | Unknown;
  /** `allow_forwarded_traffic`: whether it takes in what an appliance of the other network passes on. Undefined where nobody says it. */
  readonly allowsForwarded?: boolean | Unknown;
  readonly usesRemoteGateway?: boolean; // the gateway of the other network is this one's
}

/** A DNAT rule: what comes to an address of a firewall goes on to another one, from the firewall. */
export interface DnatRule {
  readonly name: string;
  readonly place: Place;
  /** Where it leads; unknown for a host name. */
  readonly address: string | Unknown;
  readonly port: number | Unknown;
  readonly protocols: readonly ('TCP' | 'UDP')[];
}

export interface ApplicationProtocol {
  readonly type: 'Http' | 'Https' | 'Mssql' | Unknown;
  readonly port: number | Unknown;
}

interface CollectionRule {
  readonly name: string;
  readonly place: Place;
  readonly sources: readonly AddressTerm[];
}

export interface NetworkRule extends CollectionRule {
  readonly kind: 'network';
  /** `Any` is TCP, UDP and ICMP. */
  readonly protocols: readonly ('Any' | 'TCP' | 'UDP' | 'ICMP' | Unknown)[];
  readonly destinations: readonly AddressTerm[];
  readonly hostNames: readonly (string | Unknown)[];
  readonly destinationPorts: readonly PortTerm[];
}

export interface ApplicationRule extends CollectionRule {
  readonly kind: 'application';
  /** Empty in a classic rule with FQDN tags, which have protocols of their own. */
  readonly protocols: readonly ApplicationProtocol[];
  readonly hostNames: readonly (string | Unknown)[];
  readonly urls: readonly (string | Unknown)[];
  readonly fqdnTags: readonly (string | Unknown)[];
  readonly webCategories: readonly (string | Unknown)[];
  /** Addresses that the rule is held to as well; empty for any. */
  readonly destinations: readonly AddressTerm[];
  readonly terminatesTls: boolean;
}

export type FirewallRule = NetworkRule | ApplicationRule;

export interface RuleCollection {
  readonly name: string;
  readonly place: Place;
  readonly kind: 'network' | 'application';
  readonly priority: number | Unknown;
  readonly action: 'Allow' | 'Deny' | Unknown;
  readonly rules: readonly FirewallRule[];
  /** Why it may be a collection of another firewall, or of none. */
  readonly uncertain?: string;
}

export interface RuleCollectionGroup {
  readonly name: string;
  readonly place: Place;
  readonly priority: number | Unknown;
  readonly collections: readonly RuleCollection[];
  /** Why it may be a group of another policy, or of none. */
  readonly uncertain?: string;
}

/** The groups of one firewall policy, without those of its parents. */
export interface FirewallPolicyLevel extends WithOpenNames {
  readonly key: string;
  /** `resource group/name` in lower case, when both are known. */
  readonly path?: string;
  readonly place: Place;
  readonly groups: readonly RuleCollectionGroup[];
  readonly unread?: readonly UnreadPart[];
  /** Whether no file has the policy itself, but perhaps groups of it. */
  readonly isMadeElsewhere?: boolean;
}

/** Addresses that rules of firewalls name as one. */
export interface IpGroup extends WithOpenNames {
  readonly key: string;
  readonly name: string;
  /** `resource group/name` in lower case, when both are known. */
  readonly path?: string;
  readonly place: Place;
  readonly addresses: readonly AddressTerm[];
  readonly isMadeElsewhere?: boolean;
}

/** A firewall policy with its parents, or a firewall with classic rules. */
export interface Firewall extends WithOpenNames {
  readonly key: string;
  readonly name: string;
  /** `resource group/name` in lower case of the policy, or of a firewall without one, when both are known. */
  readonly path?: string;
  readonly place: Place;
  readonly conditions?: readonly string[];
  /** Groups of the policy of all parents first. Classic collections are in one group of each kind. */
  readonly levels: readonly (readonly RuleCollectionGroup[])[];
  /** The policies that the levels are of, for joining what several files say; undefined without a policy. */
  readonly policies?: readonly FirewallPolicyLevel[];
  /** The firewalls that have the policy, for finding it by one of them. */
  readonly instances?: readonly FirewallInstance[];
  /** Private addresses, as far as they are known, which routes lead to. */
  readonly privateAddresses: readonly (string | Unknown)[];
  /** Ranges of the subnets that its private addresses are in, as far as they are known. */
  readonly addressRanges?: readonly AddressInterval[];
  readonly sku?: 'Basic' | 'Standard' | 'Premium' | Unknown;
  readonly dnsProxy?: boolean | Unknown;
  /** Whether the policy or a parent has the certificate that TLS inspection needs; undefined where the files do not say. */
  readonly inspectsTls?: boolean;
  /** Whether network rules pass on the address that traffic comes from to every destination. */
  readonly keepsEverySource?: boolean;
  readonly isWithoutAddress?: boolean; // whether the files give it no public address
  readonly incomplete?: string;
  readonly unread?: readonly UnreadPart[];
  readonly isMadeElsewhere?: boolean;
  /** Whether it has a management IP configuration, which forced tunnelling needs. */
  readonly hasManagementSubnet?: boolean;
}

/** What a plan takes away. */
export interface RemovedResource {
  /** Id in lower case; of an association that of the subnet. */
  readonly id: string;
  /** What an association puts on the subnet. */
  readonly part?: 'securityGroup' | 'routeTable' | 'natGateway';
}

/** What could not be read. */
export interface ReadingProblem {
  readonly place: Place;
  readonly message: string;
  /** Other parts that it is about. */
  readonly others?: readonly Place[];
  /** What it has in common with others of the same resource, and what is said about this one alone. */
  readonly cause?: { readonly text: string; readonly member: string };
  /** Whether it was understood, and Azure refuses it. */
  readonly isRefused?: boolean;
  /** Whether it is about parts that only Terraform evaluates, so that the network may have more than was read. */
  readonly isForTerraform?: boolean;
}

/** Takes what could not be read. */
export type ReportProblem = (place: Place, message: string, more?: Omit<ReadingProblem, 'place' | 'message'>) => void;

export interface Network {
  /** What nothing may show of it; undefined where all may be shown. */
  readonly hidden?: HiddenTexts;
  readonly privateDnsZones?: readonly PrivateDnsZone[]; // and what private endpoints stand for
  /** Private DNS zones whose names are not known, by what their names end with as far as that is known. */
  readonly unknownPrivateZones?: readonly string[];
  readonly privateEndpointSubnets?: readonly string[]; // keys of subnets that private endpoints of the files are in
  /** Network interfaces, with and without groups of their own. */
  readonly interfaces?: readonly NetworkInterface[];
  readonly balancerRules?: readonly BalancerRule[]; // that let machines out
  /** Security groups of network interfaces that the files do not have, which are not evaluated. */
  readonly groupsOfInterfaces?: readonly ReadingProblem[];
  /** Rules of network managers. */
  readonly adminRules?: readonly AdminRule[];
  /** Resources that may make or change any part of the network, and are not read. */
  readonly otherWays?: readonly string[];
  /** Whether networks may be connected in other ways than by peerings: by hubs of Virtual WAN, gateways or a network manager. */
  readonly hasOtherConnections?: boolean;
  /** DNAT rules of firewalls. */
  readonly dnatRules?: readonly DnatRule[];
  readonly subnets: readonly Subnet[];
  readonly bareNetworks?: readonly BareNetwork[];
  readonly securityGroups: ReadonlyMap<string, NetworkSecurityGroup>;
  readonly routeTables: ReadonlyMap<string, RouteTable>;
  readonly firewalls: readonly Firewall[];
  /** IP groups by their keys, for joining what several files say. */
  readonly ipGroups?: ReadonlyMap<string, IpGroup>;
  /** Where modules come from, as their calls say it, by file and address: `plan.json module.network`. */
  readonly moduleSources?: ReadonlyMap<string, string>;
  /** What a plan takes away of what is deployed. */
  readonly removed?: readonly RemovedResource[];
  readonly problems: readonly ReadingProblem[];
}
