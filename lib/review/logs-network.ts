import { isIP } from 'node:net';
import { InputError } from '../azure/errors';
import { PathStep } from '../filtering/answers';
import { FlowRow, LogReport } from '../logs/log-report';
import { Network } from '../network/network';
import { Direction } from '../requirements/direction';
import { Endpoint, EndpointKind } from '../requirements/endpoint';
import { knownPorts } from '../requirements/port-range';
import { Protocol } from '../requirements/ports';
import { Requirement } from '../requirements/requirement';
import { Explanation, explainer } from '../verification/explain';
import { Flow } from '../verification/flow';
import { VerifyOptions } from '../verification/verify';
import { suggest } from './suggest';
import { NothingSuggested, Suggestion, Suggestions } from './suggestion';

/** What a network does with a flow that a log shows as denied. */
export interface NetworkAnswer {
  readonly outcome: Explanation['outcome'];
  /** The rule or default that decides there; where it is unknown, why. Empty where the network does not have the subnet. */
  readonly steps: readonly PathStep[];
  /** Why there is no step. */
  readonly reason?: string;
  /** What is missing there. */
  readonly suggested: readonly Suggestion[];
  readonly nothing: readonly NothingSuggested[];
}

/** The denied flows of a report that a requirement asks for, compared with a network. */
export interface LogsInNetwork {
  /** The network, as the user named it. */
  readonly path: string;
  readonly answers: ReadonlyMap<FlowRow, NetworkAnswer>;
  /** All that is missing, in the order in which it is to be applied. */
  readonly suggestions: Suggestions;
}

/** A log names each host of a wildcard. Beyond this, hosts are taken as the requirement has them, which is one flow for all. */
const MAX_HOSTS = 500;

const NO_SUGGESTIONS: Suggestions = { suggested: [], nothing: [] };

/** Asks a network what it does with flows that were denied, and what is missing in it. */
export function logsInNetwork(
  { rows }: LogReport, path: string, read: { readonly network: Network; readonly options: VerifyOptions },
): LogsInNetwork {
  const explain = explainer(read.network, read.options);
  const denied = rows.filter(({ finding, subnet }) => finding === 'denied-required' && subnet !== '');
  const decided = denied.map((row, i) => ({ row, ...decide(row, explain, i < MAX_HOSTS) }));
  const open = new Map<string, Set<string>>();
  decided.filter(({ outcome }) => outcome !== 'allow').forEach(({ row: { subnet, requirements } }) => {
    const ids = open.get(subnet) ?? new Set();
    requirements.forEach(({ id }) => ids.add(id));
    open.set(subnet, ids);
  });
  const suggestions = suggest(read, (subnet, id) => open.get(subnet)?.has(id) === true);
  return {
    path, suggestions,
    answers: new Map(decided.map(({ row, ...answer }) => {
      const { suggested, nothing } = answer.outcome === 'allow' ? NO_SUGGESTIONS : suggestions;
      return [row, {
        ...answer,
        suggested: suggested.filter(({ subnet, requirementId: id, otherRequirementIds: others }) => isFor(row, subnet, [id, ...others])),
        nothing: nothing.filter(({ subnet, requirementId }) => isFor(row, subnet, [requirementId])),
      }];
    })),
  };
}

function isFor(row: FlowRow, subnet: string, requirementIds: readonly string[]): boolean {
  return row.subnet === subnet && row.requirements.some(({ id }) => requirementIds.includes(id));
}

/**
 * The flow as the log has it, where the network is sure about it. A rule with a service tag is sure only about the requirement that the
 * flow is of, so that one is asked for next. What lets one of several requirements through lets the flow through.
 */
function decide(row: FlowRow, explain: (flow: Flow) => Explanation, isSmall: boolean): Pick<NetworkAnswer, 'outcome' | 'steps' | 'reason'> {
  try {
    // What has no name but that of the log is looked for by the name that the requirement has.
    const own = isSmall && row.through !== 'joined name' ? worst(flowsOf(row, otherSideOf(row)).map(explain)) : undefined;
    const { outcome, steps } = own !== undefined && own.outcome !== 'unknown' ? own
      : best(row.requirements.map((one) => worst(flowsOf(row, one.endpoint, one).map(explain))));
    return { outcome, steps: outcome === 'allow' ? steps.slice(-1) : steps.filter(({ result }) => result !== 'allow') };
  } catch (error) {
    if (!(error instanceof InputError)) {
      throw error;
    }
    return { outcome: 'unknown', steps: [], reason: error.words };
  }
}

const ORDER: readonly Explanation['outcome'][] = ['allow', 'unknown', 'deny'];

function best(all: readonly Explanation[]): Explanation {
  return [...all].sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome))[0]!;
}

/** Of the ports that a flow may have had, the one that fares worst. */
function worst(all: readonly Explanation[]): Explanation {
  return [...all].sort((a, b) => ORDER.indexOf(b.outcome) - ORDER.indexOf(a.outcome))[0]!;
}

function otherSideOf({ endpoint }: FlowRow): Endpoint {
  return Endpoint._of(isIP(endpoint) === 0 ? EndpointKind.FQDN : EndpointKind.ADDRESS_RANGE, endpoint);
}

/** The flows that a row stands for; where the log has no port, one for the first port of each range that is asked for. */
function flowsOf({ subnet, isInbound, protocol, port, requirements }: FlowRow, endpoint: Endpoint, of?: Requirement): Flow[] {
  const asking = of === undefined ? requirements : [of];
  const ports = port === undefined ? knownPorts(asking.flatMap(({ ports: { _all: all } }) => all)).map(({ first }) => first) : [port];
  const transport = protocol === 'UDP' || (protocol !== 'TCP' && asking[0]!.ports.protocol === Protocol.UDP) ? 'UDP' : 'TCP';
  const direction = isInbound ? Direction.INBOUND : Direction.OUTBOUND;
  return [...new Set(ports)].map((one) => ({ subnet, direction, protocol: transport, port: one, endpoint }));
}
