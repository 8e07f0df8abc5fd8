import { Outcome } from '../../filtering/answers';
import { NetworkReport, ReportRequirement, RuleLayer } from './network-report';

/** A group, a route or a firewall. */
export interface PictureStation {
  readonly layer: RuleLayer;
  /** Its name. */
  readonly text: string;
  /** What it is, with its name. */
  readonly label: string;
}

/** A way from a subnet to one kind of destination, with what becomes of the requirements that take it. */
export interface PictureWay {
  /** What is passed on the way, from the subnet on. */
  readonly stations: readonly PictureStation[];
  /** Which of the stations denies it, by its place in `stations`; an outbound way has no station after that. */
  readonly stop?: number;
  /** What the destination is for. */
  readonly destination: string;
  readonly direction: 'outbound' | 'inbound';
  readonly outcome: Outcome;
  readonly requirements: readonly ReportRequirement[];
}

const KINDS = { 'security group': 'group', 'route': 'route', 'firewall': 'firewall' };
const AZURE = 'routes of Azure';
const WORST: readonly Outcome[] = ['denied', 'unknown', 'met'];

/** The ways of the requirements of one subnet, those with the same stations and destination as one. */
export function waysOf({ requirements, rules, subnets }: NetworkReport, subnet: string): PictureWay[] {
  const owners = new Map(rules.map((rule) => [rule.anchor, rule]));
  const { group, firewalls = [] } = subnets.find(({ name }) => name === subnet) ?? {};
  const found = new Map<string, PictureWay>();
  for (const one of requirements.filter((requirement) => requirement.subnet === subnet)) {
    const route = one.steps.filter(({ layer }) => layer === 'route').flatMap((step) => step.rules)[0];
    const firewallRule = one.steps.filter(({ layer }) => layer === 'firewall').flatMap((step) => step.rules)[0];
    const denying = one.outcome === 'denied' ? one.steps.find(({ result }) => result === 'deny')?.layer : undefined;
    const routed = route === undefined ? undefined : owners.get(route)!;
    // A firewall that denies because no rule of it allows has no rule to show, so its name comes from the subnet.
    const firewall = firewallRule !== undefined ? owners.get(firewallRule)!.owner
      : one.steps.some(({ layer }) => layer === 'firewall') ? firewalls.join(' or ')
        : routed?.nextHopAddress;
    const passed: readonly PictureStation[] = [
      ...(group === undefined ? [] : [stationOf('security group', group)]),
      ...(one.direction === 'inbound' && denying !== 'route' ? []
        : [routed === undefined ? { layer: 'route', text: AZURE, label: AZURE } as const : stationOf('route', routed.name)]),
      ...(firewall === undefined ? [] : [stationOf('firewall', firewall)]),
    ];
    const place = passed.findIndex(({ layer }) => layer === denying);
    const stop = place === -1 ? undefined : place;
    const end = stop === undefined || one.direction === 'inbound' ? passed.length : stop + 1;
    const stations = passed.slice(0, end);
    const destination = destinationOf(one);
    const key = JSON.stringify([one.direction, stations, stop, destination]);
    const known = found.get(key);
    const all = [...(known?.requirements ?? []), one];
    found.set(key, {
      stations, ...(stop !== undefined && { stop }), destination, direction: one.direction, requirements: all,
      outcome: WORST.find((outcome) => all.some((other) => other.outcome === outcome))!,
    });
  }
  return [...found.values()];
}

function stationOf(layer: RuleLayer, text: string): PictureStation {
  return { layer, text, label: `${KINDS[layer]} ${text}` };
}

/** Destinations of one capability are drawn as one; needs of the user have one together. */
function destinationOf({ capability }: ReportRequirement): string {
  return capability.startsWith('own:') ? 'your own needs' : capability.replace(/-/g, ' ');
}
