import { compareTexts } from '../azure/text-order';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { InputError, printable, refusing } from '../azure/errors';
import { boolean, listOf, mapOf, number, optional, propertiesOf, text } from '../azure/argument-shapes';
import { JsonDocument } from '../input/json';
import { isFolder } from '../input/paths';
import { ServiceTagFile } from '../input/service-tag-file';
import { STANDARD_INPUT } from '../input/text';
import { Network, ReadingProblem } from '../network/network';
import { dataOfSet, REQUIREMENT_SET_DATA, RequirementSetData, setOfData } from '../requirements/requirement-data';
import { RequirementSet } from '../requirements/requirement-set';
import { IntraNetworkTraffic } from '../rules/intra-network-traffic';
import { readSources } from '../terraform/files';
import { Acknowledgement } from './acknowledge';
import { readRequest } from './read-request';
import { SubnetRequest, VerificationRequest } from './request';
import { REQUEST_FILE } from './request-file-name';
import { usedBy } from './used-network';

const STACK_FILE = 'cdk.tf.json';
const STACK = { what: 'the JSON of a stack', maxBytes: 256 * 1024 * 1024 };
const KIND = { what: 'a file of what an app asks of its network', maxBytes: 64 * 1024 * 1024 };
/** Raised when a reader of an older version would understand something else. */
const VERSION = 2;

interface SubnetData {
  readonly name: string;
  readonly subnetId: string;
  readonly addressPrefixes?: readonly string[];
  /** Address space of traffic inside the network; none for no such traffic. Left out for the tag. */
  readonly intraNetworkTraffic?: readonly string[];
  /** Which of the requirement sets it has. */
  readonly requirementSet: number;
}

interface AcknowledgedData {
  readonly finding: string;
  readonly subject: string;
  readonly reason: string;
  /** Whether it is for all stacks of the app. */
  readonly isOfApp?: boolean;
}

interface RequestData {
  readonly version: number;
  /** Of the JSON of the stack, so that a file that a later synthesis has left behind is noticed. */
  readonly stackDigest: string;
  readonly serviceTagFile?: string;
  readonly appliances: Readonly<Record<string, string>>;
  readonly acknowledged: readonly AcknowledgedData[];
  readonly subnets: readonly SubnetData[];
  readonly requirementSets: readonly RequirementSetData[];
}

const REQUEST = propertiesOf<RequestData>({
  version: number, stackDigest: text, serviceTagFile: optional(text), appliances: mapOf(text),
  acknowledged: listOf(propertiesOf<AcknowledgedData>({ finding: text, subject: text, reason: text, isOfApp: optional(boolean) })),
  subnets: listOf(propertiesOf<SubnetData>({
    name: text, subnetId: text, addressPrefixes: optional(listOf(text)), intraNetworkTraffic: optional(listOf(text)),
    requirementSet: number,
  })),
  requirementSets: listOf(REQUIREMENT_SET_DATA),
});

/**
 * What an app asks of a stack, as the text of a file. The same app gives the same text.
 *
 * @param stack the JSON of the stack
 */
export function requestText(
  { subnets, appliances = {}, acknowledgements = [], serviceTags }: VerificationRequest, stack: unknown,
): string {
  const sets = new Map<RequirementSet, number>();
  const texts: string[] = [];
  for (const { requirements } of subnets) {
    const one = JSON.stringify(dataOfSet(requirements));
    if (!texts.includes(one)) {
      texts.push(one);
    }
    sets.set(requirements, texts.indexOf(one));
  }
  const data: RequestData = {
    version: VERSION, stackDigest: digestOf(stack), ...(serviceTags !== undefined && { serviceTagFile: serviceTags.path }), appliances,
    acknowledged: acknowledgements.map(({ finding, subject, reason, isShared }) =>
      ({ finding, subject, reason, ...(isShared !== undefined && { isOfApp: true }) })),
    subnets: subnets.map(({ name, subnetId, addressPrefixes, requirements, intraNetworkTraffic }) => ({
      name, subnetId, ...(addressPrefixes !== undefined && { addressPrefixes }),
      ...(intraNetworkTraffic?._addressSpace !== undefined && { intraNetworkTraffic: intraNetworkTraffic._addressSpace }),
      requirementSet: sets.get(requirements)!,
    })),
    requirementSets: texts.map((one) => JSON.parse(one) as RequirementSetData),
  };
  return `${JSON.stringify(data, null, 2)}\n`;
}

/** Equal for JSON that says the same, however it is laid out. */
function digestOf(json: unknown): string {
  const sorted = JSON.stringify(json, (_, value: unknown) => (typeof value !== 'object' || value === null || Array.isArray(value) ? value
    : Object.fromEntries(Object.entries(value).sort(([a], [b]) => compareTexts(a, b)))));
  return createHash('sha256').update(sorted).digest('hex');
}

/** The files next to the stacks that paths name, each with the folder of its stack. */
export function requestFilesAt(paths: readonly string[]): string[] {
  return [...new Set(paths.filter((path) => path !== STANDARD_INPUT && existsSync(path)).flatMap((path) => {
    const beside = isFolder(path) && existsSync(join(path, 'manifest.json')) ? readSources(path).map(({ file }) => dirname(file))
      : isFolder(path) ? [path] : basename(path) === STACK_FILE ? [dirname(path)] : [];
    return beside.map((folder) => join(folder, REQUEST_FILE)).filter((file) => existsSync(file));
  }))];
}

