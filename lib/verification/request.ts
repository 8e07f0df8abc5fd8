import { ServiceTagFile } from '../input/service-tag-file';
import { SourceDocument } from '../terraform/resource';
import { Acknowledgement } from './acknowledge';
import { VerifiedSubnetProps } from './verification-props';

/** Where a network is described. Everything that is named here is read together, as one network. */
export interface NetworkSource {
  /** Files, folders, or `-` for standard input. */
  readonly paths?: readonly string[];
  /** Documents that were read or made already. */
  readonly documents?: readonly SourceDocument[];
  /** Files with values of variables for all configurations; a later file overrides an earlier one. */
  readonly valuesFiles?: readonly string[];
  /**
   * Folder of the configuration that references in the request are to.
   * @default - the only configuration there is; where there are several, references stay as they are
   */
  readonly folder?: string;
}

/** A subnet as somebody asks for it, in the words of the files. */
export interface SubnetRequest extends VerifiedSubnetProps {
  /** Ids of IP groups that hold its addresses, for when the files do not have them. */
  readonly ipGroups?: readonly string[];
}

/** One run: what is read, what is asked of it, and what is accepted. Every caller of the verifier makes one of these. */
export interface VerificationRequest {
  readonly source: NetworkSource;
  readonly subnets: readonly SubnetRequest[];
  /** Without it, answers rest on the names of service tags. */
  readonly serviceTags?: ServiceTagFile;
  /** Ids of the firewall policy or firewall by the private addresses that routes lead to, where no file says so. */
  readonly appliances?: Readonly<Record<string, string>>;
  /** Addresses of host names, by their names in lower case. */
  readonly resolved?: ReadonlyMap<string, readonly string[]>;
  readonly acknowledgements?: readonly Acknowledgement[];
  /** Whether security groups and route tables that none of the subnets uses are left out. */
  readonly isUsedPartOnly?: boolean;
}
