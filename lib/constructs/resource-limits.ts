import { Construct, IConstruct } from 'constructs';
import { knownKey } from './claims';

interface Contribution {
  readonly scope: Construct;
  readonly key: string;
}

/** Who counts towards a limit, with what was found when all of an app was counted. */
interface Tally {
  readonly entries: Contribution[];
  counted?: { readonly size: number; readonly places: ReadonlyMap<Contribution, number> };
}

const tallies = new WeakMap<IConstruct, Tally>();

/**
 * Counts what constructs of one app put into the same resource, against a limit of that resource. References are
 * compared when the app is validated, because only then is it known what they lead to.
 *
 * @param key id of the resource
 * @param problem the message for the construct that goes over the limit
 */
export function countInApp(scope: Construct, key: string, limit: number, problem: string): void {
  const { root } = scope.node;
  const tally = tallies.get(root) ?? { entries: [] };
  tallies.set(root, tally);
  const entry = { scope, key };
  tally.entries.push(entry);
  // The first one over the limit speaks for those that follow.
  scope.node.addValidation({ validate: () => (placesOf(tally).get(entry) === limit + 1 ? [problem] : []) });
}

/** The place of each entry among those of the same resource, counted once for all. */
function placesOf(tally: Tally): ReadonlyMap<Contribution, number> {
  if (tally.counted?.size === tally.entries.length) {
    return tally.counted.places;
  }
  const counts = new Map<string, number>();
  const places = new Map<Contribution, number>();
  for (const entry of tally.entries) {
    const key = knownKey(entry);
    counts.set(key, (counts.get(key) ?? 0) + 1);
    places.set(entry, counts.get(key)!);
  }
  tally.counted = { size: tally.entries.length, places };
  return places;
}
