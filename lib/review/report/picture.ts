import { Outcome } from '../../filtering/answers';
import { NetworkReport, ReportOpening, ReportRequirement, ReportRule, RuleLayer } from './network-report';

/** A group, a route or a firewall, or that there is no firewall. */
export interface PictureStation {
  readonly layer: RuleLayer;
  /** Its name; of several that stand for each other, the first and how many. */
  readonly text: string;
  /** What it is, with its name. */
  readonly label: string;
  /** What has this name in the report: one for each of the subnets that are drawn together. */
  readonly names: readonly string[];
}

/** What becomes of a way: of requirements, or of what is open although none asks for it. */
type WayOutcome = Outcome | 'open';

/** A way from a subnet to one kind of destination, with what becomes of the requirements that take it. */
export interface PictureWay {
  /** What is passed on the way, from the subnet on. */
  readonly stations: readonly PictureStation[];
  /** Which of the stations denies it, by its place in `stations`; an outbound way has no station after that. */
  readonly stop?: number;
  /** What the destination is for. */
  readonly destination: string;
  readonly direction: 'outbound' | 'inbound';
  readonly outcome: WayOutcome;
  readonly requirements: readonly ReportRequirement[];
  /** What is open although nothing asks for it; then there are no requirements. */
  readonly openings: readonly ReportOpening[];
}

const KINDS = { 'security group': 'group', 'route': 'route', 'firewall': 'firewall' };
const AZURE = 'routes of Azure';
const NO_FIREWALL = 'no firewall';
/** More openings on one way than these are drawn as one. */
const MANY = 4;
const WORST: readonly Outcome[] = ['denied', 'unknown', 'met'];

/** The ways of one subnet, those with the same stations and destination as one. What nobody asked for comes first. */
export function waysOf({ requirements, rules, subnets, openings }: NetworkReport, subnet: string): PictureWay[] {
  const owners = new Map(rules.map((rule) => [rule.anchor, rule]));
  const { group, firewalls = [] } = subnets.find(({ name }) => name === subnet) ?? {};
  const found = new Map<string, PictureWay>();
  const opened = new Map<string, { readonly stations: readonly PictureStation[]; readonly those: ReportOpening[] }>();
  for (const one of openings.filter((opening) => opening.subnet === subnet && opening.acknowledged === undefined)) {
    const stations = stationsOfOpening(one, group, owners);
    const key = JSON.stringify([one.direction, stations]);
    const known = opened.get(key) ?? { stations, those: [] };
    opened.set(key, known);
    known.those.push(one);
  }
  opened.forEach(({ stations, those }, key) => {
    const { direction } = those[0]!;
    const drawn = those.length > MANY ? [those] : those.map((one) => [one]);
    drawn.forEach((together, i) => {
      const destination = together.length === 1 ? openingText(together[0]!)
        : `${together.length} kinds of traffic ${direction === 'inbound' ? 'in' : 'out'}`;
      found.set(`open ${key} ${i}`, { stations, direction, destination, outcome: 'open', requirements: [], openings: together });
    });
  });
  for (const one of requirements.filter((requirement) => requirement.subnet === subnet)) {
    const route = one.steps.filter(({ layer }) => layer === 'route').flatMap((step) => step.ruleAnchors)[0];
    const firewallRule = one.steps.filter(({ layer }) => layer === 'firewall').flatMap((step) => step.ruleAnchors)[0];
    const denying = one.outcome === 'denied' ? one.steps.find(({ result }) => result === 'deny')?.layer : undefined;
    const routed = route === undefined ? undefined : owners.get(route)!;
    // A firewall that denies because no rule of it allows has no rule to show, so its name comes from the subnet.
    const firewall = firewallRule !== undefined ? owners.get(firewallRule)!.owner
      : one.steps.some(({ layer }) => layer === 'firewall') ? firewalls.join(' or ')
        : routed?.nextHopAddress;
    const isDirect = firewall === undefined && denying === undefined && isToInternet(one);
    const passed: readonly PictureStation[] = [
      ...(group === undefined ? [] : [stationOf('security group', group)]),
      // The answer to inbound traffic goes the same way back, so a route has no part in it, unless it is what is missing.
      ...(one.direction === 'inbound' && denying !== 'route' ? []
        : [routed === undefined ? ROUTES_OF_AZURE : stationOf('route', routed.name)]),
      ...(firewall === undefined ? isDirect ? [DIRECT] : [] : [stationOf('firewall', firewall)]),
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
      stations, ...(stop !== undefined && { stop }), destination, direction: one.direction, requirements: all, openings: [],
      outcome: WORST.find((outcome) => all.some((other) => other.outcome === outcome))!,
    });
  }
  return [...found.values()];
}

/** `TCP 22 from Internet`. */
export function openingText({ traffic, direction, endpoint, doubt }: ReportOpening): string {
  return `${traffic} ${direction === 'inbound' ? 'from' : 'to'} ${endpoint}${doubt === undefined ? '' : ', perhaps'}`;
}

function stationsOfOpening(
  { direction, ruleAnchors, leadsTo }: ReportOpening, group: string | undefined, owners: ReadonlyMap<string, ReportRule>,
): PictureStation[] {
  const those = ruleAnchors.map((anchor) => owners.get(anchor)!);
  const route = those.find(({ layer }) => layer === 'route');
  const firewall = those.find(({ layer }) => layer === 'firewall')?.owner ?? route?.nextHopAddress;
  return [
    ...(group === undefined ? [] : [stationOf('security group', group)]),
    ...(direction === 'inbound' || (route === undefined && firewall !== undefined) ? []
      : [route === undefined ? ROUTES_OF_AZURE : stationOf('route', route.name)]),
    ...(firewall !== undefined ? [stationOf('firewall', firewall)] : leadsTo === 'internet' ? [DIRECT] : []),
  ];
}

const ROUTES_OF_AZURE: PictureStation = { layer: 'route', text: AZURE, label: AZURE, names: [] };
const DIRECT: PictureStation = { layer: 'firewall', text: NO_FIREWALL, label: NO_FIREWALL, names: [] };

/** Whether all that leaves goes to the Internet by a route, past any firewall. */
function isToInternet({ direction, steps }: ReportRequirement): boolean {
  const hops = steps.flatMap(({ leadsTo = [] }) => leadsTo);
  return direction === 'outbound' && hops.length > 0 && hops.every((hop) => hop === 'internet');
}

/** @param names what it stands for, where that is not one thing of this name */
export function stationOf(layer: RuleLayer, text: string, names: readonly string[] = [text]): PictureStation {
  return { layer, text, label: `${KINDS[layer]} ${text}`, names };
}

/** Words of capabilities that are names, as people write them. */
const NAMES: Readonly<Record<string, string>> = {
  api: 'API', arc: 'Arc', code: 'Code', docker: 'Docker', face: 'Face', gpu: 'GPU', hub: 'Hub', hugging: 'Hugging', key: 'Key',
  microsoft: 'Microsoft', os: 'OS', python: 'Python', r: 'R', rstudio: 'RStudio', vault: 'Vault', vs: 'VS', windows: 'Windows',
};

/** Destinations of one capability are drawn as one; needs of the user have one together. */
function destinationOf({ capability }: ReportRequirement): string {
  return capability.startsWith('own:') ? 'your own needs' : capability.split('-').map((word) => NAMES[word] ?? word).join(' ');
}
