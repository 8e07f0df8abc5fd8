import { App } from 'cdktf';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import cdktfJson from '../../cdktf.json';
import { Deployment, DeploymentStack } from '../../lib';
import { EXIT } from '../../lib/cli/exit';
import { verifyCommand } from '../../lib/cli/verify-command';
import { keptSchema } from '../../scripts/provider-schema/files';
import { checkStack } from './provider-arguments';
import { schemaProblems } from './schema-check';
import { stackLines } from './stack-lines';

export const root = join(__dirname, '..', '..');
export const EXAMPLES = readdirSync(join(root, 'examples')).filter((name) => /\.(ts|yaml)$/.test(name)).sort();
export const folder = mkdtempSync(join(tmpdir(), 'azureml-network-examples-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Examples whose firewall is somebody else's, so that not all can be proved. */
const PARTIAL = ['one-subnet.yaml'];

const VERSION_5 = keptSchema('5');
/** Arguments around the constructs that azurerm 5 refuses, or asks for. */
const REFUSED_BY_5: Readonly<Record<string, readonly string[]>> = {
  'data-exfiltration.ts': ['service_endpoints'],
  'managed-network.ts': ['rbac_authorization_enabled'],
};

/** Files of an output folder, by their paths in it. */
export type Output = Readonly<Record<string, string>>;

function filesOf(outdir: string): Output {
  const paths = readdirSync(outdir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    paths.map((path) => [relative(outdir, path), readFileSync(path, 'utf8')] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/**
 * Runs an example as its user does: an app by itself, a deployment file through main.ts. The modules are loaded anew, so
 * that nothing is left from another run.
 *
 * @param isShared whether it has the modules of the test; then it runs once
 */
export function synthesize(example: string, outdir: string, isShared = false): Output {
  mkdirSync(outdir, { recursive: true });
  const before = { ...process.env };
  const isApp = example.endsWith('.ts');
  const printed = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  try {
    process.env['CDKTF_OUTDIR'] = outdir;
    process.env['CDKTF_CONTEXT_JSON'] = JSON.stringify({ deployment: join(root, 'examples', example) });
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const run = (): unknown => require(isApp ? join(root, 'examples', example) : join(root, 'main.ts'));
    if (isShared) {
      run();
    } else {
      jest.isolateModules(run);
    }
    expect(printed.mock.calls).toEqual([]);
  } finally {
    process.env = before;
    printed.mockRestore();
  }
  return filesOf(outdir);
}

/** The Terraform JSON of a deployment file of the examples, from the library as the test has loaded it. */
export function deploymentJson(path: string, outdir: string): string {
  const app = new App({ outdir, context: cdktfJson.context });
  const stack = new DeploymentStack(app, Deployment.fromFile(path));
  app.synth();
  return readFileSync(join(outdir, 'stacks', stack.node.id, 'cdk.tf.json'), 'utf8');
}

/** One example as a suite of tests. Each has a file of its own, so that what was reviewed can be read. */
export function exampleSuite(example: string): void {
  describe(`examples/${example}`, () => {
    let output: Output;
    let stacks: [path: string, json: Readonly<Record<string, unknown>>][];

    beforeAll(() => {
      output = synthesize(example, join(folder, example, 'first'));
      stacks = Object.entries(output).filter(([path]) => path.endsWith('cdk.tf.json'))
        .map(([path, text]) => [path, JSON.parse(text) as Record<string, unknown>]);
    });

    test('synthesizes stacks that Terraform takes', () => {
      expect(stacks.length).toBeGreaterThan(0);
      for (const [path, json] of stacks) {
        expect([path, checkStack(withoutRemoteState(json))]).toEqual([path, []]);
        expect(Object.keys(json.resource as object).length).toBeGreaterThan(0);
      }
    });

    test('is taken by azurerm 5 too, but for what the page of versions names', () => {
      const refused = stacks.flatMap(([, json]) => schemaProblems(json, VERSION_5)).map((problem) => problem.replace(/:.*|.*\.(?=\w+:)/g, ''));
      expect([...new Set(refused)]).toEqual(REFUSED_BY_5[example] ?? []);
    });

    test('says where the state is', () => {
      expect(stacks.length).toBeGreaterThan(0);
      for (const [path, { terraform }] of stacks) {
        expect([path, Object.keys((terraform as { backend: object }).backend)])
          .toEqual([path, [expect.stringMatching(/^(local|azurerm)$/)]]);
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
        const { text, exit } = verifyCommand(
          [join(folder, example, 'first')], { deployment: join(root, 'examples', example), format: 'json' }, '0.0.0',
        );
        const { findings, answers } = JSON.parse(text) as {
          findings: { severity: string; acknowledged?: object; id: string }[]; answers: { outcome: string; need: string }[];
        };
        expect(findings.filter(({ severity, acknowledged }) => severity !== 'note' && acknowledged === undefined)).toEqual([]);
        // An acknowledgement says that a part of the network was not evaluated, and does not hide what is unknown for it.
        const isPartial = findings.some(({ id, acknowledged }) => acknowledged !== undefined && id === 'not-evaluated');
        expect(exit).toBe(isPartial ? EXIT.unknown : EXIT.ok);
        expect([...new Set(answers.map(({ outcome }) => outcome))].sort()).toEqual(isPartial ? ['met', 'unknown'] : ['met']);
        expect(isPartial).toBe(PARTIAL.includes(example));
      });
    }

    test('gives the same bytes again, also beside what the other tests have loaded and run', () => {
      expect(synthesize(example, join(folder, example, 'second'), true)).toEqual(output);
    });

    test('gives what was reviewed', () => {
      for (const [path, json] of stacks) {
        expect(stackLines(withoutNotes(json))).toMatchSnapshot(path);
      }
    });

    test('is explained in the README', () => {
      expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(`examples/${example}`);
    });
  });
}

/** Without what comes out of other stacks; that is no resource of the provider. */
function withoutRemoteState(json: Readonly<Record<string, unknown>>): unknown {
  return { ...json, data: Object.fromEntries(Object.entries(json.data ?? {}).filter(([type]) => type !== 'terraform_remote_state')) };
}

/** Without what CDKTF notes for itself, such as paths of constructs; addresses of resources hold these too. */
function withoutNotes(json: unknown): Record<string, unknown> {
  return JSON.parse(JSON.stringify(json, (key, value: unknown) => (key === '//' ? undefined : value))) as Record<string, unknown>;
}
