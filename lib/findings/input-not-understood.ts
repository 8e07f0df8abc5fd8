import { Finding } from './finding';
import { finding, Finder, FindingContext } from './context';

/** Parts of the files that could not be read, or that contradict each other. */
export const inputNotUnderstood: Finder = ({ network: { problems } }: FindingContext): Finding[] => problems.map(({ place, message }) => finding('input-not-understood', {
  subject: place.part === undefined ? place.resource : `${place.resource} ${place.part}`, message, places: [place],
}));
