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
  ['Storage.West US 2', 'has blanks; did you mean "Storage.WestUS2"?'],
  ['storage.west us 2:443/tcp', 'did you mean "Storage.WestUS2:443/tcp"?'],
  ['Azure Machine Learning', 'did you mean "AzureMachineLearning"?'],
  ['udp 5831', 'has a blank; did you mean "5831/udp"?'],
  ['443 tcp', 'did you mean "443/tcp"?'],
  ['pypi.org 443/tcp', 'did you mean "pypi.org:443/tcp"?'],
  ['TCP pypi.org 443', 'did you mean "pypi.org:443/tcp"?'],
  ['AzureMonitor 443', 'did you mean "AzureMonitor:443"?'],
  ['[pypi.org]:443', 'did you mean "pypi.org:443"?'],
  ['https://[10.0.0.1]:443', 'did you mean "https://10.0.0.1:443"?'],
  ['[2001:db8::1', 'did you mean "[2001:db8::1]"?'],
  ['2001:db8::1]:443', 'did you mean "[2001:db8::1]:443"?'],
  ['fe80::1%eth0', 'has a zone, which has a meaning on one machine only; did you mean "fe80::1"?'],
  ['10.0.0.1-10.0.0.9', 'is a range of addresses'],
  ['https://user:s3cret@pypi.org/simple', 'did you mean "https://pypi.org"?'],
  ['user@pypi.org', 'did you mean "pypi.org"?'],
  ['ssh://git:s3cret@github.com', 'scheme "ssh" has no port that is known here'],
  ['https:pypi.org', 'did you mean "https://pypi.org"?'],
  ['//pypi.org/x', 'did you mean "https://pypi.org/x"?'],
  ['https:///x', 'has no host'],
  ['..', 'has no host'],
  ['pypi%2Eorg', 'did you mean "pypi.org"?'],
  ['BatchNodeManagement.uswest', 'did you mean "BatchNodeManagement.WestUS"?'],
  ['Storage.Nowhere', 'is not a region suffix'],
  ['.pypi.org', 'did you mean "*.pypi.org"?'],
  ['*pypi.org:443', 'did you mean "*.pypi.org:443"?'],
  ['pypi.org:https', 'has a name instead of a port; did you mean "pypi.org:443"?'],
  ['curl: (6) Could not resolve host: pypi.org', 'did you mean "pypi.org"?'],
  ["HTTPSConnectionPool(host='pypi.org', port=443): Max retries exceeded", 'did you mean "pypi.org"?'],
  ['dial tcp 20.51.9.40:443: i/o timeout', 'did you mean "20.51.9.40:443"?'],
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
  const [, suggestion] = /did you mean "(.*)"\?/.exec(said) ?? [];
  expect(() => parseQuery(suggestion ?? 'pypi.org')).not.toThrow(); // what is suggested is taken
});

test.each([
  ['2001:db8::1:443', { kind: 'address', value: '2001:db8::1:443' }, 'To give a port, write [2001:db8::1]:443'],
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
  ['20.51.9.0/24:53/udp', { kind: 'address', value: '20.51.9.0/24', port: 53, protocol: 'UDP' }],
  ['20.51.9.0/24/udp', { kind: 'address', value: '20.51.9.0/24', protocol: 'UDP' }],
])('%s is read without a word', (text, expected) => {
  expect(parseQuery(text)).toMatchObject({ ...expected, notes: [] });
});

test.each([
  ['hxxps://pypi[.]org/simple', { kind: 'url', value: 'pypi.org', port: 443, path: '/simple' }],
  ['hXXp[:]//pypi[.]org', { kind: 'host', value: 'pypi.org', port: 80 }],
  ['hxxps[://]pypi[.]org', { kind: 'host', value: 'pypi.org', port: 443 }],
  ['http[:]//pypi.org', { kind: 'host', value: 'pypi.org', port: 80 }],
  ['files(.)pypi{.}org[:]443', { kind: 'host', value: 'files.pypi.org', port: 443 }],
  ['pypi[dot]org', { kind: 'host', value: 'pypi.org' }],
  ['pypi (DOT) org', { kind: 'host', value: 'pypi.org' }],
  ['20[.]51[.]9[.]40', { kind: 'address', value: '20.51.9.40' }],
  ['pypi\\.org', { kind: 'host', value: 'pypi.org' }],
  ['"pypi.org",', { kind: 'host', value: 'pypi.org' }],
  ['<https://pypi.org/simple>', { kind: 'url', value: 'pypi.org', path: '/simple' }],
  ['(`pypi.org`);', { kind: 'host', value: 'pypi.org' }],
])('%s is read as what it stands for', (text, expected) => {
  const query = parseQuery(text);
  expect(query).toMatchObject({ ...expected, text });
  expect(query.notes[0]).toMatch(/^Read as /);
});

test.each(['[2001:db8::1]:443', 'https://[2001:db8::1]/x', 'https://x.example/a(.)b', 'STORAGE.CLOUD'])('%s is left as it is', (text) => {
  expect(parseQuery(text).notes.join()).not.toContain(text.includes('(') ? 'nothing' : 'Read as');
});

test.each([
  ['10.1.2.3', 'A private address'],
  ['127.0.0.1', 'one of the loopback addresses'],
  ['168.63.129.16', 'At TCP and UDP 53 it gives name resolution of Azure'],
  ['169.254.169.254:80', 'the metadata service of the host'],
  ['0.0.0.0/0', 'It is every address'],
])('%s: %s', (text, note) => {
  expect(parseQuery(text).notes.join(' ')).toContain(note);
});

test.each([
  ['Storag.WestUS2', 'Storage.WestUS2'],
  ['AzureFrontDoor.FirstPary', 'AzureFrontDoor.FirstParty'],
  ['azuremonitr.eastus', undefined], // it has no regional form
  ['storage.example.org', undefined],
])('%s is a host, and nearly the service tag %s', (text, tag) => {
  const { kind, notes } = parseQuery(text);
  expect(kind).toBe('host');
  expect(notes).toEqual(tag === undefined ? [] : [
    `No service tag is called ${text}, so this is about a host. If you mean a service tag, ask for ${tag}.`,
  ]);
});

test('a path with dots is none of the documented one that it begins with', () => {
  const at = 'https://raw.githubusercontent.com/microsoft/vscode-tools-for-ai/master/azureml_remote_websocket_server';
  expect(parseQuery(`${at}/../../evil`).path).toBe('/microsoft/vscode-tools-for-ai/evil');
});
