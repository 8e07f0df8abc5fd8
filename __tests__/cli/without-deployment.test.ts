import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/program';

const CASES = join(__dirname, '../cases');
const MET = join(CASES, '00-all-met/main.tf.json');
const FACTS = ['--edition', '2026-03-19', '--cloud', 'public', '--region', 'westeurope'];
const folder = mkdtempSync(join(tmpdir(), 'azureml-network-stated-'));
afterAll(() => rmSync(folder, { recursive: true }));

function call(...args: string[]): { code: number; out: string; err: string } {
  let [out, err] = ['', ''];
  const code = run(args, { out: (text) => { out += text; }, err: (text) => { err += text; } });
  return { code, out, err };
}

type Answers = { stated: string; answers: { requirementId: string; outcome: string; ports?: string }[] };
const outcomes = (text: string): string[] =>
  (JSON.parse(text) as Answers).answers.map(({ requirementId, outcome, ports = '' }) => `${requirementId} ${outcome} ${ports}`);

test.each(['training', 'vnet-ml/training', 'azurerm_subnet.training'])('%s gives the answers of the deployment file', (subnet) => {
  for (const name of ['00-all-met', '33-only-443']) {
    const path = join(CASES, name, 'main.tf.json');
    const stated = call('verify', path, ...FACTS, '--subnet', subnet, '--format', 'json');
    const described = call('verify', path, '--deployment', join(CASES, name, 'deployment.yaml'), '--format', 'json');
    expect(outcomes(stated.out)).toEqual(outcomes(described.out));
    expect(stated.code).toBe(described.code);
  }
});

test('the output says what was taken for so', () => {
  expect(call('verify', MET, ...FACTS, '--subnet', 'training').out)
    .toContain('no deployment file: edition 2026-03-19, cloud public, region westeurope, ' +
      'a workspace with a private endpoint, compute without public IP addresses, no scenario, ');
  const other = call(
    'verify', MET, ...FACTS, '--subnet', 'training', '--public-ip', 'yes', '--private-endpoint', 'no', '--scenario', 'vs-code',
    'python-packages', '--format', 'json',
  );
  expect((JSON.parse(other.out) as Answers).stated)
    .toContain('a workspace without a private endpoint, compute with public IP addresses, scenarios vs-code and python-packages');
});

test.each<[args: string[], message: string]>([
  [[], '--edition: is missing'],
  [FACTS, '--subnet: is missing'],
  [[...FACTS, '--subnet', 'training', 'training'], '--subnet: "training" is given twice'],
  [[...FACTS, '--subnet', 'training', '--scenario', 'vscode'], 'vs-code'],
  [
    [...FACTS, '--subnet', 'training', '--scenario', 'without-service-tags'],
    'state workspace.storageAccountName (3 to 24 lower-case letters and digits, or a reference), in a deployment file; ' +
      '"azureml-network init" writes a first one',
  ],
  [['--cloud', 'public', '--deployment', join(CASES, '00-all-met/deployment.yaml')], '--cloud: the deployment file says that'],
])('%j is refused', (args, message) => {
  const { code, err } = call('verify', MET, ...args);
  expect([code, err]).toEqual([2, expect.stringContaining(message)]);
});

test('a subnet that is not there is said with those that are', () => {
  const { code, out } = call('verify', MET, ...FACTS, '--subnet', 'trainning');
  expect([code, out]).toEqual([4, expect.stringContaining('vnet-ml/training (azurerm_subnet.training)')]);
  expect(out).toContain('0 of 11 requirements met by what could be read');
});

test('one name of two subnets is said with the names that tell them apart', () => {
  const json = JSON.parse(readFileSync(MET, 'utf8')) as { resource: Record<string, Record<string, object>> };
  json.resource['azurerm_virtual_network']!['w'] = { name: 'vnet-hub', resource_group_name: 'rg-net', address_space: ['10.2.0.0/16'] };
  json.resource['azurerm_subnet']!['other'] =
    { name: 'training', resource_group_name: 'rg-net', virtual_network_name: 'vnet-hub', address_prefixes: ['10.2.0.0/24'] };
  const path = join(folder, 'two.tf.json');
  writeFileSync(path, JSON.stringify(json));
  expect(call('verify', path, ...FACTS, '--subnet', 'training').out)
    .toContain(
      'Several subnets are called "training": vnet-hub/training (azurerm_subnet.other), vnet-ml/training (azurerm_subnet.training)',
    );
  expect(call('verify', path, ...FACTS, '--subnet', 'vnet-ml/training').code).toBe(0);
  expect(call('explain', path, 'vnet-ml/training', 'outbound', 'tcp', '443', 'AzureMonitor').out).toContain('allowed: vnet-ml/training');
});

test('values of variables come from files, whatever they are called', () => {
  const json = JSON.parse(readFileSync(MET, 'utf8')) as {
    resource: Record<string, Record<string, Record<string, unknown>>>; variable?: object;
  };
  json.variable = { hop: { type: 'string' } };
  json.resource['azurerm_subnet']!['training']!['name'] = '${var.hop}';
  const path = join(folder, 'variables.tf.json');
  writeFileSync(path, JSON.stringify(json));
  const values = join(folder, 'prod.json');
  writeFileSync(values, JSON.stringify({ hop: 'compute' }));
  const { out } = call('verify', path, ...FACTS, '--subnet', 'vnet-ml/compute', '--var-file', values);
  expect(out).toContain(`the variable hop has the value "compute" of ${values}`);
  expect(call('verify', path, ...FACTS, '--subnet', 'vnet-ml/compute').out).toContain('The files have no subnet "vnet-ml/compute"');
  expect(call('verify', MET, ...FACTS, '--subnet', 'trianing').out).toContain('the nearest is "training".');
});
