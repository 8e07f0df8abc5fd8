import { compareTexts } from '../azure/text-order';
import type { Place, Unknown } from './network';
import { isUnknown } from './unknown';

interface Ranked {
  readonly name: string;
  readonly place: Place;
  readonly priority: number | Unknown;
}

/** The order of priority. What has none that is known comes last, and equal ones by their names and places. */
export function byPriority(a: Ranked, b: Ranked): number {
  const rank = ({ priority }: Ranked): number => (isUnknown(priority) ? Number.MAX_SAFE_INTEGER : priority);
  return rank(a) - rank(b) || compareTexts(a.name, b.name) || byPlace(a.place, b.place);
}

function byPlace(a: Place, b: Place): number {
  return compareTexts(a.file, b.file) || compareTexts(a.resource, b.resource) || compareTexts(a.part ?? '', b.part ?? '');
}
