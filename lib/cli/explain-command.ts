import { InputError, quote } from '../azure/errors';
import { Deployment } from '../deployment/deployment';
import { ServiceTagFile } from '../input/service-tag-file';
import { explanationJson, explanationMarkdown, explanationText } from '../review/explanation';
import { Paint, PLAIN } from '../review/paint';
import { explanationWithLines } from '../review/places-with-lines';
import { Explanation } from '../verification/explain';
import { VerificationRequest } from '../verification/request';
import { requestFilesAt, requestFromFiles } from '../verification/request-file';
import { explainInNetwork } from '../verification/verify-network';
import { EXIT } from './exit';
import { checkStandardInput, requestFor, Shown, withResolved, withValues } from './verify-command';

/** Forms of an explanation. */
export const EXPLANATION_FORMATS = ['text', 'json', 'markdown'] as const;
type ExplanationFormat = (typeof EXPLANATION_FORMATS)[number];

export interface ExplainCommandOptions {
  readonly deployment?: string;
  readonly serviceTags?: string;
  readonly resolve?: string;
  readonly varFile?: readonly string[];
  readonly format: ExplanationFormat;
}

/**
 * Shows what the rules of a network do with one flow. Without a deployment file, or a file of what an app asks, subnets have their names
 * in the files, and what is behind the address of an appliance is known as far as these say it.
 *
 * @param words the paths, and after them the flow, as one text or word by word
 */
export function explainCommand(
  words: readonly string[], { deployment: file, serviceTags, resolve, varFile, format }: ExplainCommandOptions, paint = PLAIN,
): Shown {
  const { paths, flow } = pathsAndFlow(words);
  checkStandardInput({ 'PATH': paths, '--deployment': file, '--service-tags': serviceTags, '--var-file': varFile });
  const stated = (asked: VerificationRequest): VerificationRequest => withValues(withResolved(asked, resolve), varFile);
  const written = file === undefined ? requestFilesAt(paths) : [];
  if (written.length > 0) {
    const { request, whole, outdated } = requestFromFiles(written, stated(withoutDeployment(paths, serviceTags)));
    const explanation = explainInNetwork(request, flow, whole);
    const conditions = outdated.map(({ place, message }) => `${place.file}: ${message}`);
    return showExplanation({ ...explanation, conditions: [...conditions, ...explanation.conditions] }, format, paint);
  }
  const deployment = file === undefined ? undefined : Deployment.fromFile(file);
  const request = deployment === undefined ? withoutDeployment(paths, serviceTags) : requestFor(deployment, paths, serviceTags);
  return showExplanation(explainInNetwork(stated(request), flow), format, paint);
}

/** An explanation in one of its forms, and the exit code that says what happens to the flow. */
export function showExplanation(explanation: Explanation, format: ExplanationFormat, paint = PLAIN): Shown {
  return { text: FORMATTERS[format](explanationWithLines(explanation), paint), exit: EXITS[explanation.outcome] };
}

const FORMATTERS: Readonly<Record<ExplanationFormat, (explanation: Explanation, paint: Paint) => string>> = {
  text: explanationText, json: explanationJson, markdown: explanationMarkdown,
};

const EXITS: Readonly<Record<Explanation['outcome'], number>> = { allow: EXIT.ok, deny: EXIT.differences, unknown: EXIT.unknown };

function withoutDeployment(paths: readonly string[], serviceTags: string | undefined): VerificationRequest {
  return { source: { paths }, subnets: [], ...(serviceTags !== undefined && { serviceTags: ServiceTagFile.fromFile(serviceTags) }) };
}

const DIRECTION = /^(in|out)bound$/i;

/**
 * Tells paths from the flow after them: the flow is the last text where that has several words, and else it begins with the name
 * before the last direction. Where there is none, the first is taken for the path, and what is wrong with the rest is said.
 */
function pathsAndFlow(words: readonly string[]): { paths: readonly string[]; flow: string } {
  const last = words.at(-1)!;
  if (words.length < 2) {
    throw new InputError({
      argument: 'flow', problem: 'is missing', allowed: `give it after ${quote(last)}: SUBNET DIRECTION PROTOCOL PORT ENDPOINT`,
    });
  }
  const direction = words.map((word) => DIRECTION.test(word)).lastIndexOf(true);
  const at = words.length > 1 && /\s/.test(last.trim()) ? words.length - 1 : direction >= 2 ? direction - 1 : 1;
  return { paths: words.slice(0, at), flow: words.slice(at).join(' ') };
}
