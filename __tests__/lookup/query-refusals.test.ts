import { parseQuery } from '../../lib/lookup/query';

// What is wrong, what is meant, and nothing that is not asked for.
test.each([
  ['pypi.org:443/sctp', 'protocol "sctp" in "pypi.org:443/sctp" is not one of "tcp", "udp"'],
  ['pypi.org/sctp', 'a path of that name is written "https://pypi.org/sctp"'],
  ['pypi.org:443/upd', 'protocol "upd"'],
  ['443/icmp', 'protocol "icmp"'],
  ['443/8', 'protocol "8"'],
  ['10.0.0.1/sctp', 'protocol "sctp"'],
  ['AzureMonitor:443/icmp', 'protocol "icmp"'],
  ['AzureMonitor/logs', 'has a path, and no host name before it'],
  ['pypi.org:443/tcp/udp', 'has two protocols'],
  ['tcp/443', 'did you mean "443/tcp"?'],
  ['443:udp', 'did you mean "443/udp"?'],
  ['pypi.org:443-445', 'port "443-445" in "pypi.org:443-445" is more than one; give one port'],
  ['80,443', 'port "80,443"'],
  ['pypi.org:443:443', 'has two ports'],
  ['pypi.org:', 'has a colon without a port after it'],
  ['+443', 'port "+443" in "+443" is not a whole number'],
  ['0443', 'is not a whole number'],
  ['pypi.org 443', 'has a blank; did you mean "pypi.org:443"?'],
  ['[pypi.org]:443', 'did you mean "pypi.org:443"?'],
  ['https://[10.0.0.1]:443', 'did you mean "https://10.0.0.1:443"?'],
  ['[2001:db8::1', 'did you mean "[2001:db8::1]"?'],
  ['2001:db8::1]:443', 'did you mean "[2001:db8::1]:443"?'],
  ['fe80::1%eth0', 'has a zone, which one machine knows and no rule does; did you mean "fe80::1"?'],
  ['10.0.0.1-10.0.0.9', 'is a range of addresses'],
  ['https://user:s3cret@pypi.org/simple', 'did you mean "https://pypi.org"?'],
  ['user@pypi.org', 'did you mean "pypi.org"?'],
  ['ssh://git:s3cret@github.com', 'scheme "ssh" has no port that is known here'],
  ['https:pypi.org', 'did you mean "https://pypi.org"?'],
  ['//pypi.org/x', 'did you mean "https://pypi.org/x"?'],
  ['https:///x', 'has no host'],
  ['pypi%2Eorg', 'did you mean "pypi.org"?'],
  ['https://pypi.org/%zz', 'has a percent sign in its path that begins no encoding'],
])('%j is refused: %s', (text, message) => {
  let said = '';
  try {
    parseQuery(text);
  } catch (error) {
    said = (error as Error).message;
  }
  expect(said).toContain(message);
  expect(said).toMatch(/^lookup: /);
  expect(said).not.toContain('s3cret');
});

test.each([
  ['2001:db8::1:443', { kind: 'address', value: '2001:db8::1:443' }, 'with a port, it is written [2001:db8::1]:443'],
  ['::ffff:20.51.9.40', { kind: 'address', value: '20.51.9.40' }, 'Rules see it as 20.51.9.40'],
  ['größe.example.org:443', { kind: 'host', value: 'xn--gre-6ka8i.example.org', port: 443 }, 'xn--gre-6ka8i.example.org'],
  ['*.größe.example.org', { kind: 'host', value: '*.xn--gre-6ka8i.example.org' }, '*.xn--gre-6ka8i.example.org'],
  ['https://x.example/a/%2e%2e/%62%2F', { kind: 'url', path: '/b%2F' }, 'asks for the path /b%2F'],
])('%s is read, and it is said as what', (text, expected, note) => {
  const query = parseQuery(text);
  expect(query).toMatchObject(expected);
  expect(query.notes.join()).toContain(note);
});

test.each([
  ['udp://x.example:53', { kind: 'host', value: 'x.example', port: 53, protocol: 'UDP' }],
  ['https://x.example:/a', { kind: 'url', value: 'x.example', port: 443, path: '/a' }],
  ['https://x.example/tcp', { kind: 'url', path: '/tcp' }],
  ['x.example:443/simple', { kind: 'url', path: '/simple', port: 443 }],
  ['x.example/*', { kind: 'url', path: '/*' }],
  ['x.example?a=1', { kind: 'host', value: 'x.example' }],
  ['2001:db8::1/tcp', { kind: 'address', value: '2001:db8::1', protocol: 'TCP' }],
  ['10.0.0.0/8/udp', { kind: 'address', value: '10.0.0.0/8', protocol: 'UDP' }],
])('%s is read without a word', (text, expected) => {
  expect(parseQuery(text)).toMatchObject({ ...expected, notes: [] });
});

test('a path with dots is none of the documented one that it begins with', () => {
  const at = 'https://raw.githubusercontent.com/microsoft/vscode-tools-for-ai/master/azureml_remote_websocket_server';
  expect(parseQuery(`${at}/../../evil`).path).toBe('/microsoft/vscode-tools-for-ai/evil');
});
