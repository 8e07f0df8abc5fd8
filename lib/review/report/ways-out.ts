import { NetworkReport } from './network-report';
import { openingText } from './picture';

/** Something through which data can leave a subnet. */
interface WayOut {
  /** Where it stands in the report. */
  readonly anchor: string;
  readonly name: string;
  readonly subnet: string;
  readonly state: string;
  readonly why: string;
}

/** Ways out for data: first what is open although nobody asked for it, then requirements that articles count among them. */
export function waysOut({ openings, requirements }: Pick<NetworkReport, 'openings' | 'requirements'>): WayOut[] {
  const opened = openings.filter(({ direction, leadsTo }) => direction === 'outbound' && leadsTo !== 'network').map((one): WayOut => ({
    anchor: one.anchor, name: openingText(one), subnet: one.subnet,
    state: one.acknowledged !== undefined ? 'acknowledged' : one.doubt === undefined ? 'open' : 'may be open',
    why: `It ${one.doubt === undefined ? 'is' : 'may be'} open, and no requirement asks for it.`,
  }));
  // What several rules open is one way out.
  const distinct = new Map(opened.map((one) => [JSON.stringify([one.subnet, one.name, one.state]), one] as const).reverse());
  return [
    ...[...distinct.values()].reverse(),
    ...requirements.filter(({ wayOut }) => wayOut !== undefined).map(({ anchor, id, subnet, outcome, wayOut = '' }): WayOut =>
      ({ anchor, name: id, subnet, state: outcome, why: wayOut })),
  ];
}
