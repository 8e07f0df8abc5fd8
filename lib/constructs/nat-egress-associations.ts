import { Construct } from 'constructs';
import { RequirementSet } from '../requirements/requirement-set';
import { Substitution, UnexpressedRequirement } from '../rules/translation-report';
import { checkProps } from './check-props';
import { atPath } from './error-context';
import {
  adviseEgress, associateAll, associateGateway, checkAddresses, checkGatewayId, INatGateway, NatGatewayAssociationsOptions,
} from './nat-gateway';
import { placed, NAT_EGRESS_ASSOCIATIONS } from './construct-shapes';

/** Properties of `NatEgressAssociations`. */
export interface NatEgressAssociationsProps extends NatGatewayAssociationsOptions {
  /** Id of the gateway, or a reference to it. */
  readonly natGatewayId: string;

  /** The requirements of the compute that goes out through the gateway. */
  readonly requirements: RequirementSet;
}

/**
 * An existing NAT gateway as the way out of subnets: associates it with subnets, and adds public IP addresses to it. Like
 * `NatEgress`, it filters nothing. If you only pass the gateway on to a `SecuredSubnet`, `NatEgress` can take it by its id.
 *
 * The Terraform resources are the children `Subnet-<name>`, `ExistingPublicIp-<name>` and `PublicIpPrefix-<name>`, where the name of a
 * reference is what it leads to.
 */
export class NatEgressAssociations extends Construct implements INatGateway {
  /** Id of the gateway. */
  public readonly natGatewayId: string;
  /** Requirements that the gateway does not filter or does not carry. */
  public readonly unexpressed: UnexpressedRequirement[];
  /** Requirements that the gateway carries in another form than documented. */
  public readonly substitutions: Substitution[];

  /**
   * @throws when an id is not of the right kind, an address or a subnet has a gateway of this app already, or there are too many
   * addresses
   */
  constructor(scope: Construct, id: string, props: NatEgressAssociationsProps) {
    super(...placed('NatEgressAssociations', scope, id));
    checkProps(this, NAT_EGRESS_ASSOCIATIONS, props);
    this.natGatewayId = atPath(this, () => {
      checkAddresses(props, 0);
      return checkGatewayId('natGatewayId', props.natGatewayId);
    });
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
}
