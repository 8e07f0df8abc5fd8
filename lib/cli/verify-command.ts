import { InputError } from '../azure/errors';
import { Deployment } from '../deployment/deployment';
import { requestFromDeployment } from '../deployment/request-from-deployment';
import { Outcome } from '../filtering/answers';
import { ServiceTagFile } from '../input/service-tag-file';
import { isFolder } from '../input/paths';
import { STANDARD_INPUT } from '../input/text';
import { jsonText } from '../review/json-text';
import { withLines } from '../review/places-with-lines';
import { Paint, PLAIN } from '../review/paint';
import { ResourceLines } from '../review/resource-lines';
import { suggest } from '../review/suggest';
import { Suggestions } from '../review/suggestion';
import { suggestionsDocument, suggestionsText } from '../review/suggestions-text';
import { verificationJson } from '../review/verification-json';
import { verificationMarkdown } from '../review/verification-markdown';
import { verificationSarif } from '../review/verification-sarif';
import { VerificationHead } from '../review/verification-summary';
import { verificationText } from '../review/verification-text';
import { checkCloud } from '../rules/service-tag-cloud';
import { Report } from '../verification/verification-result';
import { readRequest } from '../verification/read-request';
import { VerificationRequest } from '../verification/request';
import { requestFilesAt, requestFromFiles } from '../verification/request-file';
import { resolvedHosts } from '../verification/resolved-hosts';
import { provedBy } from '../verification/verdict';
import { verifyNetwork } from '../verification/verify-network';
import { EXIT } from './exit';
import { isStated, refuseStated, StatedOptions, statedRequest } from './stated-request';

/** Forms of a result. */
export const VERIFICATION_FORMATS = ['text', 'json', 'sarif', 'markdown'] as const;
type VerificationFormat = (typeof VERIFICATION_FORMATS)[number];

export interface VerifyCommandOptions extends StatedOptions {
  readonly deployment?: string;
  readonly serviceTags?: string;
  readonly resolve?: string;
  readonly varFile?: readonly string[];
  readonly format: VerificationFormat;
  readonly suggest?: boolean;
}

/** What a command prints, and its exit code. */
export interface Shown {
  readonly text: string;
  readonly exit: number;
}

/**
 * Holds the rules of a network against what a deployment needs.
 *
 * @param paths Terraform JSON and exports of Azure, which together describe one network
 */
export function verifyCommand(paths: readonly string[], options: VerifyCommandOptions, version: string, paint = PLAIN): Shown {
  const { deployment: file, serviceTags, varFile, format } = options;
  checkStandardInput({ 'PATH': paths, '--deployment': file, '--service-tags': serviceTags, '--var-file': varFile });
  if (options.suggest === true && format !== 'text' && format !== 'json') {
    throw new InputError({
      argument: '--suggest', problem: `does not work with --format ${format}`, allowed: 'give --format text or json',
    });
  }
  const { request, head, read = readRequest(request) } = askedOf(paths, options);
  const shown = showVerification(head, verifyNetwork(request, read), format, version, paint);
  return options.suggest === true ? { ...shown, text: withSuggestions(shown.text, suggest(read), format) } : shown;
}

/** What a command line asks of a network, and how that is shown. */
interface AskedRequest {
  readonly request: VerificationRequest;
  readonly head: VerificationHead;
  /** Where an app has written what it asks, and the network is read already. */
  readonly read?: ReturnType<typeof readRequest>;
  readonly deployment?: Deployment;
}

