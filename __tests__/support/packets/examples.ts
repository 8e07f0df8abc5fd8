import { Requirement } from '../../../lib';
import { ExampleFlow } from '../../../lib/filtering/answers';
import { isName } from './walk';
import { address, isIn, range } from './world';
import { FILE } from './worlds';

/** Whether an example is one of the flows that a requirement asks for. */
export function isExample(
  { direction, protocol, port, endpoint }: ExampleFlow, { direction: asked, ports, endpoint: { kind, value } }: Requirement,
): boolean {
  const isProtocol = ports.protocol === protocol || (ports.protocol === 'ANY' && (protocol === 'TCP' || protocol === 'UDP'));
  const isPort = ports.ranges.some((one) => {
    const [first, last = first] = one.split('-').map(Number) as [number, number?];
    return port !== undefined && first <= port && port <= last!;
  });
  return direction === asked && isProtocol && isPort && isEnd(endpoint, kind, value);
}

function isEnd(endpoint: string, kind: string, value: string): boolean {
  switch (kind) {
    case 'fqdn':
      return isName(endpoint, value);
    case 'url':
      return endpoint.startsWith(value.replace(/\*$/, ''));
    case 'addressRange':
      return isIn(address(endpoint), [range(value)]);
    default: // a tag of it, or an address of it, where they are known
      return endpoint === value || endpoint.startsWith(`${value}.`) ||
        (/^[\d.]+$/.test(endpoint) && isIn(address(endpoint), (FILE[value] ?? ['0.0.0.0/0']).map(range))) || value === 'Internet' ||
        value === 'VirtualNetwork';
  }
}
