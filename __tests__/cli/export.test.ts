import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/program';
import { csv } from '../../lib/review/csv-text';
import { file } from '../deployment/files';
import fc from '../support/fast-check';
import { tagFile, weekly } from '../support/service-tags';

const folder = mkdtempSync(join(tmpdir(), 'azureml-network-export-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function call(...args: string[]): { code: number; out: string; err: string } {
  let [out, err] = ['', ''];
  const code = run(['export', ...args], { out: (text) => { out += text; }, err: (text) => { err += text; } });
  return { code, out, err };
}

const MINIMAL = `name: export
edition: 2026-03-19
cloud: public
region: westus2
backend: {local: {path: export.tfstate}}
workspace: {privateEndpoint: false, storageAccountName: contosoml}
compute: {publicIp: false}
subnets:
  training:
    subnetId: /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet/subnets/training
    addressPrefixes: [10.1.1.0/24]
    securityGroup: {name: nsg, resourceGroupName: rg}
`;
const TAGS = weekly({
  AzureActiveDirectory: ['192.0.2.0/25', '192.0.2.128/25', '2001:db8::/33', '2001:db8:8000::/33'],
  AzureMachineLearning: ['198.51.100.0/26', '198.51.100.64/26'],
  'BatchNodeManagement.WestUS2': ['203.0.113.4/30'], AzureResourceManager: ['192.0.2.0/26'], 'Storage.WestUS2': ['198.51.100.128/25'],
  'AzureFrontDoor.Frontend': ['203.0.113.8/30'], MicrosoftContainerRegistry: ['203.0.113.12/30'],
  'AzureFrontDoor.FirstParty': ['203.0.113.16/30'], AzureMonitor: ['203.0.113.20/30'],
});
const tags = (): string => tagFile(TAGS, 'ServiceTags_Public_20251110.json');
const deployment = (more = ''): string => file(`${MINIMAL}${more}`);
const HOSTS = 'scenarios: [without-service-tags, vs-code]\n';
const OWN = `requirements:
  - {id: own.mirror, slot: 2000, endpoint: {fqdn: '*.mirror.example.com'}, ports: [443, 8443], purpose: "=HYPERLINK(1)"}
  - {id: own.site, slot: 2001, endpoint: {url: 'git.example.com/org/*'}, ports: [443], purpose: "-2+3, \\"quoted\\""}
  - {id: own.range, slot: 2002, endpoint: {addressRange: 203.0.113.0/28}, ports: [8443, 9000-9010], purpose: '@SUM'}
`;

/** The files of an export into a folder, as lines. */
function lists(out: string, ...args: string[]): Record<string, string[]> {
  const { code, err } = call('--out', out, ...args);
  expect([code, err]).toEqual([0, expect.not.stringContaining('not carried')]);
  return Object.fromEntries(readdirSync(out).filter((name) => name !== 'contents.json').sort()
    .map((name) => [name, readFileSync(join(out, name), 'utf8').trimEnd().split('\n')]));
}

describe('plain lists', () => {
  test('one for each kind, protocol and port, with where they come from', () => {
    const { code, out, err } = call('--deployment', deployment(OWN), '--service-tags', tags());
    expect([code, err.split('\n')]).toEqual([0, [expect.stringMatching(/^written as: own.mirror: a host name on TCP 8443; /), '']]);
    expect(out).toMatchSnapshot();
  });

  test('addresses of several tags on one port are the fewest ranges, IPv4 and IPv6 apart', () => {
    const files = lists(join(folder, 'fewest'), '--deployment', deployment(), '--service-tags', tags(), '--no-header');
    expect(files['addresses-ipv4-tcp-443.txt'])
      .toEqual(['192.0.2.0/24', '198.51.100.0/24', '203.0.113.4/30', '203.0.113.8/29', '203.0.113.16/29']);
    expect(files['addresses-ipv6-tcp-443.txt']).toEqual(['2001:db8::/32']);
    expect(files['addresses-ipv4-udp-5831.txt']).toEqual(['198.51.100.0/25']);
    expect(Object.keys(files).filter((name) => name.includes('ipv6'))).toEqual(['addresses-ipv6-tcp-443.txt', 'addresses-ipv6-tcp-80.txt']);
  });

  test('hosts stand for tags where the set has them; on ports that are seldom filtered by name, addresses stand beside them', () => {
    const { code, out, err } = call('--deployment', deployment(HOSTS), '--service-tags', tags());
    expect(out).toContain('\nlogin.microsoftonline.com\n');
    expect(out).not.toContain('192.0.2.');
    const names = out.split('\n').filter((line) => line.endsWith('.txt'));
    expect(names).toEqual(expect.arrayContaining(['# hosts-udp-5831.txt', '# addresses-ipv4-udp-5831.txt', '# hosts-tcp-445.txt']));
    expect(names.filter((name) => /addresses-.*-tcp-(80|443)\.txt/.test(name))).toEqual([]);
    expect(code).toBe(1);
    expect(err).toMatch(/^not carried: vs-code\.server-ports: the article gives ports only/);
    expect(err.match(/^written as/gm)).toHaveLength(1); // Azure Batch, on any protocol
  });

  test('a name on any protocol is in the lists of TCP and of UDP, with the addresses of its tag for UDP', () => {
    const batch = '*.westus2.batch.azure.com';
    const out = join(folder, 'any');
    const files = lists(out, '--deployment', deployment('scenarios: [without-service-tags]\n'), '--service-tags', tags(), '--no-header');
    expect([files['hosts-tcp-443.txt'], files['hosts-udp-443.txt']])
      .toEqual([expect.arrayContaining([batch]), [batch, '*.westus2.service.batch.azure.com']]);
    expect(files['addresses-ipv4-udp-443.txt']).toEqual(['203.0.113.4/30']); // BatchNodeManagement.WestUS2
    expect(Object.keys(files).filter((name) => name.includes('any'))).toEqual([]);
    const { err } = call('--deployment', deployment('scenarios: [without-service-tags]\n'), '--service-tags', tags());
    expect(err).toContain('written as: hosts.batch, hosts.batch-service: TCP 443 to the host name, UDP 443 to the host name, and to the ' +
      'addresses of BatchNodeManagement.WestUS2;');
    expect(call('--deployment', deployment('scenarios: [without-service-tags]\n')).err)
      .toContain('hosts.batch, hosts.batch-service: TCP 443 to the host name, UDP 443 to the host name;');
  });

  test('addresses and every port on any protocol stay as they are', () => {
    const own = `requirements:
  - {id: own.host, slot: 2000, endpoint: {fqdn: mirror.example.com}, ports: [0-65535], protocol: ANY, purpose: x}
  - {id: own.range, slot: 2001, endpoint: {addressRange: 203.0.113.0/28}, ports: [9000], protocol: ANY, purpose: x}
  - {id: own.site, slot: 2002, endpoint: {url: git.example.com/org/*}, ports: [443], protocol: ANY, purpose: x}
`;
    const files = lists(join(folder, 'any-own'), '--deployment', deployment(own), '--service-tags', tags(), '--no-header');
    expect(Object.fromEntries(Object.entries(files).filter(([name]) => /any|hosts|urls/.test(name)))).toEqual({
      'addresses-ipv4-any-9000.txt': ['203.0.113.0/28'], 'hosts-any-0-65535.txt': ['mirror.example.com'],
      'hosts-udp-443.txt': ['git.example.com'],
      'urls-tcp-443.txt': ['git.example.com/org/*'],
    });
  });

  test('without a file, host names on other ports than those of HTTP and HTTPS are told', () => {
    const { err } = call('--deployment', deployment(HOSTS));
    expect(err.match(/^written as: .*?;/gm)).toEqual([
      'written as: hosts.compute-storage-file, hosts.notebooks-storage-file: a host name on TCP 445;',
      'written as: hosts.tunnel, hosts.tunnel-api: a host name on UDP 5831;',
      'written as: hosts.batch, hosts.batch-service: TCP 443 to the host name, UDP 443 to the host name;',
    ]);
  });

  test('without host names and without a file nothing is written, which is refused', () => {
    const { code, out, err } = call('--deployment', deployment());
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(
      /^not carried: basic\.azure-active-directory, .*basic\.azure-monitor: .*; instead: the scenario "without-service-tags", which lists host names, or a service tag file/,
    );
    expect(err).toMatch(/nothing can be written, because none of 10 requirements can be carried\n$/);
  });

  test('host names are advised only where the documentation has some for the cloud', () => {
    const { err } = call('--deployment', file(MINIMAL.replace('cloud: public\nregion: westus2', 'cloud: china\nregion: chinaeast2')));
    expect(err).toMatch(/basic\.azure-active-directory.*: .*; instead: the scenario "without-service-tags"/);
    expect(err).toMatch(
      /^not carried: basic\.batch-node-management, basic\.azure-monitor: .*; instead: a service tag file, which has the addresses$/m,
    );
  });

  test('what does not come to the firewall is told, and so are gaps of the documentation', () => {
    const { err } = call('--deployment', deployment('scenarios: [data-exfiltration-protection]\n'), '--service-tags', tags());
    expect(err).toMatch(/^does not pass: basic\.storage: the traffic leaves through the service endpoint of the subnet/m);
    const arc = 'kubernetes: {training: true, inference: false, arc: {clusterConnect: false, azureRbac: false, portal: false, ' +
      'cliOnboarding: false, iotSecretStoreOrCertManager: false}}\n';
    const china = MINIMAL.replace(
      'cloud: public\nregion: westus2', 'cloud: china\nregion: chinaeast2',
    ).replace('{privateEndpoint: false, storageAccountName: contosoml}',
      '{privateEndpoint: false, storageAccountName: contosoml, containerRegistryName: images, workspaceId: ' +
        '01234567-89ab-cdef-0123-456789abcdef}');
    const { out, err: gaps } = call('--deployment', file(`${china}${arc}`), '--format', 'json');
    expect(gaps).toMatch(/^not carried: .*azure-arc\.extension-images: the documentation gives no name for the cloud "china"/m);
    const { documentationGaps } = JSON.parse(out) as { documentationGaps: { requirementId: string }[] };
    expect(documentationGaps.map(({ requirementId }) => requirementId)).toContain('azure-arc.extension-images');
    const publicIp = call('--deployment', file(MINIMAL.replace('publicIp: false', 'publicIp: true')), '--service-tags', tags());
    expect(publicIp.err).toContain('does not pass: public-ip-compute.route: it is a route');
  });

  test.each([
    ['asterisk', '*.mirror.example.com', ''], ['leading-dot', '.mirror.example.com', 'wider than documented: an entry'],
    ['bare', 'mirror.example.com', 'wider than documented: every entry'],
  ])(
    'wildcards as %s', (notation, entry, said) => {
      const { out, err } = call('--deployment', deployment(OWN), '--service-tags', tags(), '--wildcards', notation);
      expect(out.split('\n')).toContain(entry);
      expect(out).toContain(`# wildcards ${notation}`);
      expect(err.match(/^wider than documented: .*?entry/gm) ?? []).toEqual(said === '' ? [] : [said]);
    });

  test('what another entry holds is left out where the notation makes it so, because Squid refuses such lists', () => {
    const names = ['example.com', '*.example.com', 'a.example.com', '*.b.example.com', 'notexample.com', 'a.example.org', 'example.org'];
    const own =
      `requirements:\n${names.map((host, i) =>
        `  - {id: own.${i}, slot: ${2000 + i}, endpoint: {fqdn: '${host}'}, ports: [9443], purpose: x}`).join('\n')}\n`;
    const written = (notation: string): string[] => {
      const { out } = call('--deployment', deployment(own), '--service-tags', tags(), '--wildcards', notation);
      return out.split('\n\n').find((text) => text.startsWith('# hosts-tcp-9443.txt'))!.trimEnd().split('\n')
        .filter((line) => !line.startsWith('#'));
    };
    expect(written('asterisk')).toEqual([...names].sort());
    expect(written('leading-dot')).toEqual(['.example.com', 'a.example.org', 'example.org', 'notexample.com']);
    expect(written('bare')).toEqual(['example.com', 'example.org', 'notexample.com']);
  });

  test('a list of a hundred thousand entries is written', () => {
    const many = weekly({ ...Object.fromEntries([
      'AzureActiveDirectory', 'AzureMachineLearning', 'BatchNodeManagement.WestUS2', 'Storage.WestUS2', 'AzureFrontDoor.Frontend',
      'MicrosoftContainerRegistry', 'AzureFrontDoor.FirstParty', 'AzureMonitor',
    ].map((tag) => [tag, ['192.0.2.0/24']])),
      AzureResourceManager: Array.from({ length: 100_000 }, (_, i) => `10.${i >> 15}.${(i >> 7) & 255}.${(i & 127) * 2}/32`) });
    const { code, out } = call('--deployment', deployment(), '--service-tags', tagFile(many, 'many.json'));
    expect([code, out.split('\n').length > 100_000]).toEqual([0, true]);
  });
});

test('a line break in the name of a file adds no entry to a list', () => {
  const { out } = call('--deployment', deployment(), '--service-tags', tagFile(TAGS, 'tags\nevil.example.com\n.json'));
  expect(out).toContain('# service tag file tags\\u000aevil.example.com\\u000a.json, change number 376\n');
  expect(out.split('\n')).not.toContain('evil.example.com');
});

describe('a folder of lists', () => {
  const out = join(folder, 'lists');
  test('is written, and written again in place of an earlier run', () => {
    const first = lists(out, '--deployment', deployment(OWN), '--service-tags', tags());
    expect(Object.keys(first)).toContain('addresses-ipv4-tcp-9000-9010.txt');
    const { writtenBy, deployment: name, files } = JSON.parse(readFileSync(join(out, 'contents.json'), 'utf8')) as {
      writtenBy: string; deployment: string; files: Record<string, string>;
    };
    expect([writtenBy, name, Object.keys(files).sort()]).toEqual(['azureml-network export', 'export', Object.keys(first)]);
    const { code, err } = call('--deployment', deployment(), '--service-tags', tags(), '--out', out);
    expect(code).toBe(0);
    expect(err).toContain(`removed: ${join(out, 'addresses-ipv4-tcp-9000-9010.txt')}: the deployment no longer needs this list`);
    expect(readdirSync(out)).not.toContain('addresses-ipv4-tcp-9000-9010.txt');
  });

  const written = (): string => {
    const path = mkdtempSync(join(folder, 'earlier-'));
    expect(call('--deployment', deployment(OWN), '--service-tags', tags(), '--out', path, '--no-header').code).toBe(0);
    return path;
  };

  test.each<[string, () => string[], string]>([
    [
      'lists that carry what these would not', () => ['--deployment', deployment(OWN)],
      'the lists there carry basic.azure-active-directory, ',
    ],
    ['lists of another deployment', () => ['--deployment', file(MINIMAL.replace('name: export', 'name: other')), '--service-tags', tags()],
      'has the lists of the deployment "export", and these are for "other"; choose another folder'],
  ])('%s are neither removed nor overwritten', (_, args, message) => {
    const path = written();
    const before = readdirSync(path).map((name) => readFileSync(join(path, name), 'utf8'));
    const { code, out: said, err } = call(...args(), '--out', path);
    expect([code, said, err]).toEqual([2, '', expect.stringContaining(message)]);
    expect(readdirSync(path).map((name) => readFileSync(join(path, name), 'utf8'))).toEqual(before);
  });

  test('contents of version 0.2 name what the lists carry, too', () => {
    const path = written();
    const { requirementIds, ...contents } = JSON.parse(readFileSync(join(path, 'contents.json'), 'utf8')) as Record<string, unknown>;
    writeFileSync(join(path, 'contents.json'), JSON.stringify({ ...contents, requirements: requirementIds }));
    expect(call('--deployment', deployment(OWN), '--out', path))
      .toMatchObject({ code: 2, err: expect.stringContaining('the lists there carry basic.azure-active-directory, ') as string });
  });

  test.each(['hosts-tcp-443.txt', 'addresses-ipv4-tcp-9000-9010.txt'])('a list that was changed by hand is kept: %s', (name) => {
    const path = written();
    writeFileSync(join(path, name), 'changed\n');
    expect(call('--deployment', deployment(), '--service-tags', tags(), '--out', path))
      .toMatchObject({ code: 2, out: '', err: expect.stringContaining(`"${name}" was changed after it was written here`) as string });
    expect(readFileSync(join(path, name), 'utf8')).toBe('changed\n');
  });

  test('contents that name other files have none of them removed', () => {
    const path = written();
    const contents = JSON.parse(readFileSync(join(path, 'contents.json'), 'utf8')) as { files: Record<string, string> };
    writeFileSync(join(path, 'requirements.txt'), 'mine');
    const hash = createHash('sha256').update('mine').digest('hex');
    writeFileSync(
      join(path, 'contents.json'),
      JSON.stringify({ ...contents, files: { ...contents.files, 'requirements.txt': hash, '../target.txt': hash } }),
    );
    expect(call('--deployment', deployment(), '--service-tags', tags(), '--out', path).code).toBe(0);
    expect(readFileSync(join(path, 'requirements.txt'), 'utf8')).toBe('mine');
  });

  test.each<[string, (path: string) => void]>([
    ['a file of somebody else', (path) => writeFileSync(join(path, 'addresses-ipv4-tcp-80.txt'), 'mine')],
    ['contents of somebody else', (path) => writeFileSync(join(path, 'contents.json'), '{"files":["addresses-ipv4-tcp-80.txt"]}')],
  ])('%s is not overwritten', (_, put) => {
    const path = mkdtempSync(join(folder, 'foreign-'));
    put(path);
    expect(call('--deployment', deployment(), '--service-tags', tags(), '--out', path)).toMatchObject({
      code: 2, out: '', err: expect.stringContaining('was not written by this program and is not overwritten') as string,
    });
    expect(readdirSync(path)).toHaveLength(1);
  });

  test('a link in place of a list is not followed, and whatever the contents say', () => {
    const path = mkdtempSync(join(folder, 'link-'));
    const target = join(folder, 'target');
    writeFileSync(target, 'precious');
    symlinkSync(target, join(path, 'addresses-ipv4-tcp-80.txt'));
    writeFileSync(join(path, 'contents.json'), JSON.stringify({
      writtenBy: 'azureml-network export', deployment: 'export',
      files: { 'addresses-ipv4-tcp-80.txt': createHash('sha256').update('precious').digest('hex') },
    }));
    expect(call('--deployment', deployment(), '--service-tags', tags(), '--out', path).code).toBe(2);
    expect(readFileSync(target, 'utf8')).toBe('precious');
  });

  test.each(['', '-'])('no folder: %j', (path) => {
    expect(call('--deployment', deployment(), '--service-tags', tags(), '--out', path))
      .toMatchObject({ code: 2, err: `"${path}" is not a folder; give the path of one\n` });
  });

  test('a file where the folder should be', () => {
    expect(call('--deployment', deployment(), '--service-tags', tags(), '--out', tags()))
      .toMatchObject({ code: 2, err: expect.stringMatching(/": is a file; give a folder\n$/) as string });
    expect(call('--deployment', deployment(), '--service-tags', tags(), '--out', join(tags(), 'x', 'y')))
      .toMatchObject({ code: 2, err: expect.stringMatching(/" is a file; give a folder\n$/) as string });
  });
});

describe('CSV', () => {
  test('carries no formula', () => {
    const { out } = call('--deployment', deployment(OWN), '--service-tags', tags(), '--format', 'csv');
    expect(out.split('\r\n').filter((line) => line.includes('own.'))).toMatchSnapshot();
  });

  test('tells lists of different clouds, files and notations apart, and marks ways out for data', () => {
    const { out } = call('--deployment', deployment(), '--service-tags', tags(), '--format', 'csv');
    const [columns, ...rows] = read(out);
    const storage = Object.fromEntries(columns!.map((column, i) => [column, rows.find((row) => row.includes('Storage.WestUS2'))![i]]));
    expect(storage).toMatchObject({
      'kind': 'address', 'value': '198.51.100.128/25', 'requirements': 'basic.storage', 'deployment': 'export', 'edition': '2026-03-19',
      'cloud': 'public', 'region': 'westus2',
      'service tag file': 'ServiceTags_Public_20251110.json', 'service tag date': '2025-11-10', 'change number': '376',
      'wildcards': 'asterisk',
      'way out for data': expect.stringMatching(/./) as string, 'listed in': expect.stringMatching(/2026-03-19/) as string,
    });
  });

  /** Reads CSV as RFC 4180 has it. */
  function read(text: string): string[][] {
    const rows: string[][] = [[]];
    for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
      rows[rows.length - 1]!.push(quoted?.replace(/""/g, '"') ?? plain!);
      if (end === '\r\n') {
        rows.push([]);
      }
    }
    return rows.slice(0, -1);
  }

  test('whatever the texts are, they come back, and none begins a formula, whichever character separates cells', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('=1+1', '+1', '-1', '@x', '\t=1', '\r', '|cmd', '%x', 'a"b', 'a,b', 'a\nb', ' =1', 'a;=1', ';\t@x', '＝1', 'a; -1'),
    );
    const texts = fc.array(
      fc.array(fc.array(piece, { maxLength: 3 }).map((parts) => parts.join('')), { minLength: 2, maxLength: 2 }), { minLength: 1 },
    );
    const unmarked = (rows: readonly (readonly string[])[]): string[][] => rows.map((row) => row.map((cell) => cell.replace(/'/g, '')));
    fc.assert(fc.property(texts, (rows) => {
      const text = csv(['a', 'b'], rows);
      const back = read(text);
      expect(unmarked(back.slice(1))).toEqual(unmarked(rows));
      expect(back.flat().flatMap((cell) => cell.split(/[;\t\r\n]/)).filter((cell) => /^\s*[=+\-@|%＝＋－＠]/u.test(cell))).toEqual([]);
      expect(back.flat().filter((cell) => /^[\t\r\n]/.test(cell))).toEqual([]);
    }));
  });
});

test('JSON has the header, the entries and what is not carried', () => {
  const { out } = call(
    '--deployment', deployment(`${HOSTS}${OWN}`), '--service-tags', tags(), '--format', 'json', '--wildcards', 'leading-dot',
  );
  const { header, entries, notCarried, notPassing, substitutions } = JSON.parse(out) as
    {
      header: object; entries: { requirementIds: string[] }[]; notCarried: { requirementId: string }[];
      notPassing: { requirementId: string }[]; substitutions: { writtenAs: string }[];
    };
  expect(header).toEqual({
    deployment: 'export', edition: '2026-03-19', cloud: 'public', region: 'westus2', wildcards: 'leading-dot',
    widerThanDocumented: 'an entry with a leading dot also covers the name after the dot',
    linkedLists: [
      { article: 'code.visualstudio.com/docs/setup/network', date: '2025-11-12' },
      { article: 'how-to-prevent-data-loss-exfiltration', date: '2024-01-31' },
    ],
    serviceTagFile: { file: 'ServiceTags_Public_20251110.json', date: '2025-11-10', changeNumber: 376 },
  });
  expect(entries.filter(({ requirementIds }) => requirementIds.some((id) => id.startsWith('own.')))).toEqual([
    { kind: 'host', value: '.mirror.example.com', protocol: 'TCP', port: '443', requirementIds: ['own.mirror'], purpose: '=HYPERLINK(1)' },
    { kind: 'host', value: '.mirror.example.com', protocol: 'TCP', port: '8443', requirementIds: ['own.mirror'], purpose: '=HYPERLINK(1)' },
    { kind: 'url', value: 'git.example.com/org/*', protocol: 'TCP', port: '443', requirementIds: ['own.site'], purpose: '-2+3, "quoted"' },
    { kind: 'address', value: '203.0.113.0/28', protocol: 'TCP', port: '8443', requirementIds: ['own.range'], purpose: '@SUM' },
    { kind: 'address', value: '203.0.113.0/28', protocol: 'TCP', port: '9000-9010', requirementIds: ['own.range'], purpose: '@SUM' },
  ]);
  expect(notCarried.map(({ requirementId }) => requirementId)).toEqual(['vs-code.server-ports']);
  expect(notPassing).toEqual([]);
  const batch = 'TCP 443 to the host name, UDP 443 to the host name, and to the addresses of BatchNodeManagement.WestUS2';
  expect(substitutions.map(({ writtenAs }) => writtenAs)).toEqual([batch, batch, 'a host name on TCP 8443']);
});

describe('what is refused', () => {
  test.each<[string, () => string[], string]>([
    ['no deployment', () => [], '--deployment: is missing; write --deployment <file>'],
    [
      'a tag file of another cloud',
      () => ['--deployment', deployment(), '--service-tags', tagFile(weekly({}, { cloud: 'AzureGovernment' }), 'gov.json')],
      'has the tags of the cloud "government", but the requirements are for "public"; give the file of Azure for "public"',
    ],
    [
      'a tag file without a tag',
      () => ['--deployment', deployment(), '--service-tags', tagFile(weekly({ AzureMonitor: ['192.0.2.0/24'] }), 'few.json')],
      'has no service tag "AzureActiveDirectory"',
    ],
    [
      'garbage in a tag',
      () => ['--deployment', deployment(), '--service-tags', tagFile(weekly({ AzureActiveDirectory: ['10.0.0.0/33'] }), 'garbage.json')],
      'has a prefix length that is not a whole number from 0 to 32',
    ],
    [
      'a notation misspelt', () => ['--deployment', deployment(), '--wildcards', 'asterix'],
      '--wildcards: "asterix" is not one of "asterisk", "leading-dot", "bare"; did you mean "asterisk"?',
    ],
    [
      'a folder for CSV', () => ['--deployment', deployment(), '--format', 'csv', '--out', folder],
      '--out: is for plain lists; csv goes to standard output as a whole',
    ],
    [
      'both files from standard input', () => ['--deployment', '-', '--service-tags', '-'],
      '--service-tags: standard input cannot be both files',
    ],
    ['an option twice', () => ['--deployment', deployment(), '--deployment', deployment()], '--deployment: is given twice'],
    [
      'lists that run together', () => ['--deployment', deployment(), '--no-header'],
      '--no-header: without headers, nobody sees where a list ends; give --out',
    ],
  ])('%s', (_, args, message) => {
    const { code, out, err } = call(...args());
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });
});
