import { groupBy } from '../../azure/groups';
import { NetworkReport } from './network-report';

/** Traffic of the network itself that counts as asked for. */
interface InsideTraffic {
  readonly text: string;
  readonly subnets: readonly string[];
}

/**
 * What no requirement asks for and yet is no finding: traffic inside the network, as far as it is stated, and health probes. Subnets with
 * the same are together.
 */
export function insideTraffic({ subnets }: Pick<NetworkReport, 'subnets'>): InsideTraffic[] {
  const found = subnets.filter((one) => one.notFound === undefined && one.insideTraffic.length > 0);
  return [...groupBy(found, (one) => one.insideTraffic.join(', '))].map(([ranges, those]) => ({
    text: `All traffic with ${ranges} counts as asked for, because it is inside the network`, subnets: those.map(({ name }) => name),
  }));
}

/** What is said about it where the report says what is open. */
export const INSIDE_TEXT = 'Traffic inside the network and health probes of Azure Load Balancer count as asked for. ' +
  'The address ranges are below, under "What the answers also rest on".';
