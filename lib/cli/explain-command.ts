import { Deployment } from '../deployment/deployment';
import { ServiceTagFile } from '../input/service-tag-file';
import { explanationJson, explanationMarkdown, explanationText } from '../review/explanation';
import { Explanation } from '../verification/explain';
import { VerificationRequest } from '../verification/request';
import { explainInNetwork } from '../verification/verify-network';
import { EXIT } from './exit';
import { checkStandardInput, requestFor, Shown } from './verify-command';

/** Forms of an explanation. */
export const EXPLANATION_FORMATS = ['text', 'json', 'markdown'] as const;
export type ExplanationFormat = (typeof EXPLANATION_FORMATS)[number];

export interface ExplainCommandOptions {
  readonly deployment?: string;
  readonly serviceTags?: string;
  readonly format: ExplanationFormat;
}

/**
 * Shows what the rules in Terraform JSON do with one flow. Without a deployment file subnets have their names in the Terraform
 * JSON, and what stands behind the address of an appliance is known as far as that says it.
 *
 * @param words the flow, as one text or word by word
 */
export function explainCommand(path: string, words: readonly string[], { deployment: file, serviceTags, format }: ExplainCommandOptions): Shown {
  checkStandardInput({ 'PATH': path, '--deployment': file, '--service-tags': serviceTags });
  const deployment = file === undefined ? undefined : Deployment.fromFile(file);
  const request = deployment === undefined ? withoutDeployment(path, serviceTags) : requestFor(deployment, path, serviceTags);
  return showExplanation(explainInNetwork(request, words.join(' ')), format);
}

/** An explanation in one of its forms, and the exit code that says what happens to the flow. */
export function showExplanation(explanation: Explanation, format: ExplanationFormat): Shown {
  return { text: FORMATTERS[format](explanation), exit: EXITS[explanation.outcome] };
}

const FORMATTERS: Readonly<Record<ExplanationFormat, (explanation: Explanation) => string>> = {
  text: explanationText, json: explanationJson, markdown: explanationMarkdown,
};

const EXITS: Readonly<Record<Explanation['outcome'], number>> = { allow: EXIT.ok, deny: EXIT.differences, unknown: EXIT.unknown };

function withoutDeployment(path: string, serviceTags: string | undefined): VerificationRequest {
  return { source: { paths: [path] }, subnets: [], ...(serviceTags !== undefined && { serviceTags: ServiceTagFile.fromFile(serviceTags) }) };
}
