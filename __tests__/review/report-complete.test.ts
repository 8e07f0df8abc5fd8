import { App } from 'cdktf';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Deployment, DeploymentStack, RequirementSet } from '../../lib';
import { run } from '../../lib/cli/program';
import type { NetworkReport } from '../../lib/review/report/network-report';

// All that a report has to say, of examples, of a network without a deployment file and of exports of Azure, in each of its forms.

const ROOT = join(__dirname, '..', '..');
const STATED = ['--edition', '2026-03-19', '--cloud', 'public', '--region', 'westeurope', '--subnet', 'training'];

function written(args: readonly string[], format: string): string {
  let [out, err] = ['', ''];
  run(['report', ...args, '--format', format], { out: (text) => { out += text; }, err: (text) => { err += text; } });
  expect(err).toBe('');
  return out;
}

/** A route that is required itself; no flow passes anything for it. */
const ROUTE = 'public-ip-compute.route';

interface Asked { readonly args: readonly string[]; readonly sets?: ReadonlyMap<string, RequirementSet> }

function ofExample(name: string): Asked {
  const file = join(ROOT, 'examples', `${name}.yaml`);
  const outdir = mkdtempSync(join(tmpdir(), 'report-complete-'));
  const app = new App({ outdir, stackTraces: false });
  const deployment = Deployment.fromFile(file);
  new DeploymentStack(app, deployment);
  app.synth();
  return { args: [outdir, '--deployment', file], sets: deployment._requirementsOf };
}

const NETWORKS: [name: string, asked: Asked][] = [
  ...['one-subnet', 'two-subnets', 'classic-firewall'].map((name): [string, Asked] => [`the example ${name}`, ofExample(name)]),
  ['a network without a deployment file', { args: [join(ROOT, '__tests__', 'cases', '00-all-met', 'main.tf.json'), ...STATED] }],
  ['exports of Azure', { args: [
    ...['network', 'rule-collection-groups'].map((file) => join(ROOT, 'examples', 'data', 'existing-network', `${file}.json`)), ...STATED,
  ] }],
];

