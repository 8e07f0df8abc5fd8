import { catalog } from '../../lib/catalog/catalog';
import { documented } from '../../lib/lookup/documented';
import { parseQuery } from '../../lib/lookup/query';
import { EndpointKind } from '../../lib/requirements/endpoint';

/** Values for placeholders, written down here and not taken from the code that fills them. */
const VALUES: Readonly<Record<string, string>> = {
  '<region>': 'westus2',
  '<cluster-region>': 'westus2',
  '<storage>': 'stml1',
  '<registry>': 'crml1',
  '<workspace-id>': '0123-ab',
};

function filled(value: string): string {
  return value.replace(/<[^>]*>/g, (name) => VALUES[name]!);
}

const hosts = catalog().filter(({ endpoint }) => endpoint.kind === EndpointKind.FQDN);

test('every host of the catalog is found by the name that it stands for, on its port, and not on another', () => {
  expect(hosts.length).toBeGreaterThan(100);
  for (const { id, endpoint, ports, protocol } of hosts) {
    const name = filled(endpoint.value).replace(/^\*\./, 'some.name.');
    const suffix = protocol === 'UDP' ? '/udp' : '';
    const found = documented(parseQuery(`${name}:${ports[0]!}${suffix}`)).covering.map(({ entry }) => entry.id);
    expect([id, found.includes(id)]).toEqual([id, true]);
    const elsewhere = documented(parseQuery(`${name}:7${suffix}`));
    expect([id, elsewhere.covering.map(({ entry }) => entry.id)]).toEqual([id, []]);
  }
});

test('every service tag of the catalog is found, with and without a region', () => {
  for (const { id, endpoint } of catalog().filter((entry) => entry.endpoint.kind === EndpointKind.SERVICE_TAG)) {
    const bare = endpoint.value.replace(/\.<.*/, '');
    for (const text of endpoint.value === bare ? [bare] : [bare, `${bare}.WestUS2`]) {
      expect([id, text, documented(parseQuery(text)).covering.some(({ entry }) => entry.id === id)]).toEqual([id, text, true]);
    }
  }
});

test.each([
  ['pypi.org:443', ['python-packages.pypi same', 'kubernetes.pypi same', 'model-catalog.pypi same']],
  ['PyPI.org.:443', ['python-packages.pypi same', 'kubernetes.pypi same', 'model-catalog.pypi same']],
  ['https://pypi.org/simple/?q=1#x', ['python-packages.pypi same', 'kubernetes.pypi same', 'model-catalog.pypi same']],
  ['files.pypi.org', []],
  ['pypi.org.evil.example', []],
  ['xpypi.org', []],
  ['eastus.api.azureml.ms', ['kubernetes.api same', 'hosts.api wildcard']],
  ['azureml.ms', []],
  ['raw.githubusercontent.com', ['vs-code.websocket-server-raw part', 'vs-code-product.github-files same']],
  [
    'https://raw.githubusercontent.com/microsoft/vscode-tools-for-ai/master/azureml_remote_websocket_server/a.py',
    ['vs-code.websocket-server-raw same', 'vs-code-product.github-files same'],
  ],
  ['huggingface.co:443', ['hugging-face.hub same']],
  ['registry-1.docker.io', ['hugging-face.docker-subdomains wildcard']],
  ['myendpoint.westus2.inference.ml.azure.com', ['online-endpoints.inference wildcard']],
  ['https://myendpoint.usgovvirginia.inference.ml.azure.us/score', ['hosts.api-government wildcard', 'online-endpoints.inference-government wildcard']],
  ['AzureContainerRegistry.WestUS2', ['registries.container-registry same']],
  ['https://raw.githubusercontent.com/other/x', ['vs-code-product.github-files same']],
  ['5831/tcp', []],
  ['44224', ['basic.compute-management same']],
  ['westus2.tundra.azureml.ms:5831/udp', ['hosts.tunnel same']],
  ['westus2.tundra.azureml.ms:5831/tcp', []],
])('%s', (text, expected) => {
  expect(documented(parseQuery(text)).covering.map(({ entry, relation }) => `${entry.id} ${relation}`)).toEqual(expected);
});

test.each([
  ['files.pypi.org', 'python-packages.pypi parent'],
  ['azureml.ms', 'hosts.api below'],
  ['pypi.org:80', 'python-packages.pypi port'],
  ['pypi.ogr', 'python-packages.pypi spelling'],
  ['westus2.api.azureml.mss', 'kubernetes.api spelling'],
  ['x.instances.azurml.ms', 'hosts.api spelling'],
  ['*.pypi.org', 'python-packages.pypi parent'],
  ['Storage:80', 'basic.storage port'],
])('near to %s: %s', (text, expected) => {
  const { near } = documented(parseQuery(text));
  expect(near.map(({ entry, nearness }) => `${entry.id} ${nearness}`)).toContain(expected);
});

test('a tag as the article misspells it is put right, and it is said', () => {
  const query = parseQuery('Keyvault.westus2');
  expect(query).toMatchObject({ kind: 'tag', value: 'AzureKeyVault.WestUS2' });
  expect(query.notes.join()).toContain('AzureKeyVault.WestUS2');
  expect(parseQuery('FrontDoor.firstparty').value).toBe('AzureFrontDoor.FirstParty');
  expect(parseQuery('azuremonitor').value).toBe('AzureMonitor');
  expect(parseQuery('<Region>.api.azureml.ms:443')).toMatchObject({ kind: 'host', value: '<region>.api.azureml.ms', port: 443 });
  expect(parseQuery('Storage.<region>')).toMatchObject({ kind: 'tag', value: 'Storage.<region>' });
  ['AzureMonitor.WestUS2', 'azuremonitor.westus2'].forEach((text) => expect(parseQuery(text)).toMatchObject({
    value: 'AzureMonitor', notes: ['AzureMonitor has no regional form that rules can use, so this is about AzureMonitor.'],
  }));
  expect(() => parseQuery('AzureFrontDoor')).toThrow('did you mean "AzureFrontDoor.Backend"');
});

test.each([
  ['', 'nothing is given'],
  ['pypi.org:70000', 'port "70000"'],
  ['pypi.org:443:443', 'has two ports'],
  ['10.0.0.1/8', 'did you mean "10.0.0.0/8"'],
  ['${aws.x}', 'is a reference'],
  ['a b', 'blanks'],
  ['NoSuchTag', 'is not known'],
  ['\u001b[31mred.example', '\\u001b[31mred.example'],
])('%j is refused', (text, message) => {
  expect(() => parseQuery(text)).toThrow(message);
});

test.each([
  ['[2001:db8::1]:443', { kind: 'address', value: '2001:db8::1', port: 443 }],
  ['2001:db8::1', { kind: 'address', value: '2001:db8::1' }],
  ['203.0.113.7:8443', { kind: 'address', value: '203.0.113.7', port: 8443 }],
  ['203.0.113.0/24', { kind: 'address', value: '203.0.113.0/24' }],
  [':443', { kind: 'port', port: 443 }],
  ['443/tcp', { kind: 'port', port: 443, protocol: 'TCP' }],
  ['https://pypi.org:8443', { kind: 'host', value: 'pypi.org', port: 8443 }],
  ['http://pypi.org', { kind: 'host', value: 'pypi.org', port: 80 }],
  ['AzureFrontDoor.FirstParty:443', { kind: 'tag', value: 'AzureFrontDoor.FirstParty', port: 443 }],
])('%s is read', (text, expected) => {
  expect(parseQuery(text)).toMatchObject(expected);
});
