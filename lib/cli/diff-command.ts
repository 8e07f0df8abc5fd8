import { statSync } from 'node:fs';
import { InputError, printable } from '../azure/errors';
import { Deployment } from '../deployment/deployment';
import { unreadable } from '../input/paths';
import { ServiceTagFile } from '../input/service-tag-file';
import { STANDARD_INPUT } from '../input/text';
import { differenceJson } from '../review/difference-json';
import { differenceMarkdown } from '../review/difference-markdown';
import { differenceSarif } from '../review/difference-sarif';
import { differenceText } from '../review/difference-text';
import { DifferenceHead } from '../review/difference-words';
import { ComparedRequest, Difference, networkDifference, DifferenceVerdict, VERDICTS } from '../review/network-difference';
import { Paint, PLAIN } from '../review/paint';
import { differenceWithLines } from '../review/places-with-lines';
import { ResourceLines } from '../review/resource-lines';
import { tagDifference } from '../review/tag-difference';
import { planSides, sensitiveOf } from '../terraform/plan-sides';
import type { SourceDocument } from '../terraform/resource';
import { VerificationRequest } from '../verification/request';
import { requestFilesAt } from '../verification/request-file';
import { EXIT } from './exit';
import { checkStandardInput, requestFor, Shown, withValues } from './verify-command';

/** Forms of a difference. */
export const DIFF_FORMATS = ['text', 'json', 'markdown', 'sarif'] as const;
type DiffFormat = (typeof DIFF_FORMATS)[number];

/** From which verdict on the exit code says so. */
export const FAIL_ON = [...VERDICTS.slice(1), 'never'] as const;

export interface DiffCommandOptions {
  readonly plan?: string;
  /** More files and folders of each side, or all of them. */
  readonly base?: readonly string[];
  readonly head?: readonly string[];
  readonly varFile?: readonly string[];
  readonly deployment?: string;
  readonly baseDeployment?: string;
  /** Whether a base that is not there is a network without anything. */
  readonly missingBaseIsEmpty?: boolean;
  /** One file, or that of the base and that of the head; then perhaps paths, which the parser takes for more of them. */
  readonly serviceTags?: readonly string[];
  readonly failOn: (typeof FAIL_ON)[number];
  readonly format: DiffFormat;
}

/**
 * What changes from one network to another.
 *
 * @param given the base and the head, or none with a plan, which has both
 */
export function diffCommand(given: readonly string[], options: DiffCommandOptions, version: string, paint = PLAIN): Shown {
  const { plan, deployment: file, baseDeployment: baseFile, varFile, failOn, format } = options;
  const { paths, serviceTags } = pathsAndTags(given, options);
  const { base, head } = sidesOf(paths, options);
  const [tags, tagsOfHead] = serviceTags;
  checkStandardInput({
    ...(paths.length === 0 ? { '--base': base, '--head': head } : { BASE: base, HEAD: head }), '--plan': plan,
    '--deployment': file, '--base-deployment': baseFile, '--service-tags': serviceTags, '--var-file': varFile,
  });
  if (baseFile !== undefined && file === undefined) {
    throw new InputError({
      argument: '--base-deployment', problem: 'is given alone', allowed: 'give the deployment file of the head with --deployment, too',
    });
  }
  const sides = plan === undefined ? undefined : planSides(plan);
  const deployment = file === undefined ? undefined : Deployment.fromFile(file);
  const baseDeployment = baseFile === undefined ? deployment : Deployment.fromFile(baseFile);
  const isThere = base.filter((path) => !isMissing(path, options));
  const isNew = plan === undefined && isThere.length === 0;
  const written = file === undefined && plan === undefined ? writtenFiles(isThere, head, isNew) : NOTHING_WRITTEN;
  const request = (of: Deployment | undefined, from: readonly string[], document: SourceDocument | undefined): VerificationRequest =>
    withValues({
      ...(of === undefined ? withoutDeployment(tags) : requestFor(of, from, tags)),
      source: { paths: from, ...(document !== undefined && { documents: [document] }) },
    }, varFile);
  const before = isNew ? undefined : { ...request(baseDeployment, isThere, sides?.before), requestFiles: written.base };
  const after: ComparedRequest = { ...request(deployment, head, sides?.after), requestFiles: written.head };
  const compared = tagsOfHead === undefined ? networkDifference(before, after)
    : before === undefined ? networkDifference(before, { ...after, serviceTags: ServiceTagFile.fromFile(tagsOfHead) })
    : tagDifference(before, after, [before.serviceTags!, ServiceTagFile.fromFile(tagsOfHead)]);
  const difference = { ...compared, notes: [...written.notes, ...compared.notes] };
  const named = (side: string, those: readonly string[]): string =>
    [...(plan === undefined ? [] : [`${side} of ${plan}`]), ...those].join(', ');
  const missing = base.filter((path) => !isThere.includes(path));
  const heading: DifferenceHead = {
    base: [
      ...(isNew ? [] : [named('prior state', isThere)]),
      ...(missing.length === 0 ? [] : [`${missing.join(', ')}, which is missing and counts as empty`]),
    ].join(', '),
    head: named('planned values', head),
    headFiles: [...(plan === undefined ? [] : [plan]), ...head], isPlan: plan !== undefined,
    ...(file !== undefined && { deployment: file }), ...(baseFile !== undefined && { baseDeployment: baseFile }),
    ...(written.head.length > 0 && { requestFiles: [written.base, written.head] as const }),
    ...(tags !== undefined && tagsOfHead !== undefined && { serviceTagFiles: [tags, tagsOfHead] }),
  };
  const hidden = sensitiveOf([...isThere, ...head]);
  const shown = (sides === undefined ? hidden : hidden.and(sides.sensitive)).without(differenceWithLines(difference));
  return { text: FORMATTERS[format](heading, shown, version, paint), exit: exitOf(difference.verdict, failOn) };
}

