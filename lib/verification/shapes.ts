import { boolean, Check, instanceOf, listOf, mapOf, optional, propertiesOf, PropertyChecks, text } from '../azure/shapes';
import { ServiceTagFile } from '../input/service-tag-file';
import { REQUIREMENT_SET } from '../requirements/shapes';
import { IntraNetworkTraffic } from '../rules/intra-network-traffic';
import { AcknowledgedFinding } from './acknowledge';
import { NetworkVerificationProps, VerificationOptions, VerifiedSubnetProps } from './verification-props';

const OPTIONS: PropertyChecks<VerificationOptions> = {
  serviceTagFile: optional(instanceOf(() => ServiceTagFile, 'ServiceTagFile')), appliances: optional(mapOf(text)),
  acknowledged: optional(listOf(propertiesOf<AcknowledgedFinding>({ finding: text, subject: text, reason: text }))),
};

const SUBNETS = listOf(propertiesOf<VerifiedSubnetProps>({
  name: text, subnetId: text, addressPrefixes: optional(listOf(text)), requirements: REQUIREMENT_SET,
  intraNetworkTraffic: optional(instanceOf(() => IntraNetworkTraffic, 'IntraNetworkTraffic')),
}));

export const VERIFICATION_OPTIONS: Check = propertiesOf(OPTIONS);
export const NETWORK_VERIFICATION: Check = propertiesOf<NetworkVerificationProps>({ ...OPTIONS, subnets: SUBNETS });
type RequirementsVerification = Partial<NetworkVerificationProps> & {
  readonly requestFile?: boolean; readonly reportFormats?: readonly string[];
};
/** The same, where further subnets come from elsewhere. */
export const REQUIREMENTS_VERIFICATION: Check = propertiesOf<RequirementsVerification>({
  ...OPTIONS, subnets: optional(SUBNETS), requestFile: optional(boolean), reportFormats: optional(listOf(text)),
});
