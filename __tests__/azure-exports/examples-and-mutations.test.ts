import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readExports } from '../../lib/azure-exports/read-exports';
import { Deployment } from '../../lib/deployment/deployment';
import { requestFromDeployment } from '../../lib/deployment/request-from-deployment';
import type { Network } from '../../lib/network/network';
import { networkOf } from '../../lib/terraform/read-network';
import { explainer } from '../../lib/verification/explain';
import { parseFlow } from '../../lib/verification/flow';
import { readRequest } from '../../lib/verification/read-request';
import { verify, VerifyOptions } from '../../lib/verification/verify';
import fc from '../support/fast-check';
import { deploymentJson, root, synthesize } from '../support/example-suite';
import { AppliedStack, EXPORT_FORMS } from '../support/exports-of-stack';
import { firewalled, SUBNET_ID, synthesizeFirewalled } from '../support/firewalled';
import { FIREWALLED_MUTATIONS, openGroup } from '../support/firewalled-mutations';
import { MUTATIONS, SecurityRule, taggedRules } from '../support/mutations';
import { SPACE } from '../support/packets/documented';
import type { Configuration } from '../support/suggested';

// What a stack makes, as Terraform JSON and as each form of export that has it after apply: the answers are the same.

const ADDRESS = '10.1.0.4';

/** Findings about how a file is written, which differ by its form. */
const OF_FORM = ['input-not-understood', 'refused-by-azure', 'rules-not-read'];

function outcomes(network: Network, options: VerifyOptions): Map<string, string> {
  const { answers, findings } = verify(network, options);
  const ids = [...new Set(findings.map(({ id }) => id))].filter((id) => !OF_FORM.includes(id)).sort();
  return new Map([...answers.map(({ subnet, requirementId, outcome }): [string, string] => [`${subnet} ${requirementId}`, outcome]),
    ['findings', ids.join(' ')]]);
}

/** Each form of the export, and the outcomes that it gives. */
function ofForms(json: Configuration, options: VerifyOptions, forms = EXPORT_FORMS): [form: string, outcomes: Map<string, string>][] {
  const [address = ADDRESS] = options.appliances?.keys() ?? [];
  const { rows } = new AppliedStack(json as unknown as Record<string, unknown>, address);
  return forms.map(([form, documents]) => [form, outcomes(readExports(documents(rows)
    .map((document, i) => ({ file: `${i}.json`, json: JSON.parse(JSON.stringify(document)) as unknown }))), options)]);
}

const ofTerraform = (json: Configuration, options: VerifyOptions): Map<string, string> =>
  outcomes(networkOf([{ file: 'cdk.tf.json', json }]), options);

type Mutation = readonly [what: string, change: (json: Configuration, at: number) => void];

const ALL: readonly Mutation[] = [
  ['nothing', () => undefined],
  ...FIREWALLED_MUTATIONS.map(([what, change]): Mutation => [what, (json, at) => change(json.resource, at)]),
  ...MUTATIONS.map(([what, , change]): Mutation => [what, ({ resource }, at) => {
    const [group] = Object.values(resource['azurerm_network_security_group']!);
    const rules = group!['security_rule'] as SecurityRule[];
    const tagged = taggedRules(rules);
    group!['security_rule'] = change(rules, tagged[at % tagged.length]!);
  }]),
];

/** Subnets of all kinds; to make one costs more than to verify it in two forms. */
const POOL = fc.sample(firewalled, 8).map(synthesizeFirewalled);

test.each(ALL.map(([what, change], i) => ({ what, change, i })))('a subnet behind a firewall, with $what', ({ change, i }) => {
  fc.assert(fc.property(fc.constantFrom(...POOL), fc.nat(), fc.boolean(), ({ json: base, requirements }, at, isOpen) => {
    const json = structuredClone(base);
    if (isOpen) {
      openGroup(json.resource);
    }
    change(json, at);
    const options: VerifyOptions = { subnets: [{ name: 'compute', subnetId: SUBNET_ID, addressPrefixes: ['10.1.1.0/24'], requirements,
      networkTraffic: [...SPACE] }] };
    const expected = ofTerraform(json, options);
    expect(expected.size).toBeGreaterThan(5);
    for (const [name, found] of ofForms(json, options, [EXPORT_FORMS[i % EXPORT_FORMS.length]!])) {
      expect([name, [...found]]).toEqual([name, [...expected]]);
    }
  }), { numRuns: 2 });
});

