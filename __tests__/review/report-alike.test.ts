import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/program';
import { alikeSubnets } from '../../lib/review/report/alike-subnets';
import { reportHtml } from '../../lib/review/report/html';
import { gapRows } from '../../lib/review/report/gap-rows';
import type { NetworkReport } from '../../lib/review/report/network-report';
import { reportMarkdown } from '../../lib/review/report/report-markdown';
import { spokes, spokesDeployment } from '../../scripts/report-check/networks';

// Many spokes have one picture where their traffic takes the same ways, and nothing that differs is lost by that.

const COUNT = 14;
const folder = mkdtempSync(join(tmpdir(), 'report-alike-'));
const [file, deployment] = [join(folder, 'main.tf.json'), join(folder, 'deployment.yaml')];
writeFileSync(file, JSON.stringify(spokes(COUNT)));
writeFileSync(deployment, spokesDeployment(COUNT));

function written(format: string): string {
  let [out, err] = ['', ''];
  run(['report', file, '--deployment', deployment, '--format', format],
    { out: (text) => { out += text; }, err: (text) => { err += text; } });
  expect(err).toBe('');
  return out;
}

const report = JSON.parse(written('json')) as NetworkReport;
const alike = alikeSubnets(report);
const [page, markdown] = [written('html'), written('markdown')];

test('subnets that differ only in names are one group, and each requirement and opening is in one way of one group', () => {
  expect(alike.map(({ names }) => names.length)).toEqual([COUNT - 1, 1]);
  expect(alike.flatMap(({ names }) => names).sort()).toEqual(report.subnets.map(({ name }) => name).sort());
  const drawn = alike.flatMap(({ ways }) => ways.flatMap(({ requirements, openings }) => [...requirements, ...openings]));
  expect(drawn.map(({ anchor }) => anchor).sort()).toEqual([...report.requirements, ...report.openings].map(({ anchor }) => anchor).sort());
});

test.each([
  ['an outcome', (one: NetworkReport): NetworkReport =>
    ({ ...one, requirements: one.requirements.map((each, i) => (i === 0 ? { ...each, outcome: 'unknown' } : each)) })],
  ['a requirement more', (one: NetworkReport): NetworkReport => ({ ...one, requirements: one.requirements.slice(1) })],
  ['something that is open', (one: NetworkReport): NetworkReport => ({ ...one, openings: one.openings.map((each, i) =>
    (i === 0 ? { ...each, subnet: 'spoke-0' } : each)) })],
  ['no group', (one: NetworkReport): NetworkReport => ({ ...one, subnets: one.subnets.map(({ group, ...each }, i) =>
    (i === 0 || group === undefined ? each : { ...each, group })) })],
])('a subnet with %s is not alike', (_, change) => {
  expect(alikeSubnets(change(report)).find(({ names }) => names.includes('spoke-0'))!.names).toEqual(['spoke-0']);
});

