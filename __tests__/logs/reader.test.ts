import { LogEvent } from '../../lib/logs/event';
import { LogReader } from '../../lib/logs/reader';
import { ReadingNotes } from '../../lib/logs/reading-notes';
import { timeOf } from '../../lib/logs/time';
import { FLOW_LOGS, GroupFlow, LEGACY, STRUCTURED, TrueFlow } from '../support/log-forms';

function read(content: string, size = content.length): { events: LogEvent[]; notes: ReadingNotes } {
  const events: LogEvent[] = [];
  const notes = new ReadingNotes();
  const reader = new LogReader('log', (event) => events.push(event), notes);
  const bytes = Buffer.from(content);
  for (let at = 0; at < bytes.length; at += size) {
    reader.push(bytes.subarray(at, at + size));
  }
  reader.end();
  return { events, notes };
}

const START = Date.UTC(2026, 10, 24, 12, 0, 0);
const FLOWS: readonly TrueFlow[] = [
  {
    at: START,
    machine: '10.1.1.5',
    clientPort: 50101,
    kind: 'application',
    protocol: 'HTTPS',
    host: 'größe.example.org',
    port: 443,
    rule: ['p', 'g', 'c', 'a "b", {c} [d]\\'],
  },
  {
    at: START,
    machine: '2001:db8::5',
    clientPort: 50102,
    kind: 'network',
    protocol: 'TCP',
    address: '2001:db8:1::9',
    port: 8443,
    allowed: true,
    rule: ['p', 'g', 'c', 'r'],
  },
  { at: START, machine: '10.1.1.6', clientPort: 50103, kind: 'dns', protocol: 'udp', host: 'nosuch.example.org', code: 'SERVFAIL' },
];
const GROUP: readonly GroupFlow[] = [
  {
    at: START,
    from: '10.1.1.5',
    to: '2001:db8:1::9',
    clientPort: 1,
    port: 443,
    protocol: 'TCP',
    allowed: true,
    rule: 'UserRule_x',
    bytes: 7,
  },
  { at: START, from: '10.1.1.5', to: '203.0.113.9', clientPort: 2, port: 53, protocol: 'UDP', allowed: false, rule: 'DefaultRule_y' },
];

test.each([
  ...Object.entries(STRUCTURED).map(([form, write]) => [`structured, ${form}`, write(FLOWS)]),
  ...Object.entries(LEGACY).map(([form, write]) => [`older messages, ${form}`, write(FLOWS.slice(0, 1))]),
  ...Object.entries(FLOW_LOGS).map(([form, write]) => [`flow log, ${form}`, write(GROUP)]),
])('%s: the parts in which a file comes do not matter', (_, content) => {
  const whole = read(content!);
  expect(whole.events.length).toBeGreaterThan(0);
  expect(whole.notes.all).toEqual([]);
  for (const size of [1, 2, 3, 7, 64, 4096]) {
    expect(read(content!, size).events).toEqual(whole.events);
  }
});

test('IPv6, quotes, brackets and letters of every language come through', () => {
  const { events } = read(STRUCTURED['CSV']!(FLOWS));
  expect(events[0]).toMatchObject({ host: 'größe.example.org', rule: 'policy p, group g, collection c, rule a "b", {c} [d]\\' });
  expect(events[1]).toMatchObject({ machine: '2001:db8::5', address: '2001:db8:1::9', port: 8443, verdict: 'allow', time: START });
});

test('an older message with IPv6 addresses', () => {
  const line = 'TCP request from [2001:db8::5]:50102 to [2001:db8:1::9]:8443. Action: Deny.';
  expect(read(line).events).toMatchObject([
    { machine: '2001:db8::5', clientPort: 50102, address: '2001:db8:1::9', port: 8443, verdict: 'deny', reason: 'unnamed' },
  ]);
});