describe.each(NETWORKS)('the report of %s', (_, { args, sets }) => {
  const report = JSON.parse(written(args, 'json')) as NetworkReport;
  const { requirements, rules, subnets, gaps, limits } = report;
  const byAnchor = new Map(rules.map((rule) => [rule.anchor, rule]));

  test('has for each requirement its citation with a link, and for each layer what decides, with its flows', () => {
    expect(requirements.length).toBeGreaterThan(8);
    for (const { id, section, citation, steps, direction, outcome } of requirements) {
      expect([id, section === 'own' || citation!.link!.startsWith('https://')]).toEqual([id, true]);
      expect([id, citation === undefined || [citation.article, citation.date, citation.section, citation.row].every((text) => text !== '')])
        .toEqual([id, true]);
      const layers = new Set(steps.map(({ layer }) => layer));
      if (id === ROUTE) {
        expect(steps.map(({ layer, ruleAnchors: those }) => [layer, those.length])).toEqual([['route', 1]]);
        continue;
      }
      expect([id, layers.has('security group')]).toEqual([id, true]);
      // A firewall that resolves names is in the network itself, so no route leads through it.
      const isOnward = direction === 'outbound' && steps.some(({ result }) => result !== 'deny');
      expect([id, layers.has('route') || layers.has('firewall')]).toEqual([id, isOnward]);
      expect([id, outcome !== 'met' || steps.every(({ result }) => result === 'allow')]).toEqual([id, true]);
      steps.forEach(({ flows }) => expect([id, flows.length > 0]).toEqual([id, true]));
    }
  });

  test('leads from rules of the firewall to requirements, and none is met through a firewall without one that answers', () => {
    const met = requirements.filter((one) => one.outcome === 'met');
    expect(met.length).toBeGreaterThan(0);
    for (const { id, steps, outcome } of met) {
      const route = steps.filter(({ layer }) => layer === 'route').flatMap((step) => step.ruleAnchors).map((rule) => byAnchor.get(rule)!);
      const isFiltered = route.some(({ nextHopAddress }) => nextHopAddress !== undefined);
      expect([id, outcome, !isFiltered || steps.some(({ layer }) => layer === 'firewall')]).toEqual([id, 'met', true]);
    }
  });

  test('says what is left out and why, and which requirements are ways out for data', () => {
    for (const [subnet, set] of sets ?? []) {
      const those = gaps.filter(({ where }) => where === subnet);
      set.leftOut.forEach(({ id, reason }) => expect(those).toContainEqual(expect.objectContaining({ id, reason })));
      expect(requirements.filter((one) => one.subnet === subnet && one.wayOut !== undefined).map(({ id }) => id))
        .toEqual(set.all.filter(({ dataExfiltration }) => dataExfiltration !== undefined).map(({ id }) => id));
    }
    expect(requirements.some(({ wayOut }) => wayOut !== undefined)).toBe(true);
    expect(gaps.length).toBeGreaterThan(0);
    expect(report.notTranslated === undefined).toBe(sets !== undefined);
  });

  test('has the limits of each group, table and firewall that its subnets pass', () => {
    const owners = new Set(limits.map(({ owner }) => owner));
    const passed = subnets.flatMap(({ group, table, firewalls }) => [group!, table!, ...firewalls]);
    expect(passed.filter((owner) => !owners.has(owner))).toEqual([]);
    expect(passed.length).toBeGreaterThan(0);
  });

  test.each(['markdown', 'html'])('says in %s all that it says in JSON', (format) => {
    const plain = (text: string): string => text.replace(/[^a-z0-9]/gi, '').toLowerCase();
    const isAlone = (cause: string | undefined): boolean =>
      cause === undefined || report.findings.filter((one) => one.cause === cause).length === 1;
    const markup = format === 'html' ? /<[^>]*>/g : /<br>|<!-- -->/g;
    const text = plain(written(args, format).replace(markup, '').replace(/&(?:amp|lt|gt|quot|#39);/g, ''));
    const said = [
      report.headline, report.network, report.against, report.serviceTagFile,
      ...requirements.flatMap(({ id, need, citation, wayOut = '', steps }) =>
        [id, need, ...Object.values(citation ?? {}).filter((one) => !one.startsWith('https:')), wayOut,
          ...steps.flatMap((step) => step.ruleAnchors).map((rule) => byAnchor.get(rule)!.name)]),
      ...rules.flatMap(({ name, owner, source, destination, traffic, resource }) => [name, owner, source, destination, traffic, resource]),
      ...gaps.flatMap(({ id, where, kind, reason, remedy = '', writtenAs = '' }) => [id, where, kind, reason, remedy, writtenAs]),
      ...report.findings.flatMap(({ id, subject, message, cause, own, acknowledged = '' }) =>
        [id, subject, ...(isAlone(cause) ? [message] : [cause!, own!]), acknowledged]),
      ...limits.flatMap(({ owner, what }) => [owner, what]),
      ...report.conditions.flatMap(({ condition, members }) => [condition, ...members]),
      ...subnets.map(({ name }) => name),
    ];
    expect(said.filter((one) => !text.includes(plain(one)))).toEqual([]);
  });
});

test('what is acknowledged is told with its reason, and from what nobody accepted', () => {
  const report = JSON.parse(written(ofExample('one-subnet').args, 'json')) as NetworkReport;
  expect(report.findings.map(({ id, acknowledged }) => [id, acknowledged]))
    .toEqual([['not-evaluated', 'The rules of the firewall are verified with the stack that has them']]);
  expect(report.summary).toMatchObject({ acknowledged: 1, findings: { unknown: 0 } });
});

test('what somebody has accepted not to know is still not known to be closed', () => {
  const { args } = ofExample('one-subnet');
  const said = 'Nothing was found that is open although no requirement asks for it. ' +
    'Not all could be evaluated, so there may be more: see the findings.';
  expect(written(args, 'markdown')).toContain(said);
  expect(written(args, 'html')).toContain(`<p class="lead"><b class="unknown">?</b> ${said}</p>`);
  const whole = written([join(ROOT, '__tests__', 'cases', '00-all-met', 'main.tf.json'), ...STATED], 'html');
  expect(whole).toContain('<p class="lead"><b class="allow">✓</b> Nothing was found that is open although no requirement asks for it.</p>');
});
