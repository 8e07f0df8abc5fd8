import { NatGateway } from '@cdktf/provider-azurerm/lib/nat-gateway';
import { NatGatewayPublicIpAssociation } from '@cdktf/provider-azurerm/lib/nat-gateway-public-ip-association';
import { NatGatewayPublicIpPrefixAssociation } from '@cdktf/provider-azurerm/lib/nat-gateway-public-ip-prefix-association';
import { PublicIp } from '@cdktf/provider-azurerm/lib/public-ip';
import { SubnetNatGatewayAssociation } from '@cdktf/provider-azurerm/lib/subnet-nat-gateway-association';
import { TerraformStack, Token } from 'cdktf';
import { Construct } from 'constructs';
import { InputError, oneOf, quote } from '../azure/errors';
import { LIMITS } from '../azure/limits';
import { checkName } from '../azure/names';
import { isReference } from '../azure/references';
import { parseResourceId } from '../azure/resource-ids';
import { RequirementSet } from '../requirements/requirement-set';
import { Substitution, UnexpressedRequirement } from '../rules/expression';
import { natEgress } from '../rules/nat-egress';
import { adviseExpression } from './annotate';
import { atPath } from './at-path';
import { claim } from './claims';
import { checkExisting, checkMade, MadeResource } from './existing';

/** How a NAT gateway is made or found, and which addresses it has. */
export interface NatEgressOptions {
  /**
   * Name of the gateway to make.
   * @default - the gateway given by `natGatewayId` is used
   */
  readonly name?: string;

  /**
   * Region of the gateway to make, such as `westus2`.
   * @default - required with `name`
   */
  readonly location?: string;

  /**
   * Resource group of the gateway to make, and of its public IP addresses.
   * @default - required with `name`
   */
  readonly resourceGroupName?: string;

  /**
   * Azure tags of the gateway to make, and of its public IP addresses.
   * @default - none
   */
  readonly tags?: { [key: string]: string };

  /**
   * Id of an existing gateway, or a reference to it. Addresses given by id are added to it; none are made.
   * @default - a gateway is made
   */
  readonly natGatewayId?: string;

  /**
   * Minutes that the gateway to make keeps a flow without traffic: 4 to 120 (azurerm 4.55).
   * @default 4
   */
  readonly idleTimeoutMinutes?: number;

  /**
   * Availability zone of the gateway to make and of its public IP addresses: `1`, `2` or `3`. A gateway of the SKU
   * Standard is in one zone (Azure NAT Gateway SKUs).
   * @default - Azure chooses
   */
  readonly zone?: string;

  /**
   * How many public IP addresses (SKU Standard, static) to make: 1 to 16, together with those given by id.
   * @default - 1, or none when addresses or prefixes are given by id
   */
  readonly publicIpCount?: number;

  /**
   * What names of public IP addresses to make begin with; `-1`, `-2` and so on follow.
   * @default - the name of the gateway, and `-ip`
   */
  readonly publicIpName?: string;

  /**
   * Ids of existing public IP addresses (SKU Standard, static), or references to them.
   * @default - none
   */
  readonly publicIpIds?: string[];

  /**
   * Ids of existing public IP prefixes, or references to them.
   * @default - none
   */
  readonly publicIpPrefixIds?: string[];

  /**
   * Ids of the subnets to associate the gateway with, by names of your own, which become parts of the Terraform addresses.
   * @default - none; use `associate`, or `natGateway` of `SecuredSubnet`
   */
  readonly subnets?: { [name: string]: string };
}

/** Properties of `NatEgress`. */
export interface NatEgressProps extends NatEgressOptions {
  /** The requirements of the compute that goes out through the gateway. */
  readonly requirements: RequirementSet;
}

/**
 * A NAT gateway, made or existing, as the way out of subnets instead of a firewall. It filters nothing: what the security
 * group of a subnet lets out goes out, over TCP and UDP. One gateway serves subnets of one virtual network.
 *
 * The Terraform resource of a gateway that is made here is the child `Resource` (`node.findChild('Resource')`), its public
 * IP addresses are `PublicIp-1` and so on.
 */