const folder = mkdtempSync(join(tmpdir(), 'exports-of-examples-'));
afterAll(() => rmSync(folder, { recursive: true }));

const DEPLOYMENTS = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.yaml'));

test.each(DEPLOYMENTS.map((name, i) => ({ name, i })))('examples/$name', ({ name, i }) => {
  const path = join(root, 'examples', name);
  const text = deploymentJson(path, join(folder, name));
  const json = JSON.parse(text) as Configuration;
  const file = join(folder, `${name}.tf.json`);
  writeFileSync(file, text);
  const { options } = readRequest(requestFromDeployment(Deployment.fromFile(path), { paths: [file] }));
  const expected = ofTerraform(json, options);
  expect(expected.size).toBeGreaterThan(5);
  for (const [form, found] of ofForms(json, options, EXPORT_FORMS.filter((_, at) => at % 3 === i % 3))) {
    // What others have made is in the export and not in the configuration.
    const ids = expected.get('findings')!.split(' ').filter((id) => id !== '');
    expect(found.get('findings')!.split(' ')).toEqual(expect.arrayContaining(ids));
    const differing = [...expected].filter(([key, outcome]) => key !== 'findings' && outcome !== 'unknown' && found.get(key) !== outcome);
    expect([form, differing.map(([key, outcome]) => `${key}: ${outcome}, ${found.get(key)}`)]).toEqual([form, []]);
  }
});

const APPS = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.ts'));
const FLOWS = ['outbound tcp 443 AzureActiveDirectory', 'outbound tcp 443 Storage.WestUS2', 'outbound tcp 443 pypi.org',
  'outbound udp 5831 AzureMachineLearning', 'outbound tcp 22 20.0.0.1', 'inbound tcp 44224 AzureMachineLearning',
  'inbound tcp 3389 Internet', 'outbound tcp 443 10.1.1.4'];

/** The stacks of an app as one document, in which what one stack takes from another stands for itself. */
function oneDocument(texts: readonly string[]): Configuration {
  const outputs = Object.assign({}, ...texts.map((text) => (JSON.parse(text) as { output?: object }).output)) as
    Record<string, { value: string }>;
  const parts = texts.map((text) => JSON.parse(text.replace(/\$\{data\.terraform_remote_state\.[\w-]+\.outputs\.([\w-]+)\}/g,
    (_, name: string) => outputs[name]!.value)) as Configuration);
  const merged = (section: 'resource' | 'data'): Configuration['resource'] => {
    const all = parts.map((part) => (part as { [S in typeof section]?: Configuration['resource'] })[section] ?? {});
    return Object.fromEntries(all.flatMap((types) => Object.keys(types)).map((type) => [type, Object.assign({}, ...all
      .map((types) => types[type])) as Configuration['resource'][string]]));
  };
  return { resource: merged('resource'), ...{ data: merged('data') } };
}

test.each(APPS)('examples/%s', (name) => {
  const output = synthesize(name, join(folder, name), true);
  const json = oneDocument(Object.entries(output).filter(([path]) => path.endsWith('cdk.tf.json')).map(([, text]) => text));
  const network = networkOf([{ file: 'cdk.tf.json', json }]);
  const { rows } = new AppliedStack(json as unknown as Record<string, unknown>, ADDRESS);
  const explain = explainer(network, { subnets: [] });
  const flows = network.subnets.flatMap(({ path }) => (path === undefined ? [] : FLOWS
    .map((flow) => `${path.split('/').slice(1).join('/')} ${flow}`)));
  for (const [form, documents] of EXPORT_FORMS) {
    const deployed = explainer(readExports(documents(rows).map((document, i) => ({ file: `${i}.json`, json: document }))), { subnets: [] });
    const differing = flows.flatMap((text) => {
      const [planned, there] = [explain, deployed].map((of) => of(parseFlow(text)).outcome);
      return planned === 'unknown' || planned === there ? [] : [`${text}: ${planned}, ${there}`];
    });
    expect([form, differing]).toEqual([form, []]);
  }
});
