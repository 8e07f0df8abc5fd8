import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { AddressCover } from '../../lib/azure/address-cover';
import { readRow, rowText, ROW_BYTES } from '../../lib/azure/address-rows';
import { InputError } from '../../lib/azure/errors';
import { parseAddressRange } from '../../lib/azure/addresses';
import fc from '../support/fast-check';
import { messageOf } from './message-of';

/** What the fast reader makes of a text. */
function read(text: string): { family: number; row: number[] } | 'refused' {
  const rows = new Uint8Array(20).fill(0xaa);
  const family = readRow(text, rows, 2);
  return family === 0 ? 'refused' : { family, row: [...rows.subarray(2, 2 + ROW_BYTES[family])] };
}

/** What the reader of single ranges makes of it. */
function expected(text: string): ReturnType<typeof read> {
  try {
    const { family, first, prefixLength } = parseAddressRange(text);
    return { family, row: [...first, prefixLength] };
  } catch (error) {
    if (!(error instanceof InputError)) {
      throw error;
    }
    return 'refused';
  }
}

const hex = fc.integer({ min: 0, max: 0xffff }).map((group) => group.toString(16));
const group = fc.oneof({ weight: 5, arbitrary: hex }, fc.constantFrom('0', '0000', '00a', 'FFFF', '12345', '', '::', 'g', '1.2.3.4'));
const ipv6 = fc.oneof(fc.array(hex, { minLength: 8, maxLength: 8 }), fc.array(group, { minLength: 1, maxLength: 9 })).map((groups) =>
  groups.join(':').replace(/:{3,}/g, '::'));
const byte = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 0, max: 255 }).map(String) },
  fc.constantFrom('256', '00', '01', '', '1e1', '0x1', '-1', '+1', ' 1'),
);
const ipv4 = fc.oneof(
  { weight: 9, arbitrary: fc.array(byte, { minLength: 4, maxLength: 4 }) }, fc.array(byte, { minLength: 3, maxLength: 5 }),
).map((bytes) => bytes.join('.'));
const length = fc.oneof(
  fc.constant(''),
  fc.constantFrom('', '/', '/0', '/00', '/08', '/8', '/32', '/33', '/128', '/129', '/1e1', '/-1', '/ 1', '/1/1', '/4294967304'),
  fc.integer({ min: 0, max: 130 }).map((bits) => `/${bits}`),
);

