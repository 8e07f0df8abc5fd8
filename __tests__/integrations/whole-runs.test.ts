import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { runAction, runSteps } from '../support/ci-runner';
import { ciProblems } from '../support/ci-schemas';

/* eslint-disable @typescript-eslint/no-explicit-any -- YAML of other programs */

// The steps of the action and of the template from the first to the last, with stand-ins for the package and for the hosts.

const ROOT = join(__dirname, '..', '..');
const yaml = (path: string): any => parse(readFileSync(join(ROOT, path), 'utf8'));
const PAGE = readFileSync(join(ROOT, 'docs/where-you-work.md'), 'utf8');
const examples = [...PAGE.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => parse(text!) as any);
const example = (key: string): any => examples.find((one) => key in one);
const ACTION = yaml('action.yml');
const TEMPLATE = yaml('integrations/azure-pipelines.yml');

describe('files of other programs have the keys that these know', () => {
  test.each([
    ['action', 'action.yml', ACTION], ['workflow', 'of the page', example('jobs')], ['steps template', 'of this repository', TEMPLATE],
    ['pipeline', 'of the page', example('resources')],
    ['workflow', 'ci.yml', yaml('.github/workflows/ci.yml')], ['workflow', 'release.yml', yaml('.github/workflows/release.yml')],
  ] as const)('%s %s', (kind, _, document) => {
    expect(ciProblems(kind, document)).toEqual([]);
  });

  test.each([
    ['a step without a shell', 'action', (one: any) => { delete one.runs.steps[0].shell; }],
    ['a key of a workflow in an action', 'action', (one: any) => { one.runs.steps[1]['timeout-minutes'] = 3; }],
    ['a misspelt condition', 'steps template', (one: any) => { one.steps[1].conditions = 'always()'; }],
    ['a type that no parameter has', 'steps template', (one: any) => { one.parameters[0].type = 'text'; }],
    ['a misspelt scope', 'workflow', (one: any) => { one.permissions['pull-request'] = 'write'; }],
  ] as const)('%s is found', (_, kind, change) => {
    const document = structuredClone(kind === 'action' ? ACTION : kind === 'workflow' ? example('jobs') : TEMPLATE);
    change(document);
    expect(ciProblems(kind, document)).not.toEqual([]);
  });
});

const folder = mkdtempSync(join(tmpdir(), 'azureml-network-whole-runs-'));
const BIN = mkdtempSync(join(folder, 'bin-'));
writeFileSync(join(BIN, 'npx'), `#!/usr/bin/env bash
printf '%s\\n' "$*" >> "$CALLS"
case "$*" in
  *nope*--missing-base-is-empty*) ;;
  *nope*) echo 'BASE: "nope" is no file or folder' >&2; exit 2 ;;
esac
case "$*" in
  *sarif*) echo '{"version":"2.1.0","runs":[]}' ;;
  *) echo '**Wider beyond requirements: 1 newly allowed.**' ;;
esac
exit 12
`);
chmodSync(join(BIN, 'npx'), 0o755);

let server: Server;
let isBroken = false;
let comments: string[] = [];
beforeAll((done) => {
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => { text += chunk.toString(); });
    request.on('end', () => {
      response.statusCode = isBroken ? 500 : 200;
      if (request.method === 'POST') {
        comments.push(text);
      }
      response.end(request.url!.includes('_apis') ? '{"value":[]}' : '[]');
    });
  }).listen(0, '127.0.0.1', done);
});
afterAll((done) => {
  rmSync(folder, { recursive: true });
  server.close(done);
});
beforeEach(() => {
  comments = [];
});

interface Around { readonly root: string; readonly temporary: string; readonly env: Record<string, string>; readonly calls: () => string[] }

function around(isCommentBroken: boolean): Around {
  isBroken = isCommentBroken;
  const temporary = mkdtempSync(join(folder, 'run-'));
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const calls = join(temporary, 'calls');
  writeFileSync(calls, '');
  return {
    root: ROOT, temporary, calls: () => readFileSync(calls, 'utf8').split('\n').filter((line) => line !== ''),
    env: {
      PATH: `${BIN}:${dirname(process.execPath)}:/usr/bin:/bin`, CALLS: calls, GITHUB_API_URL: at, GITHUB_REPOSITORY: 'o/r',
    },
  };
}

