import { groupBy } from '../azure/groups';
import type { Place, ReportProblem } from '../network/network';
import { shown } from '../network/shown';
import type { OwnedPart } from './parts-of-owner';

/**
 * Parts of one owner with one name. Azure has one of them: a name is the last part of an id, in any case.
 * Source: Azure network security groups overview, security rules, ms.date 2025-07-15; resource name rules, scopes.
 */

/** Something with a name that Azure takes once. */
interface NamedPart {
  readonly name: string;
  readonly place: Place;
  readonly uncertain?: string;
}

/** Why it is not known whether a part is there: another of those with its name is of the same configuration. */
function whyDoubtful<T extends NamedPart>(part: T, those: readonly T[], owner: string): string | undefined {
  const hasTwin = part.uncertain === undefined && part.name !== '' && those.some((other) =>
    other !== part && other.uncertain === undefined && areOfOneConfiguration(part.place, other.place));
  return !hasTwin ? undefined
    : `the name ${shown(those[0]!.name)} is used twice in the ${owner}; Azure takes it once, and which of the two is there is not known`;
}

/** Of one stack: a plan and a state of it list the same part, each for itself. */
function areOfOneConfiguration({ file }: Place, other: Place): boolean {
  const folder = (path: string): string => path.replace(/[^/]*$/, '');
  const isPart = (path: string): boolean => /\.tf(\.json)?$/.test(path);
  return file === other.file || (isPart(file) && isPart(other.file) && folder(file) === folder(other.file));
}

/** Things of one owner, those with one name as uncertain, and a problem says so. */
export function onceEach<T extends NamedPart>(parts: readonly T[], owner: string, report: ReportProblem): T[] {
  const byName = groupBy(parts, ({ name }) => name.toLowerCase());
  return parts.map((part) => {
    const those = byName.get(part.name.toLowerCase())!;
    const uncertain = whyDoubtful(part, those, owner);
    if (uncertain === undefined) {
      return part;
    }
    report(those[0]!.place, uncertain, { isRefused: true, others: those.slice(1).map(({ place }) => place) });
    return { ...part, uncertain };
  });
}

/** The same for blocks and resources as they are written. */
export function ownedOnce(parts: readonly OwnedPart[], owner: string): OwnedPart[] {
  const report: ReportProblem = (place, message, more) => {
    parts.find(({ args }) => args.place === place)?.args.problem('name', message, more);
  };
  const named = parts.map((part) => {
    const name = part.args.text('name');
    return { part, name: typeof name === 'string' ? name : '', place: part.args.place,
      ...(part.uncertain !== undefined && { uncertain: part.uncertain }) };
  });
  return onceEach(named, owner, report).map(({ part, uncertain }) => (uncertain === undefined ? part : { ...part, uncertain }));
}