/** The files of both sides in which apps have written what they ask, and what to know of them. */
interface WrittenFiles {
  readonly base: readonly string[];
  readonly head: readonly string[];
  readonly notes: readonly string[];
}

const NOTHING_WRITTEN: WrittenFiles = { base: [], head: [], notes: [] };

/** What only one side asks for says nothing of the other. */
function writtenFiles(base: readonly string[], head: readonly string[], isNew: boolean): WrittenFiles {
  const [ofBase, ofHead] = [requestFilesAt(base), requestFilesAt(head)];
  if (ofHead.length > 0 && (isNew || ofBase.length > 0)) {
    return { base: ofBase, head: ofHead, notes: [] };
  }
  const [side, other] = ofHead.length > 0 ? ['head', 'base'] : ['base', 'head'];
  return ofBase.length + ofHead.length === 0 ? NOTHING_WRITTEN : { ...NOTHING_WRITTEN, notes: [
    `only the ${side} has what its app asks for, in ${[...ofBase, ...ofHead].map(printable).join(', ')}: nothing counts as asked for; ` +
      `synthesize the ${other} with requestFile too, or give --deployment`,
  ] };
}

/** A network that a pull request adds has no base; that has to be said, because a wrong path looks just like it. */
function isMissing(base: string, { missingBaseIsEmpty = false }: DiffCommandOptions): boolean {
  if (base === STANDARD_INPUT) {
    return false;
  }
  try {
    statSync(base);
    return false;
  } catch (error) {
    const isNotThere = base !== '' && (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (isNotThere && missingBaseIsEmpty) {
      return true;
    }
    const { details } = unreadable(base, error);
    const isNew = isNotThere && details.suggestion === undefined;
    throw new InputError({ ...details, ...(isNew && { allowed: 'for a network that is new, add --missing-base-is-empty' }) });
  }
}

/** The option takes all words after it: what is more than one or two files is the paths that are missing before it. */
function pathsAndTags(
  given: readonly string[], { plan, base = [], head = [], serviceTags = [] }: DiffCommandOptions,
): { readonly paths: readonly string[]; readonly serviceTags: readonly string[] } {
  const isComplete = plan !== undefined || (given.length === 0 && base.length > 0 && head.length > 0);
  const missing = isComplete ? 0 : Math.max(0, 2 - given.length);
  const files = serviceTags.slice(0, Math.max(0, serviceTags.length - missing));
  if (serviceTags.length > 0 && (files.length === 0 || files.length > 2)) {
    throw new InputError({
      argument: '--service-tags', problem: `${serviceTags.length} files and paths follow it`,
      allowed: 'give one file, or one for the base and one for the head, after BASE and HEAD',
    });
  }
  return { paths: [...given, ...serviceTags.slice(files.length)], serviceTags: files };
}

/** The files and folders of each side: those of the arguments, and those of the options. */
function sidesOf(
  paths: readonly string[], { plan, base: more = [], head: moreOfHead = [] }: DiffCommandOptions,
): { readonly base: readonly string[]; readonly head: readonly string[] } {
  if (plan !== undefined && paths.length > 0) {
    throw new InputError({
      argument: '--plan', problem: 'is given together with paths', allowed: 'a plan has both sides: give either --plan or BASE and HEAD',
    });
  }
  const [first, second, ...others] = paths;
  const isByOptions = paths.length === 0 && more.length > 0 && moreOfHead.length > 0;
  if (plan !== undefined || isByOptions) {
    return { base: more, head: moreOfHead };
  }
  if (first === undefined || second === undefined || others.length > 0) {
    throw new InputError({
      argument: 'paths', problem: `${paths.length === 1 ? 'one is' : `${paths.length} are`} given`,
      allowed: 'give BASE and HEAD, each a file or a folder, or --plan FILE for the two sides of a plan; ' +
        'for several files of a side, give --base and --head',
    });
  }
  return { base: [first, ...more], head: [second, ...moreOfHead] };
}

function withoutDeployment(serviceTags: string | undefined): Omit<VerificationRequest, 'source'> {
  return { subnets: [], ...(serviceTags !== undefined && { serviceTags: ServiceTagFile.fromFile(serviceTags) }) };
}

type DifferenceFormatter = (head: DifferenceHead, difference: Difference, version: string, paint: Paint) => string;

const FORMATTERS: Readonly<Record<DiffFormat, DifferenceFormatter>> = {
  text: (head, difference, _, paint) => differenceText(head, difference, paint), json: differenceJson, markdown: differenceMarkdown,
  sarif: (head, difference, version) => {
    const [before, after] = [new ResourceLines(head.isPlan === true ? PRIOR_STATE : undefined), new ResourceLines()];
    return differenceSarif(
      head, difference, version, { base: (place) => before.spanOf(place), head: (place) => after.spanOf(place) },
    );
  },
};

/** Where a plan has the resources that are there. Source: Terraform 1.11, JSON output format, plan representation. */
const PRIOR_STATE = [['prior_state', 'values', 'root_module']];

const EXITS: Readonly<Record<DifferenceVerdict, number>> = {
  'nothing-changed': EXIT.ok, 'only-narrower': EXIT.narrower, 'wider-as-required': EXIT.widerAsRequired,
  'wider-beyond-requirements': EXIT.widerBeyondRequirements, 'requirement-lost': EXIT.requirementLost,
};

function exitOf(verdict: DifferenceVerdict, failOn: DiffCommandOptions['failOn']): number {
  return failOn === 'never' || VERDICTS.indexOf(verdict) < VERDICTS.indexOf(failOn) ? EXIT.ok : EXITS[verdict];
}
