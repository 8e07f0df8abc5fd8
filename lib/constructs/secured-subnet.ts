import { Construct } from 'constructs';
import { parseAddressRange } from '../azure/addresses';
import { InputError } from '../azure/errors';
import { checkRangesOfNetwork, checkSubnetInSpace, rangesHold } from '../azure/network-ranges';
import { isReference } from '../azure/references';
import { parseResourceId } from '../azure/resource-ids';
import { withFirewallProxy } from '../catalog/name-resolution';
import { Direction } from '../requirements/direction';
import { RequirementSet } from '../requirements/requirement-set';
import { Substitution, UnexpressedRequirement } from '../rules/expression';
import { NatExpression, natEgress } from '../rules/nat-egress';
import { RuleAccess } from '../rules/rule-access';
import { leadsElsewhere } from '../rules/routes';
import { advise, adviseExpression } from './annotate';
import { aboutPart, atPath } from './at-path';
import { EgressRouteTable, EgressRouteTableOptions } from './egress-route-table';
import { FirewallPolicyRules, FirewallPolicyRulesOptions } from './firewall-policy-rules';
import { FirewallRuleCollections, FirewallRuleCollectionsOptions } from './firewall-rule-collections';
import { NatEgress } from './nat-egress';
import { DefaultRoute } from './network-settings';
import { SecurityGroup, SecurityGroupOptions } from './security-group';
import { SECURED, SecuredFacts } from './verified-constructs';

/** Properties of `SecuredSubnet`. */
export interface SecuredSubnetProps {
  /** The requirements of the compute in the subnet. */
  readonly requirements: RequirementSet;

  /** Id of the subnet, or a reference to it. */
  readonly subnetId: string;

  /**
   * Address ranges of the subnet. They are the sources of firewall rules that name no others.
   * @default - not known; firewall rules have to name their sources
   */
  readonly subnetAddressPrefixes?: string[];

  /** The network security group of the subnet. */
  readonly securityGroup: SecurityGroupOptions;

  /**
   * The route table of the subnet.
   * @default - no route table
   */
  readonly routeTable?: EgressRouteTableOptions;

  /**
   * Rules of a firewall policy for the subnet.
   * @default - none
   */
  readonly firewallPolicyRules?: FirewallPolicyRulesOptions;

  /**
   * Classic firewall rules for the subnet.
   * @default - none
   */
  readonly firewallRuleCollections?: FirewallRuleCollectionsOptions;

  /**
   * The NAT gateway that the subnet goes out through instead of a firewall; the subnet is associated with it. One serves
   * several subnets of a virtual network.
   * @default - none
   */
  readonly natGateway?: NatEgress;
}

/** All that a requirement set needs for one subnet: security group, routes, firewall rules, and the associations. */
export class SecuredSubnet extends Construct {
  /** The network security group. */
  public readonly securityGroup: SecurityGroup;
  /** The route table, when there is one. */
  public readonly routeTable?: EgressRouteTable;
  /** The rules of a firewall policy, when there are any. */
  public readonly firewallPolicyRules?: FirewallPolicyRules;
  /** The classic firewall rules, when there are any. */
  public readonly firewallRuleCollections?: FirewallRuleCollections;
  /** The NAT gateway, when there is one. */
  public readonly natGateway?: NatEgress;

  /** What the NAT gateway does not filter or carry, when it is the way out. */
  private readonly nat: NatExpression;

