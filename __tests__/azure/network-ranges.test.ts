import { rangesBetween } from '../../lib/azure/addresses';
import {
  checkFirewallSources, checkRangeOfPeer, checkRangesOfNetwork, checkRangesOfSubnet, checkSubnetInSpace, publicRanges,
} from '../../lib/azure/network-ranges';
import { checkNextHop } from '../../lib/azure/special-ranges';
import { NameResolution } from '../../lib';
import fc from '../support/fast-check';
import { messageOf } from './message-of';

const network = (...ranges: string[]) => (): void => checkRangesOfNetwork('addressSpace', ranges);
const sources = (...ranges: string[]) => (): void => checkFirewallSources('sources', ranges);
const REFERENCE = '${TfToken[TOKEN.1]}';

describe('address ranges of a network', () => {
  test.each([
    [['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fd00::/8']], [['20.30.0.0/16', '198.18.0.0/15']],
    [[REFERENCE, '10.0.0.0/8']], [['2001:db8::/48']],
    [['1.0.0.0/8', '2.0.0.0/7', '4.0.0.0/6']],
  ])('%s are taken', (ranges) => {
    expect(network(...ranges)).not.toThrow();
  });

  test.each([
    [['0.0.0.0/0'], '"0.0.0.0/0" covers every address'],
    [['0.0.0.0/1', '128.0.0.0/1'], '"0.0.0.0/1" holds 0.0.0.0/8 (addresses of no host)'],
    [['128.0.0.0/1'], '"128.0.0.0/1" holds 168.63.129.16/32 (the address of Azure\'s own DNS and health probes)'],
    [['64.0.0.0/2'], '"64.0.0.0/2" holds 127.0.0.0/8 (loopback addresses)'],
    [['127.1.0.0/16'], '"127.1.0.0/16" is of 127.0.0.0/8 (loopback addresses)'],
    [['168.63.0.0/16'], 'holds 168.63.129.16/32'], [['169.254.7.0/24'], 'link-local'], [['239.0.0.0/8'], 'multicast'],
    [['240.0.0.0/8'], 'reserved'],
    [['255.255.255.255'], 'the broadcast address'], [['0.1.0.0/16'], 'of no host'], [['ff02::/16'], 'multicast'],
    [['fe80::/64'], 'link-local'], [['::/0'], 'every address'],
    [['16.0.0.0/4', '32.0.0.0/4'], '16.0.0.0/4 and 32.0.0.0/4 together contain more public IPv4 addresses than any organization has'],
    [['1.0.0.0/8', '2.0.0.0/7', '4.0.0.0/6', '8.0.0.0/7', '11.0.0.0/8', '12.0.0.0/6', '16.0.0.0/6'], 'more public IPv4 addresses'],
    [['2000::/4'], 'more public IPv6 addresses'],
    [['10.1.0.0/16', '10.1.2.0/24'], '"10.1.0.0/16" and "10.1.2.0/24" overlap; keep the wider one'],
    [['10.1.0.0/16', '10.1.0.0/16'], '"10.1.0.0/16" is given twice'],
    [['10.1.1.0/33'], 'address range "10.1.1.0/33" has a prefix length that is not a whole number from 0 to 32'],
  ])('%s are refused, and the argument is named', (ranges, says) => {
    const message = messageOf(network(...ranges));
    expect(message).toMatch(/^addressSpace: /);
    expect(message).toContain(says);
  });

  test('of a subnet lie in the address space, as far as both are known', () => {
    expect(messageOf(() => checkSubnetInSpace('subnetAddressPrefixes', ['10.1.1.0/24', '10.2.1.0/24'], ['10.1.0.0/16'])))
      .toBe('subnetAddressPrefixes: "10.2.1.0/24" is outside the address space 10.1.0.0/16 of the virtual network; correct one of them');
    expect(() => checkSubnetInSpace('x', ['10.1.0.0/16'], ['10.1.0.0/17', '10.1.128.0/17'])).not.toThrow();
    expect(() => checkSubnetInSpace('x', ['10.2.1.0/24'], ['10.1.0.0/16', REFERENCE])).not.toThrow();
    expect(() => checkSubnetInSpace('x', [REFERENCE], ['10.1.0.0/16'])).not.toThrow();
  });
});

