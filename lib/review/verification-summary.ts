import { printable } from '../azure/errors';
import { STANDARD_INPUT } from '../input/text';
import { ExampleFlow, RequirementAnswer } from '../filtering/answers';
import { Finding } from '../findings/finding';
import { VerificationResult } from '../verification/verification-result';
import { SEVERITIES, Severity } from '../findings/severity';
import { exampleText } from '../verification/flow';
import { Place } from '../network/network';

/** What was verified, and against what. */
export interface VerificationHead {
  /** Path of the Terraform JSON, as the user named it; `-` for standard input. */
  readonly network: string;
  /** Path of the deployment file, in the same way; without one, see `stated`. */
  readonly deployment?: string;
  /** What was stated instead of a deployment file. */
  readonly stated?: string;
  /** Name of the deployment. */
  readonly name: string;
}

/** How many there are of each kind. */
export interface VerificationCounts {
  readonly requirements: Readonly<Record<RequirementAnswer['outcome'], number>>;
  /** Without those that are acknowledged. */
  readonly findings: Readonly<Record<Severity, number>>;
  readonly acknowledged: number;
}

/** Titles of the sections that findings are shown in. */
export const TITLES: Readonly<Record<Severity, string>> = {
  error: 'Errors', unknown: 'Could not be evaluated', warning: 'Warnings', note: 'Notes',
};

export function countsOf({ answers, findings }: VerificationResult): VerificationCounts {
  const met = (outcome: RequirementAnswer['outcome']): number => answers.filter((answer) => answer.outcome === outcome).length;
  const open = (severity: Severity): number => findings.filter((finding) => finding.severity === severity && isOpen(finding)).length;
  return {
    requirements: { met: met('met'), denied: met('denied'), unknown: met('unknown') },
    findings: { error: open('error'), unknown: open('unknown'), warning: open('warning'), note: open('note') },
    acknowledged: findings.filter((finding) => !isOpen(finding)).length,
  };
}

/** Whether nobody has accepted a finding. */
export function isOpen({ acknowledged }: Finding): boolean {
  return acknowledged === undefined;
}

/** Findings that nobody has accepted, by severity; severities without one are left out. */
export function openBySeverity(
  findings: readonly Finding[],
): { readonly severity: Severity; readonly title: string; readonly findings: readonly Finding[] }[] {
  return SEVERITIES.map((severity) =>
    ({ severity, title: TITLES[severity], findings: findings.filter((finding) => finding.severity === severity && isOpen(finding)) }))
    .filter(({ findings: some }) => some.length > 0);
}

/** `12 of 14 requirements met, 1 denied, 1 unknown. Findings: 2 errors, 1 warning; 1 acknowledged.` */
export function summaryText(result: VerificationResult): string {
  const { requirements: { met, denied, unknown }, findings, acknowledged } = countsOf(result);
  const all = result.answers.length;
  const parts = [
    `${met} of ${all} ${all === 1 ? 'requirement' : 'requirements'} met${partlyRead(result)}`, ...(denied > 0 ? [`${denied} denied`] : []),
    ...(unknown > 0 ? [`${unknown} unknown`] : []),
  ];
  const kinds = SEVERITIES.filter((severity) => findings[severity] > 0).map((severity) =>
    `${findings[severity]} ${severity}${findings[severity] === 1 || severity === 'unknown' ? '' : 's'}`);
  return `${parts.join(', ')}. Findings: ` +
    `${kinds.length === 0 ? 'none' : kinds.join(', ')}${acknowledged === 0 ? '' : `; ${acknowledged} acknowledged`}.`;
}

/** Findings that say of a part that it was not read, or may not have been. */
const UNREAD: readonly string[] = ['not-evaluated', 'input-not-understood', 'rules-not-read'];

/** The headline claims no more than was read. */
function partlyRead({ findings }: VerificationResult): string {
  return findings.some(({ id }) => UNREAD.includes(id)) ? ' by what could be read' : '';
}

/** What answers rest on besides the files, with the number of requirements that it is about. */
export interface ShownCondition {
  readonly text: string;
  readonly requirementCount: number;
  /** What single ones of a group say; none where it is one condition. */
  readonly members: readonly string[];
}

/** Conditions by what they have in common, where the first of each stands. */
export function shownConditions({ answers, conditionGroups = [] }: VerificationResult): ShownCondition[] {
  const groups = new Map(conditionGroups.map((group) => [group.condition, group]));
  const found = new Map<string, { readonly conditions: Set<string>; readonly answers: Set<RequirementAnswer> }>();
  for (const answer of answers) {
    for (const condition of answer.conditions) {
      const key = groups.get(condition)?.text ?? condition;
      const one = found.get(key) ?? { conditions: new Set(), answers: new Set() };
      found.set(key, one);
      one.conditions.add(condition);
      one.answers.add(answer);
    }
  }
  return [...found].map(([text, { conditions: [first, ...others], answers: those }]) => ({
    text: others.length === 0 ? first! : text, requirementCount: those.size,
    members: others.length === 0 ? [] : [first!, ...others].map((condition) => groups.get(condition)!.member),
  }));
}

/** `main.tf:12: azurerm_network_security_group.x: security_rule Allow-Dns`, in one line. */
export function placeText({ file, line, resource, part, label = part }: Place): string {
  return printable([line === undefined ? file : `${file}:${line}`, resource, ...(label === undefined ? [] : [label])].join(': '));
}

/** The example as a flow that `explain` takes. */
export function shownExample(example: ExampleFlow): string {
  return printable(exampleText(example));
}

/** A path of the head as it is shown. */
export function shownPath(path: string): string {
  return path === STANDARD_INPUT ? 'standard input' : printable(path);
}

/** What answers rest on: the service tag file, or names alone. */
export function tagsText({ serviceTagFile: file }: VerificationResult): string {
  return file === undefined ? 'no service tag file: answers rest on the names of service tags'
    : `service tag file ${printable(file.name)} (${file.cloud}, change number ${file.changeNumber})`;
}

/** What the network was compared with. */
export function againstText({ deployment, stated = '' }: VerificationHead): string {
  return deployment === undefined ? printable(stated) : `deployment ${shownPath(deployment)}`;
}
