import { NetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/network-security-group';
import { NetworkSecurityRule } from '@cdktf/provider-azurerm/lib/network-security-rule';
import { SubnetNetworkSecurityGroupAssociation } from '@cdktf/provider-azurerm/lib/subnet-network-security-group-association';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { oneOf } from '../azure/errors';
import { checkRangesOfNetwork, checkSubnetInSpace } from '../azure/network-ranges';
import { isReference } from '../azure/references';
import { parseResourceId } from '../azure/resource-ids';
import { Direction } from '../requirements/direction';
import { Protocol } from '../requirements/ports';
import { LeftOutRequirement, RequirementSet } from '../requirements/requirement-set';
import { Substitution, UnexpressedRequirement } from '../rules/expression';
import { IntraNetworkTraffic } from '../rules/intra-network-traffic';
import { SecurityGroupRule, securityRules } from '../rules/security-rules';
import { advise, adviseExpression, adviseLeftOut } from './annotate';
import { atPath } from './at-path';
import { claim } from './claims';
import { checkExisting, checkMade, existingResource } from './existing';
import { HostNameTraffic } from './network-settings';
import { stableList } from './stable-list';
import { verifyWhenAsked } from './verification-hook';

/** How a network security group is made or found, and what it does beside the requirements. */
export interface SecurityGroupOptions {
  /**
   * Name of the group to make.
   * @default - rules are added to the group given by `securityGroupId`
   */
  readonly name?: string;

  /**
   * Region of the group to make, such as `westus2`.
   * @default - required with `name`
   */
  readonly location?: string;

  /**
   * Resource group of the group to make.
   * @default - required with `name`
   */
  readonly resourceGroupName?: string;

  /**
   * Azure tags of the group to make.
   * @default - none
   */
  readonly tags?: { [key: string]: string };

  /**
   * Id of an existing group to add rules to, or a reference to it. The group must not have rules written inline where it
   * is made: inline and separate rules overwrite each other.
   * @default - a group is made
   */
  readonly securityGroupId?: string;

  /**
   * What to do with requirements that are host names, which a network security group cannot filter.
   * @default - none; an error when a requirement is a host name and no service tag stands for it
   */
  readonly hostNameTraffic?: HostNameTraffic;

  /**
   * Traffic inside the virtual network.
   * @default IntraNetworkTraffic.byServiceTag()
   */
  readonly intraNetworkTraffic?: IntraNetworkTraffic;

  /**
   * Whether to deny all other outbound traffic, with priority 4096. Without it Azure allows traffic to the Internet.
   * @default true
   */
  readonly denyOtherOutbound?: boolean;

  /**
   * Priorities of requirements are this number plus the slot of the requirement; 100 to 1000. Priorities below it, and
   * 4009 to 4089, stay free for rules of your own.
   * @default 1000
   */
  readonly firstPriority?: number;

  /**
   * Address ranges of the subnets that the rules are for. State them for a group that other subnets share.
   * @default - any address: whatever subnet the group is associated with
   */
  readonly subnetAddressPrefixes?: string[];

  /**
   * Ids of the subnets to associate the group with, by names of your own, which become parts of the Terraform addresses.
   * @default - none; use `associate`
   */
  readonly subnets?: { [name: string]: string };
}

/** Properties of `SecurityGroup`. */
export interface SecurityGroupProps extends SecurityGroupOptions {
  /** The requirements to open. */
  readonly requirements: RequirementSet;
}

/**
 * A network security group, made or existing, with the rules that a requirement set asks for.
 *
 * The Terraform resource of a group that is made here is the child `Resource` (`node.findChild('Resource')`).
 */
export class SecurityGroup extends Construct {
  /** Id of the group. */
  public readonly securityGroupId: string;
  /** The rules, in the order of direction and priority. */
  public readonly rules: SecurityGroupRule[];
  /** Requirements that the rules do not carry. */
  public readonly unexpressed: UnexpressedRequirement[];
  /** Requirements that the rules carry in another form than documented. */
  public readonly substitutions: Substitution[];
  /** Requirements that the set leaves out although their section is switched on. */
  public readonly leftOut: LeftOutRequirement[];

  /**
   * @throws when arguments contradict each other, when a limit of Azure is met, or when a host name needs a decision
   */
  constructor(scope: Construct, id: string, props: SecurityGroupProps) {
    super(scope, id);
    verifyWhenAsked(TerraformStack.of(this));
    atPath(this, () => {
      checkRangesOfNetwork('subnetAddressPrefixes', props.subnetAddressPrefixes ?? []);
      checkSubnetInSpace('subnetAddressPrefixes', props.subnetAddressPrefixes ?? [], props.intraNetworkTraffic?._addressSpace);
    });
    const { rules, unexpressed, substitutions } = atPath(this, () => securityRules(props.requirements, {
      hostNames: props.hostNameTraffic === undefined ? undefined
        : oneOf('hostNameTraffic', props.hostNameTraffic, Object.values(HostNameTraffic)) === HostNameTraffic.CLOSED ? 'closed' : 'filtered',
      intraNetwork: props.intraNetworkTraffic?._addressSpace,
      denyOtherOutbound: props.denyOtherOutbound ?? true,
      firstPriority: props.firstPriority ?? 1000,
      subnets: props.subnetAddressPrefixes,
    }));
    this.rules = rules;
    this.unexpressed = unexpressed;
    this.substitutions = substitutions;
    this.leftOut = props.requirements.leftOut;
    this.securityGroupId = props.securityGroupId === undefined ? this.make(props) : this.extend(props, props.securityGroupId);
    for (const [name, subnetId] of Object.entries(props.subnets ?? {})) {
      this.associate(name, subnetId);
    }
    const opened = substitutions.filter(({ isWider }) => isWider);
    adviseExpression(this, unexpressed, substitutions.filter(({ isWider }) => !isWider));
    if (opened.length > 0) {
      advise(this, 'info', 'host-names-opened', `ports are open to the Internet for host names ` +
        `(${opened.map(({ requirementId }) => requirementId).join(', ')}); a firewall behind this group has to filter them.`);
    }
    adviseLeftOut(this, props.requirements);
    if (props.denyOtherOutbound === false) {
      advise(this, 'warning', 'other-outbound-open', 'other outbound traffic is not denied, so Azure allows all of it to the Internet.');
    }
  }

  /**
   * Associates the group with a subnet.
   * @param name a name of your own, which becomes part of the Terraform address
   * @param subnetId id of the subnet, or a reference to it
   * @throws when the id is not that of a subnet, or the subnet has a security group of this app already
   */
  public associate(name: string, subnetId: string): void {
    atPath(this, () => {
      parseResourceId(`subnet ${name}`, subnetId, 'Microsoft.Network/virtualNetworks/subnets');
      claim(this, `security group of ${subnetId}`, `the network security group of the subnet ${subnetId}`);
    });
    new SubnetNetworkSecurityGroupAssociation(this, `Subnet-${name}`, { subnetId, networkSecurityGroupId: this.securityGroupId });
  }

  private make(props: SecurityGroupProps): string {
    const { name, location, resourceGroupName } = atPath(this, () => checkMade(this, 'network security group', 'securityGroupId', props, props.requirements.cloud));
    return new NetworkSecurityGroup(this, 'Resource', {
      name, location, resourceGroupName, tags: props.tags,
      securityRule: this.rules.map((rule) => ({ name: rule.name, ...argumentsOf(this, rule) })),
    }).id;
  }

  private extend(props: SecurityGroupProps, securityGroupId: string): string {
    const { resourceGroupName, name } = atPath(this, () => {
      checkExisting(props, ['name', 'location', 'resourceGroupName', 'tags'], 'a network security group', 'securityGroupId');
      for (const rule of this.rules) {
        claim(this, `${securityGroupId} ${rule.direction} ${rule.priority}`, `priority ${rule.priority} (${rule.direction}) of ${securityGroupId}`, ONE_FOR_ALL);
        claim(this, `${securityGroupId} rule ${rule.name}`, `the rule name ${rule.name} in ${securityGroupId}`);
      }
      return existingResource('securityGroupId', securityGroupId, 'Microsoft.Network/networkSecurityGroups');
    });
    for (const rule of this.rules) {
      new NetworkSecurityRule(this, rule.name, {
        name: rule.name, networkSecurityGroupName: name, resourceGroupName, ...argumentsOf(this, rule),
      });
    }
    return securityGroupId;
  }
}

const ONE_FOR_ALL = '; let one SecurityGroup serve all subnets of an existing group, with their ranges in subnetAddressPrefixes';

/** Azure's own words. Source: azurerm 4.55, `network_security_rule`. */
const DIRECTIONS: Readonly<Record<Direction, string>> = { [Direction.INBOUND]: 'Inbound', [Direction.OUTBOUND]: 'Outbound' };
const PROTOCOLS: Readonly<Record<Protocol, string>> = { [Protocol.TCP]: 'Tcp', [Protocol.UDP]: 'Udp', [Protocol.ANY]: '*' };

/** One tag, `*` or range goes into the singular argument, which is the only one that takes tags. */
function argumentsOf(scope: Construct, rule: SecurityGroupRule) {
  return {
    description: rule.description,
    priority: rule.priority,
    direction: DIRECTIONS[rule.direction],
    access: rule.access,
    protocol: PROTOCOLS[rule.protocol],
    sourcePortRange: '*',
    ...(isOne(rule.destinationPorts) ? { destinationPortRange: rule.destinationPorts[0]! } : { destinationPortRanges: rule.destinationPorts }),
    ...(isOne(rule.sources) ? { sourceAddressPrefix: rule.sources[0]! } : { sourceAddressPrefixes: stableList(scope, rule.sources) }),
    ...(isOne(rule.destinations) ? { destinationAddressPrefix: rule.destinations[0]! } : { destinationAddressPrefixes: stableList(scope, rule.destinations) }),
  };
}

/** A reference to a list is one text here and any number of values in Terraform. */
function isOne(values: readonly string[]): boolean {
  return values.length === 1 && !(isReference(values[0]!) && values[0]!.startsWith('#{'));
}
