import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Cloud, ClusterNetworkPolicies, Edition, MachineLearning, OutsideTraffic, RouterClients, type ClusterNetworkPoliciesProps,
  type KubernetesProps, type RequirementSet,
} from '../../lib';
import { messageOf } from '../azure/message-of';

function requirementsFor(kubernetes?: KubernetesProps): RequirementSet {
  return MachineLearning.requirements({
    cloud: Cloud.PUBLIC, region: 'westus2', edition: Edition.E2026_03_19,
    kubernetes: kubernetes && { ...kubernetes, aks: { privateCluster: true, konnectivityAgent: true } }, compute: { publicIp: false },
    workspace: {
      privateEndpoint: true, storageAccountName: 'contosoml', containerRegistryName: 'contosoimages',
      workspaceId: '01234567-89ab-cdef-0123-456789abcdef',
    },
  });
}

const INFERENCE = requirementsFor({ training: false, inference: true });
const TRAINING = requirementsFor({ training: true, inference: false });
const PROPS: ClusterNetworkPoliciesProps = {
  requirements: INFERENCE, outsideTraffic: OutsideTraffic.filteredElsewhere(['10.244.0.0/16']), routerClients: RouterClients.none(),
};
const FOR_TRAINING: ClusterNetworkPoliciesProps = { requirements: TRAINING, outsideTraffic: PROPS.outsideTraffic };

const refusal = (props: object, base: object = PROPS): string =>
  messageOf(() => new ClusterNetworkPolicies({ ...base, ...props } as ClusterNetworkPoliciesProps));
const LONG = 'a'.repeat(64);

describe('what has to be decided', () => {
  test('what is outside the cluster', () =>
    expect(refusal({ outsideTraffic: undefined })).toMatch(/^outsideTraffic: .*decide: "filteredElsewhere" .*"within" .*"unrestricted" /));
  test('as one of the choices', () => expect(refusal({ outsideTraffic: 'unrestricted' }))
    .toContain('outsideTraffic: the text "unrestricted" is given; give an OutsideTraffic'));
  test('who calls the router', () => expect(refusal({ routerClients: undefined })).toMatch(/^routerClients: .*decide: "within" .*"none" /));
  test('not without a router', () => expect(new ClusterNetworkPolicies(FOR_TRAINING).manifests.length).toBeGreaterThan(0));
  test('a set without a cluster', () =>
    expect(refusal({ requirements: requirementsFor() })).toContain('state kubernetes.training or kubernetes.inference'));
});

describe('what would change nothing is refused', () => {
  test.each<[keyof ClusterNetworkPoliciesProps, unknown, string]>([
    ['routerClients', RouterClients.none(), 'in-cluster.router-to-models'], ['routerLabels', { a: 'b' }, 'in-cluster.router-internal'],
    ['modelNamespaces', ['models'], 'in-cluster.models-to-identity-proxy'],
    ['modelPodLabels', { a: 'b' }, 'in-cluster.router-to-models'],
    ['identityProxyLabels', { a: 'b' }, 'in-cluster.models-to-identity-proxy'],
  ])('%s without inference', (key, value, id) => {
    const message = refusal({ [key]: value }, FOR_TRAINING);
    expect(message).toMatch(new RegExp(`^${key}: has no effect, because the set has no requirement .*; leave it out$`));
    expect(message).toContain(`"${id}"`);
  });

  test.each<[keyof ClusterNetworkPoliciesProps, unknown]>([
    ['apiServer', { addressRanges: ['10.0.0.1'], ports: [443] }], ['kubeDnsLabels', { a: 'b' }], ['localDnsAddresses', ['169.254.10.0/24']],
    ['localDnsLabels', { a: 'b' }],
  ])('%s without egress policies', (key, value) => {
    expect(refusal({ [key]: value, outsideTraffic: OutsideTraffic.unrestricted() }))
      .toBe(`${key}: has no effect, because outsideTraffic "unrestricted" makes no egress policies; leave it out`);
  });

  test.each<[keyof ClusterNetworkPoliciesProps, unknown, string]>([
    ['webhookSources', ['10.0.0.1'], 'in-cluster.api-server'], ['konnectivityAgentLabels', { a: 'b' }, 'in-cluster.konnectivity-agent'],
  ])('%s without its requirement', (key, value, id) => {
    expect(refusal({ [key]: value, requirements: INFERENCE.without(id, 'x') }))
      .toBe(`${key}: has no effect, because the set has no requirement "${id}"; leave it out`);
  });
});

