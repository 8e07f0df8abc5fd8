import { ServiceTagFile } from '../input/service-tag-file';
import { RequirementSet } from '../requirements/requirement-set';
import { VerificationResult } from './answers';
import { Network } from './network';

/** A subnet whose requirements are to be met. */
export interface SubnetToVerify {
  /** Name that answers have. */
  readonly name: string;
  readonly subnetId: string;
  readonly addressPrefixes: readonly string[];
  readonly requirements: RequirementSet;
  /** Traffic inside the virtual network that was asked for: all of it, none, or that with these address ranges. */
  readonly networkTraffic: 'virtual-network' | 'none' | readonly string[];
}

export interface VerifyOptions {
  readonly subnets: readonly SubnetToVerify[];
  readonly serviceTags?: ServiceTagFile;
  /** Private address that routes lead to -> id of the firewall policy, or of the firewall with classic rules, behind it. */
  readonly appliances?: ReadonlyMap<string, string>;
}

/** Placeholder until the evaluation is here. */
export function verify(_network: Network, _options: VerifyOptions): VerificationResult {
  throw new Error('the evaluation is not built yet');
}
