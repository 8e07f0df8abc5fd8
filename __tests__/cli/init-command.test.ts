import Ajv from 'ajv';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Deployment, DeploymentStack } from '../../lib';
import { initCommand } from '../../lib/cli/init-command';
import { run, runToEnd } from '../../lib/cli/program';
import { deploymentSchema } from '../../lib/deployment/schema';
import { newApp, textOf } from '../constructs/synthesis';

const ROOT = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'azureml-network-init-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const path = (): string => join(folder, `${files++}.yaml`);
const SUBNET =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/ml';
const FLAGS = [
  '--name', 'training', '--edition', '2026-03-19', '--cloud', 'public', '--region', 'westus2', '--subnet-id', SUBNET,
  '--address-prefix', '10.1.1.0/24',
];

async function init(...args: string[]): Promise<{ exit: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const exit = await runToEnd(['init', ...args], { out: (text) => { out += text; }, err: (text) => { err += text; } });
  return { exit, out, err };
}

function expectGood(file: string): void {
  const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(deploymentSchema());
  validate(parse(readFileSync(file, 'utf8')));
  expect(validate.errors ?? []).toEqual([]);
  expect(Deployment.fromFile(file).requirements.all.length).toBeGreaterThan(5);
}

test('flags write a file that the schema accepts, and whose stack verifies as far as it is known', async () => {
  const file = path();
  expect(await init(...FLAGS, '--firewall', '10.0.1.4', '--scenario', 'vs-code', 'rstudio', '--output', file))
    .toMatchObject({ exit: 0, out: `${file}\n` });
  expectGood(file);
  expect(parse(readFileSync(file, 'utf8'))).toMatchObject({
    scenarios: ['vs-code', 'rstudio'], subnets: { ml: { subnetId: SUBNET, routeTable: { defaultRoute: { firewall: '10.0.1.4' } } } },
  });
  const json = join(folder, 'cdk.tf.json');
  writeFileSync(json, textOf(new DeploymentStack(newApp(), Deployment.fromFile(file))));
  let out = '';
  // The rules of the firewall are in no file: nothing is denied, and not all is known.
  expect(run(['verify', json, '--deployment', file], { out: (text) => { out += text; }, err: () => undefined })).toBe(4);
  expect(out).not.toContain('requirement-denied');
});

interface Written {
  readonly subnets: { readonly ml: { readonly securityGroup: { readonly intraNetworkTraffic: object } } };
}
const written = (file: string): Written => parse(readFileSync(file, 'utf8')) as Written;

/** What the rules of a file do with HTTPS from compute to an address. */
function explained(file: string, address: string): string {
  const json = join(folder, `explained-${files++}.json`);
  writeFileSync(json, textOf(new DeploymentStack(newApp(), Deployment.fromFile(file))));
  let out = '';
  const args = ['explain', json, '--deployment', file, 'ml', 'outbound', 'tcp', '443', address];
  run(args, { out: (text) => { out += text; }, err: () => undefined });
  return out;
}

