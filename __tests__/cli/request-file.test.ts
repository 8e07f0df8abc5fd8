import { Firewall } from '@cdktf/provider-azurerm/lib/firewall';
import { FirewallPolicy } from '@cdktf/provider-azurerm/lib/firewall-policy';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, Aspects, LocalBackend, TerraformStack } from 'cdktf';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as library from '../../lib';
import { InputError } from '../../lib/azure/errors';
import { explainCommand } from '../../lib/cli/explain-command';
import { reportCommand } from '../../lib/cli/report-command';
import { verifyCommand } from '../../lib/cli/verify-command';
import type { NetworkReport } from '../../lib/review/report/network-report';
import { hubAndSpoke } from '../support/hub-and-spoke';

// What an app asks of its network, written beside the JSON of its stack, and the same proof from it on the command line.

const SUBNET = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-net/providers/Microsoft.Network/' +
  'virtualNetworks/vnet/subnets';
const { Verification, VerifyRequirements } = library;

function synthesized(options: library.VerifyRequirementsProps = { requestFile: true }): { outdir: string; stack: TerraformStack } {
  const outdir = mkdtempSync(join(tmpdir(), 'request-file-'));
  const app = new App({ outdir, stackTraces: false });
  const stack = new TerraformStack(app, 'network');
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  new LocalBackend(stack, { path: 'x.tfstate' });
  hubAndSpoke(stack, 2, library);
  Aspects.of(stack).add(new VerifyRequirements(options));
  app.synth();
  return { outdir, stack };
}

const fileIn = (outdir: string): string => join(outdir, 'stacks', 'network', 'azureml-network.json');
const verify = (path: string, more: object = {}): { text: string; exit: number } => verifyCommand([path], { format: 'json', ...more }, '0');
type Groups = Record<string, { network_rule_collection: { rule: { name: string }[] }[] }>;
interface Shown {
  stated: string; findings: { id: string; subject: string }[]; answers: { subnet: string; requirementId: string; outcome: string }[];
}

describe('an app with two spokes', () => {
  const { outdir } = synthesized();
  const document = JSON.parse(verify(outdir).text) as Shown;

  test('is verified from the command line as in its synthesis, without a deployment file', () => {
    const { exit } = verify(outdir);
    expect([exit, [...new Set(document.answers.map(({ outcome }) => outcome))]]).toEqual([0, ['met']]);
    expect(new Set(document.answers.map(({ subnet }) => subnet))).toEqual(new Set(['spoke-0', 'spoke-1']));
    expect(document.stated).toContain(fileIn(outdir));
    expect(document.findings).toEqual([]);
  });

  test('gives the same for its folder, for the folder of the stack and for its file', () => {
    const folder = join(outdir, 'stacks', 'network');
    for (const path of [folder, join(folder, 'cdk.tf.json')]) {
      expect((JSON.parse(verify(path).text) as Shown).answers.map(({ subnet, requirementId, outcome }) => [subnet, requirementId, outcome]))
        .toEqual(document.answers.map(({ subnet, requirementId, outcome }) => [subnet, requirementId, outcome]));
    }
  });

  test('asks for all that a program asks for', () => {
    const stack = new TerraformStack(new App({ outdir: mkdtempSync(join(tmpdir(), 'request-file-')) }), 'network');
    const { requirements, subnets } = hubAndSpoke(stack, 2, library);
    const { answers } = Verification.ofNetwork(outdir, {
      subnets: subnets.map(({ name, subnetId, prefix, space }) => ({
        name, subnetId, addressPrefixes: [prefix], requirements,
        intraNetworkTraffic: library.IntraNetworkTraffic.within([space, '10.0.0.0/16']),
      })),
    });
    // The way to the resolver is what SecuredSubnet adds to it.
    const asked = document.answers.filter(({ requirementId }) => !requirementId.startsWith('name-resolution.'));
    expect(asked.map(({ subnet, requirementId, outcome }) => [subnet, requirementId, outcome]))
      .toEqual(answers.map(({ subnet, requirementId, outcome }) => [subnet, requirementId, outcome]));
  });

  test('is denied where the JSON lacks a rule, and the rule is suggested', () => {
    const { outdir: other } = synthesized();
    const file = join(other, 'stacks', 'network', 'cdk.tf.json');
    const json = JSON.parse(readFileSync(file, 'utf8')) as { resource: { azurerm_firewall_policy_rule_collection_group: Groups } };
    const [group] = Object.values(json.resource.azurerm_firewall_policy_rule_collection_group);
    const [collection] = group!.network_rule_collection;
    collection!.rule = collection!.rule.filter(({ name }) => !name.startsWith('Allow-AzureMonitor'));
    writeFileSync(file, JSON.stringify(json));
    const { text, exit } = verify(other, { suggest: true });
    const { answers, suggestions } = JSON.parse(text) as Shown & { suggestions: { subnet: string; kind: string; notes: string[] }[] };
    expect([exit, answers.filter(({ outcome }) => outcome !== 'met').map(({ subnet, requirementId }) => `${subnet} ${requirementId}`)])
      .toEqual([1, ['spoke-0 basic.azure-monitor']]);
    expect(suggestions.map(({ subnet, kind }) => [subnet, kind])).toEqual([['spoke-0', 'firewall rule']]);
    expect(suggestions[0]!.notes.join(' ')).toContain('Write it in the app.');
  });

  test('writes the same bytes again, with nothing of the machine', () => {
    const [one, other] = [readFileSync(fileIn(outdir), 'utf8'), readFileSync(fileIn(synthesized().outdir), 'utf8')];
    expect(other).toBe(one);
    expect([one.includes(tmpdir()), one.includes('TfToken')]).toEqual([false, false]);
  });
});

