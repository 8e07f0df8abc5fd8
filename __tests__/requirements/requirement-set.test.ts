import { Cloud, Direction, Endpoint, EndpointKind, Ports, Protocol, Requirement, RequirementProps, Scenario } from '../../lib';
import { messageOf } from '../azure/message-of';
import { idsOf, needsOf, own, requirementsOf } from './workspaces';

const base = requirementsOf();
const withPackages = requirementsOf({ scenarios: [Scenario.PYTHON_PACKAGES] });

/** Name of the rule and slot of each requirement that asks for a host or tag. */
const placesOf = (set = base, value: string) => set.all.filter(({ endpoint }) => endpoint.value === value)
  .map((requirement) => `${requirement.id} ${requirement.slot} ${requirement._rule.name}`);

describe('a requirement of a user', () => {
  const id = 'an id is 1 to 60 lower-case letters, digits, "." and "-", with a letter or digit at both ends';
  const slot = 'is not a whole number from 2000 to 2999 (lower numbers belong to the catalog)';
  const purpose = 'must be one line of 1 to 140 characters of plain text, without an expression';

  test.each<[given: string, changes: Partial<RequirementProps>, message: string]>([
    ['id in capitals', { id: 'Own' }, `requirement "Own": ${id}`],
    ['id with an underscore', { id: 'own_one' }, `requirement "own_one": ${id}`],
    ['id that ends in a dot', { id: 'own.' }, `requirement "own.": ${id}`],
    ['id that begins with a hyphen', { id: '-own' }, `requirement "-own": ${id}`],
    ['empty id', { id: '' }, `requirement "": ${id}`],
    ['id of 61 characters', { id: 'a'.repeat(61) }, `requirement "${'a'.repeat(61)}": ${id}`],
    ['slot of the catalog', { slot: 1999 }, `requirement "own.one": slot 1999 ${slot}`],
    ['slot too high', { slot: 3000 }, `requirement "own.one": slot 3000 ${slot}`],
    ['slot with a fraction', { slot: 2000.5 }, `requirement "own.one": slot 2000.5 ${slot}`],
    ['empty purpose', { purpose: ' ' }, `requirement "own.one": the purpose " " ${purpose}`],
    ['purpose of two lines', { purpose: 'One\ntwo' }, `requirement "own.one": the purpose "One\\ntwo" ${purpose}`],
    ['purpose with a line separator', { purpose: 'One\u2028two' }, `requirement "own.one": the purpose "One\\u2028two" ${purpose}`],
    [
      'purpose with a mark that turns the direction', { purpose: 'One\u200ftwo' },
      `requirement "own.one": the purpose "One\\u200ftwo" ${purpose}`,
    ],
    [
      'purpose with a mark that does not show', { purpose: 'One\u2060two' },
      `requirement "own.one": the purpose "One\\u2060two" ${purpose}`,
    ],
    ['purpose with a reference', { purpose: '${var.why}' }, `requirement "own.one": the purpose "\${var.why}" ${purpose}`],
    ['purpose with a directive', { purpose: 'a %{ if true }' }, `requirement "own.one": the purpose "a %{ if true }" ${purpose}`],
    ['pods', { endpoint: Endpoint._of(EndpointKind.PODS, 'kube-dns') }, 'requirement "own.one": "pods" is for the catalog only'],
    ['nobody', { endpoint: Endpoint._of(EndpointKind.UNSPECIFIED, '') }, 'requirement "own.one": "unspecified" is for the catalog only'],
  ])('%s is refused', (_given, changes, message) => {
    expect(messageOf(() => own(changes))).toBe(message);
  });

  test('a purpose of 141 characters is one too many for the description of a rule', () => {
    expect(messageOf(() => own({ purpose: 'a'.repeat(141) }))).toContain(purpose);
    expect(own({ purpose: 'a'.repeat(140) }).purpose).toHaveLength(140);
  });

  test.each<Partial<RequirementProps>>([{ id: 'a' }, { id: '1.a-b' }, { id: 'a'.repeat(60) }, { slot: 2000 }, { slot: 2999 }])(
    '%j is at the edge of what is allowed', (changes) => {
      expect(idsOf(base.plus(own(changes)))).toContain(changes.id ?? 'own.one');
    },
  );

  test.each([
    [Endpoint.fqdn('example.com'), 'fqdn example.com'], [Endpoint.url('example.com/x'), 'url example.com/x'],
  ])('inbound traffic does not come from %s', (endpoint, text) => {
    expect(messageOf(() => own({ endpoint }, Direction.INBOUND)))
      .toBe(`requirement "own.one": the source of inbound traffic is a service tag or an address range, not "${text}"`);
  });

  test('its rule is named after it', () => {
    const requirement = own({
      id: 'git', purpose: 'Source code', citation: { article: 'wiki', date: '2026-01-02', section: 'Git', row: '1' },
    });
    expect(requirement._rule).toEqual({ name: 'Allow-git', description: 'Source code [git]' });
    expect(requirement).toMatchObject({ capability: 'own:git', notes: [], nextHopInternet: false, citation: { article: 'wiki' } });
    expect(requirement.section).toBeUndefined();
    expect(`${requirement}`).toBe('git (outbound TCP 443 fqdn one.example.com)');
  });
});

