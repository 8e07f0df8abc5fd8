import { firewallReach } from '../../../lib/filtering/paths/firewall-reach';
import { Firewall, Peering, Subnet } from '../../../lib/network/network';
import { term } from '../../support/networks';

const place = { file: 'f', resource: 'r' };
const firewall: Firewall = { key: 'fw', name: 'fw', place, levels: [], privateAddresses: ['10.0.0.4'], sku: 'Standard', dnsProxy: true };
const peering = (to: string[], more: Partial<Peering> = {}): Peering =>
  ({ name: 'p', place, remoteAddressSpace: to.map(term), allowsAccess: true, allowsForwarded: true, ...more });
const subnet = (more: Partial<Subnet>): Subnet =>
  ({ key: 's', name: 's', place, addressPrefixes: [], networkAddressSpace: [term('10.1.0.0/16')], ...more });
const HUB = ['10.0.0.0/16'];
const OTHER = ['10.9.0.0/16'];

test.each<[string, Partial<Subnet>, 'reached' | 'why' | 'condition', RegExp]>([
  ['is in the same network', { networkAddressSpace: [term('10.0.0.0/8')] }, 'reached', /^$/],
  ['is perhaps in the same network, whose ranges are not known', { networkAddressSpace: [] }, 'reached', /^$/],
  ['is in a peered network', { peerings: [peering(HUB)] }, 'reached', /^$/],
  ['forwards what a peering does not take in', { peerings: [peering(HUB, { allowsForwarded: false })] }, 'condition', /does not allow forwarded/],
  ['is behind a peering that has none back', { peerings: [peering(HUB, { isOneSided: true })] }, 'why', /no peering back/],
  ['is perhaps behind a peering to a network that is not in the files', { peerings: [peering([])] }, 'condition', /peering p leads/],
  ['is behind a peering that the other network alone has', { peeringsOfOther: [peering(HUB)] }, 'why', /other network alone/],
  ['is behind none of all peerings', { peerings: [peering(OTHER)], hasAllPeerings: true }, 'why', /no peering of its virtual network/],
  ['is behind a peering that another configuration may make', { peerings: [peering(OTHER)] }, 'condition', /files have no such peering/],
])('a firewall %s', (_, more, kind, text) => {
  const reach = firewallReach(subnet(more), firewall);
  expect(Object.keys(reach)).toEqual(kind === 'reached' ? [] : [kind]);
  expect(reach.why ?? reach.condition ?? '').toMatch(text);
});
