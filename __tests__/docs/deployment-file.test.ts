import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { parse } from 'yaml';
import { Deployment, DeploymentStack } from '../../lib';
import { keysOf, Schema, SCHEMAS } from '../../scripts/reference/schema-pages';

const ROOT = join(__dirname, '..', '..');
const PAGE = readFileSync(join(ROOT, 'docs/deployment-file.md'), 'utf8');
const ID_START = '/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network';
/** Deployment files that pages show from their first key on. */
const WHOLE = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md')).flatMap((name) =>
  [...readFileSync(join(ROOT, 'docs', name), 'utf8').matchAll(/```yaml\n(name: [\w-]+\nedition[\s\S]*?)```/g)]
    .map(([, yaml]): [string, string] => [name, yaml!]));

test('the file that the page starts with can be synthesized', () => {
  const folder = mkdtempSync(join(tmpdir(), 'deployment-page-'));
  try {
    const file = join(folder, 'training.yaml');
    writeFileSync(file, /```yaml\n([\s\S]*?)```/.exec(PAGE)![1]!);
    const app = new App({ outdir: folder });
    new DeploymentStack(app, Deployment.fromFile(file));
    app.synth();
    expect(readdirSync(join(folder, 'stacks'))).toEqual(['training']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each(WHOLE)('%s has a whole file that can be synthesized', (_, yaml) => {
  const folder = mkdtempSync(join(tmpdir(), 'deployment-page-'));
  try {
    const file = join(folder, 'deployment.yaml');
    writeFileSync(file, yaml);
    const app = new App({ outdir: folder });
    new DeploymentStack(app, Deployment.fromFile(file));
    app.synth();
    expect(readdirSync(join(folder, 'stacks'))).toHaveLength(1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** Excerpts of the page, each in the place that it has in a file. A part of a subnet alone is one of the subnet `training`. */
const EXCERPTS = [...PAGE.matchAll(/```yaml\n([\s\S]*?)```/g)].slice(1).map(([, yaml]) => {
  const { securityGroup, routeTable, defaultRoute, ...rest } = parse(yaml!.replaceAll('/...', ID_START)) as Record<string, object>;
  const table = defaultRoute === undefined ? routeTable : { name: 'rt-training', resourceGroupName: 'rg-ml', defaultRoute };
  const training = { ...(securityGroup && { securityGroup }), ...(table && { routeTable: table }) };
  return Object.keys(training).length === 0 ? rest : { ...rest, subnets: { training } };
});

test('excerpts in the page fit into a file', () => {
  const base = parse(/```yaml\n([\s\S]*?)```/.exec(PAGE)![1]!) as { subnets: { training: object } };
  const folder = mkdtempSync(join(tmpdir(), 'deployment-page-'));
  try {
    cpSync(join(ROOT, 'examples/data/service-tags-sample.json'), join(folder, 'ServiceTags_Public.json'));
    expect(EXCERPTS.length).toBeGreaterThan(15);
    for (const excerpt of EXCERPTS) {
      const { training = {}, ...others } = (excerpt['subnets'] ?? {}) as Record<string, object>;
      const subnets = { training: 'subnetId' in training ? training : { ...base.subnets.training, ...training }, ...others };
      const file = join(folder, 'excerpt.json');
      const isNamed = Object.values(others).some((one) => 'subnet' in one); // then firewall rules have no sources
      writeFileSync(file, JSON.stringify({ ...base, ...(isNamed && { firewall: undefined }), ...excerpt, subnets }));
      expect(Deployment.fromFile(file).name).toBe('training');
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** The paths of the keys that a value has, as `keysOf` writes them. */
function pathsOf(value: unknown, schema: Schema | undefined, path: string): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => pathsOf(item, schema?.items, `${path}[]`));
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, below]) => {
    const known = schema?.properties?.[key];
    const at = `${path === '' ? '' : `${path}.`}${known === undefined ? '<name>' : key}`;
    const others = typeof schema?.additionalProperties === 'object' ? schema.additionalProperties : undefined;
    return [at, ...pathsOf(below, known ?? others, at)];
  });
}

test('a page has an example of every key, at its place in a file that loads', () => {
  const schema = SCHEMAS.deployment() as Schema;
  const files: unknown[] = [...WHOLE.map(([, yaml]) => parse(yaml) as unknown), ...EXCERPTS];
  const shown = new Set(files.flatMap((file) => pathsOf(file, schema, '')));
  // Only JSON files have `$schema`; the first example has the comment for YAML.
  const missing = keysOf(schema).map(({ path }) => path).filter((path) => !shown.has(path) && path !== '$schema');
  expect(missing).toEqual([]);
});
