import { ruleHostFlaw, ruleUrlFlaw } from '../../lib/azure/host-names';
import fc from '../support/fast-check';

const label = fc.stringMatching(/^[a-z0-9_]([a-z0-9_-]{0,8}[a-z0-9_])?$/);
const name = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => [...labels, 'org'].join('.'));
const front = fc.constantFrom('', '*.', '*');

test('every name of DNS is taken, with and without a wildcard in front', () => {
  fc.assert(fc.property(front, name, (wildcard, host) => {
    expect(ruleHostFlaw(`${wildcard}${host}`)).toBeUndefined();
    expect(ruleHostFlaw(`${wildcard}${host}`.toUpperCase())).toBeUndefined();
  }));
  expect(ruleHostFlaw('*')).toBeUndefined();
});

test.each<[what: string, write: (host: string) => string, says: string]>([
  ['a scheme', (host) => `https://${host}`, 'it is a URL'],
  ['a scheme and a slash', (host) => `http://${host}/`, 'it is a URL'],
  ['a path', (host) => `${host}/simple/`, 'it has a path'],
  ['a port', (host) => `${host}:443`, 'it has a port'],
  ['a stop at its end', (host) => `${host}.`, 'it is not a host name'],
  ['a stop before it', (host) => `.${host}`, 'it is not a host name'],
  ['blanks around it', (host) => ` ${host}\t`, 'it is not a host name'],
])('a name with %s is none, and the name is said', (_, write, says) => {
  fc.assert(fc.property(name, (host) => {
    expect(ruleHostFlaw(write(host))).toBe(`${says}; write ${host}`);
  }), { numRuns: 30 });
});

test.each([
  ['', 'it is not a host name'], [' ', 'it is not a host name'],
  ['a.org,b.org', 'it is not a host name'], ['a b.org', 'it is not a host name'],
  ['*.', 'it is not a host name'], ['a..org', 'it is not a host name'], ['-a.org', 'it is not a host name'],
  ['bücher.example', 'it is not a host name; write it in ASCII, with xn-- before each such label'],
  ['8.8.8.8', 'it is an address; the destination_addresses of a network rule take it'],
  ['10.0.0.0/8', 'it is an address; the destination_addresses of a network rule take it'],
  ['https://8.8.8.8/', 'it is an address; the destination_addresses of a network rule take it'],
  ['2603:1000::1', 'it is an address; the destination_addresses of a network rule take it'],
])('%j is no host name', (text, says) => {
  expect(ruleHostFlaw(text)).toBe(says);
});

test.each([
  ['github.com/org/*', undefined], ['*.github.com/org', undefined], ['github.com', undefined], ['github.com/*', undefined],
  ['https://github.com/org/*', 'a URL has no scheme here; write github.com/org/*'],
  ['github.com:443/org', 'it has a port; write github.com'],
  ['github.com/org?q=1', 'a URL has no query and no fragment here'],
  ['github.com/*/org', 'an asterisk can be only before the host and at the end of the path'],
  ['www.*.com/org', 'an asterisk can be only before the host and at the end of the path'],
])('URL %j', (text, says) => {
  expect(ruleUrlFlaw(text)).toBe(says);
});
