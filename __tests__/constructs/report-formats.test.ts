import { NetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/network-security-group';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import Ajv from 'ajv';
import { App, Aspects, LocalBackend, TerraformStack } from 'cdktf';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as library from '../../lib';
import { verifyCommand } from '../../lib/cli/verify-command';
import type { NetworkReport } from '../../lib/review/report/network-report';
import { reportSchema } from '../../lib/review/report/report-json';
import { hubAndSpoke } from '../support/hub-and-spoke';
import { IDS, PLACE, requirementSet, signIn } from './synthesis';

// The report that an app writes beside the JSON of a stack.

const { ReportFormat, VerifyRequirements } = library;
const ALL = Object.values(ReportFormat);
const FILES = ['azureml-network-report.html', 'azureml-network-report.json', 'azureml-network-report.md'];

type Made = (stack: TerraformStack) => void;
const spokes: Made = (stack) => { hubAndSpoke(stack, 2, library); };

function synthesized(
  props?: library.VerifyRequirementsProps, outdir = mkdtempSync(join(tmpdir(), 'report-formats-')), made = spokes,
): string {
  const app = new App({ outdir, stackTraces: false });
  const stack = new TerraformStack(app, 'network');
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  new LocalBackend(stack, { path: 'x.tfstate' });
  made(stack);
  if (props !== undefined) {
    Aspects.of(stack).add(new VerifyRequirements(props));
  }
  app.synth();
  return outdir;
}

const folderIn = (outdir: string): string => join(outdir, 'stacks', 'network');
const written = (outdir: string): string[] => readdirSync(folderIn(outdir)).filter((name) => name.startsWith('azureml-network')).sort();
const text = (outdir: string, name: string): string => readFileSync(join(folderIn(outdir), name), 'utf8');
const data = (outdir: string): NetworkReport => JSON.parse(text(outdir, 'azureml-network-report.json')) as NetworkReport;

describe('all forms', () => {
  const outdir = synthesized({ reportFormats: ALL, requestFile: true });

  test('stand beside the JSON of the stack', () => {
    expect(written(outdir)).toEqual([...FILES, 'azureml-network.json'].sort());
    expect(text(outdir, 'azureml-network-report.md')).toMatch(/^# Network report of network\n/);
    expect(text(outdir, 'azureml-network-report.html')).toMatch(/^<!DOCTYPE html>/);
    const validate = new Ajv({ strict: true, allErrors: true }).compile(reportSchema());
    validate(data(outdir));
    expect(validate.errors ?? []).toEqual([]);
  });

  test('have the answers that the command gives for the JSON', () => {
    const { answers } = JSON.parse(verifyCommand([outdir], { format: 'json' }, '0').text) as {
      answers: { subnet: string; requirementId: string; outcome: string }[];
    };
    expect(data(outdir).requirements.map(({ subnet, id, outcome }) => [subnet, id, outcome]))
      .toEqual(answers.map(({ subnet, requirementId, outcome }) => [subnet, requirementId, outcome]));
    expect(answers.length).toBeGreaterThan(10);
  });

  test('are the same bytes from the same app, with nothing of the machine', () => {
    const other = synthesized({ reportFormats: ALL });
    for (const name of FILES) {
      const one = text(outdir, name);
      expect(text(other, name)).toBe(one);
      expect([tmpdir(), 'TfToken', process.cwd()].filter((word) => one.includes(word))).toEqual([]);
    }
  });

  test('are not taken for parts of the network when the folder is read', () => {
    expect(verifyCommand([folderIn(outdir)], { format: 'json' }, '0').exit).toBe(0);
  });
});

test('only the forms that are asked for are written, whatever aspect asks', () => {
  const outdir = synthesized({ reportFormats: [ReportFormat.HTML] }, undefined, (stack) => {
    spokes(stack);
    Aspects.of(stack).add(new VerifyRequirements({ reportFormats: [ReportFormat.MARKDOWN, ReportFormat.HTML] }));
  });
  expect(written(outdir)).toEqual(['azureml-network-report.html', 'azureml-network-report.md']);
});

test.each<[string, library.VerifyRequirementsProps | undefined, string[]]>([
  ['one form fewer', { reportFormats: [ReportFormat.MARKDOWN] }, ['azureml-network-report.md']],
  ['no form', {}, []], ['no aspect', undefined, []],
])('files of an earlier synthesis are removed with %s, and files of others stay', (_, props, expected) => {
  const outdir = synthesized({ reportFormats: ALL, requestFile: true });
  writeFileSync(join(folderIn(outdir), 'notes.md'), 'mine');
  synthesized(props, outdir);
  expect(written(outdir)).toEqual(expected);
  expect(text(outdir, 'notes.md')).toBe('mine');
});

const group = (changes: Partial<library.SecurityGroupOptions>): Made => (stack) => {
  new library.SecuredSubnet(stack, 'Training', {
    requirements: requirementSet({ scenarios: [library.Scenario.PYTHON_PACKAGES] }), subnetId: IDS.subnet,
    subnetAddressPrefixes: ['10.1.1.0/24'],
    securityGroup: { name: 'nsg', ...PLACE, intraNetworkTraffic: library.IntraNetworkTraffic.within(['10.1.0.0/16']), ...changes },
  });
};

test('a stack that fails has its report, which says why', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'report-formats-'));
  const made: Made = (stack) => {
    group({ hostNameTraffic: library.HostNameTraffic.CLOSED })(stack);
    const one = stack.node.findAll().find((construct) => construct instanceof NetworkSecurityGroup)!;
    one.addOverride('security_rule', []);
  };
  expect(() => synthesized({ reportFormats: ALL }, outdir, made)).toThrow('requirement-denied');
  const { verdict, requirements } = data(outdir);
  expect([verdict, requirements.some(({ outcome }) => outcome === 'denied')]).toEqual(['denied', true]);
});