export class NatEgress extends Construct {
  /** Id of the gateway. */
  public readonly natGatewayId: string;
  /** The public IP addresses that are made here, as references: what others see as the source. */
  public readonly ipAddresses: string[] = [];
  /** Requirements that the gateway does not filter or does not carry. */
  public readonly unexpressed: UnexpressedRequirement[];
  /** Requirements that the gateway carries in another form than documented. */
  public readonly substitutions: Substitution[];
  /**
   * The requirements that `unexpressed` is about.
   * @internal
   */
  public readonly _requirements: RequirementSet;

  /**
   * @throws when arguments contradict each other or a limit of Azure is met
   */
  constructor(scope: Construct, id: string, props: NatEgressProps) {
    super(scope, id);
    const { requirements, publicIpIds = [], publicIpPrefixIds = [] } = props;
    this._requirements = requirements;
    atPath(this, () => checkAddresses(props));
    this.natGatewayId = props.natGatewayId === undefined ? this.make(props) : this.find(props, props.natGatewayId);
    publicIpIds.forEach((publicIpId, index) => this.addPublicIp(`ExistingPublicIp-${nameIn(publicIpId, index)}`, publicIpId));
    publicIpPrefixIds.forEach((prefixId, index) => {
      atPath(this, () => this.take('public IP prefix', prefixId));
      new NatGatewayPublicIpPrefixAssociation(this, `PublicIpPrefix-${nameIn(prefixId, index)}`, { natGatewayId: this.natGatewayId, publicIpPrefixId: prefixId });
    });
    for (const [name, subnetId] of Object.entries(props.subnets ?? {})) {
      this.associate(name, subnetId);
    }
    const { unexpressed, substitutions } = natEgress(requirements);
    this.unexpressed = unexpressed;
    this.substitutions = substitutions;
    adviseExpression(this, unexpressed, substitutions);
  }

  /**
   * Associates the gateway with a subnet.
   * @param name a name of your own, which becomes part of the Terraform address
   * @param subnetId id of the subnet, or a reference to it
   * @throws when the id is not that of a subnet, or the subnet has a NAT gateway of this app already
   */
  public associate(name: string, subnetId: string): void {
    this._associate(this, `Subnet-${name}`, `subnet ${name}`, subnetId);
  }

  /**
   * Associates the gateway with a subnet from within another construct.
   * @internal
   */
  public _associate(scope: Construct, id: string, what: string, subnetId: string): void {
    atPath(scope, () => {
      parseResourceId(what, subnetId, 'Microsoft.Network/virtualNetworks/subnets');
      claim(scope, `NAT gateway of ${subnetId}`, `the NAT gateway of the subnet ${subnetId}`);
    });
    new SubnetNatGatewayAssociation(scope, id, { subnetId, natGatewayId: this.natGatewayId });
  }

  private make(props: NatEgressProps): string {
    const made = atPath(this, () => {
      checkIdleTimeout(props.idleTimeoutMinutes);
      checkZone(props.zone);
      return checkMade(this, 'NAT gateway', 'natGatewayId', props, props.requirements.cloud);
    });
    const { zone, tags } = props;
    const zones = zone === undefined ? undefined : [zone];
    const gateway = new NatGateway(this, 'Resource', {
      ...made, tags, zones, skuName: 'Standard', idleTimeoutInMinutes: props.idleTimeoutMinutes,
    });
    for (let number = 1; number <= madeCount(props); number++) {
      const name = atPath(this, () => this.placePublicIp(props.publicIpName ?? `${made.name}-ip`, number, made));
      const address = new PublicIp(this, `PublicIp-${number}`, {
        ...made, name, tags, allocationMethod: 'Static', sku: 'Standard',
        zones, // the addresses of a gateway in a zone are in the same one (NAT gateway and availability zones)
      });
      new NatGatewayPublicIpAssociation(this, `PublicIpAssociation-${number}`, { natGatewayId: gateway.id, publicIpAddressId: address.id });
      this.ipAddresses.push(address.ipAddress);
    }
    return gateway.id;
  }

