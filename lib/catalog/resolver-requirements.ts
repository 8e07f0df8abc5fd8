import { Direction } from '../requirements/direction';
import { Endpoint } from '../requirements/endpoint';
import { NameResolution } from '../requirements/name-resolution';
import { Ports, Protocol } from '../requirements/ports';
import { Requirement } from '../requirements/requirement';
import { RequirementSet } from '../requirements/requirement-set';
import { ruleDescription } from '../requirements/rule-description';

/** DNS uses both: answers that are too long for UDP come over TCP (RFC 7766). */
const TRANSPORTS: readonly { readonly id: string; readonly slot: number; readonly protocol: Protocol }[] = [
  { id: 'name-resolution.udp', slot: 180, protocol: Protocol.UDP },
  { id: 'name-resolution.tcp', slot: 182, protocol: Protocol.TCP },
];

const PORT = 53;

/** A set with the way to its resolvers. The resolver of Azure needs none. */
export function withNameResolution(set: RequirementSet, nameResolution: NameResolution): RequirementSet {
  return set._resolvedBy(
    nameResolution,
    TRANSPORTS.flatMap((transport) => nameResolution._servers.map((server, i) => requirementOf(transport, server, i, nameResolution))),
  );
}

const resolvedByFirewall = new WeakMap<RequirementSet, Map<string, RequirementSet>>();

/**
 * A set whose host names are resolved by the DNS proxy of a firewall, unless a fact says otherwise: host names in network rules rest
 * on the proxy. Subnets that share a set and a firewall share what comes out.
 * @param firewall private address of the firewall that the default route leads to
 */
export function withFirewallProxy(set: RequirementSet, firewall: string | undefined, dnsProxy: boolean | undefined): RequirementSet {
  if (firewall === undefined || !dnsProxy || set._nameResolution !== undefined) {
    return set;
  }
  const known = resolvedByFirewall.get(set) ?? new Map<string, RequirementSet>();
  resolvedByFirewall.set(set, known);
  const found = known.get(firewall) ?? withNameResolution(set, NameResolution.firewall(firewall));
  known.set(firewall, found);
  return found;
}

function requirementOf(
  { id, slot, protocol }: (typeof TRANSPORTS)[number], server: string, index: number, { _isFirewall: atFirewall }: NameResolution,
): Requirement {
  const purpose = atFirewall ? 'Name resolution by the DNS proxy of the firewall' : 'Name resolution by the DNS servers of the network';
  const requirement = Requirement._fromCatalog(Direction.OUTBOUND, {
    id, slot, purpose, endpoint: Endpoint.addressRange(server), ports: Ports.of(protocol, [String(PORT)]),
  }, {
    capability: 'name-resolution',
    citation: atFirewall
      ? {
        article: 'firewall/dns-details', date: '2024-06-11', section: 'Clients configured to use Azure Firewall as a DNS proxy',
        row: 'Port 53',
      }
      : { article: 'RFC 7766', date: '2016-03-01', section: 'Transport protocol selection', row: 'Port 53' },
    rule: {
      name: `Allow-Dns-${protocol === Protocol.UDP ? 'Udp' : 'Tcp'}-${PORT}`,
      description: ruleDescription({ purpose, ids: [id], isWayOut: false }),
    },
    ...(atFirewall && { atFirewall }),
  });
  return index === 0 ? requirement : requirement._withId(`${id}-${index + 1}`);
}
