import { Deployment } from '../../lib/deployment/deployment';
import { AlikeLines } from '../../lib/logs/alike-lines';
import { analyse } from '../../lib/logs/analysis';
import { FlowTable } from '../../lib/logs/flow-table';
import { LogReport } from '../../lib/logs/log-report';
import { LogReader } from '../../lib/logs/reader';
import { ReadingNotes } from '../../lib/logs/reading-notes';
import { timeOf, timeOfBytes } from '../../lib/logs/time';
import { logsJson } from '../../lib/review/logs-formats';
import { FLOW_LOGS, GroupFlow, LEGACY, STRUCTURED, TrueFlow } from '../support/log-forms';

const deployment = Deployment.fromFile('examples/own-requirement.yaml');
const SUBNETS = [{ name: 'training', addressPrefixes: ['10.1.1.0/24'] }];

function reportOf(content: string | Buffer, isKnown: boolean, size = 1 << 20): LogReport {
  const table = new FlowTable(SUBNETS);
  const notes = new ReadingNotes();
  const reader = new LogReader('log', (event) => {
    const problem = table.add(event);
    if (problem !== undefined) {
      notes.add(problem, 'log', 0, event.machine);
    }
  }, notes, isKnown ? new AlikeLines(table) : undefined);
  const bytes = Buffer.from(content);
  for (let at = 0; at < bytes.length; at += size) {
    reader.push(bytes.subarray(at, at + size));
  }
  reader.end();
  return analyse(deployment, table, notes, 1);
}

function expectSame(content: string | Buffer, size?: number): LogReport {
  const read = reportOf(content, false);
  expect(logsJson(reportOf(content, true, size))).toBe(logsJson(read));
  return read;
}

let seed = 7;
function random(limit: number): number {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
  return (seed >>> 8) % limit;
}
function oneOf<T>(list: readonly T[]): T {
  return list[random(list.length)]!;
}

const START = Date.UTC(2026, 10, 24, 23, 59, 50);
const RULES = [undefined, ['p', 'g', 'c', 'r'], ['p', 'g', 'c', 'x, y']] as const;

function anyFlow(i: number): TrueFlow {
  const machine = oneOf(['10.1.1.5', '10.1.1.6', '10.9.9.9', '2001:db8::5']);
  const client = { at: START + i * 150 + random(3000), machine, clientPort: random(65536) };
  const decided = { allowed: random(2) === 0, ...(random(2) === 0 && { rule: oneOf(RULES.slice(1))! }) };
  return oneOf<() => TrueFlow>([
    () => ({ ...client, ...decided, kind: 'application', protocol: oneOf(['HTTPS', 'HTTP']), host: `h${random(4)}.test`, port: 443 }),
    () => ({ ...client, ...decided, kind: 'application', protocol: 'HTTP', host: 'größe.test', url: `größe.test/${random(3)}"`, port: 80 }),
    () => ({
      ...client, ...decided, kind: 'network', protocol: oneOf(['TCP', 'UDP']), address: `203.0.113.${random(3)}`, port: oneOf([443, 8443]),
    }),
    () => ({ ...client, kind: 'application', protocol: 'HTTPS', host: '', port: 443, noServerName: true }),
    () => ({ ...client, kind: 'dns', protocol: 'udp', host: `n${random(3)}.example.org`, code: oneOf(['NOERROR', 'NXDOMAIN']) }),
    () => ({ ...client, kind: 'nat', protocol: 'TCP', address: oneOf(['203.0.113.7', '10.1.1.5']), port: 22, rule: RULES[1] }),
  ])();
}

const FLOWS = Array.from({ length: 700 }, (_, i) => anyFlow(i));

const SUFFIXED = JSON.parse(STRUCTURED['mode Azure diagnostics']!(FLOWS)) as object[];

