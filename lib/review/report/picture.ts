import { Outcome } from '../../filtering/answers';
import { NetworkReport, ReportRequirement } from './network-report';

/** A way from a subnet to one kind of destination, with what becomes of the requirements that take it. */
export interface PictureWay {
  /** What is passed on the way, the subnet first: names of groups, routes and firewalls. */
  readonly stations: readonly string[];
  /** What the destination is for. */
  readonly destination: string;
  readonly direction: 'outbound' | 'inbound';
  readonly outcome: Outcome;
  readonly requirements: readonly ReportRequirement[];
}

const WORST: readonly Outcome[] = ['denied', 'unknown', 'met'];

/** The ways of the requirements of one subnet, those with the same stations and destination as one. */
export function waysOf({ requirements, rules, subnets }: NetworkReport, subnet: string): PictureWay[] {
  const owners = new Map(rules.map((rule) => [rule.anchor, rule]));
  const group = subnets.find(({ name }) => name === subnet)?.group;
  const found = new Map<string, PictureWay>();
  for (const one of requirements.filter((requirement) => requirement.subnet === subnet)) {
    const route = one.steps.filter(({ layer }) => layer === 'route').flatMap((step) => step.rules)[0];
    const firewall = one.steps.filter(({ layer }) => layer === 'firewall').flatMap((step) => step.rules)[0];
    const stations = [
      ...(group === undefined ? [] : [`group ${group}`]),
      ...(one.direction === 'inbound' ? [] : [route === undefined ? 'routes of Azure' : `route ${owners.get(route)!.name}`]),
      ...(firewall === undefined ? [] : [`firewall ${owners.get(firewall)!.owner}`]),
    ];
    const destination = destinationOf(one);
    const key = JSON.stringify([one.direction, stations, destination]);
    const known = found.get(key);
    const all = [...(known?.requirements ?? []), one];
    found.set(key, {
      stations, destination, direction: one.direction, requirements: all,
      outcome: WORST.find((outcome) => all.some((other) => other.outcome === outcome))!,
    });
  }
  return [...found.values()];
}

/** Destinations of one capability are drawn as one; needs of the user have one together. */
function destinationOf({ capability }: ReportRequirement): string {
  return capability.startsWith('own:') ? 'your own needs' : capability.replace(/-/g, ' ');
}
