import { Construct } from 'constructs';
import { parseAddressRange } from '../azure/addresses';
import { InputError } from '../azure/errors';
import { checkRangesOfSubnet, checkSubnetInSpace, rangesHold } from '../azure/network-ranges';
import { isReference } from '../azure/references';
import { withFirewallProxy } from '../catalog/resolver-requirements';
import { Direction } from '../requirements/direction';
import { RequirementSet } from '../requirements/requirement-set';
import { Substitution, UnexpressedRequirement } from '../rules/translation-report';
import { NextHopType } from '../rules/egress-route';
import { hasDnsProxy } from '../rules/dns-proxy';
import { IntraNetworkTraffic } from '../rules/intra-network-traffic';
import { NatExpression, natEgress } from '../rules/nat-expression';
import { RuleAccess } from '../rules/rule-access';
import { addressesPastFirewall, leadsElsewhere } from '../rules/routes';
import { advise, adviseExpression, adviseSourcesOf } from './annotate';
import { checkProps } from './check-props';
import { aboutPart, atPath } from './error-context';
import { EgressRouteTable, EgressRouteTableOptions } from './egress-route-table';
import { EgressRoutes, EgressRoutesOptions } from './egress-routes';
import { EgressRoutingOptions } from './egress-routing';
import { FirewallPolicyRules, FirewallPolicyRulesOptions } from './firewall-policy-rules';
import { FirewallRuleCollections, FirewallRuleCollectionsOptions } from './firewall-rule-collections';
import { associateSubnet, checkGatewayId, INatGateway, isAdvised } from './nat-gateway';
import { DefaultRoute } from './default-route';
import { SecurityGroup, SecurityGroupOptions } from './security-group';
import { SecurityGroupRules, SecurityGroupRulesOptions } from './security-group-rules';
import { noteRanges, takeSubnet } from './subnets-of-app';
import { SECURED, SecuredFacts } from './verified-constructs';
import { placed, SECURED_SUBNET } from './construct-shapes';
import { withReferences } from './shown-texts';

/** Properties of `SecuredSubnet`. */
export interface SecuredSubnetProps {
  /** The requirements of the compute in the subnet. */
  readonly requirements: RequirementSet;

  /** Id of the subnet, or a reference to it. */
  readonly subnetId: string;

  /**
   * Address ranges of the subnet. Firewall rules that name no other sources use them.
   * @default - not known; firewall rules have to name their sources
   */
  readonly subnetAddressPrefixes?: string[];

  /**
   * The network security group to make for the subnet.
   * @default - rules are added to the existing group; give one of the two
   */
  readonly securityGroup?: SecurityGroupOptions;

  /**
   * The existing network security group of the subnet, and the rules to add to it.
   * @default - a group is made; give one of the two
   */
  readonly securityGroupRules?: SecurityGroupRulesOptions;

  /**
   * The route table to make for the subnet.
   * @default - no route table is made
   */
  readonly routeTable?: EgressRouteTableOptions;

  /**
   * The existing route table of the subnet, and the routes to add to it.
   * @default - no routes are added
   */
  readonly egressRoutes?: EgressRoutesOptions;

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
   * The NAT gateway that the subnet goes out through instead of a firewall. The subnet is associated with it. One serves
   * several subnets of a virtual network.
   * @default - none
   */
  readonly natGateway?: INatGateway;
}

/** Everything that a requirement set needs for one subnet: security group, routes, firewall rules, and their associations. */
export class SecuredSubnet extends Construct {
  /** The network security group, when it is made here. */
  public readonly securityGroup?: SecurityGroup;
  /** The rules of an existing network security group, when there is one. */
  public readonly securityGroupRules?: SecurityGroupRules;
  /** The route table, when it is made here. */
  public readonly routeTable?: EgressRouteTable;
  /** The routes of an existing route table, when there is one. */
  public readonly egressRoutes?: EgressRoutes;
  /** The rules of a firewall policy, when there are any. */
  public readonly firewallPolicyRules?: FirewallPolicyRules;
  /** The classic firewall rules, when there are any. */
  public readonly firewallRuleCollections?: FirewallRuleCollections;
  /** The NAT gateway, when there is one. */
  public readonly natGateway?: INatGateway;