describe('namespaces', () => {
  test.each<[string, object, string]>([
    [
      'capitals', { modelNamespaces: ['Models'] },
      'modelNamespaces: "Models" is not the name of a namespace; expected 1 to 63 lower-case letters, digits and "-", with a letter or ' +
        'digit at both ends; did you mean "models"?',
    ],
    [
      'a dot', { componentsNamespace: 'azure.ml' },
      'componentsNamespace: "azure.ml" is not the name of a namespace; expected 1 to 63 lower-case letters, digits and "-", with a ' +
        'letter or digit at both ends; did you mean "azure-ml"?',
    ],
    ['nothing', { modelNamespaces: [''] }, 'modelNamespaces: "" is not the name of a namespace'],
    ['a line break at the end', { modelNamespaces: ['models\n'] }, '"models\\n" is not the name of a namespace'],
    ['64 characters', { modelNamespaces: [LONG] }, `did you mean "${'a'.repeat(63)}"?`],
    ['a reference', { modelNamespaces: ['${var.x}'] }, '; manifests are plain text, so it cannot be a reference'],
    [
      'that of the system', { modelNamespaces: ['kube-system'] },
      'modelNamespaces: "kube-system" belongs to Kubernetes itself, whose pods need more than these policies open',
    ],
    [
      'that of the system for components', { componentsNamespace: 'kube-public' },
      'componentsNamespace: "kube-public" belongs to Kubernetes',
    ],
    [
      'that of the extension', { modelNamespaces: ['models', 'azureml'] },
      'modelNamespaces: "azureml" is the namespace of the extension; models are deployed to other namespaces',
    ],
    ['one twice', { modelNamespaces: ['models', 'other', 'models'] }, 'modelNamespaces: "models" is given twice'],
    [
      'none', { modelNamespaces: [] },
      'modelNamespaces: the list is empty; name the namespaces of deployed models, or leave the key out if models may be in any namespace',
    ],
  ])('%s', (_, props, says) => expect(refusal(props)).toContain(says));
});

describe('labels', () => {
  const KEY = 'is not the key of a label; expected 1 to 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends, ' +
    'perhaps after a DNS name and "/" (such as "app.kubernetes.io/name")';
  const VALUE = 'is not the value of a label; expected up to 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends';

  test.each<[object, string]>([
    [{}, 'is empty, and would select every pod; give at least one'],
    [{ '': 'a' }, `"" ${KEY}`], [{ 'a b': 'a' }, `"a b" ${KEY}`], [{ '-a': 'a' }, `"-a" ${KEY}`], [{ [LONG]: 'a' }, KEY],
    [{ 'a/b/c': 'a' }, KEY], [{ '/a': 'a' }, KEY], [{ 'a/': 'a' }, KEY],
    [{ 'Example.com/a': 'a' }, `"Example.com/a" ${KEY}`], [{ [`${'a.'.repeat(127)}a/b`]: 'x' }, KEY], [{ 'a\n': 'a' }, KEY],
    [{ '${a}': 'b' }, 'cannot be a reference'],
    [{ a: 'b c' }, `"b c" ${VALUE}`], [{ a: '-b' }, VALUE], [{ a: 'b.' }, VALUE], [{ a: LONG }, VALUE], [{ a: 'b\n' }, VALUE],
    [{ a: 7 }, '["a"]: the number 7 is given; give a text'], [{ a: '${b}' }, 'cannot be a reference'],
  ])('%j', (labels, says) => {
    for (const key of [
      'modelPodLabels', 'routerLabels', 'identityProxyLabels', 'kubeDnsLabels', 'localDnsLabels', 'konnectivityAgentLabels',
    ]) {
      expect(refusal({ [key]: labels })).toContain(key);
      expect(refusal({ [key]: labels })).toContain(says);
    }
  });

  test.each<[Record<string, string>]>([
    [{ a: '' }], [{ [`${'a.'.repeat(126)}a/${'b'.repeat(63)}`]: 'a'.repeat(63) }], [{ 'kubernetes.io/metadata.name': 'A_b.c-9' }],
    [{ constructor: 'x' }],
  ])('%j are labels', (labels) => {
    const [policy] = new ClusterNetworkPolicies({ ...PROPS, routerLabels: labels }).manifests.filter(({ policyName }) =>
      policyName.endsWith('router-internal'));
    expect((JSON.parse(policy!.json) as { spec: { podSelector: object } }).spec.podSelector).toEqual({ matchLabels: labels });
  });
});