test('without the address space, private endpoints in other subnets stay open, and the file says how to narrow the tag', async () => {
  const file = path();
  expect((await init(...FLAGS, '--firewall', '10.0.1.4', '--output', file)).exit).toBe(0);
  expect(written(file).subnets.ml.securityGroup.intraNetworkTraffic).toEqual({ byServiceTag: true });
  expect(explained(file, '10.1.2.4')).toContain('security group nsg-ml: allowed by rule Allow-VirtualNetwork');
  expectGood(file);

  // What the comment says to write in place of the tag is accepted.
  const text = readFileSync(file, 'utf8');
  expect(text).toMatch(/# +addressSpace: \[10\.1\.0\.0\/16\]\n +byServiceTag: true\n/);
  writeFileSync(file, text.replace(/# +(addressSpace: .*)\n +byServiceTag: true\n/, '$1\n'));
  expect(written(file).subnets.ml.securityGroup.intraNetworkTraffic).toEqual({ addressSpace: ['10.1.0.0/16'] });
  expectGood(file);
});

test('the address space that is given is what the security group allows', async () => {
  const file = path();
  expect((await init(...FLAGS, '--firewall', '10.0.1.4', '--address-space', '10.1.0.0/16', '10.0.0.0/24', '--output', file)).exit).toBe(0);
  expect(written(file).subnets.ml.securityGroup.intraNetworkTraffic).toEqual({ addressSpace: ['10.1.0.0/16', '10.0.0.0/24'] });
  expect(readFileSync(file, 'utf8')).not.toContain('byServiceTag');
  expect(explained(file, '10.1.2.4')).toMatch(/^allowed: /);
  expect(explained(file, '10.0.1.9')).toMatch(/^denied: /);
});

test('the next command is the one that the file is for', async () => {
  const [routed, direct] = [path(), path()];
  expect((await init(...FLAGS, '--firewall', '10.0.1.4', '--output', routed)).err).toBe(`next: azureml-network synth ${routed}\n`);
  expect((await init(...FLAGS, '--output', direct)).err).toBe(`next: azureml-network verify PATH --deployment ${direct}\n`);
});

test('without a firewall the file is for verify alone', async () => {
  const file = path();
  expect((await init(...FLAGS, '--output', file)).exit).toBe(0);
  expectGood(file);
  expect(Object.keys(parse(readFileSync(file, 'utf8')) as object)).not.toContain('backend');
});

test('what is missing is asked for on a terminal', async () => {
  const [file, asked]: [string, string[]] = [path(), []];
  const answers = ['training', '2026-03-19', 'public', 'westus2', SUBNET, '10.1.1.0/24', ''];
  await initCommand({ output: file }, { out: () => undefined, err: () => undefined }, (question) => {
    asked.push(question);
    return Promise.resolve(` ${answers[asked.length - 1]!}\n`);
  });
  expect(asked).toHaveLength(7);
  expectGood(file);
});

test('a wrong answer is refused at once, and asked for again', async () => {
  const [file, asked]: [string, string[]] = [path(), []];
  const answers = [
    '', 'my training', 'training', '2026', '2026-03-19', 'gov', 'public', 'West US 2', 'westus2', 'vnet/ml', SUBNET,
    '10.1.1.5/24', '10.1.1.0/24', 'fw-hub', '10.0.1.4', '10.2.0.0/16', 'vnet', '10.1.0.0/16, 10.0.0.0/24',
  ];
  let err = '';
  await initCommand({ output: file }, { out: () => undefined, err: (text) => { err += text; } }, (question) => {
    asked.push(question);
    return Promise.resolve(answers[asked.length - 1]!);
  });
  expect(asked).toHaveLength(answers.length);
  expect(err).toContain('did you mean "2026-03-19"?');
  expect(err).toContain('did you mean "government"?');
  expect(err).toContain('--subnet-id');
  expect(err).toContain('--address-prefix');
  expect(err).toContain('--name: "my training"');
  expect(err).toContain('--region: "West US 2"');
  expect(err).toContain('--firewall: the next hop "fw-hub"');
  expect(err).toContain('outside the address space 10.2.0.0/16');
  expect(err).toContain('--address-space: address range "vnet"');
  expect(written(file).subnets.ml.securityGroup.intraNetworkTraffic).toEqual({ addressSpace: ['10.1.0.0/16', '10.0.0.0/24'] });
  expectGood(file);
});

test('an end of the input is refused, and no file is left', async () => {
  const file = path();
  await expect(initCommand({ output: file }, { out: () => undefined, err: () => undefined }, () => Promise.resolve(undefined)))
    .rejects.toThrow('--name: is missing');
  expect(existsSync(file)).toBe(false);
});

test('all that is missing or wrong is said at once', async () => {
  const { exit, err } = await init('--name', 'my training', '--region', 'uswest', '--output', path());
  expect(exit).toBe(2);
  const [name, ...missing] = err.trimEnd().split('\n');
  expect(name).toContain('--name: "my training" is not a name');
  expect(missing.map((line) => line.split(';')[0])).toEqual(
    ['--edition: is missing', '--cloud: is missing', '--subnet-id: is missing', '--address-prefix: is missing'],
  );
});

test.each([
  [['--name', 'x'], '--edition: is missing'],
  [[...FLAGS.slice(0, -1), '10.1.1.0/40'], '--address-prefix: '],
  [FLAGS.map((one) => (one === 'training' ? 'my training' : one)), '--name: '],
  [FLAGS.map((one) => (one === 'westus2' ? 'uswest' : one)), '--region: '],
  [FLAGS.map((one) => (one === SUBNET ? 'vnet/ml' : one)), '--subnet-id: '],
  [[...FLAGS, '--scenario', 'vscode'], '--scenario: '],
  [[...FLAGS, '--firewall', 'fw-hub'], '--firewall: '],
  [[...FLAGS, '--firewall', '10.0.1.4', '--address-space', '10.2.0.0/16'], 'outside the address space 10.2.0.0/16'],
  [[...FLAGS, '--firewall', '10.0.1.4', '--address-space', '10.1.0.0/16', '10.1.2.0/24'], '--address-space: '],
  [[...FLAGS, '--address-space', '10.1.0.0/16'], 'give --firewall too'],
  [[...FLAGS, '--cloud', 'public'], 'given twice'],
])('%j is refused, and no file is left', async (args, says) => {
  const file = path();
  const { exit, out, err } = await init(...args, '--output', file);
  expect([exit, out]).toEqual([2, '']);
  expect(err).toContain(says);
  expect(existsSync(file)).toBe(false);
});

test('a folder that is not there is said in plain words', async () => {
  const file = join(folder, 'nowhere', 'deployment.yaml');
  expect(await init(...FLAGS, '--output', file)).toMatchObject({ exit: 2, err: expect.stringContaining('takes no deployment file: ') });
});

test('a file that is there is not touched', async () => {
  const file = path();
  writeFileSync(file, 'mine');
  expect(await init(...FLAGS, '--output', file)).toMatchObject({ exit: 2, err: expect.stringContaining('exists already') });
  expect(readFileSync(file, 'utf8')).toBe('mine');
});

/** `script` gives the command a terminal of its own; keys are typed when a question stands there. */
const canType = String(spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout).includes('util-linux');

(canType ? test : test.skip)('on a terminal, the key that interrupts ends it without a word and without a file', async () => {
  const main = ['-r', join(ROOT, 'scripts/typescript/register.js'), join(ROOT, 'lib/cli/main.ts'), 'init']
    .map((one) => `'${one}'`).join(' ');
  const at = mkdtempSync(join(folder, 'terminal-'));
  const child = spawn('script', ['-qec', `'${process.execPath}' ${main}`, '/dev/null'], { cwd: at });
  let shown = '';
  const keys = ['my net\n', 'net\n', '\u0003'];
  const questions = /(Name of the deployment|Edition of the article[^:]*): /g;
  child.stdout.on('data', (part: Buffer) => {
    shown += part.toString('utf8');
    const asked = shown.match(questions)?.length ?? 0;
    while (keys.length > 0 && 3 - keys.length < asked) {
      child.stdin.write(keys.shift());
    }
  });
  const status = await new Promise((resolve) => { child.on('close', resolve); });
  expect(shown).toContain('--name: "my net" is not a name that a deployment can have');
  expect(shown).not.toContain('is missing');
  expect(status).toBe(130); // by a signal, as a shell says it
  expect(existsSync(join(at, 'deployment.yaml'))).toBe(false);
});
