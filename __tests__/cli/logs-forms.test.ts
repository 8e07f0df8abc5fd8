import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { runToEnd } from '../../lib/cli/program';
import { FLOW_LOGS, GroupFlow, STRUCTURED, TrueFlow } from '../support/log-forms';

const DEPLOYMENT = join(__dirname, '..', '..', 'examples', 'own-requirement.yaml');
const folder = mkdtempSync(join(tmpdir(), 'azureml-network-log-forms-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Probable { readonly name: string; readonly requirementIds: string[]; readonly offRequirements: { readonly section: string }[] }
interface Report {
  readonly code: number;
  readonly events: number;
  readonly flows: {
    readonly finding: string; readonly endpoint?: string; readonly count: number; readonly first?: string;
    readonly bytes?: number; readonly probably?: Probable[];
    readonly offRequirements?: readonly { readonly id: string }[];
  }[];
  readonly notes: string[];
  readonly skipped: { readonly reason: string }[];
}

let number = 0;
function write(content: string | Buffer): string {
  const path = join(folder, `log-${number++}`);
  writeFileSync(path, content);
  return path;
}

async function report(...contents: (string | Buffer)[]): Promise<Report> {
  let [out, err] = ['', ''];
  const code = await runToEnd(['logs', ...contents.map(write), '--deployment', DEPLOYMENT, '--format', 'json'], {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  expect(err).toBe('');
  return { ...(JSON.parse(out) as Report), code };
}

const START = Date.UTC(2026, 10, 24, 15, 2, 1, 123);
const FLOWS: readonly TrueFlow[] = [
  { kind: 'application', protocol: 'HTTPS', host: 'login.microsoftonline.com', port: 443 },
  { kind: 'application', protocol: 'HTTPS', host: 'index.example.org', port: 443 },
  { kind: 'network', protocol: 'TCP', address: '203.0.113.17', port: 27001 },
].map((flow, i) => ({ at: START + i * 60_000, machine: '10.1.1.5', clientPort: 50100 + i, ...flow } as TrueFlow));
const TRUTH = ['denied-required 203.0.113.17', 'denied-required login.microsoftonline.com', 'denied-unasked index.example.org'];

function truthOf({ flows }: Report): string[] {
  return flows.map(({ finding, endpoint }) => `${finding} ${endpoint}`).sort();
}

const CSV = STRUCTURED['CSV']!(FLOWS).slice(1);
const [HEADER] = CSV.split('\r\n');
const BLOB = STRUCTURED['blob']!(FLOWS);

test.each<[string, string]>([
  ['PowerShell writes the type first', `#TYPE System.Management.Automation.PSCustomObject\r\n${CSV}`],
  ['columns in lower case', CSV.replace(HEADER!, HEADER!.toLowerCase().replace('[utc]', '[UTC]'))],
  ['another name of the time', CSV.replace('TimeGenerated [UTC]', 'timestamp')],
  ['JSON in lower case', JSON.stringify((JSON.parse(STRUCTURED['az monitor log-analytics query']!(FLOWS)) as object[])
    .map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value as unknown]))))],
])('%s', async (_, content) => {
  const found = await report(content);
  expect(truthOf(found)).toEqual(TRUTH);
  expect(found.flows.every(({ first }) => first?.startsWith('2026-11-24T15:0') === true)).toBe(true);
  expect(found.skipped).toEqual([]);
});

/** The CSV as a spreadsheet of a country writes its times, in which another has opened it. */
function respelled(time: (day: string, clock: string) => string): string {
  return CSV.replace(/"11\/(\d+)\/2026, 3:(\d\d:\d\d)\.\d+ PM"/g, (_, day: string, clock: string) => time(day, `15:${clock}`));
}

