import { AddressInterval } from '../../../lib/network/network';
import { OpenPiece } from '../../../lib/filtering/paths/openings';
import { holds, isName, Site } from './walk';
import { address, isIn, Packet, range } from './world';

/** Whether something that is said to be open holds a packet. */
export function isHeld(piece: Pick<OpenPiece, 'direction' | 'protocol' | 'ports' | 'target'>, packet: Packet, site: Site): boolean {
  const { direction, protocol, ports, target } = piece;
  return direction === packet.direction && protocol === packet.protocol &&
    (protocol === 'ICMP' || (ports.first <= packet.port && packet.port <= ports.last)) && isEnd(target, packet, site);
}

function isEnd(target: OpenPiece['target'], packet: Packet, site: Site): boolean {
  const { other, host } = packet;
  switch (target.kind) {
    case 'addresses':
      return isIn(other, target.set.intervals);
    case 'tag':
      return holds({ kind: 'tag', tag: target.tag }, other, site) && !isExcept(target.except, packet, site);
    case 'every':
      return !isExcept(target.except, packet, site);
    case 'host': {
      const tag = /^FQDN tag (.*)$/.exec(target.host)?.[1];
      const names = tag === undefined ? [target.host] : site.fqdnTags.get(tag) ?? [];
      // A network rule with a host name holds whatever goes to the address of the host.
      const isAddress = !target.host.includes('*') && tag === undefined &&
        site.addressesOf(target.host).some(({ value }) => value === other.value);
      return (names.some((name) => host !== undefined && isName(host, name)) || isAddress) && !isExcept(target.except, packet, site);
    }
    case 'url':
      return host !== undefined && isName(host, target.host);
    case 'own':
    case 'unknown': // these networks have no expressions
      return false;
  }
}

/** What was taken from a name, as texts: a tag, ranges, a host name. */
function isExcept(except: readonly string[], { other, host }: Packet, site: Site): boolean {
  return except.some((text) => text.split(' and ').some((one) => {
    if (/^[\d.]+(\/\d+|-[\d.]+)?$/.test(one)) {
      return isIn(other, [intervalOf(one)]);
    }
    return one.includes('.') && !site.tags.has(one)
      ? host !== undefined && isName(host, one)
      : holds({ kind: 'tag', tag: one }, other, site);
  }));
}

function intervalOf(text: string): AddressInterval {
  const [first, last] = text.split('-') as [string, string?];
  return last === undefined ? range(first) : { family: 4, first: address(first).value, last: address(last).value };
}
