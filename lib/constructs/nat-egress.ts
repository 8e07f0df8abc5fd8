import { NatGateway } from '@cdktf/provider-azurerm/lib/nat-gateway';
import { NatGatewayPublicIpAssociation } from '@cdktf/provider-azurerm/lib/nat-gateway-public-ip-association';
import { PublicIp } from '@cdktf/provider-azurerm/lib/public-ip';
import { TerraformStack, Token } from 'cdktf';
import { Construct } from 'constructs';
import { InputError, choiceOf, quote } from '../azure/errors';
import { LIMITS, ZONES } from '../azure/limits';
import { checkName } from '../azure/names';
import { isReference } from '../azure/references';
import { RequirementSet } from '../requirements/requirement-set';
import { Substitution, UnexpressedRequirement } from '../rules/translation-report';
import { checkProps } from './check-props';
import { atPath } from './error-context';
import { claim } from './claims';
import { checkMade, MadeResource } from './made-resource';
import { checkNameInApp } from './name-in-app';
import {
  adviseEgress, associateAll, associateGateway, checkAddresses, checkGatewayId, INatGateway, NatGatewayAssociationsOptions,
} from './nat-gateway';
import { placed, NAT_EGRESS } from './construct-shapes';

/** Settings for a NAT gateway that is made here, and for its addresses. */
export interface NatEgressOptions extends NatGatewayAssociationsOptions {
  /** Name of the gateway. */
  readonly name: string;

  /** Region of the gateway, such as `westus2`. */
  readonly location: string;

  /** Resource group of the gateway, and of its public IP addresses. */
  readonly resourceGroupName: string;

  /**
   * Azure tags of the gateway, and of its public IP addresses.
   * @default - none
   */
  readonly tags?: { [key: string]: string };

  /**
   * Minutes that the gateway keeps a flow without traffic: 4 to 120 (azurerm 4.55).
   * @default 4
   */
  readonly idleTimeoutMinutes?: number;

  /**
   * Availability zone of the gateway and of its public IP addresses: `1`, `2` or `3`. A gateway of the SKU Standard is in one
   * zone (Azure NAT Gateway SKUs).
   * @default - Azure chooses
   */
  readonly zone?: string;

  /**
   * How many public IP addresses (SKU Standard, static) to make: 1 to 16, together with those given by id.
   * @default - 1, or none when addresses or prefixes are given by id
   */
  readonly publicIpCount?: number;

  /**
   * Prefix of the names of the public IP addresses that are made here. `-1`, `-2` and so on follow it.
   * @default - the name of the gateway, and `-ip`
   */
  readonly publicIpName?: string;
}

/** Properties of `NatEgress`. */
export interface NatEgressProps extends NatEgressOptions {
  /** The requirements of the compute that goes out through the gateway. */
  readonly requirements: RequirementSet;
}

/**
 * A NAT gateway as the way out of subnets instead of a firewall. It filters nothing: what the security group of a subnet lets
 * out goes out, over TCP and UDP. One gateway serves subnets of one virtual network.
 *
 * The Terraform resource is the child construct `Resource`; its public IP addresses are the children `PublicIp-1` and so
 * on.
 */
export class NatEgress extends Construct implements INatGateway {
  /**
   * An existing gateway, to pass on to `SecuredSubnet`. `NatEgressAssociations` adds addresses to it, and associates it with
   * other subnets.
   * @param natGatewayId id of the gateway, or a reference to it
   * @throws when the id is not that of a NAT gateway
   */
  public static fromNatGatewayId(natGatewayId: string): INatGateway {
    return { natGatewayId: checkGatewayId('natGatewayId', natGatewayId) };
  }

  /** Id of the gateway. */
  public readonly natGatewayId: string;
  /** The public IP addresses that are made here, as references: what others see as the source. */
  public readonly ipAddresses: string[] = [];
  /** Requirements that the gateway does not filter or does not carry. */
  public readonly unexpressed: UnexpressedRequirement[];
  /** Requirements that the gateway carries in another form than documented. */
  public readonly substitutions: Substitution[];

