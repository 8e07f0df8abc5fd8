import { Cloud, Direction, Endpoint, EndpointKind } from '../../lib';
import { refusalOf } from '../../lib/azure/errors';
import { checkSubnet, exampleText, Flow, FLOW_PROTOCOLS, flowText, parseFlow } from '../../lib/verification/flow';
import { messageOf } from '../azure/message-of';
import fc from '../support/fast-check';

const { FQDN, URL, SERVICE_TAG, ADDRESS_RANGE } = EndpointKind;

describe('reading', () => {
  test.each<[string, Partial<Flow>, EndpointKind, string]>([
    ['training outbound tcp 443 pypi.org', { direction: Direction.OUTBOUND, protocol: 'TCP', port: 443 }, FQDN, 'pypi.org'],
    ['training inbound tcp 44224 AzureMachineLearning', { direction: Direction.INBOUND, port: 44224 }, SERVICE_TAG, 'AzureMachineLearning'],
    ['training outbound tcp 443 github.com/org/repo/*', {}, URL, 'github.com/org/repo/*'],
    ['training outbound udp 123 203.0.113.7', { protocol: 'UDP', port: 123 }, ADDRESS_RANGE, '203.0.113.7'],
    ['training outbound icmp 10.1.0.4', { protocol: 'ICMP' }, ADDRESS_RANGE, '10.1.0.4'],
    ['training outbound tcp 443 10.1.0.0/16', {}, ADDRESS_RANGE, '10.1.0.0/16'],
    ['training outbound tcp 443 2001:db8::/32', {}, ADDRESS_RANGE, '2001:db8::/32'],
    ['training outbound tcp 443 dead:beef::1', {}, ADDRESS_RANGE, 'dead:beef::1'],
    ['training outbound tcp 443 Storage.WestUS2', {}, SERVICE_TAG, 'Storage.WestUS2'],
    ['training outbound tcp 443 Internet', {}, SERVICE_TAG, 'Internet'],
    ['training outbound tcp 443 AzureFrontDoor.FirstParty', {}, SERVICE_TAG, 'AzureFrontDoor.FirstParty'],
    ['training outbound tcp 443 *.azureml.ms', {}, FQDN, '*.azureml.ms'],
    ['training outbound tcp 443 sql.com', {}, FQDN, 'sql.com'],
    ['training outbound tcp 443 storage.example.com', {}, FQDN, 'storage.example.com'],
    ['training outbound tcp 443 fqdn:storage.westus2', {}, FQDN, 'storage.westus2'],
    ['training outbound tcp 443 serviceTag:Storage', {}, SERVICE_TAG, 'Storage'],
    ['training outbound tcp 443 url:pypi.org/simple/', {}, URL, 'pypi.org/simple/'],
    ['training outbound tcp 443 addressRange:10.0.0.4', {}, ADDRESS_RANGE, '10.0.0.4'],
    ['  training\tOutbound  TCP 0 pypi.org\n', { direction: Direction.OUTBOUND, protocol: 'TCP', port: 0 }, FQDN, 'pypi.org'],
  ])('%j', (text, parts, kind, value) => {
    const flow = parseFlow(text, Cloud.PUBLIC);
    expect(flow).toMatchObject({ subnet: 'training', ...parts, endpoint: { kind, value } });
    expect(parseFlow(flowText(flow), Cloud.PUBLIC)).toEqual(flow);
  });

  test.each<[string, string]>([
    ['', 'flow "": is not complete; expected SUBNET DIRECTION PROTOCOL PORT ENDPOINT, such as "training outbound tcp 443 pypi.org"'],
    ['training outbound tcp', 'flow "training outbound tcp": is not complete; expected SUBNET'],
    ['training outbound tcp 443', 'flow "training outbound tcp 443": the endpoint is missing; expected SUBNET'],
    ['training outbound icmp', 'the endpoint is missing'],
    ['training outbund tcp 443 pypi.org', 'flow: direction "outbund" is not one of "outbound", "inbound"; did you mean "outbound"?'],
    ['outbound tcp 443 pypi.org', 'flow: direction "tcp" is not one of'],
    ['training outbound tpc 443 pypi.org', 'flow: protocol "tpc" is not one of "tcp", "udp", "icmp"; did you mean "tcp"?'],
    ['training outbound any 443 pypi.org', 'is not one of "tcp", "udp", "icmp"; a flow has one protocol'],
    ['training outbound tcp 65536 pypi.org', 'flow: port "65536" is not a whole number from 0 to 65535'],
    ['training outbound tcp https pypi.org', 'flow: port "https" is not a whole number from 0 to 65535'],
    ['training outbound tcp 80-90 pypi.org', 'flow: port "80-90" is not a whole number from 0 to 65535; a flow has one port'],
    ['training outbound tcp * pypi.org', '; a flow has one port'],
    ['training outbound tcp 0443 pypi.org', 'flow: port "0443"'],
    ['training outbound tcp 443 pypi.org x', 'nothing goes after "pypi.org"; expected'],
    [
      'training outbound icmp 0 10.1.0.4',
      'nothing goes after "0"; expected SUBNET DIRECTION PROTOCOL PORT ENDPOINT, such as "training outbound tcp 443 pypi.org"; with icmp ' +
        'there is no PORT',
    ],
    ['training inbound tcp 443 pypi.org', 'flow: the source of inbound traffic is a service tag or an address, not "fqdn pypi.org"'],
    [
      'training outbound tcp 443 storage.westus2',
      'service tag "storage.westus2" is not spelled as Azure spells it; for the host name write "fqdn:storage.westus2"; did you mean ' +
        '"Storage.WestUS2"?',
    ],
    ['training outbound tcp 443 azuremachinelearning', 'did you mean "AzureMachineLearning"?'],
    ['training outbound tcp 443 Storage.westus2', 'did you mean "Storage.WestUS2"?'],
    ['training outbound tcp 443 KeyVault', 'did you mean "AzureKeyVault"?'],
    [
      'training outbound tcp 443 pypi',
      'service tag "pypi" is not known in the cloud "public"; give a host name in full, with its dots',
    ],
    ['training outbound tcp 443 Storag', 'give a host name in full, with its dots; did you mean "Storage"?'],
    ['training outbound tcp 443 PyPI.org', 'did you mean "pypi.org"?'],
    ['training outbound tcp 443 https://pypi.org/simple', 'has a scheme; leave it out; did you mean "pypi.org/simple"?'],
    ['training outbound tcp 443 10.0.0.0/33', 'address range "10.0.0.0/33"'],
    ['training outbound tcp 443 10.0.0.5/24', 'did you mean "10.0.0.0/24"?'],
    ['training outbound tcp 443 300.1.1.1', 'address range "300.1.1.1" is neither'],
    ['training outbound tcp 443 2001:db8::zz', 'address range "2001:db8::zz" is neither'],
    [
      'training outbound tcp 443 tag:Storage',
      'flow: kind of the endpoint: "tag" is not one of "serviceTag", "fqdn", "url", "addressRange"',
    ],
    ['training outbound tcp 443 servicetag:Storage', 'did you mean "serviceTag"?'],
    ['training outbound tcp 443 fqdn:', 'host name ""'],
    ['training outbound tcp 443 pypi\u202e.org', '\\u202e'],
  ])('%j is refused', (text, says) => {
    const message = messageOf(() => parseFlow(text, Cloud.PUBLIC));
    expect(message).toContain(says);
    expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  test('tags are those of the cloud; of every cloud when it is not said', () => {
    const text = 'training outbound tcp 443 AzureFrontDoor.FirstParty';
    expect(messageOf(() => parseFlow(text, Cloud.CHINA))).toContain('does not exist in the cloud "china", only in "public"');
    expect(parseFlow(text).endpoint.value).toBe('AzureFrontDoor.FirstParty');
    expect(parseFlow('training outbound tcp 443 Storage.ChinaEast2').endpoint.kind).toBe(SERVICE_TAG);
  });
});

describe('the text of a flow', () => {
  test('says the kind only where it has to', () => {
    const of = (endpoint: Endpoint): string =>
      flowText({ subnet: 'a', direction: Direction.OUTBOUND, protocol: 'TCP', port: 443, endpoint });
    expect(of(Endpoint.fqdn('pypi.org'))).toBe('a outbound tcp 443 pypi.org');
    expect(of(Endpoint.fqdn('storage.westus2'))).toBe('a outbound tcp 443 fqdn:storage.westus2');
    expect(of(Endpoint.addressRange('2001:db8::1'))).toBe('a outbound tcp 443 2001:db8::1');
  });

  test('of any flow is read as that flow', () => {
    const endpoints = fc.oneof(
      fc.domain().map((host) => Endpoint.fqdn(host.toLowerCase())).filter(({ value }) => !/^\d+$/.test(value.split('.').pop()!)),
      fc.constantFrom('Storage', 'Storage.WestUS2', 'AzureMonitor', 'Internet', 'AzureFrontDoor.Frontend').map((tag) =>
        Endpoint.serviceTag(tag)),
      fc.oneof(fc.ipV4(), fc.ipV6().filter((address) => !address.includes('.')))
        // Requirements are for addresses that somebody may answer at.
        .filter((address) => refusalOf(() => Endpoint.addressRange(address)) === undefined)
        .map((address) => Endpoint.addressRange(address)),
      fc.constantFrom('github.com/org/*', 'storage.westus2/x').map((url) => Endpoint.url(url)),
      fc.constantFrom('storage.westus2', 'sql.eastus').map((host) => Endpoint.fqdn(host)),
    );
    fc.assert(fc.property(
      fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,8}$/), fc.constantFrom(...FLOW_PROTOCOLS), fc.integer({ min: 0, max: 65535 }), endpoints,
      (subnet, protocol, port, endpoint) => {
        const flow: Flow = { subnet, direction: Direction.OUTBOUND, protocol, ...(protocol !== 'ICMP' && { port }), endpoint };
        expect(parseFlow(flowText(flow), Cloud.PUBLIC)).toEqual(flow);
      },
    ));
  });

  test('of an example', () => {
    expect(exampleText({ subnet: 'a', direction: 'outbound', protocol: 'TCP', port: 443, endpoint: 'pypi.org' }))
      .toBe('a outbound tcp 443 pypi.org');
    expect(exampleText({ subnet: 'a', direction: 'inbound', protocol: 'ESP', endpoint: '10.0.0.4' })).toBe('a inbound esp 10.0.0.4');
  });
});

test('the subnet must be there', () => {
  const flow = parseFlow('trainig outbound tcp 443 pypi.org');
  expect(() => checkSubnet(flow, ['trainig'])).not.toThrow();
  expect(messageOf(() => checkSubnet(flow, ['inference', 'training'])))
    .toBe('flow: "trainig" is not a subnet here; there are "training", "inference"; did you mean "training"?');
  expect(messageOf(() => checkSubnet(flow, []))).toBe('flow: "trainig" is not a subnet here; there is none');
  expect(messageOf(() => checkSubnet(flow, Array.from({ length: 50 }, (_, i) => `spoke-${i}`)))).toMatch(/"spoke-7" and 42 more$/);
});