describe('and', () => {
  test('adds, in the order of slots, and leaves the first set as it is', () => {
    const before = idsOf(base);
    const set = base.plus(own({ id: 'last', slot: 2001 }), own({ id: 'first', slot: 2000, endpoint: Endpoint.fqdn('two.example.com') }));
    expect(idsOf(set)).toEqual([...before, 'first', 'last']);
    expect(idsOf(base)).toEqual(before);
  });

  test('an id stands once', () => {
    expect(messageOf(() => base.plus(own({ id: 'basic.storage' }))))
      .toBe('requirement "basic.storage" is in the set already; give another id');
  });

  test('a slot stands once', () => {
    const other = own({ id: 'own.two', endpoint: Endpoint.fqdn('two.example.com') });
    expect(messageOf(() => base.plus(own(), other)))
      .toBe('requirement "own.two": slot 2000 is taken by "own.one"; give another slot from 2000 to 2999');
    expect(messageOf(() => base.plus(own()).plus(other))).toContain('slot 2000 is taken by "own.one"');
  });

  test('slots count for each direction separately', () => {
    const inbound = own({ id: 'own.in', endpoint: Endpoint.addressRange('10.0.0.0/8') }, Direction.INBOUND);
    expect(idsOf(base.plus(own(), inbound))).toEqual(expect.arrayContaining(['own.one', 'own.in']));
  });

  test('what the catalog asks for too takes over the place of the catalog entry', () => {
    const pypi = own({ endpoint: Endpoint.fqdn('pypi.org') });
    const place = '506 Allow-pypi.org-Tcp-443';
    expect(placesOf(base.plus(pypi), 'pypi.org')).toEqual([`own.one ${place}`]);
    // So the rule is the same once the section is switched on.
    expect(placesOf(withPackages.plus(pypi), 'pypi.org')).toEqual([`own.one ${place}`, `python-packages.pypi ${place}`]);
    expect(base.plus(pypi).all.find(({ id }) => id === 'own.one')!._rule.description)
      .toBe('Index of Python packages [python-packages.pypi, kubernetes.pypi, model-catalog.pypi]');
  });

  test.each([
    ['a regional tag', Endpoint.serviceTag('AzureKeyVault.<region>'), 'AzureKeyVault.WestUS2', '170 Allow-AzureKeyVault-Tcp-443'],
    [
      'the second host of a rule', Endpoint.fqdn('pkg-containers.githubusercontent.com'), 'pkg-containers.githubusercontent.com',
      '540 AllowRStudioInstall',
    ],
  ])('%s takes over a place as well', (_what, endpoint, value, place) => {
    expect(placesOf(base.plus(own({ endpoint })), value)).toEqual([`own.one ${place}`]);
  });

  test.each([
    ['another port', { ports: Ports.tcp(80), endpoint: Endpoint.fqdn('pypi.org') }],
    ['another protocol', { ports: Ports.udp(443), endpoint: Endpoint.fqdn('pypi.org') }],
    ['another host', { endpoint: Endpoint.fqdn('*.pypi.org') }],
    ['a host of another cloud', { endpoint: Endpoint.fqdn('login.chinacloudapi.cn'), ports: Ports.tcp(80, 443) }],
    // The catalog has this as a route for compute with a public IP, which opens nothing.
    ['a flow where the catalog has a route', { ports: Ports.all(Protocol.ANY), endpoint: Endpoint.serviceTag('AzureMachineLearning') }],
  ])('%s keeps its own place', (_what, changes) => {
    expect(base.plus(own(changes)).all.find(({ id }) => id === 'own.one')).toMatchObject({ slot: 2000, _rule: { name: 'Allow-own.one' } });
  });

  test('two that take over a place do not clash, whatever their slots', () => {
    const set = base.plus(own({ endpoint: Endpoint.fqdn('pypi.org') }), own({ id: 'own.two', endpoint: Endpoint.fqdn('anaconda.com') }));
    expect(set.all.slice(-2).map(({ id, slot }) => `${id} ${slot}`)).toEqual(['own.two 500', 'own.one 506']);
  });

  test('the placeholders of the set are filled once', () => {
    const template = own({ endpoint: Endpoint.fqdn('<region>.example.com') });
    expect(needsOf(base.plus(template))['own.one']).toBe('outbound TCP 443 fqdn westus2.example.com');
    const china = requirementsOf({ cloud: Cloud.CHINA, region: 'chinanorth3' });
    expect(needsOf(china.plus(template))['own.one']).toBe('outbound TCP 443 fqdn chinanorth3.example.com');
    expect(template.endpoint.value).toBe('<region>.example.com');
  });
});

