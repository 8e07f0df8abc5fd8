import { InputError } from '../azure/errors';
import { isMark } from '../azure/references';
import { boolean, Check, instanceOf, listOf, mapOf, optional, propertiesOf, PropertyChecks, text, words } from '../azure/argument-shapes';
import { ServiceTagFile } from '../input/service-tag-file';
import { RequirementSet } from '../requirements/requirement-set';
import { REQUIREMENT_SET } from '../requirements/requirement-shapes';
import { IntraNetworkTraffic } from '../rules/intra-network-traffic';
import { AcknowledgedFinding } from './acknowledge';
import { NetworkVerificationProps, VerificationOptions, VerifiedSubnetProps } from './verification-props';

const OPTIONS: PropertyChecks<VerificationOptions> = {
  serviceTagFile: optional(instanceOf(() => ServiceTagFile, 'ServiceTagFile')), appliances: optional(mapOf(text)),
  acknowledged: optional(listOf(propertiesOf<AcknowledgedFinding>({ finding: words, subject: words, reason: words }))),
};

const SUBNETS = listOf(propertiesOf<VerifiedSubnetProps>({
  name: words, subnetId: text, addressPrefixes: optional(listOf(text)), requirements: REQUIREMENT_SET,
  intraNetworkTraffic: optional(instanceOf(() => IntraNetworkTraffic, 'IntraNetworkTraffic')),
}));

export const VERIFICATION_OPTIONS: Check = readByFiles(propertiesOf(OPTIONS));
export const NETWORK_VERIFICATION: Check = readByFiles(propertiesOf<NetworkVerificationProps>({ ...OPTIONS, subnets: SUBNETS }));

/** What is compared with files, in which the marks of an app stand for nothing. */
function readByFiles(check: Check): Check {
  return (argument, value) => {
    check(argument, value);
    refuseMarks('', value);
  };
}

function refuseMarks(argument: string, value: unknown): void {
  if (typeof value === 'string' && isMark(value)) {
    throw new InputError({
      argument, problem: 'is a reference of a CDK for Terraform app, and the files to compare have no such references',
      allowed: 'write it as it is in the files, such as "${azurerm_subnet.training.id}", or use VerifyRequirements in the app',
    });
  }
  if (value instanceof RequirementSet) {
    value.all.forEach(({ id, endpoint }) => refuseMarks(`${argument}: ${id}`, endpoint.value));
  } else if (value instanceof IntraNetworkTraffic) {
    refuseMarks(argument, value._addressSpace);
  } else if (typeof value === 'object' && value !== null && !(value instanceof ServiceTagFile)) {
    for (const [key, one] of Object.entries(value)) {
      refuseMarks(`${argument}: key`, key);
      refuseMarks(argument === '' ? key : Array.isArray(value) ? `${argument}[${key}]` : `${argument}.${key}`, one);
    }
  }
}

type RequirementsVerification = Partial<NetworkVerificationProps> & {
  readonly requestFile?: boolean; readonly reportFormats?: readonly string[];
};
const REQUIREMENTS: PropertyChecks<RequirementsVerification> = {
  ...OPTIONS, subnets: optional(SUBNETS), requestFile: optional(boolean), reportFormats: optional(listOf(text)),
};

/** The same, where further subnets come from elsewhere. */
export const REQUIREMENTS_VERIFICATION: Check = propertiesOf(REQUIREMENTS);

/** The names of what can be stated there. */
export const REQUIREMENTS_VERIFICATION_KEYS: readonly string[] = Object.keys(REQUIREMENTS);
