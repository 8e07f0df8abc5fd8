import { InputError, nearest, choiceOf, printable, quote } from '../azure/errors';
import { Finding, inOrder } from '../findings/finding';
import { ACKNOWLEDGEABLE, findingRow, UNUSED_ACKNOWLEDGEMENT } from '../findings/finding-catalog';
import { Place } from '../network/network';
import { FindingId } from './finding-id';

/** One finding that you accept, and why. */
export interface AcknowledgedFinding {
  /** What kind of finding it is. */
  readonly finding: FindingId;
  /** What the finding is about, as the finding shows it: id and subject together name it. */
  readonly subject: string;
  /** Why it is accepted. It stays visible. */
  readonly reason: string;
}

/** An accepted finding, with what only deployment files say of it. */
export interface Acknowledgement extends Omit<AcknowledgedFinding, 'finding'> {
  /** Id of the finding, as text: files and plain JavaScript can have any. */
  readonly finding: string;
  /** Where it stands, for the case that it is of no use. */
  readonly place?: Place;
  /** Whether it may be of no use here without becoming a finding, because it is for several networks. */
  readonly isShared?: boolean;
}

const UNUSED = UNUSED_ACKNOWLEDGEMENT;

/**
 * Marks the findings that are accepted. They stay in the list. An acknowledgement that accepts nothing becomes a finding, so
 * that none is left behind to accept what comes up later.
 *
 * @throws when there is no finding with an id, or a reason is empty
 */
export function acknowledge(findings: readonly Finding[], acknowledgements: readonly Acknowledgement[]): Finding[] {
  const reasons = new Map<string, string>();
  const present = new Set(findings.map(({ id, subject }) => keyOf(id, subject)));
  const unused: Finding[] = [];
  for (const acknowledgement of acknowledgements) {
    const { finding, subject, reason, isShared = false } = acknowledgement;
    const key = keyOf(finding, subject);
    if (isShared && !present.has(key)) {
      continue;
    }
    checkAcknowledgement(acknowledgement);
    if (reasons.has(key)) {
      unused.push(unusedFinding(acknowledgement, `${named(acknowledgement)} is given twice; take one away`));
    } else if (present.has(key)) {
      reasons.set(key, reason);
    } else {
      unused.push(
        unusedFinding(acknowledgement, `${named(acknowledgement)} matches no finding${hint(acknowledgement, findings)}`),
      );
    }
  }
  const marked = findings.map((finding) => {
    const reason = reasons.get(keyOf(finding.id, finding.subject));
    return reason === undefined ? finding : { ...finding, acknowledged: { reason } };
  });
  return inOrder([...marked, ...unused.filter(isFirst)]);
}

/** Checks one acknowledgement on its own, whatever is found. */
export function checkAcknowledgement({ finding, subject, reason }: Acknowledgement): void {
  if (finding === UNUSED) {
    throw new InputError({
      argument: 'acknowledgement', given: UNUSED, problem: 'cannot be acknowledged',
      allowed: 'remove the acknowledgement that matches nothing',
    });
  }
  choiceOf('acknowledgement: finding', finding, ACKNOWLEDGEABLE);
  if (subject.trim() === '') {
    throw new InputError({
      argument: `acknowledgement of ${quote(finding)}`, problem: 'the subject is empty', allowed: 'give it as the finding shows it',
    });
  }
  if (reason.trim() === '') {
    throw new InputError({
      argument: `acknowledgement of ${quote(finding)} for ${quote(subject)}`, problem: 'say why the finding is accepted',
    });
  }
}

/** The subject as it is shown, because it is copied from there. */
function keyOf(id: string, subject: string): string {
  return `${id} ${printable(subject)}`;
}

function named({ finding, subject }: Acknowledgement): string {
  return `The acknowledgement of ${finding} for ${quote(subject)}`;
}

function hint({ finding, subject }: Acknowledgement, findings: readonly Finding[]): string {
  const near = nearest(subject, findings.filter(({ id }) => id === finding).map((one) => one.subject));
  return near === undefined ? '; remove it' : `; did you mean ${quote(near)}?`;
}

function unusedFinding({ finding, subject, place }: Acknowledgement, message: string): Finding {
  return {
    id: UNUSED, severity: findingRow(UNUSED).severity, subject: `${finding} ${printable(subject)}`, message,
    places: place === undefined ? [] : [place],
  };
}

/** One given three times, or given twice and for nothing, is said once. */
function isFirst({ subject }: Finding, index: number, all: readonly Finding[]): boolean {
  return all.findIndex((one) => one.subject === subject) === index;
}
