import { createHash } from 'node:crypto';
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { printable } from '../azure/errors';
import { STANDARD_INPUT } from '../input/text';
import { Finding } from '../findings/finding';
import { VerificationResult } from '../verification/answers';
import { FINDINGS } from '../findings/finding-catalog';
import { Severity } from '../findings/severity';
import { Place } from '../network/network';
import { jsonText } from './json-text';
import { againstText, countsOf, pathText, placeText, shownExample, VerificationHead } from './verification-summary';

/** Where the project is on the web. */
const PROJECT = 'https://github.com/cdktf-azureml-network/cdktf-azureml-network';

/**
 * Levels of SARIF. What could not be evaluated is a warning: the kind `open`, which SARIF has for it, goes with the level `none`
 * only, and viewers show a result without a level as a note or not at all, so that it would pass for none.
 */
const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error', unknown: 'warning', warning: 'warning', note: 'note',
};

/** A half of a character, which no URI can hold. */
const HALF = /[\ud800-\udfff]/gu;

/** The line of a place in its file, where it can be told. */
export type LineOf = (place: Place) => number | undefined;

/** The findings as SARIF 2.1.0, which code scanning and editors show beside the lines. */
export function verificationSarif(head: VerificationHead, result: VerificationResult, version: string, lineOf: LineOf): string {
  const { requirements } = countsOf(result);
  const { serviceTagFile: tags } = result;
  return jsonText({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'azureml-network', version, informationUri: PROJECT, rules: FINDINGS.map(ruleOf) } },
      automationDetails: { id: `azureml-network/${head.name}/` },
      columnKind: 'utf16CodeUnits',
      results: result.findings.map((finding) => resultOf(finding, head, lineOf)),
      properties: {
        network: pathText(head.network), requirements,
        ...(head.deployment === undefined ? { stated: againstText(head) } : { deployment: pathText(head.deployment) }),
        ...(tags && { serviceTagFile: { name: tags.name, cloud: tags.cloud, changeNumber: tags.changeNumber } }),
      },
    }],
  });
}

function ruleOf({ id, severity, meaning }: (typeof FINDINGS)[number]): object {
  const page = `docs/findings.md#${id}`;
  return {
    id,
    shortDescription: { text: meaning },
    help: { text: `${meaning} See ${page} of azureml-network.`, markdown: `${meaning} See [what to do](${PROJECT}/blob/HEAD/${page}).` },
    helpUri: `${PROJECT}/blob/HEAD/${page}`, // absolute, because SARIF takes no other
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { severity },
  };
}

function resultOf(finding: Finding, head: VerificationHead, lineOf: LineOf): object {
  const { id, severity, subject, message, example, places, requirement, subnet, acknowledged } = finding;
  const [first, ...others] = places.map((place) => locationOf(place, head, lineOf));
  return {
    ruleId: id,
    ruleIndex: FINDINGS.findIndex((row) => row.id === id),
    level: LEVELS[severity],
    message: { text: plain([`${subject}: ${message}`, ...(example === undefined ? [] : [`Example: ${shownExample(example)}`])].join(' ')) },
    locations: [first ?? { physicalLocation: fileAsked(head) }],
    ...(others.length > 0 && { relatedLocations: others.map((location, i) => ({ id: i + 1, ...location })) }),
    partialFingerprints: { 'findingSubject/v1': createHash('sha256').update(`${id}\n${subject}`).digest('hex') },
    ...(acknowledged && { suppressions: [{ kind: 'external', status: 'accepted', justification: printable(acknowledged.reason) }] }),
    properties: { severity, subject, ...(requirement !== undefined && { requirement }), ...(subnet !== undefined && { subnet }) },
  };
}

function locationOf(place: Place, head: VerificationHead, lineOf: LineOf): object {
  const { file, resource, part } = place;
  const line = isFile(file) ? lineOf(place) : undefined;
  return {
    // Code scanning refuses a place without a line; the first one stands for a file that could not be read again.
    physicalLocation: isFile(file) ? { artifactLocation: { uri: uriOf(file) }, region: { startLine: line ?? 1 } } : fileAsked(head),
    logicalLocations: [
      { name: resource, fullyQualifiedName: [resource, ...(part === undefined ? [] : [part])].join('.'), kind: 'resource' },
    ],
    message: { text: plain(placeText(place)) },
  };
}

/**
 * The file that asks for what is verified: the place of what has no other, because code scanning refuses a result without a file.
 * Of the two files at most one is standard input.
 */
function fileAsked({ network, deployment = STANDARD_INPUT }: VerificationHead): object {
  return { artifactLocation: { uri: uriOf(isFile(deployment) ? deployment : network) }, region: { startLine: 1 } };
}

/** Standard input has no place that could be opened. */
function isFile(file: string): boolean {
  return file !== STANDARD_INPUT && file !== 'standard input';
}

/** A path as a URI, relative where the path is. */
function uriOf(path: string): string {
  return isAbsolute(path)
    ? pathToFileURL(path).href
    : path.replace(/\\/g, '/').replace(HALF, '\ufffd').split('/').map(encodeURIComponent).join('/');
}

/** Text without control characters, and without what viewers take for a link: `[text](address)`. */
function plain(text: string): string {
  return printable(text).replace(/\](?=\()/g, '\\]').replace(/\[(?=[^[]*\\\]\()/g, '\\[');
}