  /** The security group, made or existing. */
  private readonly group: SecurityGroup | SecurityGroupRules;
  /** The routes, of a table that is made or exists. */
  private readonly table?: EgressRouteTable | EgressRoutes;
  /** What is stated of the routes. */
  private readonly ways?: EgressRoutingOptions;
  /** What the NAT gateway does not filter or carry, when it is the way out. */
  private readonly nat: NatExpression;

  /**
   * @throws when arguments contradict each other or a limit of Azure is exceeded
   */
  constructor(scope: Construct, id: string, props: SecuredSubnetProps) {
    super(...placed('SecuredSubnet', scope, id));
    checkProps(this, SECURED_SUBNET, props);
    const { subnetId, subnetAddressPrefixes } = props;
    atPath(this, () => {
      takeSubnet(this, 'subnetId', subnetId);
      checkRangesOfSubnet('subnetAddressPrefixes', subnetAddressPrefixes ?? []);
      checkSubnetInSpace('subnetAddressPrefixes', subnetAddressPrefixes ?? [], intraNetworkTrafficOf(props)?._addressSpace);
      checkChoices(props);
    });
    noteRanges(this, subnetAddressPrefixes ?? []);
    this.ways = props.routeTable ?? props.egressRoutes;
    const requirements = atPath(this, () => resolvedRequirements(props));
    const dualStack = (subnetAddressPrefixes ?? []).some(isIpv6);
    let part = 'securityGroup'; // a key of deployment files, which have the same one for what is made and what exists
    try {
      if (props.securityGroup !== undefined) {
        this.securityGroup = new SecurityGroup(this, 'SecurityGroup', { ...props.securityGroup, requirements });
      } else {
        this.securityGroupRules = new SecurityGroupRules(this, 'SecurityGroup', { ...props.securityGroupRules!, requirements });
      }
      this.group = (this.securityGroup ?? this.securityGroupRules)!;
      this.group.associate('Secured', subnetId);
      part = 'routeTable';
      if (props.routeTable !== undefined) {
        this.routeTable =
          new EgressRouteTable(this, 'RouteTable', { dualStack, ...withNatGateway(props.routeTable, props.natGateway), requirements });
      } else if (props.egressRoutes !== undefined) {
        this.egressRoutes =
          new EgressRoutes(this, 'RouteTable', { dualStack, ...withNatGateway(props.egressRoutes, props.natGateway), requirements });
      }
      this.table = this.routeTable ?? this.egressRoutes;
      this.table?.associate('Secured', subnetId);
      if (props.firewallPolicyRules !== undefined) {
        part = 'firewallPolicyRules';
        this.firewallPolicyRules = new FirewallPolicyRules(this, 'FirewallPolicyRules', {
          ...withSources(props.firewallPolicyRules, subnetAddressPrefixes), requirements,
        });
      }
      if (props.firewallRuleCollections !== undefined) {
        part = 'firewallRuleCollections';
        this.firewallRuleCollections = new FirewallRuleCollections(this, 'FirewallRuleCollections', {
          ...withSources(props.firewallRuleCollections, subnetAddressPrefixes), requirements,
        });
      }
      if (props.natGateway !== undefined) {
        part = 'natGateway';
        this.natGateway = props.natGateway;
        atPath(this, () => this.checkNatGateway());
        const natGatewayId = atPath(this, () => checkGatewayId('natGateway: natGatewayId', props.natGateway!.natGatewayId));
        associateSubnet(this, 'NatGateway', 'subnetId', subnetId, natGatewayId);
      }
    } catch (error) {
      throw aboutPart(part, error);
    }
    this.nat = this.goesOutByNatGateway() ? natEgress(requirements) : { unexpressed: [], substitutions: [] };
    if (this.natGateway === undefined || !isAdvised(this.natGateway, requirements)) {
      adviseExpression(this, this.nat.unexpressed, this.nat.substitutions);
    }
    this.adviseRoute(props);
    this.adviseNextHops(props);
    this.adviseSources(props);
    this.adviseIpv6(dualStack);
    this.adviseNameResolution(props, requirements);
    SECURED.set(this, { ...factsOf(props), requirements });
  }