describe('sources of firewall rules', () => {
  test.each(['*', '10.0.0.4', '10.0.0.0/24', '10.0.0.1-10.0.0.9', '10.0.0.9-10.0.1.1', '10.0.0.1-10.0.0.1', '20.1.0.0/16', REFERENCE])(
    '%s is taken', (source) => {
      expect(sources(source)).not.toThrow();
    },
  );

  test.each([
    [['10.0.0.9-10.0.0.1'], 'sources: source "10.0.0.9-10.0.0.1" ends before it begins; did you mean "10.0.0.1-10.0.0.9"?'],
    [['2001:db8::/32'], 'sources: source "2001:db8::/32" is an IPv6 address, which Azure Firewall does not take in rules'],
    [['10.0.0.1/24'], 'sources: address range "10.0.0.1/24" has address bits after its prefix length; did you mean "10.0.0.0/24"?'],
    [
      ['VirtualNetwork'],
      'sources: address range "VirtualNetwork" is neither an IPv4 nor an IPv6 address or CIDR range (such as "10.1.0.0/16")',
    ],
    [['0.0.0.0/0'], 'sources: "0.0.0.0/0" covers every address; give the ranges of the subnets, or "*" for every source'],
    [
      ['0.0.0.0-255.255.255.255'],
      'sources: "0.0.0.0-255.255.255.255" covers every address; give the ranges of the subnets, or "*" for every source',
    ],
    [
      ['127.0.0.1'],
      'sources: "127.0.0.1" is of 127.0.0.0/8 (loopback addresses), which no virtual network can have; ' +
        'give the ranges of the virtual network',
    ],
    [['*', '10.0.0.0/8'], 'sources: "*" means every source; leave the others out, or leave "*" out'],
    [['10.0.0.0/24', '10.0.0.7-10.0.0.9'], 'sources: "10.0.0.0/24" and "10.0.0.7/32" overlap; keep the wider one'],
  ])('%s are refused', (texts, message) => {
    expect(messageOf(sources(...texts))).toBe(message);
  });

  test.each(['224.0.0.1', '169.254.1.0/24', '100.0.0.0-200.0.0.0', '255.255.255.255', '0.0.0.1'])('%s is refused', (source) => {
    expect(sources(source)).toThrow('which no virtual network can have');
  });
});

describe('ranges of a subnet', () => {
  test.each([
    ['10.1.1.0/29'], ['10.0.0.0/8'], ['10.1.1.0/24', 'fd00:1::/64'], [REFERENCE], ['fd00:1::/64', REFERENCE],
  ])('%s are taken', (...texts) => {
    expect(() => checkRangesOfSubnet('prefixes', texts)).not.toThrow();
  });

  test.each([
    [['10.1.1.0/30'], '"10.1.1.0/30" is not a range that a subnet can have'],
    [['10.1.1.4'], '"10.1.1.4" is not a range that a subnet can have'],
    [['10.1.1.0/24', 'fd00:1::/56'], '"fd00:1::/56" is not a range that a subnet can have'],
    [['10.1.1.0/24', 'fd00::/112'], 'is not a range that a subnet can have'],
    [['fd00:1::/64'], '"fd00:1::/64" is an IPv6 range, and no IPv4 range is given'],
  ])('%s are refused', (texts, says) => {
    expect(() => checkRangesOfSubnet('prefixes', texts)).toThrow(says);
  });
});

test.each(['127.0.0.1', '0.0.0.0', '224.0.0.251', '169.254.20.10', '255.255.255.255'])('no DNS server is at %s', (address) => {
  expect(() => NameResolution.servers(['10.0.0.10', address])).toThrow('which no DNS server of a virtual network can have');
  expect(() => NameResolution.firewall(address)).toThrow('which no DNS server of a virtual network can have');
});

test('a range from one address to another is the fewest CIDR ranges with these addresses', () => {
  const numberOf = (bytes: readonly number[]): number => bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  const textOf = (address: number): string => [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
  fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }), (a, b) => {
    const [from, to] = [Math.min(a, b), Math.max(a, b)];
    let next = from;
    for (const { first, prefixLength } of rangesBetween(textOf(from), textOf(to))) {
      expect(numberOf(first)).toBe(next);
      next += 2 ** (32 - prefixLength);
    }
    expect(next).toBe(to + 1);
  }));
  expect(rangesBetween('0.0.0.0', '255.255.255.255').map(({ text }) => text)).toEqual(['0.0.0.0/0']);
});

test.each(['10.0.1.4', '192.168.0.4', '100.64.0.4', '20.1.0.4', '8.8.8.8'])('routes can lead to %s', (address) => {
  expect(() => checkNextHop('route "default"', address)).not.toThrow();
});

test.each([
  ['0.0.0.0', 'of no host'], ['127.0.0.1', 'loopback'], ['168.63.129.16', "Azure's own DNS"], ['169.254.169.254', 'link-local'],
  ['224.0.0.5', 'multicast'],
  ['240.0.0.1', 'reserved'], ['255.255.255.255', 'broadcast'], ['fd00::4', 'is not an IPv4 address'],
  ['fw.contoso.com', 'is not an IPv4 address'],
])('routes cannot lead to %s', (address, says) => {
  expect(messageOf(() => checkNextHop('route "default"', address)))
    .toMatch(new RegExp(`^route "default": .*"${address.replaceAll('.', '\\.')}".*${says}`));
});

test('other sides of traffic may be services of the platform, and any address, and are no loopback or multicast addresses', () => {
  for (const range of ['168.63.129.16', '169.254.169.254', '0.0.0.0/0', '8.8.8.8', REFERENCE]) {
    expect(() => checkRangeOfPeer(range)).not.toThrow();
  }
  for (const range of ['127.0.0.1', '224.0.0.0/4', '0.0.0.0', '255.255.255.255', '::1', 'ff02::1']) {
    expect(() => checkRangeOfPeer(range)).toThrow('which no virtual network can have');
  }
});

test('public ranges are told from private ones; those that are both count', () => {
  expect(publicRanges(['10.0.0.0/8', '20.0.0.0/16', '172.0.0.0/8', '9.255.255.250-10.0.0.4', 'fd00::/64', '2603::/32', '*', REFERENCE]))
    .toEqual(['20.0.0.0/16', '172.0.0.0/8', '9.255.255.250-10.0.0.4', '2603::/32']);
});
