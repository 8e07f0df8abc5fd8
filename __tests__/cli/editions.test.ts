import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/program';

const DEPLOYMENT = join(__dirname, '..', '..', 'examples', 'own-requirement.yaml');

function call(...args: string[]): { code: number; out: string; err: string } {
  let [out, err] = ['', ''];
  const code = run(['editions', ...args], {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

interface Shown {
  readonly added: { id: string }[];
  readonly removed: { id: string }[];
  readonly changed: { before: { id: string }; after: { id: string } }[];
  readonly deployment: {
    readonly rules: {
      added: unknown[];
      removed: unknown[];
      changed: { before: { where: string; text: string }; after: { text: string } }[];
    };
  };
}

// What the newer edition of the article has and the older has not, from a reading of both side by side.
const ADDED = ['vs-code.download', 'vs-code.server-ports', 'hosts.automl-front-door', 'hosts.tunnel-api', 'vs-code-product.github-files'];
// That private endpoints reach each other is an assumption of the older edition, and a row of the newer.
const CHANGED = ['basic.virtual-network', 'basic.microsoft-container-registry', 'microsoft-images.registry', 'vs-code.websocket-server'];

test('what changed in the article', () => {
  const there = JSON.parse(call('diff', '2023-04-14', '2026-03-19', '--format', 'json').out) as Shown;
  expect(there.added.map(({ id }) => id)).toEqual(ADDED);
  expect(there.removed).toEqual([]);
  expect(there.changed.map(({ after }) => after.id)).toEqual(CHANGED);
  const back = JSON.parse(call('diff', '2026-03-19', '2023-04-14', '--format', 'json').out) as Shown;
  expect(back.removed.map(({ id }) => id)).toEqual(ADDED);
  expect(back.changed.map(({ before }) => before.id)).toEqual(CHANGED);
});

test('what that changes in the rules of a deployment', () => {
  const { rules } = (JSON.parse(call('diff', '2023-04-14', '2026-03-19', '--deployment', DEPLOYMENT, '--format', 'json').out) as Shown)
    .deployment;
  expect(rules.added).toEqual([]);
  expect(rules.removed).toEqual([]);
  expect(
    rules.changed.map(({ before, after }) => [
      before.where,
      before.text.includes('MicrosoftContainerRegistry.WestUS2'),
      after.text.includes('WestUS2'),
    ]),
  ).toEqual([
    ['security group nsg-training of training', true, false],
    ['firewall rules azureml', true, false],
  ]);
});

test('a scenario of one subnet changes the rules of that subnet alone, in either direction', () => {
  const folder = mkdtempSync(join(tmpdir(), 'azureml-network-editions-'));
  try {
    const path = join(folder, 'deployment.yaml');
    const example = readFileSync(join(__dirname, '..', '..', 'examples', 'two-subnets.yaml'), 'utf8');
    writeFileSync(path, example.replace('- rstudio', '- vs-code'));
    const rulesOf = (from: string, to: string): Shown['deployment']['rules'] =>
      (JSON.parse(call('diff', from, to, '--deployment', path, '--format', 'json').out) as Shown).deployment.rules;
    const placesOf = (rules: unknown[]): string[] =>
      (rules as { where: string; text: string }[]).filter(({ text }) => text.includes('vscode.download.prss')).map(({ where }) => where);
    const [there, back] = [rulesOf('2023-04-14', '2026-03-19'), rulesOf('2026-03-19', '2023-04-14')];
    const changed = (rules: Shown['deployment']['rules'], which: 'before' | 'after'): unknown[] => rules.changed.map((one) => one[which]);
    expect(placesOf([...there.added, ...changed(there, 'after')])).toEqual(['firewall rules azureml-notebooks']);
    expect(placesOf([...back.removed, ...changed(back, 'before')])).toEqual(['firewall rules azureml-notebooks']);
    expect(there.changed.map(({ before }) => before.where)).toContain('firewall rules azureml');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test.each([
  [['diff', '2023-04-14', '2023-04-14'], 'is given twice'],
  [['diff', '2023-04-15', '2026-03-19'], 'did you mean "2023-04-14"'],
  [['dif', '2023-04-14', '2026-03-19'], 'did you mean "diff"'],
])('%j is refused', (args, message) => {
  const { code, err } = call(...args);
  expect(code).toBe(2);
  expect(err).toContain(message);
});
