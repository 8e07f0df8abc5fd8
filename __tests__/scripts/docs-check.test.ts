import { flawsOf } from '../../scripts/docs-check/prose';
import { flawsOfSource } from '../../scripts/docs-check/source';

test.each([
  ['It stands in the place of a list.', '"in the place of": write instead of'],
  ['Read the the page.', '"the the": the word stands twice'],
  ['A rule for an host.', '"an host": write a'],
  ['This is a open port.', '"a open": write an'],
  ['Give a FQDN.', '"a FQDN": write an'],
  ['A finding is shown also when it is accepted.', '"also when": write even if'],
  ['The protocol is not said.', '"is not said": write who or what does not say it'],
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

test.each([
  ['a comment', '/** What is said of it. */\nexport const a = 1;\n', '"is said of": write said about'],
  ['a message', 'f(\n  \'a space behind each key\');\n', '"behind each key": write after'],
  ['a message with values', 'f(\n  `${a} is compared, and ${b} stands in the place of it`);\n', '"in the place of": write instead of'],
])('%s of a source file is checked too', (_, source, text) => {
  expect(flawsOfSource(source)).toEqual([{ line: expect.any(Number) as number, text }]);
});

test('a comment may have idioms of the code, and a message may not', () => {
  expect(flawsOfSource('// 443 is taken because no port is known.\nf();\n')).toEqual([]);
  expect(flawsOfSource('f(\'443 is taken because no port is known\');\n')).toEqual([
    { line: 1, text: '"is taken because": write assumed, accepted, or counts as' },
  ]);
});

test('names, ids and code of a source file are no prose', () => {
  expect(flawsOfSource('import { a } from \'./name-behind-port\';\n// A firewall behind the subnet, and `is said of`.\n')).toEqual([]);
});

test.each([
  ['/** The child (`node.findChild(\'Resource\')`). */', '`node.findChild(\'Resource\')`'],
  ['/** Add it: `new Aspect()`. */', '`new Aspect()`'],
  ['/** See {@link Other}. */', '{@link'],
])('%s is no comment for Python and Java', (source, found) => {
  const text = expect.stringContaining(`"${found}": write `) as string;
  expect(flawsOfSource(`${source}\nexport class A {}\n`)).toEqual([{ line: 1, text }]);
});

test('a comment that nobody publishes may hold TypeScript', () => {
  expect(flawsOfSource('// As `new Aspect()` does.\nexport class A {}\n')).toEqual([]);
});