  /**
   * @throws when arguments contradict each other, a name is taken, or a limit of Azure is exceeded
   */
  constructor(scope: Construct, id: string, props: NatEgressProps) {
    super(...placed('NatEgress', scope, id));
    checkProps(this, NAT_EGRESS, props);
    const made = atPath(this, () => {
      checkMadeAddresses(props);
      checkAddresses(props, madeCount(props));
      checkIdleTimeout(props.idleTimeoutMinutes);
      checkZone(props.zone);
      return checkMade(this, 'NAT gateway', props, props.requirements.cloud, 'NatEgressAssociations');
    });
    const { zone, tags } = props;
    const zones = zone === undefined ? undefined : [zone];
    const gateway = new NatGateway(this, 'Resource', {
      ...made, tags, zones, skuName: 'Standard', idleTimeoutInMinutes: props.idleTimeoutMinutes,
    });
    checkNameInApp(this, gateway, 'NAT gateway');
    this.natGatewayId = gateway.id;
    const names = atPath(this, () => this.placePublicIps(props, made));
    for (const [i, name] of names.entries()) {
      const number = i + 1;
      const address = new PublicIp(this, `PublicIp-${number}`, {
        ...made, name, tags, allocationMethod: 'Static', sku: 'Standard',
        zones, // the addresses of a gateway in a zone are in the same one (NAT gateway and availability zones)
      });
      checkNameInApp(this, address, 'public IP address');
      new NatGatewayPublicIpAssociation(this, `PublicIpAssociation-${number}`, {
        natGatewayId: this.natGatewayId, publicIpAddressId: address.id,
      });
      this.ipAddresses.push(address.ipAddress);
    }
    associateAll(this, props, this.natGatewayId);
    const { unexpressed, substitutions } = adviseEgress(this, props.requirements);
    this.unexpressed = unexpressed;
    this.substitutions = substitutions;
  }

  /**
   * Associates the gateway with a subnet.
   * @param name a name of your own, which becomes part of the Terraform address
   * @param subnetId id of the subnet, or a reference to it
   * @throws when the id is not that of a subnet, or the subnet has a NAT gateway of this app already
   */
  public associate(name: string, subnetId: string): void {
    associateGateway(this, name, subnetId, this.natGatewayId);
  }

  /** Checks the names of the public IP addresses to make, and takes them. */
  private placePublicIps(props: NatEgressOptions, { name: gateway, resourceGroupName }: MadeResource): string[] {
    const { publicIpName } = props;
    const begin = publicIpName === undefined ? '-ip' : '';
    const endings = Array.from({ length: madeCount(props) }, (_, i) => `${begin}-${i + 1}`);
    const [argument, own] = publicIpName === undefined ? ['name', gateway] as const : ['publicIpName', publicIpName] as const;
    checkName(argument, own, ['', ...endings]);
    const names = endings.map((ending) => `${own}${ending}`);
    for (const name of names) {
      claim(this, `${TerraformStack.of(this).node.path} public IP address ${resourceGroupName}/${name}`,
        `the name ${name} of a public IP address in the resource group ${resourceGroupName}`);
    }
    return names;
  }
}

/** How many public IP addresses to make. */
function madeCount({ publicIpCount, publicIpIds = [], publicIpPrefixIds = [] }: NatEgressOptions): number {
  return publicIpCount ?? (publicIpIds.length + publicIpPrefixIds.length > 0 ? 0 : 1);
}

/** Checks what is said about the addresses that are made with the gateway. */
function checkMadeAddresses(props: NatEgressOptions): void {
  const { publicIpCount: count } = props;
  const max = LIMITS.publicIpsPerNatGateway;
  if (count !== undefined && (!Number.isInteger(count) || count < 1 || count > max)) {
    throw new InputError({ argument: 'publicIpCount', problem: `${quote(count)} is not a whole number from 1 to ${max} in plain text` });
  }
  if (props.publicIpName !== undefined && madeCount(props) === 0) {
    throw new InputError({
      problem: 'publicIpName is for new addresses, and all addresses are given by id',
      allowed: 'leave it out, or state publicIpCount',
    });
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
    choiceOf('zone', zone, ZONES);
  }
}
