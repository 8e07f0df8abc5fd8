import fc from './fast-check';
import { Direction, Endpoint, Ports, Protocol, Requirement, RequirementSet } from '../../lib';
import { requirementSet } from '../constructs/synthesis';
import { TAGS } from './packets/worlds';

/** One requirement as data, so that a counterexample can be read. */
export interface Need {
  readonly direction: Direction;
  readonly kind: 'tag' | 'host' | 'url' | 'range';
  readonly value: string;
  readonly protocol: Protocol;
  readonly ports: readonly string[];
}

const TO: readonly (readonly [Need['kind'], string])[] = [
  ...[...TAGS, 'Internet', 'VirtualNetwork'].map((tag) => ['tag', tag] as const),
  ...['pypi.org', 'example.com', '*.example.com', 'a.example.com', '*.pypi.org', 'other.test'].map((host) => ['host', host] as const),
  ...['pypi.org/simple/*', 'example.com/packages/list'].map((url) => ['url', url] as const),
  ...[
    '20.1.0.0/25', '20.1.0.0/24', '23.0.113.0/24', '10.1.0.0/16', '10.2.0.0/24', '52.51.100.0/25', '51.1.0.0/24', '2603:1000:1::/48',
    '0.0.0.0/0', '10.1.1.7', '10.1.1.0/24',
  ]
    .map((range) => ['range', range] as const),
];
const FROM = TO.filter(([kind]) => kind === 'tag' || kind === 'range').concat([['tag', 'AzureLoadBalancer']]);

/** Requirements that meet the rules of the generated networks. */
export const needs: fc.Arbitrary<Need> = fc.constantFrom(Direction.OUTBOUND, Direction.OUTBOUND, Direction.OUTBOUND, Direction.INBOUND)
  .chain((direction) => fc.record({
    direction: fc.constant(direction),
    to: fc.constantFrom(...(direction === Direction.OUTBOUND ? TO : FROM)),
    protocol: fc.constantFrom(Protocol.TCP, Protocol.TCP, Protocol.TCP, Protocol.UDP, Protocol.ANY),
    ports: fc.constantFrom<string[][]>(['443'], ['443'], ['443'], ['80', '443'], ['8080-8090'], ['0-65535'], ['22', '8443']),
  })).map(({ to: [kind, value], ...rest }) => ({ kind, value, ...rest }));

export function setOf(all: readonly Need[]): RequirementSet {
  return requirementSet().only().plus(...all.map(({ direction, kind, value, protocol, ports }, i) => {
    const endpoint = {
      tag: () => Endpoint.serviceTag(value), host: () => Endpoint.fqdn(value), url: () => Endpoint.url(value),
      range: () => Endpoint.addressRange(value),
    }[kind]();
    const props = { id: `need-${i}`, slot: 2000 + i, endpoint, ports: Ports.of(protocol, [...ports]), purpose: 'Need' };
    return direction === Direction.INBOUND ? Requirement.inbound(props) : Requirement.outbound(props);
  }));
}
