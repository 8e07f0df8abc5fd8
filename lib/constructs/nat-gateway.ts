import { NatGatewayPublicIpAssociation } from '@cdktf/provider-azurerm/lib/nat-gateway-public-ip-association';
import { NatGatewayPublicIpPrefixAssociation } from '@cdktf/provider-azurerm/lib/nat-gateway-public-ip-prefix-association';
import { SubnetNatGatewayAssociation } from '@cdktf/provider-azurerm/lib/subnet-nat-gateway-association';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { InputError } from '../azure/errors';
import { LIMITS } from '../azure/limits';
import { isReference } from '../azure/references';
import { parseResourceId } from '../azure/resource-ids';
import { text } from '../azure/argument-shapes';
import { RequirementSet } from '../requirements/requirement-set';
import { NatExpression, natEgress } from '../rules/nat-expression';
import { adviseExpression } from './annotate';
import { associationId, checkAssociation } from './check-props';
import { atPath } from './error-context';
import { originText } from './origins';
import { claim } from './claims';
import { withReferences } from './shown-texts';
import { checkNothingAssociated } from './subnet-associations';
import { takeSubnet } from './subnets-of-app';

/** A NAT gateway, made here or elsewhere. */
export interface INatGateway {
  /** Id of the gateway, or a reference to it. */
  readonly natGatewayId: string;
}

/** Addresses and subnets to associate with a NAT gateway, whether it is made here or exists. */
export interface NatGatewayAssociationsOptions {
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
   * Ids of the subnets to associate the gateway with, by names that you choose, which become parts of the Terraform addresses.
   * @default - none; use `associate`, or give the gateway to a `SecuredSubnet`
   */
  readonly subnets?: { [name: string]: string };
}

/** The requirements that a construct has annotated for a gateway. Kept next to it, because anybody can make an `INatGateway`. */
const ADVISED = new WeakMap<INatGateway, RequirementSet>();

/** Says what a gateway does not filter or carry, and annotates it. */
export function adviseEgress(scope: Construct & INatGateway, set: RequirementSet): NatExpression {
  const { unexpressed, substitutions } = natEgress(set);
  adviseExpression(scope, unexpressed, substitutions);
  ADVISED.set(scope, set);
  return { unexpressed: withReferences(unexpressed), substitutions: withReferences(substitutions) };
}

/** Whether the construct of the gateway has annotated these requirements already. */
export function isAdvised(gateway: INatGateway, set: RequirementSet): boolean {
  return ADVISED.get(gateway) === set;
}

/** Checks the number of addresses of a gateway, which is `made` and those that are given by id. */
export function checkAddresses({ publicIpIds = [], publicIpPrefixIds = [] }: NatGatewayAssociationsOptions, made: number): void {
  const max = LIMITS.publicIpsPerNatGateway;
  for (const [argument, ids] of [['publicIpIds', publicIpIds], ['publicIpPrefixIds', publicIpPrefixIds]] as const) {
    if (ids.some((id) => id.includes('#{TfToken['))) {
      // How many associations there are has to be known when the app runs.
      throw new InputError({ argument, problem: 'a reference to a list is not possible here', allowed: 'give references to single ids' });
    }
  }
  const given = publicIpIds.length + publicIpPrefixIds.length + made;
  if (given > max) {
    throw new InputError({
      argument: 'public IP addresses',
      problem: `a NAT gateway has at most ${max}, and ${given} are asked for with publicIpCount, ` +
        'publicIpIds and publicIpPrefixIds',
    });
  }
}

/** Associates the addresses that are given by id, and the subnets, with a gateway. */
export function associateAll(scope: Construct, options: NatGatewayAssociationsOptions, natGatewayId: string): void {
  const { publicIpIds = [], publicIpPrefixIds = [], subnets = {} } = options;
  publicIpIds.forEach((publicIpAddressId) => {
    atPath(scope, () => take(scope, 'public IP address', publicIpAddressId));
    new NatGatewayPublicIpAssociation(scope, `ExistingPublicIp-${nameOf(scope, publicIpAddressId)}`, { natGatewayId, publicIpAddressId });
  });
  publicIpPrefixIds.forEach((publicIpPrefixId) => {
    atPath(scope, () => take(scope, 'public IP prefix', publicIpPrefixId));
    new NatGatewayPublicIpPrefixAssociation(scope, `PublicIpPrefix-${nameOf(scope, publicIpPrefixId)}`, { natGatewayId, publicIpPrefixId });
  });
  Object.entries(subnets).forEach(([name, subnetId]) => associateGateway(scope, name, subnetId, natGatewayId));
}

/** Associates a gateway with a subnet that has a name in the construct. */
export function associateGateway(scope: Construct, name: string, subnetId: string, natGatewayId: string): void {
  checkAssociation(scope, name, subnetId);
  associateSubnet(scope, associationId(name), `subnet ${name}`, subnetId, natGatewayId);
}

/**
 * What the Terraform address of an association says of a public address: its name, or what a reference leads to. It is not the place in
 * the list, so that another order changes nothing.
 */
function nameOf(scope: Construct, id: string): string {
  if (!isReference(id)) {
    return id.slice(id.lastIndexOf('/') + 1);
  }
  const stack = TerraformStack.of(scope).node.path; // which goes without saying; another stack may have a resource of the same address
  return originText(scope, id).replace(`<${stack}>`, '').replace(`${stack} `, '').replace(/[^A-Za-z0-9_.[\]-]+/g, '-')
    .replace(/^-|-$/g, '');
}

/**
 * Associates a gateway with a subnet, which has one gateway at most.
 * @param what the subnet in messages
 */
export function associateSubnet(scope: Construct, id: string, what: string, subnetId: string, natGatewayId: string): void {
  atPath(scope, () => {
    takeSubnet(scope, what, subnetId);
    claim(scope, `NAT gateway of ${subnetId}`, `the NAT gateway of the subnet ${subnetId}`);
  });
  const made = new SubnetNatGatewayAssociation(scope, id, { subnetId, natGatewayId });
  checkNothingAssociated(scope, made, 'azurerm_subnet_nat_gateway_association', subnetId, 'NAT gateway');
}

/** Checks the id of an existing gateway. */
export function checkGatewayId(argument: string, natGatewayId: string): string {
  text(argument, natGatewayId);
  parseResourceId(argument, natGatewayId, 'Microsoft.Network/natGateways');
  return natGatewayId;
}

/** An address or a prefix belongs to one gateway. */
function take(scope: Construct, what: 'public IP address' | 'public IP prefix', id: string): void {
  const [argument, type] = what === 'public IP address'
    ? ['publicIpIds', 'publicIPAddresses'] as const : ['publicIpPrefixIds', 'publicIPPrefixes'] as const;
  parseResourceId(argument, id, `Microsoft.Network/${type}`);
  claim(scope, `${what} ${id}`, `the ${what} ${id}`);
}