/** Azure Pipelines gives all variables to all steps. */
const azureEnv = ({ env }: Around): Record<string, string> => ({
  PATH: env['PATH']!, CALLS: env['CALLS']!, SYSTEM_COLLECTIONURI: `${env['GITHUB_API_URL']}/o/`, SYSTEM_TEAMPROJECT: 'p',
  BUILD_REPOSITORY_ID: 'r', SYSTEM_PULLREQUEST_PULLREQUESTID: '7',
});
const VARIABLES = { 'Build.Reason': 'PullRequest', 'System.AccessToken': 't' };

describe('the action', () => {
  const inputs = { base: 'base', head: 'head', token: 't' };
  const github = { 'event.pull_request.number': '7', 'event.pull_request.head.repo.fork': 'false', token: 't' };
  const outcomes = (steps: readonly { readonly outcome: string }[]): string[] => steps.map(({ outcome }) => outcome);

  test('comments, hands on the SARIF, and fails by the verdict at the end', async () => {
    const here = around(false);
    const { steps, outputs } = await runAction(ACTION, { ...inputs, deployment: 'a b.yaml' }, github, here);
    expect(outcomes(steps)).toEqual(['success', 'success', 'failure']);
    expect(comments).toEqual([expect.stringContaining('Wider beyond requirements')]);
    expect(outputs['exit-code']).toBe('12');
    expect(JSON.parse(readFileSync(outputs['sarif']!, 'utf8'))).toMatchObject({ version: '2.1.0' });
    expect(here.calls()).toEqual(['markdown', 'sarif'].map((format) =>
      `--yes azureml-network@latest diff base head --fail-on wider-beyond-requirements --deployment a b.yaml --format ${format}`));
  });

  test('has its verdict and its files where the comment fails', async () => {
    const { steps, outputs } = await runAction(ACTION, inputs, github, around(true));
    expect(outcomes(steps)).toEqual(['success', 'failure', 'failure']);
    expect(outputs['sarif']).toMatch(/diff\.sarif$/);
  });

  test('fails at once where there is nothing to compare, and says why', async () => {
    const { steps, outputs } = await runAction(ACTION, { ...inputs, base: 'nope' }, github, around(false));
    expect(outcomes(steps)).toEqual(['failure', 'skipped', 'skipped']);
    expect([steps[0]!.out, outputs['sarif'], comments]).toEqual([expect.stringContaining('"nope" is no file or folder'), '', []]);
  });

  test('takes a missing base where it is told to, and comments nothing outside of pull requests', async () => {
    const here = around(false);
    const { steps } = await runAction(ACTION, { ...inputs, base: 'nope', 'missing-base-is-empty': 'true' }, {}, here);
    expect(outcomes(steps)).toEqual(['success', 'skipped', 'failure']);
    expect([here.calls()[0], comments]).toEqual([expect.stringContaining(' --missing-base-is-empty '), []]);
  });
});

describe('the template', () => {
  const parameters = { base: 'base', head: 'head', tools: ROOT };
  const run = async (more: object, isCommentBroken = false): Promise<[string, string][]> => {
    const here = around(isCommentBroken);
    const steps = await runSteps(TEMPLATE, { ...parameters, ...more }, VARIABLES, { ...here, env: azureEnv(here) });
    expect(steps.find(({ files }) => files !== undefined)?.files ?? FILES).toEqual(FILES);
    return steps.map(({ name, outcome }) => [name, outcome]);
  };
  const FILES = ['diff.md', 'diff.sarif'];
  const [COMPARE, COMMENT] = ['Compare networks', 'Comment on the pull request'];
  const [PUBLISH, FAIL] = ['Publish Markdown and SARIF', 'Fail by the verdict'];

  test('comments, publishes, and fails by the verdict at the end', async () => {
    expect(await run({})).toEqual([[COMPARE, 'success'], [COMMENT, 'success'], [PUBLISH, 'success'], [FAIL, 'failure']]);
    expect(comments).toHaveLength(1);
  });

  test('publishes where the comment fails', async () => {
    expect(await run({}, true)).toEqual([[COMPARE, 'success'], [COMMENT, 'failure'], [PUBLISH, 'success'], [FAIL, 'failure']]);
  });

  test('fails at once where there is nothing to compare', async () => {
    expect(await run({ base: 'nope' })).toEqual([[COMPARE, 'failure'], [COMMENT, 'skipped'], [PUBLISH, 'skipped'], [FAIL, 'skipped']]);
  });

  test('takes a missing base where it is told to', async () => {
    expect(await run({ base: 'nope', missingBaseIsEmpty: true })).toContainEqual([PUBLISH, 'success']);
  });
});
