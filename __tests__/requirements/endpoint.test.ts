import { Cloud, Endpoint, EndpointKind, Requirement } from '../../lib';
import { messageOf } from '../azure/message-of';
import { own, requirementsOf } from './workspaces';

const REGIONS: Record<Cloud, string> = { [Cloud.PUBLIC]: 'westus2', [Cloud.GOVERNMENT]: 'usgovvirginia', [Cloud.CHINA]: 'chinaeast2' };

/** What a file names, which the set checks for its cloud. */
const inFile = (kind: EndpointKind, value: string) => Endpoint._of(kind, value);

/** What a user's requirement for an endpoint asks for once it is in a set. */
function needOf(endpoint: Endpoint, cloud = Cloud.PUBLIC): string {
  return requirementsOf({ cloud, region: REGIONS[cloud] }).plus(own({ endpoint })).all.find(({ id }) => id === 'own.one')!.need;
}

const errorOf = (endpoint: Endpoint, cloud = Cloud.PUBLIC) => messageOf(() => needOf(endpoint, cloud));

describe('service tags', () => {
  const misspelt = (right: string) => `is not spelled as Azure spells it; did you mean "${right}"?`;

  test.each([
    ['Keyvault.<region>', `"Keyvault.WestUS2" ${misspelt('AzureKeyVault.WestUS2')}`],
    ['KeyVault', `"KeyVault" ${misspelt('AzureKeyVault')}`],
    ['AzureFrontDoor.FrontEnd', `"AzureFrontDoor.FrontEnd" ${misspelt('AzureFrontDoor.Frontend')}`],
    ['Frontdoor.FirstParty', `"Frontdoor.FirstParty" ${misspelt('AzureFrontDoor.FirstParty')}`],
    ['azuremonitor', `"azuremonitor" ${misspelt('AzureMonitor')}`],
    ['storage.westus2', `"storage.westus2" ${misspelt('Storage.WestUS2')}`],
    ['azuremonitor.westeurope', `"azuremonitor.westeurope" ${misspelt('AzureMonitor')}`],
    ['Storage.westus2', '"Storage.westus2": "westus2" is not a region suffix of the cloud "public"; did you mean "Storage.WestUS2"?'],
    ['Storage.WestUs', '"Storage.WestUs": "WestUs" is not a region suffix of the cloud "public"; did you mean "Storage.WestUS"?'],
    [
      'BatchNodeManagement.uswest',
      '"BatchNodeManagement.uswest": "uswest" is not a region suffix of the cloud "public"; did you mean "BatchNodeManagement.WestUS"?',
    ],
    [
      'AzureCloud.WestUS2',
      '"AzureCloud.WestUS2": "WestUS2" is not a region suffix of the cloud "public"; did you mean "AzureCloud.westus2"?',
    ],
    [
      'AzureCloud.FranceCentral',
      '"AzureCloud.FranceCentral": "FranceCentral" is not a region suffix of the cloud "public"; did you mean "AzureCloud.centralfrance"?',
    ],
    [
      'AzureCloud.CentralFrance',
      '"AzureCloud.CentralFrance": "CentralFrance" is not a region suffix of the cloud "public"; did you mean "AzureCloud.centralfrance"?',
    ],
    ['Storage.ChinaEast2', '"Storage.ChinaEast2": "ChinaEast2" is not a region suffix of the cloud "public", but of "china"'],
    ['Storage.', '"Storage.": "" is not a region suffix of the cloud "public"'],
    [
      'AzureMonitor.WestEurope',
      '"AzureMonitor.WestEurope": AzureMonitor has no regional form that rules can use; did you mean "AzureMonitor"?',
    ],
    [
      'AzureMachineLearning.<region>',
      '"AzureMachineLearning.WestUS2": AzureMachineLearning has no regional form that rules can use; did you mean "AzureMachineLearning"?',
    ],
    ['Stroage', '"Stroage" is not known in the cloud "public"; did you mean "Storage"?'],
    ['Stroage.WestUS2', '"Stroage.WestUS2" is not known in the cloud "public"; did you mean "Storage.WestUS2"?'],
    ['NoSuchTagAnywhere', '"NoSuchTagAnywhere" is not known in the cloud "public"'],
    [
      'Storage.<storage>',
      '"Storage.<storage>": a tag may end in ".<region>" and has no other placeholder; did you mean "Storage.<region>"?',
    ],
    ['<region>.Storage', '"<region>.Storage": a tag may end in ".<region>" and has no other placeholder'],
    ['${var.tag}', '"${var.tag}": a reference is not possible here, because the spelling of the tag must be checked; ' +
      'give it as plain text'],
    [
      'Storage.${var.suffix}',
      '"Storage.${var.suffix}": a reference is not possible here, because the spelling of the tag must be checked; give it as plain text',
    ],
  ])('%s is refused', (tag, problem) => {
    expect(errorOf(inFile(EndpointKind.SERVICE_TAG, tag))).toBe(`requirement "own.one": service tag ${problem}`);
  });

  test.each([
    ['AzureFrontDoor.FirstParty', '"AzureFrontDoor.FirstParty" does not exist in the cloud "government", only in "public"'],
    [
      'Frontdoor.FirstParty',
      '"Frontdoor.FirstParty" does not exist in the cloud "government", only in "public", where it is spelled "AzureFrontDoor.FirstParty"',
    ],
    [
      'AzureFrontDoor.MicrosoftSecurit',
      '"AzureFrontDoor.MicrosoftSecurit" is not known in the cloud "government"; did you mean "AzureFrontDoor.MicrosoftSecurity"?',
    ],
    ['Storage.WestUS2', '"Storage.WestUS2": "WestUS2" is not a region suffix of the cloud "government", but of "public"'],
  ])('%s is refused in Government', (tag, problem) => {
    expect(errorOf(inFile(EndpointKind.SERVICE_TAG, tag), Cloud.GOVERNMENT)).toBe(`requirement "own.one": service tag ${problem}`);
  });

  test.each([
    [Cloud.PUBLIC, 'AzureContainerRegistry.<region>', 'AzureContainerRegistry.WestUS2'],
    [Cloud.PUBLIC, 'AzureCloud.<region>', 'AzureCloud.westus2'],
    [Cloud.PUBLIC, 'AzureFrontDoor.FirstParty', 'AzureFrontDoor.FirstParty'],
    [Cloud.GOVERNMENT, 'AzureFrontDoor.MicrosoftSecurity', 'AzureFrontDoor.MicrosoftSecurity'],
    [Cloud.CHINA, 'ServiceBus.ChinaNorth3', 'ServiceBus.ChinaNorth3'],
  ])('%s takes %s', (cloud, tag, filled) => {
    expect(needOf(Endpoint.serviceTag(tag), cloud)).toBe(`outbound TCP 443 serviceTag ${filled}`);
  });

  test('a tag that the table does not have is taken when the user says so', () => {
    expect(needOf(Endpoint.unlistedServiceTag('BrandNew.WestUS2'))).toBe('outbound TCP 443 serviceTag BrandNew.WestUS2');
  });

  test.each(['Brand-New', '', '.New', 'New.', 'Two Words'])('even so, "%s" is no tag', (tag) => {
    expect(messageOf(() => Endpoint.unlistedServiceTag(tag)))
      .toBe(`service tag "${tag}": expected letters and digits, with dots between parts`);
  });
});