describe('addresses and ports', () => {
  const within = (...ranges: string[]) => (): object => ({ outsideTraffic: OutsideTraffic.within(ranges) });

  test.each<[() => object, string]>([
    [within(), 'addressRanges: the list is empty; give at least one address range'],
    [within('10.0.0.0/8', '0.0.0.0/0'), 'addressRanges: "0.0.0.0/0" covers every address; give the ranges that you mean'],
    [within('::/0'), 'addressRanges: "::/0" covers every address'],
    [
      within('10.1.0.1/16'),
      'addressRanges: address range "10.1.0.1/16" has address bits after its prefix length; did you mean "10.1.0.0/16"?',
    ],
    [within('10.1.0.0/16', '10.1.2.3'), 'addressRanges: "10.1.2.3" is inside "10.1.0.0/16"; give each address once'],
    [
      within('${var.x}'),
      'addressRanges: address range "${var.x}" is neither an IPv4 nor an IPv6 address or CIDR range (such as "10.1.0.0/16"); ' +
        'manifests are plain text, so it cannot be a reference',
    ],
    [() => ({ outsideTraffic: OutsideTraffic.filteredElsewhere([]) }), 'clusterAddressRanges: the list is empty'],
    [
      () => ({ outsideTraffic: OutsideTraffic.filteredElsewhere(['pods']) }),
      'clusterAddressRanges: address range "pods" is neither',
    ],
    [() => ({ apiServer: { addressRanges: ['api.local'], ports: [443] } }), 'apiServer.addressRanges: address range "api.local"'],
    [() => ({ apiServer: { addressRanges: ['10.0.0.1'], ports: [] } }), 'apiServer.ports: the list is empty; give at least one port'],
    [
      () => ({ apiServer: { addressRanges: ['10.0.0.1'], ports: [0] } }),
      'apiServer.ports: 0 is not a port; it is a whole number from 1 to 65535',
    ],
    [() => ({ routerClients: RouterClients.within(['10.0.0.0/8'], [80.5]) }), 'ports: 80.5 is not a port'],
    [() => ({ routerClients: RouterClients.within(['10.0.0.0/8'], [65536]) }), 'ports: 65536 is not a port'],
    [() => ({ routerClients: RouterClients.within([], [80]) }), 'addressRanges: the list is empty'],
    [() => ({ webhookSources: [] }), 'webhookSources: the list is empty'],
    [() => ({ localDnsAddresses: ['169.254.10.10', '169.254.10.10'] }), 'localDnsAddresses: "169.254.10.10" is inside "169.254.10.10"'],
  ])('%#', (props, says) => expect(messageOf(() => new ClusterNetworkPolicies({ ...PROPS, ...props() }))).toContain(says));
});

describe('files', () => {
  const root = mkdtempSync(join(tmpdir(), 'azureml-network-policies-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const policies = new ClusterNetworkPolicies({ ...PROPS, modelNamespaces: ['models'] });
  const write = (folder: string, all = policies): string[] => all.writeTo(join(root, folder));
  const contentOf = (folder: string): Record<string, string> =>
    Object.fromEntries(readdirSync(join(root, folder)).map((name) => [name, readFileSync(join(root, folder, name), 'utf8')]));
  const written = Object.fromEntries(policies.manifests.map(({ fileName, yaml }) => [fileName, yaml]));

  test('one for each manifest, in a folder that is made', () => {
    expect(write('a/b')).toEqual(policies.manifests.map(({ fileName }) => join(root, 'a/b', fileName)));
    expect(contentOf('a/b')).toEqual(written);
  });

  test('again into the same folder, beside files of others', () => {
    write('again');
    writeFileSync(join(root, 'again', 'kustomization.yaml'), 'resources: []\n');
    writeFileSync(join(root, 'again', policies.manifests[0]!.fileName), policies.manifests[0]!.yaml.replace('Egress', 'Changed'));
    write('again');
    expect(contentOf('again')).toEqual({ ...written, 'kustomization.yaml': 'resources: []\n' });
  });

  test('a file of somebody else is not overwritten, and nothing else is written', () => {
    mkdirSync(join(root, 'foreign'));
    const [name] = Object.keys(written);
    writeFileSync(join(root, 'foreign', name!), 'mine\n');
    expect(messageOf(() => write('foreign'))).toBe(
      `${JSON.stringify(join(root, 'foreign'))}: "${name}" was not written by this program and is not ` +
        'overwritten; move it, or choose another folder',
    );
    expect(contentOf('foreign')).toEqual({ [name!]: 'mine\n' });
  });

  test('a link is not followed', () => {
    mkdirSync(join(root, 'link'));
    const [name, yaml] = Object.entries(written)[0]!;
    writeFileSync(join(root, 'target'), yaml);
    symlinkSync(join(root, 'target'), join(root, 'link', name));
    expect(messageOf(() => write('link'))).toContain(`"${name}" was not written by this program`);
  });

  test('a policy that is no longer made is not left behind', () => {
    write('stale');
    const fewer = new ClusterNetworkPolicies(PROPS);
    expect(messageOf(() => write('stale', fewer)))
      .toBe(
        `${JSON.stringify(join(root, 'stale'))}: "models.azureml-in-cluster-router-to-models.yaml" is from an earlier ` +
          'run and no longer part of the policies; delete it, here and in the cluster, or choose another folder',
      );
    expect(contentOf('stale')).toEqual(written);
    rmSync(join(root, 'stale', 'models.azureml-in-cluster-router-to-models.yaml'));
    write('stale', fewer);
    expect(readdirSync(join(root, 'stale'))).toHaveLength(fewer.manifests.length);
  });

  test('a folder that is a file', () => {
    writeFileSync(join(root, 'file'), '');
    expect(messageOf(() => write('file'))).toMatch(/": is a file; give a folder$/);
    expect(messageOf(() => write('file/below'))).toMatch(/file" is a file; give a folder$/);
    expect(existsSync(join(root, 'file'))).toBe(true);
  });
});