describe('a file that was written for another synthesis', () => {
  const change = (outdir: string, of: (json: Record<string, unknown>) => object): string => {
    const file = join(outdir, 'stacks', 'network', 'cdk.tf.json');
    writeFileSync(file, JSON.stringify(of(JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>)));
    return outdir;
  };

  test('is noticed, so that nothing is proved by it', () => {
    const outdir = change(synthesized().outdir, (json) => ({ ...json, locals: { later: true } }));
    const { text, exit } = verify(outdir);
    const { findings } = JSON.parse(text) as { findings: { id: string; message: string; places: { file: string }[] }[] };
    expect([exit, findings.map(({ id }) => id)]).toEqual([4, ['input-not-understood']]);
    expect(findings[0]!.message).toContain('synthesize the app again, or remove the file');
    expect(findings[0]!.places[0]!.file).toBe(fileIn(outdir));
    const explained = explainCommand([outdir, 'spoke-0 outbound tcp 443 AzureMonitor'], { format: 'text' });
    expect(explained.text).toContain('synthesize the app again');
  });

  test('is the same file where the JSON is only laid out in another way', () => {
    const { exit } = verify(change(synthesized().outdir, (json) => Object.fromEntries(Object.entries(json).reverse())));
    expect(exit).toBe(0);
  });
});

describe('report', () => {
  const report = (path: string, more: object = {}): NetworkReport =>
    JSON.parse(reportCommand([path], { format: 'json', ...more }).text) as NetworkReport;

  test('has all that the report of the app itself has, but for what constructs alone know', () => {
    const { outdir } = synthesized({ requestFile: true, reportFormats: [library.ReportFormat.JSON] });
    const folder = join(outdir, 'stacks', 'network');
    const own = JSON.parse(readFileSync(join(folder, 'azureml-network-report.json'), 'utf8')) as NetworkReport;
    const { gaps, ...found } = report(outdir);
    const kinds = new Set<string>(['left out', 'left out by you', 'not documented']);
    expect(gaps).toEqual(own.gaps.filter(({ kind }) => kinds.has(kind)));
    expect(gaps.length).toBeGreaterThan(0);
    expect(found.requirements.filter(({ wayOut }) => wayOut !== undefined).length).toBeGreaterThan(0);
    expect(found.notTranslated).toContain('reportFormats');
    const { requirements, rules, openings, findings, conditions, limits } = own;
    // Only the paths differ.
    const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value).replaceAll(`${outdir}/`, '')) as unknown;
    expect(plain([found.requirements, found.rules, found.openings, found.findings, found.conditions, found.limits]))
      .toEqual(plain([requirements, rules, openings, findings, conditions, limits]));
  });

  test('is named after what it is of, and says who asks', () => {
    const { outdir } = synthesized();
    const { name, against } = report(join(outdir, 'stacks', 'network'));
    expect([name, against]).toEqual(['network', `what the app asks in ${fileIn(outdir)}`]);
  });
});

describe('explain', () => {
  const explain = (path: string, flow: string): { text: string; exit: number } => explainCommand([path, flow], { format: 'text' });

  test('takes the subnets, the requirements and the appliances of the app', () => {
    const { outdir } = synthesized();
    // Without what is asked, nobody knows that host names stand for the tag, or who is behind the route.
    expect(explain(outdir, 'spoke-0 outbound tcp 443 AzureMonitor').exit).toBe(0);
    expect(explain(outdir, 'spoke-0 outbound tcp 22 AzureMonitor').exit).toBe(1);
    rmSync(fileIn(outdir));
    expect(() => explain(outdir, 'spoke-0 outbound tcp 443 AzureMonitor')).toThrow('spoke-0');
  });

  test('knows all subnets of the files, also those that nothing is asked for', () => {
    const { outdir } = synthesized();
    const file = fileIn(outdir);
    const json = JSON.parse(readFileSync(file, 'utf8')) as { subnets: { name: string; subnetId: string }[] };
    const [, other] = json.subnets as [unknown, { subnetId: string }];
    writeFileSync(file, JSON.stringify({ ...json, subnets: json.subnets.slice(0, 1) }));
    const name = /azurerm_subnet\.([\w-]+)\.id/.exec(other.subnetId)?.[1];
    expect(name).toBeDefined();
    const { text } = explain(outdir, `azurerm_subnet.${name!} outbound tcp 443 AzureMonitor`);
    expect(text).toContain('security group');
    expect(text).not.toContain('is not in the files');
  });
});