test('a spreadsheet of another country: the day is first where it cannot be the month, and is not guessed where it can', async () => {
  const slashes = await report(respelled((day, clock) => `${day}/11/2026 ${clock}`));
  expect(slashes.flows.map(({ first }) => first).sort()[0]).toBe('2026-11-24T15:02:01Z');
  const stops = await report(respelled((day, clock) => `${day}.11.2026 ${clock}`));
  expect(stops.flows.map(({ first }) => first).sort()[0]).toBe('2026-11-24T15:02:01Z');
  const minutes = await report(respelled((day, clock) => `${day}.11.2026 ${clock.slice(0, 5)}`));
  expect(minutes.flows.map(({ first }) => first).sort()[0]).toBe('2026-11-24T15:02:00Z');
  const open = await report(respelled((_, clock) => `5/11/2026 ${clock}`));
  expect(truthOf(open)).toEqual(TRUTH);
  expect(open.notes.join()).toContain('3 events have no time that can be placed');
});

test('a zone that the portal names is named', async () => {
  const found = await report(CSV.replace('[UTC]', '[Eastern Standard Time]'));
  expect(truthOf(found)).toEqual(TRUTH);
  expect(found.notes.join()).toContain('its times are in the zone "Eastern Standard Time", so they are left out');
});

test('a row of a query that summarizes counts as often as it says', async () => {
  const row = { SourceIp: '10.1.1.5', Fqdn: 'login.microsoftonline.com', DestinationPort: 443, Protocol: 'HTTPS', Action: 'Deny' };
  const found = await report(JSON.stringify([{ ...row, count_: 17 }]));
  expect(found.flows.map(({ count }) => count)).toEqual([17]);
  expect((await report(JSON.stringify([{ ...row, SourcePort: 50001, count_: 17 }]))).flows.map(({ count }) => count)).toEqual([1]);
});

describe('gzip', () => {
  const packed = gzipSync(BLOB);
  const [first, ...rest] = BLOB.split(/(?<=\n)/);
  const spoiled = Buffer.from(packed);
  spoiled.writeUInt32LE(1, packed.length - 8);
  const cut = packed.subarray(0, packed.length - 20);

  test.each<[string, Buffer, string | undefined]>([
    ['several members', Buffer.concat([gzipSync(first!), gzipSync(rest.join(''))]), undefined],
    ['zeros at the end', Buffer.concat([packed, Buffer.alloc(4096)]), undefined],
    ['something else behind it', Buffer.concat([packed, Buffer.from('and more')]), 'something that is not packed follows what is'],
    ['a check that does not fit', spoiled, 'its check value does not match its content'],
  ])('%s: all is read, and what is wrong is said', async (_, content, note) => {
    const found = await report(content);
    expect(truthOf(found)).toEqual(TRUTH);
    expect(found.notes.filter((one) => one.includes('cannot be unpacked to its end')).length).toBe(note === undefined ? 0 : 1);
    expect(found.notes.join()).toContain(note ?? '');
  });

  test('a file that is cut gives what it has', async () => {
    const found = await report(cut);
    expect(found.events).toBeGreaterThan(0);
    expect(found.notes.join()).toContain('unexpected end of file');
  });

  test('names and comments in the head of a member', async () => {
    const head = Buffer.from([0x1f, 0x8b, 8, 4 | 8 | 16 | 2, 0, 0, 0, 0, 0, 3, 2, 0, 1, 2, 0x61, 0, 0x62, 0, 9, 9]);
    expect(truthOf(await report(Buffer.concat([head, packed.subarray(10)])))).toEqual(TRUTH);
  });

  test('large parts, and members that end within them', async () => {
    const many = (from: number): string => Array.from({ length: 3000 }, (_, i) => BLOB.replace(/50100/g, String(from + i))).join('');
    const found = await report(Buffer.concat([gzipSync(many(2000)), gzipSync(BLOB), gzipSync(many(6000), { level: 0 })]));
    expect(truthOf(found)).toEqual(TRUTH);
    expect(found.skipped).toEqual([]);
    expect(found.flows.find(({ endpoint }) => endpoint === 'login.microsoftonline.com')!.count).toBe(6001);
  });
});

