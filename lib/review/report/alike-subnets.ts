import { NetworkReport } from './network-report';
import { PictureStation, PictureWay, stationOf, waysOf } from './picture';

/** Subnets whose traffic takes the same ways, but for the names of their own groups and routes. They are drawn once. */
export interface AlikeSubnets {
  readonly names: readonly string[];
  /** `spoke-0 and 49 more`. */
  readonly text: string;
  /** Why nothing is known of it. */
  readonly notFound?: string;
  readonly ways: readonly PictureWay[];
}

/** The subnets of a report, those that are alike together, where the first of them stands. */
export function alikeSubnets(report: NetworkReport): AlikeSubnets[] {
  const found = new Map<string, { readonly names: string[]; readonly notFound?: string; readonly ways: (readonly PictureWay[])[] }>();
  for (const { name, notFound } of report.subnets) {
    const ways = notFound === undefined ? waysOf(report, name) : [];
    const key = notFound === undefined ? keyOf(ways) : JSON.stringify([name, notFound]);
    const known = found.get(key) ?? { names: [], ways: [], ...(notFound !== undefined && { notFound }) };
    found.set(key, known);
    known.names.push(name);
    known.ways.push(ways);
  }
  return [...found.values()].map(({ names, notFound, ways }) => ({
    names, text: andMore(names), ...(notFound !== undefined && { notFound }),
    ways: ways[0]!.map((_, i) => together(ways.map((those) => those[i]!))),
  }));
}

/** Names of groups and routes by the order in which they are passed; names of firewalls as they are, because subnets share them. */
function keyOf(ways: readonly PictureWay[]): string {
  const numbers = new Map<string, number>();
  const stationKey = ({ layer, text, names }: PictureStation): string => {
    if (layer === 'firewall' || names.length === 0) {
      return `${layer} ${text}`;
    }
    const key = `${layer} ${text}`;
    numbers.set(key, numbers.get(key) ?? numbers.size);
    return `${layer} #${numbers.get(key)!}`;
  };
  return JSON.stringify(ways.map(({ direction, stations, stop, destination, requirements }) =>
    [direction, stations.map(stationKey), stop, destination, requirements.map(({ id, outcome }) => [id, outcome])]));
}

function together(ways: readonly PictureWay[]): PictureWay {
  const [first] = ways as readonly [PictureWay];
  return ways.length === 1 ? first : {
    ...first, requirements: ways.flatMap(({ requirements }) => requirements), openings: ways.flatMap(({ openings }) => openings),
    stations: first.stations.map((station, i): PictureStation => {
      const names = [...new Set(ways.flatMap((way) => way.stations[i]!.names))];
      return names.length < 2 ? station : stationOf(station.layer, andMore(names), names);
    }),
  };
}

function andMore(names: readonly string[]): string {
  return names.length === 1 ? names[0]! : `${names[0]!} and ${names.length - 1} more`;
}