test('each group of subnets has one picture, and says which subnets it is for', () => {
  expect(page.match(/<svg /g)).toHaveLength(2);
  expect(markdown.match(/^```mermaid$/gm)).toHaveLength(2);
  const said = `The traffic of these ${COUNT - 1} subnets takes the same ways`;
  expect(page).toContain(`${said}: ${alike[0]!.names.join(', ')}.`);
  expect(markdown).toContain(`${said}: ${alike[0]!.names.map((name) => `\`${name}\``).join(', ')}.`);
});

test('the Markdown has each subnet, group, address and place, though rows are for many', () => {
  const said = [
    ...report.subnets.flatMap(({ name, group }) => [name, group!]),
    ...report.rules.flatMap(({ name, owner, resource }) => [name, owner, resource]),
    ...report.requirements.map(({ id }) => id), ...report.openings.map(({ endpoint }) => endpoint),
  ];
  expect(said.filter((text) => !markdown.includes(text))).toEqual([]);
  // What another subnet adds is its names, and no tables of its own.
  const tables = (text: string): number => text.match(/^\| --- /gm)!.length;
  expect(tables(markdown)).toBeLessThan(COUNT);
});

test('the table of subnets has the counts of each', () => {
  const row = /<a href="#requirements" data-subnet="spoke-13">spoke-13<\/a>.*?<\/tr>/s.exec(page)![0];
  const of = <T extends { readonly subnet: string }>(all: readonly T[]): T[] => all.filter(({ subnet }) => subnet === 'spoke-13');
  const cells = [...row.matchAll(/<td [^>]*>(?:<b class="\w+">)?([^<]*)/g)].map(([, text]) => text);
  const outcomes = (['met', 'denied', 'unknown'] as const).map((outcome) =>
    String(of(report.requirements).filter((one) => one.outcome === outcome).length));
  expect(cells).toEqual(['nsg-spoke-13', 'none', 'none', ...outcomes, String(of(report.openings).length)]);
  expect(of(report.openings).length).toBeGreaterThan(0);
});

test('a row says of no group what is true of another, and one of a firewall has all sources', () => {
  const rule = { ...report.rules[0]!, requirementAnchors: [], openingAnchors: [] };
  const of = (layer: typeof rule.layer, owner: string, source: string): typeof rule => ({ ...rule, name: 'in', layer, owner, source });
  const rows = (rules: readonly (typeof rule)[]): string[] =>
    reportMarkdown({ ...report, rules, requirements: [], openings: [] }).split('\n').filter((line) => line.startsWith('| `in` |'));
  const groups = rows([of('security group', 'nsg-a', '10.1.0.0/16'), of('security group', 'nsg-b', '10.2.0.0/16'),
    of('security group', 'nsg-c', '10.1.0.0/16')]);
  expect(groups).toHaveLength(2);
  expect(groups.map((row) => [/nsg-\w`(?:, `nsg-\w)?/.exec(row)![0], row.includes('10.1.0.0/16'), row.includes('10.2.0.0/16')]))
    .toEqual([['nsg-a`, `nsg-c', true, false], ['nsg-b`', false, true]]);
  expect(rows([of('firewall', 'fw', '10.1.0.0/16'), of('firewall', 'fw', '10.2.0.0/16')])).toHaveLength(1);
});

test('what is left out or carried otherwise for one reason is one row', () => {
  const gap = { kind: 'substituted', where: 'group a', id: 'x.one', ports: ['443'], reason: 'why', writtenAs: 'this' } as const;
  const ofB = { ...gap, where: 'group b' };
  const gaps = [gap, { ...gap, id: 'x.two' }, ofB, { ...ofB, id: 'x.two' }, { ...gap, reason: 'other' }];
  expect(gapRows(gaps).map(({ ids, where, reason }) => [ids, where, reason]))
    .toEqual([[['x.one', 'x.two'], ['group a', 'group b'], 'why'], [['x.one'], ['group a'], 'other']]);
});

test('what counts as asked for inside the network is named, with its subnets', () => {
  const inside = (ranges: readonly string[], i: number): NetworkReport['subnets'][number] =>
    ({ ...report.subnets[i]!, insideTraffic: ranges });
  const ranges = [['10.0.0.0/8'], ['10.0.0.0/8'], [], ['VirtualNetwork']];
  const found = { ...report, requirements: [], rules: [], openings: [], gaps: [], findings: [], subnets: ranges.map(inside) };
  for (const text of [reportMarkdown(found).replace(/`/g, ''), reportHtml(found)]) {
    expect(text).toContain('All traffic with 10.0.0.0/8 counts as asked for, because it is inside the network: spoke-0, spoke-1');
    expect(text).toContain('All traffic with VirtualNetwork counts as asked for, because it is inside the network: spoke-3');
    expect(text).toContain('count as asked for. The address ranges are below');
  }
  expect(reportMarkdown({ ...found, subnets: [inside([], 0)] })).not.toContain('count as asked for');
});