describe('an address that a security group denied', () => {
  const denied = (at: number, to: string): GroupFlow =>
    ({ at, from: '10.1.1.5', to, clientPort: 50200, port: 443, protocol: 'TCP', allowed: false, rule: 'UserRule_deny' });
  const asked = (at: number, host: string, from = '10.1.1.5'): string => STRUCTURED['blob']!([
    { kind: 'dns', at, machine: from, clientPort: 50300, protocol: 'udp', host, code: 'NOERROR' },
  ]);
  const LOG = FLOW_LOGS['version 2']!([denied(START, '198.51.100.9')]);

  test.each([true, false])('the name that its machine had just asked for is said as probable, in any order of files', async (isFirst) => {
    const name = asked(START - 2000, 'westus2.api.azureml.ms');
    const found = await report(...(isFirst ? [name, LOG] : [LOG, name]));
    expect(found.flows).toMatchObject([
      {
        finding: 'denied-unknown', endpoint: '198.51.100.9',
        probably: [{ name: 'westus2.api.azureml.ms', requirementIds: ['basic.azure-machine-learning-tcp'], offRequirements: [] }],
      },
    ]);
    expect(found.code).toBe(4);
  });

  test('a scenario that is off, and several names', async () => {
    const found = await report(LOG, asked(START - 1000, 'marketplace.visualstudio.com'), asked(START - 3000, 'x.example.org'));
    expect(found.flows[0]!.probably!.map(({ name, offRequirements }) => [name, offRequirements.map(({ section }) => section)])).toEqual([
      ['marketplace.visualstudio.com', ['vs-code', 'vs-code-product']], ['x.example.org', []],
    ]);
  });

  test('another machine, a minute before, and after it tell nothing', async () => {
    const found = await report(
      LOG, asked(START - 1000, 'a.example.org', '10.1.1.6'), asked(START - 60_000, 'b.example.org'), asked(START + 9000, 'c.example.org'),
    );
    expect(found.flows[0]!.probably).toBeUndefined();
  });
});

test('a flow that two kinds of flow logs have counts once', async () => {
  const flow: GroupFlow = {
    at: START, from: '10.1.1.5', to: '203.0.113.17', clientPort: 50200, port: 27001, protocol: 'TCP', allowed: false, rule: 'UserRule_deny',
  };
  const found = await report(FLOW_LOGS['version 2']!([flow]), FLOW_LOGS['virtual network']!([flow]), FLOW_LOGS['version 1']!([flow]));
  expect(found.flows.map(({ count }) => count)).toEqual([1]);
});

describe('the bytes of what a firewall allowed are those of the flow log', () => {
  const RULE = ['fwp', 'rcg', 'rc', 'r'] as const;
  const allowed = (host: string, clientPort: number, url?: string): TrueFlow => ({
    kind: 'application', at: START, machine: '10.1.1.5', clientPort, protocol: url === undefined ? 'HTTPS' : 'HTTP', host,
    port: url === undefined ? 443 : 80, allowed: true, rule: RULE, ...(url !== undefined && { url }),
  });
  const group = (to: string, clientPort: number, bytes: number, port = 443): GroupFlow =>
    ({ at: START, from: '10.1.1.5', to, clientPort, port, protocol: 'TCP', allowed: true, rule: 'UserRule_web', bytes });
  const bytesOf = ({ flows }: Report): [string | undefined, number | undefined][] => flows.map(({ endpoint, bytes }) => [endpoint, bytes]);

  test.each(['virtual network', 'version 2'])('%s, in any order, and from several addresses of the name', async (form) => {
    const firewall = STRUCTURED['blob']!([allowed('a.example.org', 50200), allowed('a.example.org', 50201)]);
    const flows = FLOW_LOGS[form]!([group('198.51.100.1', 50200, 900), group('198.51.100.2', 50201, 70)]);
    expect(bytesOf(await report(firewall, flows))).toEqual([['a.example.org', 970]]);
    expect(bytesOf(await report(flows, firewall))).toEqual([['a.example.org', 970]]);
  });

  test('of two URLs of a host, they are those of the host', async () => {
    const urls = ['a.example.org/x', 'a.example.org/y'].map((url, i) => allowed('a.example.org', 50200 + i, url));
    const firewall = STRUCTURED['blob']!(urls);
    const flows = FLOW_LOGS['version 2']!([group('198.51.100.1', 50200, 900, 80), group('198.51.100.1', 50201, 70, 80)]);
    expect(bytesOf(await report(firewall, flows))).toEqual([['a.example.org', 970]]);
  });

  test('of two hosts of one address, it is not known which of them had how many', async () => {
    const firewall = STRUCTURED['blob']!([allowed('a.example.org', 50200), allowed('b.example.org', 50201)]);
    const flows = FLOW_LOGS['version 2']!([group('198.51.100.1', 50200, 900), group('198.51.100.1', 50201, 70)]);
    expect(bytesOf(await report(firewall, flows))).toEqual([['a.example.org', undefined], ['b.example.org', undefined]]);
  });
});

