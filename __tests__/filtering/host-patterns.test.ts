import { holdsHost, holdsUrl, isWholeHost } from '../../lib/filtering/host-patterns';
import fc from '../support/fast-check';

// Source: Azure Firewall questions and answers, the table of wildcards.
test.each([
  ['contoso.com', 'contoso.com', true],
  ['contoso.com', 'www.contoso.com', false],
  ['Contoso.com', 'contoso.COM', true],
  ['*.contoso.com', 'www.contoso.com', true],
  ['*.contoso.com', 'a.b.contoso.com', true],
  ['*.contoso.com', 'contoso.com', false],
  ['*contoso.com', 'contoso.com', true],
  ['*contoso.com', 'evilcontoso.com', true],
  ['*.contoso.com', 'evilcontoso.com', false],
  ['*', 'contoso.com', true],
  ['*', '*.contoso.com', true],
  ['*.contoso.com', '*.contoso.com', true],
  ['*.contoso.com', '*.www.contoso.com', true],
  ['*.www.contoso.com', '*.contoso.com', false],
  ['*contoso.com', '*.contoso.com', true],
  ['*.contoso.com', '*contoso.com', false],
  ['www.contoso.com', '*.contoso.com', false],
  ['www.*.com', 'www.contoso.com', false],
])('%s and %s', (wide, narrow, expected) => {
  expect(holdsHost(wide, narrow)).toBe(expected);
});

test('a pattern holds another only when it holds every name of it', () => {
  const label = fc.constantFrom('a', 'b', 'ab');
  const name = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => labels.join('.'));
  const pattern = fc.oneof(name, name.map((one) => `*.${one}`), name.map((one) => `*${one}`), fc.constant('*'));
  const held = (one: string, host: string): boolean =>
    (one.startsWith('*') ? host.endsWith(one.slice(1)) && (one !== '*' || host !== '') : host === one);
  fc.assert(fc.property(pattern, pattern, fc.array(name, { minLength: 20, maxLength: 20 }), (wide, narrow, hosts) => {
    if (holdsHost(wide, narrow)) {
      expect(hosts.filter((host) => held(narrow, host) && !held(wide, host))).toEqual([]);
    }
  }));
});

test.each([
  ['github.com/contoso/*', 'github.com', '/contoso/*', true],
  ['github.com/contoso/*', 'github.com', '/contoso/app/*', true],
  ['github.com/contoso/*', 'github.com', '/other', false],
  ['github.com/contoso', 'github.com', '/contoso/app', false],
  ['*.github.com/contoso/*', 'raw.github.com', '/contoso/a', true],
  ['github.com/*', 'github.com', '/contoso', true],
  ['github.com', 'github.com', '/contoso', true],
])('%s and %s%s', (wide, host, path, expected) => {
  expect(holdsUrl(wide, host, path)).toBe(expected);
});

test.each([['github.com', true], ['github.com/*', true], ['github.com/a/*', false], ['github.com/a', false]])(
  '%s is the whole host: %s', (url, expected) => {
    expect(isWholeHost(url)).toBe(expected);
  },
);