  /**
   * Requirements that the security group, the firewall or the NAT gateway does not carry or filter. All of them are on the
   * path of outbound traffic.
   */
  public get unexpressed(): UnexpressedRequirement[] {
    return withReferences([this.group, ...this.firewalls, this.nat].flatMap((part) => part.unexpressed));
  }

  /** Requirements that a part of this carries in another form than documented. */
  public get substitutions(): Substitution[] {
    return withReferences([this.group, ...this.firewalls, this.nat].flatMap((part) => part.substitutions));
  }

  private get firewalls(): (FirewallPolicyRules | FirewallRuleCollections)[] {
    return [this.firewallPolicyRules, this.firewallRuleCollections].filter((part) => part !== undefined);
  }

  /** Without a route for IPv6, what the group opens to the Internet goes past a firewall. */
  private adviseIpv6(dualStack: boolean): void {
    const isOpen = this.group.substitutions.some(({ isWider }) => isWider);
    if (dualStack && isOpen && this.table === undefined) {
      advise(this, 'warning', 'dual-stack-past-firewall', 'the subnet has IPv6 addresses, and the security group opens ports to the ' +
        'Internet for host names. Azure Firewall filters IPv4 only, so IPv6 traffic to these ports goes past it unless the route table ' +
        'of the subnet drops ::/0.');
    }
  }

  /** A group that closes outbound traffic leaves the way to the resolver open only where it is known which one that is. */
  private adviseNameResolution(
    { securityGroup, securityGroupRules }: SecuredSubnetProps, { _nameResolution: stated }: RequirementSet,
  ): void {
    if (stated === undefined && (securityGroup ?? securityGroupRules)?.denyOtherOutbound !== false) {
      advise(
        this, 'info', 'name-resolution',
        'nothing says who resolves host names, so the resolver of Azure (168.63.129.16) is assumed, which the security group does not ' +
          'filter. If the virtual network names DNS servers, state them with nameResolution. The group then opens port 53 to them.',
      );
    }
  }

  private goesOutByNatGateway(): boolean {
    const defaultRoute = this.ways?.defaultRoute;
    const isStated = this.natGateway !== undefined ||
      (defaultRoute !== undefined && defaultRoute._isExplicit && defaultRoute._firewall === undefined);
    return isStated && !leadsElsewhere(this.table?.routes ?? []);
  }

  /**
   * Routes that hold 0.0.0.0/0 go before a NAT gateway, which then has only the routes with the next hop Internet. Source: default
   * outbound access, ms.date 2026-01-30.
   */
  private checkNatGateway(): void {
    const table = this.table?.routes ?? [];
    if (!leadsElsewhere(table)) {
      return;
    }
    const others = table.filter(({ nextHopType }) => nextHopType === NextHopType.INTERNET);
    if (others.length === 0) {
      throw new InputError({
        argument: 'natGateway',
        problem: 'the route table leads 0.0.0.0/0 elsewhere and nothing to the Internet, so no traffic would use the NAT gateway',
        allowed: 'leave natGateway out, or state DefaultRoute.throughNatGateway() and no routes of your own that cover 0.0.0.0/0',
      });
    }
    advise(this, 'info', 'nat-gateway-bypassed', `only ${others.map(({ name }) => name).join(', ')} goes out through the NAT gateway; ` +
      'the routes for 0.0.0.0/0 lead elsewhere.');
  }

