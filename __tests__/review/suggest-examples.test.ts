import { App, Aspects } from 'cdktf';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VerifyRequirements } from '../../lib';
import { Deployment } from '../../lib/deployment/deployment';
import { requestFromDeployment } from '../../lib/deployment/request-from-deployment';
import { Report } from '../../lib/verification/verification-result';
import { requestFilesAt, requestFromFiles } from '../../lib/verification/request-file';
import { verifyNetwork } from '../../lib/verification/verify-network';
import { suggest } from '../../lib/review/suggest';
import { Suggestions } from '../../lib/review/suggestion';
import { deploymentJson, EXAMPLES, root, synthesize } from '../support/example-suite';
import { applied, Configuration, suggestedOf, written } from '../support/suggested';

// Examples and cases without some of their rules: what is suggested, applied, meets what they met before.

type Body = Record<string, unknown>;
const RULES = ['security_rule', 'rule', 'network_rule_collection', 'application_rule_collection'];

/** A document without every third of the rules that allow something, also of those that a map has. */
function thinned(document: Configuration): Configuration {
  let at = 0;
  const kept = (rules: Body[]): Body[] => rules.filter(({ access }) => access === 'Deny' || ++at % 3 !== 0);
  const copy = JSON.parse(JSON.stringify(document)) as Configuration & { locals?: Record<string, Record<string, Body>> };
  const walk = (body: Body): void => RULES.filter((key) => Array.isArray(body[key])).forEach((key) => {
    if (key.endsWith('_collection')) {
      (body[key] as Body[]).forEach(walk);
    } else {
      const rules = body[key] as Body[];
      body[key] = rules.length < 2 ? rules : kept(rules);
    }
  });
  Object.values(copy.resource).flatMap((all) => Object.values(all)).forEach(walk);
  for (const [name, value] of Object.entries(copy.locals ?? {})) {
    const entries = Object.entries(value);
    if (entries.every(([, one]) => typeof one === 'object' && 'priority' in one)) {
      copy.locals![name] = Object.fromEntries(entries.filter(([, { access }], i) => access === 'Deny' || i % 3 !== 0));
    }
  }
  return copy;
}

const unmet = ({ answers }: Report): string[] =>
  answers.filter(({ outcome }) => outcome !== 'met').map(({ subnet, requirementId }) => `${subnet} ${requirementId}`);

function check(document: Configuration, deployment: string, { isPartial = false, isAll = false } = {}): void {
  const run = (of: Configuration): ReturnType<typeof suggestedOf> =>
    suggestedOf(requestFromDeployment(Deployment.fromFile(deployment), { paths: [written(of)] }));
  const before = run(document).report;
  const broken = thinned(document);
  const { report, suggestions } = run(broken);
  // What is behind the appliance of one example is in another stack, so all is unknown with it.
  expect(unmet(report).length).toBeGreaterThan(isPartial ? 0 : unmet(before).length);
  const after = run(applied(broken, suggestions)).report;
  expect(unmet(after)).toEqual(isAll ? [] : unmet(before));
  expect(suggestions.nothing.length > 0).toBe(isPartial);
  const faults = ({ findings }: Report): string[] => findings
    .filter(({ id }) => /^(refused-by-azure|input-not-understood|open-beyond-requirements|rule-never-matches)$/.test(id))
    .map(({ id, subject }) => `${id} ${subject}`);
  const known = new Set([...faults(before), ...faults(report)]);
  expect(faults(after).filter((one) => !known.has(one))).toEqual([]);
}

// What a NAT gateway or a managed network lets through is no matter of rules here.
const examples = EXAMPLES.filter((name) => name.endsWith('.yaml'));

test.each(examples)('example %s', (example) => {
  const outdir = join(mkdtempSync(join(tmpdir(), 'suggest-example-')), 'out');
  const path = join(root, 'examples', example);
  check(JSON.parse(deploymentJson(path, outdir)) as Configuration, path, { isPartial: example === 'one-subnet.yaml' });
});

