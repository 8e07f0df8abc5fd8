import { Direction } from '../requirements/direction';
import { Finding } from './finding';
import { hasPorts, PROTOCOLS, TransportProtocol } from '../filtering/filter-rule';
import { OpenPiece } from '../filtering/paths/openings';
import { SubnetView } from '../filtering/paths/subnet-view';
import { serviceTagProblem } from './tags';
import { hasSample, sampleOf, wholeText } from '../filtering/paths/target';
import { PortInterval } from '../network/network';
import { finding, Finder, FindingContext } from './context';

/** What is open although nothing asks for it: one finding for each other end and way. */
export const openBeyondRequirements: Finder = ({ open }: FindingContext): Finding[] => open.flatMap(({ view, pieces }) =>
  grouped(pieces.filter(({ doubt }) => doubt === undefined)).map((those) => openFinding('open-beyond-requirements', view, those)));

/** Pieces with the same other end and way, and for the same reason not certain. */
export function grouped(pieces: readonly OpenPiece[]): OpenPiece[][] {
  const groups = new Map<string, OpenPiece[]>();
  for (const piece of pieces) {
    const key = [piece.direction, wholeText(piece.target), piece.way ?? '', piece.doubt ?? ''].join('\n');
    groups.set(key, [...(groups.get(key) ?? []), piece]);
  }
  return [...groups.values()];
}

export function openFinding(id: 'open-beyond-requirements' | 'opening-unknown', view: SubnetView, pieces: readonly OpenPiece[]): Finding {
  const { direction, target, way, doubt } = pieces[0]!;
  const flows = flowsText(pieces);
  const end = wholeText(target);
  const first = pieces[0]!;
  const isOut = direction === Direction.OUTBOUND;
  return finding(id, {
    subject: `${view.name} ${direction} ${flows} ${end}`, subnet: view.name,
    message: `${flows} ${isOut ? 'to' : 'from'} ${end} ${doubt === undefined ? 'is' : 'may be'} open${way === undefined ? '' : ` (${way})`}, and no requirement asks for it${doubt === undefined ? '' : `: ${doubt}`}.`,
    places: [...new Map(pieces.flatMap(({ places }) => places).map((place) => [`${place.file} ${place.resource} ${place.part ?? ''}`, place])).values()],
    ...(hasSample(target) && isKnownTag(view, sampleOf(target), target.kind) && { example: { direction, subnet: view.name, protocol: first.protocol, ...(hasPorts(first.protocol) && { port: first.ports.first }), endpoint: sampleOf(target) } }),
  });
}

/** A tag that the cloud does not have is none that a flow can name. */
function isKnownTag({ setting: { knowledge } }: SubnetView, name: string, kind: string): boolean {
  return kind !== 'tag' || serviceTagProblem(name, knowledge.cloud) === undefined;
}

/** `TCP 80, 8080-8090 and UDP 53`; protocols with the same ports together. */
function flowsText(pieces: readonly OpenPiece[]): string {
  const byPorts = new Map<string, TransportProtocol[]>();
  for (const protocol of PROTOCOLS) {
    const those = pieces.filter((piece) => piece.protocol === protocol);
    if (those.length > 0) {
      const ports = hasPorts(protocol) ? portsText(those.map((piece) => piece.ports)) : '';
      byPorts.set(ports, [...(byPorts.get(ports) ?? []), protocol]);
    }
  }
  const all = byPorts.get('0-65535');
  if (all?.length === 2 && byPorts.get('')?.length === PROTOCOLS.length - 2) {
    return 'any traffic';
  }
  return [...byPorts].map(([ports, protocols]) => `${protocols.join(' and ')}${ports === '' ? '' : ` ${ports === '0-65535' ? 'on all ports' : ports}`}`).join(', ');
}

function portsText(ports: readonly PortInterval[]): string {
  const merged: { first: number; last: number }[] = [];
  for (const { first, last } of [...ports].sort((a, b) => a.first - b.first)) {
    const previous = merged[merged.length - 1];
    if (previous !== undefined && first <= previous.last + 1) {
      previous.last = Math.max(previous.last, last);
    } else {
      merged.push({ first, last });
    }
  }
  return merged.map(({ first, last }) => (first === last ? String(first) : `${first}-${last}`)).join(',');
}
