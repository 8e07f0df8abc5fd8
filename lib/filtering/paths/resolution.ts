import { Direction } from '../../requirements/direction';
import { RequirementSet } from '../../requirements/requirement-set';
import { PLATFORM } from '../known-addresses';
import { IntervalSet } from '../../network/interval-set';
import { knownInterval } from '../../network/address-text';
import { Unknown } from '../../network/network';
import { isUnknown, writtenText } from '../../network/unknown';
import { requiredFlowsOf, alternativesByLayer } from './required-flows';
import { sidesOf } from './ends-of-addresses';
import { pathOf } from './path';
import { PathResult, worst } from './path-result';
import { SubnetView } from './subnet-view';
import { Target } from './target';

/** Who resolves host names for a subnet, and whether the way there is open. */
interface Resolution {
  readonly path: PathResult;
  /** In words, as what answers for host names rest on. */
  readonly text: string;
  /** Whether firewalls do, so that they and the machines get the same addresses. */
  readonly isByFirewall?: boolean;
}

const DNS = { first: 53, last: 53 } as const;
const known = new WeakMap<SubnetView, Resolution>();

/** The resolver of a subnet as its requirements state it; that of Azure where they do not. */
export function resolutionOf(view: SubnetView, requirements: RequirementSet | undefined): Resolution {
  let found = known.get(view);
  if (found === undefined) {
    found = resolve(view, requirements);
    known.set(view, found);
  }
  return found;
}

function resolve(view: SubnetView, { _nameResolution: stated, all = [] }: Partial<RequirementSet> = {}): Resolution {
  const { dnsServers = [] } = view.subnet;
  // What the files say goes before what is stated; a server whose address is not known may be one that is stated.
  const isOther = dnsServers.some((server) => !isUnknown(server) && stated?._servers.includes(server) !== true);
  if (dnsServers.length > 0 && (stated === undefined || isOther)) {
    return byServers(dnsServers, view);
  }
  if (stated === undefined || stated._servers.length === 0) {
    const unless = stated === undefined && view.subnet.dnsServers === undefined ? ', unless the virtual network names DNS servers' : '';
    const target: Target = { kind: 'addresses', set: PLATFORM, side: 'network' };
    return {
      path: pathOf(view, Direction.OUTBOUND, { protocol: 'UDP', ports: DNS, target }),
      text: `host names are resolved by Azure (168.63.129.16)${unless}`,
    };
  }
  const alternatives = alternativesByLayer(all);
  const ways = all.filter(({ capability }) => capability === 'name-resolution').flatMap((requirement) =>
    requiredFlowsOf(requirement, view, alternatives));
  const who = stated._isFirewall ? 'the DNS proxy of the firewall' : 'DNS servers of the network';
  const text = `host names are resolved by ${who} (${stated._servers.join(', ')})`;
  // A set may be held to single requirements, which leaves nothing of the way to look at.
  const path = ways.length === 0 ? untold(text) : worst(ways.map((asked) => pathOf(view, Direction.OUTBOUND, asked)));
  return { text, isByFirewall: stated._isFirewall, path };
}

/** By the servers that the virtual network names: a machine asks the next one where the first does not answer. */
function byServers(servers: readonly (string | Unknown)[], view: SubnetView): Resolution {
  const text = `host names are resolved by the DNS servers of the virtual network (${servers.map(writtenText).join(', ')})`;
  const paths = servers.map((server) => pathToServer(server, view));
  const denied = paths.filter(({ result }) => result === 'deny');
  const isByFirewall = servers.every((server) => view.firewalls.some(({ privateAddresses }) =>
    privateAddresses.some((one) => (isUnknown(one) ? isUnknown(server) && one.symbol !== undefined && one.symbol === server.symbol
      : one === server))));
  if (denied.length === 0 || denied.length === paths.length) {
    return { text, isByFirewall, path: worst(paths) };
  }
  const steps = worst(paths).steps.map((step) => ({ ...step, result: 'unknown' as const }));
  return { text, path: { ...worst(paths), result: 'unknown', steps, conditions: [] } };
}

function pathToServer(server: string | Unknown, view: SubnetView): PathResult {
  const flow = { protocol: 'UDP', ports: DNS } as const;
  const interval = isUnknown(server) ? undefined : knownInterval(server);
  const symbol = isUnknown(server) ? server.symbol : undefined;
  const ends = interval === undefined ? [{ target: view.laterAddress(writtenText(server), symbol, 'network') }]
    : sidesOf(IntervalSet.of([interval]), view);
  return worst(ends.map((end) => pathOf(view, Direction.OUTBOUND, { ...flow, ...end, atFirewall: true })));
}

function untold(text: string): PathResult {
  const at: Target = { kind: 'unknown', text };
  return {
    result: 'unknown', at, conditions: [],
    steps: [{ layer: 'route', result: 'unknown', places: [], text: 'the way to the resolver is left out' }],
  };
}