  private find(props: NatEgressProps, natGatewayId: string): string {
    return atPath(this, () => {
      const makers = ['name', 'location', 'resourceGroupName', 'tags', 'idleTimeoutMinutes', 'zone', 'publicIpCount', 'publicIpName'] as const;
      checkExisting(props, makers, 'a NAT gateway', 'natGatewayId');
      parseResourceId('natGatewayId', natGatewayId, 'Microsoft.Network/natGateways');
      return natGatewayId;
    });
  }

  /** Checks the name of a public IP address to make, and takes it. */
  private placePublicIp(begin: string, number: number, { resourceGroupName }: MadeResource): string {
    const name = checkName('publicIpName', `${begin}-${number}`);
    claim(this, `${TerraformStack.of(this).node.path} public IP address ${resourceGroupName}/${name}`, `the name ${name} of a public IP address in the resource group ${resourceGroupName}`);
    return name;
  }

  private addPublicIp(id: string, publicIpId: string): void {
    atPath(this, () => this.take('public IP address', publicIpId));
    new NatGatewayPublicIpAssociation(this, id, { natGatewayId: this.natGatewayId, publicIpAddressId: publicIpId });
  }

  /** An address or a prefix belongs to one gateway. */
  private take(what: 'public IP address' | 'public IP prefix', id: string): void {
    const [argument, type] = what === 'public IP address' ? ['publicIpIds', 'publicIPAddresses'] as const : ['publicIpPrefixIds', 'publicIPPrefixes'] as const;
    parseResourceId(argument, id, `Microsoft.Network/${type}`);
    claim(this, `${what} ${id}`, `the ${what} ${id}`);
  }
}

/** How many public IP addresses to make. */
function madeCount({ publicIpCount, publicIpIds = [], publicIpPrefixIds = [] }: NatEgressOptions): number {
  return publicIpCount ?? (publicIpIds.length + publicIpPrefixIds.length > 0 ? 0 : 1);
}

function checkAddresses(props: NatEgressOptions): void {
  const { publicIpCount: count, publicIpIds = [], publicIpPrefixIds = [] } = props;
  const max = LIMITS.publicIpsPerNatGateway;
  for (const [argument, ids] of [['publicIpIds', publicIpIds], ['publicIpPrefixIds', publicIpPrefixIds]] as const) {
    if (ids.some((id) => id.includes('#{TfToken['))) {
      // How many associations there are has to be known when the app runs.
      throw new InputError({
        argument: argument, problem: 'a reference to a list is not possible here', allowed: 'give references to single ids',
      });
    }
  }
  if (count !== undefined && (!Number.isInteger(count) || count < 1 || count > max)) {
    throw new InputError({ argument: 'publicIpCount', problem: `${shown(count)} is not a whole number from 1 to ${max} in plain text` });
  }
  if (props.publicIpName !== undefined && madeCount(props) === 0) {
    throw new InputError({
      problem: 'publicIpName is for addresses that are made here, and all addresses are given by id',
      allowed: 'leave it out, or state publicIpCount',
    });
  }
  const given = publicIpIds.length + publicIpPrefixIds.length + (props.natGatewayId === undefined ? madeCount(props) : 0);
  if (given > max) {
    throw new InputError(`public IP addresses: a NAT gateway has at most ${max}, and ${given} are asked for with publicIpCount, publicIpIds and publicIpPrefixIds`);
  }
}

function checkIdleTimeout(minutes: number | undefined): void {
  const { min, max } = LIMITS.natIdleTimeoutMinutes;
  if (minutes !== undefined && !Token.isUnresolved(minutes) && (!Number.isInteger(minutes) || minutes < min || minutes > max)) {
    throw new InputError({ argument: 'idleTimeoutMinutes', given: minutes, problem: `is not a whole number from ${min} to ${max}` });
  }
}

function checkZone(zone: string | undefined): void {
  if (zone !== undefined && !isReference(zone)) {
    oneOf('zone', zone, ['1', '2', '3']);
  }
}

/** A number, or what it is when it is a reference. */
function shown(value: number): string {
  return Token.isUnresolved(value) ? 'a reference' : quote(value);
}

/** What the Terraform address of an association says of a public address: its name, or its place in the list when that is a reference. */
function nameIn(id: string, index: number): string {
  return isReference(id) ? String(index + 1) : id.slice(id.lastIndexOf('/') + 1);
}