test('nothing is written unless it is asked for, and the command then says what it needs', () => {
  const { outdir } = synthesized({});
  expect(existsSync(fileIn(outdir))).toBe(false);
  expect(() => verify(outdir)).toThrow('--edition: is missing');
});

test('what is acknowledged in the app is acknowledged here', () => {
  const { outdir } = synthesized({ requestFile: true });
  const file = fileIn(outdir);
  const json = JSON.parse(readFileSync(file, 'utf8')) as { acknowledged: object[] };
  writeFileSync(file, JSON.stringify({ ...json, acknowledged: [{ finding: 'rule-redundant', subject: 'x', reason: 'known' }] }));
  expect((JSON.parse(verify(outdir).text) as Shown).findings.map(({ id }) => id)).toEqual(['acknowledgement-unused']);
});

test.each([
  ['[]', 'request: a list is given'], ['{"version": 2}', 'stackDigest: is missing'], ['x', 'not JSON'],
  ['{"version": 7, "stackDigest": "x", "appliances": {}, "acknowledged": [], "subnets": [], "requirementSets": []}',
    'version: 7 is not read here'],
  [JSON.stringify({
    version: 2, stackDigest: 'x', appliances: {}, acknowledged: [], requirementSets: [],
    subnets: [{ name: 'a', subnetId: 'b', requirementSet: 3 }],
  }), 'requirementSet: 3 is not an index'],
])('a file with %s is refused by its name', (text, message) => {
  const { outdir } = synthesized();
  writeFileSync(fileIn(outdir), text);
  expect(() => verify(outdir)).toThrow(InputError);
  expect(() => verify(outdir)).toThrow(message);
  expect(() => verify(outdir)).toThrow('azureml-network.json');
});

test('options instead of a deployment file go before the file of the app', () => {
  const { outdir } = synthesized();
  const options = { edition: '2026-03-19', cloud: 'public', region: 'westus2', subnet: ['vnet-spoke-0/compute'] };
  const { stated } = JSON.parse(verify(outdir, options).text) as Shown;
  expect(stated).toContain('no deployment file');
});

test('the hub and spokes of the examples, in two stacks, are verified together', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'request-file-'));
  const app = new App({ outdir, stackTraces: false });
  const place = { location: 'westus2', resourceGroupName: 'rg-net' };
  const [hub, spoke] = ['hub', 'spoke'].map((name) => {
    const stack = new TerraformStack(app, name);
    new AzurermProvider(stack, 'azurerm', { features: [{}] });
    new LocalBackend(stack, { path: `${name}.tfstate` });
    return stack;
  }) as [TerraformStack, TerraformStack];
  const policy = new FirewallPolicy(hub, 'Policy', { ...place, name: 'fwp', dns: { proxyEnabled: true } });
  const firewall = new Firewall(hub, 'Firewall', {
    ...place, name: 'fw', skuName: 'AZFW_VNet', skuTier: 'Standard', firewallPolicyId: policy.id,
    ipConfiguration: [{ name: 'c', subnetId: `${SUBNET}/AzureFirewallSubnet` }],
  });
  const requirements = library.MachineLearning.requirements({
    cloud: library.Cloud.PUBLIC, region: 'westus2', edition: library.Edition.E2026_03_19, workspace: { privateEndpoint: true },
    compute: { publicIp: false },
  });
  new library.SecuredSubnet(spoke, 'Training', {
    requirements, subnetId: `${SUBNET}/training`, subnetAddressPrefixes: ['10.1.1.0/24'],
    securityGroup: { ...place, name: 'nsg', hostNameTraffic: library.HostNameTraffic.FILTERED_BY_FIREWALL },
    routeTable: {
      ...place, name: 'rt', defaultRoute: library.DefaultRoute.throughFirewall(firewall.ipConfiguration.get(0).privateIpAddress),
    },
    firewallPolicyRules: { firewallPolicyId: policy.id, name: 'azureml', priority: 500, dnsProxy: true },
  });
  Aspects.of(spoke).add(new VerifyRequirements({ requestFile: true }));
  app.synth();
  const { answers } = JSON.parse(verify(outdir).text) as Shown;
  expect([answers.length > 9, answers.filter(({ outcome }) => outcome !== 'met')]).toEqual([true, []]);
});
