import { addTo } from '../../azure/groups';
import { AlikeSubnets } from './alike-subnets';
import { NetworkReport, ReportOpening } from './network-report';
import { PictureWay } from './picture';

/** Requirements that leave or enter a subnet on one way. */
interface AskedTraffic {
  readonly subnet: string;
  readonly direction: 'outbound' | 'inbound';
  /** `group nsg-training, route default, firewall fwp-hub`. */
  readonly way: string;
  readonly requirements: number;
  /** What they are for. */
  readonly destinations: readonly string[];
}

/** What requirements ask for and have, by the way that it takes. */
export function askedTraffic(subnets: readonly AlikeSubnets[]): AskedTraffic[] {
  const found = new Map<string, PictureWay[]>();
  const all = subnets.flatMap(({ text, ways }) => ways.filter(({ outcome }) => outcome === 'met').map((way) => ({ text, way })));
  all.forEach(({ text, way }) => {
    const key = JSON.stringify([text, way.direction, way.stations]);
    addTo(found, key, way);
  });
  return [...found].map(([key, ways]): AskedTraffic => ({
    subnet: (JSON.parse(key) as [string])[0], direction: ways[0]!.direction,
    way: ways[0]!.stations.map(({ label }) => label).join(', ') || 'no group, route or firewall of the files',
    requirements: ways.reduce((sum, { requirements }) => sum + requirements.length, 0),
    destinations: ways.map(({ destination }) => destination),
  }));
}

/** The finding that says what may be open, besides which nothing more is unknown. */
const MAY_BE_OPEN = 'opening-unknown';

/** Whether all was read and evaluated that something more could be open by. What somebody has accepted not to know is not known either. */
export function isAllEvaluated({ findings }: NetworkReport): boolean {
  return findings.every(({ id, severity }) => severity !== 'unknown' || id === MAY_BE_OPEN);
}

/** What is said first of what is open. It claims no more than was told. */
export function openSummary(report: NetworkReport): string {
  const { openings } = report;
  const those = (isCertain: boolean): ReportOpening[] =>
    openings.filter(({ acknowledged, doubt }) => acknowledged === undefined && (doubt === undefined) === isCertain);
  const [sure, perhaps] = [those(true).length, those(false).length];
  const accepted = openings.length - sure - perhaps;
  return [
    sure === 0 ? 'Nothing was found that is open although no requirement asks for it.'
      : sure === 1 ? '1 kind of traffic is open although no requirement asks for it.'
        : `${sure} kinds of traffic are open although no requirement asks for them.`,
    ...(perhaps === 0 ? [] : [`${perhaps} more may be open.`]),
    ...(accepted === 0 ? [] : [`${accepted} ${accepted === 1 ? 'is' : 'are'} acknowledged.`]),
    ...(isAllEvaluated(report) ? [] : ['Not all could be evaluated, so there may be more: see the findings.']),
  ].join(' ');
}