  /**
   * @throws when arguments contradict each other or a limit of Azure is met
   */
  constructor(scope: Construct, id: string, props: SecuredSubnetProps) {
    super(scope, id);
    const { subnetId, subnetAddressPrefixes } = props;
    atPath(this, () => {
      parseResourceId('subnetId', subnetId, 'Microsoft.Network/virtualNetworks/subnets');
      checkRangesOfNetwork('subnetAddressPrefixes', subnetAddressPrefixes ?? []);
      checkSubnetInSpace('subnetAddressPrefixes', subnetAddressPrefixes ?? [], props.securityGroup.intraNetworkTraffic?._addressSpace);
      if (props.firewallPolicyRules !== undefined && props.firewallRuleCollections !== undefined) {
        throw new InputError('firewallPolicyRules and firewallRuleCollections: a firewall has a policy or classic rules, not both');
      }
    });
    const requirements = atPath(this, () => resolvedRequirements(props));
    const dualStack = (subnetAddressPrefixes ?? []).some(isIpv6);
    let part = 'securityGroup';
    try {
      this.securityGroup = new SecurityGroup(this, 'SecurityGroup', { ...props.securityGroup, requirements });
      this.securityGroup.associate('Secured', subnetId);
      if (props.routeTable !== undefined) {
        part = 'routeTable';
        this.routeTable = new EgressRouteTable(this, 'RouteTable', { dualStack, ...withNatGateway(props.routeTable, props.natGateway), requirements });
        this.routeTable.associate('Secured', subnetId);
      }
      if (props.firewallPolicyRules !== undefined) {
        part = 'firewallPolicyRules';
        this.firewallPolicyRules = new FirewallPolicyRules(this, 'FirewallPolicyRules', { ...withSources(props.firewallPolicyRules, subnetAddressPrefixes), requirements });
      }
      if (props.firewallRuleCollections !== undefined) {
        part = 'firewallRuleCollections';
        this.firewallRuleCollections = new FirewallRuleCollections(this, 'FirewallRuleCollections', { ...withSources(props.firewallRuleCollections, subnetAddressPrefixes), requirements });
      }
      if (props.natGateway !== undefined) {
        part = 'natGateway';
        this.natGateway = props.natGateway;
        atPath(this, () => this.checkNatGateway());
        this.natGateway._associate(this, 'NatGateway', 'subnetId', subnetId);
      }
    } catch (error) {
      throw aboutPart(part, error);
    }
    this.nat = this.goesOutByNatGateway(props) ? natEgress(requirements) : { unexpressed: [], substitutions: [] };
    if (this.natGateway?._requirements !== requirements) { // else the gateway has said it
      adviseExpression(this, this.nat.unexpressed, this.nat.substitutions);
    }
    this.adviseRoute(props);
    this.adviseIpv6(dualStack);
    this.adviseNameResolution(props, requirements);
    SECURED.set(this, { ...factsOf(props), requirements });
  }

  /**
   * Requirements that the security group, the firewall or the NAT gateway does not carry or filter; all of them are on the
   * way of outbound traffic.
   */
  public get unexpressed(): UnexpressedRequirement[] {
    return [this.securityGroup, ...this.firewalls, this.nat].flatMap((part) => part.unexpressed);
  }

  /** Requirements that a part of this carries in another form than documented. */
  public get substitutions(): Substitution[] {
    return [this.securityGroup, ...this.firewalls, this.nat].flatMap((part) => part.substitutions);
  }

  private get firewalls(): (FirewallPolicyRules | FirewallRuleCollections)[] {
    return [this.firewallPolicyRules, this.firewallRuleCollections].filter((part) => part !== undefined);
  }

  /** Without a route for IPv6, what the group opens to the Internet goes past a firewall. */
  private adviseIpv6(dualStack: boolean): void {
    const isOpen = this.securityGroup.substitutions.some(({ isWider }) => isWider);
    if (dualStack && isOpen && this.routeTable === undefined) {
      advise(this, 'warning', 'dual-stack-past-firewall', 'the subnet has IPv6 addresses, and the security group opens ports to the Internet for host names. Azure Firewall ' +
        'filters IPv4 only, so IPv6 traffic to these ports goes past it unless the route table of the subnet drops ::/0.');
    }
  }

  /** A group that closes outbound traffic leaves the way to the resolver open only where it is known which one that is. */
  private adviseNameResolution({ securityGroup }: SecuredSubnetProps, { _nameResolution: stated }: RequirementSet): void {
    if (stated === undefined && securityGroup.denyOtherOutbound !== false) {
      advise(this, 'info', 'name-resolution', 'host names are taken to be resolved by Azure (168.63.129.16), which the security group does not filter. If the virtual network ' +
        'has DNS servers of its own, state them with nameResolution, and the group opens port 53 to them.');
    }
  }

  private goesOutByNatGateway({ natGateway: gateway, routeTable }: SecuredSubnetProps): boolean {
    const isStated = gateway !== undefined || (routeTable !== undefined && routeTable.defaultRoute._isExplicit && routeTable.defaultRoute._firewall === undefined);
    return isStated && !leadsElsewhere(this.routeTable?.routes ?? []);
  }

  /** Routes that hold 0.0.0.0/0 go before a NAT gateway, which then has only the routes with the next hop Internet. Source: default outbound access, ms.date 2026-01-30. */
  private checkNatGateway(): void {
    const table = this.routeTable?.routes ?? [];
    if (!leadsElsewhere(table)) {
      return;
    }
    const others = table.filter(({ nextHopType }) => nextHopType === 'Internet');
    if (others.length === 0) {
      throw new InputError({
        argument: 'natGateway',
        problem: 'the route table leads 0.0.0.0/0 elsewhere and nothing to the Internet, so the NAT gateway would never be used',
        allowed: 'leave natGateway out, or state DefaultRoute.throughNatGateway() and no routes of your own that hold 0.0.0.0/0',
      });
    }
    advise(this, 'info', 'nat-gateway-bypassed', `only ${others.map(({ name }) => name).join(', ')} goes out through the NAT gateway; ` +
      'the routes for 0.0.0.0/0 lead elsewhere.');
  }