  private adviseRoute(props: SecuredSubnetProps): void {
    if (this.table === undefined && props.requirements.all.some(({ nextHopInternet }) => nextHopInternet)) {
      advise(
        this, 'info', 'public-ip-without-route',
        'no route table is made here. If another one leads 0.0.0.0/0 to a firewall, it needs a route for the tag AzureMachineLearning ' +
          'with the next hop Internet, because compute has public IP addresses.',
      );
    }
    const isUnfiltered = this.table === undefined ? this.natGateway !== undefined : !leadsElsewhere(this.table.routes);
    if (isUnfiltered && this.group.substitutions.some(({ isWider }) => isWider)) {
      advise(this, 'warning', 'host-names-unfiltered', 'the security group opens ports to the Internet for host names, and the default ' +
        'route does not lead to a firewall that filters them.');
    }
    const routes = this.table?.routes ?? [];
    const past = addressesPastFirewall(routes);
    if (!isUnfiltered && past > MANY_ADDRESSES && this.group.substitutions.some(({ isWider }) => isWider)) {
      const names = routes.filter(({ nextHopType, requirementIds }) => nextHopType === NextHopType.INTERNET && requirementIds.length === 0)
        .map(({ name }) => name);
      advise(
        this, 'warning', 'host-names-unfiltered',
        `the security group opens ports to the Internet for host names, and ${names.join(', ')} lead ` +
          `${(past / 2 ** 32 * 100).toFixed(1)} % of all IPv4 addresses past the firewall that filters them.`,
      );
    }
    const firewall = this.ways?.defaultRoute._firewall;
    if (firewall === undefined && !leadsElsewhere(routes)) {
      return;
    }
    const widened = 'the default route can widen the tag VirtualNetwork to every address, and the security group';
    if (intraNetworkTrafficOf(props)?._addressSpace === undefined) {
      advise(
        this, 'warning', 'virtual-network-tag-widened',
        `${widened} allows all traffic to it. State the address space with ${STATE_SPACE}.`,
      );
    } else {
      const asked = this.group.rules.filter(({ direction, destinations, access }) =>
        direction === Direction.OUTBOUND && access === RuleAccess.ALLOW && destinations.includes('VirtualNetwork'));
      if (asked.length > 0) {
        advise(
          this, 'info', 'virtual-network-tag-widened',
          `${widened} allows it for ${asked.flatMap(({ requirementIds }) => requirementIds).join(', ')}. ` +
            `State the address space with ${STATE_SPACE}, or leave the requirement out.`,
        );
      }
    }
  }

  /** What is wrong with the machines that routes lead to: the firewall, and appliances of the user's own routes. */
  private adviseNextHops({ subnetAddressPrefixes = [] }: SecuredSubnetProps): void {
    const said = new Set<string>();
    for (const { nextHopAddress: hop } of this.table?.routes ?? []) {
      if (hop === undefined || isReference(hop) || said.has(hop)) {
        continue;
      }
      said.add(hop);
      const isFirewall = hop === this.ways?.defaultRoute._firewall;
      const own = subnetAddressPrefixes.find((prefix) => rangesHold([prefix], hop));
      if (own !== undefined) {
        advise(
          this, 'warning', 'next-hop-in-subnet',
          `the ${isFirewall ? 'firewall' : 'appliance'} ${hop} is inside the subnet ${own} that is routed to it; traffic would loop. ` +
            'Put it in another subnet.',
        );
      }
    }
  }

  /** Rules for other sources carry nothing of this subnet. What an IP group holds is not known here. */
  private adviseSources({ subnetAddressPrefixes = [], firewallPolicyRules, firewallRuleCollections }: SecuredSubnetProps): void {
    const { sources = [], sourceIpGroupIds = [] } = firewallPolicyRules ?? firewallRuleCollections ?? {};
    if (sources.length > 0 && sourceIpGroupIds.length === 0) {
      adviseSourcesOf(this, sources, subnetAddressPrefixes);
    }
  }
}