describe('host names', () => {
  const label = (text: string) =>
    `has the label "${text}"; labels are 1 to 63 lower-case letters, digits and hyphens, without a hyphen at either end`;
  const wildcard = 'has a wildcard that is not its whole left-most label (allowed: "*.example.com")';

  test.each([
    ['files.*.example.com', wildcard],
    ['*example.com', wildcard],
    ['*.*.example.com', wildcard],
    ['*', wildcard],
    ['https://example.com', 'is a URL; a host name has no scheme and no path; did you mean "example.com"?'],
    ['example.com/files', 'is a URL; a host name has no scheme and no path; did you mean "example.com"?'],
    ['example.com:8443', `${label('com:8443')}; did you mean "example.com"?`],
    [' example.com', `${label(' example')}; did you mean "example.com"?`],
    ['PyPI.org', `${label('PyPI')}; did you mean "pypi.org"?`],
    ['*.PyPI.org', `${label('PyPI')}; did you mean "*.pypi.org"?`],
    ['my_host.example.com', label('my_host')],
    ['My_Host.example.com', label('My_Host')], // lower case alone does not mend it
    ['-a.example.com', label('-a')],
    ['example.com.', `${label('')}; did you mean "example.com"?`],
    ['example..com', label('')],
    [`${'a'.repeat(64)}.com`, label('a'.repeat(64))],
    ['localhost', 'has one label only; give the full name'],
    ['*.com', 'has one label only; give the full name'],
    ['10.0.0.4', 'is an address, not a name'],
  ])('%s is refused', (host, problem) => {
    expect(errorOf(inFile(EndpointKind.FQDN, host))).toBe(`requirement "own.one": host name "${host}" ${problem}`);
    expect(messageOf(() => Endpoint.fqdn(host))).toBe(`host name "${host}" ${problem}`);
  });

  test('a name of 254 characters is one too long', () => {
    const host = (last: number) => `${`${'a'.repeat(61)}.`.repeat(4)}${'b'.repeat(last)}`;
    expect(messageOf(() => Endpoint.fqdn(host(6)))).toContain('has 254 characters; 253 are allowed');
    expect(needOf(Endpoint.fqdn(host(5)))).toMatch(/b{5}$/);
  });

  test.each([
    'example.com', '*.example.com', `${'a'.repeat(63)}.com`, 'a1-b2.example.com', '1.example.com',
    '${var.host}', '*.${var.domain}', '${var.account}.blob.core.windows.net', 'data-${var.name}.example.com',
    '${azurerm_storage_account.it.primary_blob_host}', '${lower("${var.host}")}',
  ])('%s is taken', (host) => {
    expect(needOf(Endpoint.fqdn(host))).toBe(`outbound TCP 443 fqdn ${host}`);
  });

  test('what stands beside a reference is checked', () => {
    expect(messageOf(() => Endpoint.fqdn('${var.name}.Example.com'))).toContain(label('Example'));
  });
});

