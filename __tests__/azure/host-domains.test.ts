import { isBelow, mayEndWith } from '../../lib/azure/host-domains';

test.each<[host: string, domain: string, expected: boolean]>([
  ['contoso.com', 'contoso.com', true], ['a.Contoso.com', 'contoso.COM', true], ['mycontoso.com', 'contoso.com', false],
  ['contoso.com', 'a.contoso.com', false], ['*.contoso.com', 'contoso.com', true], ['*.a.contoso.com', 'contoso.com', true],
  ['*.contoso.com', 'a.contoso.com', true], ['*.contoso.com', 'mycontoso.com', false], ['*contoso.com', 'mycontoso.com', true],
  ['*.com', 'contoso.com', true], ['*', 'contoso.com', true], ['*.mycontoso.com', 'contoso.com', false],
  ['*tcontoso.com', 'contoso.com', false], ['*so.com', 'contoso.com', true], ['contoso.com.example', 'contoso.com', false],
])('%s is %s, or below it, or holds such a host: %s', (host, domain, expected) => {
  expect(isBelow(host, domain)).toBe(expected);
});

test.each<[host: string, end: string, expected: boolean]>([
  ['a.contoso.com', '.contoso.com', true], ['contoso.com', '.contoso.com', false], ['mycontoso.com', 'contoso.com', true],
  ['*.com', '.contoso.com', true], ['*.a.contoso.com', '.contoso.com', true], ['*.b.com', '.contoso.com', false], ['a.b', '', true],
])('%s ends with %s, or holds a host that does: %s', (host, end, expected) => {
  expect(mayEndWith(host, end)).toBe(expected);
});
