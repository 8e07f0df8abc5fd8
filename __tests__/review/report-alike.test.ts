import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/program';
import { alikeSubnets } from '../../lib/review/report/alike-subnets';
import type { NetworkReport } from '../../lib/review/report/network-report';
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
