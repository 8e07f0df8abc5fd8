import { flawsOf } from '../../scripts/docs-check/prose';

test.each([
  ['It stands in the place of a list.', '"in the place of": write instead of, or in place of'],
  ['Read the the page.', '"the the": the word stands twice'],
  ['A rule for an host.', '"an host": write a'],
  ['This is a open port.', '"a open": write an'],
  ['Give a FQDN.', '"a FQDN": write an'],
  ['Resolve the hostname.', '"hostname": write host name'],
])('%s', (line, flaw) => {
  expect(flawsOf(`# Title\n\n${line}\n`)).toEqual([{ line: 3, text: flaw }]);
});

test.each([
  'A NAT gateway, a URL, a user, an hour, an FQDN, an NTP server, an 8-bit number and a UDP port.',
  'A firewall behind the subnet that that rule names.',
  'The option `--hostname` and [a page](hostname.md).',
  '```text\nhostname hostname\n```',
])('nothing is wrong with: %s', (text) => {
  expect(flawsOf(text)).toEqual([]);
});