test('an address on a port that only a scenario asks for that is off is perhaps asked for', async () => {
  const denied = (port: number): string => `TCP request from 10.1.1.5:50101 to 52.239.1.1:${port}. Action: Deny.\n`;
  const { code, flows } = await report(denied(445) + denied(16384));
  expect(flows.map(({ finding, offRequirements: off }) => [finding, off?.map(({ id }) => id).includes('storage-firewall.smb')])).toEqual([
    ['denied-unknown', true], ['denied-unasked', undefined],
  ]);
  expect(code).toBe(4);
});

test('a rule that carries a requirement for another port alone is not the missing one', async () => {
  const wild = "requirements:\n  - id: own.wild\n    slot: 2020\n    endpoint:\n      fqdn: '*.models.contoso.com'\n" +
    '    ports: [443, 8443]\n    purpose: Models\n';
  const deployment = write(readFileSync(DEPLOYMENT, 'utf8').replace('requirements:\n', wild).replace(/^# yaml.*/, ''));
  renameSync(deployment, `${deployment}.yaml`);
  const denied = (port: number): string =>
    `HTTPS request from 10.1.1.5:50101 to a.models.contoso.com:${port}. Action: Deny. No rule matched.\n`;
  let out = '';
  const args = ['logs', write(denied(443) + denied(8443)), '--deployment', `${deployment}.yaml`];
  await runToEnd(args, { out: (text) => void (out += text), err: () => undefined });
  const [, at443, at8443] = out.split(/outbound TCP (?=8?443 a\.models)/);
  expect(at443).toContain('missing or not first: rule Allow-own.wild in firewall rules azureml: application rule Https:443');
  expect(at8443).toMatch(/the deployment file describes no rule in this layer for own\.wild on TCP 8443/);
});

test('a denied host that nothing asks for comes with what the articles say of its relatives', async () => {
  let out = '';
  const file = write('HTTPS request from 10.1.1.5:50101 to cdn-lfs-us-1.hf.co:443. Action: Deny. No rule matched.\n');
  await runToEnd(['logs', file, '--deployment', DEPLOYMENT], { out: (text) => void (out += text), err: () => undefined });
  expect(out).toContain('It looks like a relative of cas-bridge.xethub.hf.co');
  out = '';
  const json = ['logs', file, '--deployment', DEPLOYMENT, '--format', 'json'];
  await runToEnd(json, { out: (text) => void (out += text), err: () => undefined });
  const { flows: [flow] } = JSON.parse(out) as { flows: { unlisted?: string }[] };
  expect(flow!.unlisted).toMatch(/^It looks like a relative of cas-bridge\.xethub\.hf\.co/);
});
