import fc from '../support/fast-check';
import { Ports, Protocol } from '../../lib';
import { messageOf } from '../azure/message-of';

const notAPort = (text: string) => `ports: "${text}" is not a port; expected "443" or "8704-8710", from 0 to 65535`;

test.each([
  ['above the range', ['65536'], notAPort('65536')],
  ['below the range', ['-1'], notAPort('-1')],
  ['all, as security rules write it', ['*'], `${notAPort('*')}; for all ports write "0-65535"`],
  ['a list in one text', ['443,445'], notAPort('443,445')],
  ['with a space', ['443 '], notAPort('443 ')],
  ['with a leading zero', ['0443'], notAPort('0443')],
  ['three ends', ['1-2-3'], notAPort('1-2-3')],
  ['an open range', ['1024-'], notAPort('1024-')],
  ['a range that ends above', ['1024-70000'], notAPort('1024-70000')],
  ['empty', [''], notAPort('')],
  ['a name', ['https'], notAPort('https')],
  ['the second of two', ['443', 'x'], notAPort('x')],
  ['reversed', ['8710-8704'], 'ports: "8710-8704" must begin below its end; did you mean "8704-8710"?'],
  ['a range of one', ['443-443'], 'ports: "443-443" must begin below its end; did you mean "443"?'],
  ['none', [], 'ports: at least one port is needed'],
])('%s is refused', (_given, ports, message) => {
  expect(messageOf(() => Ports.of(Protocol.TCP, ports))).toBe(message);
});

test.each([
  ['a number above the range', () => Ports.tcp(65536), notAPort('65536')],
  ['a negative number', () => Ports.udp(-1), notAPort('-1')],
  ['a fraction', () => Ports.any(1.5), notAPort('1.5')],
  ['not a number', () => Ports.tcp(Number.NaN), notAPort('NaN')],
  ['no number', () => Ports.tcp(), 'ports: at least one port is needed'],
  ['a protocol in lower case', () => Ports.of('tcp' as Protocol, ['443']),
    'protocol: "tcp" is not one of "TCP", "UDP", "ANY"; did you mean "TCP"?'],
])('%s is refused', (_given, call, message) => {
  expect(messageOf(call)).toBe(message);
});

test.each([
  ['single ports in order of their numbers', Ports.tcp(8787, 443, 18881), 'TCP 443,8787,18881'],
  ['each port once', Ports.udp(5831, 5831), 'UDP 5831'],
  ['any protocol', Ports.any(443), 'ANY 443'],
  ['ranges among ports', Ports.of(Protocol.TCP, ['9000', '8704-8710', '443']), 'TCP 443,8704-8710,9000'],
  ['both ends of the range', Ports.tcp(65535, 0), 'TCP 0,65535'],
  ['all ports', Ports.all(Protocol.ANY), 'ANY 0-65535'],
  ['a reference, after what is known', Ports.of(Protocol.TCP, ['${var.port}', '443']), 'TCP 443,${var.port}'],
])('%s', (_what, ports, text) => {
  expect(`${ports}`).toBe(text);
});

test('a number that is known later is taken, and is not sorted among the known ones', () => {
  // This is how CDKTF encodes a reference to a number.
  const later = -1.8881545897087503e+289;
  expect(Ports.tcp(later, 443).ranges).toEqual(['443', String(later)]);
});

test('only the full range is all ports', () => {
  expect(Ports.of(Protocol.TCP, ['0-65535']).isAll).toBe(true);
  expect(Ports.of(Protocol.TCP, ['1-65535']).isAll).toBe(false);
});

test('ports cannot be changed', () => {
  expect(() => Ports.tcp(443).ranges.push('22')).toThrow(TypeError);
});

test('the text does not depend on order and repetition', () => {
  // Disjoint ranges out of sorted, unique bounds: 1, 5, 9, 12 give 1-5 and 9-12.
  const ranges = fc.uniqueArray(fc.integer({ min: 0, max: 65535 }), { minLength: 2, maxLength: 16 }).map((bounds) => {
    const sorted = bounds.sort((a, b) => a - b);
    return sorted.flatMap((bound, i) => (i % 2 === 1 ? [`${sorted[i - 1]}-${bound}`] : sorted.length - 1 === i ? [String(bound)] : []));
  });
  fc.assert(fc.property(
    ranges.chain((ports) => fc.tuple(fc.constant(ports), fc.shuffledSubarray([...ports, ...ports], { minLength: 2 * ports.length }))),
    ([ports, shuffled]) => `${Ports.of(Protocol.TCP, ports)}` === `${Ports.of(Protocol.TCP, shuffled)}`,
  ));
});

test.each([
  [['443', '400-500'], '"443" and "400-500" overlap'],
  [['1-10', '10-20'], '"10-20" and "1-10" overlap'],
  [['0-65535', '443'], '"443" and "0-65535" overlap'],
])('overlapping ports %j are refused', (ports, message) => {
  expect(() => Ports.of(Protocol.TCP, ports)).toThrow(message);
});
