import { asked, told } from './mocked-verifier';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { showExplanation } from '../../lib/cli/explain-command';
import { run } from '../../lib/cli/program';
import { showVerification, VERIFICATION_FORMATS } from '../../lib/cli/verify-command';
import { RequirementAnswer } from '../../lib/filtering/answers';
import { Finding } from '../../lib/findings/finding';
import { VerificationResult } from '../../lib/verification/verification-result';
import { flowText } from '../../lib/verification/flow';
import { reportOf } from '../../lib/verification/verdict';
import { MADE } from '../deployment/documents';
import { weekly } from '../support/service-tags';
import { answer, finding, HEAD, MIXED } from '../verification/results';

// What the commands do with answers, and what they ask for; how answers come about is tested with the verifier.
const folder = mkdtempSync(join(tmpdir(), 'azureml-network-verify-command-'));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, content: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
};
const tags = write('service-tags.json', weekly({ Storage: ['203.0.113.0/24'] }));
const chinese = write('china.json', weekly({ Storage: ['203.0.113.0/24'] }, { cloud: 'China' }));
const deployment = write('deployment.json', MADE);

function call(...args: string[]): { code: number; out: string; err: string } {
  let out = '';
  let err = '';
  Object.assign(asked, { path: undefined, options: undefined, flow: undefined });
  const code = run(args, { out: (text) => { out += text; }, err: (text) => { err += text; } });
  return { code, out, err };
}

beforeEach(() => { told.result = MIXED; });

describe('the exit code of a result', () => {
  const accepted = { acknowledged: { reason: 'x' } };
  const codeOf = (findings: Finding[], answers: RequirementAnswer[] = []): number =>
    showVerification(HEAD, reportOf({ answers, findings }), 'text', '1').exit;

  test.each<[number, string, Finding[], RequirementAnswer[]]>([
    [0, 'all met', [], [answer('a', 'met')]],
    [
      0, 'warnings and notes', [finding('rule-never-matches', 'a'), finding('rule-redundant', 'a'), finding('acknowledgement-unused', 'a')],
      [],
    ],
    [1, 'an error', [finding('tag-case', 'a')], [answer('a', 'met')]],
    [1, 'an error beside unknowns', [finding('tag-case', 'a'), finding('requirement-unknown', 'b')], []],
    [4, 'an unknown', [finding('not-evaluated', 'a')], []],
    [
      0, 'acknowledged ones', [finding('tag-case', 'a', accepted), finding('not-evaluated', 'a', accepted)],
      [answer('a', 'denied'), answer('b', 'unknown')],
    ],
    [4, 'an acknowledged error beside an unknown', [finding('tag-case', 'a', accepted), finding('not-evaluated', 'a')], []],
    [1, 'an acknowledged error beside another', [finding('tag-case', 'a', accepted), finding('tag-case', 'b')], []],
    [1, 'a denied requirement that has no finding', [], [answer('a', 'denied'), answer('b', 'unknown')]],
    [4, 'an unknown requirement that has no finding', [finding('rule-redundant', 'a')], [answer('a', 'unknown')]],
  ])('%d for %s', (code, _, findings, answers) => {
    expect(codeOf(findings, answers)).toBe(code);
  });

  test.each(VERIFICATION_FORMATS)('is the same in the format %s', (format) => {
    expect(showVerification(HEAD, reportOf(MIXED), format, '1').exit).toBe(1);
    expect(showVerification(HEAD, reportOf({ answers: [], findings: [] }), format, '1').exit).toBe(0);
  });

  test.each([['allow', 0], ['deny', 1], ['unknown', 4]] as const)('of an explanation: %s is %d', (outcome, code) => {
    expect(showExplanation({ flow: 'x', outcome, steps: [], conditions: [] }, 'text').exit).toBe(code);
  });
});