describe('URLs', () => {
  const path = 'the path may contain letters, digits and -._~!$&\'()+,;=:@%/ and one asterisk at its end; ' +
    'it has no port, query or fragment';

  test.each([
    ['https://github.com/org/*', 'URL "https://github.com/org/*" has a scheme; leave it out; did you mean "github.com/org/*"?'],
    ['HTTP://github.com/org', 'URL "HTTP://github.com/org" has a scheme; leave it out; did you mean "github.com/org"?'],
    ['github.com', 'URL "github.com" has no path; use a host name instead'],
    ['/org', 'URL "/org" has no path; use a host name instead'],
    ['github.com/org?q=1', `URL "github.com/org?q=1": ${path}`],
    ['github.com/*/repo', `URL "github.com/*/repo": ${path}`],
    ['localhost/org', 'host name "localhost" has one label only; give the full name'],
  ])('%s is refused', (url, message) => {
    expect(errorOf(inFile(EndpointKind.URL, url))).toBe(`requirement "own.one": ${message}`);
    expect(messageOf(() => Endpoint.url(url))).toBe(message);
  });

  test.each([
    'github.com/org/*', '*.github.com/org', 'github.com/', '${var.host}/org', 'github.com/${var.path}', '${join("/", var.parts)}.com/org',
  ])('%s is taken', (url) => {
    expect(needOf(Endpoint.url(url))).toBe(`outbound TCP 443 url ${url}`);
  });
});

