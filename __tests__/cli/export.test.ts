import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/program';
import { csv } from '../../lib/review/csv';
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
  'AzureFrontDoor.Frontend': ['203.0.113.8/30'], MicrosoftContainerRegistry: ['203.0.113.12/30'], 'AzureFrontDoor.FirstParty': ['203.0.113.16/30'], AzureMonitor: ['203.0.113.20/30'],
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
  const { code } = call('--out', out, ...args);
  expect(code).toBe(0);
  return Object.fromEntries(readdirSync(out).filter((name) => name !== 'contents.json').sort().map((name) => [name, readFileSync(join(out, name), 'utf8').trimEnd().split('\n')]));
}

describe('plain lists', () => {
  test('one for each kind, protocol and port, with where they come from', () => {
    const { code, out, err } = call('--deployment', deployment(OWN), '--service-tags', tags());
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatchSnapshot();
  });

  test('addresses of several tags on one port are the fewest ranges, IPv4 and IPv6 apart', () => {
    const files = lists(join(folder, 'fewest'), '--deployment', deployment(), '--service-tags', tags(), '--no-header');
    expect(files['addresses-ipv4-tcp-443.txt']).toEqual(['192.0.2.0/24', '198.51.100.0/24', '203.0.113.4/30', '203.0.113.8/29', '203.0.113.16/29']);
    expect(files['addresses-ipv6-tcp-443.txt']).toEqual(['2001:db8::/32']);
    expect(files['addresses-ipv4-udp-5831.txt']).toEqual(['198.51.100.0/25']);
    expect(Object.keys(files).filter((name) => name.includes('ipv6'))).toEqual(['addresses-ipv6-tcp-443.txt', 'addresses-ipv6-tcp-80.txt']);
  });

  test('hosts stand for tags where the set has them, so that only the rest needs addresses', () => {
    const { out, err } = call('--deployment', deployment(`${HOSTS}`), '--service-tags', tags());
    expect(out).toContain('\nlogin.microsoftonline.com\n');
    expect(out).not.toContain('192.0.2.');
    expect(err).toMatch(/^not carried: vs-code\.server-ports: the article gives ports only/);
  });

  test('without host names and without a file the tags are not carried, which is said once', () => {
    const { code, out, err } = call('--deployment', deployment());
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err.split('\n')).toHaveLength(2);
    expect(err).toMatch(/^not carried: basic\.azure-active-directory, .*basic\.azure-monitor: .*; instead: the scenario "without-service-tags", which lists host names, or a service tag file/);
  });

  test.each([['asterisk', '*.mirror.example.com', ''], ['leading-dot', '.mirror.example.com', 'wider than documented: an entry with a leading dot'], ['bare', 'mirror.example.com', 'wider than documented: every entry']])(
    'wildcards as %s', (notation, entry, said) => {
      const { out, err } = call('--deployment', deployment(OWN), '--service-tags', tags(), '--wildcards', notation);
      expect(out.split('\n')).toContain(entry);
      expect(out).toContain(`# wildcards ${notation}`);
      expect(err.slice(0, said.length)).toBe(said);
      expect(err === '').toBe(said === '');
    });

  test('a name and the names below it are one entry where the notation makes them one', () => {
    const both = `requirements:\n${['example.com', '*.example.com'].map((host, i) => `  - {id: own.${i}, slot: ${2000 + i}, endpoint: {fqdn: '${host}'}, ports: [443], purpose: x}`).join('\n')}\n`;
    expect(lists(join(folder, 'bare'), '--deployment', deployment(both), '--service-tags', tags(), '--wildcards', 'bare', '--no-header')['hosts-tcp-443.txt']).toEqual(['example.com']);
  });
});

describe('a folder of lists', () => {
  const out = join(folder, 'lists');
  test('is written, and written again in place of an earlier run', () => {
    const first = lists(out, '--deployment', deployment(OWN), '--service-tags', tags());
    expect(Object.keys(first)).toContain('addresses-ipv4-tcp-9000-9010.txt');
    expect(JSON.parse(readFileSync(join(out, 'contents.json'), 'utf8'))).toMatchObject({ writtenBy: 'azureml-network export', files: expect.arrayContaining(Object.keys(first)) as string[] });
    const { code, err } = call('--deployment', deployment(), '--service-tags', tags(), '--out', out);
    expect(code).toBe(0);
    expect(err).toContain(`removed: ${join(out, 'addresses-ipv4-tcp-9000-9010.txt')}: no requirement needs this list any more`);
    expect(readdirSync(out)).not.toContain('addresses-ipv4-tcp-9000-9010.txt');
  });

  test.each<[string, (path: string) => void]>([
    ['a file of somebody else', (path) => writeFileSync(join(path, 'addresses-ipv4-tcp-80.txt'), 'mine')],
    ['contents of somebody else', (path) => writeFileSync(join(path, 'contents.json'), '{"files":["addresses-ipv4-tcp-80.txt"]}')],
  ])('%s is not overwritten', (_, put) => {
    const path = mkdtempSync(join(folder, 'foreign-'));
    put(path);
    expect(call('--deployment', deployment(), '--service-tags', tags(), '--out', path)).toMatchObject({ code: 2, out: '', err: expect.stringContaining('was not written by this program and is not overwritten') as string });
    expect(readdirSync(path)).toHaveLength(1);
  });

  test('a link in place of a list is not followed, and names in the contents lead nowhere else', () => {
    const path = mkdtempSync(join(folder, 'link-'));
    const target = join(folder, 'target');
    writeFileSync(target, 'precious');
    symlinkSync(target, join(path, 'addresses-ipv4-tcp-80.txt'));
    writeFileSync(join(path, 'contents.json'), JSON.stringify({ writtenBy: 'azureml-network export', files: ['addresses-ipv4-tcp-80.txt', '../target'] }));
    expect(call('--deployment', deployment(), '--service-tags', tags(), '--out', path).code).toBe(2);
    expect(readFileSync(target, 'utf8')).toBe('precious');
  });

  test('a file where the folder should be', () => {
    expect(call('--deployment', deployment(), '--service-tags', tags(), '--out', tags())).toMatchObject({ code: 2, err: expect.stringMatching(/lists cannot be written: EEXIST/) as string });
  });
});