describe('lines that are known again count as if they were read', () => {
  test.each([
    ...['blob', 'data export', 'Event Hub, one message a line'].map((form) => [form, STRUCTURED[form]!(FLOWS)]),
    ['suffixes', SUFFIXED.map((row) => `${JSON.stringify(row)}\n`).join('')],
    ['older messages', LEGACY['blob']!(FLOWS)],
  ])('%s', (_, content) => {
    const { events, elsewhere, skipped } = expectSame(content!);
    expect(events + elsewhere).toBeGreaterThan(250);
    expect(skipped.filter(({ isKnown }) => !isKnown)).toEqual([]);
    expectSame(content!.replace(/":/g, '": ').replace(/,"/g, ', "')); // as other programs write JSON
    expectSame(content! + content!.slice(0, content!.length >> 1)); // what comes again is told
  });

  const lists = [
    ...Object.entries(STRUCTURED).filter(([form]) => form !== 'CSV'), ...Object.entries(LEGACY).filter(([form]) => form !== 'CSV'),
  ];
  test.each(lists)('%s, in parts of any size', (_, write) => {
    const content = write(FLOWS);
    [1000, 5003, 1 << 20].forEach((size) => expect(expectSame(content, size).records).toBeGreaterThanOrEqual(FLOWS.length));
    // A record that is not as the others, where the end of one is looked for by what stands between them.
    expectSame(content.replace(/"Protocol":/g, (key, at: number) => (at % 7 === 0 ? `"x":{"y":[{}]},${key}` : key)));
    expectSame(content.replace(/host|n\d\./g, (text, at: number) => (at % 5 === 0 ? '},{\\"category' : text)), 4096);
  });

  test('whatever happens to a line', () => {
    const lines = [STRUCTURED['blob']!(FLOWS), STRUCTURED['data export']!(FLOWS), LEGACY['blob']!(FLOWS)].join('').split('\n');
    const bytes = [
      '"', '\\', ':', ',', '{', '}', '0', '9', '.', ' ', 'SourceIp', '"time":"x",', '\u00e4', '\t', '\\u0041', '65536', '""',
    ];
    const broken = lines.map((line) => {
      const at = random(line.length + 1);
      return random(3) > 0 ? line : line.slice(0, at) + (random(2) === 0 ? oneOf(bytes) : '') + line.slice(at + random(3));
    });
    const { skipped } = expectSame(broken.join('\n'));
    expect(skipped.find(({ reason }) => reason === 'a line that is not JSON')!.count).toBeGreaterThan(150);
  });

  const line = (properties: string, more = ''): string =>
    `{"category":"AZFWNetworkRule","time":"2026-11-24T12:00:00Z","properties":{${properties}}${more}}`;
  const REST = '"Protocol":"TCP","DestinationIp":"203.0.113.9","DestinationPort":443,"Action":"Deny"';
  test.each([
    ['the client twice', [1, 2, 3].map((i) => line(`"SourceIp":"10.1.1.${i}","SourcePort":5,${REST},"SourceIp":"10.1.1.9"`))],
    ['the client outside of the properties', [1, 2, 3].map((i) => line(`"SourcePort":${i},${REST}`, `,"SourceIp":"10.1.1.${i}"`))],
    ['no port', [1, 2, 3].map((i) => line(`"SourceIp":"10.1.1.${i}",${REST}`))],
    ['a port, then none', ['"SourcePort":7,', '', ''].map((port, i) => line(`"SourceIp":"10.1.1.${i}",${port}${REST}`))],
    ['ports that are none', ['5', '05', '65536', '5.5', '5e1', '"5"', '"6"', 'null']
      .map((port) => line(`"SourceIp":"10.1.1.1","SourcePort":${port},${REST}`))],
    ['addresses that are none', ['10.1.1.1', '10.1.1.2', '10.1.1.02', '10.1.1.256', '10.1.1', '10.1.1.1.1', '']
      .map((ip) => line(`"SourceIp":"${ip}","SourcePort":5,${REST}`))],
    ['times', [
      '2026-11-24T12:00:01Z', '2026-11-24T12:00:01', '2026-11-24T12:00:01.5+02:00', '2026-11-24T12:00:02+00:00', '2026-11-24T12:61:01Z',
      'never', '11/24/2026, 8:00:15 PM', '1795507203',
    ].map((time, i) => line(`"SourceIp":"10.1.1.1","SourcePort":${i + 1},${REST}`).replace('2026-11-24T12:00:00Z', time))],
    ['the client twice, once as before', [['1', '1'], ['2', '1'], ['3', '1']].map(([one, other]) =>
      line(`${REST},"SourcePort":5,"SourceIp":"10.1.1.${one}","SourceIp":"10.1.1.${other}"`))],
    ['a time that nothing reads', [1, 2, 3].map((i) => line(`"SourceIp":"10.1.1.1","SourcePort":5,"time":"2026-11-24T12:00:0${i}Z",${REST}`)
      .replace('"time":"2026-11-24T12:00:00Z",', ''))],
    ['two times', [1, 2, 3].map((i) =>
      line(`"SourceIp":"10.1.1.1","SourcePort":5,${REST}`, `,"TimeGenerated":"2026-11-24T12:00:0${i}Z"`))],
    ['a number of flows', [1, 2, 2].map((count) => line(`"SourceIp":"10.1.1.1","count_":${count},${REST}`))],
    ['a client that is translated to itself', [1, 2, 3]
      .map((i) => line(`"SourceIp":"10.1.1.${i}","SourcePort":${i},"TranslatedIp":"10.1.1.1","TranslatedPort":22,"Protocol":"TCP"`))
      .map((nat) => nat.replace('NetworkRule', 'NatRule'))],
    ['a line that is longer than most', [1, 2].map((i) => line(`"SourceIp":"10.1.1.${i}",${REST},"x":"${'y'.repeat(5000)}"`))],
    ['what ends as most lines do, and what does not', [
      ['Deny', 'FW1'], ['Allow', 'FW1'], ['Allow', 'FW2'], ['Deny', 'FW1'], ['Deny', 'W1'], ['', 'FW1'], ['Deny","Action":"Allow', 'FW1'],
    ].flatMap(([action, firewall]) => ['9', '', '3.9'].map((last, i) => line(
      `"SourceIp":"10.1.1.${i}","SourcePort":${i},"DestinationIp":"203.0.113.${last}","Action":"${action}"`,
      `,"resourceId":"/${firewall}"`,
    )))],
    ['what begins before the part that varies', ['1,"y":5', '1,"y":65', '5', '5', '15', '25'].map((port, i) =>
      line(`"SourceIp":"10.1.1.${i}","SourcePort":${port},"Protocol":"TCP","DestinationIp":"203.0.113.9","Action":"Deny"`))],
    ['a part of a line', [0, 1, 2].map((cut) => line(`"SourceIp":"10.1.1.1","SourcePort":5,${REST}`).slice(cut))],
    ['a line without its end', [500, -1, -2].map((end) => line(`"SourceIp":"10.1.1.1",${REST}`).slice(0, end))],
  ])('%s', (_, lines) => {
    expectSame(`${lines.join('\n')}\n`);
    expectSame([...lines, ...lines, ...lines].reverse().join('\r\n'));
  });
});

describe('flow logs', () => {
  const anyGroupFlow = (i: number): GroupFlow => {
    const isInbound = random(4) === 0;
    const [inner, outer] = [oneOf(['10.1.1.5', '10.1.1.6', '10.9.9.9', '2001:db8::5']), oneOf(['203.0.113.7', '20.1.2.3', '2001:db8::9'])];
    return {
      at: START + i * 400 + random(3000), from: isInbound ? outer : inner, to: isInbound ? inner : outer, clientPort: random(65536),
      port: oneOf([443, 22, 8443]), protocol: oneOf(['TCP', 'UDP']), ...(isInbound && { inbound: true as const }),
      allowed: random(3) > 0,
      rule: oneOf(['UserRule_web', 'DefaultRule_DenyAllOutBound', 'UserRule_x, "y"', 'BlockHighRisk', 'unspecified']),
      ...(random(2) === 0 && { bytes: random(1e6) }),
    };
  };
  const flows = Array.from({ length: 600 }, (_, i) => anyGroupFlow(i));
  /** A file of records, each of which has some of the flows, by rule. */
  const file = (form: string): string => {
    const slices = Array.from({ length: 30 }, (_, i) => flows.slice(i * 20, i * 20 + 20).sort((a, b) => (a.rule < b.rule ? -1 : 1)));
    const records = slices.flatMap((slice) => (JSON.parse(FLOW_LOGS[form]!(slice)) as { records: object[] }).records);
    return JSON.stringify({ records });
  };
  const forms = Object.keys(FLOW_LOGS).filter((form) => !form.includes('still'));

  test.each(forms)('%s', (form) => {
    const content = file(form);
    [900, 5003, 1 << 20].forEach((size) => {
      const { events, elsewhere } = expectSame(content, size);
      expect(events + elsewhere).toBeGreaterThan(550);
    });
    expectSame(content.replace(/([:,[\]])/g, '$1 ')); // blanks in tuples, which are none then, and between
    expectSame(content.replace(/"time":"[^"]*"/g, '"time":"x"'));
    expectSame(JSON.stringify(JSON.parse(content), null, 1));
    expectSame((JSON.parse(content) as { records: object[] }).records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    expectSame(content.slice(0, -2));
    expectSame(content + content);
  });

  test.each(forms)('%s: whatever happens to it', (form) => {
    const content = file(form).slice(0, 7000);
    const put = [
      '"', '\\', ',', ']', '[', '}', '0', '-', ' ', '256', '"flowTuples":7,', '"flowTuples":[],', '"flowTuple\\u0073":1,', '"time":"', 'B',
      '\u00e4', '"rule":"z",', '{', '99999999999999999999', '],"flowTuples":["',
    ];
    for (let i = 0; i < 40; i++) {
      let text = content;
      for (let changes = 1 + random(4); changes > 0; changes--) {
        const at = random(text.length);
        text = text.slice(0, at) + (random(3) > 0 ? oneOf(put) : '') + text.slice(at + random(3));
      }
      const twice = text + content; // what was kept of a spoiled record must not spoil another
      expectSame(twice);
    }
  });
});

test('a line that is known again is not parsed', () => {
  const flow = { machine: '10.1.1.5', kind: 'application', protocol: 'HTTPS', host: 'a.example.org', port: 443 } as const;
  const flows = Array.from({ length: 2000 }, (_, i) => ({ ...flow, at: START + i * 700, clientPort: i + 1 }));
  const content = STRUCTURED['blob']!(flows);
  const parse = jest.spyOn(JSON, 'parse');
  const { events } = reportOf(content, true);
  const { length } = parse.mock.calls;
  parse.mockRestore();
  expect(events).toBe(2000);
  expect(length).toBeLessThan(10);
});

test('tuples of a flow that is known again become no text', () => {
  const flow = { from: '10.1.1.5', to: '203.0.113.7', port: 443, protocol: 'TCP', allowed: true, rule: 'UserRule_web', bytes: 9 } as const;
  const flows = Array.from({ length: 200 }, (_, i): GroupFlow => ({ ...flow, at: START + i * 1000, clientPort: i + 1 }));
  const { records: [record] } = JSON.parse(FLOW_LOGS['virtual network']!(flows.slice(0, 1))) as { records: object[] };
  const { records: [second] } = JSON.parse(FLOW_LOGS['virtual network']!(flows)) as { records: object[] };
  const split = jest.spyOn(String.prototype, 'split');
  const { events } = reportOf(JSON.stringify({ records: [record, second] }), true);
  const tuples = split.mock.calls.filter(([separator]) => (separator as unknown) === ',');
  split.mockRestore();
  expect(events).toBe(400); // begin and end of each, the first of which came twice
  expect(tuples.length).toBeLessThan(5);
});

test('a time in bytes is the time in text', () => {
  const digits = (length: number): string => Array.from({ length }, () => String(random(10))).join('');
  const zones = ['Z', 'z', '', '+00:00', '-0130', '+01', ' Z', 'ZZ'];
  const times = Array.from({ length: 3000 }, (_, i) => {
    const day = `2026-1${random(3)}-2${random(10)}${oneOf(['T', ' ', 't'])}`;
    return `${day}${10 + random(16)}:${10 + random(55)}:${digits(2)}${oneOf(['', '.', `.${digits(i % 9)}`])}${oneOf(zones)}`;
  });
  const whole = Buffer.from(times.join('"'));
  let at = 0;
  for (const time of times) {
    expect([time, timeOfBytes(whole, at, at + time.length)]).toEqual([time, timeOf(time)]);
    at += time.length + 1;
  }
  expect(times.filter((time) => !Number.isNaN(timeOf(time))).length).toBeGreaterThan(300);
});
