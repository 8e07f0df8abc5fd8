import { createHash } from 'node:crypto';
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { printable } from '../azure/errors';
import { Finding } from '../findings/finding';
import { FINDINGS } from '../findings/finding-catalog';
import { SEVERITIES, Severity } from '../findings/severity';
import { STANDARD_INPUT } from '../input/text';
import { Place } from '../network/network';
import { jsonText } from './json-text';
import { placeText, shownExample } from './verification-summary';

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

/** A line of a file, from 1, and how many characters it has. */
export interface TextLine {
  readonly line: number;
  readonly length: number;
}

/** The line of a place in its file, where it can be told. */
export type LineOf = (place: Place) => TextLine | undefined;

/** A place with its line, where that can be told. */
interface LocatedPlace {
  readonly place: Place;
  readonly line: TextLine | undefined;
}

/** One kind of results. */
export interface SarifRule {
  readonly id: string;
  readonly severity: Severity;
  /** One sentence. */
  readonly meaning: string;
  readonly detail: string;
  /** Its place in the documentation: `docs/findings.md#tag-case`. */
  readonly page: string;
}

/** Something that code scanning shows next to a line. */
export interface SarifResult {
  readonly id: string;
  readonly severity: Severity;
  /** What it is about, the same from run to run. */
  readonly subject: string;
  readonly message: string;
  /** The first is where it is shown, the others belong to it. */
  readonly places: readonly LocatedPlace[];
  /** Places that belong to it, and where it is not shown. */
  readonly related?: readonly LocatedPlace[];
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** What a log has besides its results. */
interface SarifHead {
  readonly version: string;
  /** Tells the logs of several deployments apart; code scanning replaces a log by one with the same. */
  readonly category: string;
  /** The files that results without a file of their own may be in, the best first. */
  readonly files: readonly string[];
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The rules that findings have. */
export const FINDING_RULES: readonly SarifRule[] =
  FINDINGS.map(({ id, severity, meaning, detail }) => ({ id, severity, meaning, detail, page: `docs/findings.md#${id}` }));

/** Code scanning refuses a run with more. Source: GitHub documentation, SARIF results exceed one or more limits. */
const MOST_RESULTS = 25_000;

/**
 * A log of SARIF 2.1.0, in the dialect that code scanning of GitHub reads. Source: GitHub documentation, "SARIF support for code
 * scanning", properties of results and regions: each result has a file and a line, only the fingerprint `primaryLocationLineHash`
 * counts, and `suppressions` is not read, so that what is suppressed would be an alert. What is accepted is no result therefore.
 */
export function sarifLog(head: SarifHead, rules: readonly SarifRule[], results: readonly SarifResult[]): string {
  const index = new Map(rules.map(({ id }, i) => [id, i]));
  const fingerprints = new Fingerprints();
  const left = results.length - MOST_RESULTS;
  const shown = left <= 0 ? results : [...results].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
    .slice(0, MOST_RESULTS);
  return jsonText({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'azureml-network', version: head.version, informationUri: PROJECT, rules: rules.map(ruleOf) } },
      automationDetails: { id: `azureml-network/${head.category}/` },
      columnKind: 'utf16CodeUnits',
      results: shown.map((result) => resultOf(result, index.get(result.id)!, fingerprints.of(result), head)),
      properties: left <= 0 ? head.properties : { ...head.properties, resultsLeftOut: left },
    }],
  });
}

/** A finding as a result. */
export function findingResult(
  { id, severity, subject, message, example, places, requirementId, subnet }: Finding, lineOf: LineOf,
): SarifResult {
  return {
    id, severity, subject, places: located(places, lineOf),
    message: [message, ...(example === undefined ? [] : [`Example: ${shownExample(example)}`])].join(' '),
    properties: { ...(requirementId !== undefined && { requirementId }), ...(subnet !== undefined && { subnet }) },
  };
}

/** Places with their lines. */
export function located(places: readonly Place[], lineOf: LineOf): LocatedPlace[] {
  return places.map((place) => ({ place, line: isFile(place.file) ? lineOf(place) : undefined }));
}

/** Accepted findings, which are properties of a log and no results. */
export function acceptedOf(findings: readonly Finding[]): object[] {
  return findings.flatMap(({ id, subject, acknowledged }) =>
    (acknowledged === undefined ? [] : [{ id, subject: printable(subject), reason: printable(acknowledged.reason) }]));
}

function ruleOf({ id, severity, meaning, detail, page }: SarifRule): object {
  return {
    id,
    shortDescription: { text: meaning },
    fullDescription: { text: withoutMarkdown(detail) },
    help: { text: `${meaning} See ${page} of azureml-network.`, markdown: `${meaning} See [what to do](${PROJECT}/blob/HEAD/${page}).` },
    helpUri: `${PROJECT}/blob/HEAD/${page}`, // absolute, because SARIF takes no other
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { severity },
  };
}

function withoutMarkdown(text: string): string {
  return text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll('`', '');
}

/** Fingerprints by what results are about, with a number where that is the same for several. */
class Fingerprints {
  private readonly counts = new Map<string, number>();

  public of({ id, subject }: SarifResult): string {
    const hash = createHash('sha256').update(`${id}\n${subject}`).digest('hex');
    const count = (this.counts.get(hash) ?? 0) + 1;
    this.counts.set(hash, count);
    return `${hash}:${count}`;
  }
}

function resultOf(
  { id, severity, subject, message, places, related = [], properties }: SarifResult, ruleIndex: number, fingerprint: string,
  head: SarifHead,
): object {
  const [first, ...more] = places.map((one) => locationOf(one, head));
  const others = [...more, ...related.map((one) => locationOf(one, head))];
  return {
    ruleId: id,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: plain(`${subject}: ${message}`) },
    locations: [first ?? { physicalLocation: fileAsked(head) }],
    ...(others.length > 0 && { relatedLocations: others.map((location, i) => ({ id: i + 1, ...location })) }),
    partialFingerprints: { primaryLocationLineHash: fingerprint },
    properties: { severity, subject, ...properties },
  };
}

function locationOf({ place, line }: LocatedPlace, head: SarifHead): object {
  const { file, resource, part } = place;
  return {
    physicalLocation: isFile(file) ? { artifactLocation: { uri: uriOf(file) }, region: regionOf(line) } : fileAsked(head),
    logicalLocations: [
      { name: resource, fullyQualifiedName: [resource, ...(part === undefined ? [] : [part])].join('.'), kind: 'resource' },
    ],
    message: { text: plain(placeText(place)) },
  };
}

/** Code scanning refuses a place without a line; the first one stands for a file that could not be read again. */
function regionOf({ line, length }: TextLine = { line: 1, length: 0 }): object {
  return { startLine: line, startColumn: 1, endLine: line, endColumn: length + 1 };
}

/** The place of what has no other, because code scanning refuses a result without a file. */
function fileAsked({ files }: SarifHead): object {
  return { artifactLocation: { uri: uriOf(files.find(isFile) ?? files.at(-1)!) }, region: regionOf() };
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
