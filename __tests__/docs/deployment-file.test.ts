import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { parse } from 'yaml';
import { Deployment, DeploymentStack } from '../../lib';

const ROOT = join(__dirname, '..', '..');
const PAGE = readFileSync(join(ROOT, 'docs/deployment-file.md'), 'utf8');
const PAGES = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md'))
  .map((name) => readFileSync(join(ROOT, 'docs', name), 'utf8'));

/** Deployment files that pages show from their first key on. */
const WHOLE = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md')).flatMap((name) =>
  [...readFileSync(join(ROOT, 'docs', name), 'utf8').matchAll(/```yaml\n(name: [\w-]+\nedition[\s\S]*?)```/g)]
    .map(([, yaml]): [string, string] => [name, yaml!]));

interface Schema {
  readonly properties?: Record<string, Schema>;
  readonly [part: string]: unknown;
}

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;

/** Every key below a schema, by its path. */
function keysOf(schema: Schema, path = ''): string[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, below]) => [`${path}${key}`, ...keysOf(below, `${path}${key}.`)]);
  const rest = Object.entries(schema).filter(([part]) => part !== 'properties').map(([, value]) => value);
  return [
    ...own, ...rest.flatMap((value) => Array.isArray(value) ? value : [value]).filter(isSchema).flatMap((below) => keysOf(below, path)),
  ];
}

test('a page shows every key of deployment files', () => {
  const schema = JSON.parse(readFileSync(join(ROOT, 'schemas/deployment.schema.json'), 'utf8')) as Schema;
  const keys = keysOf(schema);
  expect(keys.length).toBeGreaterThan(100);
  const shown = new Set(PAGES.flatMap((page) =>
    [...page.matchAll(/`([^`\n]+)`|^[ -]*([\w$]+):/gm)].flatMap(([, code, key]) => code?.split(/[^\w$]+/) ?? [key!])));
  expect(keys.filter((path) => !shown.has(path.split('.').pop()!))).toEqual([]);
});

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

test('excerpts in the page fit into a file', () => {
  const [whole, ...excerpts] = [...PAGE.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml]) => yaml!.replaceAll('/...', ID_START));
  const base = parse(whole!) as { subnets: { training: Record<string, unknown> } };
  const folder = mkdtempSync(join(tmpdir(), 'deployment-page-'));
  try {
    for (const excerpt of excerpts) {
      const part = parse(excerpt) as Record<string, object>;
      const training = { ...base.subnets.training, ...pick(part, ['securityGroup', 'routeTable']) };
      const top = pick(part, [
        'firewall', 'nameResolution', 'backend', 'acknowledged', 'subscriptionId', 'workspace', 'compute', 'requirements', 'kubernetes',
        'networkPolicies', 'natGateway', 'serviceEndpointPolicy',
      ]);
      expect(Object.keys(part).filter((key) => !(key in top) && !OF_SUBNETS.includes(key))).toEqual([]);
      const subnets = { training, ...part['subnets'] };
      const file = join(folder, 'excerpt.json');
      writeFileSync(file, JSON.stringify({ ...base, ...top, subnets }));
      expect(Deployment.fromFile(file).name).toBe('training');
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const OF_SUBNETS = ['securityGroup', 'routeTable', 'subnets', 'defaultRoute'];

test('a page or an example uses every key', () => {
  const used = new Set<string>();
  const add = (value: unknown): void => {
    if (typeof value === 'object' && value !== null) {
      Object.entries(value).forEach(([key, below]: [string, unknown]) => {
        used.add(key);
        add(below);
      });
    }
  };
  PAGES.flatMap((page) => [...page.matchAll(/```yaml\n([\s\S]*?)```/g)]).forEach(([, yaml]) => add(parse(yaml!.replaceAll('${{', '$'))));
  const examples = join(ROOT, 'examples');
  readdirSync(examples).filter((name) => name.endsWith('.yaml'))
    .forEach((name) => add(parse(readFileSync(join(examples, name), 'utf8'))));
  const schema = JSON.parse(readFileSync(join(ROOT, 'schemas/deployment.schema.json'), 'utf8')) as Schema;
  expect(keysOf(schema).map((path) => path.split('.').pop()!).filter((key) => !used.has(key) && key !== '$schema')).toEqual([]);
});

const ID_START = '/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network';

function pick(from: Record<string, object>, keys: readonly string[]): Record<string, object> {
  return Object.fromEntries(Object.entries(from).filter(([key]) => keys.includes(key)));
}
