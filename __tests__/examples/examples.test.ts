import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { verifyCommand } from '../../lib/cli/verify-command';
import { checkStack } from '../support/provider-arguments';

const root = join(__dirname, '..', '..');
const EXAMPLES = readdirSync(join(root, 'examples')).filter((name) => /\.(ts|yaml)$/.test(name)).sort();
const folder = mkdtempSync(join(tmpdir(), 'azureml-network-examples-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Files of an output folder, by their paths in it. */
type Output = Readonly<Record<string, string>>;

function filesOf(outdir: string): Output {
  const paths = readdirSync(outdir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map((path) => [relative(outdir, path), readFileSync(path, 'utf8')] as const).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Runs an example as its user does: an app by itself, a deployment file through main.ts. The modules are loaded anew, so
 * that nothing is left from another run.
 */
function synthesize(example: string, outdir: string): Output {
  mkdirSync(outdir, { recursive: true });
  const before = { ...process.env };
  const isApp = example.endsWith('.ts');
  const printed = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  try {
    process.env['CDKTF_OUTDIR'] = outdir;
    process.env['CDKTF_CONTEXT_JSON'] = JSON.stringify({ deployment: join(root, 'examples', example) });
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    jest.isolateModules(() => require(isApp ? join(root, 'examples', example) : join(root, 'main.ts')));
    expect(printed.mock.calls).toEqual([]);
  } finally {
    process.env = before;
    printed.mockRestore();
  }
  return filesOf(outdir);
}

describe.each(EXAMPLES)('examples/%s', (example) => {
  let output: Output;
  let stacks: [path: string, json: Readonly<Record<string, unknown>>][];

  beforeAll(() => {
    output = synthesize(example, join(folder, example, 'first'));
    stacks = Object.entries(output).filter(([path]) => path.endsWith('cdk.tf.json')).map(([path, text]) => [path, JSON.parse(text) as Record<string, unknown>]);
  });

  test('synthesizes stacks that Terraform takes', () => {
    expect(stacks.length).toBeGreaterThan(0);
    for (const [path, json] of stacks) {
      expect([path, checkStack(withoutRemoteState(json))]).toEqual([path, []]);
      expect(Object.keys(json.resource as object).length).toBeGreaterThan(0);
    }
  });

  test('says where the state is', () => {
    for (const [path, { terraform }] of stacks) {
      expect([path, Object.keys((terraform as { backend: object }).backend)]).toEqual([path, [expect.stringMatching(/^(local|azurerm)$/)]]);
    }
  });

  test('has nothing of the machine in its output', () => {
    expect(Object.keys(output)).toContain('manifest.json');
    for (const [path, text] of Object.entries(output)) {
      const found = [root, folder, `${homedir()}/`, tmpdir(), process.execPath].filter((place) => text.includes(place));
      // Ids of Azure resources look like paths, and so do aliases of services.
      const absolute = text.match(/"(?:\/(?!subscriptions\/|services\/Azure\/)|[A-Za-z]:\\\\)[^"/\\][^"]*"/g) ?? [];
      expect([path, found, absolute]).toEqual([path, [], []]);
    }
  });

  // Apps say themselves what is to be verified.
  if (example.endsWith('.yaml')) {
    test('meets its requirements, with nothing open beyond them and no rule without effect', () => {
      const { text, exit } = verifyCommand([join(folder, example, 'first')], { deployment: join(root, 'examples', example), format: 'json' }, '0.0.0');
      const { findings, answers } = JSON.parse(text) as { findings: { severity: string; acknowledged?: object; id: string }[]; answers: { outcome: string; need: string }[] };
      expect(findings.filter(({ severity, acknowledged }) => severity !== 'note' && acknowledged === undefined)).toEqual([]);
      expect(exit).toBe(0);
      // What is not met is what an acknowledgement says that it is not known.
      const isAccepted = findings.some(({ id, acknowledged }) => acknowledged !== undefined && (id === 'requirement-unknown' || id === 'not-evaluated'));
      expect([...new Set(answers.map(({ outcome }) => outcome))].sort()).toEqual(isAccepted ? ['met', 'unknown'] : ['met']);
    });
  }

  test('gives the same bytes again', () => {
    expect(synthesize(example, join(folder, example, 'second'))).toEqual(output);
  });

  test('gives what was reviewed', () => {
    for (const [path, json] of stacks) {
      expect(withoutNotes(json)).toMatchSnapshot(path);
    }
  });

  test('is explained in the README', () => {
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(`examples/${example}`);
  });
});

/** Without what comes out of other stacks; that is no resource of the provider. */
function withoutRemoteState(json: Readonly<Record<string, unknown>>): unknown {
  return { ...json, data: Object.fromEntries(Object.entries(json.data ?? {}).filter(([type]) => type !== 'terraform_remote_state')) };
}

test('what crosses from stack to stack is there, in the state that the other stack writes', () => {
  const output = synthesize('hub-and-spoke.ts', join(folder, 'crossing'));
  const text = (stack: string): string => output[join('stacks', stack, 'cdk.tf.json')]!;
  const hub = JSON.parse(text('hub')) as { output: object; terraform: { backend: { local: { path: string } } } };
  const spokes = JSON.parse(text('spokes')) as { data: { terraform_remote_state: Record<string, { backend: string; config: { path: string } }> } };
  const used = new Set([...text('spokes').matchAll(/data\.terraform_remote_state\.([\w-]+)\.outputs\.([\w-]+)/g)].map((match) => match[2]!));
  expect(used.size).toBeGreaterThan(0);
  expect(Object.keys(hub.output).sort()).toEqual([...used].sort());
  const [remote] = Object.values(spokes.data.terraform_remote_state);
  const at = (stack: string, path: string): string => join('/out/stacks', stack, path);
  expect([remote!.backend, at('spokes', remote!.config.path)]).toEqual(['local', at('hub', hub.terraform.backend.local.path)]);
});

/** Without what CDKTF notes for itself, such as paths of constructs; addresses of resources hold these too. */
function withoutNotes(json: unknown): unknown {
  return JSON.parse(JSON.stringify(json, (key, value: unknown) => (key === '//' ? undefined : value)));
}

test('main.ts tells a mistake in a deployment file without a stack, and fails', () => {
  const before = { ...process.env };
  const exitCode = process.exitCode;
  const printed = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  try {
    process.env['CDKTF_OUTDIR'] = join(folder, 'mistake');
    process.env['CDKTF_CONTEXT_JSON'] = JSON.stringify({ deployment: 'examples/none.yaml' });
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    jest.isolateModules(() => require('../../main'));
    expect(printed.mock.calls.map(([text]) => text)).toEqual([expect.stringMatching(/^"examples\/none\.yaml" cannot be read: there is no such file or folder[^\n]*\n$/)]);
    expect(process.exitCode).toBe(1);
  } finally {
    process.env = before;
    process.exitCode = exitCode;
    printed.mockRestore();
  }
});
