import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustFinish } from '../languages/language';
import { jsonText, ROOT } from '../packages/project';

/** One stack of an example, in a folder of its own. */
export interface Stack {
  /** `hub-and-spoke/spokes`. */
  readonly name: string;
  readonly folder: string;
  /** What `npm run examples` wrote for the whole example. */
  readonly output: string;
  /** The deployment file, where the example is one. */
  readonly deployment?: string;
  /** Why Terraform cannot plan it here. */
  readonly noPlan?: string;
}

interface Document {
  readonly variable?: Readonly<Record<string, { readonly default?: unknown }>>;
  readonly data?: { readonly terraform_remote_state?: object };
}

/** Values for what users of the examples give: any that the provider takes. */
const VARIABLES: Readonly<Record<string, string>> = {
  firewall_address: '10.0.1.4',
  route_table_id: '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/routeTables/rt',
};

/** Terraform's state stays in the folder, wherever the example keeps it. */
const OVERRIDE = { terraform: { backend: { local: { path: 'terraform.tfstate' } } } };

/** Synthesizes all examples, and puts each of their stacks into a folder below the one given. */
export function stacksOfExamples(work: string): Stack[] {
  mustFinish(process.execPath, ['-r', './scripts/typescript/register.js', 'scripts/synth-examples.ts'], { cwd: ROOT });
  rmSync(work, { recursive: true, force: true });
  const examples = readdirSync(join(ROOT, 'examples')).filter((name) => /\.(ts|yaml)$/.test(name)).sort();
  return examples.flatMap((file) => {
    const example = file.replace(/\.\w+$/, '');
    const output = join(ROOT, 'cdktf.out', 'examples', example);
    const deployment = file.endsWith('.yaml') ? { deployment: join(ROOT, 'examples', file) } : {};
    return readdirSync(join(output, 'stacks')).sort().map((stack) => {
      const text = readFileSync(join(output, 'stacks', stack, 'cdk.tf.json'), 'utf8');
      const folder = join(work, example, stack);
      const document = JSON.parse(text) as Document;
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'cdk.tf.json'), text);
      writeFileSync(join(folder, 'zz_override.tf.json'), jsonText(OVERRIDE));
      writeFileSync(join(folder, 'terraform.tfvars.json'), jsonText(valuesFor(document)));
      return { name: `${example}/${stack}`, folder, output, ...deployment, ...reasonNotToPlan(document) };
    });
  });
}

function valuesFor({ variable = {} }: Document): Record<string, string> {
  const names = Object.entries(variable).filter(([, { default: value }]) => value === undefined).map(([name]) => name);
  return Object.fromEntries(names.map((name) => [name, VARIABLES[name] ?? 'example']));
}

function reasonNotToPlan({ data }: Document): { noPlan?: string } {
  const readsState = data?.terraform_remote_state !== undefined;
  return readsState ? { noPlan: 'it reads the state of another stack, which is there only after apply' } : {};
}
