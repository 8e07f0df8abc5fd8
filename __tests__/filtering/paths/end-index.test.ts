import { holdsHost } from '../../../lib/filtering/host-patterns';
import { HostIndex } from '../../../lib/filtering/paths/end-index';
import fc from '../../support/fast-check';

// An index finds the names and patterns that a comparison with each of them finds.

const name = fc.array(fc.constantFrom('a', 'B', 'ab', 'b', 'com'), { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
const host = fc.oneof(name, name.map((one) => `*.${one}`), name.map((one) => `*${one}`), fc.constant('*'));

test('names and patterns that hold some of each other', () => {
  let found = 0;
  fc.assert(fc.property(fc.array(fc.array(host, { maxLength: 3 }), { maxLength: 30 }), host, (lists, asked) => {
    const expected = lists.flatMap((hosts, i) => (hosts.some((one) => holdsHost(one, asked) || holdsHost(asked, one)) ? [i] : []));
    found += expected.length;
    expect(new HostIndex(lists.map((hosts, i) => [i, hosts])).meeting(asked).sort((a, b) => a - b)).toEqual(expected);
  }), { numRuns: 300 });
  expect(found).toBeGreaterThan(300);
});