/** An app that writes what it asks of its network beside each stack. */
function asking(example: string, outdir: string): string[] {
  const { synth } = App.prototype;
  const spy = jest.spyOn(App.prototype, 'synth').mockImplementation(function (this: App): void {
    Aspects.of(this).add(new VerifyRequirements({ requestFile: true }));
    synth.call(this);
  });
  const paths = Object.keys(synthesize(example, outdir, true)).filter((path) => path.endsWith('cdk.tf.json'));
  spy.mockRestore();
  return paths.map((path) => join(outdir, path));
}

// A managed network has no rules here, and two apps write parts of networks that others have.
const NO_SUBNETS = ['managed-network.ts', 'existing-resources.ts', 'dependencies-api.ts'];
test.each(EXAMPLES.filter((name) => name.endsWith('.ts') && !NO_SUBNETS.includes(name)))('example %s', (example) => {
  const outdir = join(mkdtempSync(join(tmpdir(), 'suggest-example-')), 'out');
  const stacks = asking(example, outdir);
  const run = (): { report: Report; suggestions: Suggestions } => {
    const { request, read } = requestFromFiles(requestFilesAt([outdir]), { source: { paths: [outdir] } });
    return { report: verifyNetwork(request, read), suggestions: suggest(read) };
  };
  const change = (path: string, of: (document: Configuration) => Configuration): void =>
    writeFileSync(path, JSON.stringify(of(JSON.parse(readFileSync(path, 'utf8')) as Configuration)));
  const before = run().report;
  stacks.forEach((path) => change(path, thinned));
  const { report, suggestions } = run();
  expect(unmet(report).length).toBeGreaterThan(unmet(before).length);
  expect([...new Set(suggestions.nothing.map(({ reason }) => reason))]).toEqual([]);
  for (const path of stacks) {
    const own = suggestions.suggested.map((one) => ({ ...one, proposals: one.proposals.map((proposal) => ({
      ...proposal, fragments: proposal.fragments.filter(({ at }) => (at ?? proposal.owner).file === path),
    })) }));
    change(path, (document) => applied(document, { suggested: own, nothing: [] }));
  }
  expect(unmet(run().report)).toEqual(unmet(before));
});

const CASES = join(__dirname, '..', 'cases');
test.each(readdirSync(CASES).filter((name) => /^\d/.test(name)))('case %s', (name) => {
  const document = JSON.parse(readFileSync(join(CASES, name, 'main.tf.json'), 'utf8')) as Configuration;
  check(document, join(CASES, name, 'deployment.yaml'), { isAll: true });
});

test('a rule for the network does not have a tag that routes for 0.0.0.0/0 widen', () => {
  const name = '00-all-met';
  const document = JSON.parse(readFileSync(join(CASES, name, 'main.tf.json'), 'utf8')) as Configuration;
  const [group] = Object.values(document.resource['azurerm_network_security_group']!) as Body[];
  group!['security_rule'] = (group!['security_rule'] as Body[]).filter((rule) => rule['name'] !== 'vnet-out');
  // Two ranges beside each other, which are no range of Azure together.
  (document.resource['azurerm_virtual_network']!['v'] as Body)['address_space'] = ['10.1.0.0/16', '10.2.0.0/15'];
  const run = (of: Configuration): ReturnType<typeof suggestedOf> =>
    suggestedOf(requestFromDeployment(Deployment.fromFile(join(CASES, name, 'deployment.yaml')), { paths: [written(of)] }));
  const { report, suggestions } = run(document);
  expect(unmet(report)).toContain('training basic.virtual-network');
  expect(JSON.stringify(suggestions.suggested)).toContain('["10.1.0.0/16","10.2.0.0/15"]');
  expect(JSON.stringify(suggestions.suggested)).not.toContain('"VirtualNetwork"');
  const after = run(applied(document, suggestions)).report;
  expect(unmet(after)).toEqual([]);
  expect(after.findings.filter(({ id }) => id === 'virtual-network-widened')).toEqual([]);
});