describe('CSV', () => {
  test('carries no formula', () => {
    const { out } = call('--deployment', deployment(OWN), '--service-tags', tags(), '--format', 'csv');
    expect(out.split('\r\n').filter((line) => line.includes('own.'))).toMatchSnapshot();
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

  test('whatever the texts are, they come back, and none begins a formula', () => {
    const texts = fc.array(fc.array(fc.oneof(fc.string(), fc.constantFrom('=1+1', '+1', '-1', '@x', '\t=1', '\r', '|cmd', '%x', 'a"b', 'a,b', 'a\nb')), { minLength: 2, maxLength: 2 }), { minLength: 1 });
    fc.assert(fc.property(texts, (rows) => {
      const back = read(csv(['a', 'b'], rows));
      expect(back.slice(1).map((row) => row.map((cell) => cell.replace(/^'(?=[=+\-@\t\r\n|%])/, '')))).toEqual(rows.map((row) => row.map((cell) => cell.replace(/^'(?=[=+\-@\t\r\n|%])/, ''))));
      expect(back.flat().filter((cell) => /^[=+\-@\t\r\n]/.test(cell))).toEqual([]);
    }));
  });
});

test('JSON has the header, the entries and what is not carried', () => {
  const { out } = call('--deployment', deployment(`${HOSTS}${OWN}`), '--service-tags', tags(), '--format', 'json', '--wildcards', 'leading-dot');
  const { header, entries, notCarried } = JSON.parse(out) as { header: object; entries: { requirements: string[] }[]; notCarried: { requirement: string }[] };
  expect(header).toEqual({
    edition: '2026-03-19', cloud: 'public', region: 'westus2', wildcards: 'leading-dot', widerThanDocumented: 'an entry with a leading dot also holds the name behind the dot',
    linkedLists: [{ article: 'code.visualstudio.com/docs/setup/network', date: '2025-11-12' }, { article: 'how-to-prevent-data-loss-exfiltration', date: '2024-01-31' }],
    serviceTags: { file: 'ServiceTags_Public_20251110.json', date: '2025-11-10', changeNumber: 376 },
  });
  expect(entries.filter(({ requirements }) => requirements.some((id) => id.startsWith('own.')))).toEqual([
    { kind: 'host', value: '.mirror.example.com', protocol: 'TCP', port: '443', requirements: ['own.mirror'] },
    { kind: 'host', value: '.mirror.example.com', protocol: 'TCP', port: '8443', requirements: ['own.mirror'] },
    { kind: 'url', value: 'git.example.com/org/*', protocol: 'TCP', port: '443', requirements: ['own.site'] },
    { kind: 'address', value: '203.0.113.0/28', protocol: 'TCP', port: '8443', requirements: ['own.range'] },
    { kind: 'address', value: '203.0.113.0/28', protocol: 'TCP', port: '9000-9010', requirements: ['own.range'] },
  ]);
  expect(notCarried.map(({ requirement }) => requirement)).toEqual(['vs-code.server-ports']);
});

describe('what is refused', () => {
  test.each<[string, () => string[], string]>([
    ['no deployment', () => [], "required option '--deployment <file>' not specified"],
    ['a tag file of another cloud', () => ['--deployment', deployment(), '--service-tags', tagFile(weekly({}, { cloud: 'AzureGovernment' }), 'gov.json')], 'is of the cloud "government", and the requirements are of "public"'],
    ['a tag file without a tag', () => ['--deployment', deployment(), '--service-tags', tagFile(weekly({ AzureMonitor: ['192.0.2.0/24'] }), 'few.json')], 'has no service tag "AzureActiveDirectory"'],
    ['garbage in a tag', () => ['--deployment', deployment(), '--service-tags', tagFile(weekly({ AzureActiveDirectory: ['10.0.0.0/33'] }), 'garbage.json')], 'the prefix length must be a whole number from 0 to 32'],
    ['a notation misspelt', () => ['--deployment', deployment(), '--wildcards', 'asterix'], '--wildcards: "asterix" is not one of "asterisk", "leading-dot", "bare"; did you mean "asterisk"?'],
    ['a folder for CSV', () => ['--deployment', deployment(), '--format', 'csv', '--out', folder], '--out: is for plain lists; csv goes to standard output as a whole'],
    ['lists that run together', () => ['--deployment', deployment(), '--no-header'], '--no-header: without headers it is not seen where a list ends; give --out'],
  ])('%s', (_, args, message) => {
    const { code, out, err } = call(...args());
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });
});
