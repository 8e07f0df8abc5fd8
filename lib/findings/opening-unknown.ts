import { Finding } from './finding';
import { OpenPiece } from '../filtering/paths/openings';
import { portSet, withoutPorts } from '../filtering/paths/port-sets';
import { wholeText } from '../filtering/paths/target';
import { PortInterval } from '../network/network';
import { Finder, FindingContext } from './context';
import { grouped, openFinding } from './open-beyond-requirements';

/** What may be open although nothing asks for it: a rule has a value that is not known, or it is not known where a route leads. */
export const openingUnknown: Finder = ({ open }: FindingContext): Finding[] => open.flatMap(({ view, pieces }) => {
  const certain = new Map<string, PortInterval[]>();
  for (const piece of pieces.filter(({ doubt }) => doubt === undefined)) {
    certain.set(keyOf(piece), [...certain.get(keyOf(piece)) ?? [], piece.ports]);
  }
  const doubtful = pieces.filter(({ doubt }) => doubt !== undefined)
    .flatMap((piece) => withoutPorts([piece.ports], portSet(certain.get(keyOf(piece)) ?? [])).map((ports) => ({ ...piece, ports })));
  return grouped(doubtful).map((those) => openFinding('opening-unknown', view, those));
});

/** What is open for certain is not said to be open perhaps. */
function keyOf({ direction, protocol, target }: OpenPiece): string {
  return `${direction} ${protocol} ${wholeText(target)}`;
}
