import { Cloud, CLOUDS } from '../azure/clouds';
import { InputError, choiceOf, refusing } from '../azure/errors';
import { MachineLearning } from '../catalog/machine-learning';
import { ServiceTagFile } from '../input/service-tag-file';
import { Edition, EDITIONS } from '../requirements/edition';
import { Scenario, SCENARIOS } from '../requirements/scenario';
import { checkCloud } from '../rules/service-tag-cloud';
import { VerificationRequest } from '../verification/request';

/** Answers of an option that decides a fact. */
export const YES_OR_NO = ['yes', 'no'] as const;
type YesOrNo = (typeof YES_OR_NO)[number];

/** What can be stated instead of a deployment file. */
export interface StatedOptions {
  readonly edition?: Edition;
  readonly cloud?: Cloud;
  readonly region?: string;
  readonly subnet?: readonly string[];
  readonly scenario?: readonly string[];
  readonly privateEndpoint?: YesOrNo;
  readonly publicIp?: YesOrNo;
}

/** The options by their names on the command line. */
const OPTIONS: Readonly<Record<keyof StatedOptions, string>> = {
  edition: '--edition', cloud: '--cloud', region: '--region', subnet: '--subnet', scenario: '--scenario',
  privateEndpoint: '--private-endpoint', publicIp: '--public-ip',
};

/** Whether any of it is stated. */
export function isStated(options: StatedOptions): boolean {
  return givenOf(options).length > 0;
}

function givenOf(options: StatedOptions): string[] {
  return (Object.keys(OPTIONS) as (keyof StatedOptions)[]).filter((name) => options[name] !== undefined).map((name) => OPTIONS[name]);
}

/** A deployment file says all of it. */
export function refuseStated(options: StatedOptions): void {
  const given = givenOf(options);
  if (given.length > 0) {
    throw new InputError({
      argument: given.join(', '), problem: 'the deployment file says that', allowed: 'give either --deployment or these options',
    });
  }
}

/** What is to be verified by what is stated, and what that is in words. */
export function statedRequest(
  paths: readonly string[], options: StatedOptions, serviceTags: ServiceTagFile | undefined,
): { readonly request: VerificationRequest; readonly text: string } {
  const edition = given('edition', options.edition, `give one of ${EDITIONS.join(', ')}`);
  const cloud = given('cloud', options.cloud, `give one of ${CLOUDS.join(', ')}`);
  const region = given('region', options.region, 'give an ARM name such as westus2');
  const names = given('subnet', options.subnet, 'give the id of each subnet, network/subnet, its name or its address in Terraform');
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new InputError({ argument: '--subnet', given: twice, problem: 'is given twice', allowed: 'give each subnet once' });
  }
  if (serviceTags !== undefined) {
    checkCloud(serviceTags, cloud, '--service-tags');
  }
  const { privateEndpoint = 'yes', publicIp = 'no' } = options;
  const scenarios = (options.scenario ?? []).map((name): Scenario => choiceOf('--scenario', name as Scenario, SCENARIOS));
  const requirements = refusing(statedInFile, () => MachineLearning.requirements({
    edition, cloud, region, scenarios, workspace: { privateEndpoint: privateEndpoint === 'yes' }, compute: { publicIp: publicIp === 'yes' },
  }));
  const text = [
    `no deployment file: edition ${edition}`, `cloud ${cloud}`, `region ${region}`,
    `a workspace ${privateEndpoint === 'yes' ? 'with' : 'without'} a private endpoint`,
    `compute ${publicIp === 'yes' ? 'with' : 'without'} public IP addresses`,
    scenarios.length === 0 ? 'no scenario' : `scenarios ${scenarios.join(' and ')}`,
  ].join(', ');
  return {
    text,
    request: {
      source: { paths }, subnets: names.map((name) => ({ name, subnetId: name, requirements })),
      ...(serviceTags !== undefined && { serviceTags }),
    },
  };
}

/** A fact that no option states, such as the name of the storage account. */
function statedInFile(error: InputError): InputError {
  const { allowed } = error.details;
  return error.part.length === 0 || typeof allowed !== 'string' ? error
    : new InputError({ ...error.details, allowed: `${allowed}, in a deployment file; "azureml-network init" writes a first one` });
}

function given<T>(name: keyof StatedOptions, value: T | undefined, allowed: string): T {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) {
    throw new InputError({
      argument: OPTIONS[name], problem: 'is missing',
      allowed: `${allowed}. Without a deployment file, verify needs --edition, --cloud, --region and --subnet`,
    });
  }
  return value;
}
