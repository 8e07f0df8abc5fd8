import { Cloud } from '../azure/clouds';
import { InputError, nearest, quote } from '../azure/errors';
import { MAX_PORT } from '../azure/port-sets';
import { Direction } from '../requirements/direction';
import { Endpoint, EndpointKind } from '../requirements/endpoint';
import { ExampleFlow } from '../filtering/answers';
import { endpointText, parseEndpoint } from './flow-endpoint';

/** Protocols that a flow can have. */
export const FLOW_PROTOCOLS = ['TCP', 'UDP', 'ICMP'] as const;
type FlowProtocol = (typeof FLOW_PROTOCOLS)[number];

/** One flow, seen from a subnet. */
export interface Flow {
  /** Name of the subnet. */
  readonly subnet: string;
  readonly direction: Direction;
  readonly protocol: FlowProtocol;
  /** Destination port; undefined for ICMP, which has none. */
  readonly port?: number;
  /** The other side. One that is a set, such as a service tag, stands for each of its addresses. */
  readonly endpoint: Endpoint;
}

const FORM = 'SUBNET DIRECTION PROTOCOL PORT ENDPOINT, such as "training outbound tcp 443 pypi.org"; with icmp there is no PORT';
const DIRECTIONS = [Direction.OUTBOUND, Direction.INBOUND];
const PORT = /^(0|[1-9]\d{0,4})$/;

/**
 * Reads a flow from its text.
 *
 * @param cloud cloud whose service tags are known; without one, those of every cloud
 * @throws with what was given, what is allowed, and the nearest right value
 */
export function parseFlow(text: string, cloud?: Cloud): Flow {
  const words = text.trim().split(/\s+/);
  const [subnet = '', directionText, protocolText, ...rest] = words;
  if (directionText === undefined || protocolText === undefined) {
    throw new InputError({ argument: `flow ${quote(text)}`, problem: 'is not complete', allowed: `expected ${FORM}` });
  }
  const direction = wordOf('direction', directionText, DIRECTIONS);
  const protocol = wordOf('protocol', protocolText, FLOW_PROTOCOLS);
  if (protocol === 'ICMP') {
    return { subnet, direction, protocol, endpoint: otherSide(text, rest, direction, cloud) };
  }
  const [portText, ...others] = rest;
  if (portText === undefined) {
    throw new InputError({ argument: `flow ${quote(text)}`, problem: 'is not complete', allowed: `expected ${FORM}` });
  }
  return { subnet, direction, protocol, port: portOf(portText), endpoint: otherSide(text, others, direction, cloud) };
}

/** One stable text, which `parseFlow` reads. */
export function flowText({ subnet, direction, protocol, port, endpoint }: Flow): string {
  return words(subnet, direction, protocol, port, endpointText(endpoint));
}

/** The text of an example, in the form of a flow. */
export function exampleText({ subnet, direction, protocol, port, endpoint }: ExampleFlow): string {
  return words(subnet, direction, protocol, port, endpoint);
}

function words(subnet: string, direction: string, protocol: string, port: number | undefined, endpoint: string): string {
  return [subnet, direction, protocol.toLowerCase(), ...(port === undefined ? [] : [port]), endpoint].join(' ');
}

/** A word of a closed list in any case: Terraform code and Azure write these in several. */
function wordOf<T extends string>(what: string, given: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one.toLowerCase() === given.toLowerCase());
  if (found !== undefined) {
    return found;
  }
  const shown = allowed.map((one) => one.toLowerCase());
  const isAny = what === 'protocol' && /^(any|\*|-1)$/i.test(given);
  throw new InputError({
    argument: 'flow', what, given, problem: `is not one of ${shown.map(quote).join(', ')}`,
    ...(isAny ? { allowed: 'a flow has one protocol' } : { suggestion: nearest(given, shown) }),
  });
}

function portOf(text: string): number {
  if (!PORT.test(text) || Number(text) > MAX_PORT) {
    const isSeveral = text === '*' || /^\d+[-,]\d+$/.test(text);
    throw new InputError({
      argument: 'flow', what: 'port', given: text, problem: `is not a whole number from 0 to ${MAX_PORT}`,
      ...(isSeveral && { allowed: 'a flow has one port' }),
    });
  }
  return Number(text);
}

function otherSide(text: string, given: readonly string[], direction: Direction, cloud: Cloud | undefined): Endpoint {
  const [first, second] = given;
  if (first === undefined) {
    throw new InputError({ argument: `flow ${quote(text)}`, problem: 'the endpoint is missing', allowed: `expected ${FORM}` });
  }
  if (second !== undefined) {
    throw new InputError({ argument: `flow ${quote(text)}`, problem: `nothing goes after ${quote(first)}`, allowed: `expected ${FORM}` });
  }
  const endpoint = parseEndpoint(first, cloud);
  if (direction === Direction.INBOUND && endpoint.kind !== EndpointKind.SERVICE_TAG && endpoint.kind !== EndpointKind.ADDRESS_RANGE) {
    throw new InputError({
      argument: 'flow', problem: `the source of inbound traffic is a service tag or an address, not ${quote(endpoint.toString())}`,
    });
  }
  return endpoint;
}

/**
 * Checks that a flow names one of the subnets that are known.
 *
 * @param rest what to say after their names
 */
export function checkSubnet({ subnet }: Flow, names: readonly string[], rest = ''): void {
  if (!names.includes(subnet)) {
    const known = names.length === 0 ? 'there is none' : `there ${names.length === 1 ? 'is' : 'are'} ${shortList(subnet, names)}`;
    throw new InputError({
      argument: 'flow', given: subnet, problem: 'is not a subnet here', allowed: `${known}${rest}`, suggestion: nearest(subnet, names),
    });
  }
}

/** Names to choose from, and the nearest first, where there are too many to show. */
function shortList(given: string, names: readonly string[]): string {
  const shown = 8;
  const near = nearest(given, names);
  const sorted = near === undefined ? names : [near, ...names.filter((name) => name !== near)];
  return sorted.slice(0, shown).map(quote).join(', ') + (names.length > shown ? ` and ${names.length - shown} more` : '');
}
