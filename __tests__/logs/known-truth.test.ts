import { Deployment } from '../../lib/deployment/deployment';
import { AlikeLines } from '../../lib/logs/alike-lines';
import { analyse } from '../../lib/logs/analysis';
import { FlowTable } from '../../lib/logs/flow-table';
import { LogReader } from '../../lib/logs/reader';
import { ReadingNotes } from '../../lib/logs/reading-notes';
import { logsJson } from '../../lib/review/logs-formats';
import { FLOW_LOGS, GroupFlow, LEGACY, STRUCTURED, TrueFlow } from '../support/log-forms';

/*
 * Logs of many flows, and what is true of them, counted here from the flows themselves: how often, from how many machines, when first and
 * last, how many bytes, and the rule that is missing. The readers take no part in it.
 */
interface Row {
  readonly finding: string;
  readonly endpoint: string;
  readonly port: number;
  readonly protocol: string;
  readonly direction: string;
  readonly count: number;
  readonly machines: number;
  readonly first: string;
  readonly last: string;
  readonly bytes?: number;
  readonly decidedBy: string;
  readonly requirementIds: readonly string[];
  readonly missing?: readonly object[];
}

const deployment = Deployment.fromFile('examples/own-requirement.yaml');

function reportOf(content: string): readonly Row[] {
  const table = new FlowTable([{ name: 'training', addressPrefixes: ['10.1.1.0/24'] }]);
  const notes = new ReadingNotes();
  const reader = new LogReader('log', (event) => void table.add(event), notes, new AlikeLines(table));
  for (let at = 0; at < content.length; at += 50_000) {
    reader.push(Buffer.from(content.slice(at, at + 50_000)));
  }
  reader.end();
  return (JSON.parse(logsJson(analyse(deployment, table, notes, 1))) as { flows: Row[] }).flows;
}

let seed = 21;
function random(limit: number): number {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
  return (seed >>> 8) % limit;
}
const oneOf = <T>(list: readonly T[]): T => list[random(list.length)]!;

const START = Date.UTC(2026, 10, 24, 22, 0, 0);
const RULE = ['fwp', 'rcg', 'rc', 'r, 1'] as const;
const FIREWALL_RULE = 'the firewall, policy fwp, group rcg, collection rc, rule r, 1';

/** What is the same in lines of one row, and the numbers that are counted over them. */
class Truth {
  private readonly rows = new Map<string, { count: number; bytes: number; times: number[]; machines: Set<string> }>();

  public add(row: object, machine: string, at: number, bytes = -1): void {
    const key = JSON.stringify(row);
    const found = this.rows.get(key) ?? { count: 0, bytes: -1, times: [], machines: new Set<string>() };
    this.rows.set(key, found);
    found.count++;
    found.times.push(at);
    found.machines.add(machine);
    found.bytes = bytes < 0 ? found.bytes : Math.max(found.bytes, 0) + bytes;
  }

  public get all(): object[] {
    return [...this.rows].map(([key, { count, bytes, times, machines }]) => ({
      ...JSON.parse(key) as object, count, machines: machines.size, first: new Date(Math.min(...times)).toISOString(),
      last: new Date(Math.max(...times)).toISOString(), ...(bytes >= 0 && { bytes }),
    }));
  }
}

function seen(rows: readonly Row[]): object[] {
  return rows.map(({ finding, endpoint, port, protocol, direction, count, machines, first, last, bytes, decidedBy, requirementIds }) => ({
    finding, endpoint, port, protocol, direction, decidedBy, requirementIds,
    count, machines, first: new Date(first).toISOString(), last: new Date(last).toISOString(), ...(bytes !== undefined && { bytes }),
  }));
}

const sorted = (rows: readonly object[]): string[] => rows.map((row) => JSON.stringify(row, Object.keys(row).sort())).sort();

const machines = Array.from({ length: 20 }, (_, i) => `10.1.1.${4 + i}`);