describe('verify', () => {
  test('asks for the subnets of the deployment, and shows what comes', () => {
    const { code, out, err } = call('verify', 'cdktf.out', '--deployment', deployment);
    expect({ code, err, path: asked.path }).toEqual({ code: 1, err: '', path: 'cdktf.out' });
    expect(asked.options!.subnets.map(({ name }) => name)).toEqual(['training']);
    expect(asked.options!.serviceTags!.path).toBe(tags);
    expect(out).toMatch(/^1 of 3 requirements met/);
  });

  test('takes several paths, which are one network', () => {
    const { out } = call('verify', 'cdktf.out', 'hub.json', '--deployment', deployment, '--format', 'json');
    expect([asked.path, (JSON.parse(out) as { network: string }).network]).toEqual(['cdktf.out and hub.json', 'cdktf.out, hub.json']);
  });

  test('acknowledges what the file says, and says that it is of no use', () => {
    const { findings } = JSON.parse(call('verify', 'x', '--deployment', deployment, '--format', 'json').out) as { findings: Finding[] };
    expect(findings.find(({ id }) => id === 'acknowledgement-unused'))
      .toMatchObject({ subject: 'rule-never-matches nsg-training/Allow-Old', places: [{ file: deployment, resource: 'acknowledged[0]' }] });
    told.result = { answers: [], findings: [finding('rule-never-matches', 'nsg-training/Allow-Old')] };
    const { code, out } = call('verify', 'x', '--deployment', deployment);
    expect({ code, first: out.split('\n')[0] }).toEqual({ code: 0, first: '0 of 0 requirements met. Findings: none; 1 acknowledged.' });
    expect(out).toContain('  reason: Goes with the next release\n');
  });

  test('exit code 0, 1 and 4', () => {
    const codes = [[], [finding('tag-case', 'x')], [finding('not-evaluated', 'x')]].map((findings) => {
      told.result = { answers: [], findings };
      return call('verify', 'x', '--deployment', deployment).code;
    });
    expect(codes).toEqual([0, 1, 4]);
  });

  test('SARIF has the version of the package', () => {
    const { out } = call('verify', 'x', '--deployment', deployment, '--format', 'sarif');
    expect((JSON.parse(out) as { runs: [{ tool: { driver: { version: string } } }] }).runs[0].tool.driver.version)
      .toBe(call('--version').out.trim());
  });

  test('SARIF has the lines of resources', () => {
    const file = write('cdk.tf.json', {});
    writeFileSync(file, '{"resource": {\n"azurerm_x": {\n"y": {}}}}');
    told.result = { answers: [], findings: [finding('tag-case', 'x', { places: [{ file, resource: 'azurerm_x.y' }] })] };
    expect(call('verify', 'x', '--deployment', deployment, '--format', 'sarif').out).toContain('"startLine": 3');
  });

  test.each<[string[], string]>([
    [['--deployment', 'DEPLOYMENT'], '<path>: is missing'],
    [['x'], '--edition: is missing'],
    [['--deployment', 'DEPLOYMENT'], '<path>: is missing'],
    [['-', '-', '--deployment', 'DEPLOYMENT'], 'PATH: standard input cannot be both this and PATH'],
    [['-', '--deployment', '-'], '--deployment: standard input cannot be both this and PATH; give the path of a file for one of them'],
    [['x', '--deployment', '-', '--service-tags', '-'], '--service-tags: standard input cannot be both this and --deployment'],
    [['x', '--deployment', 'DEPLOYMENT', '--format', 'table'], '--format: "table" is not one of "text", "json", "sarif", "markdown"'],
    [['x', '--deployment', 'no.yaml'], '"no.yaml" cannot be read'],
    [['x', '--deployment', 'DEPLOYMENT', '--deployment', 'DEPLOYMENT'], '--deployment: is given twice'],
    [['x', '--deployment', 'DEPLOYMENT', '--service-tags', 'CHINA'], '--service-tags: "'],
    [['x', '--deployment', 'DEPLOYMENT', '--service-tags', 'no.json'], '"no.json" cannot be read'],
  ])('2 for %j', (args, says) => {
    const files: Readonly<Record<string, string>> = { DEPLOYMENT: deployment, CHINA: chinese };
    const { code, out, err } = call('verify', ...args.map((arg) => files[arg] ?? arg));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(says);
    expect(asked.path).toBeUndefined();
  });

  test('3 when the program fails, and nothing that looks like a result', () => {
    told.result = undefined as unknown as VerificationResult;
    const { code, out, err } = call('verify', 'x', '--deployment', deployment);
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toContain('This is a bug in the program');
  });
});

