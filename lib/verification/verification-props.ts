import { ServiceTagFile } from '../input/service-tag-file';
import { RequirementSet } from '../requirements/requirement-set';
import { IntraNetworkTraffic } from '../rules/intra-network-traffic';
import { AcknowledgedFinding } from './acknowledge';

/** A subnet, and what its network must let through. */
export interface VerifiedSubnetProps {
  /** Name for messages and flows, and in the subjects of findings. */
  readonly name: string;

  /** Id of the subnet, or a reference to it as the configuration writes it. */
  readonly subnetId: string;

  /**
   * Address ranges of the subnet, when the configuration does not have them.
   * @default - those of the subnet where it is made there; otherwise they are not known
   */
  readonly addressPrefixes?: string[];

  /** The requirements of the compute in the subnet. */
  readonly requirements: RequirementSet;

  /**
   * Traffic inside the virtual network that you want. Anything else that is open there is a finding.
   * @default - the tag `VirtualNetwork`
   */
  readonly intraNetworkTraffic?: IntraNetworkTraffic;
}

/** What a verification takes into account besides the configuration. */
export interface VerificationOptions {
  /**
   * Address ranges of service tags.
   * @default - the file that routes of the subnets are made from; without one, answers are based on the names of service tags
   */
  readonly serviceTagFile?: ServiceTagFile;

  /**
   * Ids of the firewall policy or the firewall with the private addresses that routes lead to, where the configuration does
   * not say so. Addresses and ids may be references.
   * @default - what the configuration says
   */
  readonly appliances?: { [privateAddress: string]: string };

  /**
   * Findings that are accepted. They stay visible, with their reasons. An entry that matches no finding becomes a finding itself.
   * @default - none
   */
  readonly acknowledged?: AcknowledgedFinding[];
}

/** What to verify a network for. */
export interface NetworkVerificationProps extends VerificationOptions {
  /** The subnets, at least one, all of the same cloud. */
  readonly subnets: VerifiedSubnetProps[];
}