describe('the fast reader', () => {
  test('takes and refuses what the reader of single ranges does', () => {
    let taken = 0;
    const agree = (text: string): void => {
      expect([text, read(text)]).toEqual([text, expected(text)]);
      taken += read(text) === 'refused' ? 0 : 1;
    };
    fc.assert(fc.property(fc.oneof(ipv4, ipv6), length, (address, bits) => agree(address + bits)), { numRuns: 5000 });
    expect(taken).toBeGreaterThan(500); // both sides are tried
    // An address with zeros at its end, so that most lengths fit.
    fc.assert(fc.property(
      fc.constantFrom('10.0.0.0', '2001:db8::', '::', '192.0.2.128', '2001:db8:8000::', '::ffff:10.0.0.0'), length,
      (address, bits) => agree(address + bits),
    ));
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789afAFg:./% \u0660\u{1d7ce}'), maxLength: 24 }), agree), { numRuns: 5000 },
    );
    fc.assert(fc.property(fc.ipV6(), agree));
    fc.assert(fc.property(fc.ipV4(), agree));
  });

  test.each([
    ['2001:DB8:0:0:0:0:0:0/32', '2001:db8::/32'], ['2001:0db8:0:0:1:0:0:0', '2001:db8:0:0:1::/128'], ['0:0:1:0:0:0:0:0', '0:0:1::/128'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7/128'], ['1::4:5:6:7:8', '1::4:5:6:7:8/128'], ['1:0:0:2:3:0:0:4', '1::2:3:0:0:4/128'],
    ['0::0/0', '::/0'], ['::1', '::1/128'], ['::ffff:10.0.0.1', '::ffff:a00:1/128'], ['0.0.0.0/0', '0.0.0.0/0'],
    ['10.1.2.3', '10.1.2.3/32'],
  ])('%s is written as %s', (text, canonical) => {
    const rows = new Uint8Array(17);
    const family = readRow(text, rows, 0);
    expect(rowText(rows, 0, family as 4 | 6)).toBe(canonical);
  });

  test('IPv6 addresses are written as a browser writes them', () => {
    const zeros = fc.array(fc.constantFrom('0', '0', '1', 'a0b'), { minLength: 8, maxLength: 8 }).map((groups) => groups.join(':'));
    fc.assert(fc.property(fc.oneof(zeros, fc.ipV6()), (text) => {
      expect(AddressCover.of([text]).ranges()).toEqual([`${new URL(`http://[${text}]/`).hostname.slice(1, -1)}/128`]);
    }), { numRuns: 1000 });
  });
});

/** A space of 256 addresses, or of 256 equal ranges, that begins at an address and is so many bits wide. */
interface Space {
  readonly family: 4 | 6;
  readonly base: bigint;
  /** Bits before those that tell the 256 apart. */
  readonly from: number;
}

const SPACES: readonly Space[] = [
  ...[0, 5, 13, 24]
    .map((from) => ({ family: 4 as const, base: from === 0 ? 0n : 0xc0a80000n >> BigInt(32 - from) << BigInt(32 - from), from })),
  ...[0, 29, 60, 64, 101, 120].map((from) =>
    ({ family: 6 as const, base: from === 0 ? 0n : (0x20010db8n << 96n) >> BigInt(128 - from) << BigInt(128 - from), from })),
];

/** The text of a range in a space, made with arithmetic of its own. */
function textIn({ family, base, from }: Space, place: number, bits: number): string {
  const width = family === 4 ? 32 : 128;
  const address = base | BigInt(place) << BigInt(width - from - 8);
  const parts = Array.from({ length: family === 4 ? 4 : 8 }, (_, i, size = family === 4 ? 8n : 16n) =>
    address >> BigInt(width) - size * BigInt(i + 1) & (1n << size) - 1n);
  return `${family === 4 ? parts.join('.') : parts.map((part) => part.toString(16)).join(':')}/${from + bits}`;
}

/** The fewest ranges by their definition: a range that is full, or those of its halves. */
function fewest(full: readonly boolean[], place = 0, bits = 0): [place: number, bits: number][] {
  const size = 256 >> bits;
  const part = full.slice(place, place + size);
  return part.every(Boolean)
    ? [[place, bits]]
    : part.some(Boolean) ? [...fewest(full, place, bits + 1), ...fewest(full, place + size / 2, bits + 1)]
    : [];
}

const range = fc.integer({ min: 0, max: 8 }).chain((bits) =>
  fc.integer({ min: 0, max: (1 << bits) - 1 }).map((index): [number, number] => [index * (256 >> bits), bits]));
// Narrow ranges, and many of them: those that merge are the hard ones.
const narrow = fc.integer({ min: 5, max: 8 }).chain((bits) =>
  fc.integer({ min: 0, max: (1 << bits) - 1 }).map((index): [number, number] => [index * (256 >> bits), bits]));
const lists = fc.oneof(fc.array(range, { maxLength: 6 }), fc.array(narrow, { maxLength: 150, size: 'max' }));

function filled(ranges: readonly (readonly [number, number])[]): boolean[] {
  const full = new Array<boolean>(256).fill(false);
  ranges.forEach(([place, bits]) => full.fill(true, place, place + (256 >> bits)));
  return full;
}

describe('a cover', () => {
  test('is the fewest ranges that hold the same addresses, in order', () => {
    fc.assert(fc.property(fc.constantFrom(...SPACES), lists, (space, ranges) => {
      const cover = AddressCover.of(ranges.map(([place, bits]) => textIn(space, place, bits)));
      expect(cover.ranges().map((text) => parseAddressRange(text))).toEqual(
        fewest(filled(ranges))
          .map(([place, bits]) => ({ ...parseAddressRange(textIn(space, place, bits)), text: expect.any(String) as string })));
    }), { numRuns: 500 });
  });

  test('holds the ranges that are all in it, and no others', () => {
    fc.assert(fc.property(fc.constantFrom(...SPACES), lists, fc.array(range, { minLength: 1, maxLength: 30 }), (space, ranges, asked) => {
      const cover = AddressCover.of(ranges.map(([place, bits]) => textIn(space, place, bits)));
      const full = filled(ranges);
      for (const [place, bits] of asked) {
        expect(cover.holds(parseAddressRange(textIn(space, place, bits)))).toBe(full.slice(place, place + (256 >> bits)).every(Boolean));
      }
    }), { numRuns: 500 });
  });

  test('of both families keeps them apart', () => {
    const cover = AddressCover.of(['2001:db8::/33', '203.0.113.0/25', '2001:db8:8000::/33', '203.0.113.128/25', '198.51.100.7']);
    expect(cover.ranges()).toEqual(['198.51.100.7/32', '203.0.113.0/24', '2001:db8::/32']);
    expect([cover.ranges(4), cover.ranges(6)]).toEqual([['198.51.100.7/32', '203.0.113.0/24'], ['2001:db8::/32']]);
    const holds = (text: string): boolean => cover.holds(parseAddressRange(text));
    expect(['203.0.113.9', '203.0.112.0/23', '198.51.100.7', '198.51.100.6', '2001:db8:ffff::1', '2001:db9::', '::/0', '0.0.0.0/0']
      .filter(holds))
      .toEqual(['203.0.113.9', '198.51.100.7', '2001:db8:ffff::1']);
    expect(AddressCover.of(['::/0']).holds(parseAddressRange('203.0.113.9'))).toBe(false);
  });

  test('of many ranges that are alike but for one is in order', () => {
    const alike = Array.from({ length: 50 }, (_, i) => `203.0.113.${4 * i}/32`);
    expect(AddressCover.of([...alike, '203.0.112.7/32']).ranges()).toEqual(['203.0.112.7/32', ...alike]);
    expect(AddressCover.of([...alike, '198.51.100.7/32']).ranges()).toEqual(['198.51.100.7/32', ...alike]);
  });

  test('of nothing holds nothing', () => {
    expect(AddressCover.of([]).ranges()).toEqual([]);
    expect(AddressCover.of([]).holds(parseAddressRange('0.0.0.0'))).toBe(false);
  });

  test('of everything is one range', () => {
    expect(AddressCover.of(['128.0.0.0/1', '0.0.0.0/1', '8000::/1', '::/1', '10.0.0.0/8']).ranges()).toEqual(['0.0.0.0/0', '::/0']);
  });

  test('does not depend on order or repetition, and of its own ranges is the same', () => {
    const lists = fc.array(fc.oneof(
      range.map(([place, bits]) => textIn(SPACES[3]!, place, bits)), range.map(([place, bits]) => textIn(SPACES[7]!, place, bits)),
    ), { maxLength: 40 });
    fc.assert(fc.property(
      lists.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list], { minLength: 2 * list.length }))),
      ([list, shuffled]) => {
        const ranges = AddressCover.of(list).ranges();
        expect(AddressCover.of(shuffled).ranges()).toEqual(ranges);
        expect(AddressCover.of(ranges).ranges()).toEqual(ranges);
      },
    ));
  });

  test('is what cidr-tools gives', () => {
    // An ES module, which jest does not load; a process of its own does.
    const anyRange = fc.oneof(
      fc.tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 })).map(([address, bits]) => {
        const first = bits === 0 ? 0 : (address >>> (32 - bits) << (32 - bits)) >>> 0;
        return `${[24, 16, 8, 0].map((shift) => first >>> shift & 255).join('.')}/${bits}`;
      }),
      ...SPACES.map((space) => narrow.map(([place, bits]) => textIn(space, place, bits))),
    );
    const given = fc.sample(fc.array(anyRange, { maxLength: 300, size: 'max' }), 200);
    const script = `const { mergeCidr } = require('cidr-tools');
      console.log(JSON.stringify(JSON.parse(require('fs').readFileSync(0, 'utf8')).map((list) => mergeCidr(list))));`;
    const merged = JSON.parse(
      execFileSync(process.execPath, ['-e', script], { cwd: join(__dirname, '..', '..'), input: JSON.stringify(given), encoding: 'utf8' }),
    ) as string[][];
    expect(merged.flat().length).toBeGreaterThan(1000);
    expect(given.map((list) => AddressCover.of(list).ranges())).toEqual(merged);
  });

  test.each([
    ['10.0.0.0/33', 'address range "10.0.0.0/33" has a prefix length that is not a whole number from 0 to 32'],
    ['2001:db8::/129', 'address range "2001:db8::/129" has a prefix length that is not a whole number from 0 to 128'],
    [
      'Storage.WestEurope',
      'address range "Storage.WestEurope" is neither an IPv4 nor an IPv6 address or CIDR range (such as "10.1.0.0/16")',
    ],
    ['300.1.1.1/32', 'address range "300.1.1.1/32" is neither an IPv4 nor an IPv6 address or CIDR range (such as "10.1.0.0/16")'],
    [
      '010.0.0.0/8',
      'address range "010.0.0.0/8" is neither an IPv4 nor an IPv6 address or CIDR range (such as "10.1.0.0/16"); ' +
        'did you mean "10.0.0.0/8"?',
    ],
    ['10.0.0.5/24', 'address range "10.0.0.5/24" has address bits after its prefix length; did you mean "10.0.0.0/24"?'],
    ['2001:db8::5/64', 'address range "2001:db8::5/64" has address bits after its prefix length; did you mean "2001:db8::/64"?'],
    ['fe80::1%eth0', 'address range "fe80::1%eth0" is neither an IPv4 nor an IPv6 address or CIDR range (such as "10.1.0.0/16")'],
    ['${var.range}', 'address range "${var.range}" is neither an IPv4 nor an IPv6 address or CIDR range (such as "10.1.0.0/16")'],
    ['', 'address range "" is neither an IPv4 nor an IPv6 address or CIDR range (such as "10.1.0.0/16")'],
  ])('does not take %j', (text, message) => {
    expect(messageOf(() => AddressCover.of(['10.0.0.0/8', text]))).toBe(message);
  });
});