describe('explain', () => {
  test.each([[['spoke outbound tcp 443 pypi.org']], [['spoke', 'outbound', 'tcp', '443', 'pypi.org']]])('the flow %j', (flow) => {
    expect(call('explain', 'x', ...flow)).toEqual({ code: 1, out: 'denied: spoke outbound tcp 443 pypi.org\n', err: '' });
    expect({ ...asked, flow: flowText(asked.flow!) })
      .toEqual({ path: 'x', options: { subnets: [], appliances: new Map() }, flow: 'spoke outbound tcp 443 pypi.org' });
  });

  test('with a deployment its subnets are known, and those of the network too', () => {
    for (const subnet of ['training', 'spoke']) {
      expect(call('explain', 'x', `${subnet} outbound tcp 443 pypi.org`, '--deployment', deployment).code).toBe(1);
    }
    expect(asked.options!.appliances!.size).toBe(1);
    expect(asked.options!.serviceTags!.path).toBe(tags);
  });

  test('service tags are those of the cloud of the deployment, or of the service tag file', () => {
    expect(call('explain', 'x', 'spoke outbound tcp 443 Storage.ChinaEast2', '--deployment', deployment).err).toContain('of "china"');
    expect(call('explain', 'x', 'spoke outbound tcp 443 Storage.WestUS2', '--service-tags', chinese).err)
      .toContain('cloud "china", but of "public"');
    expect(call('explain', 'x', 'spoke outbound tcp 443 Storage.ChinaEast2', '--service-tags', chinese).code).toBe(1);
    expect(call('explain', 'x', 'spoke outbound tcp 443 Storage.ChinaEast2').code).toBe(1);
  });

  test('several paths come before the flow', () => {
    for (const flow of [['spoke outbound tcp 443 pypi.org'], ['spoke', 'outbound', 'tcp', '443', 'pypi.org']]) {
      expect(call('explain', 'cdktf.out', 'outbound', 'hub.json', ...flow).code).toBe(1);
      expect({ path: asked.path, flow: flowText(asked.flow!) })
        .toEqual({ path: 'cdktf.out and outbound and hub.json', flow: 'spoke outbound tcp 443 pypi.org' });
    }
  });

  test.each(['json', 'markdown'])('format %s', (format) => {
    expect(call('explain', 'x', 'spoke outbound tcp 443 pypi.org', '--format', format).out).toContain('spoke outbound tcp 443 pypi.org');
  });

  test.each<[string[], string]>([
    [['x'], 'flow: is missing; give it after "x": SUBNET'],
    [['x', 'spoke outbound tcp'], 'flow "spoke outbound tcp": is not complete'],
    [['x', 'spok outbound tcp 443 pypi.org'], 'flow: "spok" is not a subnet here; there is "spoke"; did you mean "spoke"?'],
    [['x', 'spoke outbound tcp 443 pypi.org', '--format', 'sarif'], '--format: "sarif" is not one of "text", "json", "markdown"'],
    [['-', 'spoke outbound tcp 443 pypi.org', '--deployment', '-'], '--deployment: standard input cannot be both this and PATH'],
  ])('2 for %j', (args, says) => {
    const { code, out, err } = call('explain', ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(says);
  });
});