describe('address ranges', () => {
  const neither = 'is neither an IPv4 nor an IPv6 address or CIDR range (such as "10.1.0.0/16")';

  test.each([
    ['10.1.2.3/16', 'has address bits after its prefix length; did you mean "10.1.0.0/16"?'],
    ['2001:db8::1/64', 'has address bits after its prefix length; did you mean "2001:db8::/64"?'],
    ['garbage', neither],
    ['10.0.0', neither],
    ['10.0.0.256', neither],
    ['fe80::1%eth0', neither],
    ['*', neither],
    ['<region>', neither],
  ])('%s is refused', (range, problem) => {
    const given = range === '<region>' ? 'westus2' : range; // filled before it is checked
    expect(errorOf(inFile(EndpointKind.ADDRESS_RANGE, range))).toBe(`requirement "own.one": address range "${given}" ${problem}`);
  });

  test.each([['10.0.0.0/33', 32], ['10.0.0.0/', 32], ['10.0.0.0/08', 32], ['2001:db8::/129', 128]])(
    '%s has no such prefix length', (range, max) => {
      expect(errorOf(inFile(EndpointKind.ADDRESS_RANGE, range)))
        .toContain(`requirement "own.one": address range "${range}" has a prefix length that is not a whole number from 0 to ${max}`);
    },
  );

  test.each(['203.0.113.7', '203.0.113.0/24', '2001:db8::/32', '${var.range}', '${TfToken[TOKEN.1]}'])('%s is taken', (range) => {
    expect(needOf(Endpoint.addressRange(range))).toBe(`outbound TCP 443 addressRange ${range}`);
  });

  // CDK for Terraform takes what stands for a list only as the whole list, and fails when it makes the JSON.
  test('what stands for a list is not taken', () => {
    expect(() => Endpoint.addressRange('#{TfToken[TOKEN.1]}'))
      .toThrow('addressRange: is a reference, and not one to a text; write Token.asString(...) around it');
  });
});

describe('placeholders in a user\'s own endpoint', () => {
  const named = requirementsOf({ workspace: { privateEndpoint: false, storageAccountName: 'account1' } });
  const needIn = (requirement: Requirement) => named.plus(requirement).all.find(({ id }) => id === 'own.one')!.need;

  test.each([
    ['<storage>.web.core.windows.net', 'account1.web.core.windows.net'],
    ['<region>.tasks.example.com', 'westus2.tasks.example.com'],
    ['<storage>.<region>.example.com', 'account1.westus2.example.com'],
  ])('%s is filled', (host, filled) => {
    expect(needIn(own({ endpoint: Endpoint.fqdn(host) }))).toBe(`outbound TCP 443 fqdn ${filled}`);
  });

  test('in a URL as well', () => {
    expect(needIn(own({ endpoint: Endpoint.url('<storage>.blob.core.windows.net/models/*') })))
      .toBe('outbound TCP 443 url account1.blob.core.windows.net/models/*');
  });

  test('one without a value names the requirement and the fact', () => {
    expect(messageOf(() => needIn(own({ endpoint: Endpoint.fqdn('<registry>.azurecr.io') })))).toBe(
      'requirement "own.one" needs workspace.containerRegistryName to fill <registry> in "<registry>.azurecr.io"; ' +
      'state workspace.containerRegistryName (5 to 50 letters and digits, or a reference)');
  });

  test('one that does not exist names those that do', () => {
    expect(errorOf(inFile(EndpointKind.FQDN, '<regoin>.example.com')))
      .toBe('requirement "own.one": the placeholder <regoin> in "<regoin>.example.com" ' +
        'is not one of <region>, <storage>, <registry>, <workspace-id>, <cluster-region>, <api-server>; did you mean "<region>"?');
  });
});

test.each([
  [Endpoint.serviceTag('Storage'), EndpointKind.SERVICE_TAG, 'serviceTag Storage'],
  [Endpoint.fqdn('pypi.org'), EndpointKind.FQDN, 'fqdn pypi.org'],
  [Endpoint.url('pypi.org/simple/*'), EndpointKind.URL, 'url pypi.org/simple/*'],
  [Endpoint.addressRange('10.0.0.0/8'), EndpointKind.ADDRESS_RANGE, 'addressRange 10.0.0.0/8'],
])('%s knows its kind', (endpoint, kind, text) => {
  expect(endpoint.kind).toBe(kind);
  expect(`${endpoint}`).toBe(text);
});
