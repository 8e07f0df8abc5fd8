import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { runToEnd } from '../../lib/cli/program';
import { FLOW_LOGS, GroupFlow, LEGACY, STRUCTURED, TrueFlow } from '../support/log-forms';
import { tagFile, weekly } from '../support/service-tags';

const DEPLOYMENT = join(__dirname, '..', '..', 'examples', 'own-requirement.yaml');
const folder = mkdtempSync(join(tmpdir(), 'azureml-network-logs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const TAGS = tagFile(weekly({ AzureMachineLearning: ['20.51.9.0/24'], AzureActiveDirectory: ['20.190.0.0/16'] }), 'log-tags.json');

interface Flow {
  readonly finding: string;
  readonly endpoint?: string;
  readonly port?: number;
  readonly count: number;
  readonly machines: number;
  readonly first: string;
  readonly last: string;
  readonly bytes?: number;
  readonly decidedBy: string;
  readonly requirementIds: string[];
  readonly offRequirements?: { id: string; section: string }[];
  readonly possibleRequirementIds?: string[];
  readonly names?: string[];
  readonly missing?: { where: string; rule: string }[];
}
interface Report {
  readonly flows: Flow[];
  readonly records: number;
  readonly events: number;
  readonly elsewhere: number;
  readonly unusedRequirements: { id: string }[];
  readonly untoldRequirements: { id: string }[];
  readonly skipped: { reason: string; count: number; isKnown: boolean; first: string; sample: string }[];
  readonly notes: string[];
  readonly from?: string;
}

async function call(files: readonly string[], ...options: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const code = await runToEnd(['logs', ...files, '--deployment', DEPLOYMENT, ...options], {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

let number = 0;
function write(content: string | Buffer, name = `log-${number++}.json`): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function report(content: string | Buffer, ...options: string[]): Promise<Report & { code: number }> {
  const { code, out, err } = await call([write(content)], '--format', 'json', ...options);
  expect(err).toBe('');
  return { ...(JSON.parse(out) as Report), code };
}

const START = Date.UTC(2026, 10, 24, 23, 59, 58, 123);
const machine = '10.1.1.5';
const RULE = ['fwp-hub', 'rcg', 'app', 'conda, pip. Rule: x'] as const;

/** One of each kind, and what is true of it. */
const FLOWS: readonly TrueFlow[] = [
  { kind: 'application', protocol: 'HTTPS', host: 'packages.contoso.com', port: 443, allowed: true, rule: RULE },
  { kind: 'application', protocol: 'HTTPS', host: 'login.microsoftonline.com', port: 443 },
  { kind: 'application', protocol: 'HTTPS', host: 'update.code.visualstudio.com', port: 443 },
  { kind: 'application', protocol: 'HTTPS', host: 'index.example.org', port: 443 },
  { kind: 'application', protocol: 'HTTPS', port: 443, noServerName: true },
  { kind: 'application', protocol: 'HTTP', host: 'archive.example.net', url: 'archive.example.net/a. Action: b', port: 80 },
  { kind: 'network', protocol: 'TCP', address: '198.51.100.40', port: 8443, allowed: true, rule: ['fwp-hub', 'rcg', 'net', 'any'] },
  { kind: 'network', protocol: 'UDP', address: '20.51.9.41', port: 5831, rule: ['fwp-base', 'rcg-base', 'block', 'block-udp'] },
  { kind: 'network', protocol: 'TCP', address: '203.0.113.17', port: 27001 },
  { kind: 'network', protocol: 'ICMP Type=8', address: '198.51.100.9', port: 0 },
  { kind: 'nat', protocol: 'TCP', address: '203.0.113.77', port: 3389, rule: ['fwp-hub', 'rcg', 'nat', 'rdp'] },
  { kind: 'dns', protocol: 'udp', host: 'nosuch.azureml.ms', code: 'NXDOMAIN' },
].map((flow, i) => ({ at: START + i * 1000, machine, clientPort: 50100 + i, ...flow } as TrueFlow));

/** Finding, other side, port, requirements; written down from the flows by hand. */
const TRUTH = [
  'denied-required 203.0.113.17 27001 own.licences',
  'denied-required 20.51.9.41 5831 basic.azure-machine-learning-udp',
  'denied-required login.microsoftonline.com 443 basic.azure-active-directory',
  'denied-off update.code.visualstudio.com 443 vs-code.server vs-code-product.update',
  'denied-unknown  443 ',
  'denied-unasked 198.51.100.9  ',
  'denied-unasked archive.example.net 80 ',
  'denied-unasked index.example.org 443 ',
  'unresolved nosuch.azureml.ms  basic.azure-machine-learning-tcp',
  'allowed-unasked 198.51.100.40 8443 ',
  'allowed-unasked 203.0.113.77 3389 ',
].sort();

function truthOf({ flows }: Report): string[] {
  return flows
    .map(
      ({ finding, endpoint = '', port = '', requirementIds: ids, offRequirements: off = [] }) =>
        `${finding} ${endpoint} ${port} ${(ids.length > 0 ? ids : off.map(({ id }) => id)).join(' ')}`,
    )
    .sort();
}

describe('the same flows in every form', () => {
  let blob: Report;
  beforeAll(async () => {
    blob = await report(STRUCTURED['blob']!(FLOWS), '--service-tags', TAGS);
  });

  test('the truth', () => {
    expect(truthOf(blob)).toEqual(TRUTH);
    expect(blob.flows.every(({ count, machines }) => count === 1 && machines === 1)).toBe(true);
    expect(blob.flows.find(({ endpoint }) => endpoint === 'index.example.org')).toMatchObject({
      first: '2026-11-25T00:00:01.123Z',
      last: '2026-11-25T00:00:01.123Z',
    });
    expect(blob.from).toBe('2026-11-24T23:59:58.123Z');
  });

  test('the missing rule, and the rule that denied', () => {
    const udp = blob.flows.find(({ port }) => port === 5831)!;
    expect(udp.decidedBy).toBe('the firewall, policy fwp-base, group rcg-base, collection block, rule block-udp');
    expect(udp.missing!.map(({ where }) => where)).toEqual(['firewall rules azureml']);
    expect(blob.flows.find(({ endpoint }) => endpoint === '203.0.113.17')!.decidedBy).toBe('the firewall, because no rule matched');
  });

  test.each(Object.keys(STRUCTURED))('structured, %s', async (form) => {
    const found = await report(STRUCTURED[form]!(FLOWS), '--service-tags', TAGS);
    expect(found.flows).toEqual(blob.flows);
    expect(found.skipped).toEqual([]);
    expect(found.code).toBe(1);
  });

  test.each(Object.keys(LEGACY))('older messages, %s', async (form) => {
    const found = await report(LEGACY[form]!(FLOWS), '--service-tags', TAGS);
    // These messages have no port where the client names no host, and name no rule for a denial by default on the network.
    expect(truthOf(found)).toEqual(TRUTH.map((line) => line.replace('denied-unknown  443 ', 'denied-unknown   ')).sort());
    expect(found.flows.find(({ port }) => port === 27001)!.decidedBy).toBe(
      'the firewall; the log names no rule, so it may be the default or a rule',
    );
    const other = (all: Flow[]): Flow[] => all.filter(({ endpoint: side, decidedBy }) => side !== undefined && !/no rule/.test(decidedBy));
    expect(other(found.flows)).toEqual(other(blob.flows));
  });

  test('packed, and in a folder with others', async () => {
    const inner = join(folder, 'account', 'y=2026');
    mkdirSync(inner, { recursive: true });
    writeFileSync(join(inner, 'PT1H.json'), gzipSync(STRUCTURED['blob']!(FLOWS.slice(0, 6))));
    writeFileSync(join(inner, 'PT2H.json'), STRUCTURED['CSV']!(FLOWS.slice(6)));
    const { out } = await call([join(folder, 'account')], '--format', 'json', '--service-tags', TAGS);
    expect((JSON.parse(out) as Report).flows).toEqual(blob.flows);
  });
});

const GROUP: readonly GroupFlow[] = [
  {
    at: START,
    from: machine,
    to: '20.190.1.1',
    clientPort: 50101,
    port: 443,
    protocol: 'TCP',
    allowed: true,
    rule: 'UserRule_web',
    bytes: 900,
  },
  {
    at: START,
    from: machine,
    to: '198.51.100.40',
    clientPort: 50111,
    port: 8443,
    protocol: 'TCP',
    allowed: false,
    rule: 'UserRule_deny-rest',
  },
  {
    at: START,
    from: machine,
    to: '20.51.9.40',
    clientPort: 50112,
    port: 18881,
    protocol: 'TCP',
    allowed: false,
    rule: 'DefaultRule_DenyAllOutBound',
  },
  {
    at: START,
    from: '10.9.0.5',
    to: machine,
    clientPort: 40109,
    port: 3389,
    protocol: 'TCP',
    inbound: true,
    allowed: true,
    rule: 'DefaultRule_AllowVnetInBound',
  },
  {
    at: START,
    from: '10.9.0.5',
    to: '10.9.0.6',
    clientPort: 40110,
    port: 3389,
    protocol: 'TCP',
    allowed: true,
    rule: 'DefaultRule_AllowVnetOutBound',
  },
];

describe('flow logs', () => {
  test.each(Object.keys(FLOW_LOGS))('%s', async (form) => {
    const found = await report(FLOW_LOGS[form]!(GROUP), '--service-tags', TAGS);
    expect(truthOf(found)).toEqual([
      'allowed-unasked 10.9.0.5 3389 ',
      'denied-required 20.51.9.40 18881 basic.azure-machine-learning-tcp',
      'denied-unasked 198.51.100.40 8443 ',
    ]);
    const denied = found.flows.find(({ port }) => port === 18881)!;
    expect(denied.decidedBy).toBe('the security group, default rule DenyAllOutBound');
    expect(denied.missing!.map(({ where }) => where)).toEqual(['security group nsg-training of training']);
    expect(found.elsewhere).toBe(1);
    expect(found.notes.join()).toContain('there is no log of a firewall');
    expect(found.notes.some((note) => note.includes('has no end'))).toBe(form.includes('still'));
  });

  test('addresses get their names from lines of the same client and port, in either order of files', async () => {
    const web: TrueFlow = { ...FLOWS[3]!, at: START + 500, clientPort: 50101 };
    const [firewall, group] = [
      write(STRUCTURED['blob']!([web])),
      write(FLOW_LOGS['virtual network']!([{ ...GROUP[0]!, to: '203.0.113.150' }])),
    ];
    for (const files of [
      [firewall, group],
      [group, firewall],
    ]) {
      const found = JSON.parse((await call(files, '--format', 'json')).out) as Report;
      // The group let it through and the firewall did not, so it is denied.
      expect(truthOf(found)).toEqual(['denied-unasked index.example.org 443 ']);
      expect(found.notes.join()).toContain('names of 1 address come from the logs themselves');
    }
  });

  test('a server that the client did not name is found by its flow', async () => {
    const nameless = STRUCTURED['blob']!([FLOWS[4]!]);
    const group = FLOW_LOGS['version 2']!([{ ...GROUP[0]!, to: '198.51.100.77', clientPort: FLOWS[4]!.clientPort }]);
    const found = JSON.parse((await call([write(nameless), write(group)], '--format', 'json')).out) as Report;
    expect(found.flows.map(({ finding, names }) => [finding, names])).toEqual([['denied-unknown', ['198.51.100.77']]]);
  });
});

test('without a service tag file, an address is not told, and what may ask for it is said', async () => {
  const found = await report(STRUCTURED['blob']!(FLOWS.slice(7, 8)));
  expect(found.flows).toMatchObject([{ finding: 'denied-unknown', possibleRequirementIds: ['basic.azure-machine-learning-udp'] }]);
  expect(found.code).toBe(4);
  expect(found.untoldRequirements.map(({ id }) => id)).toContain('basic.azure-machine-learning-udp');
});

test('requirements that no flow used', async () => {
  const found = await report(STRUCTURED['blob']!(FLOWS), '--service-tags', TAGS);
  const unused = found.unusedRequirements.map(({ id }) => id);
  expect(unused).toContain('basic.azure-monitor');
  ['own.packages', 'own.licences', 'basic.azure-active-directory'].forEach((id) => expect(unused).not.toContain(id));
});

test('broken and hostile lines are counted and shown, and never fatal', async () => {
  const good = STRUCTURED['blob']!(FLOWS.slice(0, 2));
  const bad = [
    '{"category":"AZFWNetworkRule","properties":{',
    'null',
    '[]',
    '42',
    JSON.stringify({
      category: 'AZFWNetworkRule',
      time: 'x',
      properties: { SourceIp: '10.1.1.5', Protocol: 'TCP', DestinationPort: 99999, Action: 'Deny' },
    }),
    JSON.stringify({ category: 'AZFWNetworkRule', properties: { Protocol: 'TCP', DestinationIp: '1.2.3.4', Action: 'Deny' } }),
    JSON.stringify({ category: 'AZFWNetworkRule', properties: { SourceIp: 'not-an-address', Action: 'Deny' } }),
    JSON.stringify({ category: 'NoSuchCategory\u001b[31m', properties: { a: 1 } }),
    JSON.stringify({ category: 'AzureFirewallNetworkRule', properties: { msg: 'what is this' } }),
    JSON.stringify({
      category: 'NetworkSecurityGroupFlowEvent',
      properties: { Version: 9, flows: [{ rule: 'r', flows: [{ flowTuples: ['1,2,3', 5, 'x'] }] }] },
    }),
    JSON.stringify({ __proto__: null, category: '__proto__', properties: { constructor: 1 } }),
    '\u0000\u0001\u0002',
  ];
  const later = STRUCTURED['blob']!(FLOWS.slice(0, 2).map((flow) => ({ ...flow, at: flow.at + 60_000 })));
  const found = await report(good + bad.join('\n') + '\n' + later.trimEnd());
  expect(found.events).toBe(4);
  expect(found.records).toBe(4 + bad.length);
  expect(found.code).toBe(1);
  expect(found.skipped.map(({ reason, count }) => `${count} ${reason}`).sort()).toEqual(
    [
      '1 a part of a flow log record that has another form',
      '1 a port is not a number from 0 to 65535',
      '1 an unknown version of flow logs, read by its form',
      '1 the column SourceIp is missing or empty',
      '1 the message of the firewall has an unknown form',
      '1 the source, or the machine that is reached, is not an address',
      '2 a category that is not known',
      '2 a flow of 3 fields, where 8 or 13 are known',
      '2 a line that is not JSON',
      '3 no record, which is an object',
    ]
      .map((line) => line.replace('2 a flow of 3 fields', '1 a flow of 3 fields'))
      .concat('1 a flow of 1 fields, where 8 or 13 are known')
      .sort(),
  );
  expect(JSON.stringify(found)).not.toContain('\u001b');
});

test('what senders choose is shown as it is in every form', async () => {
  const evil: TrueFlow = { ...FLOWS[3]!, host: '=cmd|\u001b[31m<b>`x`.example' };
  const file = write(STRUCTURED['blob']!([evil]));
  const texts = await Promise.all(['text', 'markdown', 'json', 'csv'].map(async (format) => (await call([file], '--format', format)).out));
  texts.forEach((text) => expect(text).not.toContain('\u001b'));
  expect(texts[3]).toContain('"\'=cmd|');
  expect(texts[1]).toContain("=cmd\\|\\u001b[31m<b>'x'.example`");
});

test('lines that cannot be read are said beside a table of flows too', async () => {
  const { out, err } = await call([write(`${STRUCTURED['blob']!(FLOWS.slice(3, 4))}{"broken\n{"x":\n`)], '--format', 'csv');
  expect(out.trim().split('\r\n')).toHaveLength(2);
  expect(err).toMatch(/^Not in the table: 2 times: a line that is not JSON; the first in .*, line 2: \{"broken\n$/);
});

test('times: offsets count, no zone is UTC, and a zone that a file does not name is left out', async () => {
  const line = (time: string): string =>
    JSON.stringify({
      category: 'AZFWApplicationRule',
      time,
      properties: {
        Protocol: 'HTTPS',
        SourceIp: machine,
        SourcePort: 1,
        DestinationPort: 443,
        Fqdn: `${time.replace(/\W/g, '-')}.example.org`,
        Action: 'Deny',
      },
    });
  const found = await report(
    [line('2026-11-24T08:00:00.5+02:00'), line('2026-11-24T08:00:00'), line('1/9/2026 9:41:00 AM'), line('5/12/2026 9:41:00')].join('\n'),
  );
  expect(found.flows.map(({ first }) => first).sort()).toEqual([
    '2026-01-09T09:41:00Z',
    '2026-11-24T06:00:00.500Z',
    '2026-11-24T08:00:00Z',
    undefined,
  ]);
  const local = await report(STRUCTURED['CSV']!(FLOWS.slice(3, 4)).replace('[UTC]', '[Local Time]'));
  expect(local.flows[0]!.first).toBeUndefined();
  expect(local.notes.join()).toContain('set the portal to UTC');
});

test('an answer that is not complete says so, and a packed file that ends too early gives what it has', async () => {
  const partial = await report(
    JSON.stringify({
      ...(JSON.parse(STRUCTURED['answer of Log Analytics']!(FLOWS.slice(3, 4))) as object),
      error: { code: 'PartialError' },
    }),
  );
  expect(partial.notes.join()).toContain('rows are missing');
  expect(partial.code).toBe(4);
  const many = gzipSync(
    Array.from({ length: 3000 }, (_, i) =>
      STRUCTURED['blob']!([{ ...FLOWS[3]!, at: START + i * 977, clientPort: 1024 + ((i * 7919) % 60000) }]),
    ).join(''),
  );
  const cut = await call([write(many.subarray(0, many.length - 40)), write(STRUCTURED['blob']!(FLOWS.slice(0, 1)))], '--format', 'json');
  expect((JSON.parse(cut.out) as Report).notes.join()).toContain('cannot be unpacked to its end');
});

test('what people paste instead of a log', async () => {
  const pasted = await report(
    'HTTP/1.1 470 status code 470\nContent-Length: 70\n\nAction: Deny. Reason: No rule matched. Proceeding with default action.',
  );
  expect(pasted.skipped.map(({ reason }) => reason).join()).toContain('the answer of the firewall to a client');
  const message = await report(
    'Nov 24 fw: HTTPS request from 10.1.1.5:50101 to index.example.org:443. Action: Deny. No rule matched. Proceeding with ' +
      'default action\n',
  );
  expect(truthOf(message)).toEqual(['denied-unasked index.example.org 443 ']);
});

test('a file that is not there, a folder without files, and a file that is given twice', async () => {
  expect(await call([join(folder, 'none.json')])).toMatchObject({ code: 2 });
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  expect((await call([empty])).err).toContain('is a folder without files');
  const file = write('{}');
  expect((await call([file, file])).err).toContain('is given twice');
});
