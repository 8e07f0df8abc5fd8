import { NetworkReport } from './network-report';

/** How many requirements of a subnet have each outcome, and how much is open besides them that nobody has accepted. */
interface SubnetCounts {
  readonly met: number;
  readonly denied: number;
  readonly unknown: number;
  readonly open: number;
}

/** Counts of each subnet. */
export function countsBySubnet(
  { subnets, requirements, openings }: Pick<NetworkReport, 'subnets' | 'requirements' | 'openings'>,
): Map<string, SubnetCounts> {
  const counts = new Map(subnets.map(({ name }) => [name, { met: 0, denied: 0, unknown: 0, open: 0 }]));
  requirements.forEach(({ subnet, outcome }) => { counts.get(subnet)![outcome]++; });
  openings.filter(({ acknowledged }) => acknowledged === undefined).forEach(({ subnet }) => { counts.get(subnet)!.open++; });
  return counts;
}