  private adviseRoute(props: SecuredSubnetProps): void {
    if (props.routeTable === undefined && props.requirements.all.some(({ nextHopInternet }) => nextHopInternet)) {
      advise(this, 'info', 'public-ip-without-route', 'no route table is made here. If another one leads 0.0.0.0/0 to a firewall, it needs a route for the tag AzureMachineLearning ' +
        'with the next hop Internet, because compute has public IP addresses.');
    }
    const isUnfiltered = this.routeTable === undefined ? this.natGateway !== undefined : !leadsElsewhere(this.routeTable.routes);
    if (isUnfiltered && this.securityGroup.substitutions.some(({ isWider }) => isWider)) {
      advise(this, 'warning', 'host-names-unfiltered', 'the security group opens ports to the Internet for host names, and the default route does not lead to a firewall that filters them.');
    }
    const firewall = props.routeTable?.defaultRoute._firewall;
    if (firewall === undefined) {
      return;
    }
    const widened = 'the default route can widen the tag VirtualNetwork to every address, and the security group';
    const { intraNetworkTraffic } = props.securityGroup;
    if (intraNetworkTraffic === undefined || intraNetworkTraffic._addressSpace === undefined) {
      advise(this, 'warning', 'virtual-network-tag-widened', `${widened} allows all traffic to it. State the address space with IntraNetworkTraffic.within.`);
    } else {
      const asked = this.securityGroup.rules.filter(({ direction, destinations, access }) => direction === Direction.OUTBOUND && access === RuleAccess.ALLOW && destinations.includes('VirtualNetwork'));
      if (asked.length > 0) {
        advise(this, 'info', 'virtual-network-tag-widened', `${widened} allows it for ${asked.flatMap(({ requirementIds }) => requirementIds).join(', ')}. ` +
          'State the address space with IntraNetworkTraffic.within, or leave the requirement out.');
      }
    }
    if (!isReference(firewall)) {
      const own = (props.subnetAddressPrefixes ?? []).find((prefix) => rangesHold([prefix], firewall));
      if (own !== undefined) {
        advise(this, 'warning', 'next-hop-in-subnet', `the firewall ${firewall} is inside the subnet ${own} that is routed to it; traffic would loop. Put it in another subnet.`);
      }
    }
  }
}

/** The requirements with the way to the resolver. */
function resolvedRequirements({ requirements, routeTable, firewallPolicyRules, firewallRuleCollections }: SecuredSubnetProps): RequirementSet {
  return withFirewallProxy(requirements, routeTable?.defaultRoute._firewall, (firewallPolicyRules ?? firewallRuleCollections)?.dnsProxy);
}

function isIpv6(prefix: string): boolean {
  return !isReference(prefix) && parseAddressRange(prefix).family === 6;
}

/** What is verified of a subnet. Rules of a firewall that are given with the route to one are the rules of that one. */
function factsOf({ requirements, subnetId, subnetAddressPrefixes, securityGroup, routeTable, firewallPolicyRules, firewallRuleCollections }: SecuredSubnetProps): SecuredFacts {
  const address = routeTable?.defaultRoute._firewall;
  const id = firewallPolicyRules?.firewallPolicyId ?? firewallRuleCollections?.firewallId;
  return {
    requirements, subnetId, addressPrefixes: subnetAddressPrefixes, intraNetworkTraffic: securityGroup.intraNetworkTraffic, serviceTagFile: routeTable?.serviceTagFile,
    ...(address !== undefined && id !== undefined && { appliance: { address, id } }),
  };
}

/** Firewall rules for the subnet itself, where they name no sources. Azure Firewall takes IPv4 sources only. */
function withSources<T extends { sources?: string[]; sourceIpGroupIds?: string[] }>(options: T, subnet: string[] | undefined): T {
  const isStated = options.sources !== undefined || options.sourceIpGroupIds !== undefined;
  return isStated || subnet === undefined ? options : { ...options, sources: subnet.filter((prefix) => !isIpv6(prefix)) };
}

/** The options of a route table beside a NAT gateway: the way out is known, and routes to the Internet work in a private subnet. */
function withNatGateway(options: EgressRouteTableOptions, gateway: NatEgress | undefined): EgressRouteTableOptions {
  if (gateway === undefined) {
    return options;
  }
  const defaultRoute = options.defaultRoute._isExplicit ? options.defaultRoute : DefaultRoute.throughNatGateway();
  return { ...options, defaultRoute, privateSubnet: undefined };
}