/** What is asked by a deployment file, by options instead of one, or else by the app that has written it next to its JSON. */
export function askedOf(paths: readonly string[], options: Omit<VerifyCommandOptions, 'format' | 'suggest'>): AskedRequest {
  const { deployment: file, serviceTags, resolve, varFile } = options;
  const stated = (asked: VerificationRequest): VerificationRequest => withValues(withResolved(asked, resolve), varFile);
  const network = paths.join(', ');
  const written = file === undefined && !isStated(options) ? requestFilesAt(paths) : [];
  if (written.length > 0) {
    const tags = fileOfTags(serviceTags);
    const { request, read } = requestFromFiles(written, stated({ source: { paths }, subnets: [], ...(tags && { serviceTags: tags }) }));
    return { request, read, head: { network, stated: `what the app asks in ${written.join(', ')}`, name: 'network' } };
  }
  if (file === undefined) {
    const { request, text } = statedRequest(paths, options, fileOfTags(serviceTags));
    return { request: stated(request), head: { network, stated: text, name: 'network' } };
  }
  refuseStated(options);
  const deployment = Deployment.fromFile(file);
  return {
    request: stated(requestFor(deployment, paths, serviceTags)), head: { network, deployment: file, name: deployment.name }, deployment,
  };
}

/** A result with what is missing at its end, or as members of its own. */
function withSuggestions(text: string, suggestions: Suggestions, format: VerificationFormat): string {
  const lines = new ResourceLines();
  return format === 'json'
    ? jsonText({ ...(JSON.parse(text) as object), ...suggestionsDocument(suggestions, lines) })
    : `${text}\n${suggestionsText(suggestions, lines)}`;
}

/** A result in one of its forms, and the exit code that says whether it is good. */
export function showVerification(
  head: VerificationHead, report: Report, format: VerificationFormat, version: string, paint = PLAIN,
): Shown {
  return { text: FORMATTERS[format](head, withLines(report), version, paint), exit: EXITS[provedBy(report)] };
}

type VerificationFormatter = (head: VerificationHead, report: Report, version: string, paint: Paint) => string;

const FORMATTERS: Readonly<Record<VerificationFormat, VerificationFormatter>> = {
  text: (head, report, _, paint) => verificationText(head, report, paint),
  json: verificationJson,
  markdown: verificationMarkdown,
  sarif: (head, report, version) => {
    const lines = new ResourceLines();
    return verificationSarif(head, report, version, (place) => lines.spanOf(place));
  },
};

const EXITS: Readonly<Record<Outcome, number>> = { met: EXIT.ok, denied: EXIT.differences, unknown: EXIT.unknown };

/** The exit code for what is proved. */
export function provedExit(proved: Outcome): number {
  return EXITS[proved];
}

/** What is to be verified of a deployment, with the service tag file that was given, or its own. */
export function requestFor(deployment: Deployment, paths: readonly string[], serviceTags: string | undefined): VerificationRequest {
  const tags = fileOfTags(serviceTags);
  if (tags !== undefined) {
    checkCloud(tags, deployment.requirements.cloud, '--service-tags');
  }
  return requestFromDeployment(deployment, { paths }, tags);
}

/** The service tag file that was given. */
export function fileOfTags(path: string | undefined): ServiceTagFile | undefined {
  return path === undefined ? undefined : ServiceTagFile.fromFile(path);
}

/** A request with values of variables from files. */
export function withValues(request: VerificationRequest, valuesFiles: readonly string[] | undefined): VerificationRequest {
  const folder = valuesFiles?.find((path) => path !== STANDARD_INPUT && isFolder(path));
  if (folder !== undefined) {
    throw new InputError({
      argument: '--var-file', given: folder, problem: 'is a folder', allowed: 'give the path of a file with values of variables',
    });
  }
  return valuesFiles === undefined ? request : { ...request, source: { ...request.source, valuesFiles } };
}

/** A request with the addresses that somebody states for host names. */
export function withResolved(request: VerificationRequest, resolve: string | undefined): VerificationRequest {
  return resolve === undefined ? request : { ...request, resolved: resolvedHosts(resolve, '--resolve') };
}

/** Standard input can be read once. */
export function checkStandardInput(files: Readonly<Record<string, string | readonly string[] | undefined>>): void {
  const [first, second] = Object.entries(files).flatMap(([name, paths]) => [paths].flat().map((path) => [name, path] as const))
    .filter(([, path]) => path === STANDARD_INPUT).map(([name]) => name);
  if (second !== undefined) {
    throw new InputError({
      argument: second, problem: `standard input cannot be both this and ${first}`, allowed: 'give the path of a file for one of them',
    });
  }
}