test('what constructs leave unexpressed or substitute is there, with the construct', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'report-formats-'));
  expect(() => synthesized({ reportFormats: ALL }, outdir, group({ hostNameTraffic: library.HostNameTraffic.CLOSED }))).toThrow();
  const { gaps, notTranslated } = data(outdir);
  expect(notTranslated).toBeUndefined();
  expect(gaps).toContainEqual(expect.objectContaining({ kind: 'unexpressed', where: 'network/Training/SecurityGroup' }));
  const opened = mkdtempSync(join(tmpdir(), 'report-formats-'));
  const made = group({ hostNameTraffic: library.HostNameTraffic.FILTERED_BY_FIREWALL });
  expect(() => synthesized({ reportFormats: ALL }, opened, made)).toThrow('open-beyond-requirements');
  expect(data(opened).gaps).toContainEqual(expect.objectContaining({
    kind: 'substituted', where: 'network/Training/SecurityGroup', writtenAs: expect.stringContaining('covers more') as string,
  }));
});

test('a stack without constructs of this library says that it does not know what rules cannot carry', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'report-formats-'));
  const subnets = [{ name: 'training', subnetId: IDS.subnet, requirements: signIn() }];
  expect(() => synthesized({ reportFormats: ALL, subnets }, outdir, () => undefined)).toThrow('not-evaluated');
  expect(data(outdir).notTranslated).toBe('no construct of the stack makes rules from requirements');
});

test('a firewall of another stack is in the report of the stack whose traffic may pass it', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'report-formats-'));
  const app = new App({ outdir, stackTraces: false });
  const [hub, spoke] = ['hub', 'network'].map((name) => {
    const stack = new TerraformStack(app, name);
    new AzurermProvider(stack, 'azurerm', { features: [{}] });
    new LocalBackend(stack, { path: `${name}.tfstate` });
    return stack;
  }) as [TerraformStack, TerraformStack];
  const requirements = requirementSet();
  new library.FirewallPolicyRules(hub, 'Rules', {
    firewallPolicyId: IDS.policy, name: 'ml', priority: 500, sources: ['10.1.1.0/24'], requirements,
  });
  group({ hostNameTraffic: library.HostNameTraffic.FILTERED_BY_FIREWALL })(spoke);
  Aspects.of(spoke).add(new VerifyRequirements({ reportFormats: [ReportFormat.JSON] }));
  expect(() => app.synth()).toThrow('open-beyond-requirements');
  const report = data(outdir);
  expect(new Set(report.gaps.map(({ where }) => where))).toContain('hub/Rules');
  expect(report.network).toBe('stacks/network/cdk.tf.json and the JSON of 1 more of the app');
  expect(existsSync(join(outdir, 'stacks', 'hub', 'azureml-network-report.json'))).toBe(false);
});

test('a deployment stack names its file without the folder', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'report-formats-'));
  const app = new App({ outdir, stackTraces: false });
  const deployment = library.Deployment.fromFile(join(__dirname, '..', '..', 'examples', 'one-subnet.yaml'));
  const stack = new library.DeploymentStack(app, deployment);
  Aspects.of(stack).add(new VerifyRequirements({ reportFormats: ALL }));
  app.synth();
  const file = join(outdir, 'stacks', deployment.name, 'azureml-network-report.json');
  const report = JSON.parse(readFileSync(file, 'utf8')) as NetworkReport;
  expect([report.against, report.name]).toEqual(['the deployment file one-subnet.yaml', deployment.name]);
  expect(readFileSync(file, 'utf8')).not.toContain(dirname(__dirname));
});

test('a form that there is not is refused, with the nearest one', () => {
  expect(() => new VerifyRequirements({ reportFormats: ['htm' as library.ReportFormat] }))
    .toThrow(/VerifyRequirements: reportFormats\[0\]: "?htm"? is not one of .*"?html"?/);
  expect(() => new VerifyRequirements({ reportFormats: 'html' as unknown as library.ReportFormat[] }))
    .toThrow('VerifyRequirements: reportFormats: the text "html" is given; give a list');
});

test('a place that takes no file is named', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'report-formats-'));
  mkdirSync(join(folderIn(outdir), 'azureml-network-report.md'), { recursive: true });
  expect(() => synthesized({ reportFormats: [ReportFormat.MARKDOWN] }, outdir)).toThrow(/stacks\/network.* takes no file/);
});
