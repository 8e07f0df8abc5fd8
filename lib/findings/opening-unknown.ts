import { Finding } from './finding';
import { wholeText } from '../filtering/paths/target';
import { Finder, FindingContext } from './context';
import { grouped, openFinding } from './open-beyond-requirements';

/** What may be open although nothing asks for it: a rule has a value that is not known, or it is not known where a route leads. */
export const openingUnknown: Finder = ({ open }: FindingContext): Finding[] => open.flatMap(({ view, pieces }) => {
  const certain = new Set(grouped(pieces.filter(({ doubt }) => doubt === undefined)).flatMap((those) => those.map(keyOf)));
  return grouped(pieces.filter((piece) => piece.doubt !== undefined && !certain.has(keyOf(piece)))).map((those) => openFinding('opening-unknown', view, those));
});

/** What is open for certain is not said to be open perhaps. */
function keyOf({ direction, protocol, ports, target }: FindingContext['open'][number]['pieces'][number]): string {
  return `${direction} ${protocol} ${ports.first} ${wholeText(target)}`;
}
