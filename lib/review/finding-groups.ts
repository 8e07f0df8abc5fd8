import { printable } from '../azure/errors';
import { eachOnce } from '../findings/context';
import { Finding } from '../findings/finding';
import { Place } from '../network/network';

/** Members of an entry that are shown; the JSON has every finding. */
export const MEMBERS = 20;

/** Findings with one cause, which are shown as one entry. One that has a cause of its own is an entry of one. */
export interface FindingGroup {
  readonly first: Finding;
  readonly members: readonly Finding[];
  readonly places: readonly Place[];
}

/** One finding of several with one cause: its subject as it is copied into an acknowledgement, and what is said about it alone. */
interface ShownMember {
  readonly subject: string;
  readonly own: string;
}

/** Findings by cause, where the first of each stands. Those that were accepted for different reasons are not put together. */
export function byCause(findings: readonly Finding[]): FindingGroup[] {
  const groups = new Map<string, Finding[]>();
  findings.forEach((finding, i) => {
    const { id, cause, acknowledged } = finding;
    const key = JSON.stringify(cause === undefined ? [i] : [id, cause.key, cause.text, acknowledged?.reason ?? null]);
    const members = groups.get(key) ?? [];
    groups.set(key, members);
    members.push(finding);
  });
  return [...groups.values()].map((members) => ({
    first: members[0]!, members, places: eachOnce(members.flatMap(({ places }) => places)),
  }));
}

/** What is wrong with all members. */
export function groupMessage({ first, members }: FindingGroup): string {
  return members.length === 1 ? first.message : first.cause!.text;
}

/** `7 findings with one cause`, or the subject of the only one. */
export function groupTitle({ first, members }: FindingGroup): string {
  return members.length === 1 ? printable(first.subject) : `${members.length} findings with one cause`;
}

interface ShownMembers {
  readonly shown: readonly ShownMember[];
  /** How many are left out. */
  readonly left: number;
  /** What several of those that are shown have in common; they refer to it by its number. */
  readonly notes: readonly string[];
}

/** The members of an entry of several. */
export function membersOf({ members }: FindingGroup): ShownMembers {
  const several = members.length === 1 ? [] : members;
  const causes = several.slice(0, MEMBERS).map(({ subject, cause }) => ({ subject, member: cause!.member, notes: cause!.notes ?? [] }));
  const counts = new Map<string, number>();
  causes.flatMap(({ notes }) => notes).forEach((note) => counts.set(note, (counts.get(note) ?? 0) + 1));
  const common = [...counts].filter(([, count]) => count > 1).map(([note]) => note);
  const shown = causes.map(({ subject, member, notes }) => {
    const own = notes.filter((note) => !common.includes(note));
    const numbers = notes.filter((note) => common.includes(note)).map((note) => ` [${common.indexOf(note) + 1}]`);
    return { subject: printable(subject), own: printable(`${[member, ...own].join('; ')}${numbers.join('')}`) };
  });
  return { shown, left: several.length - shown.length, notes: common.map((note, i) => `[${i + 1}] ${printable(note)}`) };
}
