import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../lib/cli/program';
import { bundledCommand } from '../support/command';
import { answerFile, answerOf, file, Line, LONG_EXAMPLE } from '../support/dependency-answers';
import { shortJson } from '../support/short-json';

const root = join(__dirname, '..', '..');
const DEPLOYMENT = join(root, 'examples', 'own-requirement.yaml');
const PLACE = ['--edition', '2023-04-14', '--cloud', 'public', '--region', 'westus2'] as const;

interface Result {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command; paths are shown as the tests of every machine have them. */
function call(...args: string[]): Result {
  let out = '';
  let err = '';
  const code = run(['drift', ...args], { out: (text) => { out += text; }, err: (text) => { err += text; } });
  const plain = (text: string): string =>
    args.reduce((all, arg) => (arg.startsWith('/') ? all.split(arg).join(arg.split('/').pop()!) : all), text);
  return { code, out: plain(out), err: plain(err) };
}

/** Something of everything: all results, a suffix, a host without a port, an empty category, Markdown in a category. */
const MIXED: readonly Line[] = [
  ['Azure Active Directory', 'login.microsoftonline.com', 443],
  ['API', 'westus2.api.azureml.ms', 443],
  ['API', 'eastus.api.azureml.ms', 443],
  ['Azure Key Vault', 'vault.azure.net', 443, 8787],
  ['Azure Storage Account', 'core.windows.net', 443],
  ['<b>*Tunnel*|&lt;</b>', 'westus2.tundra.azureml.ms', 5831],
  ['Packages', 'packages.contoso.com', 443],
  ['Packages', 'files.contoso.com'],
];
const mixed = (): string => {
  const answer = answerOf(MIXED) as { value: object[] };
  return file(JSON.stringify({ value: [...answer.value, { category: 'Empty' }] }), 'mixed.json');
};

describe.each(['table', 'json', 'markdown'])('format %s', (format) => {
  const read = (out: string): string => {
    if (format !== 'json') {
      return out;
    }
    expect(out).toBe(`${JSON.stringify(JSON.parse(out), null, 2)}\n`);
    return shortJson(JSON.parse(out));
  };

  test('with the catalog', () => {
    const { code, out, err } = call(mixed(), ...PLACE, '--format', format);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(read(out)).toMatchSnapshot();
  });

  test('with a deployment', () => {
    const { code, out, err } = call(mixed(), '--deployment', DEPLOYMENT, '--format', format);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(read(out)).toMatchSnapshot();
  });
});

describe('exit codes', () => {
  test('0 when nothing differs that matters, 1 when something does', () => {
    const same = answerFile([['A', 'login.microsoftonline.com', 443]]);
    expect(call(same, ...PLACE).code).toBe(0);
    expect(call(same, '--deployment', DEPLOYMENT).code).toBe(0);
    expect(call(same, '--deployment', DEPLOYMENT).out).toContain('\n0 of 1 entry of answer.json differ from own-requirement.yaml.');
    // Not in the catalog, but open in the deployment by a requirement of its own; and the other way round.
    const own = answerFile([['A', 'packages.contoso.com', 443]]);
    expect([call(own, ...PLACE).code, call(own, '--deployment', DEPLOYMENT).code]).toEqual([1, 0]);
    const listed = answerFile([['A', 'graph.microsoft.com', 443]]);
    expect([call(listed, ...PLACE).code, call(listed, '--deployment', DEPLOYMENT).code]).toEqual([0, 1]);
    const withoutPort = answerFile([['A', 'login.microsoftonline.com']]);
    expect([call(withoutPort, ...PLACE).code, call(withoutPort, '--deployment', DEPLOYMENT).code]).toEqual([1, 1]);
  });

  test('4 when nothing differs, and the rules that decide are not in the file', () => {
    const elsewhere = file(readFileSync(DEPLOYMENT, 'utf8').replace(/^firewall:[^]*?(?=^\S|$(?![^]))/m, ''), 'elsewhere.yaml');
    const { code, out } = call(answerFile([['A', 'login.microsoftonline.com', 443]]), '--deployment', elsewhere);
    expect([code, out]).toEqual([4, expect.stringMatching(/not known \(route\)[^]* differ from elsewhere.yaml\. 1 is unknown\./)]);
  });

  test('each subnet that does not reach a host is named, with what closes it', () => {
    const two = join(root, 'examples', 'two-subnets.yaml');
    const { code, out } = call(answerFile(['pypi.org', 'nowhere.example.com', 'cloud.r-project.org'].map((host) => ['A', host, 443])),
      '--deployment', two);
    expect(code).toBe(1);
    expect(out.split('\n').slice(3, 6).map((line) => line.split(/ {2,}/).slice(-2)[0])).toEqual([
      'not open from training (firewall); open from notebooks', 'not open (firewall)', 'open by fqdn pypi.org (python-packages.pypi)',
    ]);
  });

  test('is that of the number of differences in the JSON', () => {
    const { code, out } = call(answerFile(LONG_EXAMPLE), ...PLACE, '--format', 'json');
    const { differences, hosts } = JSON.parse(out) as { differences: number; hosts: { differs: boolean }[] };
    expect([code, differences]).toEqual([1, hosts.filter(({ differs }) => differs).length]);
  });

  test.each<[string[], string]>([
    [[], '<answer>: is missing'],
    [['ANSWER', 'x'], '"x" is one argument more than azureml-network drift takes'],
    [
      ['ANSWER'],
      '--edition: is missing; give one of 2023-04-14, 2026-03-19; without --deployment, --edition, --cloud and --region say what the ' +
        'answer is compared with',
    ],
    [['ANSWER', '--edition', '2023-04-14'], '--cloud: is missing; give one of public, government, china; '],
    [['ANSWER', '--edition', '2023-04-14', '--cloud', 'public'], '--region: is missing; give an ARM name such as westus2; '],
    [['ANSWER', '--edition', '2023-04-14', '--cloud', 'public', '--region', 'West US 2'], 'did you mean "westus2"?'],
    [['ANSWER', '--edition', '2023-04-14', '--cloud', 'china', '--region', 'westus2'], '"westus2" belongs to the cloud "public"'],
    [['ANSWER', '--cloud', 'Public'], '--cloud: "Public" is not one of'],
    [['ANSWER', '--format', 'csv'], '--format: "csv" is not one of "table", "json", "markdown"'],
    [
      ['ANSWER', '--deployment', DEPLOYMENT, '--cloud', 'public', '--region', 'x'],
      '--cloud, --region: the deployment file says that; give either --deployment or these options',
    ],
    [['ANSWER', '--deployment', 'no/such.yaml'], '"no/such.yaml" cannot be read: '],
    [['-', '--deployment', '-'], '--deployment: standard input cannot be the answer and the deployment file'],
    [['no/such.json', ...PLACE], '"no/such.json" cannot be read: '],
    [['BAD', ...PLACE], 'bad.json:1:10: value: "x" is not a list'],
    [['ERROR', ...PLACE], 'is an error of Azure, not an answer: code "NotFound", message "No workspace"'],
  ])('2 for %j', (args, says) => {
    const files: Readonly<Record<string, () => string>> = {
      ANSWER: () => answerFile(LONG_EXAMPLE), BAD: () => file('{"value":"x"}', 'bad.json'),
      ERROR: () => file('{"error":{"code":"NotFound","message":"No workspace"}}', 'error.json'),
    };
    const { code, out, err } = call(...args.map((arg) => files[arg]?.() ?? arg));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(says);
    expect(err).toMatch(/^[^\n]+\n$/);
  });

  test('help', () => {
    const { code, out } = call('--help');
    expect(code).toBe(0);
    expect(out.split(/\s+/)).toEqual(expect.arrayContaining(['--deployment', '--edition', '--cloud', '--region', '--format', '<answer>']));
  });
});

test('texts of an answer give no link in Markdown', () => {
  const { out } = call(
    answerFile([['see https://evil.example/x or www.evil.example', 'a.example.com', 443]]), ...PLACE, '--format', 'markdown',
  );
  expect(out).toContain('`see https://evil.example/x or www.evil.example`');
  expect(out.replace(/`[^`]*`/g, '')).not.toMatch(/evil/);
});

describe('as a process', () => {
  const { path, remove } = bundledCommand();
  afterAll(remove);
  const COMMAND = `"${process.execPath}" "${path}" drift`;
  const shell = (line: string, input: string): { stdout: string; stderr: string; status: number | null } =>
    spawnSync('bash', ['-c', line], { cwd: root, encoding: 'utf8', input });
  const text = JSON.stringify(answerOf(MIXED));

  test('an answer by a pipe', () => {
    const { stdout, stderr, status } = shell(`cat | ${COMMAND} - ${PLACE.join(' ')} --format json`, text);
    expect({ stderr, status }).toEqual({ stderr: '', status: 1 });
    const { answer, hosts } = JSON.parse(stdout) as { answer: string; hosts: { host: string }[] };
    expect(answer).toBe('standard input');
    expect(hosts.map(({ host }) => host)).toContain('westus2.api.azureml.ms');
  });

  test('an answer by a pipe, and a deployment file', () => {
    const { stdout, status } = shell(`${COMMAND} - --deployment examples/own-requirement.yaml | tail -1; exit \${PIPESTATUS[0]}`, text);
    expect(status).toBe(1);
    expect(stdout)
      .toBe('4 of 9 entries of standard input differ from examples/own-requirement.yaml. ' +
        'The answer names no protocol, so TCP is assumed.\n');
  });

  test('output that cannot be written is no difference', () => {
    const { stderr, status } = shell(`${COMMAND} - ${PLACE.join(' ')} > /dev/full`, text);
    expect({ stderr, status }).toEqual({ stderr: expect.stringMatching(/^the output cannot be written: ENOSPC/) as string, status: 3 });
  });

  test('nothing by a pipe, as when the command before it failed', () => {
    const { stdout, stderr, status } = shell(`false | ${COMMAND} - ${PLACE.join(' ')}`, '');
    expect({ stdout, stderr, status })
      .toEqual({ stdout: '', stderr: 'standard input: the file is empty; an answer of the Dependencies API is JSON\n', status: 2 });
  });

  test('a reader that stops early', () => {
    const many = JSON.stringify(answerOf(Array.from({ length: 3000 }, (_, i): Line => ['A', `host${i}.example.com`, 443])));
    const { stdout, stderr } = shell(`(${COMMAND} - ${PLACE.join(' ')} --format json; echo "exit $?" >&2) | head -1`, many);
    expect({ stdout, stderr }).toEqual({ stdout: '{\n', stderr: 'exit 1\n' });
  });
});

test('the documentation names every result and member of the JSON', () => {
  const page = readFileSync(join(root, 'docs', 'dependencies-api.md'), 'utf8');
  const keys = new Set<string>();
  for (const args of [PLACE, ['--deployment', DEPLOYMENT]]) {
    JSON.parse(call(mixed(), ...args, '--format', 'json').out, (key, value: unknown) => {
      if (key !== '' && !/^\d+$/.test(key)) {
        keys.add(key);
      }
      return value;
    });
  }
  const results = [
    'same', 'covered', 'conditional', 'partly', 'other-section', 'other-protocol', 'other-ports', 'only-in-answer', 'open', 'not-open',
    'some-subnets', 'unknown', 'required', 'not-required',
  ];
  expect([...keys, ...results].filter((word) => !page.includes(`\`${word}\``))).toEqual([]);
});
