import { join } from 'node:path';
import { run } from '../../lib/cli/program';
import { reportHtml } from '../../lib/review/report/html';
import type { NetworkReport } from '../../lib/review/report/network-report';
import { waysOf } from '../../lib/review/report/picture';
import { reportMarkdown } from '../../lib/review/report/report-markdown';

const FOLDER = join(__dirname, '..', 'cases', '33-only-443');

function written(format: string): string {
  let out = '';
  run(['report', join(FOLDER, 'main.tf.json'), '--deployment', join(FOLDER, 'deployment.yaml'), '--format', format],
    { out: (text) => { out += text; }, err: () => undefined });
  return out;
}

const report = JSON.parse(written('json')) as NetworkReport;
const ways = report.subnets.flatMap(({ name }) => waysOf(report, name));
const denied = ways.filter(({ outcome }) => outcome === 'denied');

test('a denied way ends at the layer that denies, and holds only what is denied', () => {
  expect(denied.length).toBeGreaterThan(0);
  for (const { stations, stop, requirements } of denied) {
    const layer = requirements[0]!.steps.find(({ result }) => result === 'deny')!.layer;
    expect(stations[stop!]!.layer).toBe(layer);
    expect(stop).toBe(stations.length - 1);
    requirements.forEach((one) => expect(one.outcome).toBe('denied'));
  }
  ways.filter(({ outcome }) => outcome !== 'denied').forEach(({ stop }) => expect(stop).toBeUndefined());
});

test('a firewall without a rule that allows is where the way ends', () => {
  const one = denied[0]!.requirements[0]!;
  const steps = [{ layer: 'firewall' as const, result: 'deny' as const, flows: [], text: 'no rule allows it', ruleAnchors: [] }];
  const of = (direction: 'outbound' | 'inbound') => waysOf({
    ...report, subnets: [{ name: one.subnet, group: 'g', firewalls: ['fw'], insideTraffic: [] }],
    requirements: [{ ...one, direction, steps }],
  }, one.subnet)[0];
  expect(of('outbound')).toMatchObject({
    stations: [{ label: 'group g' }, { label: 'routes of Azure' }, { label: 'firewall fw' }], stop: 2,
  });
  expect(of('inbound')).toMatchObject({ stations: [{ label: 'group g' }, { label: 'firewall fw' }], stop: 1 });
});

test('the page draws a cross for each denied way, none over another, and no denied line to a destination', () => {
  const out = written('html');
  const crosses = [...out.matchAll(/data-way="([^"]*)"><circle class="stop" cx="([\d.]+)" cy="([\d.]+)"/g)]
    .map(([, ways = '', x, y]) => ({ ways: ways.split(' '), x: Number(x), y: Number(y) }));
  const links = [...out.matchAll(/<a class="denied" href="[^"]*" data-way="([^"]*)"/g)].map(([, way]) => way);
  expect(new Set(links).size).toBe(denied.length);
  expect(crosses.flatMap(({ ways: those }) => those).sort()).toEqual([...new Set(links)].sort());
  crosses.forEach((one, i) => crosses.slice(i + 1).forEach((other) => {
    expect(one.x === other.x && Math.abs(one.y - other.y) < 2 * 9).toBe(false);
  }));
  const lines = [...out.matchAll(/<path class="way denied" [^>]*d="[^"]* (\d+) [\d.]+"/g)].map(([, x]) => x);
  expect(lines.length).toBeGreaterThan(0);
  expect(lines).not.toContain('864');
});

test('the Markdown draws a cross to each denied destination', () => {
  const out = written('markdown');
  const ids = [...out.matchAll(/^ {2}(n\d+)\[.*:::denied$/gm)].map(([, id]) => id!);
  expect(ids).toHaveLength(denied.length);
  ids.forEach((id) => {
    expect(out).toMatch(new RegExp(`--x ${id}$`, 'm'));
    expect(out).not.toMatch(new RegExp(`--> ${id}$`, 'm'));
  });
});

test('each step of a requirement on the page says what the layer does', () => {
  const out = written('html');
  const count = (result: string): number =>
    report.requirements.flatMap(({ steps }) => steps).filter((step) => step.result === result).length;
  expect(count('deny')).toBeGreaterThan(0);
  expect(out.match(/<b class="deny">denies<\/b> (?:TCP|UDP) \d/g)).toHaveLength(count('deny'));
  expect(out.match(/<b class="allow">allows<\/b> (?:TCP|UDP) \d/g)).toHaveLength(count('allow'));
});

test('the Markdown tells rules that deny a requirement from rules that allow other flows of it', () => {
  const one = denied[0]!.requirements[0]!;
  const [first, second] = report.rules;
  const steps = [[first!, 'deny'] as const, [second!, 'allow'] as const].map(([rule, result]) =>
    ({ layer: 'firewall' as const, result, flows: [`TCP ${result}`], text: result, ruleAnchors: [rule.anchor] }));
  const requirements = report.requirements.map((each) => each.anchor === one.anchor ? { ...one, steps } : each);
  const out = reportMarkdown({ ...report, requirements });
  expect(out).toContain(`denies TCP deny: \`${first!.name}\`<br>allows TCP allow: \`${second!.name}\``);
});

test('a way that skips a layer passes beside the boxes of that layer', () => {
  const [one] = denied.flatMap(({ requirements }) => requirements);
  const opening = {
    anchor: 'open-ssh', subnet: one!.subnet, direction: 'inbound' as const, traffic: 'TCP 22', ports: ['22'], endpoint: 'Internet', by: [],
    ruleAnchors: [],
  };
  const page = reportHtml({ ...report, openings: [opening] });
  const [, bend, end] = /<path class="way open"[^>]* d="M[\d.]+ [\d.]+C[^"]* (\d+) [\d.]+L(\d+) [\d.]+"/.exec(page)!;
  expect([Number(bend), Number(end)]).toEqual([432, 864]);
});