describe('firewalls', () => {
  const sides = [
    ...[0, 1, 2, 3].map((i) => ({ host: `h${i}.nobody.example`, asked: undefined })),
    { host: 'packages.contoso.com', asked: 'own.packages' }, { host: 'PACKAGES.contoso.com', asked: 'own.packages' },
    { address: '198.18.0.7', asked: undefined }, { address: '203.0.113.17', asked: 'own.licences' },
  ];
  const flows = Array.from({ length: 1500 }, (_, i) => {
    const side = oneOf(sides);
    const allowed = random(3) > 0;
    const isHost = 'host' in side;
    const flow: TrueFlow = {
      at: START + i * 977 + random(40_000), machine: oneOf([...machines, '10.9.9.9']), clientPort: 1024 + i, allowed,
      ...(isHost ? { kind: 'application', protocol: 'HTTPS', host: side.host, port: 443 }
        : { kind: 'network', protocol: 'TCP', address: side.address, port: 27_001 }),
      ...((allowed || random(2) > 0) && { rule: RULE }),
    };
    return { flow, asked: side.asked };
  });

  /** @param unnamed what a message says that names no rule, where it is not the default */
  function truth(unnamed: (flow: TrueFlow) => string): Truth {
    const all = new Truth();
    for (const { flow, asked } of flows.filter(({ flow: { machine } }) => machines.includes(machine))) {
      const finding = flow.allowed === true ? 'allowed-unasked' : asked === undefined ? 'denied-unasked' : 'denied-required';
      if (finding !== 'allowed-unasked' || asked === undefined) {
        all.add({
          finding, endpoint: flow.host?.toLowerCase() ?? flow.address, port: flow.port, protocol: 'TCP', direction: 'outbound',
          decidedBy: flow.rule === undefined ? unnamed(flow) : FIREWALL_RULE, requirementIds: asked === undefined ? [] : [asked],
        }, flow.machine, flow.at);
      }
    }
    return all;
  }

  test.each(Object.entries(STRUCTURED))('structured, %s', (_, write) => {
    const rows = reportOf(write(flows.map(({ flow }) => flow)));
    const all = truth(() => 'the firewall, because no rule matched');
    expect(sorted(seen(rows))).toEqual(sorted(all.all));
    expect(rows.filter(({ finding, missing }) => (finding === 'denied-required') !== (missing !== undefined))).toEqual([]);
  });

  test.each(Object.entries(LEGACY))('older messages, %s', (_, write) => {
    const rows = reportOf(write(flows.map(({ flow }) => flow)));
    const all = truth(({ host }) => host === undefined ? 'the firewall; the log names no rule, so it may be the default or a rule'
      : 'the firewall, because no rule matched');
    expect(sorted(seen(rows))).toEqual(sorted(all.all));
  });
});

describe('flow logs', () => {
  const flows = Array.from({ length: 1500 }, (_, i): GroupFlow => {
    const isInbound = random(5) === 0;
    const inner = oneOf([...machines, '10.9.9.9']);
    const outer = oneOf(['198.18.0.7', '198.18.0.8', '203.0.113.17']);
    const allowed = random(3) > 0;
    return {
      at: START + i * 977 + random(40_000), from: isInbound ? outer : inner, to: isInbound ? inner : outer, clientPort: 1024 + i,
      port: 27_001, protocol: 'TCP', ...(isInbound && { inbound: true as const }), allowed,
      rule: allowed ? 'UserRule_ok' : oneOf(['UserRule_no', 'DefaultRule_DenyAllOutBound']),
      ...(allowed && random(2) > 0 && { bytes: random(100_000) }),
    };
  });
  const groups = Array.from({ length: 30 }, (_, i) => flows.slice(50 * i, 50 * i + 50));

  test.each(Object.keys(FLOW_LOGS).filter((form) => !form.includes('still')))('%s', (form) => {
    const records = groups.flatMap((group) => (JSON.parse(FLOW_LOGS[form]!(group)) as { records: object[] }).records);
    const isGroup = !form.includes('virtual network');
    const hasBytes = JSON.stringify(records).includes(',E,');
    const all = new Truth();
    for (const { at, from, to, port, inbound: isInbound = false, allowed, rule, bytes } of flows) {
      const [machine, endpoint] = isInbound ? [to, from] : [from, to];
      const asked = !isInbound && endpoint === '203.0.113.17';
      const finding = allowed ? 'allowed-unasked' : asked ? 'denied-required' : 'denied-unasked';
      if (machines.includes(machine) && !(allowed && asked)) {
        all.add({
          finding, endpoint, port, protocol: 'TCP', direction: isInbound ? 'inbound' : 'outbound',
          decidedBy: `the security group, ${rule.replace('UserRule_', '').replace('DefaultRule_', 'default rule ')}`,
          requirementIds: asked ? ['own.licences'] : [],
        }, machine, isGroup ? at - (at % 1000) : at, allowed && hasBytes ? bytes ?? (isGroup ? -1 : 0) : -1);
      }
    }
    const rows = reportOf(JSON.stringify({ records }));
    expect(sorted(seen(rows))).toEqual(sorted(all.all));
    expect(rows.filter(({ finding, missing }) => (finding === 'denied-required') !== (missing !== undefined))).toEqual([]);
  });
});