/** A /8 of addresses: more than anybody excepts from a firewall by address on purpose. */
const MANY_ADDRESSES = 2 ** 24;

const STATE_SPACE = 'IntraNetworkTraffic.within (in a deployment file: intraNetworkTraffic.addressSpace)';

/** Of what is made and what exists, and of the two kinds of firewall rules, one is given. */
function checkChoices(props: SecuredSubnetProps): void {
  if (props.firewallPolicyRules !== undefined && props.firewallRuleCollections !== undefined) {
    const argument = 'firewallPolicyRules and firewallRuleCollections';
    throw new InputError({ argument, problem: 'a firewall has either a policy or classic rules, and both are given' });
  }
  if ((props.securityGroup === undefined) === (props.securityGroupRules === undefined)) {
    throw new InputError({
      argument: 'securityGroup and securityGroupRules',
      problem: props.securityGroup === undefined ? 'none is given' : 'both are given',
      allowed: 'give securityGroup, which makes a group, or securityGroupRules, which adds rules to an existing one',
    });
  }
  if (props.routeTable !== undefined && props.egressRoutes !== undefined) {
    throw new InputError({
      argument: 'routeTable and egressRoutes', problem: 'both are given',
      allowed: 'give routeTable, which makes a table, or egressRoutes, which adds routes to an existing one',
    });
  }
}

/** The requirements with the way to the resolver. */
function resolvedRequirements(
  { requirements, routeTable, egressRoutes, firewallPolicyRules, firewallRuleCollections }: SecuredSubnetProps,
): RequirementSet {
  const firewall = (routeTable ?? egressRoutes)?.defaultRoute._firewall;
  return withFirewallProxy(requirements, firewall, hasDnsProxy(firewallPolicyRules ?? firewallRuleCollections));
}

function isIpv6(prefix: string): boolean {
  return !isReference(prefix) && parseAddressRange(prefix).family === 6;
}

/** What is verified of a subnet. Rules of a firewall that are given with the route to one are the rules of that one. */
function factsOf(props: SecuredSubnetProps): SecuredFacts {
  const { requirements, subnetId, subnetAddressPrefixes, firewallPolicyRules, firewallRuleCollections } = props;
  const ways = props.routeTable ?? props.egressRoutes;
  const address = ways?.defaultRoute._firewall;
  const id = firewallPolicyRules?.firewallPolicyId ?? firewallRuleCollections?.firewallId;
  return {
    requirements, subnetId, addressPrefixes: subnetAddressPrefixes, intraNetworkTraffic: intraNetworkTrafficOf(props),
    serviceTagFile: ways?.serviceTagFile,
    ...(address !== undefined && id !== undefined && { appliance: { address, id } }),
  };
}

function intraNetworkTrafficOf({ securityGroup, securityGroupRules }: SecuredSubnetProps): IntraNetworkTraffic | undefined {
  return (securityGroup ?? securityGroupRules)?.intraNetworkTraffic;
}

/** Firewall rules for the subnet itself, where they name no sources. Azure Firewall takes IPv4 sources only. */
function withSources<T extends { sources?: string[]; sourceIpGroupIds?: string[] }>(options: T, subnet: string[] | undefined): T {
  const isStated = options.sources !== undefined || options.sourceIpGroupIds !== undefined;
  return isStated || subnet === undefined ? options : { ...options, sources: subnet.filter((prefix) => !isIpv6(prefix)) };
}

/** The options of a route table next to a NAT gateway: the way out is known, and routes to the Internet work in a private subnet. */
function withNatGateway<T extends EgressRoutingOptions>(options: T, gateway: INatGateway | undefined): T {
  if (gateway === undefined) {
    return options;
  }
  const defaultRoute = options.defaultRoute._isExplicit ? options.defaultRoute : DefaultRoute.throughNatGateway();
  return { ...options, defaultRoute, privateSubnet: undefined };
}
