import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Aspects } from 'cdktf';
import { Deployment, DeploymentStack, VerifyRequirements } from '../../lib';

/** Names that pages use, and what of the repository is there instead. */
const COPIES: Readonly<Record<string, string>> = {
  'deployment.yaml': 'examples/own-requirement.yaml', 'base/deployment.yaml': 'examples/own-requirement.yaml',
  'network': 'examples/data/existing-network', 'hub.json': 'examples/data/existing-network/network.json',
  'hub-policy.json': 'examples/data/existing-network/rule-collection-groups.json',
  'state.json': 'examples/data/hand-written-state.json', 'firewall.json': 'examples/data/firewall-log.jsonl',
  'flow-logs/log.jsonl': 'examples/data/firewall-log.jsonl', 'answer.json': 'examples/data/dependencies-answer.json',
};
const TAG_FILES = ['ServiceTags_Public.json', 'ServiceTags_Public_20251110.json', 'ServiceTags_base.json', 'ServiceTags_head.json'];
/** Terraform JSON of the same deployment. */
const CONFIGURATIONS = ['network.tf.json', 'base.tf.json', 'head.tf.json', 'cdk.tf.json', 'infra/main.tf.json', 'base/infra/main.tf.json'];

interface TagFile {
  readonly values: { readonly name: string; readonly id: string; readonly properties: object }[];
}

/** The sample with all tags that the deployment needs; their addresses are those of one of its tags. */
function tagFile(root: string, { requirements }: Deployment): string {
  const file = JSON.parse(readFileSync(join(root, 'examples/data/service-tags-sample.json'), 'utf8')) as TagFile;
  const [first] = file.values;
  const known = new Set(file.values.map(({ name }) => name));
  const needed = new Set(requirements.all.filter(({ endpoint }) => endpoint.kind === 'serviceTag').map(({ endpoint }) => endpoint.value));
  const more = [...needed].filter((name) => !known.has(name)).map((name) => ({ ...first!, name, id: name }));
  return JSON.stringify({ ...file, values: [...file.values, ...more] });
}

/** A plan that changes nothing of a state. */
function planOf(state: string): string {
  const prior = JSON.parse(state) as { readonly values: object };
  return JSON.stringify({
    format_version: '1.2', terraform_version: '1.11.4', planned_values: prior.values, prior_state: prior, resource_changes: [],
  });
}

/** Lays files of the names that pages use into a folder. */
export function layFiles(root: string, folder: string): void {
  symlinkSync(join(root, 'examples'), join(folder, 'examples'));
  for (const name of ['base', 'head', 'flow-logs', 'infra', 'base/infra']) {
    mkdirSync(join(folder, name));
  }
  Object.entries(COPIES).forEach(([name, source]) => cpSync(join(root, source), join(folder, name), { recursive: true }));
  const app = new App({ outdir: join(folder, 'cdktf.out') });
  const deployment = Deployment.fromFile(join(folder, 'deployment.yaml'));
  Aspects.of(new DeploymentStack(app, deployment)).add(new VerifyRequirements({ requestFile: true }));
  app.synth();
  TAG_FILES.forEach((name) => writeFileSync(join(folder, name), tagFile(root, deployment)));
  writeFileSync(join(folder, 'plan.json'), planOf(readFileSync(join(folder, 'state.json'), 'utf8')));
  const stack = join(folder, 'cdktf.out', 'stacks', 'own-requirement', 'cdk.tf.json');
  CONFIGURATIONS.forEach((name) => cpSync(stack, join(folder, name)));
  for (const name of ['base/cdktf.out', 'head/cdktf.out', 'before']) {
    cpSync(join(folder, 'cdktf.out'), join(folder, name), { recursive: true });
  }
  ['prod.tfvars', 'production.tfvars'].forEach((name) => writeFileSync(join(folder, name), ''));
}