describe('without', () => {
  test('leaves one out and keeps the reason', () => {
    const set = base.without('basic.storage', 'Storage has a private endpoint');
    expect(idsOf(base).filter((id) => !idsOf(set).includes(id))).toEqual(['basic.storage']);
    expect(set.leftOut)
      .toEqual([...base.leftOut, { id: 'basic.storage', ports: ['443'], reason: 'Storage has a private endpoint', byUser: true }]);
    expect(idsOf(base)).toContain('basic.storage');
  });

  test.each([
    [
      'an unknown id', () => base.without('basic.storag', 'why'),
      'requirement "basic.storag" is not in this set; did you mean "basic.storage"?',
    ],
    ['an id unlike any', () => base.without('nothing-of-the-kind', 'why'), 'requirement "nothing-of-the-kind" is not in this set'],
    ['no reason', () => base.without('basic.storage', ' '), 'requirement "basic.storage": say why it is left out'],
    ['one whose condition is not met', () => base.without('basic.compute-management', 'why'),
      'requirement "basic.compute-management" is not in this set; it is already left out: compute.publicIp is false'],
    ['one left out before', () => base.without('basic.storage', 'first').without('basic.storage', 'again'),
      'requirement "basic.storage" is not in this set; it is already left out: first'],
  ])('%s is refused', (_what, call, message) => {
    expect(messageOf(call)).toBe(message);
  });

  test('a user\'s own can be left out, and its id and slot used again', () => {
    const set = base.plus(own()).without('own.one', 'changed').plus(own({ endpoint: Endpoint.fqdn('two.example.com') }));
    expect(needsOf(set)['own.one']).toBe('outbound TCP 443 fqdn two.example.com');
  });
});

describe('only', () => {
  test('keeps what is named, in the order of slots, and lists the others', () => {
    const set = base.plus(own()).only('own.one', 'basic.storage');
    expect(idsOf(set)).toEqual(['basic.storage', 'own.one']);
    const others = base.all.filter(({ id }) => id !== 'basic.storage');
    expect(set.leftOut.filter(({ byUser }) => byUser)).toEqual(others.map(({ id, ports }) => ({
      id, ports: ports.ranges, reason: 'only other requirements were kept', byUser: true,
    })));
    expect(set.leftOut.filter(({ byUser }) => !byUser)).toEqual(base.leftOut);
  });

  test('an unknown id is refused', () => {
    expect(messageOf(() => base.only('basic.storage', 'basic.azure-monitr')))
      .toBe('requirement "basic.azure-monitr" is not in this set; did you mean "basic.azure-monitor"?');
  });
});

describe('immutability', () => {
  test('the lists of a set cannot be changed', () => {
    expect(() => base.all.push(own())).toThrow(TypeError);
    expect(() => base.leftOut.pop()).toThrow(TypeError);
  });

  test('the ports and notes of a requirement cannot be changed', () => {
    const [requirement] = base.all as [Requirement];
    expect(() => requirement.ports.ranges.push('22')).toThrow(TypeError);
    expect(() => requirement.notes.push('note')).toThrow(TypeError);
  });

  test('two sets of the same facts are equal, and changing one leaves the other', () => {
    const needs = needsOf(requirementsOf());
    requirementsOf().plus(own()).without('basic.storage', 'why').only('own.one');
    expect(needsOf(requirementsOf())).toEqual(needs);
  });
});

test('of two that take the same slot the later one is refused, whatever their names', () => {
  const earlier = own({ id: 'z', slot: 2500 });
  expect(messageOf(() => base.plus(earlier).plus(own({ id: 'a', slot: 2500 }))))
    .toBe('requirement "a": slot 2500 is taken by "z"; give another slot from 2000 to 2999');
});
