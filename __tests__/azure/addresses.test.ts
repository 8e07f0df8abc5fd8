import fc from '../support/fast-check';
import { contains, parseAddressRange } from '../../lib/azure/addresses';
import { messageOf } from './message-of';

/** An address as a number, to check the byte arithmetic in another way. */
const numberOf = (bytes: readonly number[]) => bytes.reduce((sum, byte) => sum * 256 + byte, 0);
const textOf = (address: number) => [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
const anyAddress = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const anyLength = fc.integer({ min: 0, max: 32 });
const firstOf = (address: number, length: number) => Math.floor(address / 2 ** (32 - length)) * 2 ** (32 - length);

describe('reading', () => {
  test.each([
    ['10.1.0.0/16', 4, [10, 1, 0, 0], 16],
    ['10.1.2.3', 4, [10, 1, 2, 3], 32],
    ['0.0.0.0/0', 4, [0, 0, 0, 0], 0],
    ['2001:db8::/32', 6, [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 32],
    ['::1', 6, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 128],
    ['::ffff:10.0.0.1', 6, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 0, 0, 1], 128],
    ['1:2:3:4:5:6:7:8', 6, [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8], 128],
  ])('%s', (text, family, first, prefixLength) => {
    expect(parseAddressRange(text)).toEqual({ family, text, first, prefixLength });
  });

  test.each(['fe80::1%eth0', 'fe80::%1/64', '::%0'])('%s has a zone, which is known on one machine only', (text) => {
    expect(messageOf(() => parseAddressRange(text)))
      .toBe(`address range "${text}" is neither an IPv4 nor an IPv6 address or CIDR range (such as "10.1.0.0/16")`);
  });

  test('a range is taken exactly when no address bit stands behind its prefix, else the right one is named', () => {
    fc.assert(fc.property(anyAddress, anyLength, (address, length) => {
      const first = firstOf(address, length);
      const given = `${textOf(address)}/${length}`;
      if (first === address) {
        expect(numberOf(parseAddressRange(given).first)).toBe(address);
      } else {
        expect(messageOf(() => parseAddressRange(given))).toContain(`did you mean "${textOf(first)}/${length}"?`);
      }
    }));
  });
});

describe('containing', () => {
  test('is what arithmetic says', () => {
    fc.assert(fc.property(anyAddress, anyLength, anyAddress, anyLength, fc.boolean(), (a, lengthA, b, lengthB, near) => {
      const outer = firstOf(a, lengthA);
      // Half of the cases are close to the range, or it would hardly ever hold the other.
      const inner = firstOf(near ? outer + (b % 2 ** (32 - lengthA)) : b, lengthB);
      const ranges = [parseAddressRange(`${textOf(outer)}/${lengthA}`), parseAddressRange(`${textOf(inner)}/${lengthB}`)] as const;
      const end = (first: number, length: number) => first + 2 ** (32 - length);
      expect(contains(...ranges)).toBe(inner >= outer && end(inner, lengthB) <= end(outer, lengthA));
    }));
  });

  test('families never contain each other', () => {
    expect(contains(parseAddressRange('0.0.0.0/0'), parseAddressRange('::1'))).toBe(false);
    expect(contains(parseAddressRange('::/0'), parseAddressRange('10.0.0.1'))).toBe(false);
    expect(contains(parseAddressRange('2001:db8::/32'), parseAddressRange('2001:db8:1::/48'))).toBe(true);
  });
});
