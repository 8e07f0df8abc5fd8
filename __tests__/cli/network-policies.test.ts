import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClusterNetworkPolicies, Deployment, OutsideTraffic } from '../../lib';
import { run } from '../../lib/cli/program';
import { networkPoliciesOf } from '../../lib/deployment/described-policies';
import { MADE, partsOf, replaced, type Path } from '../deployment/documents';
import fc from '../support/fast-check';

const folder = mkdtempSync(join(tmpdir(), 'azureml-network-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(document: unknown, name = 'deployment.json'): string {
  const path = join(folder, name);
  writeFileSync(path, typeof document === 'string' ? document : JSON.stringify(document, null, 1));
  return path;
}

function call(...args: string[]): { code: number; out: string; err: string } {
  let out = '';
  let err = '';
  const code = run(['network-policies', ...args], { out: (text) => { out += text; }, err: (text) => { err += text; } });
  return { code, out, err };
}

const TRAINING = {
  ...MADE, requirements: [], kubernetes: { training: true, inference: false, aks: { privateCluster: true, konnectivityAgent: true } },
  networkPolicies: { outsideTraffic: { within: ['10.1.4.0/24'] } },
};
const policies = (path: string): ClusterNetworkPolicies => networkPoliciesOf(Deployment.fromFile(path));

test('prints every policy as one stream', () => {
  const path = file(TRAINING);
  const { code, out, err } = call('--deployment', path);
  expect([code, err]).toEqual([1, expect.stringMatching(/^not carried: in-cluster\.api-server: /)]);
  const expected = new ClusterNetworkPolicies({
    requirements: Deployment.fromFile(path).requirements, outsideTraffic: OutsideTraffic.within(['10.1.4.0/24']),
  });
  expect(out).toBe(expected.toYaml());
  expect(out.split('\n---\n')).toHaveLength(4);
});

test('what carries everything has the exit code 0', () => {
  const path = join(__dirname, '../../examples/in-cluster.yaml');
  expect(call('--deployment', path)).toMatchObject({ code: 0, err: expect.not.stringContaining('not carried') as string });
});

test('says on standard error what is not carried and what is wider, alike ones together', () => {
  const { err } = call('--deployment', file(TRAINING));
  const lines = err.trimEnd().split('\n');
  expect(lines.filter((line) => line.startsWith('not carried: ')))
    .toEqual([expect.stringMatching(/^not carried: in-cluster\.api-server: .*; instead: state apiServer/)]);
  expect(lines.filter((line) => line.startsWith('wider than documented: ')).length).toBe(lines.length - 1);
  const hosts = lines.filter((line) =>
    line.endsWith(': TCP 443 to 10.1.4.0/24; a network policy names neither hosts nor service tags; the requirement is met as far as its ' +
      'addresses are among these'));
  expect(hosts).toEqual([expect.stringContaining('basic.storage, ')]);
});

test('writes a file for each policy, and prints their paths', () => {
  const path = file(MADE);
  const out = join(folder, 'policies');
  const result = call('--deployment', path, '--out', out);
  expect(result).toMatchObject({ code: 0, out: policies(path).manifests.map(({ fileName }) => `${join(out, fileName)}\n`).join('') });
  expect(readdirSync(out).map((name) => readFileSync(join(out, name), 'utf8'))).toEqual(policies(path).manifests.map(({ yaml }) => yaml));
  writeFileSync(join(out, policies(path).manifests[0]!.fileName), 'mine');
  expect(call('--deployment', path, '--out', out))
    .toMatchObject({ code: 2, out: '', err: expect.stringContaining('was not written by this program') as string });
});

test.each<[string, string[], string]>([
  ['without a file', [], '--deployment: is missing; write --deployment <file>'],
  ['with a file that is not there', ['--deployment', 'no/such.yaml'], '"no/such.yaml" cannot be read: there is no such file or folder'],
  ['with an option that is not known', ['--deployment', 'x', '--oot', 'y'], 'did you mean "--out"?'],
])('%s', (_, args, says) => {
  const { code, out, err } = call(...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(says);
});

const AT: Path = ['networkPolicies'];
test.each<[string, Path, unknown, RegExp]>([
  [
    'nothing about network policies', AT, undefined,
    /: networkPolicies: is missing; it states the facts about the cluster that network policies need, at least outsideTraffic$/,
  ],
  ['no choice', [...AT, 'outsideTraffic'], undefined, /:\d+: networkPolicies: "outsideTraffic" is missing; give a group of keys with one of "filteredElsewhere", "within", "unrestricted"$/],
  [
    'two choices', [...AT, 'outsideTraffic'], { within: ['10.0.0.0/8'], unrestricted: true },
    /networkPolicies\.outsideTraffic: give exactly one of "filteredElsewhere", "within", "unrestricted"$/,
  ],
  [
    'a misspelt key', [...AT, 'modelNamespace'], ['x'],
    /networkPolicies\.modelNamespace: is not a key here; .*did you mean "modelNamespaces"\?$/,
  ],
  [
    'a range that is none', [...AT, 'apiServer', 'addressRanges'], ['10.0.0.300'],
    /:\d+: networkPolicies\.apiServer\.addressRanges\[0\]: address range "10\.0\.0\.300" is neither/,
  ],
  [
    'bits after a prefix', [...AT, 'outsideTraffic'], { within: ['10.1.4.1/24'] },
    /:\d+: networkPolicies\.outsideTraffic\.within\[0\]: .*did you mean "10\.1\.4\.0\/24"\?$/,
  ],
  [
    'a namespace in capitals', [...AT, 'modelNamespaces'], ['Models'],
    /networkPolicies\.modelNamespaces\[0\]: "Models" does not have the form/,
  ],
  [
    'a namespace of the system', [...AT, 'modelNamespaces'], ['kube-system'],
    /:\d+: networkPolicies\.modelNamespaces\[0\]: "kube-system" belongs to Kubernetes itself/,
  ],
  ['no labels', [...AT, 'routerLabels'], {}, /networkPolicies\.routerLabels: needs at least one entry$/],
  ['a label that is a number', [...AT, 'routerLabels', 'a'], 7, /networkPolicies\.routerLabels\.a: 7 is not a text; did you mean "7"\?$/],
  ['a port of nobody', [...AT, 'apiServer', 'ports'], [0], /networkPolicies\.apiServer\.ports\[0\]: 0 is out of range/],
  ['nobody who says who calls the router', [...AT, 'routerClients'], undefined, /:\d+: networkPolicies: routerClients: .*decide: /],
  [
    'no cluster', ['kubernetes'], undefined,
    /:\d+: networkPolicies: requirements: the set has no requirements for traffic inside a cluster; state kubernetes\.training or kubernetes\.inference$/,
  ],
  [
    'no inference', ['kubernetes', 'inference'], false,
    /:\d+: networkPolicies\.routerClients: has no effect, because the set has no requirement /,
  ],
])('a deployment file with %s', (_, path, value, says) => {
  const { code, out, err } = call('--deployment', file(replaced(MADE, path, value)));
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err.trimEnd()).toMatch(says);
  expect(err.startsWith(join(folder, 'deployment.json'))).toBe(true);
});

test('any value in any place is taken, or refused in words that name the file', () => {
  const parts = partsOf(MADE.networkPolicies, AT);
  const values = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }), fc.constantFrom<unknown>(
      '__proto__', 'constructor', '', '*', '10.0.0.0/33', '::/0', '10.0.0.0/8', 'fd00::/8', 'kube-system', 'azureml', 'ml', 0, 443, 65536,
      true, null, [], {}, '${x}',
    ),
    fc.constantFrom(...parts.map(({ value }) => value)),
  );
  const results = new Set<string>();
  fc.assert(fc.property(fc.constantFrom(...parts.map(({ path }) => path)), values, fc.boolean(), (path, value, inference) => {
    const document = file(replaced(replaced(MADE, path, value), ['kubernetes', 'inference'], inference));
    let yaml: string;
    try {
      yaml = policies(document).toYaml();
    } catch (error) {
      const { name, message } = error as Error;
      expect({ name, message }).toEqual({ name: 'InputError', message: expect.stringContaining(document) as string });
      results.add('refused');
      return;
    }
    expect(yaml).not.toMatch(/\$\{|TfToken/);
    results.add('taken');
  }), { numRuns: 200 });
  expect([...results].sort()).toEqual(['refused', 'taken']);
});