/** A request with its network, read already. */
interface ReadyRequest {
  readonly request: VerificationRequest;
  readonly read: ReturnType<typeof readRequest>;
}

/** A ready request, and the same with the groups and tables of all other subnets. */
interface RequestOfFiles extends ReadyRequest {
  readonly whole: ReturnType<typeof readRequest>;
  /** What is said about files that were written for another synthesis. */
  readonly outdated: readonly ReadingProblem[];
}

/**
 * What files say that an app asks of its stacks, as one request. References in each are to the stack that it stands next to.
 *
 * @param stated what is read, the service tag file instead of the one that the app used, and addresses of host names
 * @throws when an app does not write such files, or two stacks have subnets of one name or rest on different service tag files
 */
export function requestFromFiles(
  files: readonly string[], stated: Pick<VerificationRequest, 'source' | 'serviceTags' | 'resolved'>,
): RequestOfFiles {
  const outdated: ReadingProblem[] = [];
  const requests = files.map((file) => requestFromFile(file, stated, files.length === 1, outdated));
  const subnets = requests.flatMap((request) => request.subnets);
  const again = subnets.find(({ name }, i) => subnets.findIndex((other) => other.name === name) < i);
  if (again !== undefined) {
    throw new InputError({
      argument: 'PATH', given: again.name, problem: 'is a subnet of several stacks',
      allowed: 'give the folders of the stacks that belong together',
    });
  }
  const tags = requests.flatMap((request) => request.serviceTags ?? []);
  const other = tags.find(({ path }) => path !== tags[0]!.path);
  if (other !== undefined) {
    throw new InputError({
      argument: '--service-tags', problem: `the stacks use both ${tags[0]!.path} and ${other.path}`, allowed: 'give the one to use',
    });
  }
  const all = requests.map((request) => readRequest(request));
  const options = {
    ...all[0]!.options, ...(tags[0] !== undefined && { serviceTags: tags[0] }), subnets: all.flatMap((one) => one.options.subnets),
    appliances: new Map(all.flatMap((one) => [...one.options.appliances ?? []])),
  };
  const network = withProblems(all[0]!.network, outdated);
  return {
    // As in the synthesis of the app, groups that none of these subnets has are for those who verify these.
    read: { network: usedBy(network, options), options }, whole: { network, options }, outdated,
    request: { ...requests[0]!, subnets, acknowledgements: eachOnce(requests.flatMap(({ acknowledgements = [] }) => acknowledgements)) },
  };
}

function withProblems(network: Network, problems: readonly ReadingProblem[]): Network {
  return problems.length === 0 ? network : { ...network, problems: [...problems, ...network.problems] };
}

function eachOnce(all: readonly Acknowledgement[]): Acknowledgement[] {
  return [...new Map(all.map((one) => [JSON.stringify([one.finding, one.subject, one.reason]), one])).values()];
}

function requestFromFile(
  path: string, { source, serviceTags, resolved }: Pick<VerificationRequest, 'source' | 'serviceTags' | 'resolved'>, isAlone: boolean,
  outdated: ReadingProblem[],
): VerificationRequest {
  const { content } = JsonDocument.read(path, KIND);
  return refusing((error) => error.at(`${printable(path)}:`), () => {
    REQUEST('request', content);
    const { version, stackDigest, serviceTagFile, appliances, acknowledged, subnets, requirementSets } = content as RequestData;
    if (version !== VERSION) {
      throw new InputError({
        argument: 'version', given: version, problem: 'is not read here', allowed: `${VERSION}; synthesize the app with this version`,
      });
    }
    const stack = join(dirname(path), STACK_FILE);
    if (!existsSync(stack) || digestOf(JsonDocument.read(stack, STACK).content) !== stackDigest) {
      outdated.push({
        place: { file: printable(path), resource: REQUEST_FILE },
        message: `it was written for other JSON than ${STACK_FILE} in the same folder has, so the app may ask for something else now; ` +
          'synthesize the app again, or remove the file',
      });
    }
    const sets = requirementSets.map(setOfData);
    const tags = serviceTags ?? (serviceTagFile === undefined ? undefined : ServiceTagFile.fromFile(serviceTagFile));
    return {
      source: { ...source, folder: dirname(path) }, ...(resolved !== undefined && { resolved }), appliances,
      acknowledgements: acknowledged.map(({ isOfApp, ...one }) => ({ ...one, ...(isOfApp === true && isAlone && { isShared: true }) })),
      subnets: subnets.map((one) => subnetOf(one, sets)), ...(tags !== undefined && { serviceTags: tags }),
    };
  });
}

function subnetOf(
  { name, subnetId, addressPrefixes, intraNetworkTraffic: traffic, requirementSet }: SubnetData, sets: readonly RequirementSet[],
): SubnetRequest {
  const requirements = sets[requirementSet];
  if (requirements === undefined) {
    throw new InputError({
      argument: `subnets: ${name}: requirementSet`, given: requirementSet, problem: 'is not an index of requirementSets',
    });
  }
  return {
    name, subnetId, requirements, ...(addressPrefixes !== undefined && { addressPrefixes: [...addressPrefixes] }),
    ...(traffic !== undefined &&
      { intraNetworkTraffic: traffic.length === 0 ? IntraNetworkTraffic.denied() : IntraNetworkTraffic.within([...traffic]) }),
  };
}