// Forms of messages that Microsoft's samples and public readers of them have; what to read from each is written by hand.
test.each([
  [
    'HTTPS request from 10.1.1.5:1 to a.example:443. Action: Allow. Rule Collection: c. Rule: r, s. Web Category: X',
    { host: 'a.example', rule: 'collection c, rule r, s' },
  ],
  [
    'HTTPS request from 10.1.1.5:1 was denied. Reason: SNI TLS extension was missing.',
    { host: '', verdict: 'deny', reason: 'no-server-name' },
  ],
  [
    'HTTPS request from 10.1.1.5:1 to h.example:443. Action: Deny. Failed to resolve address h.example:443: lookup h.example on ' +
      '10.0.0.53:53: no such host',
    { host: 'h.example', reason: 'not-resolved' },
  ],
  ['TCP request from 10.1.1.5:1 to 1.2.3.4:22. Action: Deny', { port: 22, reason: 'unnamed' }],
  ['TCP request from 10.1.1.5:1 to 1.2.3.4:22. Action: Deny..', { port: 22, reason: 'unnamed' }],
  [
    'TCP request from 10.1.1.5:1 to 1.2.3.4:22. Action: Allow.. Policy: p. Rule Collection Group: g. Rule Collection: c. Rule: r',
    { rule: 'policy p, group g, collection c, rule r' },
  ],
  ['TCP request from 10.1.1.5:1 to 1.2.3.4:22. Action: Allow. Rule Collection: c. Rule Name: r', { rule: 'collection c, rule r' }],
  [
    'TCP request from 10.1.1.5:1 to 1.2.3.4:22. Action: Allow. Rule Collection: p:g:c. Rule: r',
    { rule: 'policy p, group g, collection c, rule r' },
  ],
  ['ICMP Type=8 request from 10.1.1.5:0 to 1.2.3.4:0. Action: Deny..', { protocol: 'ICMP', port: -1 }],
  [
    'HTTPS request from 10.1.1.5:1 to e.com:443. Url: e.com/a. Action: Allow. Rule: x. Action: Deny. No rule matched. Proceeding with ' +
      'default action',
    { url: 'e.com/a. Action: Allow. Rule: x', verdict: 'deny' },
  ],
  [
    "TCP request from 203.0.113.7:4 to 203.0.113.1:3389 was DNAT'ed to 10.1.1.5:3389",
    { isInbound: true, machine: '10.1.1.5', address: '203.0.113.7', port: 3389 },
  ],
  [
    'ICMP request from 10.1.1.5: to 1.2.3.4:. Action: drop. Signature: 1. IDS: PING. Priority: 3. Classification: x',
    { reason: 'threat', rule: 'PING', clientPort: -1 },
  ],
  [
    'DNS Request: 10.1.1.5:1 \u2013 4713 A IN s.example. udp 55 false 512 NOERROR - 0 2.0003s',
    { verdict: 'unresolved', host: 's.example', rule: 'no answer' },
  ],
  [
    ' Error: 2 t.example. A: read udp 10.0.0.5:4->10.0.0.53:53: i/o timeout',
    { verdict: 'unresolved', host: 't.example', rule: 'i/o timeout', machine: '' },
  ],
])('%s', (message, expected) => {
  const { events } = read(
    JSON.stringify({ category: 'AzureFirewallNetworkRule', time: '2026-11-24T12:00:00Z', properties: { msg: message } }),
  );
  expect(events).toMatchObject([expected]);
});

test.each([
  ['2026-11-24T08:00:03.1234567Z', '2026-11-24T08:00:03.123Z'],
  ['2026-11-24T08:00:03+00:00', '2026-11-24T08:00:03.000Z'],
  ['2026-11-24 08:00:03.12-0130', '2026-11-24T09:30:03.120Z'],
  ['11/24/2026, 12:00:15.5 AM', '2026-11-24T00:00:15.500Z'],
  ['11/24/2026, 12:00:15 PM', '2026-11-24T12:00:15.000Z'],
  [1795507203, '2026-11-24T08:00:03.000Z'],
  ['1795507203123', '2026-11-24T08:00:03.123Z'],
  ['24-11-2026 08:00:03', '2026-11-24T08:00:03.000Z'],
  ['2026/11/4 8:00:03.5', '2026-11-04T08:00:03.500Z'],
  ['/Date(1795507203123)/', '2026-11-24T08:00:03.123Z'],
  [{ value: '/Date(1795507203123)/', DisplayHint: 2 }, '2026-11-24T08:00:03.123Z'],
])('the time %s', (text, expected) => {
  expect(new Date(timeOf(text)).toISOString()).toBe(expected);
});

test.each([
  '', 'today', '2026-13-01T00:00:00Z', '2026-11-24T25:00:00Z', '2026-11-24T08:00:03 CET', '5/11/2026 08:00:00', '24/11/2026 08:00:00 AM',
  '5-11-2026 08:00:00',
  null, {}, '99',
])(
  '%j is no time',
  (text) => {
    expect(timeOf(text)).toBeNaN();
  },
);

test('a line beyond all measure is counted and passed over', () => {
  const line = JSON.stringify({ category: 'AZFWNetworkRule', properties: { SourceIp: '10.1.1.5', Action: 'Deny' } });
  const { events, notes } = read(`${line}\n${'x'.repeat(9 << 20)}\n${line}\n`, 1 << 20);
  expect(events.length).toBe(2);
  expect(notes.all.map(({ reason }) => reason)).toEqual(['a line of more than 8 MB']);
});

test('numbers of rows at which queries are cut are said', () => {
  const rows = Array.from({ length: 1000 }, () => '2026-11-24T12:00:00Z,10.1.1.5,Deny,AZFWNetworkRule').join('\n');
  expect(read(`TimeGenerated,SourceIp,Action,Type\n${rows}\n`).notes.notes).toEqual([
    'log: has exactly 1000 rows, where queries are cut; it is probably not complete',
  ]);
});
