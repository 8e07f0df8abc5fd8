import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, IncomingMessage, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { sarifErrors } from '../support/sarif';
import { programFor } from '../../lib/cli/program';

/* eslint-disable @typescript-eslint/no-explicit-any -- YAML of other programs */
const ROOT = join(__dirname, '..', '..');
const yaml = (path: string): any => parse(readFileSync(join(ROOT, path), 'utf8'));
const PAGE = readFileSync(join(ROOT, 'docs/where-you-work.md'), 'utf8');
const examples = [...PAGE.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => parse(text!) as any);
const example = (key: string): any => examples.find((one) => key in one);
const folder = mkdtempSync(join(tmpdir(), 'azureml-network-integrations-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('what the files say is there', () => {
  const action = yaml('action.yml');

  test('the action uses the inputs that it has, through the environment alone, and all of them', () => {
    const steps = JSON.stringify(action.runs.steps);
    const used = [...steps.matchAll(/inputs\.([\w-]+)/g)].map(([, name]) => name!);
    expect([...new Set(used)].sort()).toEqual(Object.keys(action.inputs).sort());
    for (const { run, shell } of action.runs.steps) {
      expect([shell, run]).toEqual(['bash', expect.not.stringContaining('${{')]);
      const script = /GITHUB_ACTION_PATH\/([\w./-]+)/.exec(run as string)?.[1];
      expect(script === undefined || existsSync(join(ROOT, script))).toBe(true);
    }
  });

  test('its outputs are those that the script writes', () => {
    const script = readFileSync(join(ROOT, 'integrations/diff.sh'), 'utf8');
    for (const [name, { value }] of Object.entries<any>(action.outputs)) {
      expect(value).toBe(`\${{ steps.diff.outputs.${name} }}`);
      expect(script).toContain(`${name}=%s`);
    }
  });

  test('the workflow gives inputs of the action, and the rights that they need', () => {
    const { permissions, jobs: { diff: { steps } } } = example('jobs');
    const { with: inputs } = steps.find(({ uses }: any) => /cdktf-azureml-network@/.test(uses as string));
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(inputs as object)));
    const needed = Object.entries<any>(action.inputs).filter(([, { required }]) => required).map(([name]) => name);
    expect(Object.keys(inputs as object)).toEqual(expect.arrayContaining(needed));
    expect(permissions).toEqual({ 'contents': 'read', 'pull-requests': 'write', 'security-events': 'write' });
  });

  test('the template of Azure Pipelines uses its parameters, and the pipeline gives them', () => {
    const template = yaml('integrations/azure-pipelines.yml');
    const names = template.parameters.map(({ name }: any) => name);
    const used = [...JSON.stringify(template.steps).matchAll(/parameters\.(\w+)/g)].map(([, name]) => name!);
    expect([...new Set(used)].sort()).toEqual([...names].sort());
    const { parameters } = example('resources').steps.find((step: any) => 'template' in step);
    expect(names).toEqual(expect.arrayContaining(Object.keys(parameters as object)));
    const needed = template.parameters.filter((one: any) => !('default' in one)).map(({ name }: any) => name);
    expect(Object.keys(parameters as object)).toEqual(expect.arrayContaining(needed as string[]));
  });

  test('the hook is the one that the page names', () => {
    const hooks = yaml('.pre-commit-hooks.yaml');
    for (const hook of hooks) {
      expect(Object.keys(hook as object)).toEqual(expect.arrayContaining(['id', 'name', 'entry', 'language']));
      expect(() => new RegExp(hook.files as string)).not.toThrow();
    }
    expect(example('repos').repos[0].hooks.map(({ id }: any) => id)).toEqual(hooks.map(({ id }: any) => id));
  });

  test('no command has an option that the program does not have', () => {
    const files = ['.pre-commit-hooks.yaml', 'integrations/diff.sh'].map((one) => readFileSync(join(ROOT, one), 'utf8'));
    const all = [PAGE, ...files].join('\n');
    const { commands } = programFor([], { out: () => undefined, err: () => undefined }, () => undefined);
    const options = [...all.matchAll(/azureml-network[^\n]*? (diff|verify|rules)( [^\n`]*)?/g)]
      .flatMap(([, command, rest = '']) => [...rest.matchAll(/ (--[a-z-]+)/g)].map(([, name]) => [command, name]));
    expect(options.length).toBeGreaterThan(2);
    for (const [command, option] of options) {
      expect(commands.find((one) => one.name() === command)!.options.map(({ long }) => long)).toContain(option);
    }
  });
});

describe('the script of both', () => {
  const CASES = join(ROOT, '__tests__', 'cases');
  const command = `${process.execPath} -r ${join(ROOT, 'scripts/typescript/register.js')} ${join(ROOT, 'lib/cli/main.ts')}`;
  const run = (base: string, head: string, more: Record<string, string> = {}): { status: number | null; out: string; outputs: string } => {
    const out = mkdtempSync(join(folder, 'out-'));
    const { status, stderr } = spawnSync('bash', [join(ROOT, 'integrations/diff.sh')], { encoding: 'utf8', env: {
      PATH: process.env['PATH'], AZUREML_NETWORK: command, BASE: base, HEAD: head, FAIL_ON: 'only-narrower', OUT: out,
      GITHUB_OUTPUT: join(out, 'outputs'), GITHUB_STEP_SUMMARY: join(out, 'summary'), ...more,
    } });
    expect(stderr === '' || status !== 0).toBe(true);
    return { status, out, outputs: existsSync(join(out, 'outputs')) ? readFileSync(join(out, 'outputs'), 'utf8') : '' };
  };
  const network = (name: string): string => join(CASES, name, 'main.tf.json');

  test('writes Markdown, SARIF and the exit code, and does not fail by a verdict', () => {
    const { status, out, outputs } = run(
      network('00-all-met'), network('33-only-443'), { DEPLOYMENT: join(CASES, '00-all-met/deployment.yaml') },
    );
    expect([status, /exit-code=(\d+)/.exec(outputs)?.[1]]).toEqual([0, '13']);
    expect(readFileSync(join(out, 'diff.md'), 'utf8')).toMatch(/^\*\*A requirement is lost/);
    expect(readFileSync(join(out, 'summary'), 'utf8')).toBe(readFileSync(join(out, 'diff.md'), 'utf8'));
    expect(sarifErrors(JSON.parse(readFileSync(join(out, 'diff.sarif'), 'utf8')))).toEqual([]);
  });

  test('fails where a file is wrong', () => {
    expect(run(network('00-all-met'), join(folder, 'none'))).toMatchObject({ status: 2, outputs: '' });
  });
});

describe('the comment', () => {
  interface Call { readonly method: string; readonly url: string; readonly body: any; readonly authorization: string | undefined }
  let server: Server;
  let calls: Call[] = [];
  let answer: (call: Call) => unknown = () => [];
  const FORBIDDEN = { message: 'Resource not accessible by integration' };
  const file = join(folder, 'comment.md');
  writeFileSync(file, '**Nothing changed.**\n');
  const BODY = '<!-- azureml-network net -->\n\n**Nothing changed.**\n';

  beforeAll((done) => {
    server = createServer((request: IncomingMessage, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => { text += chunk.toString(); });
      request.on('end', () => {
        const call = { method: request.method!, url: request.url!, authorization: request.headers.authorization,
          body: text === '' ? undefined : JSON.parse(text) as unknown };
        calls.push(call);
        const said = answer(call);
        response.statusCode = said === FORBIDDEN ? 403 : 200;
        response.end(JSON.stringify(said));
      });
    }).listen(0, '127.0.0.1', done);
  });
  afterAll((done) => { server.close(done); });

  async function comment(host: 'github' | 'azure', answering: (call: Call) => unknown): Promise<Call[]> {
    calls = [];
    answer = answering;
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const env = host === 'github'
      ? { GITHUB_API_URL: at, GITHUB_REPOSITORY: 'o/r', GITHUB_TOKEN: 't', PULL_REQUEST: '7' }
      : {
        SYSTEM_COLLECTIONURI: `${at}/o/`, SYSTEM_TEAMPROJECT: 'my project', BUILD_REPOSITORY_ID: 'r', SYSTEM_PULLREQUEST_PULLREQUESTID: '7',
        SYSTEM_ACCESSTOKEN: 't',
      };
    await promisify(execFile)(process.execPath, [join(ROOT, 'integrations/comment.mjs')], {
      env: { PATH: process.env['PATH'], COMMENT_KEY: 'net', COMMENT_FILE: file, ...env },
    });
    expect(calls.every(({ authorization }) => authorization === 'Bearer t')).toBe(true);
    return calls;
  }

  test('of GitHub is written once, and not over one whose key only begins alike', async () => {
    const [, post] = await comment('github', ({ method }) => (method === 'GET' ? [{ id: 1, body: BODY.replace('net', 'network') }] : {}));
    expect(post).toMatchObject({ method: 'POST', url: '/repos/o/r/issues/7/comments', body: { body: BODY } });
  });

  test('of GitHub is updated in place, on whichever page it is, and left alone when nothing changed', async () => {
    const others = Array.from({ length: 100 }, (_, i) => ({ id: i, body: 'x' }));
    const pages = (body: string) => ({ method, url }: Call): unknown =>
      (method !== 'GET' ? {} : url.endsWith('page=1') ? others : [{ id: 500, body }]);
    const updated = await comment('github', pages('<!-- azureml-network net -->\n\nold'));
    expect(updated.at(-1)).toMatchObject({ method: 'PATCH', url: '/repos/o/r/issues/comments/500', body: { body: BODY } });
    expect((await comment('github', pages(BODY))).map(({ method }) => method)).toEqual(['GET', 'GET']);
  });

  test('of GitHub is left out with a warning where a fork may not write it, and fails where nobody expects that', async () => {
    const env = (fork: string): Record<string, string> => ({
      PATH: process.env['PATH']!, COMMENT_KEY: 'net', COMMENT_FILE: file, GITHUB_REPOSITORY: 'o/r', GITHUB_TOKEN: 't', PULL_REQUEST: '7',
      GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, FORK: fork,
    });
    answer = ({ method }) => (method === 'GET' ? [] : FORBIDDEN);
    const write = (fork: string): Promise<{ stdout: string }> =>
      promisify(execFile)(process.execPath, [join(ROOT, 'integrations/comment.mjs')], { env: env(fork) });
    expect((await write('true')).stdout).toMatch(/^::warning::A pull request from a fork/);
    await expect(write('')).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('403') });
  });

  test('of Azure DevOps is a closed thread, updated in place', async () => {
    const written = await comment('azure', ({ method }) => (method === 'GET' ? { value: [] } : {}));
    expect(written.at(-1)).toMatchObject({
      method: 'POST', url: '/o/my%20project/_apis/git/repositories/r/pullRequests/7/threads?api-version=7.1',
      body: { status: 4, comments: [{ content: BODY }] },
    });
    const updated = await comment('azure', ({ method }) => (method === 'GET' ? { value: [
      { id: 3, isDeleted: true, comments: [{ id: 1, content: BODY }] }, { id: 4, comments: [{ id: 1, content: `${BODY}old` }] },
    ] } : {}));
    expect(updated.at(-1)).toMatchObject({
      method: 'PATCH', url: '/o/my%20project/_apis/git/repositories/r/pullRequests/7/threads/4/comments/1?api-version=7.1',
    });
  });
});
