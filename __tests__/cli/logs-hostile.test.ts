import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { runToEnd } from '../../lib/cli/program';
import { FLOW_LOGS, GroupFlow, LEGACY, STRUCTURED, TrueFlow } from '../support/log-forms';

/** Files as people and disks leave them: whatever they hold, what can be read is, and the rest is said. */

const DEPLOYMENT = join(__dirname, '..', '..', 'examples', 'own-requirement.yaml');
const folder = mkdtempSync(join(tmpdir(), 'azureml-network-hostile-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Report {
  readonly flows: {
    finding: string; endpoint?: string; port?: number; count: number; bytes?: number; decidedByKind: string; decidedBy: string;
  }[];
  readonly records: number;
  readonly events: number;
  readonly files: number;
  readonly isIncomplete: boolean;
  readonly skipped: { reason: string; count: number; isKnown: boolean }[];
  readonly notes: string[];
}

let number = 0;
function write(content: string | Buffer, name = `${number++}.log`): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function read(...files: readonly string[]): Promise<Report & { code: number }> {
  let out = '';
  const code = await runToEnd(['logs', ...files, '--deployment', DEPLOYMENT, '--format', 'json'], {
    out: (text) => { out += text; }, err: (text) => { throw new Error(text); },
  });
  return { ...(JSON.parse(out) as Report), code };
}

const START = Date.UTC(2026, 10, 24, 8, 0, 0, 123);
const FLOWS: readonly TrueFlow[] = ['packages.contoso.com', 'index.example.org', 'größe.example.org'].map((host, i) =>
  ({ at: START + i * 1000, machine: '10.1.1.5', clientPort: 50100 + i, kind: 'application', protocol: 'HTTPS', host, port: 443 }));
const hosts = ({ flows }: Report): string[] => flows.map(({ endpoint }) => endpoint!).sort();
const ALL = FLOWS.map(({ host }) => host).sort();

function utf16(text: string, isBigEndian: boolean, hasMark: boolean): Buffer {
  const bytes = Buffer.from(hasMark ? `\ufeff${text.replace(/^\ufeff/, '')}` : text.replace(/^\ufeff/, ''), 'utf16le');
  return isBigEndian ? bytes.swap16() : bytes;
}

describe('UTF-16, as the redirection of an older PowerShell writes it', () => {
  test.each(['blob', 'CSV', 'az monitor log-analytics query', 'answer of Log Analytics'])('%s', async (form) => {
    const text = STRUCTURED[form]!(FLOWS);
    for (const [isBigEndian, hasMark] of [[false, true], [true, true], [false, false]] as const) {
      const found = await read(write(utf16(text, isBigEndian, hasMark)));
      expect([hosts(found), found.skipped]).toEqual([ALL, []]);
    }
    const packed = await read(write(gzipSync(utf16(text, false, true))));
    expect(hosts(packed)).toEqual(ALL);
  });
});

test.each([
  ['zero bytes', Buffer.alloc(100_000), 'a file of zero bytes, as a disk that was full leaves one'],
  ['a zip archive', Buffer.from('PK\u0003\u0004 and more'), 'a zip archive; unpack it, and give its files'],
  ['Parquet', Buffer.from('PAR1 and more'), 'a Parquet file; export JSON or CSV'],
])('%s are no empty file', async (_, content, why) => {
  const found = await read(write(content));
  expect(found.skipped.map((one) => one.reason)).toEqual([why]);
  expect([found.isIncomplete, found.code]).toEqual([true, 4]);
  // Beside others, it takes nothing from them.
  expect(hosts(await read(write(content), write(STRUCTURED['blob']!(FLOWS))))).toEqual(ALL);
});

test('an empty file, one of blanks, and zero bytes before and behind lines', async () => {
  expect((await read(write(''))).skipped.map(({ reason, isKnown }) => [reason, isKnown])).toEqual([['an empty file', true]]);
  expect((await read(write(' \r\n\t\n'))).skipped.map(({ reason }) => reason)).toEqual(['an empty file']);
  const holes = `${STRUCTURED['blob']!(FLOWS)}${'\0'.repeat(5000)}\n${STRUCTURED['blob']!([{ ...FLOWS[0]!, at: START + 5000 }])}`;
  const found = await read(write(holes));
  expect([found.events, found.skipped.map(({ reason }) => reason)]).toEqual([4, ['a line that is not JSON']]);
});

// Patterns that look at a text again and again would need hours for these.
test.each([
  ['letters', 'a'.repeat(2_000_000)],
  ['blanks', `x${' '.repeat(2_000_000)}x`],
  ['stops', `TCP request from ${'.'.repeat(500_000)}x to ${':'.repeat(500_000)}x. Action: Deny`],
  ['actions', `TCP request from 10.1.1.5:1 to 1.2.3.4:5${'. Action: '.repeat(100_000)}`],
  ['a header of brackets', `TimeGenerated,SourceIp,x${' ['.repeat(30_000)}`],
])('a line of %s takes no time', async (_, line) => {
  const good = STRUCTURED['blob']!(FLOWS.slice(0, 1));
  const found = await read(write(`${line}\n`), write(good));
  expect(hosts(found)).toContain('packages.contoso.com');
});

describe('CSV', () => {
  const rows = STRUCTURED['CSV']!(FLOWS).split('\r\n');

  test('a quote in the middle of a cell is a letter', async () => {
    const odd = rows[1]!.replace('packages.contoso.com', 'pack"ages.contoso.com');
    const found = await read(write([rows[0], odd, ...rows.slice(2)].join('\r\n')));
    expect(hosts(found)).toEqual(['größe.example.org', 'index.example.org', 'pack"ages.contoso.com']);
  });

  test('a quote that does not close costs its own row alone', async () => {
    const found = await read(write([rows[0], rows[1]!.replace('HTTPS', '"HTTPS'), ...rows.slice(2).map((row) => row.replace(/"/g, ''))]
      .join('\r\n')));
    expect(found.skipped.map(({ reason }) => reason)).toContain('a quote that does not close');
    expect(found.records).toBe(3);
  });

  test('the line that names the separator, semicolons, LF, no final line break', async () => {
    expect(hosts(await read(write(`sep=,\r\n${rows.join('\r\n').replace('\ufeff', '')}`)))).toEqual(ALL);
    const semicolons = rows.join('\n').replace('\ufeff', '').replace(/"(\d+\/\d+\/\d+), /g, '"$1 ').replace(/,/g, ';').trimEnd();
    expect(hosts(await read(write(`sep=;\n${semicolons}`)))).toEqual(ALL);
    expect(hosts(await read(write(semicolons)))).toEqual(ALL);
  });

  test('a hostile number of widths is a bounded number of kinds', async () => {
    const wide = Array.from({ length: 300 }, (_, i) => 'x,'.repeat(i + 30)).join('\n');
    const found = await read(write(`${rows[0]}\n${wide}\n`));
    expect(found.skipped.length).toBeLessThan(110);
    expect(found.skipped.reduce((sum, { count }) => sum + count, 0)).toBe(300);
  });
});

test('a small packed file that ends too early gives what it has', async () => {
  const packed = gzipSync(STRUCTURED['blob']!(FLOWS));
  const found = await read(write(packed.subarray(0, packed.length - 12)));
  expect(found.events).toBeGreaterThan(0);
  expect(found.notes.join()).toContain('cannot be unpacked to its end');
  expect(found.isIncomplete).toBe(true);
  const parts = [FLOWS.slice(0, 2), FLOWS.slice(2)].map((flows) => gzipSync(STRUCTURED['blob']!(flows)));
  const twice = await read(write(Buffer.concat(parts)));
  expect(hosts(twice)).toEqual(ALL);
});

describe('one event more than once', () => {
  test('in two files, in another form, and packed: it counts once, and it is said', async () => {
    const found = await read(
      write(STRUCTURED['blob']!(FLOWS)), write(gzipSync(STRUCTURED['blob']!(FLOWS))), write(STRUCTURED['CSV']!(FLOWS)),
      write(LEGACY['answer of Log Analytics']!(FLOWS)),
    );
    expect(found.flows.map(({ count }) => count)).toEqual([1, 1, 1]);
    expect(found.notes.join()).toContain('at least 9 events came more than once');
  });

  test('a file in its folder, by itself and by a link, is read once', async () => {
    const inner = join(folder, 'twice');
    mkdirSync(inner);
    const file = write(STRUCTURED['blob']!(FLOWS), join('twice', 'a.json'));
    symlinkSync(file, join(inner, 'b.json'));
    const found = await read(inner, file);
    expect([found.files, found.records]).toEqual([1, 3]);
    expect(found.notes.join()).not.toContain('more than once');
  });

  test('what differs in time, in client port or in the other side is another event', async () => {
    const other = FLOWS.flatMap((flow) => [flow, { ...flow, at: flow.at + 1 }, { ...flow, clientPort: flow.clientPort + 900 }]);
    const found = await read(write(STRUCTURED['blob']!(other)));
    expect(found.flows.map(({ count }) => count)).toEqual([3, 3, 3]);
    const same = ['198.51.100.1', '198.51.100.2'].map((address): TrueFlow =>
      ({ at: START, machine: '10.1.1.5', clientPort: 123, kind: 'network', protocol: 'UDP', address, port: 123 }));
    expect((await read(write(STRUCTURED['blob']!(same)))).events).toBe(2);
  });

  test('flow logs of a network and of its subnet', async () => {
    const flow: GroupFlow = {
      at: START, from: '10.1.1.5', to: '198.51.100.40', clientPort: 50111, port: 8443, protocol: 'TCP', allowed: true,
      rule: 'UserRule_x', bytes: 70,
    };
    const log = FLOW_LOGS['virtual network']!([flow]);
    const found = await read(write(log), write(log.replace('"aclID":"a"', '"aclID":"b"')));
    expect(found.flows).toMatchObject([{ count: 1, bytes: 70 }]);
  });
});

/** A record of the log of a virtual network with these tuples. */
function flowLog(rule: string, tuples: readonly string[]): string {
  return JSON.stringify({ records: [{
    time: '2026-11-24T08:00:00Z', flowLogVersion: 4, category: 'FlowLogFlowEvent',
    flowRecords: { flows: [{ aclID: 'a', flowGroups: [{ rule, flowTuples: tuples }] }] },
  }] });
}

test.each([
  ['begin, two in between, end', ['B', 'C', 'C', 'E'], 1],
  ['in between alone, of a flow that is longer than the log', ['C', 'C', 'C'], 1],
  ['in between and its end', ['C', 'C', 'E'], 1],
  ['two that end, one of which began', ['B', 'E', 'C', 'E'], 2],
])('states of a flow: %s', async (_, states, count) => {
  const tuples = states.map((state, i) => `${START + i * 60_000},10.1.1.5,198.51.100.40,50111,8443,6,O,${state},NX,1,${10 + i},1,5`);
  const found = await read(write(flowLog('UserRule_x', tuples)));
  expect(found.flows.map((one) => one.count)).toEqual([count]);
  expect(found.flows[0]!.bytes).toBe(states.reduce((sum, _state, i) => sum + 15 + i, 0));
});

test('what a security admin rule denies is decided by that rule, and not by a security group', async () => {
  const found = await read(write(flowLog('BlockHighRisk', [`${START},10.1.1.5,203.0.113.17,50111,27001,6,O,D,NX,0,0,0,0`])));
  expect(found.flows).toMatchObject([
    { finding: 'denied-required', decidedByKind: 'admin-rule', decidedBy: 'security admin rule BlockHighRisk' },
  ]);
});

test('Traffic Analytics has default rules by their names alone', async () => {
  const row = {
    TableName: 'PrimaryResult', Type: 'NTANetAnalytics', SrcIp: '10.1.1.5', DestIp: '', DestPublicIps: '198.51.100.40|1|1|1|1|1|1',
    DestPort: '8443', L4Protocol: 'TCP', FlowDirection: 'Outbound', FlowStatus: 'Denied', AclRule: 'DenyAllOutBound',
    FlowStartTime: '2026-11-24T08:00:00Z',
  };
  const found = await read(write(JSON.stringify([row])));
  expect(found.flows).toMatchObject([{ decidedByKind: 'default', decidedBy: 'the security group, default rule DenyAllOutBound' }]);
});
