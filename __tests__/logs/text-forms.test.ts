import { LogEvent } from '../../lib/logs/event';
import { LogReader } from '../../lib/logs/reader';
import { ReadingNotes } from '../../lib/logs/reading-notes';
import { columns, STRUCTURED, TrueFlow } from '../support/log-forms';

function read(content: string): { events: LogEvent[]; why: [string, number][] } {
  const events: LogEvent[] = [];
  const notes = new ReadingNotes();
  const reader = new LogReader('log', (event) => events.push(event), notes);
  for (const byte of Buffer.from(content)) {
    reader.push(Buffer.from([byte]));
  }
  reader.end();
  return { events, why: notes.all.map(({ reason, count }) => [reason, count]) };
}

const START = Date.UTC(2026, 10, 24, 8, 0, 3, 123);
const CLIENT = { at: START, machine: '10.1.1.5', clientPort: 50101 } as const;
const FLOWS: readonly TrueFlow[] = [
  { ...CLIENT, kind: 'application', protocol: 'HTTPS', host: 'pypi.org', port: 443 },
  { ...CLIENT, kind: 'application', protocol: 'HTTPS', host: 'größe.example.org', port: 443, rule: ['p', 'g', 'c', 'pip,  conda'] },
];
const TRUTH = [{ host: 'pypi.org', verdict: 'deny', reason: 'default', machine: '10.1.1.5', clientPort: 50101, port: 443, time: START },
  { host: 'größe.example.org', verdict: 'deny', rule: 'policy p, group g, collection c, rule pip,  conda', time: START }];
const LINES = STRUCTURED['blob']!(FLOWS).trimEnd().split('\n');

test.each([
  ['syslog', '<134>Nov 24 08:00:03 fw-1 azfw[12]: '],
  ['syslog with a version', '<134>1 2026-11-24T08:00:03Z host app - - - '],
  ['a container runtime', '2026-11-24T08:00:03.123456789Z stdout F '],
])('JSON behind what %s writes before it', (_, before) => {
  const { events, why } = read(LINES.map((line) => `${before}${line}\n`).join(''));
  expect(events).toMatchObject(TRUTH);
  expect(why).toEqual([]);
});

test('a message that holds braces is no JSON', () => {
  const { events } = read('HTTP request from 10.1.1.5:1 to e.com:80. Url: e.com/{"a":}. Action: Deny. No rule matched. {"x":}\n');
  expect(events).toMatchObject([{ host: 'e.com', verdict: 'deny', reason: 'default' }]);
});

/** A table as the command line of Azure prints it: two blanks between columns, dashes below the header. */
function table(rows: readonly Record<string, unknown>[]): string {
  const names = Object.keys(rows[0]!);
  const texts = rows.map((row) => names.map((name) => String(row[name] ?? '')));
  const widths = names.map((name, i) => Math.max(name.length, ...texts.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]): string => cells.map((cell, i) => cell.padEnd(widths[i]!)).join('  ').trimEnd();
  return [line(names), line(widths.map((width) => '-'.repeat(width))), ...texts.map(line), ''].join('\n');
}

const ROWS = FLOWS.map((flow) => ({ ...columns(flow), TableName: 'PrimaryResult', TimeGenerated: new Date(flow.at).toISOString() }));

test('a table', () => {
  const { events, why } = read(table(ROWS));
  expect(events).toMatchObject(TRUTH);
  expect(why).toEqual([['the header of a table', 2]]);
  const moved = read(table(ROWS).replace('10.1.1.5 ', '10.1.1.5xxxxxxx '));
  expect(moved.events.length).toBe(1);
  expect(moved.why[0]).toEqual(['a row of a table whose cells are not below the names of its columns', 1]);
});

test.each([
  ['YAML', ROWS.flatMap((row) => Object.entries(row).map(([name, value], i) => `${i ? ' ' : '-'} ${name}: ${value}\n`)).join(''), 'yaml'],
  ['values alone', ROWS.map((row) => `${Object.values(row).join('\t')}\n`).join(''), 'tsv'],
])('%s: each line is counted, and what to do is said', (_, content, form) => {
  const { events, why } = read(content);
  expect(events).toEqual([]);
  expect(why).toHaveLength(1);
  expect(why[0]![0]).toMatch(new RegExp(`-o ${form}.*; run the query again with \`-o json\`$`));
  expect(why[0]![1]).toBe(content.trimEnd().split('\n').length);
});

describe('rows of Traffic Analytics for a firewall', () => {
  const row = {
    Type: 'NTANetAnalytics', TimeGenerated: '2026-11-24T08:00:03Z', SubType: 'FlowLog', SrcIp: '10.1.1.5', DestIp: '203.0.113.9',
    DestPort: 443, L4Protocol: 'T', FlowDirection: 'Outbound', FlowStatus: '', Action: 'Deny', Description: 'Default Action', AclRule: '',
  };
  test.each([
    [{}, { layer: 'firewall', verdict: 'deny', reason: 'default', address: '203.0.113.9' }],
    [{ FlowStatus: 'Denied', Description: '' }, { layer: 'firewall', verdict: 'deny', reason: 'unnamed' }],
    [{ Action: 'Allow', Description: '' }, { layer: 'firewall', verdict: 'allow', reason: 'rule' }],
    [{ Action: '', FlowStatus: 'Denied', AclRule: 'r' }, { layer: 'security-group', verdict: 'deny', reason: 'rule' }],
  ])('%j', (more, expected) => {
    expect(read(`${JSON.stringify({ ...row, ...more })}\n`).events).toMatchObject([expected]);
  });

  test('a row that does not say which way is not guessed', () => {
    const { events, why } = read(`${JSON.stringify({ ...row, FlowDirection: '' })}\n`);
    expect(events).toEqual([]);
    expect(why[0]![0]).toMatch(/export the tables AZFW\* of the firewall instead/);
  });
});

