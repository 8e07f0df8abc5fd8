import { Finding } from '../findings/finding';
import { Severity } from '../findings/severity';
import { DifferenceHead, flowsOf, kindText, marksOf, requirementText, sideText, verdictText } from './difference-words';
import { FlowChange, isBeyond } from './flow-changes';
import { Difference, isLost, NetworkDifference, RequirementChange } from './network-difference';
import { acceptedOf, FINDING_RULES, findingResult, LineOf, located, sarifLog, SarifResult, SarifRule } from './sarif';
import { isOpen, shownPath } from './verification-summary';

const PAGE = 'docs/diff.md#what-it-says';

const FLOW_RULES: Readonly<Record<FlowChange['kind'], SarifRule>> = {
  'newly allowed': {
    id: 'flow-newly-allowed', severity: 'error', page: PAGE, meaning: 'Traffic that was denied is allowed now.',
    detail: 'The base denies these flows, or does not say what it does with them, and the head allows them or may do so.',
  },
  'another way': {
    id: 'flow-another-way', severity: 'error', page: PAGE, meaning: 'Traffic is allowed another way.',
    detail: 'Base and head allow these flows, and they take another kind of hop now, such as past a firewall.',
  },
  'no longer allowed': {
    id: 'flow-no-longer-allowed', severity: 'note', page: PAGE, meaning: 'Traffic that was allowed is denied now.',
    detail: 'The base allows these flows, or may do so, and the head denies them or does not say what it does with them.',
  },
};

const LOST: SarifRule = {
  id: 'requirement-lost', severity: 'error', page: PAGE, meaning: 'A requirement that was met is no longer met.',
  detail: 'A requirement was met and is denied or unknown now, or was unknown and is denied now.',
};

/** Lines in the files of the base and in those of the head. */
interface SideLines {
  readonly base: LineOf;
  readonly head: LineOf;
}

/**
 * A difference as SARIF 2.1.0: what opens and what closes, at the lines of the head that decide, with those of the base next to them;
 * requirements that are lost; and new findings. Rules that are written in another way, and what is gone, are no alerts.
 */
export function differenceSarif(head: DifferenceHead, difference: Difference, version: string, lines: SideLines): string {
  const { byServiceTags, newFindings, notes } = difference;
  // What service tags change is said about the rules of the base, which are read again with other service tags.
  const others = byServiceTags === undefined ? [] : resultsOf(byServiceTags, head, { base: lines.base, head: lines.base })
    .map((one): SarifResult => ({ ...one, subject: `by service tags alone: ${one.subject}` }));
  const properties = {
    verdict: difference.verdict, summary: verdictText(difference), base: shownPath(head.base), head: shownPath(head.head),
    ...(head.deployment !== undefined && { deployment: shownPath(head.deployment) }),
    ...(head.baseDeployment !== undefined && { baseDeployment: shownPath(head.baseDeployment) }),
    ...(head.requestFiles !== undefined && { requestFiles: head.requestFiles.flat().map(shownPath) }),
    ...(head.serviceTagFiles !== undefined && { serviceTags: head.serviceTagFiles.map(shownPath) }),
    acknowledged: acceptedOf([...newFindings, ...byServiceTags?.newFindings ?? []]), notes,
  };
  const files = [...(head.deployment === undefined ? [] : [head.deployment]), ...(head.headFiles ?? [head.head])];
  const rules = [LOST, ...Object.values(FLOW_RULES), ...FINDING_RULES];
  return sarifLog({ version, category: 'diff', files, properties }, rules, [...resultsOf(difference, head, lines), ...others]);
}

function resultsOf({ flows, requirements, newFindings }: NetworkDifference, head: DifferenceHead, lines: SideLines): SarifResult[] {
  const lost = requirements.filter(isLost).map((change) => ({ change, finding: newFindings.find((one) => isAbout(one, change)) }));
  const said = new Set(lost.map(({ finding }) => finding));
  return [
    ...lost.filter(({ finding }) => finding === undefined || isOpen(finding))
      .map(({ change, finding }) => lostResult(change, finding, lines.head)),
    ...flows.map((flow) => flowResult(flow, head, lines)),
    ...newFindings.filter((finding) => isOpen(finding) && !said.has(finding)).map((finding) => findingResult(finding, lines.head)),
  ];
}

function flowResult(change: FlowChange, heading: DifferenceHead, { base, head }: SideLines): SarifResult {
  const { kind, subnet, direction, before, after, example } = change;
  const marks = marksOf(change, heading);
  const message = [
    ...(marks.length === 0 ? [] : [`${marks.join('; ')}.`]), `Before: ${sideText(before)}.`, `After: ${sideText(after)}.`,
    ...(example === undefined ? [] : [`Example: ${example}`]),
  ].join(' ');
  return {
    id: FLOW_RULES[kind].id, severity: severityOf(change), message,
    subject: `${subnet} ${direction}: ${kindText(change)}: ${flowsOf(change)}`,
    places: located(after.places, head), related: located(before.places, base),
    properties: { subnet, isWider: change.isWider, isAskedFor: change.isAskedFor, isWayOut: change.isWayOut },
  };
}

/** What opens and nobody asks for is an error, what may open is unknown, and the rest is worth a note. */
function severityOf(change: FlowChange): Severity {
  return !isBeyond(change) ? 'note' : change.isPossible ? 'unknown' : 'error';
}

/** Whether a finding says of a requirement that it is not met. */
function isAbout({ id, requirementId, subnet }: Finding, change: RequirementChange): boolean {
  const isAnswer = id === 'requirement-denied' || id === 'requirement-unknown';
  return isAnswer && requirementId === change.requirementId && subnet === change.subnet;
}

function lostResult(change: RequirementChange, finding: Finding | undefined, head: LineOf): SarifResult {
  const { subnet, requirementId, need } = change;
  const message = [`${need}: ${requirementText(change)}.`, ...(finding === undefined ? [] : [finding.message])].join(' ');
  return {
    id: LOST.id, severity: LOST.severity, subject: `${subnet} ${requirementId}`, message, places: located(finding?.places ?? [], head),
    properties: { subnet, requirementId },
  };
}