describe('answers of Data Explorer, REST and PowerShell', () => {
  const rows = STRUCTURED['data export']!(FLOWS).trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
  const names = Object.keys(rows[0]!);
  const columns = names.map((ColumnName) => ({ ColumnName, ColumnType: 'string' }));
  const cells = rows.map((row) => names.map((name) => row[name]));
  const frames = [
    { FrameType: 'DataSetHeader', Version: 'v2.0' },
    { FrameType: 'DataTable', TableKind: 'QueryProperties', Columns: [{ ColumnName: 'Key' }], Rows: [['Visualization']] },
    { FrameType: 'DataTable', TableKind: 'PrimaryResult', Columns: columns, Rows: cells },
  ];
  test.each<[string, object, [string, number][]]>([
    ['version 1', { Tables: [{ TableName: 'Table_0', Columns: columns, Rows: cells }] }, []],
    ['version 2', frames, [['a part of an answer of Data Explorer that is not its result', 2]]],
    ['PowerShell', { Results: rows, Error: null }, []],
    ['REST', { value: rows }, []],
  ])('%s', (_, content, skipped) => {
    expect(read(JSON.stringify(content))).toMatchObject({ events: TRUTH, why: skipped });
    expect(read(JSON.stringify(content, null, 2))).toMatchObject({ events: TRUTH, why: skipped });
  });
});

describe('a message of an Event Hub that is spoiled costs itself alone', () => {
  const messages = Array.from({ length: 9 }, (_, i) => STRUCTURED['Event Hub, one message a line']!([
    { ...CLIENT, clientPort: 50000 + i, kind: 'application', protocol: 'HTTPS', host: `h${i}.example.org`, port: 443 },
  ]).trimEnd());
  test.each<[string, (message: string) => string]>([
    ['without its end', (message) => message.slice(0, -1)],
    ['without the end of its list', (message) => message.slice(0, -2)],
    ['that ends inside of a text', (message) => message.slice(0, 60)],
    ['that ends inside of a record', (message) => message.slice(0, message.indexOf('"Protocol"'))],
    ['with a quote too many', (message) => message.replace('"HTTPS"', '"HT"TPS"')],
    ['with a bracket too many', (message) => message.replace('"HTTPS"', '["HTTPS"')],
    ['with a bracket too few', (message) => message.replace('"properties":{', '"properties":')],
    ['without its beginning', (message) => message.slice(5)],
  ])('%s', (_, spoil) => {
    const { events, why } = read(messages.map((message, i) => (i === 4 ? spoil(message) : message)).join('\n'));
    const others = [0, 1, 2, 3, 5, 6, 7, 8].map((i) => `h${i}.example.org`);
    expect(events.map(({ host }) => host).filter((host) => host !== 'h4.example.org')).toEqual(others);
    expect(events.length + why.reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThanOrEqual(9);
  });
});

test('a record of several lines whose text does not end costs itself alone', () => {
  const lines = STRUCTURED['az monitor log-analytics query']!([0, 1, 2, 3].map((i) =>
    ({ ...CLIENT, kind: 'application', protocol: 'HTTPS', host: `h${i}.example.org`, port: 443 })))
    .replace('h1.example.org"', 'h1.example.org');
  const { events, why } = read(lines);
  expect(events.map(({ host }) => host)).toEqual(['h0.example.org', 'h2.example.org', 'h3.example.org']);
  expect(why.map(([text]) => text)).toContain('a text that does not end');
});

test('a bracket too many between records of a list is said, and takes none with it', () => {
  const content = STRUCTURED['Event Hub']!(FLOWS).replace(/\}(?=,\s*\{\s*"category")/, '}}');
  expect(read(content)).toMatchObject({ events: TRUTH, why: [['text outside of any record', 1]] });
});

describe('a file in which nothing was found is not passed over', () => {
  test.each([
    ['[]', 'a file without a record', true],
    ['{"tables":[{"name":"PrimaryResult","columns":[{"name":"TimeGenerated"}],"rows":[]}]}', 'a file without a record', true],
    ['{"records":[]}\n', 'a file without a record', true],
    ['TimeGenerated [UTC],SourceIp,Action\r\n', 'a file without a row below its header', true],
    [',"macAddress":"002248AABB01","category":"x"', 'a part of a file without a record', false],
    ['{"records":[', 'a part of a file without a record', false],
    [', "message": "made', 'a part of a file without a record', false],
  ])('%s', (content, why, isKnown) => {
    const notes = new ReadingNotes();
    const reader = new LogReader('log', () => undefined, notes);
    reader.push(Buffer.from(content));
    reader.end();
    expect(notes.all).toMatchObject([{ reason: why, isKnown, count: 1 }]);
  });

  test('parts of a flow log record that have another form', () => {
    const tuple = '1795507203123,10.1.1.5,203.0.113.9,50101,443,6,O,B,NX,0,0,0,0';
    const groups = [{ rule: 'UserRule_r', flowTuples: [tuple, 5, null, { a: 1 }] }, 'x', { rule: 'UserRule_r', flowTuples: 'none' }];
    const record = { category: 'FlowLogFlowEvent', flowLogVersion: 4, flowRecords: { flows: [{ flowGroups: groups }, 7] } };
    const { events, why } = read(JSON.stringify({ records: [record] }));
    expect(events).toHaveLength(1);
    expect(why).toEqual([['a part of a flow log record that has another form', 6]]);
  });
});
